"""Days, weeks and months, and their names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.dates import (
    first_of,
    long_day,
    long_month,
    long_week,
    monday_of,
    month_of,
    parse_day,
    parse_week,
    sunday_after,
    week_of,
    weekday_of,
)


@given(st.dates(date(1991, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_day(str(day)) == day


@given(st.dates(date(1991, 1, 7), date(2199, 12, 29)))
def test_a_week_is_read_as_it_is_written(day: date) -> None:
    assert parse_week(week_of(day)) == week_of(day)


@pytest.mark.parametrize("text", ["2025-W53", "2025-W00", "0000-W01", "9999-W52", "2025-11", "2025-W1", "2025-w11", ""])
def test_a_week_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no week of the calendar|must be a week written as YYYY-Www, such as"):
        parse_week(text)


@pytest.mark.parametrize("text", ["0001-01-01", "1990-12-31", "2200-01-01", "9999-12-31"])
def test_a_day_on_which_nothing_can_have_been_listed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it must lie in 1991 to 2199"):
        parse_day(text)


@pytest.mark.parametrize(
    "text",
    ["", "11 March 2025", "2025-3-11", "20250311", "2025-W11-2", "2025-03-11T00:00", " 2025-03-11", "٢٠٢٥-٠٣-١١"],
)
def test_another_way_to_write_a_day_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="written as YYYY-MM-DD, such as 2025-03-11"):
        parse_day(text)


@pytest.mark.parametrize("text", ["2025-02-29", "2025-13-01", "2025-00-01", "0000-01-01", "2025-04-31"])
def test_a_day_that_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"{text} is no day of the calendar"):
        parse_day(text)


@pytest.mark.parametrize(
    ("day", "week"),
    [("2025-03-11", "2025-W11"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53"), ("2025-01-05", "2025-W01")],
)
def test_a_week_is_that_of_iso_8601(day: str, week: str) -> None:
    assert week_of(parse_day(day)) == week


@given(st.dates(max_value=date(9999, 12, 26)))
def test_a_day_lies_between_its_week_s_monday_and_sunday(day: date) -> None:
    monday = monday_of(week_of(day))
    assert monday.weekday() == 0
    assert monday <= day <= sunday_after(monday)


@given(st.dates())
def test_a_day_lies_in_its_month(day: date) -> None:
    assert first_of(month_of(day)) == day.replace(day=1)
    assert str(day).startswith(month_of(day))


def test_days_and_months_are_written_as_people_do() -> None:
    assert (long_day(date(2025, 3, 1)), long_month("2025-03")) == ("1 March 2025", "March 2025")


def test_days_and_weeks_are_written_as_people_write_them() -> None:
    assert weekday_of(date(2025, 3, 11)) == "Tuesday, 11 March 2025"
    assert long_week("2025-W03") == "week 3 of 2025"
