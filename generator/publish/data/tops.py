"""The most upvoted papers of all time and of each year, month and week, as files below `top/`.

A paper counts in the periods of the day that first listed it, as in `discover/popularity.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.archive.dates import Period
from generator.publish.addresses import ARCHIVE, period_address
from generator.publish.data.records import TopEntry, top_entry
from generator.publish.discover.popularity import most_upvoted
from generator.publish.paper import PaperView

ALL_TIME = "all"

# How many papers a file names at most: enough for any page that shows some of them, and at most some 30 kB.
MOST = {"all": 200, "year": 100, "month": 50, "week": 20}


@dataclass(frozen=True, slots=True)
class Top:
    """The most upvoted papers of a period: its name in addresses, its page, and the papers, the most upvoted first."""

    name: str
    page: str
    papers: tuple[TopEntry, ...]


def top_path(name: str) -> str:
    """Return the path of a period's file, relative to the data."""
    return f"top/{name}.json"


def tops(papers: Iterable[PaperView]) -> Iterator[Top]:
    """Yield the tops of every period with a counted paper: all time first, then by name."""
    found: dict[tuple[str, str], list[TopEntry]] = {}
    for paper in most_upvoted(papers):
        entry = top_entry(paper.paper)
        for kind, name, page in (("all", ALL_TIME, ARCHIVE), *(_periods(paper.listed[-1]) if paper.listed else ())):
            entries = found.setdefault((name, page), [])
            if len(entries) < MOST[kind]:
                entries.append(entry)
    for name, page in sorted(found, key=lambda place: (place[0] != ALL_TIME, place)):
        yield Top(name, page, tuple(found[name, page]))


def _periods(day: date) -> Iterator[tuple[str, str, str]]:
    """Yield the kind, name and page address of each period that contains the day."""
    yield "year", str(day.year), f"years/{day.year}/"
    for period in (Period.of("month", day), Period.of("week", day)):
        yield period.kind, period.name, period_address(period)
