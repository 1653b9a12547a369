"""Writing a new archive into a folder, over nothing that is there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ConfigError
from generator.files import replace_file
from generator.scaffold.files import SETTINGS

_SCRIPTS = ".ci/"


@dataclass(frozen=True, slots=True)
class Written:
    """The paths of the files that were written, and of those that were there before and stay as they are."""

    new: tuple[str, ...]
    kept: tuple[str, ...]


def write_archive(folder: Path, files: Mapping[str, bytes]) -> Written:
    """Write the files that are not there yet, in the order given.

    Raises ConfigError before anything is written if the folder is an archive already, or if a file is where a folder
    must be.
    """
    if os.path.lexists(folder / SETTINGS):
        raise ConfigError(
            f"{folder / SETTINGS}: is there already, so nothing was written: the folder is an archive, or a project of "
            "MkDocs. Name a new folder"
        )
    for parent in sorted({parent for path in files for parent in (folder / path).parents}):
        if os.path.lexists(parent) and not parent.is_dir():
            raise ConfigError(f"{parent}: must be a folder, and is a file, so nothing was written")
    kept = tuple(path for path in files if os.path.lexists(folder / path))
    new = tuple(path for path in files if path not in kept)
    for path in new:
        replace_file(folder / path, files[path], mode=0o755 if path.startswith(_SCRIPTS) else 0o644)
    return Written(new, kept)
