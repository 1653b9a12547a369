"""Topics of a period beside those of the one before: shares, bars, and which periods can be compared."""

from datetime import date, timedelta

import pytest

from generator.archive.dates import Period
from generator.archive.ledger import Ledger, ledger_of
from generator.archive.models import Listing, Record, Status, Topic
from generator.publish.pages.shares import Reading, TopicCounts, shares

TOPICS = [
    Topic(name, name.title(), group, "", (), group_number=number)
    for name, group, number in (("tides", "Sea", 1), ("waves", "Sea", 1), ("kites", "Air", 2))
]


def ledger(first: date, days: int, status: Status = "complete") -> Ledger:
    """Return the ledger of weekdays in a row, on each of which a paper was listed."""
    listed = [first + timedelta(number) for number in range(days)]
    papers = (Record(key="tides", title="Tides"),)
    return ledger_of(
        Listing(day=day, source="sample", status=status, papers=papers) for day in listed if day.weekday() < 5
    )


def test_the_most_frequent_topic_is_first_and_ties_keep_the_order_of_topics() -> None:
    found = shares(TOPICS, TopicCounts(10, {"kites": 2, "waves": 5, "tides": 2}), None)
    assert [(share.title, share.percent, share.bar) for share in found] == [
        ("Waves", 50, 300),
        ("Tides", 20, 120),
        ("Kites", 20, 120),
    ]
    assert [share.look for share in found] == ["g1", "g1", "g2"]
    assert {share.before for share in found} == {None}


def test_a_topic_stands_beside_its_share_of_the_period_before() -> None:
    (tides,) = shares(TOPICS, TopicCounts(10, {"tides": 2}), TopicCounts(20, {"tides": 8, "kites": 12}))
    assert (tides.percent, tides.before, tides.bar, tides.mark) == (20, 40, 150, 300)


def test_a_topic_that_was_not_there_before_had_nothing() -> None:
    (kites,) = shares(TOPICS, TopicCounts(4, {"kites": 1}), TopicCounts(4, {}))
    assert (kites.percent, kites.before, kites.mark) == (25, 0, 0)


def test_a_period_without_papers_has_no_shares() -> None:
    assert shares(TOPICS, TopicCounts(0, {}), TopicCounts(0, {})) == []


WEEK = Period("week", date(2025, 3, 10))


@pytest.mark.parametrize(
    ("first", "days", "gap"),
    [
        (date(2025, 3, 10), 5, ""),
        (date(2025, 3, 11), 4, ""),  # a holiday
        (date(2025, 3, 12), 3, "3 of 5 weekdays read in full"),
        (date(2025, 3, 10), 4, "up to 13 March 2025"),
        (date(2025, 3, 3), 30, ""),
        (date(2025, 3, 17), 5, "0 of 5 weekdays read in full"),
    ],
)
def test_a_period_is_whole_when_it_is_over_and_most_weekdays_were_read(first: date, days: int, gap: str) -> None:
    assert Reading(ledger(first, days), is_read=True).gap(WEEK) == gap


def test_what_was_read_in_part_is_not_whole() -> None:
    reading = Reading(ledger(date(2025, 3, 10), 5, "partial"), is_read=True)
    assert reading.gap(WEEK) == "0 of 5 weekdays read in full"


def test_without_a_reader_a_period_is_whole_when_it_is_over() -> None:
    assert Reading(ledger(date(2025, 3, 10), 1), is_read=False).gap(WEEK) == "up to 10 March 2025"
    assert Reading(ledger(date(2025, 3, 10), 8), is_read=False).gap(WEEK) == ""


def test_nothing_is_whole_where_nothing_was_listed() -> None:
    assert Reading(ledger_of([]), is_read=True).gap(WEEK) == "not read yet"
