"""The archive calendar: months of weeks of days, each day that was listed linked and shaded by its papers."""

import calendar as days
from dataclasses import dataclass
from datetime import date

from generator.archive.dates import first_of, long_month
from generator.publish.addresses import day_address, month_address
from generator.publish.contents import Days
from generator.publish.views import counted

_SHADES = (1, 10, 25, 50)  # the least number of papers for each shade


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the calendar; without an address where no listing is kept."""

    title: str
    address: str = ""
    words: str = ""
    shade: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar, in weeks from Monday to Sunday."""

    title: str
    address: str
    lead: str
    weeks: tuple[tuple[Cell, ...], ...]


def calendar_month(month: str, listed: Days) -> Month:
    """Return the calendar of a month such as `2025-03` from the papers of its days."""
    first = first_of(month)
    papers = sum(map(len, listed.values()))
    return Month(
        title=long_month(month),
        address=month_address(month),
        lead=f"{counted(papers, 'paper')} on {counted(len(listed), 'day')}",
        weeks=tuple(
            tuple(_cell(first.replace(day=number), listed) if number else Cell("") for number in week)
            for week in days.Calendar().monthdayscalendar(first.year, first.month)
        ),
    )


def _cell(day: date, listed: Days) -> Cell:
    if day not in listed:
        return Cell(str(day.day))
    papers = len(listed[day])
    shade = sum(papers >= least for least in _SHADES)
    return Cell(str(day.day), day_address(day), counted(papers, "paper"), f"shade-{shade}")
