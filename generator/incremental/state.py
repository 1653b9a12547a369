"""The manifest: what the last build made of what, so that the next one makes only what changed.

It is a cache. Missing or damaged, it costs time and nothing else: every file is made again then, and compared. When
files were written is kept apart from it: so two archives of the same content leave the same state, wherever they lie.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.files import replace_file
from generator.incremental.cache import Cache
from generator.incremental.fingerprint import sha256_of
from generator.incremental.task import Made, MadeUnit

NAME = "manifest"
TIMES = "times"

_SHA256 = 32  # bytes


class Manifest(msgspec.Struct, frozen=True, array_like=True):
    """What a build left behind, in columns: that a site still stands is told without a value for each of its files.

    `inputs` is the digest of how everything stood that was read. Of the files there are path, SHA-256 (one after the
    other), size and time; of the units name, digest and how many of the files, in their order, are its own.
    """

    inputs: bytes = b""
    papers: int = 0
    paths: list[str] = []
    sha256: bytes = b""
    sizes: list[int] = []
    written: list[int] = []
    units: list[tuple[str, bytes, int]] = []

    def made(self, row: int) -> Made:
        """Return a file by its place in the columns."""
        digest = self.sha256[row * _SHA256 : (row + 1) * _SHA256]
        return Made(self.paths[row], digest, self.sizes[row], self.written[row])

    def made_units(self) -> dict[str, MadeUnit]:
        """Return every unit by its name."""
        units, row = {}, 0
        for name, made_from, count in self.units:
            units[name] = MadeUnit(made_from, tuple(map(self.made, range(row, row + count))))
            row += count
        return units


class _Files(msgspec.Struct, frozen=True, array_like=True):
    """The columns that a manifest has begun with in every version."""

    inputs: bytes
    papers: int
    paths: list[str]
    sha256: bytes
    sizes: list[int]
    written: list[int]


class _Times(msgspec.Struct, frozen=True, array_like=True):
    """What differs from one copy of an archive to the next: when its files were written.

    `state` is the SHA-256 of the manifest that this belongs to, `inputs` and `written` are fields of that.
    """

    state: bytes
    inputs: bytes
    written: list[int]


def manifest_of(inputs: bytes, papers: int, units: Mapping[str, MadeUnit]) -> Manifest:
    """Return the manifest of a site."""
    named = sorted(units.items())
    files = [file for _, unit in named for file in unit.files]
    return Manifest(
        inputs,
        papers,
        paths=[file.path for file in files],
        sha256=b"".join(file.sha256 for file in files),
        sizes=[file.size for file in files],
        written=[file.written for file in files],
        units=[(name, unit.made_from, len(unit.files)) for name, unit in named],
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest in the folder; one that knows nothing, where there is none or it cannot be read."""
    try:
        data = (folder / NAME).read_bytes()
        found = msgspec.msgpack.decode(data, type=Manifest)
    except (OSError, msgspec.DecodeError):
        return Manifest()
    times = Cache(folder, _Times).get(TIMES)
    if times and times.state == sha256_of(data):
        found = msgspec.structs.replace(found, inputs=times.inputs, written=times.written)
    return found if _is_whole(found) else Manifest()


def read_made(folder: Path) -> Iterator[Made]:
    """Yield every file that the manifest in the folder names, be it one that an earlier version wrote."""
    with suppress(OSError, msgspec.DecodeError, ValueError):
        found = msgspec.msgpack.decode((folder / NAME).read_bytes(), type=_Files)
        for row, (path, size, written) in enumerate(zip(found.paths, found.sizes, found.written, strict=True)):
            yield Made(path, found.sha256[row * _SHA256 : (row + 1) * _SHA256], size, written)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep the manifest in the folder. Raises ArchiveError."""
    timeless = msgspec.structs.replace(manifest, inputs=b"", written=[0] * len(manifest.written))
    data = msgspec.msgpack.encode(timeless)
    replace_file(folder / NAME, data, durable=False)
    Cache(folder, _Times).keep(TIMES, _Times(sha256_of(data), manifest.inputs, manifest.written))


def _is_whole(manifest: Manifest) -> bool:
    """Return whether all columns of a table are of one length."""
    files = len(manifest.paths)
    of_units = sum(count for _, _, count in manifest.units)
    lengths = {files, len(manifest.sizes), len(manifest.written), len(manifest.sha256) / _SHA256, of_units}
    return len(lengths) == 1
