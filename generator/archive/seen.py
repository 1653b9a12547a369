"""When a paper came: the time that its key and its day give it, and the fetch that found it later than that.

Feeds are read by time as well as by id. An entry that is dated before its reader's last visit may never be shown, so a
paper that was found late keeps the time of the fetch, and is dated by it.
"""

import hashlib
from collections.abc import Container
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import msgspec

from generator.archive.models import Listing, Record

# Times spread over the hours before the archive is built in the morning (UTC), so that none is from the future.
_SPREAD = timedelta(hours=8) // timedelta(seconds=1)

_BACKFILL = timedelta(days=14)  # a day older than this that was never read before is history, and no news


@cache  # a paper is sorted into many documents
def entry_time(name: str, day: date) -> datetime:
    """Return a time of the day (UTC) that its name alone decides: whatever else is listed, an entry never moves.

    Validators and readers dislike a whole day on one second. That two names meet on one is rare and does no harm:
    entries go by time and then by name.
    """
    second = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) % _SPREAD
    return datetime.combine(day, time(), UTC) + timedelta(seconds=second)


def with_seen(old: Listing | None, new: Listing, at: datetime, dated: Container[str]) -> Listing:
    """Return a day's new reading with the time of the fetch kept for the papers that it found late.

    These are the papers without a day so far (`dated` holds the keys of the others) whose own time is past. `old` is
    what was kept of the day: a day that its source was not asked for before, and that is older than two weeks, is
    being filled in, and its papers keep the times of their day.
    """
    day = new.day
    read_before = old is not None and old.source == new.source
    if day is None or not (read_before or at.date() - day <= _BACKFILL):
        return new

    def marked(record: Record) -> Record:
        is_late = record.key not in dated and entry_time(record.key, day) < at
        return msgspec.structs.replace(record, seen=at) if is_late else record

    return msgspec.structs.replace(new, papers=tuple(map(marked, new.papers)))
