"""Places: where a paper stands among the papers of the day that first listed it, and which are beside it there.

They depend on that day alone, so a paper's page stays the same when other days are added.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from generator.publish.catalog import Catalog
from generator.publish.paper import Papers, PaperView
from generator.publish.theme.page import neighbours

MOST_RANKS = 3  # "first of its day" is worth saying, "eleventh" is not


class ListedDay(NamedTuple):
    """A day, or None for an unknown one, with the papers that it listed first and all papers of its page.

    `unlisted` is how many at the end of the page are no longer listed.
    """

    day: date | None
    first_listed: Papers
    papers: Papers
    unlisted: int


class Place(NamedTuple):
    """A paper's place in its day: its number there, None if it is no longer listed, of `total` papers.

    `rank` is its rank by upvotes if it is one of the first and shares it with no other paper.
    """

    day: date | None
    number: int | None
    total: int
    rank: int | None
    previous: PaperView | None
    next: PaperView | None


def listed_days(catalog: Catalog) -> Iterator[ListedDay]:
    """Yield each day that was the first to list a paper, and at the end the unknown one."""
    first_listed: dict[date | None, list[PaperView]] = {}
    for paper in catalog.papers.values():
        first_listed.setdefault(paper.paper.day, []).append(paper)
    pages = chain(catalog.days.items(), [(None, catalog.undated or Papers())])
    for day, papers in pages:
        if day in first_listed:
            yield ListedDay(day, Papers(first_listed[day]), papers, catalog.unlisted[day] if day else 0)


def places(listed: ListedDay) -> Mapping[str, Place]:
    """Return the places of the papers that the day listed first, by key.

    Papers that an earlier day listed are counted, but are beside no other: their pages show the earlier day.
    """
    day, first_listed, papers, unlisted = listed
    total = len(papers) - unlisted
    numbers = {paper.key: number for number, paper in enumerate(papers, start=1)}
    ranks = _ranks(papers[:total]) if day else {}
    own = {paper.key for paper in first_listed}
    return {
        paper.key: Place(
            day=day,
            number=numbers[paper.key] if numbers[paper.key] <= total else None,
            total=total,
            rank=ranks.get(paper.key),
            previous=previous,
            next=following,
        )
        for previous, paper, following in neighbours([paper for paper in papers if paper.key in own])
    }


def _ranks(papers: Papers) -> dict[str, int]:
    """Return the first ranks by upvotes, each where it is a single paper's, by key."""
    upvotes = Counter(paper.upvotes for paper in papers)
    best = sorted(upvotes, reverse=True)[:MOST_RANKS]
    ranks = {number: 1 + sum(upvotes[better] for better in best[:at]) for at, number in enumerate(best)}
    return {
        paper.key: ranks[paper.upvotes]
        for paper in papers
        if paper.upvotes and upvotes[paper.upvotes] == 1 and ranks.get(paper.upvotes, MOST_RANKS + 1) <= MOST_RANKS
    }
