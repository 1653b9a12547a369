"""The workshop: units are made and written, by as many forked processes as there are cores.

Units come in rounds. While one is made, the next may be planned: processes that run out of units end, and are followed
by others that know the next round. That also gives back the memory that a process makes its own by and by.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from time import perf_counter
from typing import Self

import msgspec

from generator.errors import ArchiveError, BuildError
from generator.incremental.output import Output
from generator.incremental.processes import Crew, Forked, answered, can_fork
from generator.incremental.task import MadeUnit, Unit

# Of processes that are forked: for all others Python starts one more, which keeps count of what they share.
_CONTEXT = get_context("fork") if hasattr(os, "fork") else get_context()


class Finished(msgspec.Struct, frozen=True, array_like=True):
    """A unit that was made, by its place in the round: what it left, how many files were written, and seconds."""

    unit: int
    made: MadeUnit
    changed: int
    seconds: float


class Round:
    """Units that can be made side by side; who has nothing to do takes the next one."""

    def __init__(self, units: Sequence[Unit], next_one: "Synchronized[int]") -> None:
        self.units = units
        self.finished: list[Finished] = []
        self.processes = 0  # that were forked for this round
        self._next = next_one

    @property
    def is_finished(self) -> bool:
        """Whether all units are made."""
        return len(self.finished) == len(self.units)

    @property
    def wants_another(self) -> bool:
        """Whether another process would find a unit to make."""
        return max(self.processes, self._next.get_obj().value) < len(self.units)

    def take(self) -> Iterator[int]:
        """Yield the place of one unit after another that nobody else has taken."""
        while True:
            with self._next.get_lock():
                number = self._next.value
                self._next.value += 1
            if number >= len(self.units):
                return
            yield number


class Workshop:
    """Makes units and writes their files into the output, where they differ; ends its processes when it is left.

    `known` are units as the last build left them. Processes begin with everything that this one has read, and hand
    back no more than what a manifest keeps. Where they cannot be forked, this one makes everything.
    """

    def __init__(self, output: Output, known: Mapping[str, MadeUnit], jobs: int) -> None:
        self._output = output
        self._known = known
        self._jobs = jobs if can_fork() else 1
        self._rounds: list[Round] = []
        self._crew = Crew()
        self._processes: dict[Forked, Round] = {}  # that are at work

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._crew.dismiss()

    def begin(self, units: Sequence[Unit]) -> Round:
        """Let the units be made, after those that were begun before. Raises ArchiveError."""
        round_ = Round(units, _CONTEXT.Value("q", 0))
        if self._jobs > 1:
            self._rounds.append(round_)
            self._look_round(wait=False)
        return round_

    def finish(self, round_: Round) -> Iterator[tuple[Unit, Finished]]:
        """Wait until all units of a round are made; yield them. Raises ArchiveError."""
        if self._jobs == 1:
            round_.finished += map(partial(self._make, round_), round_.take())
        while not round_.is_finished:
            self._look_round(wait=True)
        yield from ((round_.units[finished.unit], finished) for finished in round_.finished)

    def _look_round(self, *, wait: bool) -> None:
        """Take what processes have finished, and fork as many as have ended."""
        for process in answered(self._processes, wait=wait and bool(self._processes)):
            answer = msgspec.msgpack.decode(process.answer(), type=list[Finished] | str)
            if isinstance(answer, str):
                raise BuildError(answer)
            self._processes.pop(process).finished += answer
        for round_ in self._rounds:
            while round_.wants_another and len(self._processes) < self._jobs:
                round_.processes += 1
                self._processes[self._crew.fork(partial(self._work, round_, os.getpid()))] = round_
        self._rounds = [round_ for round_ in self._rounds if not round_.is_finished]

    def _work(self, round_: Round, parent: int) -> bytes:
        """Make units until there is none left, or nobody who waits for them; answer with all, or with what went wrong.

        So nothing waits until the answer is taken.
        """
        finished: list[Finished] | str = []
        try:
            finished = [self._make(round_, number) for number in round_.take() if os.getppid() == parent]
        except ArchiveError as error:
            finished = str(error)
        return msgspec.msgpack.encode(finished)

    def _make(self, round_: Round, number: int) -> Finished:
        since = perf_counter()
        unit = round_.units[number]
        before = self._known.get(unit.name)
        known = {file.path: file for file in before.files} if before else {}
        try:
            written = [self._output.write(path, data, known.get(path)) for path, data in unit.make()]
        except OSError as error:
            raise BuildError(f"{error.filename or self._output.folder}: cannot be written: {error.strerror}") from error
        made = MadeUnit(unit.made_from, tuple(made for made, _ in written))
        return Finished(number, made, sum(changed for _, changed in written), perf_counter() - since)
