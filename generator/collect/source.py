"""Sources: what the archive asks of each, whatever site it reads.

One source is the lister, which fills the archive's days: `archive/source.py` names it. Any number of finders complete
papers that the archive already has. `commands/sources.py` opens them all. A source returns what it knows of a paper as
a `Sighting`, and raises SourceError where it fails.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from generator.archive.models import Sighting


@dataclass(frozen=True, slots=True)
class Sighted:
    """A paper with the day it was listed on, None if the answer does not tell."""

    day: date | None
    paper: Sighting


@dataclass(frozen=True, slots=True)
class DayList:
    """The papers that a day lists, and a sentence for each item of the list that could not be read."""

    papers: tuple[Sighting, ...]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonthList:
    """The papers of a month by day, and those whose day the answer does not tell, or that it dates elsewhere.

    `whole` says whether the days are all that there is to know. Where it does not, the days have to be asked for.
    """

    days: dict[date, tuple[Sighting, ...]]
    others: tuple[Sighted, ...]
    whole: bool


class Lister(Protocol):
    """A source that lists papers day by day. `notes` are sentences for people about the answers, one for each."""

    notes: list[str]

    def day(self, day: date) -> DayList:
        """Return the papers listed on a day."""

    def month(self, month: str) -> MonthList:
        """Return the papers listed in a month such as `2025-03`."""

    def has(self, day: date, paper: Sighting) -> bool:
        """Return whether the list of that day has the paper as one of its own."""


class Finder(Protocol):
    """A source that is asked for papers by their title."""

    def find(self, title: str) -> tuple[Sighting, ...]:
        """Return the papers of this title, letter case and signs aside."""


def id_of(paper: Sighting) -> str:
    """Return by what a paper is the same in two lists: its arXiv id, else its title."""
    return paper.arxiv_id or paper.title
