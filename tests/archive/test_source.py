"""The days on which the source can have listed papers."""

from datetime import date

import pytest

from generator.archive.dates import parse_month
from generator.archive.source import DAILY_PAPERS

TODAY = date(2026, 2, 10)


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
