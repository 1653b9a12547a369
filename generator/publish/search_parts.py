"""Parts: some of a segment's papers, made apart, so that many processes share a segment and a change makes one part.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np
from isal import isal_zlib

from generator.archive.files import replace_file
from generator.publish.search_postings import PLACES, Postings, Vocabulary, postings_of
from generator.publish.search_records import SearchRecord, rank
from generator.publish.search_words import stem, words_of

KEPT = "search"
BLOCK = 4  # papers in one file of what hits show


class Part(msgspec.Struct, frozen=True, array_like=True):
    """What a segment is put together from: the folder of a part's blocks, and who has what, as bytes.

    Terms are a line each; the numbers of papers and the codes of `Postings` take two bytes each where they fit.
    """

    folder: str
    papers: int
    terms: str
    counts: bytes
    codes: bytes

    def postings(self) -> Postings:
        """Return who has what."""
        terms = self.terms.split("\n") if self.terms else []
        kind = _type(self.papers)
        return Postings(self.papers, terms, np.frombuffer(self.counts, kind), np.frombuffer(self.codes, kind))


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
    folder = folder_of(blocks)
    found = postings_of(map(_places, ordered), _vocabulary)
    kind = _type(len(ordered))
    counts, codes = (numbers.astype(kind).tobytes() for numbers in (found.counts, found.codes))
    packed = (isal_zlib.compress(block, isal_zlib.ISAL_BEST_COMPRESSION) for block in blocks)
    files = ((f"{folder}/d{number}.bin", block) for number, block in enumerate(packed))
    return Part(folder, len(ordered), "\n".join(found.terms), counts, codes), files


def folder_of(contents: Iterable[bytes]) -> str:
    """Return the name of a folder of files with these contents."""
    return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


def _type(papers: int) -> type[np.uint16 | np.uint32]:
    return np.uint16 if papers * PLACES < 1 << 16 else np.uint32


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


def _places(record: SearchRecord) -> tuple[list[str], list[str], list[str]]:
    """Return the words that a paper is found by, those of the best place first, and last what it is filtered by."""
    names = (topic.title for topic in record.topics)
    about = "\n".join((record.summary, *names, *record.authors, record.arxiv_id))
    abstract = words_of("\n".join(record.abstract))
    return words_of(record.title), words_of(about), [*abstract, *_filters(record)]


def _filters(record: SearchRecord) -> Iterator[str]:
    """Yield what a paper is filtered by: terms that begin with a sign that no word holds."""
    yield from (f"#{topic.name}" for topic in record.topics)
    yield from (f"@{year}" for year in record.years)
    yield from (f"&{' '.join(words_of(name))}" for name in record.authors)


def _term_of(word: str) -> str:
    return stem(word) if word[0].isalnum() else word


_vocabulary = Vocabulary(_term_of)  # one for all parts that a process makes: they share most words


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
