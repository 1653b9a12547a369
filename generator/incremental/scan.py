"""The scan: output files that changed since the last build.

It runs while the build reads the archive, because a large site has very many files.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from stat import S_ISREG

import msgspec

from generator.incremental.output import is_intact
from generator.incremental.processes import in_shares
from generator.incremental.state import BuildState

_FEW_FILES = 5_000  # per process


@contextmanager
def scan(folder: str, known: BuildState, jobs: int) -> Iterator[Callable[[], frozenset[str]]]:
    """Start scanning the site in the folder, and yield a function that waits for the paths of files that differ."""
    look = partial(_look, folder, known)
    with in_shares(look, 1 + len(known.paths) // _FEW_FILES, jobs) as answers:

        @cache
        def differences() -> frozenset[str]:
            return frozenset(path for answer in answers() for path in msgspec.msgpack.decode(answer, type=list[str]))

        yield differences


def _look(folder: str, known: BuildState, rows: slice) -> bytes:
    """Return the paths of the files in these rows that differ."""
    files = [
        known.paths[row]
        for row in range(len(known.paths))[rows]
        if not _is_same(f"{folder}/{known.paths[row]}", known.sizes[row], known.written[row])
        and not is_intact(folder, known.made(row))
    ]
    return msgspec.msgpack.encode(files)


def _is_same(target: str, size: int, written: int) -> bool:
    """Return whether a file has this size and time: the cheapest check, which almost all files pass."""
    try:
        found = os.stat(target)  # noqa: PTH116
    except OSError:
        return False
    return found.st_mtime_ns == written and found.st_size == size and S_ISREG(found.st_mode)
