"""Reading a day anew: what a live source answers becomes the day's listing, and nothing that was kept is lost."""

from collections.abc import Sequence
from datetime import date

import msgspec

from generator.archive.dates import is_settled, is_weekend
from generator.archive.ids import KnownPapers
from generator.archive.merge import file_sightings, update_listing
from generator.archive.models import Listing, Record, Sighting

RECENT = 7  # days that are read again on each run, because lists keep filling and papers move


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
    """Return the day's listing after a reading of its source; None while there is nothing to keep.

    Newer values win. A paper that the source no longer lists stays and is marked, until it is listed again. An
    answer of nothing takes nothing away: it makes a day empty only where nothing is kept, at a weekend at once,
    else once the day is settled, because a list may be late. A reading that is not `whole` only adds, and leaves the
    day partial: what could not be read may be any paper.
    """
    if not sightings:
        return listing or (_empty(day, source, today) if whole else None)
    records = file_sightings(sightings, known).records
    answered = {record.key for record in records}
    updated = update_listing(listing, day, source, records)
    is_full = is_settled(day, today) or (listing is not None and listing.status == "complete")

    def marked(record: Record) -> Record:
        unlisted = record.key not in answered and (whole or record.unlisted)
        return msgspec.structs.replace(record, unlisted=unlisted)

    return Listing(
        day=day,
        source=source,
        status="complete" if whole and is_full else "partial",
        papers=tuple(map(marked, updated.papers)),
    )


def is_list_of(listing: Listing | None, records: Sequence[Record]) -> bool:
    """Return whether records that were imported can be of the listing's day.

    They cannot where the source's whole list of the day is kept and holds none of them: then the page showed the
    results of a search, under the day on which it was copied.
    """
    if listing is None or listing.status == "partial":
        return True
    listed = {record.key for record in listing.papers if not record.unlisted}
    return any(record.key in listed for record in records)


def without_imported(listing: Listing, new: Listing, source: str) -> tuple[Listing, tuple[Record, ...]]:
    """Return a day's new listing without the papers that were imported under that day, and those papers.

    Nothing is taken out where the list is not whole, or has one of them.

    An old listing of another source than this was imported as a whole. Else the papers are those that were first known
    without their arXiv id, which is the key of each paper that this source lists first, and lack what it always tells.
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
    """Return whether a day is worth asking for: its listing may still follow the source, or is not whole."""
    return listing is None or listing.status == "partial" or (today - day).days < RECENT


def change(old: Listing | None, new: Listing | None) -> str | None:
    """Return in a few words what a day's new reading changed, None where it changed nothing."""
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
