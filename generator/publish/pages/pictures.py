"""Small pictures as paths of an inline SVG, one for all shapes of a colour: a browser draws these much faster."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from generator.archive.dates import Period
from generator.publish.addresses import period_address
from generator.publish.catalog import Days, days_with_papers, papers_on
from generator.text import counted

Squares = list[tuple[str, str]]  # the path of the squares of each shade, by class; shade 0 has no papers

_SHADES = 4
_MONTH, _HEIGHT = 8, 24  # units: the width of a month's bar with its gap, and the height of the highest bar
_WEEK = 10  # units: the side of a week's square with its gap
_WIDTH, _SIDE, _GAP = 24, 14, 3  # units of the heat strip: the width of a column, and a day's square
_WEEKDAYS = 5


def bars(values: Iterable[int], most: int) -> str:
    """Return the path of upright bars beside each other, the value `most` being the highest; none for a value of 0."""
    tops = (_HEIGHT - max(1, round(_HEIGHT * value / most)) if value else _HEIGHT for value in values)
    return "".join(
        f"M{place * _MONTH} {_HEIGHT}V{top}h{_MONTH - 1}V{_HEIGHT}z" for place, top in enumerate(tops) if top < _HEIGHT
    )


def week_squares(values: Iterable[int], most: int) -> Squares:
    """Return a row of squares, one for each week: the larger its value, the higher its shade."""
    return _squares(values, most, lambda place: f"M{place * _WEEK} 0h{_WEEK - 1}v{_WEEK - 1}h-{_WEEK - 1}z")


def _squares(values: Iterable[int], most: int, square: Callable[[int], str]) -> Squares:
    shades = [-(-_SHADES * value // most) if most else 0 for value in values]
    return [
        (f"shade-{shade}", "".join(square(place) for place, of_place in enumerate(shades) if of_place == shade))
        for shade in sorted(set(shades))
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """A week of the heat strip: its link and words, and its squares. `address` is empty if it has no papers."""

    address: str
    words: str
    squares: Squares


@dataclass(frozen=True, slots=True)
class HeatStrip:
    """The days of some weeks as squares, a column and a link for each week, oldest first; the size of a column."""

    columns: tuple[Column, ...]
    height: int
    width: int = _WIDTH


def heat_strip(days: Days, newest: date, weeks: int) -> HeatStrip:
    """Return the strip of that many weeks, up to the one of the newest day. Weekends are left out if they are empty."""
    last = Period.of("week", newest)
    starts = [last.first - timedelta(weeks=number) for number in reversed(range(weeks))]
    shown = {day: papers for day, papers in days_with_papers(days).items() if starts[0] <= day <= last.last}
    most = max(map(len, shown.values()), default=0)
    rows = max([_WEEKDAYS, *(day.weekday() + 1 for day in shown)])
    columns = tuple(_column(Period.of("week", first), shown, most, rows) for first in starts)
    return HeatStrip(columns, rows * (_SIDE + _GAP) - _GAP)


def _column(week: Period, shown: Days, most: int, rows: int) -> Column:
    days = {day: shown[day] for day in week.days if day in shown}
    number = f"{counted(len(papers_on(days)), 'paper')} on {counted(len(days), 'day')}" if days else "no papers"
    left = (_WIDTH - _SIDE) // 2
    return Column(
        address=period_address(week) if days else "",
        words=f"{week.heading}: {number}",
        squares=_squares(
            [len(days.get(day, ())) for day in week.days[:rows]],
            most,
            lambda row: f"M{left} {row * (_SIDE + _GAP)}h{_SIDE}v{_SIDE}h-{_SIDE}z",
        ),
    )
