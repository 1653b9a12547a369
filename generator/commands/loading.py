"""Loading the archive for commands that need all of it; the others do without the modules that this takes."""

from pathlib import Path

from generator.archive.load import READERS, Archive, Readers, load_archive
from generator.commands.options import content_of
from generator.commands.progress import working


def loaded(root: Path, readers: Readers = READERS) -> Archive:
    """Return the archive in the folder, with a spinner while that takes long. Raises ArchiveError."""
    with working("Reading the archive"):
        return load_archive(content_of(root), readers)
