"""What the ledger says of each day, and which days are holes."""

from datetime import date, timedelta

from generator.archive.ledger import DayState, holes, kept_since, ledger_of, summed
from generator.archive.models import Listing, Record, Status

MONDAY = date(2025, 3, 10)
KETTLES = Record(key="slow-kettles", title="Slow Kettles")
TUGS = Record(key="tugs", title="Tugs", unlisted=True)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def listing(number: int | None, status: Status, *papers: Record) -> Listing:
    at = None if number is None else day(number)
    return Listing(day=at, source="a test", status=status, papers=papers)


LISTINGS = [
    listing(4, "complete", KETTLES),
    listing(None, "partial", KETTLES),
    listing(0, "partial", KETTLES, TUGS),
    listing(2, "empty"),
]


def test_every_day_from_the_first_listing_to_the_last_has_a_state_and_its_counts() -> None:
    ledger = ledger_of(LISTINGS)
    assert ledger.days == (
        DayState(day=day(0), state="partial", listed=1, archived=2),
        DayState(day=day(1), state="missing", listed=0, archived=0),
        DayState(day=day(2), state="empty", listed=0, archived=0),
        DayState(day=day(3), state="missing", listed=0, archived=0),
        DayState(day=day(4), state="complete", listed=1, archived=1),
    )
    assert ledger.totals == {"complete": 1, "partial": 1, "empty": 1, "missing": 2}


def test_days_after_the_last_listing_are_missing_up_to_the_day_that_is_asked_for() -> None:
    assert [entry.state for entry in ledger_of(LISTINGS, day(6)).days[5:]] == ["missing", "missing"]


def test_an_archive_without_a_day_has_an_empty_ledger() -> None:
    assert ledger_of([listing(None, "partial", KETTLES)], MONDAY) == summed(())


def test_holes_are_missing_or_partial_days_whose_lists_are_full_by_now() -> None:
    ledger = ledger_of([*LISTINGS, listing(7, "partial", KETTLES)], day(9))
    assert [entry.day for entry in holes(ledger, 14, day(9))] == [day(0), day(1), day(3), day(5), day(6)]
    assert [entry.day for entry in holes(ledger, 14, day(10))][-1] == day(7)
    assert [entry.day for entry in holes(ledger, 5, day(9))] == [day(5), day(6)]


def test_a_day_that_is_still_filling_is_no_hole() -> None:
    assert holes(ledger_of([listing(0, "partial", KETTLES)], day(2)), 14, day(2)) == ()


def test_the_archive_is_kept_since_the_first_day_that_was_read_as_a_whole() -> None:
    assert kept_since(ledger_of(LISTINGS)) == day(2)
    assert kept_since(ledger_of([listing(0, "partial", KETTLES)])) is None


def test_without_a_reader_each_day_that_is_kept_is_whole_and_no_other_is_missing() -> None:
    ledger = ledger_of([*LISTINGS, listing(6, "complete"), listing(7, "empty", TUGS)], day(40), is_read=False)
    assert [(entry.day, entry.state) for entry in ledger.days] == [
        (day(0), "complete"),
        (day(2), "empty"),
        (day(4), "complete"),
        (day(6), "empty"),
        (day(7), "complete"),
    ]
    assert holes(ledger, 90, day(40)) == ()
