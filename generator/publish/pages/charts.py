"""Charts as inline SVG, made at build time: sparklines, small multiples, lines and bars.

Colours and strokes come from classes alone, which charts.css fills with the theme's variables, so a chart is readable
in both schemes, in forced colours and in print; it has neither style attributes nor colours of its own. Coordinates are
integers. Every axis of values starts at zero. A missing value, None, interrupts a line. Each chart is one image for
screen readers, described by its label (WAI-ARIA 1.2, role img).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, starmap

from generator.publish.render import Markdown, markdown_text
from generator.text import shorten

Values = Sequence[int | None]

_SPARK_WIDTH, _SPARK_HEIGHT = 100, 24
_SMALL_WIDTH, _SMALL_HEIGHT = 160, 48
_MOST_TICKS = 4
_STEPS = (1, 2, 5, 10)
_LINE_HEIGHT = 16
_YEAR_WIDTH = 34  # of the label of a year
_TITLE = 36  # characters of a line's title beside its end
_TALL = 2  # how far a bar's label stands above it


@dataclass(frozen=True, slots=True)
class Size:
    """The size of a chart in pixels, and the margins for its labels. `name` is its class."""

    name: str
    width: int
    height: int
    right: int
    left: int = 36
    top: int = 14
    bottom: int = 22

    def x(self, number: int, of: int) -> int:
        """Return the place of the middle of a column."""
        inner = self.width - self.left - self.right
        return self.left + inner * (2 * number + 1) // (2 * of)

    def y(self, value: int, top: int) -> int:
        """Return the place of a value on an axis that ends at `top`."""
        return self.top + _height(value, top, self.height - self.top - self.bottom)


WIDE = Size("wide", 1232, 360, right=300)
NARROW = Size("narrow", 340, 240, right=40)
WIDE_BARS = Size("wide", 1232, 240, right=8)
NARROW_BARS = Size("narrow", 340, 180, right=8)


@dataclass(frozen=True, slots=True)
class Column:
    """A month of a chart: the year where its label stands, and whether the month is complete."""

    year: str
    complete: bool


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a chart: its title, its values, and the last value as text."""

    title: str
    values: Values
    last: str


def sparkline(values: Values, label: str) -> Markdown:
    """Return a line without axes, as high as a line of text, with a dot at the last value; empty below two values.

    Its scale starts at zero and ends at its own largest value.
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return Markdown("")
    points = _points(values, max(*known, 1), _SPARK_WIDTH, _SPARK_HEIGHT - 4, above=2)
    x, y = next(point for point in reversed(points) if point)
    return _svg(
        "spark", _SPARK_WIDTH, _SPARK_HEIGHT, label, f'<path d="{_path(points)}"/><circle cx="{x}" cy="{y}" r="3"/>'
    )


def small_multiple(values: Values, top: int, label: str) -> Markdown:
    """Return a line without axes, to be compared with others that have the same `top`."""
    points = _points(values, max(top, 1), _SMALL_WIDTH, _SMALL_HEIGHT - 2, above=1)
    return _svg("small", _SMALL_WIDTH, _SMALL_HEIGHT, label, f'<path d="{_path(points)}"/>')


def line_chart(size: Size, columns: Sequence[Column], series: Sequence[Series], label: str) -> Markdown:
    """Return a chart of shares in basis points by month, each line with its title and last value at its end."""
    top, ticks = scale(max((value for line in series for value in line.values if value is not None), default=0))
    parts = [*_bands(size, columns), *_grid(size, ticks, top, is_share=True), *_years(size, columns)]
    ends = []
    for number, line in enumerate(series, 1):
        places = [
            None if value is None else (size.x(at, len(columns)), size.y(value, top))
            for at, value in enumerate(line.values)
        ]
        parts.append(f'<path class="line series-{number}" d="{_path(places)}"/>')
        if end := next((place for place in reversed(places) if place), None):
            ends.append((end[1], number, line))
    parts += _ends(size, ends)
    return _svg(f"chart {size.name}", size.width, size.height, label, "".join(parts))


def bar_chart(size: Size, columns: Sequence[Column], values: Sequence[int], label: str) -> Markdown:
    """Return a chart of counts by month; the largest and the last complete one have their number above."""
    top, ticks = scale(max([*values, _MOST_TICKS]))  # so that every tick is a whole number
    parts = [*_grid(size, ticks, top, is_share=False), *_years(size, columns)]
    step = (size.width - size.left - size.right) // max(len(columns), 1)
    width = max(step - max(step // 5, 1), 1)
    floor = size.y(0, top)
    for at, (column, value) in enumerate(zip(columns, values, strict=True)):
        x, y = size.x(at, len(columns)) - width // 2, size.y(value, top)
        if value:
            look = "bar" if column.complete else "bar open"
            parts.append(f'<rect class="{look}" x="{x}" y="{y}" width="{width}" height="{floor - y}"/>')
    for at in _told(columns, values):
        x, y = size.x(at, len(columns)), size.y(values[at], top) - _TALL
        parts.append(f'<text class="told" x="{x}" y="{y}">{values[at]:,}</text>')
    return _svg(f"chart {size.name}", size.width, size.height, label, "".join(parts))


def scale(largest: int) -> tuple[int, list[int]]:
    """Return the top of an axis that starts at zero, and its few ticks at round values."""
    power = 10 ** max(len(str(largest)) - 2, 0)
    steps = (power * tens * step for tens in (1, 10) for step in _STEPS)
    step = next(step for step in steps if step * _MOST_TICKS >= largest)
    count = max(-(-largest // step), 1)
    return step * count, [step * number for number in range(count + 1)]


def _points(values: Values, top: int, width: int, height: int, above: int) -> list[tuple[int, int] | None]:
    """Return the places of the values: evenly from left to right, zero at the bottom."""
    last = max(len(values) - 1, 1)
    return [
        None if value is None else ((2 * width * at + last) // (2 * last), above + _height(value, top, height))
        for at, value in enumerate(values)
    ]


def _height(value: int, top: int, height: int) -> int:
    """Return how far below the top of an axis a value is, rounded."""
    return ((top - value) * 2 * height + top) // (2 * top)


def _path(points: Iterable[tuple[int, int] | None]) -> str:
    """Return a path in few bytes (SVG 2, section 9.3): each line's end is relative to the point before.

    A point alone is a line of no length, which round ends make a dot.
    """
    return "".join(
        f"M{x} {y}" + ("l" + " ".join(starmap(_step, pairwise(run))) if len(run) > 1 else "h0")
        for run in _runs(points)
        for x, y in run[:1]
    )


def _runs(points: Iterable[tuple[int, int] | None]) -> Iterator[list[tuple[int, int]]]:
    """Yield the points between gaps."""
    for is_gap, run in groupby(points, key=lambda point: point is None):
        if not is_gap:
            yield [point for point in run if point]


def _step(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y = end[0] - start[0], end[1] - start[1]
    return f"{x}{y}" if y < 0 else f"{x} {y}"


def _svg(look: str, width: int, height: int, label: str, content: str) -> Markdown:
    said = markdown_text(label).replace('"', "&#34;")
    return Markdown(
        f'<svg class="{look}" viewBox="0 0 {width} {height}" role="img" aria-label="{said}">{content}</svg>'
    )


def _grid(size: Size, ticks: Iterable[int], top: int, *, is_share: bool) -> Iterator[str]:
    right = size.width - size.right
    for tick in ticks:
        y = size.y(tick, top)
        name = _percent(tick) if is_share else f"{tick:,}"
        yield f'<path class="grid" d="M{size.left} {y}H{right}"/>'
        yield f'<text class="tick" x="{size.left - 6}" y="{y + 4}">{name}</text>'


def _percent(basis_points: int) -> str:
    """Return basis points as a percentage without needless digits: `5%`, `2.5%`, `0.25%`."""
    whole, part = divmod(basis_points, 100)
    return f"{whole}.{part:02}".rstrip("0").rstrip(".") + "%"


def _years(size: Size, columns: Sequence[Column]) -> Iterator[str]:
    """Yield the labels of years, each below the first month of its year, where there is room for it."""
    free = 0
    for at, column in enumerate(columns):
        x = size.x(at, len(columns))
        if (not at or columns[at - 1].year != column.year) and x >= free and x + _YEAR_WIDTH <= size.width:
            yield f'<text class="year" x="{x}" y="{size.height - 6}">{column.year}</text>'
            free = x + _YEAR_WIDTH + 6


def _bands(size: Size, columns: Sequence[Column]) -> Iterator[str]:
    """Yield a shade behind each run of months that are not complete."""
    inner = size.width - size.left - size.right
    edges = [size.left + inner * at // max(len(columns), 1) for at in range(len(columns) + 1)]
    start = None
    for at, column in enumerate([*columns, Column("", complete=True)]):
        if not column.complete and start is None:
            start = at
        elif column.complete and start is not None:
            width, height = edges[at] - edges[start], size.height - size.top - size.bottom
            yield f'<rect class="band" x="{edges[start]}" y="{size.top}" width="{width}" height="{height}"/>'
            start = None


def _ends(size: Size, ends: Iterable[tuple[int, int, Series]]) -> Iterator[str]:
    """Yield the label of each line beside its end, moved down where it would cover the one above."""
    x, free = size.width - size.right + 6, 0
    for y, number, line in sorted(ends, key=lambda end: end[:2]):
        free = max(y + 4, free)
        text = f"{shorten(line.title, _TITLE)} {line.last}" if size.name == "wide" else line.last
        yield f'<text class="end series-{number}" x="{x}" y="{free}">{markdown_text(text)}</text>'
        free += _LINE_HEIGHT


def _told(columns: Sequence[Column], values: Sequence[int]) -> list[int]:
    """Return which bars have their number above: the largest, and the last complete one."""
    complete = [at for at, column in enumerate(columns) if column.complete and values[at]]
    if not complete:
        return []
    largest = max(complete, key=lambda at: (values[at], at))
    return sorted({largest, complete[-1]} if complete[-1] - largest not in range(1, 4) else {largest})
