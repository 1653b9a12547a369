"""Fetching: days are read from Hugging Face one after the other, and each is kept as soon as it was read.

So whatever ends a run, the days before stay whole, and the next run goes on from there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.archive.dates import days_of_month
from generator.archive.listings import listing_path, write_listing
from generator.archive.load import known_papers, load_listings
from generator.archive.merge import update_listing, without_abstract
from generator.archive.models import Listing, Record, Sighting
from generator.archive.reading import change, is_to_be_read, read_day, without_imported
from generator.collect.huggingface import HuggingFace
from generator.errors import SourceError

SOURCE = "huggingface"
_PATIENCE = 3  # failures in a row after which a source is taken to be down


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a day, or of a whole month that could not be read: what it changed, or what was in the way."""

    span: str
    papers: int = 0
    change: str | None = None
    problem: str | None = None


class DayKeeper:
    """Keeps each day's reading as it comes. What the archive holds is read once, and followed from then on.

    With `dry_run` nothing is written; without `abstracts` those are left out. Raises ProblemsError where a listing
    that is kept does not hold what it must.
    """

    def __init__(self, content: Path, *, today: date, abstracts: bool, dry_run: bool) -> None:
        listings = load_listings(content)
        self.today = today
        self._content = content
        self._abstracts = abstracts
        self._dry_run = dry_run
        self._listings = {listing.day: listing for listing in listings}
        self._known = known_papers(content, listings)

    def worth_reading(self, days: Iterable[date]) -> list[date]:
        """Return the days that may have changed at the source, or that are not whole."""
        return [day for day in days if is_to_be_read(self._listings.get(day), day, self.today)]

    def keep(self, day: date, sightings: Sequence[Sighting]) -> Read:
        """Take a day's papers in, and write its listing if a value changed. Raises ArchiveError."""
        old = self._listings.get(day)
        papers = sightings if self._abstracts else tuple(map(without_abstract, sightings))
        new = read_day(old, day, papers, self._known, source=SOURCE, today=self.today)
        strays: tuple[Record, ...] = ()
        if old and new:
            new, strays = without_imported(old, new, SOURCE)
        changed = change(old, new)
        if strays:
            self._write(update_listing(self._listings.get(None), None, old.source if old else SOURCE, strays))
            where = listing_path(self._content, None)
            changed = f"{changed}, {len(strays)} imported moved to {where}: the source's list has none of these papers"
        if new and changed:
            self._write(new)
        return Read(str(day), len(sightings), changed)

    def _write(self, listing: Listing) -> None:
        self._listings[listing.day] = listing
        if not self._dry_run:
            write_listing(self._content, listing)


def fetch_days(source: HuggingFace, keeper: DayKeeper, days: Iterable[date]) -> Iterator[Read]:
    """Yield what became of each day. A day that fails does not stop the others, but a source that is down does.

    Raises SourceError then.
    """
    failed = 0
    for day in days:
        try:
            sightings = source.day(day)
        except SourceError as error:
            failed += 1
            yield Read(str(day), problem=str(error))
            if failed == _PATIENCE:
                raise SourceError(f"gave up after {failed} failures in a row; run it again later to go on") from error
            continue
        failed = 0
        yield keeper.keep(day, sightings)


def fetch_month(source: HuggingFace, keeper: DayKeeper, month: str) -> Iterator[Read]:
    """Yield what became of each day of a month such as `2025-03`, today's being the last. It is read as a whole."""
    try:
        listed = source.month(month)
    except SourceError as error:
        yield Read(month, problem=str(error))
        return
    for day in days_of_month(month):
        if day <= keeper.today:
            yield keeper.keep(day, listed.get(day, ()))
