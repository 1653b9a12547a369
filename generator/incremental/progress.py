"""Progress: what a build is doing, and how long each part of it took."""

from collections.abc import Callable
from time import perf_counter

Report = Callable[[str], None]


class Stages:
    """The stages of one build, reported as they begin; `seconds` is how long each took.

    The seconds of processes that run in parallel are added up.
    """

    def __init__(self, report: Report) -> None:
        self.seconds: dict[str, float] = {}
        self._report = report
        self._name = ""
        self._words = ""
        self._since = 0.0

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
            self.add(self._name, perf_counter() - self._since)
        self._name = ""

    def add(self, name: str, seconds: float) -> None:
        """Add to the time of a stage that runs inside another."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds
