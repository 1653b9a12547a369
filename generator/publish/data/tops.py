"""The most upvoted papers of all time and of each year, month and week, as files below `top/`.

A paper counts in the periods of the day that first listed it, as in `discover/popularity.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from generator.archive.dates import Period
from generator.publish.addresses import ARCHIVE, period_address
from generator.publish.discover.popularity import most_upvoted
from generator.publish.paper import Papers, PaperView

ALL_TIME = "all"

# How many papers a file names at most: enough for any page that shows some of them, and at most some 30 kB.
MOST = {"all": 200, "year": 100, "month": 50, "week": 20}


@dataclass(frozen=True, slots=True)
class Top:
    """The most upvoted papers of a period: its name in addresses, its page, and the papers, the most upvoted first."""

    name: str
    page: str
    papers: Papers


class _Place(NamedTuple):
    """A period: its kind, its name and the address of its page."""

    kind: str
    name: str
    page: str


_ALL = _Place("all", ALL_TIME, ARCHIVE)


def top_path(name: str) -> str:
    """Return the path of a period's file, relative to the data."""
    return f"top/{name}.json"


def tops(papers: Iterable[PaperView]) -> Iterator[Top]:
    """Yield the tops of every period with a counted paper: all time first, then by name."""
    found: dict[_Place, list[PaperView]] = {}
    for paper in most_upvoted(papers):
        for place in (_ALL, *(_places(paper.listed[-1]) if paper.listed else ())):
            shown = found.setdefault(place, [])
            if len(shown) < MOST[place.kind]:
                shown.append(paper)
    for place in sorted(found, key=lambda place: (place != _ALL, place.name)):
        yield Top(place.name, place.page, Papers(found[place]))


@cache  # a few thousand days, each needed for many papers
def _places(day: date) -> tuple[_Place, ...]:
    """Return the periods that contain the day."""
    month, week = Period.of("month", day), Period.of("week", day)
    return (
        _Place("year", str(day.year), f"years/{day.year}/"),
        _Place("month", month.name, period_address(month)),
        _Place("week", week.name, period_address(week)),
    )
