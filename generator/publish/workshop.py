"""The workshop: units are made and written, by as many processes as there are cores."""

import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter

import msgspec

from generator.errors import BuildError
from generator.publish.manifest import Made, MadeUnit
from generator.publish.output import write_file
from generator.publish.unit import Unit

_FEW = 8  # units: fewer are made sooner than processes start
_SHARE = 8  # units that a process takes at a time
_LONG = 16  # units that come first because they take long: a process takes one of these at a time


class Finished(msgspec.Struct, frozen=True, array_like=True):
    """A unit that was made, by its place in the row: what it left, how many of its files were written, and seconds."""

    unit: int
    made: MadeUnit
    changed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Order:
    folder: str
    units: Sequence[Unit]
    known: Mapping[str, Made]


_order: _Order | None = None
_decoder = msgspec.msgpack.Decoder(Finished)


def cores() -> int:
    """Return how many processes this one may use at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_units(units: Sequence[Unit], folder: Path, known: Mapping[str, Made], jobs: int) -> Iterator[Finished]:
    """Make the units and write their files below the folder, where they differ; yield each unit as it is finished.

    `known` are files as the last build left them. Processes are forked: they begin with everything that this one
    has read, and hand back no more than what a manifest keeps. Where that cannot be, one process makes everything.
    Raises ArchiveError.
    """
    order = _Order(str(folder), units, known)
    if jobs == 1 or len(units) < _FEW or not can_fork():
        yield from (_make(order, number) for number in range(len(units)))
        return
    with _shared(order), multiprocessing.get_context("fork").Pool(jobs) as pool:
        numbers = range(len(units))
        long = pool.imap_unordered(_make_shared, numbers[:_LONG])
        finished = chain(pool.imap_unordered(_make_shared, numbers[_LONG:], chunksize=_SHARE), long)
        yield from map(_decoder.decode, finished)


def can_fork() -> bool:
    """Return whether processes can be forked: a copy of this one would lack the other threads, but not their locks."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


@contextmanager
def _shared(order: _Order) -> Iterator[None]:
    global _order  # noqa: PLW0603 - what forked processes are to find
    _order = order
    try:
        yield
    finally:
        _order = None


def _make_shared(number: int) -> bytes:
    """Make a unit in a process of the pool; the pickles that a pool passes on cost more than this."""
    if _order is None:
        raise BuildError("a process was started without units to make")
    return msgspec.msgpack.encode(_make(_order, number))


def _make(order: _Order, number: int) -> Finished:
    since = perf_counter()
    unit = order.units[number]
    try:
        written = [write_file(order.folder, path, data, order.known.get(path)) for path, data in unit.make()]
    except OSError as error:
        raise BuildError(f"{error.filename or order.folder}: cannot be written: {error.strerror}") from error
    files = tuple(made for made, _ in written)
    changed = sum(changed for _, changed in written)
    return Finished(number, MadeUnit(unit.made_from, files), changed, perf_counter() - since)
