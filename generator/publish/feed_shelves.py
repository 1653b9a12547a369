"""Shelves: how a feed's papers are shared out among its archive documents, and which its newest document holds.

RFC 5005, section 4: a subscription document holds the newest entries, and leads to archive documents that hold the
others and must not change. So shelves go by the calendar, never by a count: a day filled in late is put on its own
shelf, and no other paper moves.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper's place in a feed, and the bytes of its entry in brief."""

    key: str
    day: date
    size: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one archive document, the oldest first; `name` is its day or month."""

    name: str
    papers: tuple[Dated, ...]


def shelve(papers: Iterable[Dated], period: Callable[[date], str], most: int) -> list[Shelf]:
    """Return the shelves of a feed's papers, given from the oldest to the newest.

    A period whose entries take more than `most` bytes is parted, full parts first: a paper that is added at the end
    leaves all parts but the last as they were.
    """
    return [
        Shelf(f"{name}-part-{number}" if number > 1 else name, part)
        for name, of_period in groupby(papers, lambda paper: period(paper.day))
        for number, part in enumerate(_parts(of_period, most), 1)
    ]


def newest(shelves: Sequence[Shelf], entries: int, most: int) -> list[Dated]:
    """Return what a subscription document holds, the newest first: all of the newest shelf.

    Older papers join it as long as there are no more than so many entries, and no more than `most` bytes.
    """
    chosen = list(reversed(shelves[-1].papers)) if shelves else []
    room = most - sum(paper.size for paper in chosen)
    for paper in (paper for shelf in reversed(shelves[:-1]) for paper in reversed(shelf.papers)):
        room -= paper.size
        if len(chosen) >= entries or room < 0:
            break
        chosen.append(paper)
    return chosen


def _parts(papers: Iterable[Dated], most: int) -> Iterator[tuple[Dated, ...]]:
    part: list[Dated] = []
    room = most
    for paper in papers:
        if part and paper.size > room:
            yield tuple(part)
            part, room = [], most
        part.append(paper)
        room -= paper.size
    if part:
        yield tuple(part)
