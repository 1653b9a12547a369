"""Stages: what a build is doing, and how long each part of it took."""

from collections.abc import Callable
from time import perf_counter

Report = Callable[[str], None]


class Stages:
    """The stages of one build, reported as they begin; `seconds` is how long each took.

    Where several processes work at a time, the seconds of all of them are added up.
    """

    def __init__(self, report: Report) -> None:
        self.seconds: dict[str, float] = {}
        self._report = report
        self._name = ""
        self._words = ""
        self._since = 0.0

    def begin(self, name: str, words: str) -> None:
        """End the stage before, and begin one: a name for the table, and words for who waits, told once in a row."""
        self.end()
        self._name, self._since = name, perf_counter()
        if words != self._words:
            self._words = words
            self._report(words)

    def end(self) -> None:
        """End the stage."""
        if self._name:
            self.add(self._name, perf_counter() - self._since)
        self._name = ""

    def add(self, name: str, seconds: float) -> None:
        """Add to the time of a stage that is part of another."""
        self.seconds[name] = self.seconds.get(name, 0.0) + seconds
