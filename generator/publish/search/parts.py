"""Parts of a segment, built separately: processes share the work, and a change rebuilds only one part.

`search.md` describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np
from isal import isal_zlib

from generator.archive.dates import month_of
from generator.incremental.cache import Cache
from generator.publish.search.document import SearchRecord, head_of, rank
from generator.publish.search.postings import Indexed, Postings, Terms, postings_of
from generator.publish.search.words import JOINED, joined_of, runs_of, without_umlauts, words_of
from generator.stems import stem

KEPT = "search"
BLOCK = 4  # papers in one block, a file with the texts that hits show


class Month(msgspec.Struct, frozen=True, array_like=True):
    """A month's papers: the digest of their records, the folder of their blocks, and what orders and filters them.

    `name` is empty for papers without a day. `upvotes` has the length and the value of each run of papers with equally
    many upvotes, and `days` the day of the month of each paper as a byte, or zero.
    """

    made_from: bytes
    folder: str
    name: str
    upvotes: Sequence[tuple[int, int]]
    days: bytes

    @property
    def papers(self) -> int:
        """The number of papers."""
        return len(self.days)


class Part(msgspec.Struct, frozen=True, array_like=True):
    """Some consecutive months and their postings as bytes.

    `terms` has one term per line; `counts` and `codes` are those of `Postings`, with two bytes each if they fit.
    """

    months: Sequence[Month]
    terms: str
    counts: bytes
    codes: bytes

    @property
    def papers(self) -> int:
        """The number of papers."""
        return sum(month.papers for month in self.months)

    def postings(self) -> Postings:
        """Return the decoded postings."""
        kind = _type(self.papers)
        terms = self.terms.split("\n") if self.terms else []
        return Postings(self.papers, terms, np.frombuffer(self.counts, kind), np.frombuffer(self.codes, kind))


def part_of(made_from: bytes, records: Iterable[SearchRecord]) -> tuple[Part, Iterator[tuple[str, bytes]]]:
    """Return the part of a month, and its blocks by path below the index. The same records give the same bytes.

    All records must be of the same month, or without a day.

    The blocks' folder is named by a hash of their content, so a file at a given path never changes.
    """
    ordered = sorted(records, key=rank)
    blocks = [_block(ordered[at : at + BLOCK]) for at in range(0, len(ordered), BLOCK)]
    folder = folder_of(blocks)
    packed = (isal_zlib.compress(block, isal_zlib.ISAL_BEST_COMPRESSION) for block in blocks)
    files = ((f"{folder}/d{number}.bin", block) for number, block in enumerate(packed))
    postings = postings_of(list(map(_indexed, ordered)), _terms)
    return part_with([_month(made_from, folder, ordered)], postings), files


def _month(made_from: bytes, folder: str, ordered: Sequence[SearchRecord]) -> Month:
    day = ordered[0].day if ordered else None
    upvotes = groupby(record.upvotes for record in ordered)
    return Month(
        made_from,
        folder,
        month_of(day) if day else "",
        [(sum(1 for _ in run), votes) for votes, run in upvotes],
        bytes(record.day.day if record.day else 0 for record in ordered),
    )


def part_with(months: Sequence[Month], postings: Postings) -> Part:
    """Return a part with these months and postings."""
    kind = _type(postings.papers)
    counts, codes = (numbers.astype(kind).tobytes() for numbers in (postings.counts, postings.codes))
    return Part(months, "\n".join(postings.terms), counts, codes)


def folder_of(contents: Iterable[bytes]) -> str:
    """Return the name of the folder for files with these contents."""
    return hashlib.sha256(b"".join(contents)).hexdigest()[:12]


def _type(papers: int) -> type[np.uint16 | np.uint32]:
    return np.uint16 if papers < 1 << 14 else np.uint32


def keep_part(folder: Path, name: str, part: Part) -> None:
    """Save a part in the build folder, for its segment and for the next build. Raises ArchiveError."""
    Cache(folder / KEPT, Part).keep(name, part)


def kept_part(folder: Path, name: str) -> Part | None:
    """Return the saved part, or None."""
    return Cache(folder / KEPT, Part).get(name)


def _indexed(record: SearchRecord) -> Indexed:
    """Return what a paper is found by."""
    about = (record.summary, *(topic.title for topic in record.topics), *record.authors, record.arxiv_id, record.doi)
    texts = (head_of(record.title), record.title, "\n".join(about), "\n".join(record.abstract))
    head, title, others, abstract = map(runs_of, texts)
    filters = [*(f"#{topic.name}" for topic in record.topics), *map(_author, record.authors)]
    return Indexed((head, title, others, abstract), filters)


@cache
def _author(name: str) -> str:
    """Return the term of the filter for an author. No word has the sign that it begins with."""
    return "&" + " ".join(words_of(name))


def _terms_of(run: str) -> list[str]:
    """Return the terms of a run: its words and marked compounds of two words."""
    if run.isascii() and (word := run.rstrip(".")).isalnum():
        return [stem(word)]
    words = words_of(run) + without_umlauts(run)
    return [*map(stem, words), *(stem(pair) + JOINED for pair in joined_of(run))]


_terms = Terms(_terms_of)  # shared by all parts that a process builds, as they have most runs in common


def _block(records: list[SearchRecord]) -> bytes:
    """Return a block: the data that hits show for some papers."""
    return msgspec.json.encode(
        [
            (
                record.address,
                record.title,
                record.upvotes,
                record.facts,
                [topic.name for topic in record.topics],
                int(record.suggested),
                ", ".join(record.authors),
                [text for text in (record.summary, *record.abstract) if text],
            )
            for record in records
        ]
    )
