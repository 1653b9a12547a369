"""Days, ISO weeks, months and years, and their names on pages and in addresses."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal, Self

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_SATURDAY = 5
_FILLING = timedelta(days=2)

Kind = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Period:
    """A day, an ISO 8601 week, a month or a year, identified by its first day."""

    kind: Kind
    first: date

    @classmethod
    @cache  # of a few thousand days
    def of(cls, kind: Kind, day: date) -> Self:
        """Return the period of that kind that contains the day."""
        match kind:
            case "week":
                return cls(kind, day - timedelta(days=day.weekday()))
            case "month":
                return cls(kind, day.replace(day=1))
            case "year":
                return cls(kind, day.replace(month=1, day=1))
        return cls(kind, day)

    @property
    def last(self) -> date:
        """The last day."""
        match self.kind:
            case "week":
                return self.first + timedelta(days=6)
            case "month":
                return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
            case "year":
                return self.first.replace(month=12, day=31)
        return self.first

    @property
    def before(self) -> Self:
        """The period before."""
        return self.of(self.kind, self.first - timedelta(days=1))

    @property
    def days(self) -> list[date]:
        """Every day, oldest first."""
        return days_between(self.first, self.last)

    @property
    def name(self) -> str:
        """The period in addresses: `2025-03-11`, `2025-W11`, `2025-03`, `2025`. A week has the year of its Thursday."""
        match self.kind:
            case "week":
                year, week, _ = self.first.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return month_of(self.first)
            case "year":
                return f"{self.first.year:04}"
        return str(self.first)

    @property
    def title(self) -> str:
        """The period in a sentence: `11 March 2025`, `week 11 of 2025`, `March 2025` or `2025`."""
        match self.kind:
            case "week":
                year, week, _ = self.first.isocalendar()
                return f"week {week} of {year}"
            case "month":
                return f"{self.first:%B} {self.first.year}"
            case "year":
                return str(self.first.year)
        return long_day(self.first)

    @property
    def heading(self) -> str:
        """The period as a heading: its title, with a capital letter."""
        return self.title[0].upper() + self.title[1:]


def parse_day(text: str) -> date:
    """Return the day written as YYYY-MM-DD (RFC 3339, full-date). Raises ValueError with a message for the user."""
    if _DAY.fullmatch(text):
        try:
            day = date.fromisoformat(text)
        except ValueError as error:
            raise ValueError(f"{text} is not a day in the calendar") from error
        if not is_plausible(day):
            raise ValueError(f"{text} cannot be a day on which papers were listed: it must lie in 1991 to 2199")
        return day
    raise ValueError(f"{text!r} must be a day written as YYYY-MM-DD, such as 2025-03-11")


def is_plausible(day: date) -> bool:
    """Return whether papers can be listed on the day: arXiv began in 1991."""
    return 1991 <= day.year < 2200  # noqa: PLR2004 - parse_day names both years


def parse_month(text: str) -> Period:
    """Return the month written as YYYY-MM. Raises ValueError with a message for the user."""
    try:
        return Period("month", parse_day(f"{text}-01"))
    except ValueError as error:
        raise ValueError(f"{text!r} must be a month written as YYYY-MM, such as 2025-03") from error


def parse_week(text: str) -> Period:
    """Return the ISO 8601 week written as YYYY-Www. Raises ValueError with a message for the user."""
    if not _WEEK.fullmatch(text):
        raise ValueError(f"{text!r} must be a week written as YYYY-Www, such as 2025-W11")
    try:
        monday = date.fromisocalendar(int(text[:4]), int(text[6:]), 1)
        return Period("week", parse_day(str(monday)))
    except ValueError as error:
        raise ValueError(f"{text} is not a week in the calendar") from error


def days_between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def is_weekend(day: date) -> bool:
    """Return whether the day is a Saturday or a Sunday, on which Daily Papers lists almost nothing."""
    return day.weekday() >= _SATURDAY


def is_settled(day: date, today: date) -> bool:
    """Return whether the day ended at least two days ago: until then, its list may still grow."""
    return today - day > _FILLING


@cache
def month_of(day: date) -> str:
    """Return the month of a day, such as `2025-03`."""
    return f"{day.year:04}-{day.month:02}"


@cache  # a few thousand days, each needed for many papers
def long_day(day: date) -> str:
    """Return a day as written in a sentence: `11 March 2025`."""
    return f"{day.day} {day:%B} {day.year}"


def short_day(day: date) -> str:
    """Return a day as written where the year is clear: `Tue 11 March`."""
    return f"{day:%a} {day.day} {day:%B}"


def day_range(first: date, last: date) -> str:
    """Return the days from first to last as written where the year is clear: `18 to 25 August`, or just `18 August`."""
    end = f"{last.day} {last:%B}"
    if (first.month, first.year) != (last.month, last.year):
        return f"{first.day} {first:%B} to {end}"
    return end if first == last else f"{first.day} to {end}"


def weekday_of(day: date) -> str:
    """Return a day with its weekday: `Tuesday, 11 March 2025`."""
    return f"{day:%A}, {long_day(day)}"
