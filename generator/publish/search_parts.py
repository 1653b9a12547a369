"""Parts: some of a segment's papers, made apart, so that many processes share a segment and a change makes one part.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.archive.files import replace_file
from generator.publish.search_records import SearchRecord, rank
from generator.publish.search_shards import Packed, Postings
from generator.publish.search_words import stem, words_of

KEPT = "search"
BLOCK = 4  # papers in one file of what hits show


class Part(msgspec.Struct, frozen=True, array_like=True):
    """What a segment is put together from: the folder of a part's blocks, how many papers it has, and who has what.

    Its papers are numbered from 0 in their order.
    """

    folder: str
    papers: int
    postings: dict[str, Packed]


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    made_from: bytes
    part: Part


_decoder = msgspec.msgpack.Decoder(_Kept)


def part_of(records: Iterable[SearchRecord]) -> tuple[Part, Iterator[tuple[str, bytes]]]:
    """Return a part, and its blocks by their path below the index; the same records give the same bytes.

    The blocks stand in a folder that is named after what they hold, so a file of a name never changes.
    """
    ordered = sorted(records, key=rank)
    blocks = [_block(ordered[at : at + BLOCK]) for at in range(0, len(ordered), BLOCK)]
    folder = hashlib.sha256(b"".join(blocks)).hexdigest()[:12]
    postings = Postings(stem)
    for number, record in enumerate(ordered):
        postings.add(number, *map(words_of, _places(record)))
        postings.add_filters(number, _filters(record))
    files = ((f"{folder}/d{number}.bin", zlib.compress(block)) for number, block in enumerate(blocks))
    return Part(folder, len(ordered), postings.packed()), files


def keep_part(folder: Path, name: str, made_from: bytes, part: Part) -> None:
    """Keep a part in the folder of a build for the segment that it belongs to, and for the next build.

    What is kept is a cache: missing or damaged, it costs time alone. Raises ArchiveError.
    """
    replace_file(folder / KEPT / name, msgspec.msgpack.encode(_Kept(made_from, part)), durable=False)


def kept_part(folder: Path, name: str, made_from: bytes) -> Part | None:
    """Return the part that was kept, None if it was made from something else."""
    try:
        kept = _decoder.decode((folder / KEPT / name).read_bytes())
    except (OSError, msgspec.DecodeError):
        return None
    return kept.part if kept.made_from == made_from else None


def _places(record: SearchRecord) -> tuple[str, str, str]:
    """Return the texts that a paper is found by, the best place first."""
    names = (topic.title for topic in record.topics)
    about = "\n".join((record.summary, *names, *record.authors, record.arxiv_id))
    return record.title, about, "\n".join(record.abstract)


def _filters(record: SearchRecord) -> Iterator[str]:
    """Yield what a paper is filtered by: terms that begin with a sign that no word holds."""
    yield from (f"#{topic.name}" for topic in record.topics)
    yield from (f"@{year}" for year in record.years)
    yield from (f"&{' '.join(words_of(name))}" for name in record.authors)


def _block(records: list[SearchRecord]) -> bytes:
    """Return what hits show of some papers."""
    return msgspec.json.encode(
        [
            (
                record.address,
                record.title,
                record.facts,
                [topic.name for topic in record.topics],
                ", ".join(record.authors),
                [text for text in (record.summary, *record.abstract) if text],
            )
            for record in records
        ]
    )
