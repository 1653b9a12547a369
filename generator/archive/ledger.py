"""The ledger: the state of every day, so that a gap is not mistaken for a quiet day."""

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

    `complete` was read in full after its list had settled; `partial` was not, or comes from a scrape; `empty` is known
    to have listed nothing; `missing` was never read. `listed` counts the papers that the source listed when it was last
    read, `archived` all papers kept, which are never fewer.
    """

    day: date
    state: State
    listed: int
    archived: int


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """The days in order, and how many are in each state."""

    totals: dict[State, int]
    days: tuple[DayState, ...]


def ledger_of(listings: Iterable[Listing], until: date | None = None, *, is_read: bool = True) -> Ledger:
    """Return the ledger from the first day with a listing to `until`, by default the last day with one.

    If no reader fills the days (`is_read`), a day without a listing is not missing, and no day can become more complete
    than it is: the ledger has only days with a listing, each complete or empty.
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
    """Return those of the last days, today included, that are missing or partial although their lists have settled."""
    return tuple(
        entry
        for entry in ledger.days
        if entry.state in ("missing", "partial") and (today - entry.day).days < last and is_settled(entry.day, today)
    )


def kept_since(ledger: Ledger) -> date | None:
    """Return the first day that was read in full: earlier missing days were never meant to be archived.

    Scrapes are never complete, so it is the first day that was read from a live source.
    """
    return next((entry.day for entry in ledger.days if entry.state in ("complete", "empty")), None)


def _kept(entry: DayState) -> DayState:
    return msgspec.structs.replace(entry, state="complete" if entry.archived else "empty")


def _state(day: date, listing: Listing | None) -> DayState:
    if listing is None:
        return DayState(day=day, state="missing", listed=0, archived=0)
    listed = sum(not record.unlisted for record in listing.papers)
    return DayState(day=day, state=listing.status, listed=listed, archived=len(listing.papers))
