"""Days, weeks, months and years, and their names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.dates import (
    Kind,
    Period,
    day_range,
    long_day,
    month_of,
    parse_day,
    parse_month,
    parse_week,
    short_day,
    weekday_of,
)

DAYS = st.dates(date(1991, 1, 7), date(2199, 12, 29))
KINDS = st.sampled_from(["day", "week", "month", "year"])


@given(st.dates(date(1991, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_day(str(day)) == day


@given(DAYS)
def test_a_week_and_a_month_are_read_as_they_are_written(day: date) -> None:
    week, month = Period.of("week", day), Period.of("month", day)
    assert (parse_week(week.name), parse_month(month.name)) == (week, month)


@pytest.mark.parametrize("text", ["2025-W53", "2025-W00", "0000-W01", "9999-W52", "2025-11", "2025-W1", "2025-w11", ""])
def test_a_week_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a week in the calendar|must be a week written as YYYY-Www, such as"):
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
    with pytest.raises(ValueError, match=f"{text} is not a day in the calendar"):
        parse_day(text)


@pytest.mark.parametrize(
    ("day", "week"),
    [("2025-03-11", "2025-W11"), ("2024-12-30", "2025-W01"), ("2021-01-03", "2020-W53"), ("2025-01-05", "2025-W01")],
)
def test_a_week_is_that_of_iso_8601(day: str, week: str) -> None:
    assert Period.of("week", parse_day(day)).name == week


@given(KINDS, DAYS)
def test_a_day_lies_in_its_period_and_all_its_days_lie_in_the_same(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert day in period.days
    assert {Period.of(kind, other) for other in period.days} == {period}
    assert (period.days[0], period.days[-1]) == (period.first, period.last)


@given(KINDS, DAYS)
def test_a_period_ends_on_the_day_before_the_next_one_begins(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert Period.of(kind, period.last + timedelta(days=1)).first == period.last + timedelta(days=1)


@given(KINDS, DAYS)
def test_the_period_before_is_of_the_same_kind_and_ends_where_this_one_begins(kind: Kind, day: date) -> None:
    period = Period.of(kind, day)
    assert (period.before.kind, period.before.last) == (kind, period.first - timedelta(days=1))


@pytest.mark.parametrize(("kind", "number"), [("day", 1), ("week", 7), ("month", 29), ("year", 366)])
def test_a_period_has_the_days_of_its_kind(kind: Kind, number: int) -> None:
    assert len(Period.of(kind, date(2024, 2, 29)).days) == number


@given(st.dates())
def test_a_month_is_named_by_its_year_and_number(day: date) -> None:
    assert month_of(day) == str(day)[:7]


@pytest.mark.parametrize(
    ("kind", "name", "title", "heading"),
    [
        ("day", "2025-01-15", "15 January 2025", "15 January 2025"),
        ("week", "2025-W03", "week 3 of 2025", "Week 3 of 2025"),
        ("month", "2025-01", "January 2025", "January 2025"),
        ("year", "2025", "2025", "2025"),
    ],
)
def test_a_period_has_a_name_a_title_and_a_heading(kind: Kind, name: str, title: str, heading: str) -> None:
    period = Period.of(kind, date(2025, 1, 15))
    assert (period.name, period.title, period.heading) == (name, title, heading)


def test_a_day_is_written_with_and_without_its_weekday_and_year() -> None:
    assert (long_day(date(2025, 3, 1)), weekday_of(date(2025, 3, 11))) == ("1 March 2025", "Tuesday, 11 March 2025")
    assert short_day(date(2025, 3, 1)) == "Sat 1 March"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-08-18", "2025-08-18", "18 August"),
        ("2025-08-18", "2025-08-25", "18 to 25 August"),
        ("2025-11-24", "2025-12-01", "24 November to 1 December"),
        ("2024-12-30", "2025-12-30", "30 December to 30 December"),
    ],
)
def test_days_in_a_row_are_written_without_what_they_share(first: str, last: str, words: str) -> None:
    assert day_range(parse_day(first), parse_day(last)) == words
