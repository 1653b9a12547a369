"""Progress: what a build is doing, and how long each part of it took."""

from collections.abc import Callable
from time import perf_counter

Report = Callable[[str], None]
Tick = Callable[[int, int], None]  # how many tasks of a batch were taken, and how many there are

WORK = "make"  # the stage that is spent waiting for tasks


def no_tick(_taken: int, _total: int) -> None:
    """Report nothing."""


class Stages:
    """The stages of one build, reported as they begin; `tick` is called while tasks are waited for."""

    def __init__(self, report: Report, tick: Tick = no_tick) -> None:
        self.tick = tick
        self._report = report
        self._clock: dict[str, float] = {}
        self._work: dict[str, float] = {}
        self._name = ""
        self._words = ""
        self._since = 0.0

    @property
    def seconds(self) -> dict[str, float]:
        """How long each stage took; together, that is how long the build took.

        Tasks of several kinds run side by side, so the time spent waiting for tasks is divided among their kinds in
        proportion to the work.
        """
        seconds = {name: took for name, took in self._clock.items() if name != WORK or not self._work}
        total = sum(self._work.values()) or 1.0
        waited = self._clock.get(WORK, 0.0)
        return seconds | {kind: waited * work / total for kind, work in self._work.items()}

    def begin(self, name: str, words: str) -> None:
        """End the current stage and begin another: `name` is for the table; `words` are reported unless repeated."""
        self.end()
        self._name, self._since = name, perf_counter()
        if words != self._words:
            self._words = words
            self._report(words)

    def end(self) -> None:
        """End the current stage."""
        if self._name:
            self._clock[self._name] = self._clock.get(self._name, 0.0) + perf_counter() - self._since
        self._name = ""

    def add_work(self, kind: str, seconds: float) -> None:
        """Add to the work done by tasks of a kind, in whichever process."""
        self._work[kind] = self._work.get(kind, 0.0) + seconds
