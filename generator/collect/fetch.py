"""Fetching: days are read from their lister one after the other, and each is kept as soon as it was read.

So whatever ends a run, the days before stay whole, and the next run goes on from there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.archive.ingest import Ingest, Read
from generator.archive.models import Sighting
from generator.collect.source import DayList, Lister, MonthList, Sighted, id_of
from generator.errors import SourceDownError, SourceError
from generator.text import counted, shorten

_PATIENCE = 3  # days in a row for which a source does not answer, after which it is asked no more
_MOST_NAMED = 5  # papers that a message names
_LONGEST_TITLE = 60  # characters


Take = Callable[[date, Sequence[Sighting], tuple[str, ...]], Read]


class _Days:
    """Asks for one day after the other, until the source is taken to be down.

    An answer that cannot be read shows that it is not: it says something of its day alone.
    """

    def __init__(self, source: Lister) -> None:
        self._source = source
        self._unanswered = 0

    @property
    def is_down(self) -> bool:
        return self._unanswered >= _PATIENCE

    def ask(self, day: date) -> DayList | SourceError:
        """Return the day's list, or why there is none."""
        try:
            listed = self._source.day(day)
        except SourceDownError as error:
            self._unanswered += 1
            return error
        except SourceError as error:
            self._unanswered = 0
            return error
        self._unanswered = 0
        return listed

    def down(self) -> SourceError:
        return SourceDownError(f"gave up after {self._unanswered} days without an answer; run it again later to go on")


def fetch_days(source: Lister, take: Take, days: Iterable[date]) -> Iterator[Read]:
    """Yield what became of each day. A day that fails does not stop the others, but a source that is down does.

    `take` takes in what was read of a day. Raises SourceDownError where the source is down.
    """
    asking = _Days(source)
    for day in days:
        listed = asking.ask(day)
        if isinstance(listed, DayList):
            yield take(day, listed.papers, listed.unread)
            continue
        yield Read(str(day), problem=str(listed))
        if asking.is_down:
            raise asking.down() from listed


def fetch_month(source: Lister, ingest: Ingest, month: str, days: Sequence[date]) -> Iterator[Read]:
    """Yield what became of those days of a month such as `2025-03`, which is read as a whole.

    Where its list does not tell of every paper on which day it was listed, the days are asked for one by one. Raises
    SourceDownError if the source is down by then.
    """
    try:
        listed = source.month(month)
    except SourceDownError as error:
        yield Read(month, problem=str(error))
        return
    except SourceError as error:
        by_day = f"papers fetch --since {days[0]} --until {days[-1]}"
        yield Read(month, problem=f"{error}; to ask for its days one by one instead: {by_day}")
        return
    if listed.whole:
        yield from (ingest.fill(day, listed.days.get(day, ())) for day in days)
    else:
        yield from _fetch_each(source, ingest, month, listed, days)


def _fetch_each(source: Lister, ingest: Ingest, month: str, listed: MonthList, days: Sequence[date]) -> Iterator[Read]:
    """Yield what became of each day. What the month's list alone dates to a day is kept there, and makes it partial."""
    asking = _Days(source)
    answers: dict[date, tuple[Sighting, ...]] = {}
    for day in days:
        answer = asking.down() if asking.is_down else asking.ask(day)
        if isinstance(answer, DayList):
            answers[day] = answer.papers
            yield ingest.fill(day, answer.papers, answer.unread)
            continue
        papers = listed.days.get(day, ())
        yield ingest.fill(day, papers, (str(answer),)) if papers else Read(str(day), problem=str(answer))
    yield from _keep_missing(ingest, month, listed, answers)
    if asking.is_down:
        raise asking.down()
    yield from _keep_undated(source, ingest, month, listed, answers, is_whole=len(answers) == len(days))


def _keep_missing(
    ingest: Ingest, month: str, listed: MonthList, answers: Mapping[date, tuple[Sighting, ...]]
) -> Iterator[Read]:
    """Keep the papers of a month's list that no day's list has on the days that it dates them to."""
    kept = _ids(answers)
    for day, papers in listed.days.items():
        missing = tuple(paper for paper in papers if id_of(paper) not in kept)
        if missing and day in answers:
            what = f"{counted(len(missing), 'paper')} of this day that the day's own list lacks: {_titles(missing)}"
            yield ingest.fill(day, missing, (f"the list of {month} has {what}",))


def _keep_undated(
    source: Lister,
    ingest: Ingest,
    month: str,
    listed: MonthList,
    answers: Mapping[date, tuple[Sighting, ...]],
    *,
    is_whole: bool,
) -> Iterator[Read]:
    """Keep the papers of a month's list without a day that no day has, so that they are not lost.

    Where the reading of the days is not whole, they may be on those that are missing: then they are named alone.
    """
    kept = _ids(answers)
    others = [other.paper for other in listed.others if id_of(other.paper) not in kept and not _is_on(source, other)]
    if not (lost := ingest.without_day(others)):
        return
    what = f"its list has {counted(len(lost), 'paper')} that no day's list has: {_titles(lost)}"
    if is_whole:
        yield ingest.fill_undated(month, lost, (f"{what}; a later fetch of the right day gives it to them",))
    else:
        yield Read(month, problem=f"{what}; left out until the days above can be read: run it again later")


def _ids(answers: Mapping[date, tuple[Sighting, ...]]) -> frozenset[str]:
    return frozenset(id_of(paper) for papers in answers.values() for paper in papers)


def _titles(papers: Sequence[Sighting]) -> str:
    more = f"; and {len(papers) - _MOST_NAMED:,} more" if len(papers) > _MOST_NAMED else ""
    return "; ".join(f"“{shorten(paper.title, _LONGEST_TITLE)}”" for paper in papers[:_MOST_NAMED]) + more


def _is_on(source: Lister, other: Sighted) -> bool:
    """Return whether the day that a paper is dated to has it; one whose list cannot be read shows nothing."""
    try:
        return other.day is not None and source.has(other.day, other.paper)
    except SourceError:
        return False
