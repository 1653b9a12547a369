"""The archive calendar: each day with its link, its shade and its state, in colour and in words."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.archive.dates import Period
from generator.archive.ledger import DayState, kept_since
from generator.publish.addresses import day_address, period_address
from generator.publish.catalog import Catalog, Days, days_with_papers, papers_on
from generator.publish.paper import counted

_SHADES = (1, 10, 25, 50)  # the least number of papers for each shade


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the calendar. `address` is empty if the day has no listing, `words` if none is expected."""

    title: str
    address: str = ""
    words: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar, in weeks from Monday to Sunday. `address` is empty if the month has no listing."""

    year: str
    title: str
    address: str
    lead: str
    weeks: tuple[tuple[Cell, ...], ...]


def calendar_months(catalog: Catalog) -> Iterator[Month]:
    """Yield the months with a listing or a missing one, newest first."""
    since = kept_since(catalog.ledger)
    shown: dict[Period, dict[date, DayState]] = {}
    for entry in catalog.ledger.days:
        if entry.state != "missing" or (since and entry.day > since):
            shown.setdefault(Period.of("month", entry.day), {})[entry.day] = entry
    listed = catalog.periods("month")
    return (_month(month, listed.get(month, {}), shown[month]) for month in reversed(shown))


def _month(month: Period, listed: Days, shown: dict[date, DayState]) -> Month:
    return Month(
        year=str(month.first.year),
        title=month.title,
        address=period_address(month) if listed else "",
        lead=f"{counted(len(papers_on(listed)), 'paper')} on {counted(len(days_with_papers(listed)), 'day')}",
        weeks=tuple(
            tuple(_cell(month.first.replace(day=number), listed, shown) if number else Cell("") for number in week)
            for week in Calendar().monthdayscalendar(month.first.year, month.first.month)
        ),
    )


def _cell(day: date, listed: Days, shown: dict[date, DayState]) -> Cell:
    if day not in shown:
        return Cell(str(day.day))
    state = shown[day].state
    if day not in listed:
        return Cell(str(day.day), words=state, look=state)
    papers = len(listed[day])
    shade = sum(papers >= least for least in _SHADES)
    words = state if state == "empty" else f"{counted(papers, 'paper')}, {state}"
    return Cell(str(day.day), day_address(day), words, f"shade-{shade} {state}")
