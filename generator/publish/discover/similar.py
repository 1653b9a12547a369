"""Similar papers: for each paper, those listed on or before its day that share its strongest terms and its subject.

- One more day changes no older paper's neighbours: terms are weighed by the papers of earlier months, and in the first
  month by those listed up to the paper's day. Newer papers that name a paper are in files of their own.
- Curation changes none, except for corrected titles and hidden papers.
- Papers without a listing date count as listed before all others. Their terms are weighed among themselves.

Vectors and neighbours are cached by day, in a file for each month, so one more day costs little. A build that has none
yet computes them in another process, while it goes on with what needs none.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.archive.models import Paper
from generator.errors import ArchiveError
from generator.incremental.fingerprint import digest_of
from generator.incremental.processes import Crew, can_fork
from generator.publish.catalog import Catalog
from generator.publish.discover.kept import FOLDER, KeptDay, LinkColumns, Store
from generator.publish.paper import PaperView

if TYPE_CHECKING:
    from generator.publish.discover.days import Day

# NumPy is imported only to compute, as in the search: see search/tasks.py.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


FEW = 1_000  # papers: for fewer, starting a process takes longer than the work


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A similar paper, how close it is in thousandths, and the terms that explain it."""

    paper: PaperView
    closeness: int
    shares: tuple[str, ...]


Neighbours = Mapping[str, Sequence[Neighbour]]  # by the key of the paper that has them


@dataclass(frozen=True, slots=True)
class Group:
    """The neighbours of some papers, computed when asked for, and the digest of everything that they show."""

    digest: bytes
    neighbours: Callable[[], Neighbours]


@contextmanager
def similar_beside(papers: Sequence[Paper], build: Path, jobs: int) -> Iterator[Callable[[], Path]]:
    """Compute similar papers in another process if none are kept yet, and yield a function that waits until they are.

    The function returns the folder. What that process cannot write is left to this one, which then says why.
    """

    def compute() -> bytes:
        from generator.publish.discover.days import days_of, kept_days  # noqa: PLC0415

        with suppress(ArchiveError):
            kept_days(days_of(papers), Store(build))
        return b""

    with Crew() as crew:
        beside = jobs > 1 and len(papers) >= FEW and not (build / FOLDER).exists() and can_fork()
        process = crew.fork(compute) if beside else None

        @cache
        def kept() -> Path:
            if process:
                process.answer()
            return build

        yield kept


@lru_cache(1)
def similar_papers(catalog: Catalog) -> "Similar":
    """Return the similar papers of an archive; those of the same catalog are computed once.

    Raises ArchiveError if they cannot be kept.
    """
    from generator.publish.discover.days import days_of, kept_days  # noqa: PLC0415

    days = days_of(catalog.archive.papers)
    kept = kept_days(days, Store(catalog.similar_kept()))
    views = [catalog.papers[paper.key] for day in days for paper in day.papers]
    return Similar(days, kept, views)


class Similar:
    """The neighbours of all papers, by the day and by the month that first listed them."""

    def __init__(self, days: Sequence["Day"], kept: Sequence[KeptDay], views: Sequence[PaperView]) -> None:
        self._days = days
        self._kept = kept
        self._views = views
        self._numbers = {day.day: number for number, day in enumerate(days)}

    def of_day(self, day: date | None) -> Group:
        """Return the neighbours of the papers first listed on a day; None is for those without a listing date."""
        number = self._numbers[day]
        return Group(self._kept[number].shown, lambda: self._neighbours(number))

    @cached_property
    def months(self) -> dict[str, Group]:
        """The neighbours of each month's papers, by its name; `undated` comes first."""
        by_month = groupby(self._days, key=attrgetter("month"))
        return {month: _joined([self.of_day(day.day) for day in days]) for month, days in by_month}

    @cached_property
    def newer(self) -> dict[str, Group]:
        """For each month's papers, the closest of the newer papers that have them as neighbours."""
        from generator.publish.discover.neighbours import closest_newer  # noqa: PLC0415

        links = [kept.links for kept in self._kept]
        whole = LinkColumns(
            b"".join(some.counts for some in links),
            b"".join(some.rows for some in links),
            b"".join(some.closeness for some in links),
            "\n".join(some.shares for some in links if some.shares),
        )
        newer = [row for row, number in enumerate(whole.counts) for _ in range(number)]
        all_links = list(whole.links())
        papers = [len(day.papers) for day in self._days]
        older, places = closest_newer(whole.counts, whole.rows, whole.closeness, papers)
        found: dict[str, list[_Newer]] = {day.month: [] for day in self._days}
        months = [day.month for day in self._days for _ in day.papers]
        for row, place in zip(older, places, strict=True):
            _, closeness, shares = all_links[place]
            found[months[row]].append(_Newer(row, newer[place], closeness, shares))
        return {month: self._turned(some) for month, some in found.items()}

    def _turned(self, found: Sequence["_Newer"]) -> Group:
        views = self._views
        digest = digest_of(
            [(views[one.older].key, views[one.newer].key, views[one.newer].paper.title, one[2:]) for one in found]
        )

        def neighbours() -> Neighbours:
            by_paper = groupby(found, key=attrgetter("older"))
            return {views[row].key: [self._neighbour(*one[1:]) for one in some] for row, some in by_paper}

        return Group(digest, neighbours)

    def _neighbours(self, number: int) -> Neighbours:
        links = self._kept[number].links
        found = (self._neighbour(*link) for link in links.links())
        papers = zip(self._days[number].papers, links.counts, strict=True)
        return {paper.key: list(islice(found, count)) for paper, count in papers}

    def _neighbour(self, row: int, closeness: int, shares: str) -> Neighbour:
        return Neighbour(self._views[row], closeness, tuple(shares.split("\t")))


class _Newer(NamedTuple):
    """A newer paper that has an older one as its neighbour: both rows, the closeness and the shared terms."""

    older: int
    newer: int
    closeness: int
    shares: str


def _joined(groups: Sequence[Group]) -> Group:
    def neighbours() -> Neighbours:
        return {key: found for group in groups for key, found in group.neighbours().items()}

    return Group(digest_of([group.digest for group in groups]), neighbours)
