"""Goals: what must hold at which size, each a ratio within one run, or an amount; and the growth of the time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from tests.bench import ours
from tests.bench.peers import STEP
from tests.bench.rows import Rows

Value = Callable[[Rows, int], float | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A ratio that is worth knowing at any size."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that may be so large at most, at one size; `shown` is the limit in words."""

    papers: int
    name: str
    value: Value
    most: float
    shown: str

    def holds(self, rows: Rows) -> bool | None:
        """Return whether it holds, None where it was not measured."""
        value = self.value(rows, self.papers)
        return None if value is None else value <= self.most


def time_of(rows: Rows, papers: int, *steps: tuple[str, str]) -> float | None:
    """Return the seconds of some steps together, None where one was not measured."""
    seconds = [rows.seconds(papers, tool, step) for tool, step in steps]
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(steps) else None


def ratio(step: str, *to: tuple[str, str]) -> Value:
    """Return the value of one of our steps against others together."""

    def value(rows: Rows, papers: int) -> float | None:
        ours_took, they_took = time_of(rows, papers, (ours.TOOL, step)), time_of(rows, papers, *to)
        return None if ours_took is None or not they_took else ours_took / they_took

    return value


def memory(rows: Rows, papers: int) -> float | None:
    """Return the most memory that one of our steps took, in gigabytes."""
    return max((row.figures.memory / 1e9 for row in rows.of(papers, ours.TOOL) if row.figures), default=None)


def site(rows: Rows, papers: int) -> float | None:
    """Return the bytes of our largest site, in megabytes."""
    return max((row.site.bytes / 1e6 for row in rows.of(papers, ours.TOOL) if row.site), default=None)


def growth(rows: Rows, papers: int) -> float | None:
    """Return the exponent of the time of a full build from 1,000 papers up to so many."""
    points = [(size, rows.seconds(size, ours.TOOL, ours.FULL)) for size in rows.sizes() if SMALL <= size <= papers]
    known = [(size, seconds) for size, seconds in points if seconds]
    ends = {size for size, _ in known}
    return exponent(known) if {SMALL, papers} <= ends and papers > SMALL else None


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line through the logarithms that misses them least (least squares)."""
    xs, ys = [log(x) for x, _ in points], [log(y) for _, y in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread


SMALL, REAL, LARGE = 1_000, 18_000, 100_000

_FULL = (ours.TOOL, ours.FULL)
_HUGO, _PAGEFIND, _MATERIAL, _ZENSICAL = (("hugo", STEP), ("pagefind", STEP), ("mkdocs", STEP), ("zensical", STEP))

COMPARISONS = (
    Comparison("pages only / Hugo", ratio(ours.PAGES, _HUGO)),
    Comparison("everything / Hugo and Pagefind", ratio(ours.FULL, _HUGO, _PAGEFIND)),
    Comparison("everything / Material with its search", ratio(ours.FULL, _MATERIAL)),
    Comparison("everything / Zensical with its search", ratio(ours.FULL, _ZENSICAL)),
    Comparison("one more day / everything", ratio(ours.DAY, _FULL)),
    Comparison("one paper's topics changed / everything", ratio(ours.TOPIC, _FULL)),
    Comparison("nothing changed / everything", ratio(ours.NOTHING, _FULL)),
)


def goals() -> Iterator[Goal]:
    """Yield every goal."""
    pages, hugo_pagefind, material, _, day, _, nothing = COMPARISONS
    for comparison, real, large in (
        (pages, "0.4", "0.3"),
        (material, "1/12", None),
        (hugo_pagefind, "1/5", "1/8"),
        (day, "1/8", "1/20"),
        (nothing, "1/20", "1/40"),
    ):
        for papers, limit in ((REAL, real), (LARGE, large)):
            if limit:
                yield Goal(papers, comparison.name, comparison.value, _number(limit), limit)
    for papers, gigabytes, megabytes in ((REAL, 1, 250), (LARGE, 3, 1000)):
        yield Goal(papers, "peak memory of all processes, GB", memory, gigabytes, str(gigabytes))
        yield Goal(papers, "site, all files, MB", site, megabytes, f"{megabytes:,}")
    yield Goal(LARGE, "exponent of the time of a full build, from 1,000", growth, 1.05, "1.05")


def _number(text: str) -> float:
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)
