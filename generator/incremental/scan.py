"""The survey: what of the site does not stand as the last build left it.

A build begins with it, and reads the archive meanwhile: in a large site there are very many files to look at.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from stat import S_ISREG

import msgspec

from generator.incremental.output import is_intact
from generator.incremental.processes import in_shares
from generator.incremental.state import Manifest

_FEW_FILES = 5_000  # files: as many are looked at by one process


@contextmanager
def survey(folder: str, known: Manifest, jobs: int) -> Iterator[Callable[[], frozenset[str]]]:
    """Begin to look at the site in the folder, and yield what waits for the paths of files that differ."""
    look = partial(_look, folder, known)
    with in_shares(look, 1 + len(known.paths) // _FEW_FILES, jobs) as answers:

        @cache
        def differences() -> frozenset[str]:
            return frozenset(path for answer in answers() for path in msgspec.msgpack.decode(answer, type=list[str]))

        yield differences


def _look(folder: str, known: Manifest, rows: slice) -> bytes:
    """Return the paths of those among some of the files that differ."""
    files = [
        known.paths[row]
        for row in range(len(known.paths))[rows]
        if not _stands(f"{folder}/{known.paths[row]}", known.sizes[row], known.written[row])
        and not is_intact(folder, known.made(row))
    ]
    return msgspec.msgpack.encode(files)


def _stands(target: str, size: int, written: int) -> bool:
    """Return whether a file is of this size and time: what is enough of almost all, and takes least."""
    try:
        found = os.stat(target)  # noqa: PTH116
    except OSError:
        return False
    return found.st_mtime_ns == written and found.st_size == size and S_ISREG(found.st_mode)
