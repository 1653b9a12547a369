"""Neighbours: the papers whose vectors are closest to a paper's, and the terms that they share.

How close two papers are depends on what tells whether they are about the same problem or method:

- their shared terms, of which those in both titles count twice: a title names the problem and the method;
- their subjects, so that a side term does not match papers of two fields;
- the rarest term that they share: common ones alone are a technique that many papers use.

Products are sums of integers, computed as floating-point numbers below 2**53 and therefore exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from generator.publish.discover.columns import (
    ONE,
    SLOTS,
    SUBJECT_ONE,
    Flags,
    Ints,
    Links,
    Numbers,
    Products,
    Vectors,
    Weighed,
    slots_of,
)

MOST = 6  # neighbours of a paper
MOST_NEWER = 3  # newer papers that have a paper as a neighbour
MOST_SHARED = 3  # terms that explain a neighbour
_SCALE = 1_000  # the closeness of equal vectors with no term in a title, if their rarest term is a common one

FLOOR = 270  # closeness below which a neighbour is noise
_LEAST_SHARED = 2  # terms that explain a neighbour
_SUBJECT_SQUARE = SUBJECT_ONE * SUBJECT_ONE
_COMMON_RARITY = 80  # of a term in one of 32 papers: closeness is not scaled if it is the rarest shared one


@dataclass(frozen=True, slots=True)
class _Shared:
    """Terms shared by pairs of papers: the pair's number, the term's index in the first one, the product of weights.

    A pair's number is the index of the first paper times the number of rows, plus the row of the second.
    """

    pair: Ints
    term: Ints
    product: Products

    def of(self, pairs: Ints) -> "_Shared":
        """Return the terms of some pairs, whose numbers become their indices."""
        place = np.full(int(self.pair.max(initial=0)) + 1, -1)
        place[pairs] = np.arange(len(pairs))
        place = place[self.pair]
        kept = np.flatnonzero(place >= 0)
        return _Shared(place[kept], self.term[kept], self.product[kept])


class Index:
    """The vectors of all papers in the order of their rows, to be searched for the neighbours of some of them.

    `wanted` are the terms of those papers: the index holds no others.
    """

    def __init__(self, vectors: Vectors, wanted: Numbers) -> None:
        self._rows = len(vectors.sizes)
        self._numbers = np.unique(wanted)
        kept = np.flatnonzero(_may_be_in(vectors.numbers, self._numbers))
        numbers = vectors.numbers[kept]
        places = np.searchsorted(self._numbers, numbers)
        found = np.flatnonzero(self._numbers[np.minimum(places, len(self._numbers) - 1)] == numbers)
        kept, places = kept[found], places[found]
        keys = places * self._rows + np.repeat(np.arange(self._rows), vectors.sizes)[kept]
        order = np.argsort(keys)
        kept = kept[order]
        self._keys = keys[order]
        self._row = self._keys % self._rows
        self._weights = vectors.weights[kept].astype(np.float64)
        self._titled = vectors.titled[kept]
        self._subjects = vectors.subjects

    def neighbours(self, papers: Weighed, first: int, rows: int) -> Links:
        """Return the neighbours of papers whose rows begin with `first`, among the papers in the first `rows` rows.

        Of equally close ones the later comes first.
        """
        vectors = papers.vectors
        pairs, products, shared = self._promising(papers, rows)
        own, row = np.divmod(pairs, rows)
        rarest = np.zeros(len(pairs), np.int64)
        np.maximum.at(rarest, shared.pair, papers.rarities[shared.term])
        closeness = _closeness(_agreed(products, vectors.subjects[own], self._subjects[row]), rarest)
        number = np.bincount(shared.pair, minlength=len(pairs))
        closest = np.flatnonzero((closeness >= FLOOR) & (number >= _LEAST_SHARED) & (row != own + first))
        closest = closest[np.lexsort((-row[closest], -closeness[closest], own[closest]))]
        places = np.arange(len(closest)) - np.searchsorted(own[closest], own[closest])
        closest = closest[places < MOST]
        explained = _explained(shared.of(closest), len(closest), papers)
        clear = np.array([len(shares) >= _LEAST_SHARED for shares in explained], np.bool_)
        closest, explained = closest[clear], list(compress(explained, clear.tolist()))
        counts = np.bincount(own[closest], minlength=len(vectors.sizes))
        return Links(counts, row[closest], closeness[closest], explained)

    def _promising(self, papers: Weighed, rows: int) -> tuple[Ints, Ints, _Shared]:
        """Return the pairs of a paper and one in the first rows that may be close enough.

        With them come the sums of their products, and the terms that they share. One in both titles counts twice.
        """
        vectors = papers.vectors
        places = np.searchsorted(self._numbers, vectors.numbers)
        starts = np.searchsorted(self._keys, places * self._rows)
        lengths = np.searchsorted(self._keys, places * self._rows + rows) - starts
        ends = np.cumsum(lengths)
        at = np.arange(lengths.sum()) + np.repeat(starts - ends + lengths, lengths)
        own = np.repeat(np.arange(len(vectors.sizes)) * rows, vectors.sizes)
        pair = np.repeat(own, lengths) + self._row[at]
        product = np.repeat(vectors.weights.astype(np.float64), lengths) * self._weights[at]
        product[np.repeat(vectors.titled, lengths) & self._titled[at]] *= 2
        sums = np.bincount(pair, product)
        enough = sums >= _least(int(papers.rarities.max(initial=0)))
        pairs = np.flatnonzero(enough)
        kept = np.flatnonzero(enough[pair])
        shared = _Shared(np.searchsorted(pairs, pair[kept]), np.searchsorted(ends, kept, side="right"), product[kept])
        return pairs, sums[pairs].astype(np.int64), shared


def closest_newer(counts: bytes, rows: bytes, closeness: bytes, papers: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the neighbours turned round: for each paper the closest of the newer ones that have it as a neighbour.

    The columns are those of all papers; `papers` is how many of them each day has. The first list has the rows of the
    older papers, in order; the second has the places of the newer ones' neighbours in the columns.
    """
    days = np.repeat(np.arange(len(papers)), papers)
    of_paper = np.frombuffer(counts, np.uint8)
    older, close = np.frombuffer(rows, np.uint32).astype(np.int64), np.frombuffer(closeness, np.uint16).astype(np.int64)
    newer = np.repeat(np.arange(len(of_paper)), of_paper)
    kept = np.flatnonzero(days[newer] > days[older])
    kept = kept[np.lexsort((-newer[kept], -close[kept], older[kept]))]
    places = np.arange(len(kept)) - np.searchsorted(older[kept], older[kept])
    kept = kept[places < MOST_NEWER]
    return older[kept].tolist(), kept.tolist()


def _agreed(products: Ints, some: Ints, others: Ints) -> Ints:
    """Return the products of pairs of papers times the squared cosine of their subjects, if both are known."""
    cosine = np.clip((some * others).sum(axis=1), 0, _SUBJECT_SQUARE)
    known = some.any(axis=1) & others.any(axis=1)
    return np.where(known, products * cosine // _SUBJECT_SQUARE * cosine // _SUBJECT_SQUARE, products)


def _closeness(products: Ints, rarest: Ints | int) -> Ints:
    """Return how close pairs of papers are; it grows with the rarity of the rarest term that they share."""
    return products * (_COMMON_RARITY + rarest) * _SCALE // (2 * _COMMON_RARITY * ONE * ONE)


def _least(rarest: int) -> int:
    """Return the product that a pair of papers needs to be close enough if no term is rarer."""
    return -(-2 * _COMMON_RARITY * ONE * ONE * FLOOR // ((_COMMON_RARITY + rarest) * _SCALE))


def _explained(shared: _Shared, pairs: int, papers: Weighed) -> list[tuple[str, ...]]:
    """Return the terms that explain each of so many pairs of papers."""
    order = np.lexsort((shared.term, -shared.product, shared.pair))
    terms: list[list[str]] = [[] for _ in range(pairs)]
    for pair, term in zip(shared.pair[order].tolist(), papers.spellings(shared.term[order]), strict=True):
        _add(terms[pair], term)
    return [tuple(some[:MOST_SHARED]) for some in terms]


def _add(terms: list[str], term: str) -> None:
    """Add a term, unless a pair of words names it; a pair takes the place of its words."""
    words = frozenset(term.casefold().split())
    others = [frozenset(known.casefold().split()) for known in terms]
    if not any(words <= other for other in others):
        terms[:] = [known for known, other in zip(terms, others, strict=True) if not other < words]
        terms.append(term)


def _may_be_in(numbers: Numbers, some: Numbers) -> Flags:
    """Return which of the numbers may be among the others; the rest are not. It takes a fraction of `numpy.isin`."""
    marked = np.zeros(SLOTS, np.bool_)
    marked[slots_of(some)] = True
    return marked[slots_of(numbers)]
