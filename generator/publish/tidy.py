"""Tidying up: what is no longer part of the site is removed, and whatever stands beside it."""

import os
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial

import msgspec

from generator.publish.forked import in_shares
from generator.publish.manifest import Manifest
from generator.publish.output import folders_of, remove_files, strays_in, time_of

_FEW = 5_000  # folders: as many are looked into by one process


class _Found(msgspec.Struct, frozen=True, array_like=True):
    """What is known of some folders: when each last changed, and which files in it are nobody's."""

    times: dict[str, int]
    strays: list[bytes]  # their names need not be UTF-8


@dataclass(frozen=True, slots=True)
class Tidied:
    """When each folder of the site last changed, in nanoseconds, and how many files were removed."""

    folders: dict[str, int]
    removed: int


def tidy(folder: str, kept: AbstractSet[str], known: Manifest, doubtful: AbstractSet[str], jobs: int) -> Tidied:
    """Remove the files of the site in the folder that are `known` and not kept, and those that stand beside it.

    Folders that are known held nothing else when they last changed. Only the `doubtful` are looked into: those where
    something came or went since. Names with a dot in front are left alone.
    """
    gone = set(known.paths) - kept
    times = dict(zip(known.folders, known.changed, strict=True))
    doubtful = doubtful | folders_of(gone)
    look = partial(_look, folder, list(doubtful), kept, times.keys() | doubtful)
    with in_shares(look, 1 + len(doubtful) // _FEW, jobs) as answers:
        found = [msgspec.msgpack.decode(answer, type=_Found) for answer in answers()]
    gone.update(os.fsdecode(stray) for one in found for stray in one.strays)
    removed = remove_files(folder, gone)
    standing = {path: time for path, time in times.items() if path not in doubtful}
    for one in found:
        standing |= one.times
    for path in folders_of(gone):
        if time := time_of(folder, path):
            standing[path] = time
        else:
            standing.pop(path, None)
    return Tidied(standing, removed)


def _look(folder: str, paths: list[str], kept: AbstractSet[str], folders: AbstractSet[str], rows: slice) -> bytes:
    times: dict[str, int] = {}
    strays: list[str] = []
    for path in paths[rows]:
        if time := time_of(folder, path):
            times[path] = time
            strays += strays_in(folder, path, kept, folders)
    return msgspec.msgpack.encode(_Found(times, [os.fsencode(stray) for stray in strays]))
