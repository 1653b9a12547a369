"""Neighbours: the papers whose vectors are closest to a paper's, and the terms that they share.

How close two papers are depends on what tells whether they are about the same problem or method:

- their shared terms, of which those in both titles count twice: a title names the problem and the method;
- their subjects, so that a side term does not match papers of two fields;
- the rarest term that they share: common ones alone are a technique that many papers use.

Products are sums of integers, computed as floating-point numbers below 2**53 and therefore exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, islice

import numpy as np

from generator.publish.arrays import order_of
from generator.publish.discover.columns import (
    ONE,
    SUBJECT_ONE,
    Flags,
    Ints,
    Links,
    Numbers,
    Products,
    Vectors,
    Weighed,
    may_be_in,
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

    `wanted` are the terms of those papers; the index holds few others. `until` tells for each paper in how many rows,
    from the first on, its neighbours are searched; it never decreases.
    """

    def __init__(self, vectors: Vectors, wanted: Numbers, until: Ints) -> None:
        self._until = until
        self._subjects = vectors.subjects
        self._ends = np.cumsum(vectors.sizes)  # where the terms of each paper end
        kept = np.flatnonzero(may_be_in(vectors.numbers, wanted))
        kept = kept[order_of(vectors.numbers[kept])]  # by term, then by row
        self._row = np.repeat(np.arange(len(until), dtype=np.int32), vectors.sizes)[kept]
        # The weights that count for a term outside of a paper's title, then those for one in it.
        weights = vectors.weights[kept].astype(np.float32)
        self._weights = np.concatenate([weights, weights * (vectors.titled[kept] + np.float32(1))])
        numbers, limits = vectors.numbers[kept], until[self._row]
        others = numbers[1:] != numbers[:-1]
        self._first = np.zeros(len(vectors.numbers), np.int32)  # of the papers with each paper's term in the index
        self._first[kept] = _starts(others)
        self._after = np.zeros(len(vectors.numbers), np.int32)  # the last of them that is searched
        self._after[kept[::-1]] = len(kept) - _starts((others | (limits[1:] != limits[:-1]))[::-1])

    def neighbours(self, papers: Weighed, first: int) -> Links:
        """Return the neighbours of the papers whose rows begin with `first`, all with the same limit.

        Of equally close ones the later comes first.
        """
        vectors = papers.vectors
        rows = int(self._until[first])
        pairs, products, shared = self._promising(papers, first, rows)
        rarest = np.zeros(len(pairs), np.int64)
        np.maximum.at(rarest, shared.pair, papers.rarities[shared.term])
        enough = np.bincount(shared.pair, minlength=len(pairs)) >= _LEAST_SHARED
        close = np.flatnonzero(enough & (_closeness(products, rarest) >= FLOOR))  # if their subjects agree
        own, row = np.divmod(pairs[close], rows)
        products = _agreed(products[close], vectors.subjects[own], self._subjects[row])
        closeness = _closeness(products, rarest[close])
        closest = np.flatnonzero((closeness >= FLOOR) & (row != own + first))
        closest = closest[np.lexsort((-row[closest], -closeness[closest], own[closest]))]
        places = np.arange(len(closest)) - np.searchsorted(own[closest], own[closest])
        closest = closest[places < MOST]
        explained = _explained(shared.of(close[closest]), len(closest), papers)
        clear = np.array([len(shares) >= _LEAST_SHARED for shares in explained], np.bool_)
        closest, explained = closest[clear], list(compress(explained, clear.tolist()))
        counts = np.bincount(own[closest], minlength=len(vectors.sizes))
        return Links(counts, row[closest], closeness[closest], explained)

    def _promising(self, papers: Weighed, first: int, rows: int) -> tuple[Ints, Ints, _Shared]:
        """Return the pairs of a paper and one in the first rows that may be close enough.

        With them come the sums of their products, and the terms that they share. One in both titles counts twice.
        """
        vectors = papers.vectors
        end = int(self._ends[first + len(vectors.sizes) - 1])
        terms = slice(end - len(vectors.numbers), end)
        starts, lengths = self._first[terms], self._after[terms] - self._first[terms]
        term = np.repeat(np.arange(len(lengths)), lengths)
        at = (starts - np.cumsum(lengths) + lengths)[term] + np.arange(len(term))
        own = np.repeat(np.arange(len(vectors.sizes)) * rows, vectors.sizes)
        pair = own[term] + self._row[at]
        product = vectors.weights[term] * self._weights[at + (vectors.titled * len(self._row))[term]]
        sums = np.bincount(pair, product)
        enough = sums >= _least(int(papers.rarities.max(initial=0)))
        pairs = np.flatnonzero(enough)
        kept = np.flatnonzero(enough[pair])
        place = np.empty(len(sums), np.int64)
        place[pairs] = np.arange(len(pairs))
        return pairs, sums[pairs].astype(np.int64), _Shared(place[pair[kept]], term[kept], product[kept])


def _starts(others: Flags) -> Ints:
    """Return for each element where its run begins. `others` tells of all but the first whether they begin one."""
    starts = np.flatnonzero(np.append(True, others))
    return np.repeat(starts, np.diff(starts, append=len(others) + 1))


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
    cosine = np.clip(np.einsum("ij,ij->i", some, others), 0, _SUBJECT_SQUARE)
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
    terms: list[dict[frozenset[str], str]] = [{} for _ in range(pairs)]
    for pair, term in zip(shared.pair[order].tolist(), papers.spellings(shared.term[order]), strict=True):
        _add(terms[pair], term)
    return [tuple(islice(some.values(), MOST_SHARED)) for some in terms]


def _add(terms: dict[frozenset[str], str], term: str) -> None:
    """Add a term by its words, unless a pair of words names it; a pair takes the place of its words."""
    words = frozenset(term.casefold().split())
    if not any(map(words.issubset, terms)):
        for less in list(filter(words.issuperset, terms)):
            del terms[less]
        terms[words] = term
