"""The search index: files from which a browser answers a query by loading a few of them.

`search.md` beside this file describes the format and its promises, and says why it is our own;
`overrides/assets/javascripts/search-index.js` reads it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.archive.dates import month_of
from generator.incremental.fingerprint import digest_of
from generator.incremental.task import Unit
from generator.publish.paper import UNDATED, PaperView
from generator.publish.search.document import search_record

if TYPE_CHECKING:
    from generator.publish.search.parts import Part

FOLDER = "search-index/"
SEGMENTS = ("newest", "year", "past")

Files = Iterator[tuple[str, bytes]]

# What makes parts and segments is loaded by the process that makes some. NumPy takes a twentieth of a second, and three
# more where it starts a thread a core for algebra, of which there is none.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@dataclass(frozen=True, slots=True)
class _PlannedPart:
    """A part of a segment, what it is made from, and the folder in which builds keep it."""

    name: str
    papers: Sequence[PaperView]
    made_from: bytes
    folder: Path

    def files(self) -> Files:
        """Make the part, keep it for its segment, and yield its files."""
        from generator.publish.search.parts import keep_part  # noqa: PLC0415

        part, files = self._made()
        keep_part(self.folder, self.name, part)
        yield from files

    def part(self) -> "Part":
        """Return the part as it was kept, else make it: what is kept may be lost, or made from something else."""
        from generator.publish.search.parts import kept_part  # noqa: PLC0415

        kept = kept_part(self.folder, self.name)
        return kept if kept and [month.made_from for month in kept.months] == [self.made_from] else self._made()[0]

    def _made(self) -> tuple["Part", Files]:
        from generator.publish.search.parts import part_of  # noqa: PLC0415

        return part_of(self.made_from, map(search_record, self.papers))


def search_units(papers: Iterable[PaperView], recipe: bytes, folder: Path) -> tuple[list[Unit], list[Unit]]:
    """Return the units of all parts, and those of the segments, which take less time if the parts were made before.

    `recipe` is the digest of everything but the papers that decides a byte, `folder` the one in which builds keep
    what they remember.
    """
    parts, segments = [], []
    for name, groups in search_segments(papers).items():
        planned = [
            _PlannedPart(f"{name}-{month}", group, digest_of(recipe, group), folder) for month, group in groups.items()
        ]
        parts += [_unit(part.name, part.made_from, part.files) for part in planned]
        made_from = digest_of(recipe, [part.made_from for part in planned])
        segments.append(_unit(name, made_from, partial(_segment_files, name, planned, folder)))
    return parts, segments


def _unit(name: str, made_from: bytes, make: Callable[[], Files]) -> Unit:
    return Unit("search", f"search of {name}", made_from, lambda: ((FOLDER + path, data) for path, data in make()))


def search_segments(papers: Iterable[PaperView]) -> dict[str, dict[str, list[PaperView]]]:
    """Return the papers of each segment: of the newest month, of its year before it, and of all years before.

    So a new day writes the few papers of its month again, and no others. The papers of a segment stand by the month
    in which they were last listed, the newest first: these are its parts.
    """
    ordered = sorted(((paper.listed[0] if paper.listed else date.min, paper) for paper in papers), key=_newest_first)
    newest = ordered[0][0] if ordered else date.min
    segments: dict[str, dict[str, list[PaperView]]] = {name: {} for name in SEGMENTS}
    for day, paper in ordered:
        parts = segments[SEGMENTS[(day.year < newest.year) + ((day.year, day.month) < (newest.year, newest.month))]]
        parts.setdefault(_month(day), []).append(paper)
    return segments


def _month(day: date) -> str:
    return UNDATED if day == date.min else month_of(day)


def _segment_files(name: str, planned: Sequence[_PlannedPart], folder: Path) -> Files:
    from generator.publish.search.parts import keep_part, kept_part, part_with  # noqa: PLC0415
    from generator.publish.search.segments import segment_files, segment_of  # noqa: PLC0415

    digests = [part.made_from for part in planned]
    months, postings = segment_of(digests, kept_part(folder, name), lambda place: planned[place].part())
    keep_part(folder, name, part_with(months, postings))
    return segment_files(name, months, postings)


def _newest_first(dated: tuple[date, PaperView]) -> int:
    return -dated[0].toordinal()
