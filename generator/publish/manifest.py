"""The manifest: what the last build made of what, so that the next one makes only what changed.

It is a cache. Missing or damaged, it costs time and nothing else: every file is made again then, and compared.
"""

from pathlib import Path

import msgspec

from generator.archive.files import replace_file

NAME = "manifest"


class Made(msgspec.Struct, frozen=True, array_like=True):
    """A file of the site as it was written: path, SHA-256 of the content, size in bytes, time in nanoseconds."""

    path: str
    sha256: bytes
    size: int
    written: int


class MadeUnit(msgspec.Struct, frozen=True, array_like=True):
    """A unit's files, and the digest of what they were made from."""

    made_from: bytes
    files: tuple[Made, ...]


class Manifest(msgspec.Struct, frozen=True):
    """What a build left behind.

    `inputs` is the digest of all files that were read; `folders` holds the time of the last change of each folder of
    the site, by path, in nanoseconds: a file that comes or goes changes its folder's.
    """

    inputs: bytes = b""
    papers: int = 0
    units: dict[str, MadeUnit] = {}
    folders: dict[str, int] = {}

    def files(self) -> dict[str, Made]:
        """Return every file by its path."""
        return {file.path: file for unit in self.units.values() for file in unit.files}


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in the folder; one that knows nothing, where there is none or it cannot be read."""
    try:
        return msgspec.msgpack.decode((folder / NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep the manifest in the folder. Raises ArchiveError."""
    replace_file(folder / NAME, msgspec.msgpack.encode(manifest), durable=False)
