"""The most upvoted papers of all time and of each year, month and week, as files below `top/`.

A paper counts in the periods of the day that first listed it, as in `discover/popularity.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from generator.archive.dates import Period
from generator.publish.addresses import ARCHIVE, period_address
from generator.publish.discover.popularity import most_upvoted
from generator.publish.paper import Papers, PaperView

ALL_TIME = "all"

# How many papers a file names at most: enough for any page that shows some of them, and at most some 30 kB.
MOST = {"all": 200, "year": 100, "month": 50, "week": 20}


@dataclass(frozen=True, slots=True)
class Top:
    """The most upvoted papers of a period, None for all time, the most upvoted first."""

    period: Period | None
    papers: Papers

    @property
    def name(self) -> str:
        """The period in addresses."""
        return self.period.name if self.period else ALL_TIME

    @property
    def page(self) -> str:
        """The address of its page."""
        return period_address(self.period) if self.period else ARCHIVE


def top_path(name: str) -> str:
    """Return the path of a period's file, relative to the data."""
    return f"top/{name}.json"


def tops(papers: Iterable[PaperView]) -> Iterator[Top]:
    """Yield the tops of every period with a counted paper: all time first, then by name."""
    found: dict[Period | None, list[PaperView]] = {}
    for paper in most_upvoted(papers):
        for period in (None, *(_periods(paper.listed[-1]) if paper.listed else ())):
            shown = found.setdefault(period, [])
            if len(shown) < MOST[period.kind if period else ALL_TIME]:
                shown.append(paper)
    for period in sorted(found, key=lambda period: period.name if period else ""):
        yield Top(period, Papers(found[period]))


@cache  # a few thousand days, each needed for many papers
def _periods(day: date) -> tuple[Period, ...]:
    return Period.of("year", day), Period.of("month", day), Period.of("week", day)
