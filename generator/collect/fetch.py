"""Fetching: days are read from Hugging Face one after the other, and each is kept as soon as it was read.

So whatever ends a run, the days before stay whole, and the next run goes on from there.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from generator.archive.listings import listing_path, write_listing
from generator.archive.load import known_papers, load_listings
from generator.archive.merge import update_listing, without_abstract
from generator.archive.models import Listing, Record, Sighting
from generator.archive.reading import change, is_to_be_read, read_day, without_imported
from generator.archive.seen import with_seen
from generator.archive.source import DAILY_PAPERS
from generator.collect.huggingface import DayList, HuggingFace, MonthList, id_of
from generator.errors import SourceError

_PATIENCE = 3  # failures in a row after which a source is taken to be down


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a day, or of a whole month that could not be read: what it changed, or what was in the way.

    `unread` has a sentence for each part of a day that could not be read; the rest of the day is kept.
    """

    span: str
    papers: int = 0
    change: str | None = None
    problem: str | None = None
    unread: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something could not be read."""
        return self.problem is not None or bool(self.unread)


class DayKeeper:
    """Keeps each day's reading as it comes. What the archive holds is read once, and followed from then on.

    `now` is the time of the fetch. With `dry_run` nothing is written; without `abstracts` those are left out. Raises
    ProblemsError where a listing that is kept does not hold what it must.
    """

    def __init__(self, content: Path, *, now: datetime, abstracts: bool, dry_run: bool) -> None:
        listings = load_listings(content)
        self.today = now.date()
        self._now = now
        self._content = content
        self._abstracts = abstracts
        self._dry_run = dry_run
        self._listings = {listing.day: listing for listing in listings}
        self._known = known_papers(content, listings)
        self._dated = {record.key for listing in listings if listing.day for record in listing.papers}

    def worth_reading(self, days: Iterable[date]) -> list[date]:
        """Return the days that may have changed at the source, or that are not whole."""
        return [day for day in days if is_to_be_read(self._listings.get(day), day, self.today)]

    def keep(self, day: date, sightings: Sequence[Sighting], unread: tuple[str, ...] = ()) -> Read:
        """Take a day's papers in, and write its listing if a value changed. Raises ArchiveError.

        A day of which something is `unread` is not whole.
        """
        old = self._listings.get(day)
        papers = sightings if self._abstracts else tuple(map(without_abstract, sightings))
        new = read_day(old, day, papers, self._known, source=DAILY_PAPERS.name, today=self.today, whole=not unread)
        strays: tuple[Record, ...] = ()
        if old and new:
            new, strays = without_imported(old, new, DAILY_PAPERS.name)
        changed = change(old, new)
        if strays:
            self._write(
                update_listing(self._listings.get(None), None, old.source if old else DAILY_PAPERS.name, strays)
            )
            where = listing_path(self._content, None)
            changed = f"{changed}, {len(strays)} imported moved to {where}: the source's list has none of these papers"
        if new and changed:
            new = with_seen(old, new, self._now, self._dated)
            self._dated.update(record.key for record in new.papers)
            self._write(new)
        return Read(str(day), len(sightings), changed, unread=unread)

    def _write(self, listing: Listing) -> None:
        self._listings[listing.day] = listing
        if not self._dry_run:
            write_listing(self._content, listing)


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
