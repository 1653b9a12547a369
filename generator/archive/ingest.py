"""Ingest: sightings become records in listings; nothing that was kept is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import msgspec

from generator.archive.abstracts import lacking_abstracts
from generator.archive.dates import is_settled, is_weekend
from generator.archive.ids import Keys, KnownPapers
from generator.archive.listings import listing_path, write_listing
from generator.archive.load import known_papers, load_listings
from generator.archive.models import FACTS, Listing, Record, Sighting, newer
from generator.archive.popularity import with_upvotes_at
from generator.archive.seen import with_seen
from generator.archive.source import READER
from generator.text import counted

# Days that are read again on each run: lists keep filling, papers move, and upvotes are counted for two weeks.
RECENT = 15


def read_day(
    listing: Listing | None,
    day: date,
    sightings: Sequence[Sighting],
    known: KnownPapers,
    *,
    source: str,
    today: date,
    whole: bool = True,
) -> Listing | None:
    """Return the day's listing after its source was read; None while there is nothing to keep.

    Newer values win. A paper that the source no longer lists stays, and is marked until it is listed again. An empty
    answer removes nothing: it makes a day empty only if nothing is kept, at weekends immediately, otherwise once the
    day is settled, because a list may be late. A reading that is not `whole` only adds, and makes no day complete: any
    paper may be among what could not be read. A day that was complete stays complete.
    """
    if not sightings:
        return listing or (_empty(day, source, today) if whole else None)
    records = file_sightings(sightings, known).records
    answered = {record.key for record in records}
    counted_now = {record.key for record in records if record.upvotes is not None}
    updated = update_listing(listing, day, source, records)
    was_complete = listing is not None and listing.status == "complete"

    def marked(record: Record) -> Record:
        unlisted = record.key not in answered and (whole or record.unlisted)
        record = with_upvotes_at(record, day, today) if record.key in counted_now else record
        return msgspec.structs.replace(record, unlisted=unlisted)

    return Listing(
        day=day,
        source=source,
        status="complete" if was_complete or (whole and is_settled(day, today)) else "partial",
        papers=tuple(map(marked, updated.papers)),
    )


def is_list_of(listing: Listing | None, records: Sequence[Record]) -> bool:
    """Return whether imported records can be of the listing's day.

    They cannot if the source's whole list of that day is kept and has none of them: then the page showed the results
    of a search, under the day on which it was copied.
    """
    if listing is None or listing.status == "partial":
        return True
    listed = {record.key for record in listing.papers if not record.unlisted}
    return any(record.key in listed for record in records)


def without_imported(listing: Listing, new: Listing, source: str) -> tuple[Listing, tuple[Record, ...]]:
    """Return a day's new listing without the papers that were imported under that day, and those papers.

    Nothing is taken out if the list is not whole, or has one of them.

    An old listing of another source was imported as a whole. Otherwise the imported papers are those whose key is not
    their arXiv id, as it is of each paper that this source lists first, and that lack what it always provides.
    """
    imported = [record for record in listing.papers if listing.source != source or record.key != record.arxiv_id]
    strays = {
        record.key: msgspec.structs.replace(record, unlisted=False)
        for record in imported
        if listing.source != source or record.arxiv_id is None or record.upvotes is None
    }
    if not strays or is_list_of(new, imported):
        return new, ()
    kept = tuple(record for record in new.papers if record.key not in strays)
    return msgspec.structs.replace(new, papers=kept), tuple(strays.values())


def is_to_be_read(listing: Listing | None, day: date, today: date) -> bool:
    """Return whether to read a day again: it is recent, or its listing is not complete."""
    return listing is None or listing.status == "partial" or (today - day).days < RECENT


def change(old: Listing | None, new: Listing | None) -> str | None:
    """Return in a few words what a new reading of a day changed, None if nothing."""
    if new is None:
        return None
    before, after = _by_key(old), _by_key(new)
    common = before.keys() & after.keys()
    gone = [key for key in common if after[key].unlisted and not before[key].unlisted]
    changed = [key for key in common if before[key] != after[key] and key not in gone]
    state = (old.status, old.source) if old else None
    news = [
        f"{len(after) - len(common)} new" if len(after) > len(common) else "",
        f"{len(changed)} changed" if changed else "",
        f"{len(gone)} no longer listed" if gone else "",
        "" if state == (new.status, new.source) else f"now {new.status}" if old else new.status,
    ]
    listed = sum(not record.unlisted for record in new.papers)
    return ", ".join([f"{listed or 'nothing'} listed", *filter(None, news)]) if any(news) else None


def _by_key(listing: Listing | None) -> dict[str, Record]:
    return {record.key: record for record in listing.papers} if listing else {}


def _empty(day: date, source: str, today: date) -> Listing | None:
    if is_weekend(day) or is_settled(day, today):
        return Listing(day=day, source=source, status="empty", papers=())
    return None


@dataclass(frozen=True, slots=True)
class Filed:
    """Sightings as records with their papers' keys; `new` are the keys of papers that the archive did not know.

    `namesakes` has, for each new paper, the other papers with its title. `unclear` has, by its number, each sighting
    that could be any of several papers with its title; it is in no record.
    """

    records: tuple[Record, ...]
    new: frozenset[str]
    namesakes: Mapping[str, Keys]
    unclear: Mapping[int, Keys]

    @property
    def known(self) -> int:
        """How many of the records are of papers that were known, even if only from the same file."""
        return len(self.records) - len(self.new)


def file_sightings(sightings: Iterable[Sighting], known: KnownPapers) -> Filed:
    """Give each sighting the key of its paper, or a new key if the archive does not know the paper."""
    records: list[Record] = []
    namesakes: dict[str, Keys] = {}
    unclear: dict[int, Keys] = {}
    for number, sighting in enumerate(sightings):
        candidates = known.candidates(sighting)
        if len(candidates) > 1 and not (sighting.arxiv_id or sighting.doi):
            unclear[number] = Keys.of(candidates)
            continue
        if len(candidates) == 1:
            key = candidates[0]
        else:
            key = known.new_key(sighting)
            namesakes[key] = known.namesakes(sighting)
        known.remember(key, sighting)
        records.append(Record(key=key, **msgspec.structs.asdict(sighting)))
    return Filed(tuple(records), frozenset(namesakes), namesakes, unclear)


def update_listing(listing: Listing | None, day: date | None, source: str, records: Iterable[Record]) -> Listing:
    """Return the day's listing with the records added: newer values win, and no value and no paper is lost."""
    papers = {record.key: record for record in listing.papers} if listing else {}
    for record in records:
        papers[record.key] = newer(papers.get(record.key), record)
    return Listing(
        day=day,
        source=listing.source if listing else source,
        status=listing.status if listing and listing.papers else "partial" if papers else "empty",
        papers=tuple(papers.values()),
    )


@dataclass(frozen=True, slots=True)
class Read:
    """The outcome of reading a day, or a whole month that could not be read: what changed, or what the problem was.

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


@dataclass(frozen=True, slots=True)
class Added:
    """The outcome of adding papers: their records, the listing that has them, and whether it changed.

    `twice` is how many of them are also in the listing without a day.
    """

    filed: Filed
    day: date | None
    path: Path
    changed: bool
    twice: int


class Ingest:
    """Turns sightings into the archive's listings, which it reads once and then keeps in memory.

    Only the lister fills a day and marks papers as no longer listed (`fill`). Imports (`add`) and enrichment
    (`complete`) only add: they remove no paper and no value.

    `now` is the time of the run. With `dry_run`, nothing is written; without `abstracts`, these are left out. Raises
    ProblemsError if a listing is invalid.
    """

    def __init__(self, content: Path, *, now: datetime, abstracts: bool = True, dry_run: bool = False) -> None:
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
        """Return the days that may have changed at the source, or that are not complete."""
        return [day for day in days if is_to_be_read(self._listings.get(day), day, self.today)]

    def lacking_abstracts(self, days: Iterable[date] | None = None) -> dict[date, int]:
        """Return how many papers of the days, or of all, lack an abstract, by day; days that lack none are left out."""
        listings = self._listings.values() if days is None else filter(None, map(self._listings.get, days))
        return lacking_abstracts(listings)

    def fill(self, day: date, sightings: Sequence[Sighting], unread: tuple[str, ...] = ()) -> Read:
        """Merge what the lister has of a day, and write the listing if a value changed. Raises ArchiveError.

        A reading with `unread` parts is not whole.
        """
        old, papers = self._listings.get(day), self._kept(sightings)
        new = read_day(old, day, papers, self._known, source=READER, today=self.today, whole=not unread)
        strays: tuple[Record, ...] = ()
        if old and new:
            new, strays = without_imported(old, new, READER)
        changed = change(old, new)
        if strays:
            self._add(None, old.source if old else READER, strays)
            where = listing_path(self._content, None)
            moved = f"{counted(len(strays), 'imported paper')} moved to {where}"
            changed = f"{changed}, {moved}: not on the source's list (papers check names curation that should follow)"
        if new and changed:
            self._write(with_seen(old, new, self._now, self._dated))
        return Read(str(day), len(sightings), changed, unread=unread)

    def add_abstracts(self, day: date, sightings: Sequence[Sighting], unread: tuple[str, ...] = ()) -> Read:
        """Add the abstracts that a day's papers lack, and change nothing else. Raises ArchiveError."""
        listing = self._listings[day]
        found = {
            self._known.candidates(sighting): sighting.abstract
            for sighting in self._kept(sightings)
            if sighting.abstract
        }
        papers = tuple(
            msgspec.structs.replace(record, abstract=record.abstract or found.get((record.key,)))
            for record in listing.papers
        )
        added = sum(new != old for new, old in zip(papers, listing.papers, strict=True))
        if added:
            self._write(msgspec.structs.replace(listing, papers=papers))
        return Read(str(day), len(sightings), f"{counted(added, 'abstract')} added" if added else None, unread=unread)

    def without_day(self, sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
        """Return the sightings that no day of the archive has."""
        return tuple(one for one in sightings if self._dated.isdisjoint(self._known.candidates(one)))

    def fill_undated(self, span: str, sightings: Sequence[Sighting], unread: tuple[str, ...]) -> Read:
        """Keep papers of the lister whose day is unknown, until a day that is read has them. Raises ArchiveError."""
        old, filed = self._listings.get(None), file_sightings(self._kept(sightings), self._known)
        new = update_listing(old, None, READER, filed.records)
        changed = change(old, new)
        if changed:
            self._write(new)
            changed = f"{counted(len(sightings), 'paper')} kept without a day, in {listing_path(self._content, None)}"
        return Read(span, len(sightings), changed, unread=unread)

    def add(self, day: date | None, sightings: Sequence[Sighting], source: str) -> Added:
        """Add a day's imported papers, without a day if they cannot be of that day's list. Raises ArchiveError."""
        filed = file_sightings(self._kept(sightings), self._known)
        if not is_list_of(self._listings.get(day), filed.records):
            day = None
        changed = bool(filed.records) and self._add(day, source, filed.records)
        undated = self._listings.get(None) if day else None
        keys = {record.key for record in undated.papers} if undated else set[str]()
        path = listing_path(self._content, day)
        return Added(filed, day, path, changed, twice=len(keys & {record.key for record in filed.records}))

    def doubt(self, key: str, found: Sighting) -> str | None:
        """Return why the paper found may not be the one with this key, None if nothing speaks against it."""
        candidates = self._known.candidates(found)
        others = " and ".join(candidate for candidate in candidates if candidate != key)
        if others and key in candidates:
            return f"{found.arxiv_id} may be {others} as well; write it under `correct:` of the right one"
        if others:
            return f"{found.arxiv_id} is in the archive already, as {others}"
        if difference := self._known.difference(key, found):
            return f"{found.arxiv_id} has this title and {difference}; if it is this paper, write it under `correct:`"
        return None

    def complete(self, key: str, found: Sighting) -> None:
        """Add what is missing to the newest record of a paper. Raises ArchiveError."""
        (found,) = self._kept([found])
        having = (one for one in self._listings.values() if any(record.key == key for record in one.papers))
        listing = max(having, key=lambda one: one.day or date.min)
        papers = tuple(completed(record, found) if record.key == key else record for record in listing.papers)
        self._known.remember(key, found)
        self._write(msgspec.structs.replace(listing, papers=papers))

    def _kept(self, sightings: Sequence[Sighting]) -> Sequence[Sighting]:
        return sightings if self._abstracts else [msgspec.structs.replace(one, abstract=None) for one in sightings]

    def _add(self, day: date | None, source: str, records: Sequence[Record]) -> bool:
        return self._write(update_listing(self._listings.get(day), day, source, records))

    def _write(self, listing: Listing) -> bool:
        """Keep a listing in memory and on disk; return whether its file changed."""
        self._listings[listing.day] = listing
        if listing.day:
            self._dated.update(record.key for record in listing.papers)
        return not self._dry_run and write_listing(self._content, listing)


def completed(record: Record, found: Sighting) -> Record:
    """Return the record with the facts that it lacked; its own stay as they are."""
    facts = {name: getattr(found, name) for name in FACTS}
    facts |= {"key": record.key, "title": record.title, "unlisted": record.unlisted}
    return newer(Record(**facts), record)
