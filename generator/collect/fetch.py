"""Fetching: days are read from Hugging Face one after the other, and each is kept as soon as it was read.

So whatever ends a run, the days before stay whole, and the next run goes on from there.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from datetime import date

from generator.archive.ingest import DayKeeper, Read
from generator.archive.models import Sighting
from generator.collect.huggingface import DayList, HuggingFace, MonthList, id_of
from generator.errors import SourceError

_PATIENCE = 3  # failures in a row after which a source is taken to be down


class _Days:
    """Asks for one day after the other, until the source is taken to be down."""

    def __init__(self, source: HuggingFace) -> None:
        self._source = source
        self._failed = 0

    @property
    def is_down(self) -> bool:
        return self._failed >= _PATIENCE

    def ask(self, day: date) -> DayList | SourceError:
        """Return the day's list, or why there is none."""
        try:
            listed = self._source.day(day)
        except SourceError as error:
            self._failed += 1
            return error
        self._failed = 0
        return listed

    def down(self) -> SourceError:
        return SourceError(f"gave up after {self._failed} failures in a row; run it again later to go on")


def fetch_days(source: HuggingFace, keeper: DayKeeper, days: Iterable[date]) -> Iterator[Read]:
    """Yield what became of each day. A day that fails does not stop the others, but a source that is down does.

    Raises SourceError then.
    """
    asking = _Days(source)
    for day in days:
        listed = asking.ask(day)
        if isinstance(listed, DayList):
            yield keeper.keep(day, listed.papers, listed.unread)
            continue
        yield Read(str(day), problem=str(listed))
        if asking.is_down:
            raise asking.down() from listed


def fetch_month(source: HuggingFace, keeper: DayKeeper, month: str, days: Sequence[date]) -> Iterator[Read]:
    """Yield what became of those days of a month such as `2025-03`, which is read as a whole.

    Where its list does not tell of every paper on which day it was listed, the days are asked for one by one. Raises
    SourceError if the source is down by then.
    """
    try:
        listed = source.month(month)
    except SourceError as error:
        yield Read(month, problem=str(error))
        return
    if listed.whole:
        yield from (keeper.keep(day, listed.days.get(day, ())) for day in days)
    else:
        yield from _fetch_each(source, keeper, month, listed, days)


def _fetch_each(
    source: HuggingFace, keeper: DayKeeper, month: str, listed: MonthList, days: Sequence[date]
) -> Iterator[Read]:
    """Yield what became of each day: of one that fails, the papers are kept that the list of the month dates to it."""
    asking = _Days(source)
    kept = set[str]()
    failed = False
    for day in days:
        answer = asking.down() if asking.is_down else asking.ask(day)
        if isinstance(answer, DayList):
            kept.update(map(id_of, answer.papers))
            yield keeper.keep(day, answer.papers, answer.unread)
            continue
        failed = True
        papers = listed.days.get(day, ())
        yield keeper.keep(day, papers, (str(answer),)) if papers else Read(str(day), problem=str(answer))
    if asking.is_down:
        raise asking.down()
    lost = [] if failed else list(_on_no_day(source, listed, kept))
    if lost:
        named = "; ".join(f"“{paper.title[:60]}”" for paper in lost)
        yield Read(month, problem=f"its list has papers that no day's list has: {named}")


def _on_no_day(source: HuggingFace, listed: MonthList, kept: Container[str]) -> Iterator[Sighting]:
    """Yield the papers of a month's list that no day has: none of its own, and no other that they are dated."""
    for papers in listed.days.values():
        yield from (paper for paper in papers if id_of(paper) not in kept)
    for other in listed.others:
        if id_of(other.paper) not in kept and not (other.day and source.has(other.day, other.paper)):
            yield other.paper
