"""Postings: which papers have a term, and where best; collected, put together and written as arrays of numbers.

`search.md` beside this file describes how they are written.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import methodcaller

import numpy as np
from numpy.typing import NDArray

PLACES = 3  # title; summary, topics, authors and arXiv id; abstract

_MORE = 1 << 7
_CHUNK = 1 << 20  # codes that are written at a time: each takes some fifty bytes meanwhile

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms of some papers, how many papers have each, and the codes of these, term after term, ascending.

    `PLACES` times a paper's number from 0, and its best place, are one code for both.
    """

    papers: int
    terms: Sequence[str]
    counts: Numbers
    codes: Numbers


class Vocabulary(dict[str, int]):
    """The number of the term that a word counts as, by the word; it learns each word that it is asked for."""

    def __init__(self, term_of: Callable[[str], str]) -> None:
        self._term_of = term_of
        self._numbers: dict[str, int] = {}
        self.terms: list[str] = []

    def __missing__(self, word: str) -> int:
        term = self._term_of(word)
        number = self[word] = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number


def postings_of(papers: Iterable[Sequence[Sequence[str]]], vocabulary: Vocabulary) -> Postings:
    """Return the postings of papers, numbered in their order; each is given by its words in each of its `PLACES`."""
    found: list[int] = []  # the term of each word as it is met
    sizes: list[int] = []  # how many words are in each place of each paper
    for places in papers:
        for words in places:
            found += map(vocabulary.__getitem__, words)
            sizes.append(len(words))
    codes = np.repeat(np.arange(len(sizes)), sizes)
    both = np.sort(np.array(found, np.int64) * len(sizes) + codes)  # by term, then by paper, then by place
    best = both[np.flatnonzero(np.diff(both // PLACES, prepend=-1))]
    numbers, codes = np.divmod(best, max(len(sizes), 1))
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    terms = [vocabulary.terms[number] for number in numbers[starts].tolist()]
    counts = np.diff(starts, append=len(numbers))
    return Postings(len(sizes) // PLACES, terms, counts.astype(np.uint32), codes.astype(np.uint32))


def together(parts: Iterable[Postings]) -> Postings:
    """Return the postings of parts that follow one another, the papers numbered on, the terms sorted.

    Terms stand in the order in which JavaScript compares strings: by UTF-16 code units.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    added = [(_looked_up(part.terms, numbers), part.counts, part.codes, part.papers) for part in parts]
    terms = sorted(numbers, key=methodcaller("encode", "utf-16-be"))
    place = np.empty(len(terms), np.int64)
    place[_looked_up(terms, numbers)] = np.arange(len(terms))
    total = np.zeros(len(terms), np.uint32)
    for known, counts, _, _ in added:
        total[place[known]] += counts
    free = np.cumsum(total, dtype=np.int64) - total  # where the next code of each term belongs
    together = np.empty(total.sum(), np.uint32)
    before = 0
    for known, counts, codes, papers in added:
        at = place[known]
        together[_runs(free[at], counts)] = codes + np.uint32(before * PLACES)
        free[at] += counts
        before += papers
    return Postings(before, terms, total, together)


def _looked_up(terms: Sequence[str], numbers: Mapping[str, int]) -> Numbers:
    return np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms))


def _runs(starts: NDArray[np.int64], sizes: Numbers) -> NDArray[np.int64]:
    """Return the numbers that begin at each start and are as many as its size says."""
    ends = np.cumsum(sizes, dtype=np.int64)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)


def written(postings: Postings) -> tuple[bytes, NDArray[np.int64]]:
    """Return the postings of all terms as they are written, one after another, and the size of each in bytes."""
    ends = np.cumsum(postings.counts, dtype=np.int64)
    data, sizes = [], [np.zeros(0, np.int64)]
    for first, last in _chunks(ends):
        start = int(ends[first - 1]) if first else 0
        counts = postings.counts[first:last]
        written, lengths = _written(postings.codes[start : ends[last - 1]], ends[first:last] - counts - start)
        data.append(written)
        sizes.append(lengths)
    return b"".join(data), np.concatenate(sizes)


def _chunks(ends: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield the first term and the one after the last of each chunk."""
    first = 0
    while first < len(ends):
        start = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, start + _CHUNK)), first + 1)
        yield first, last
        first = last


def _written(codes: Numbers, starts: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    papers, places = np.divmod(codes.astype(np.int64), PLACES)
    gaps = np.diff(papers, prepend=0)
    gaps[starts] = papers[starts] + 1
    data, lengths = varints(gaps, PLACES - 1 - places)
    return data, np.add.reduceat(lengths, starts)


def varints(numbers: NDArray[np.int64], zeros: NDArray[np.int64] | int = 0) -> tuple[bytes, NDArray[np.int64]]:
    """Return numbers as LEB128, each with so many zeros in front of it, and how many bytes each of them takes.

    LEB128 is seven bits a byte, the lowest first; the eighth says that more follow.
    """
    sizes = np.ones_like(numbers)
    limit, large = _MORE, np.flatnonzero(numbers >= _MORE)
    while len(large):
        sizes[large] += 1
        limit *= _MORE
        large = large[numbers[large] >= limit]
    lengths = sizes + zeros
    at = np.cumsum(lengths) - sizes
    data = np.zeros(int(lengths.sum()), np.uint8)
    left = numbers
    while len(left):
        more = left >= _MORE
        data[at] = left % _MORE + more * _MORE
        left, at = left[more] // _MORE, at[more] + 1
    return data.tobytes(), lengths
