"""The build state: what the last build made from which inputs, so that the next one makes only what changed.

It is a cache. If it is missing or damaged, every file is made again and compared, which costs only time. The
times at which files were written are stored separately, so that two archives with the same content leave the same
state, whatever their folders.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.files import replace_file
from generator.incremental.cache import Cache
from generator.incremental.fingerprint import sha256_of
from generator.incremental.task import Made, MadeTask

NAME = "manifest"  # as in earlier versions, whose sites are recognised by it
TIMES = "times"

_SHA256 = 32  # bytes


class BuildState(msgspec.Struct, frozen=True, array_like=True):
    """What a build left behind, in columns, so that checking a site needs no object per file.

    `inputs` is the digest of the state of everything that was read. Files have a path, a SHA-256 (concatenated), a
    size and a time; tasks have a name, a fingerprint and the number of their files, which are in the same order.
    """

    inputs: bytes = b""
    papers: int = 0
    paths: list[str] = []
    sha256: bytes = b""
    sizes: list[int] = []
    written: list[int] = []
    tasks: list[tuple[str, bytes, int]] = []

    def made(self, row: int) -> Made:
        """Return the file in a row of the columns."""
        digest = self.sha256[row * _SHA256 : (row + 1) * _SHA256]
        return Made(self.paths[row], digest, self.sizes[row], self.written[row])

    def made_tasks(self) -> dict[str, MadeTask]:
        """Return every task by name."""
        tasks, row = {}, 0
        for name, fingerprint, count in self.tasks:
            tasks[name] = MadeTask(fingerprint, tuple(map(self.made, range(row, row + count))))
            row += count
        return tasks


class _Files(msgspec.Struct, frozen=True, array_like=True):
    """The columns that come first in the build state of every version."""

    inputs: bytes
    papers: int
    paths: list[str]
    sha256: bytes
    sizes: list[int]
    written: list[int]


class _Times(msgspec.Struct, frozen=True, array_like=True):
    """What differs between two copies of an archive: when their files were written.

    `state` is the SHA-256 of the build state that this belongs to; `inputs` and `written` are fields of it.
    """

    state: bytes
    inputs: bytes
    written: list[int]


def state_of(inputs: bytes, papers: int, tasks: Mapping[str, MadeTask]) -> BuildState:
    """Return the state that a build leaves behind."""
    named = sorted(tasks.items())
    files = [file for _, task in named for file in task.files]
    return BuildState(
        inputs,
        papers,
        paths=[file.path for file in files],
        sha256=b"".join(file.sha256 for file in files),
        sizes=[file.size for file in files],
        written=[file.written for file in files],
        tasks=[(name, task.fingerprint, len(task.files)) for name, task in named],
    )


def read_state(folder: Path) -> BuildState:
    """Return the build state in the folder; an empty one if there is none or it cannot be read."""
    try:
        data = (folder / NAME).read_bytes()
        found = msgspec.msgpack.decode(data, type=BuildState)
    except (OSError, msgspec.DecodeError):
        return BuildState()
    times = Cache(folder, _Times).get(TIMES)
    if times and times.state == sha256_of(data):
        found = msgspec.structs.replace(found, inputs=times.inputs, written=times.written)
    return found if _is_whole(found) else BuildState()


def read_made(folder: Path) -> Iterator[Made]:
    """Yield every file that the build state in the folder names, even one that an earlier version wrote."""
    with suppress(OSError, msgspec.DecodeError, ValueError):
        found = msgspec.msgpack.decode((folder / NAME).read_bytes(), type=_Files)
        for row, (path, size, written) in enumerate(zip(found.paths, found.sizes, found.written, strict=True)):
            yield Made(path, found.sha256[row * _SHA256 : (row + 1) * _SHA256], size, written)


def write_state(folder: Path, state: BuildState) -> None:
    """Store the build state in the folder. Raises ArchiveError."""
    timeless = msgspec.structs.replace(state, inputs=b"", written=[0] * len(state.written))
    data = msgspec.msgpack.encode(timeless)
    replace_file(folder / NAME, data, durable=False)
    Cache(folder, _Times).keep(TIMES, _Times(sha256_of(data), state.inputs, state.written))


def _is_whole(state: BuildState) -> bool:
    """Return whether all columns of a table have the same length."""
    files = len(state.paths)
    of_tasks = sum(count for _, _, count in state.tasks)
    lengths = {files, len(state.sizes), len(state.written), len(state.sha256) / _SHA256, of_tasks}
    return len(lengths) == 1
