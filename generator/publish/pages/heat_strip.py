"""The heat strip: the days of the last weeks as squares, a column and a link for each week, darker with more papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from generator.archive.dates import Period
from generator.publish.addresses import period_address
from generator.publish.catalog import Days, days_with_papers, papers_on
from generator.publish.paper import counted

WIDTH, SIDE = 24, 14  # units of the picture: the width of a column, and the side of a square
_GAP = 3
_SHADES = 4
_WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A week of the strip: its link and words, and the path of its squares for each shade, by class.

    `address` is empty if no day of the week has papers.
    """

    address: str
    words: str
    squares: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """The columns, oldest week first, and the height of the picture."""

    columns: tuple[Column, ...]
    height: int
    width: int = WIDTH


def heat_strip(days: Days, newest: date, weeks: int) -> HeatStrip:
    """Return the strip of that many weeks, up to the one of the newest day. Weekends are left out if they are empty."""
    last = Period.of("week", newest)
    starts = [last.first - timedelta(weeks=number) for number in reversed(range(weeks))]
    shown = {day: papers for day, papers in days_with_papers(days).items() if starts[0] <= day <= last.last}
    most = max(map(len, shown.values()), default=0)
    rows = max([_WEEKDAYS, *(day.weekday() + 1 for day in shown)])
    columns = tuple(_column(Period.of("week", first), shown, most, rows) for first in starts)
    return HeatStrip(columns, rows * (SIDE + _GAP) - _GAP)


def _column(week: Period, shown: Days, most: int, rows: int) -> Column:
    days = {day: shown[day] for day in week.days if day in shown}
    number = f"{counted(len(papers_on(days)), 'paper')} on {counted(len(days), 'day')}" if days else "no papers"
    return Column(
        address=period_address(week) if days else "",
        words=f"{week.heading}: {number}",
        squares=tuple(_squares([len(days.get(day, ())) for day in week.days[:rows]], most)),
    )


def _squares(numbers: list[int], most: int) -> Iterator[tuple[str, str]]:
    """Yield the path of the squares of each shade, by class; shade 0 has no papers."""
    shades = [-(-_SHADES * number // most) if most else 0 for number in numbers]
    left = (WIDTH - SIDE) // 2
    for shade in sorted(set(shades)):
        tops = (row * (SIDE + _GAP) for row, of_day in enumerate(shades) if of_day == shade)
        yield f"shade-{shade}", "".join(f"M{left} {top}h{SIDE}v{SIDE}h-{SIDE}z" for top in tops)
