"""Postings: the papers that have a term, each with its best place; collected, merged and encoded with NumPy.

`search.md` describes the encoding.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np
from numpy.typing import NDArray

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


class Vocabulary(dict[str, int]):
    """The number of each run's term, computed when the run is first looked up.

    Most runs have one term. A run with none or several has a negative number instead, which refers to `several`.
    """

    def __init__(self, terms_of: Callable[[str], Sequence[str]]) -> None:
        self._terms_of = terms_of
        self._numbers: dict[str, int] = {}
        self.terms: list[str] = []
        self.several: list[list[int]] = []

    def __missing__(self, run: str) -> int:
        numbers = list(map(self._number, self._terms_of(run)))
        if len(numbers) != 1:
            self.several.append(numbers)
        number = self[run] = numbers[0] if len(numbers) == 1 else -len(self.several)
        return number

    def _number(self, term: str) -> int:
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
        return number


def postings_of(papers: Iterable[Sequence[Sequence[str]]], vocabulary: Vocabulary) -> Postings:
    """Return the postings of papers, numbered in the order given. A paper is the list of runs in each of its places."""
    found: list[int] = []  # the number of each run's term, in order
    sizes: list[int] = []  # the number of runs in each place of each paper
    codes: list[int] = []  # the code of that place
    number = -1
    for number, places in enumerate(papers):
        for place, runs in enumerate(places):
            found += map(vocabulary.__getitem__, runs)
            sizes.append(len(runs))
            codes.append(number << _PLACE_BITS | place)
    both = _with_codes(np.array(found, np.int64), np.repeat(np.array(codes, np.int64), sizes), vocabulary.several)
    both.sort()  # by term, then by paper, then by place
    best = both[np.flatnonzero(np.diff(both >> _PLACE_BITS, prepend=-1))]
    numbers = best >> _CODE_BITS
    starts = np.flatnonzero(np.diff(numbers, prepend=-1))
    terms = [vocabulary.terms[term] for term in numbers[starts].tolist()]
    counts = np.diff(starts, append=len(numbers))
    return Postings(number + 1, terms, counts.astype(np.uint32), best.astype(np.uint32))


def _with_codes(found: NDArray[np.int64], codes: NDArray[np.int64], several: Sequence[list[int]]) -> NDArray[np.int64]:
    """Return each occurrence as one number: the term's number in the upper half, the code in the lower half."""
    single = found >= 0
    others = [several[-number - 1] for number in found[~single].tolist()]
    terms = np.concatenate([found[single], np.array(list(chain.from_iterable(others)), np.int64)])
    where = np.concatenate([codes[single], np.repeat(codes[~single], list(map(len, others)))])
    both: NDArray[np.int64] = terms << _CODE_BITS | where
    return both


def some_of(postings: Postings, first: int, last: int) -> Postings:
    """Return the postings of the papers from `first` up to but not including `last`. Terms may end up without any."""
    codes = postings.codes
    there = (codes >= first << _PLACE_BITS) & (codes < last << _PLACE_BITS)
    ends = np.cumsum(postings.counts, dtype=np.int64)
    counts = np.add.reduceat(there, ends - postings.counts, dtype=np.uint32) if len(ends) else postings.counts
    return Postings(last - first, postings.terms, counts, codes[there] - (first << _PLACE_BITS))


def together(parts: Iterable[Postings]) -> Postings:
    """Return the merged postings of consecutive parts, with papers numbered through and terms sorted."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    added = [(_looked_up(part.terms, numbers), part.counts, part.codes, part.papers) for part in parts]
    terms = sorted(numbers)
    place = np.empty(len(terms), np.int64)
    place[_looked_up(terms, numbers)] = np.arange(len(terms))
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


def _looked_up(terms: Sequence[str], numbers: Mapping[str, int]) -> Numbers:
    return np.fromiter(map(numbers.__getitem__, terms), np.uint32, len(terms))


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
