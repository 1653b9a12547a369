"""Popularity: the most upvoted papers of a period, a paper's place in its day, and what is gaining upvotes now.

Papers are ordered by their newest upvotes, ties by comments, then title. A paper counts once, in the period of the day
that first listed it, so one that is listed again does not lead two weeks. A paper whose upvotes nobody counted is in no
such list.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from heapq import nsmallest
from operator import attrgetter

from generator.publish.paper import Papers, PaperView
from generator.text import counted

#: The key to sort papers by, the most upvoted first; one that nobody counted is like one without upvotes.
popular_first = attrgetter("popularity")

# Papers listed within this time before the newest day are recent: their upvotes are counted again every day.
_RECENT = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Rank:
    """A paper's place among the papers of its day; papers with equal upvotes share a place."""

    place: int
    papers: int

    @property
    def text(self) -> str:
        """The place in words: `first of its day` or `3rd of 45`."""
        return "first of its day" if self.place == 1 else f"{_ordinal(self.place)} of {self.papers:,}"


@dataclass(frozen=True, slots=True)
class Gain:
    """How many upvotes a paper gained between its last two dated counts, and in how many days."""

    paper: PaperView
    upvotes: int
    days: int

    @property
    def span(self) -> str:
        """The time in words: `4 days`."""
        return counted(self.days, "day")

    @property
    def per_day(self) -> Fraction:
        """The upvotes gained each day."""
        return Fraction(self.upvotes, self.days)


def most_upvoted(papers: Iterable[PaperView], most: int | None = None) -> Papers:
    """Return the counted papers, or at most that many of them, the most upvoted first."""
    known = (paper for paper in papers if paper.paper.upvotes is not None)
    return Papers(nsmallest(most, known, popular_first) if most else sorted(known, key=popular_first))


def first_listed(days: Mapping[date, Iterable[PaperView]]) -> Iterator[PaperView]:
    """Yield the papers that were listed for the first time on one of the days, each once."""
    for day, papers in days.items():
        yield from (paper for paper in papers if paper.listed[-1] == day)


def ranks(papers: Collection[PaperView]) -> dict[str, Rank]:
    """Return the rank of each paper of a day that has upvotes, by key."""
    counts = sorted((paper.upvotes for paper in papers), reverse=True)
    places: dict[int, int] = {}
    for place, count in enumerate(counts, 1):
        places.setdefault(count, place)
    return {paper.key: Rank(places[paper.upvotes], len(counts)) for paper in papers if paper.upvotes}


def gaining(days: Mapping[date, Iterable[PaperView]], most: int) -> list[Gain]:
    """Return at most that many recently listed papers that gain the most upvotes a day, the fastest first.

    `days` are the days with a listing, oldest first. Papers without two dated counts are left out.
    """
    newest = max(days, default=None)
    if newest is None:
        return []
    recent = {day: papers for day, papers in days.items() if newest - day < _RECENT}
    gains = filter(None, map(_gain, first_listed(recent)))
    return nsmallest(most, gains, lambda gain: (-gain.per_day, popular_first(gain.paper)))


def _gain(paper: PaperView) -> Gain | None:
    """Return what a paper gained between its last two dated counts; None if there are not two, or it gained nothing."""
    *_, before, last = (None, None, *paper.paper.upvotes_at)
    if before is None or last is None or last.upvotes <= before.upvotes or last.day <= before.day:
        return None
    return Gain(paper, last.upvotes - before.upvotes, (last.day - before.day).days)


def _ordinal(number: int) -> str:
    """Return an ordinal number in figures: `2nd`, `11th`, `23rd`."""
    teens = number % 100 in (11, 12, 13)
    return f"{number:,}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
