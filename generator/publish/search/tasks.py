"""The search index: files from which a browser answers a query by loading a few of them.

`search.md` beside this file describes the format and its promises, and says why it is our own;
`overrides/assets/javascripts/search-index.js` reads it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.archive.dates import month_of
from generator.incremental.fingerprint import digest_of
from generator.incremental.task import Files, Task
from generator.publish.catalog import Catalog
from generator.publish.paper import UNDATED, PaperView
from generator.publish.search.document import search_record

if TYPE_CHECKING:
    from generator.publish.search.parts import Part

FOLDER = "search-index/"
SEGMENTS = ("newest", "year", "past")

# Only workers that make parts or segments import what makes them. NumPy takes a twentieth of a second, and three more
# where it starts a thread a core for algebra, of which there is none.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True, slots=True)
class _Month:
    """The papers of a segment that one part holds, its name, and its fingerprint."""

    name: str
    papers: Sequence[PaperView]
    fingerprint: bytes


def tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for each part of the index, which take longest."""
    for months in _segments(catalog).values():
        for month in months:
            yield _task(month.name, month.fingerprint, partial(_part_files, catalog.site.build, month))


def closing_tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for each segment, which takes its parts from those that tasks() made; it makes what is missing."""
    for name, months in _segments(catalog).items():
        fingerprint = digest_of(catalog.recipe, [month.fingerprint for month in months])
        yield _task(name, fingerprint, partial(_segment_files, catalog.site.build, name, months))


def _task(name: str, fingerprint: bytes, make: partial[Files]) -> Task:
    return Task(f"search of {name}", "search", fingerprint, lambda: ((FOLDER + path, data) for path, data in make()))


def _segments(catalog: Catalog) -> dict[str, list[_Month]]:
    return {
        name: [_Month(f"{name}-{month}", papers, digest_of(catalog.recipe, papers)) for month, papers in months.items()]
        for name, months in search_segments(catalog.papers.values()).items()
    }


def search_segments(papers: Iterable[PaperView]) -> dict[str, dict[str, list[PaperView]]]:
    """Return the papers of each segment: of the newest month, of its year before it, and of all years before.

    So a new day writes the few papers of its month again, and no others. The papers of a segment are grouped by the
    month in which they were last listed, the newest first: these are its parts.
    """
    ordered = sorted(((paper.listed[0] if paper.listed else date.min, paper) for paper in papers), key=_newest_first)
    newest = ordered[0][0] if ordered else date.min
    segments: dict[str, dict[str, list[PaperView]]] = {name: {} for name in SEGMENTS}
    for day, paper in ordered:
        parts = segments[SEGMENTS[(day.year < newest.year) + ((day.year, day.month) < (newest.year, newest.month))]]
        parts.setdefault(_month_of(day), []).append(paper)
    return segments


def _month_of(day: date) -> str:
    return UNDATED if day == date.min else month_of(day)


def _newest_first(dated: tuple[date, PaperView]) -> int:
    return -dated[0].toordinal()


def _part_files(build: Path, month: _Month) -> Files:
    """Make a part, keep it for its segment, and yield its files."""
    from generator.publish.search.parts import keep_part  # noqa: PLC0415

    part, files = _made(month)
    keep_part(build, month.name, part)
    yield from files


def _part(build: Path, month: _Month) -> "Part":
    """Return a part as it was kept; make it where none is kept, or another."""
    from generator.publish.search.parts import kept_part  # noqa: PLC0415

    kept = kept_part(build, month.name)
    return kept if kept and [one.made_from for one in kept.months] == [month.fingerprint] else _made(month)[0]


def _made(month: _Month) -> tuple["Part", Files]:
    from generator.publish.search.parts import part_of  # noqa: PLC0415

    return part_of(month.fingerprint, map(search_record, month.papers))


def _segment_files(build: Path, name: str, months: Sequence[_Month]) -> Files:
    from generator.publish.search.parts import keep_part, kept_part, part_with  # noqa: PLC0415
    from generator.publish.search.segments import segment_files, segment_of  # noqa: PLC0415

    fingerprints = [month.fingerprint for month in months]
    joined, postings = segment_of(fingerprints, kept_part(build, name), lambda place: _part(build, months[place]))
    keep_part(build, name, part_with(joined, postings))
    return segment_files(name, joined, postings)
