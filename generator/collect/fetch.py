"""Fetching: days are read from Hugging Face one after the other, and each is kept as soon as it was read.

So whatever ends a run, the days before stay whole, and the next run goes on from there.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.archive.ingest import DayKeeper, Read
from generator.archive.models import Sighting
from generator.collect.huggingface import DayList, HuggingFace, MonthList, Sighted, id_of
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
    """Yield what became of each day. What the month's list alone dates to a day is kept there, and makes it partial."""
    asking = _Days(source)
    answers: dict[date, tuple[Sighting, ...]] = {}
    failed = False
    for day in days:
        answer = asking.down() if asking.is_down else asking.ask(day)
        if isinstance(answer, DayList):
            answers[day] = answer.papers
            yield keeper.keep(day, answer.papers, answer.unread)
            continue
        failed = True
        papers = listed.days.get(day, ())
        yield keeper.keep(day, papers, (str(answer),)) if papers else Read(str(day), problem=str(answer))
    if asking.is_down:
        raise asking.down()
    if not failed:
        yield from _keep_missing(source, keeper, month, listed, answers)


def _keep_missing(
    source: HuggingFace,
    keeper: DayKeeper,
    month: str,
    listed: MonthList,
    answers: Mapping[date, tuple[Sighting, ...]],
) -> Iterator[Read]:
    """Keep papers of a month's list that no day's list has on the day they are dated to; report those without one."""
    kept = {id_of(paper) for papers in answers.values() for paper in papers}
    for day, papers in listed.days.items():
        missing = tuple(paper for paper in papers if id_of(paper) not in kept)
        if missing and day in answers:
            reason = f"the list of {month} has papers of this day that the day's own list lacks: {_titles(missing)}"
            yield keeper.keep(day, (*answers[day], *missing), (reason,))
    lost = tuple(_on_no_day(source, listed, kept))
    if lost:
        yield Read(
            month, problem=f"its list has papers that no day's list has, and so they are left out: {_titles(lost)}"
        )


def _titles(papers: Iterable[Sighting]) -> str:
    return "; ".join(f"“{paper.title[:60]}”" for paper in papers)


def _on_no_day(source: HuggingFace, listed: MonthList, kept: Container[str]) -> Iterator[Sighting]:
    """Yield the papers of a month's list that have no day in the month and are not on the day they are dated to."""
    yield from (other.paper for other in listed.others if id_of(other.paper) not in kept and not _is_on(source, other))


def _is_on(source: HuggingFace, other: Sighted) -> bool:
    """Return whether the day that a paper is dated to has it; one whose list cannot be read shows nothing."""
    try:
        return other.day is not None and source.has(other.day, other.paper)
    except SourceError:
        return False
