"""Postings: the papers that have a term, each with its best place; collected, merged and encoded with NumPy.

`search.md` describes the encoding.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from generator.publish.arrays import Ids, Vocabulary, order_of

LAST_PLACE = 3  # 0 is the title's head; 1 the title; 2 summary, topics, authors and arXiv id; 3 the abstract

_PLACE_BITS = 2
_PLACE = (1 << _PLACE_BITS) - 1
_DIGIT_BITS = 7
_MORE = 1 << _DIGIT_BITS
_CODE_BITS = 32
_CHUNK = 1 << 18  # codes encoded at a time: each needs about fifty bytes of working memory

Numbers = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """The terms of some papers, the number of papers that have each, and their codes by term, ascending.

    A code is a paper's number, counted from 0, with its best place in the lowest bits.
    """

    papers: int
    terms: Sequence[str]
    counts: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a paper is found by: its text in each place, with spaces between the runs, and the terms of filters."""

    texts: tuple[str, str, str, str]
    filters: Sequence[str] = ()


class Terms:
    """The terms of runs, by number. Those of a run, none, one or several, are computed when it is first met."""

    def __init__(self, terms_of: Callable[[str], Sequence[str]]) -> None:
        self._names = Vocabulary()
        self._terms_of = terms_of
        self._runs = Vocabulary()
        self._sizes = array("I")  # how many terms each run has
        self._found = array("I")  # the numbers of the terms of all runs

    @property
    def names(self) -> Sequence[str]:
        """The terms by number."""
        return self._names.words

    def numbers(self, terms: Iterable[str]) -> Ids:
        """Return the numbers of terms."""
        return self._names.numbers(terms)

    def of(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """Return the numbers of the terms of all texts, and the index of the text of each. Spaces separate runs."""
        runs, lengths = self._runs.numbers_in(texts)
        new = [self._terms_of(run) for run in self._runs.words[len(self._sizes) :]]
        self._sizes.extend(map(len, new))
        self._found.extend(self.numbers(chain.from_iterable(new)).tolist())
        known = np.array(self._sizes, np.int64)
        sizes = known[runs]
        places = np.repeat(np.cumsum(known)[runs] - np.cumsum(sizes), sizes) + np.arange(sizes.sum())
        text = np.repeat(np.repeat(np.arange(len(texts), dtype=np.uint32), lengths), sizes)
        return np.array(self._found, np.uint32)[places], text


def postings_of(papers: Sequence[Indexed], terms: Terms) -> Postings:
    """Return the postings of papers, numbered in the order given."""
    found, codes = terms.of([text for paper in papers for text in paper.texts])  # a text's index is its code
    filters = terms.numbers(chain.from_iterable(paper.filters for paper in papers)).astype(np.uint32)
    codes_of_filters = np.arange(len(papers), dtype=np.uint32) << _PLACE_BITS | LAST_PLACE
    found = np.concatenate([found, filters])
    codes = np.concatenate([codes, np.repeat(codes_of_filters, [len(paper.filters) for paper in papers])])
    order = order_of(found)
    found, codes = found[order], codes[order]  # by term, then by paper, then by place
    both = found.astype(np.int64) << _CODE_BITS | codes
    best = np.flatnonzero(np.diff(both >> _PLACE_BITS, prepend=-1))
    found, codes = found[best], codes[best]
    starts = np.flatnonzero(np.diff(found, prepend=-1))
    names = [terms.names[term] for term in found[starts].tolist()]
    counts = np.diff(starts, append=len(found))
    return Postings(len(papers), names, counts.astype(np.uint32), codes)


def some_of(postings: Postings, first: int, last: int) -> Postings:
    """Return the postings of the papers from `first` up to but not including `last`. Terms may end up without any."""
    codes = postings.codes
    there = (codes >= first << _PLACE_BITS) & (codes < last << _PLACE_BITS)
    ends = np.cumsum(postings.counts, dtype=np.int64)
    counts = np.add.reduceat(there, ends - postings.counts, dtype=np.uint32) if len(ends) else postings.counts
    return Postings(last - first, postings.terms, counts, codes[there] - (first << _PLACE_BITS))


def together(parts: Iterable[Postings]) -> Postings:
    """Return the merged postings of consecutive parts, with papers numbered through and terms sorted."""
    known_terms = Vocabulary()
    added = [(known_terms.numbers(part.terms), part.counts, part.codes, part.papers) for part in parts]
    names = known_terms.words
    order = sorted(range(len(names)), key=names.__getitem__)
    terms = [names[number] for number in order]
    place = np.empty(len(names), np.int64)
    place[order] = np.arange(len(terms))
    total = np.zeros(len(terms), np.uint32)
    for known, counts, _, _ in added:
        total[place[known]] += counts
    free = np.cumsum(total, dtype=np.int64) - total  # the position for each term's next code
    codes = np.empty(total.sum(), np.uint32)
    before = 0
    for known, counts, added_codes, papers in added:
        at = place[known]
        _put(codes, free[at], counts, added_codes + np.uint32(before << _PLACE_BITS))
        free[at] += counts
        before += papers
    return Postings(before, list(compress(terms, total)), total[total > 0], codes)


def _put(target: Numbers, starts: NDArray[np.int64], sizes: Numbers, values: Numbers) -> None:
    """Copy consecutive runs of values, of the given sizes, to their start positions in the target."""
    ends = np.cumsum(sizes, dtype=np.int64)
    shifts = starts - (ends - sizes)
    for first, last in _chunks(ends):
        there = slice(ends[first] - sizes[first], ends[last - 1])
        places = np.repeat(shifts[first:last], sizes[first:last]) + np.arange(there.start, there.stop)
        target[places] = values[there]


def written(postings: Postings) -> tuple[bytes, NDArray[np.int64]]:
    """Return the encoded postings of all terms, concatenated, and the size of each in bytes."""
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
    """Yield the range of terms in each chunk: the first, and the one after the last."""
    first = 0
    while first < len(ends):
        start = ends[first - 1] if first else 0
        last = max(int(np.searchsorted(ends, start + _CHUNK)), first + 1)
        yield first, last
        first = last


def _written(codes: Numbers, starts: NDArray[np.int64]) -> tuple[bytes, NDArray[np.int64]]:
    papers = codes >> _PLACE_BITS
    gaps = np.diff(papers, prepend=np.uint32(0))
    gaps[starts] = papers[starts] + 1
    data, lengths = varints(gaps, np.uint32(LAST_PLACE) - (codes & np.uint32(_PLACE)))
    return data, np.add.reduceat(lengths, starts, dtype=np.int64)


def varints(numbers: Numbers, zeros: Numbers | int = 0) -> tuple[bytes, Numbers]:
    """Return the numbers as LEB128, each after the given count of zero bytes, and the bytes that each takes.

    LEB128 has seven bits per byte, lowest first; the eighth bit is set if more bytes follow.
    """
    sizes = np.ones_like(numbers)
    bits, large = _DIGIT_BITS, np.flatnonzero(numbers >= _MORE)
    while len(large):
        sizes[large] += 1
        bits += _DIGIT_BITS
        large = large[numbers[large] >> bits > 0]
    lengths = sizes + np.uint32(zeros)
    at = np.cumsum(lengths, dtype=np.int64) - sizes
    data = np.zeros(lengths.sum(), np.uint8)
    left: Numbers = numbers
    while len(left):
        more = left >= _MORE
        data[at] = left & (_MORE - 1) | more * np.uint32(_MORE)
        left, at = (left >> np.uint32(_DIGIT_BITS))[more], at[more] + 1
    return data.tobytes(), lengths
