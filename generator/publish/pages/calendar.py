"""The calendar: each day with its link, its shade and its state, in colour and in words; and what was not read."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.archive.dates import Period, day_range, is_weekend
from generator.archive.ledger import Ledger, State, kept_since
from generator.publish.addresses import day_address, period_address
from generator.publish.catalog import Days, days_with_papers, papers_on
from generator.text import counted

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
    """One month of the calendar, in weeks from Monday to Sunday."""

    title: str
    address: str
    lead: str
    weeks: tuple[tuple[Cell, ...], ...]


def states_of(ledger: Ledger) -> dict[date, State]:
    """Return the state of each day with a listing, and of the missing weekdays since the first day read in full."""
    since = kept_since(ledger)
    return {
        entry.day: entry.state
        for entry in ledger.days
        if entry.state != "missing" or (since and entry.day > since and not is_weekend(entry.day))
    }


def calendar_month(month: Period, listed: Days, states: Mapping[date, State]) -> Month:
    """Return a month of the calendar, with the days that are listed in it."""
    return Month(
        title=month.title,
        address=period_address(month),
        lead=f"{counted(len(papers_on(listed)), 'paper')} on {counted(len(days_with_papers(listed)), 'day')}",
        weeks=tuple(
            tuple(_cell(month.first.replace(day=number), listed, states) if number else Cell("") for number in week)
            for week in Calendar().monthdayscalendar(month.first.year, month.first.month)
        ),
    )


def _cell(day: date, listed: Days, states: Mapping[date, State]) -> Cell:
    state = states.get(day, "")
    if day not in listed:
        return Cell(str(day.day), words=state and "not read yet", look=state)
    papers = len(listed[day])
    shade = sum(papers >= least for least in _SHADES)
    words = "no papers" if state == "empty" else counted(papers, "paper")
    look = f"shade-{shade} {state}" if state in ("partial", "empty") else f"shade-{shade}"
    return Cell(str(day.day), day_address(day), f"{words}, partial" if state == "partial" else words, look)


def unread_days(days: Iterable[date], states: Mapping[date, State]) -> str:
    """Return those of the days that are missing, as ranges: `18 to 25 August, 30 August`. Weekends join two ranges."""
    weekdays = [day for day in days if not is_weekend(day)]
    runs = (list(run) for missing, run in groupby(weekdays, lambda day: states.get(day) == "missing") if missing)
    return ", ".join(day_range(run[0], run[-1]) for run in runs)
