"""The ledger: what the archive has of every day, so that a hole is seen and not taken for a quiet day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, get_args

import msgspec

from generator.archive.dates import days_between, is_settled
from generator.archive.models import Listing

State = Literal["complete", "partial", "empty", "missing"]


class DayState(msgspec.Struct, frozen=True, kw_only=True):
    """What the archive has of one day.

    `complete` was read as a whole after its list had settled, `partial` was not yet, or comes from a scrape,
    `empty` is known to have listed nothing, `missing` was never read. `listed` counts the papers that the source
    listed when it was last read, `archived` all that are kept, which are never fewer.
    """

    day: date
    state: State
    listed: int
    archived: int


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """The days in their order, and how many there are in each state."""

    totals: dict[State, int]
    days: tuple[DayState, ...]


def ledger_of(listings: Iterable[Listing], until: date | None = None, *, is_read: bool = True) -> Ledger:
    """Return the ledger from the first day with a listing to the given last day, or to the last with a listing.

    Where no reader fills the days (`is_read`), nothing can make one more complete than it is, and a day without a
    listing misses nothing: each day that is kept is complete or empty, and there are no others.
    """
    by_day = {listing.day: listing for listing in listings if listing.day}
    if not by_day:
        return summed(())
    if not is_read:
        return summed(tuple(_kept(_state(day, by_day[day])) for day in sorted(by_day)))
    days = days_between(min(by_day), until or max(by_day))
    return summed(tuple(_state(day, by_day.get(day)) for day in days))


def summed(days: Sequence[DayState]) -> Ledger:
    """Return the ledger of some days."""
    count = Counter(entry.state for entry in days)
    return Ledger(totals={state: count[state] for state in get_args(State)}, days=tuple(days))


def holes(ledger: Ledger, last: int, today: date) -> tuple[DayState, ...]:
    """Return which of the last days, today's included, are missing or not whole though their lists have settled."""
    return tuple(
        entry
        for entry in ledger.days
        if entry.state in ("missing", "partial") and (today - entry.day).days < last and is_settled(entry.day, today)
    )


def kept_since(ledger: Ledger) -> date | None:
    """Return the first day that was read as a whole: a day missing before it was never meant to be kept.

    Scrapes are never whole, so it is the first day that a live source was asked for.
    """
    return next((entry.day for entry in ledger.days if entry.state in ("complete", "empty")), None)


def _kept(entry: DayState) -> DayState:
    return msgspec.structs.replace(entry, state="complete" if entry.archived else "empty")


def _state(day: date, listing: Listing | None) -> DayState:
    if listing is None:
        return DayState(day=day, state="missing", listed=0, archived=0)
    listed = sum(not record.unlisted for record in listing.papers)
    return DayState(day=day, state=listing.status, listed=listed, archived=len(listing.papers))
