"""When a paper appeared: a time derived from its key and day, or that of a later fetch that found it.

Feed readers go by time as well as by id. An entry dated before the reader's last visit may never be shown, so a paper
that was found late is dated by the fetch that found it.
"""

import hashlib
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import msgspec

from generator.archive.models import Listing, Record

# Times spread over the hours before the archive is built in the morning (UTC), so that none is in the future.
_SPREAD = timedelta(hours=8) // timedelta(seconds=1)

_BACKFILL = timedelta(days=14)  # an older day that was never read before is history, not news


@cache  # each paper is in many documents
def entry_time(name: str, day: date) -> datetime:
    """Return a time on the day (UTC) that depends only on the name, so that an entry never moves.

    Validators and readers dislike many entries with the same time. Rare collisions are harmless: entries are sorted by
    time and then by name.
    """
    second = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % _SPREAD
    return datetime.combine(day, time(), UTC) + timedelta(seconds=second)


def with_seen(old: Listing | None, new: Listing, at: datetime, dated: Container[str]) -> Listing:
    """Return a day's new listing, with the time of the fetch recorded for papers that were found late.

    These are the papers that had no day before (`dated` has the keys of the others) and whose own time is past. `old`
    is the day's listing so far: a day older than two weeks that was never read from this source is being backfilled,
    and its papers keep the times of their day.
    """
    day = new.day
    read_before = old is not None and old.source == new.source
    if day is None or not (read_before or at.date() - day <= _BACKFILL):
        return new

    def marked(record: Record) -> Record:
        is_late = record.key not in dated and entry_time(record.key, day) < at
        return msgspec.structs.replace(record, seen=at) if is_late else record

    return msgspec.structs.replace(new, papers=tuple(map(marked, new.papers)))
