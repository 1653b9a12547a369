"""Popularity: how many upvotes a paper had a few times after it was listed.

A record's `upvotes` is the newest count, by which papers of different ages cannot be compared. So `upvotes_at` keeps
the counts at about 1, 3, 7 and 14 days after the listing, each with the day (UTC) on which it was read. What is written
there never changes.
"""

from datetime import date

import msgspec

from generator.archive.models import DatedUpvotes, Record

# Ages in days: a count belongs to a mark from its first to its last day, for a run may fail or a day be read late.
_MARKS = ((1, 2), (3, 5), (7, 10), (14, 17))


def with_upvotes_at(record: Record, day: date, today: date) -> Record:
    """Return the record of a day with the count that was read today, where it is the first one of its mark."""
    mark = _mark(day, today)
    if record.upvotes is None or mark is None or mark in {_mark(day, count.day) for count in record.upvotes_at}:
        return record
    count = DatedUpvotes(day=today, upvotes=record.upvotes)
    return msgspec.structs.replace(record, upvotes_at=(*record.upvotes_at, count))


def _mark(day: date, counted: date) -> int | None:
    """Return the mark to which a count of that day belongs, None where it is of none."""
    age = (counted - day).days
    return next((first for first, last in _MARKS if first <= age <= last), None)
