"""Shards: files of sorted terms with their postings, small enough to load one for each word of a query.

`search.md` describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, islice, pairwise

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray

from generator.publish.search.postings import Postings, varints
from generator.publish.search.words import JOINED

SHARD = range(5_120, 10_240)  # bytes before compression; a larger term gets a shard of its own
GROUP = range(8, 24)  # shards in one folder
MOST_COMMON = 256


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of postings, for the terms from `start` up to the next shard's start."""

    start: str
    terms: int
    data: bytes

    def packed(self) -> bytes:
        """Return the compressed content of the file.

        The postings of a single term have no repeated sequences for deflate to find, but some gaps are frequent and,
        for a common word, come in runs.
        """
        if self.terms > 1:
            return isal_zlib.compress(self.data, isal_zlib.ISAL_BEST_COMPRESSION)
        compressors = (zlib.compressobj(strategy=strategy) for strategy in (zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE))
        return min((packer.compress(self.data) + packer.flush() for packer in compressors), key=len)


def common(postings: Postings) -> list[tuple[str, int]]:
    """Return the most common words with their numbers of papers, most common first."""
    most = np.argsort(-postings.counts.astype(np.int64), kind="stable").tolist()
    found = ((postings.terms[at], int(postings.counts[at])) for at in most)
    return list(islice((pair for pair in found if pair[0][0].isalnum() and not pair[0].endswith(JOINED)), MOST_COMMON))


def shards_of(terms: Sequence[str], written: bytes, sizes: NDArray[np.int64]) -> Iterator[Shard]:
    """Yield shards of the sorted terms. `written` has their encoded postings, `sizes` the bytes of each."""
    lengths, digits = varints(sizes.astype(np.uint32))
    ends, digits_ends = (list(accumulate(numbers.tolist(), initial=0)) for numbers in (sizes, digits))
    weights = sizes + np.fromiter(map(len, terms), np.int64, len(terms))
    for first, last, start in _runs(weights.tolist(), terms, SHARD):
        names = "\n".join(terms[first:last]).encode()
        header = lengths[digits_ends[first] : digits_ends[last]]
        yield Shard(start, last - first, b"".join((header, b"\0", written[ends[first] : ends[last]], names)))


def groups_of(shards: Sequence[Shard]) -> list[Sequence[Shard]]:
    """Return the shards grouped by folder. A folder's name changes if any of its shards does."""
    runs = _runs([1] * len(shards), [shard.start for shard in shards], GROUP)
    return [shards[first:last] for first, last, _ in runs]


def _runs(sizes: Sequence[int], terms: Sequence[str], limits: range) -> Iterator[tuple[int, int, str]]:
    """Yield the begin and end of runs of sorted terms, and the start of each: the shortest distinguishing prefix.

    The sizes of a run add up to a number within the limits if possible. A run ends where the next one's start is
    shortest, because the manifest has all starts; a hash breaks ties. This place does not depend on earlier terms, so a
    change moves few of the runs after it.
    """
    ends = list(accumulate(sizes, initial=0))
    first, start = 0, terms[0][:1] if terms else ""
    while first < len(sizes):
        last = max(bisect_right(ends, ends[first] + limits.stop) - 1, first + 1)
        if last == len(sizes):
            yield first, last, start
            return
        least = min(bisect_left(ends, ends[first] + limits.start), last)
        length = next(size for size in count(1) if terms[least - 1][:size] != terms[last][:size])
        starts = [term[:length] for term in terms[least - 1 : last + 1]]
        cuts = [at for at, (before, after) in enumerate(pairwise(starts)) if before != after]
        cut = min(cuts, key=lambda cut: zlib.crc32(starts[cut + 1].encode()))
        yield first, least + cut, start
        first, start = least + cut, starts[cut + 1]
