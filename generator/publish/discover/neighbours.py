"""Neighbours: the papers whose vectors are closest to a paper's, and the terms that they share.

How close two papers are is the cosine of their terms times that of their subjects, so both must agree.
Products are sums of integers, computed as floating-point numbers below 2**53 and therefore exact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from generator.publish.discover.columns import ONE, SLOTS, SUBJECT_ONE, Flags, Ints, Links, Numbers, Vectors, slots_of

MOST = 6  # neighbours of a paper
MOST_NEWER = 3  # newer papers that have a paper as a neighbour
MOST_SHARED = 3  # terms that explain a neighbour
SCALE = 1_000  # the closeness of papers with equal vectors

_FLOOR = 110  # closeness below which a neighbour is noise
_LEAST_SHARED = 2  # terms that explain a neighbour
_MATCH = float(1 << 40)  # added for each shared term, above any product


@dataclass(frozen=True, slots=True)
class _Shared:
    """Terms shared by two papers: which one of the day's papers, the other's row, the term's index there, its share."""

    own: Ints
    row: Ints
    term: Ints
    product: Ints


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
        self._keys = keys[order]
        self._weights = vectors.weights[kept[order]].astype(np.int64)
        self._subjects = vectors.subjects

    def neighbours(self, vectors: Vectors, first: int, rows: int) -> Links:
        """Return the neighbours of papers whose rows begin with `first`, among the papers in the first `rows` rows.

        Of equally close ones the later comes first.
        """
        papers = len(vectors.sizes)
        shared = self._shared(vectors, rows)
        pair = shared.own * rows + shared.row
        sums = np.bincount(pair, shared.product + _MATCH)
        pairs = np.flatnonzero(sums >= _LEAST_SHARED * _MATCH)
        closeness = np.rint(sums[pairs] % _MATCH).astype(np.int64) * SCALE // (ONE * ONE)
        own, row = np.divmod(pairs, rows)
        kept = (closeness >= _FLOOR) & (row != own + first)
        own, row, closeness = own[kept], row[kept], closeness[kept]
        closeness = _agreed(closeness, vectors.subjects[own], self._subjects[row])
        kept = closeness >= _FLOOR
        own, row, closeness = own[kept], row[kept], closeness[kept]
        order = np.lexsort((-row, -closeness, own))
        places = np.arange(len(order)) - np.searchsorted(own[order], own[order])
        order = order[places < MOST]
        own, row, closeness = own[order], row[order], closeness[order]
        explained = _explained(shared, own * rows + row, pair, vectors.spellings)
        clear = np.array([len(shares) >= _LEAST_SHARED for shares in explained], np.bool_)
        counts = np.bincount(own[clear], minlength=papers)
        return Links(counts, row[clear], closeness[clear], list(compress(explained, clear.tolist())))

    def _shared(self, vectors: Vectors, rows: int) -> _Shared:
        """Return every term that the papers share with one in the first rows."""
        places = np.searchsorted(self._numbers, vectors.numbers)
        starts = np.searchsorted(self._keys, places * self._rows)
        lengths = np.searchsorted(self._keys, places * self._rows + rows) - starts
        term = np.repeat(np.arange(len(places)), lengths)
        at = np.arange(len(term)) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        own = np.repeat(np.arange(len(vectors.sizes)), vectors.sizes)
        return _Shared(own[term], self._keys[at] % self._rows, term, vectors.weights[term] * self._weights[at])


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


def _agreed(closeness: Ints, some: Ints, others: Ints) -> Ints:
    """Return the closeness of pairs of papers times the cosine of their subjects, if both are known."""
    cosine = np.clip((some * others).sum(axis=1), 0, SUBJECT_ONE * SUBJECT_ONE)
    known = some.any(axis=1) & others.any(axis=1)
    return np.where(known, closeness * cosine // (SUBJECT_ONE * SUBJECT_ONE), closeness)


def _explained(shared: _Shared, wanted: Ints, pair: Ints, spellings: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the terms that explain each of the wanted pairs of papers."""
    if not len(wanted):
        return []
    order = np.argsort(wanted)
    places = order[np.minimum(np.searchsorted(wanted, pair, sorter=order), len(wanted) - 1)]
    found = np.flatnonzero(wanted[places] == pair)
    found = found[np.lexsort((shared.term[found], -shared.product[found], places[found]))]
    terms: list[list[str]] = [[] for _ in range(len(wanted))]
    for place, term in zip(places[found].tolist(), shared.term[found].tolist(), strict=True):
        _add(terms[place], spellings[term])
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
