"""Loading the archive for commands that need all of it; the others do without the modules that this takes."""

from pathlib import Path

from generator.archive.load import Archive, load_archive
from generator.archive.topics import Suggest, suggest_each
from generator.commands.options import content_of
from generator.commands.progress import working


def loaded(root: Path, suggest: Suggest = suggest_each) -> Archive:
    """Return the archive in the folder, with a spinner while that takes long. Raises ArchiveError.

    Papers without chosen topics get those that `suggest` returns.
    """
    with working("Reading the archive"):
        return load_archive(content_of(root), suggest)
