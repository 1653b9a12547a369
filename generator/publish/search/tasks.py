"""The tasks that build the search index: static files, of which a browser loads a few to answer a query.

`search.md` describes the format, its guarantees, and why it is our own; `overrides/assets/javascripts/search-index.js`
reads it.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
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

# Only workers that build parts or segments import NumPy, which takes 50 ms to load, and 150 ms more if OpenBLAS starts
# a thread per core for linear algebra, which is not used here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True, slots=True)
class _Month:
    """A part of a segment: its name, its papers and its fingerprint."""

    name: str
    papers: Sequence[PaperView]
    fingerprint: bytes


def tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for each part of the index. These are the slowest tasks of a build."""
    for months in _segments(catalog).values():
        for month in months:
            yield _task(month.name, month.fingerprint, partial(_part_files, catalog.site.build, month))


def closing_tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for each segment. It merges the parts that tasks() built, and builds missing ones itself."""
    for name, months in _segments(catalog).items():
        fingerprint = digest_of(catalog.recipe, [month.fingerprint for month in months])
        yield _task(name, fingerprint, partial(_segment_files, catalog.site.build, name, months))


def _task(name: str, fingerprint: bytes, make: partial[Files]) -> Task:
    return Task(f"search of {name}", "search", fingerprint, lambda: ((FOLDER + path, data) for path, data in make()))


@lru_cache(1)
def _segments(catalog: Catalog) -> dict[str, list[_Month]]:
    return {
        name: [_Month(f"{name}-{month}", papers, digest_of(catalog.recipe, papers)) for month, papers in months.items()]
        for name, months in search_segments(catalog.papers.values()).items()
    }


def search_segments(papers: Iterable[PaperView]) -> dict[str, dict[str, list[PaperView]]]:
    """Return the papers of each segment: the newest month, the rest of its year, and all earlier years.

    A new day therefore only rewrites the few papers of its month. A segment's papers are grouped into parts by the
    month in which they were last listed, newest first.
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
    """Build a part, save it for its segment, and yield its files."""
    from generator.publish.search.parts import keep_part  # noqa: PLC0415

    part, files = _made(month)
    keep_part(build, month.name, part)
    yield from files


def _part(build: Path, month: _Month) -> "Part":
    """Return the saved part; build it if none is saved or if it is out of date."""
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
