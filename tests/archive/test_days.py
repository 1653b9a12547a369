"""Days at the edges: of spans, weekends, the calendar that is taken, and the time in which a list may still fill."""

from datetime import date, timedelta

import pytest

from generator.archive.dates import days_between, is_plausible, is_settled, is_weekend

MONDAY = date(2025, 3, 10)


def test_days_between_are_all_from_the_first_to_the_last() -> None:
    assert days_between(date(2024, 2, 28), date(2024, 3, 1)) == [
        date(2024, 2, 28),
        date(2024, 2, 29),
        date(2024, 3, 1),
    ]
    assert days_between(MONDAY, MONDAY) == [MONDAY]
    assert days_between(MONDAY, MONDAY - timedelta(days=1)) == []


def test_a_weekend_is_saturday_and_sunday() -> None:
    week = days_between(MONDAY, MONDAY + timedelta(days=6))
    assert [is_weekend(day) for day in week] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(("ago", "settled"), [(-1, False), (0, False), (2, False), (3, True)])
def test_a_day_is_settled_when_it_has_been_over_for_two_days(ago: int, settled: bool) -> None:
    assert is_settled(MONDAY, MONDAY + timedelta(days=ago)) == settled


@pytest.mark.parametrize(
    ("day", "plausible"),
    [
        (date(1990, 12, 31), False),
        (date(1991, 1, 1), True),
        (date(2199, 12, 31), True),
        (date(2200, 1, 1), False),
    ],
)
def test_days_from_1991_to_2199_are_plausible(day: date, plausible: bool) -> None:
    assert is_plausible(day) == plausible
