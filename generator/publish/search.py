"""The search index: files from which a browser answers a query by loading a few of them.

`search.md` beside this file describes the format and its promises, and says why it is our own;
`overrides/assets/javascripts/search-index.js` reads it.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import msgspec

from generator.publish.digest import digest_of
from generator.publish.search_parts import BLOCK, Part, keep_part, kept_part, part_of
from generator.publish.search_records import search_record
from generator.publish.search_shards import Packed, common, merged, shards_of
from generator.publish.unit import Unit
from generator.publish.views import PaperView

FOLDER = "search-index/"
SEGMENTS = ("newest", "year", "past")
VERSION = 2

Files = Iterator[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class _PlannedPart:
    """A part of a segment, what it is made from, and the folder in which builds keep it."""

    name: str
    papers: Sequence[PaperView]
    made_from: bytes
    folder: Path

    def files(self) -> Files:
        """Make the part, keep it for its segment, and yield its files."""
        part, files = part_of(map(search_record, self.papers))
        keep_part(self.folder, self.name, self.made_from, part)
        yield from ((FOLDER + path, data) for path, data in files)

    def part(self) -> Part:
        """Return the part as it was kept, else make it: what is kept may be lost."""
        return kept_part(self.folder, self.name, self.made_from) or part_of(map(search_record, self.papers))[0]


def search_units(papers: Iterable[PaperView], recipe: bytes, folder: Path) -> tuple[list[Unit], list[Unit]]:
    """Return the units of all parts, and those of the segments, which take less time if the parts were made before.

    `recipe` is the digest of everything but the papers that decides a byte, `folder` the one in which builds keep
    what they remember.
    """
    parts, segments = [], []
    for name, groups in search_segments(papers).items():
        planned = [
            _PlannedPart(f"{name}-{half}", group, digest_of(recipe, group), folder) for half, group in groups.items()
        ]
        parts += [Unit("search", f"search of {part.name}", part.made_from, part.files) for part in planned]
        made_from = digest_of(recipe, [part.made_from for part in planned])
        make: Callable[[], Files] = partial(_segment_of, name, planned)
        segments.append(Unit("search", f"search of {name}", made_from, make))
    return parts, segments


def search_segments(papers: Iterable[PaperView]) -> dict[str, dict[str, list[PaperView]]]:
    """Return the papers of each segment: of the newest month, of its year before it, and of all years before.

    So a new day writes the few papers of its month again, and no others. The papers of a segment stand by the half
    of a year in which they were last listed, the newest first: these are its parts.
    """
    ordered = sorted(((paper.listed[0] if paper.listed else date.min, paper) for paper in papers), key=_newest_first)
    newest = ordered[0][0] if ordered else date.min
    segments: dict[str, dict[str, list[PaperView]]] = {name: {} for name in SEGMENTS}
    for day, paper in ordered:
        parts = segments[SEGMENTS[(day.year < newest.year) + ((day.year, day.month) < (newest.year, newest.month))]]
        parts.setdefault(_half_year(day), []).append(paper)
    return segments


def _half_year(day: date) -> str:
    return "undated" if day == date.min else f"{day.year}-{1 if day.month < 7 else 2}"  # noqa: PLR2004 - July


def segment_files(name: str, parts: Iterable[Part]) -> Files:
    """Yield the manifest and the shards of a segment by their path below the site.

    All but the manifest stand in a folder that is named after what they and the blocks hold.
    """
    told: list[tuple[str, int]] = []
    postings = merged(map(partial(_tell, told), parts))  # one part at a time: each takes much memory
    shards = list(shards_of(postings))
    digest = hashlib.sha256("".join(folder for folder, _ in told).encode())
    for shard in shards:
        digest.update(shard.data)
    folder = digest.hexdigest()[:12]
    manifest = {
        "version": VERSION,
        "folder": folder,
        "parts": told,
        "block": BLOCK,
        "starts": [shard.start for shard in shards],
        "common": common(postings),
    }
    yield f"{FOLDER}{name}.json", msgspec.json.encode(manifest)
    for number, shard in enumerate(shards):
        yield f"{FOLDER}{folder}/t{number}.bin", zlib.compress(shard.data)


def _tell(told: list[tuple[str, int]], part: Part) -> tuple[int, dict[str, Packed]]:
    told.append((part.folder, part.papers))
    return part.papers, part.postings


def _segment_of(name: str, parts: Iterable[_PlannedPart]) -> Files:
    return segment_files(name, (part.part() for part in parts))


def _newest_first(dated: tuple[date, PaperView]) -> int:
    return -dated[0].toordinal()
