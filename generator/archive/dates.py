"""Days, ISO weeks and months, and the names that pages and addresses give them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_SATURDAY = 5
_FILLING = timedelta(days=2)


def parse_day(text: str) -> date:
    """Return the day written as YYYY-MM-DD (RFC 3339, full-date). Raises ValueError with a sentence."""
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text} is no day of the calendar") from error
        if not is_plausible(day):
            raise ValueError(f"{text} cannot be a day on which papers were listed: it must lie in 1991 to 2199")
        return day
    raise ValueError(f"{text!r} must be a day written as YYYY-MM-DD, such as 2025-03-11")


def is_plausible(day: date) -> bool:
    """Return whether papers can have been listed on the day: arXiv began in 1991."""
    return 1991 <= day.year < 2200  # noqa: PLR2004 - two years, each said above


def parse_month(text: str) -> str:
    """Return the month written as YYYY-MM. Raises ValueError with a sentence."""
    try:
        return month_of(parse_day(f"{text}-01"))
    except ValueError as error:
        raise ValueError(f"{text!r} must be a month written as YYYY-MM, such as 2025-03") from error


def parse_week(text: str) -> str:
    """Return the ISO 8601 week written as YYYY-Www. Raises ValueError with a sentence."""
    if _WEEK.fullmatch(text):
        try:
            return week_of(parse_day(str(monday_of(text))))
        except ValueError as error:
            raise ValueError(f"{text} is no week of the calendar") from error
    raise ValueError(f"{text!r} must be a week written as YYYY-Www, such as 2025-W11")


def days_between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def days_of_month(month: str) -> list[date]:
    """Return every day of a month such as `2025-03`."""
    first = first_of(month)
    return days_between(first, first.replace(day=monthrange(first.year, first.month)[1]))


def is_weekend(day: date) -> bool:
    """Return whether the day is a Saturday or a Sunday, on which Daily Papers lists next to nothing."""
    return day.weekday() >= _SATURDAY


def is_settled(day: date, today: date) -> bool:
    """Return whether the day has been over for two days: until then, its list may still be filling."""
    return today - day > _FILLING


def week_of(day: date) -> str:
    """Return the ISO 8601 week of a day, such as `2025-W11`; days around New Year may count to the other year."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_of(day: date) -> str:
    """Return the month of a day, such as `2025-03`."""
    return f"{day.year:04}-{day.month:02}"


def monday_of(week: str) -> date:
    """Return the Monday with which a week such as `2025-W11` begins."""
    return date.fromisocalendar(int(week[:4]), int(week[6:]), 1)


def first_of(month: str) -> date:
    """Return the first day of a month such as `2025-03`."""
    return date.fromisoformat(f"{month}-01")


def sunday_after(monday: date) -> date:
    """Return the Sunday with which the week of that Monday ends."""
    return monday + timedelta(days=6)


@cache  # a few thousand days, each written for many papers
def long_day(day: date) -> str:
    """Return a day as people write it: `11 March 2025`."""
    return f"{day.day} {day:%B} {day.year}"


def weekday_of(day: date) -> str:
    """Return a day with its weekday: `Tuesday, 11 March 2025`."""
    return f"{day:%A}, {long_day(day)}"


def long_week(week: str) -> str:
    """Return a week as people write it: `week 11 of 2025`."""
    return f"week {int(week[6:])} of {int(week[:4])}"


def long_month(month: str) -> str:
    """Return a month as people write it: `March 2025`."""
    first = first_of(month)
    return f"{first:%B} {first.year}"
