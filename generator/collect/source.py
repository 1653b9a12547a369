"""Sources: the interfaces that every source implements.

One source is the lister, which fills the archive's days: `archive/source.py` names it. Any number of finders complete
papers that the archive already has. `commands/sources.py` opens them all. A source returns what it knows of a paper as
a `Sighting`, and raises SourceError if it fails.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from generator.archive.models import Sighting


@dataclass(frozen=True, slots=True)
class Sighted:
    """A paper with the day it was listed on, None if the answer does not say."""

    day: date | None
    paper: Sighting


@dataclass(frozen=True, slots=True)
class DayList:
    """The papers that a day lists, and a sentence for each item of the list that could not be read."""

    papers: tuple[Sighting, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthList:
    """The papers of a month by day, and those without a day or with one outside the month.

    `whole` says whether the days are complete; if not, each day must be read on its own.
    """

    days: dict[date, tuple[Sighting, ...]]
    others: tuple[Sighted, ...]
    whole: bool


class Lister(Protocol):
    """A source that lists papers day by day. `notes` are messages for the user about the answers, one per note."""

    notes: list[str]

    def day(self, day: date) -> DayList:
        """Return the papers listed on a day."""

    def month(self, month: str) -> MonthList:
        """Return the papers listed in a month such as `2025-03`."""

    def has(self, day: date, paper: Sighting) -> bool:
        """Return whether the paper is on that day's list."""


class Finder(Protocol):
    """A source that can find papers by title."""

    def find(self, title: str) -> tuple[Sighting, ...]:
        """Return the papers with this title, ignoring case and punctuation."""


def id_of(paper: Sighting) -> str:
    """Return the value that identifies a paper across lists: its arXiv id, else its title."""
    return paper.arxiv_id or paper.title
