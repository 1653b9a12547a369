"""Fetching: days are read from the lister one at a time, and each is saved as soon as it has been read.

So however a run ends, the days before are complete, and the next run continues from there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from generator.archive.ingest import Ingest, Read
from generator.archive.models import Sighting
from generator.collect.source import DayList, Lister, MonthList, Sighted, id_of
from generator.errors import SourceDownError, SourceError
from generator.text import counted, shorten

_PATIENCE = 3  # unanswered days in a row after which a source is no longer asked
_MOST_NAMED = 5  # papers named in a message
_LONGEST_TITLE = 60  # characters


Take = Callable[[date, Sequence[Sighting], tuple[str, ...]], Read]


class _Days:
    """Asks for one day at a time, until the source counts as down.

    An unreadable answer shows that the source is up: it is a problem of that day only.
    """

    def __init__(self, source: Lister) -> None:
        self._source = source
        self._unanswered = 0

    @property
    def is_down(self) -> bool:
        return self._unanswered >= _PATIENCE

    def ask(self, day: date) -> DayList | SourceError:
        """Return the day's list, or the error if there is none."""
        try:
            listed = self._source.day(day)
        except SourceError as error:
            self._unanswered = self._unanswered + 1 if isinstance(error, SourceDownError) else 0
            return error
        self._unanswered = 0
        return listed

    def down(self) -> SourceError:
        return SourceDownError(
            f"gave up after {self._unanswered} days without an answer; run it again later to continue"
        )


def fetch_days(source: Lister, take: Take, days: Iterable[date]) -> Iterator[Read]:
    """Yield the outcome for each day. A failed day does not stop the others, but a source that is down does.

    `take` keeps what was read of a day. Raises SourceDownError if the source is down.
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
    """Yield the outcome for the given days of a month such as `2025-03`, which is read as a whole.

    If its list does not give the listing day of every paper, the days are read one by one. Raises SourceDownError if
    the source is down by then.
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
    """Yield the outcome for each day. Papers that only the month's list dates to a day are kept there as partial."""
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
    """Keep the papers of a month's list that no day's list has, on the days it dates them to."""
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
    """Keep the papers of a month's list that no day has, without a day, so that they are not lost.

    If some days could not be read, the papers may belong to those: then they are only reported.
    """
    kept = _ids(answers)
    others = [other.paper for other in listed.others if id_of(other.paper) not in kept and not _is_on(source, other)]
    if not (lost := ingest.without_day(others)):
        return
    what = f"its list has {counted(len(lost), 'paper')} that no day's list has: {_titles(lost)}"
    if is_whole:
        yield ingest.fill_undated(month, lost, (f"{what}; a later fetch of the right day will date them",))
    else:
        yield Read(month, problem=f"{what}; left out until the days above can be read: run it again later")


def _ids(answers: Mapping[date, tuple[Sighting, ...]]) -> frozenset[str]:
    return frozenset(id_of(paper) for papers in answers.values() for paper in papers)


def _titles(papers: Sequence[Sighting]) -> str:
    more = f"; and {len(papers) - _MOST_NAMED:,} more" if len(papers) > _MOST_NAMED else ""
    return "; ".join(f"“{shorten(paper.title, _LONGEST_TITLE)}”" for paper in papers[:_MOST_NAMED]) + more


def _is_on(source: Lister, other: Sighted) -> bool:
    """Return whether the day that a paper is dated to has it; False if its list cannot be read."""
    try:
        return other.day is not None and source.has(other.day, other.paper)
    except SourceError:
        return False
