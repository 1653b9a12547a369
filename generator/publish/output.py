"""Writing the site: only what changed is written, what is gone is removed, the folder is never emptied first."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.archive.files import replace_file
from generator.errors import BuildError


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a site did, in numbers of files."""

    changed: int
    unchanged: int
    removed: int


def write_site(folder: Path, files: Iterable[tuple[str, bytes]]) -> Written:
    """Make the folder hold exactly the files, given by path; names with a dot in front are left alone.

    Raises ArchiveError where the disk refuses.
    """
    changed = 0
    kept: set[Path] = set()
    try:
        for name, data in files:
            path = folder / name
            if path in kept:
                raise BuildError(f"{path}: two pages have this address; give one of them another")
            kept.add(path)
            # A site is made again in seconds: it need not survive a power cut.
            changed += replace_file(path, data, durable=False)
        removed = _remove_others(folder, kept)
    except OSError as error:
        raise BuildError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return Written(changed, len(kept) - changed, removed)


def _remove_others(folder: Path, kept: set[Path]) -> int:
    """Remove every file that is not kept, and the folders that are empty then."""
    removed = 0
    for path in sorted(folder.rglob("*"), reverse=True):  # a folder comes after what it holds
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()
            removed += 1
    return removed
