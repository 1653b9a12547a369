"""What the source is called, which listings are its own, and the days on which it can have listed papers."""

from datetime import date

import pytest

from generator.archive.dates import parse_month
from generator.archive.source import Source

TODAY = date(2026, 2, 10)
DAILY_PAPERS = Source(name="Daily Papers", first_day=date(2023, 5, 4), reader="huggingface")


def test_of_the_current_month_the_days_after_today_are_left_out() -> None:
    assert DAILY_PAPERS.days_of(parse_month("2026-02"), TODAY) == [date(2026, 2, number) for number in range(1, 11)]
    assert len(DAILY_PAPERS.days_of(parse_month("2026-01"), TODAY)) == 31


def test_of_the_first_month_the_days_before_the_first_are_left_out() -> None:
    assert DAILY_PAPERS.days_of(parse_month("2023-05"), TODAY)[0] == date(2023, 5, 4)


@pytest.mark.parametrize(("month", "nearest"), [("2023-04", "2023-05"), ("1991-08", "2023-05"), ("2026-03", "2026-02")])
def test_a_month_that_cannot_be_is_refused_with_the_nearest(month: str, nearest: str) -> None:
    with pytest.raises(ValueError, match=f"month is {nearest}"):
        DAILY_PAPERS.days_of(parse_month(month), TODAY)


@pytest.mark.parametrize("day", [date(2023, 5, 4), TODAY])
def test_the_first_day_and_today_can_be(day: date) -> None:
    assert DAILY_PAPERS.checked_day(day, TODAY) == day


@pytest.mark.parametrize(
    ("day", "nearest"),
    [(date(2023, 5, 3), "2023-05-04"), (date(1, 1, 1), "2023-05-04"), (date(2026, 2, 11), str(TODAY))],
)
def test_a_day_that_cannot_be_is_refused_with_the_nearest(day: date, nearest: str) -> None:
    with pytest.raises(ValueError, match=f"day is {nearest}"):
        DAILY_PAPERS.checked_day(day, TODAY)


def test_a_source_without_a_first_day_can_have_listed_papers_on_any_day_until_today() -> None:
    source = Source(name="Robotics Weekly")
    assert source.checked_day(date(1991, 8, 14), TODAY) == date(1991, 8, 14)
    assert len(source.days_of(parse_month("1991-08"), TODAY)) == 31
    with pytest.raises(ValueError, match="the last day is 2026-02-10"):
        source.checked_day(date(2026, 2, 11), TODAY)


def test_sentences_name_the_publisher_with_the_list_and_links_name_the_publisher_alone() -> None:
    source = Source(name="Robotics Weekly", publisher="Example Labs")
    assert (source.title, source.label) == ("Example Labs' Robotics Weekly", "Example Labs")
    alone = Source(name="Robotics Weekly")
    assert (alone.title, alone.label) == ("Robotics Weekly", "Robotics Weekly")


@pytest.mark.parametrize(
    ("publisher", "title"),
    [
        ("Lumen Institute", "Lumen Institute's Picks"),
        ("Two Rivers", "Two Rivers' Picks"),
        ("ROBOTICS", "ROBOTICS' Picks"),
        ("S", "S' Picks"),
        ("Société d'Études", "Société d'Études' Picks"),
        ("学会", "学会's Picks"),
    ],
)
def test_a_publisher_whose_name_ends_in_s_takes_the_apostrophe_alone(publisher: str, title: str) -> None:
    assert Source(name="Picks", publisher=publisher).title == title


@pytest.mark.parametrize(
    ("listing", "is_its_own"),
    [("huggingface", True), ("huggingface.co/papers, text scrape", True), ("by hand", False), ("import, csv", False)],
)
def test_a_listing_is_the_readers_where_it_says_so_and_any_listing_is_where_there_is_no_reader(
    listing: str, *, is_its_own: bool
) -> None:
    assert DAILY_PAPERS.lists(listing) is is_its_own
    assert Source(name="Robotics Weekly").lists(listing)
