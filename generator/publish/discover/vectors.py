"""Vectors: the strongest terms of each paper with their weights (TF-IDF), in integers.

A term weighs more the fewer of the papers listed in earlier months have it, so a new day changes no older vector.
Logarithms and roots are computed from integers, so every machine gets the same weights.
"""

from math import isqrt

import numpy as np

from generator.publish.discover.columns import ONE, SLOTS, Ints, Numbers, Terms, Vectors, is_pair_of, slots_of

_STRONGEST = 40  # terms of a paper
_COMMON = 20  # terms of more than one in so many papers are left out
_FEW = 3  # but not those of so few papers
_PAIRS = 2  # papers that a pair of words must be in to be a term
_PAIR_WEIGHT = (2, 3)  # a pair also counts by its words
_UNKNOWN = 2  # missing terms that make a vector as much longer as one more term
_MOST = 64  # times that a term counts in a paper


class Frequencies:
    """In how many papers each term is, among the papers of earlier months.

    Terms are counted by the first 22 bits of their numbers (feature hashing; Weinberger et al. 2009): two terms that
    share them count as one, which only makes a rare term look less rare.
    """

    def __init__(self) -> None:
        self.papers = 0
        self._counts = np.zeros(SLOTS, np.uint32)

    def add(self, terms: Terms) -> None:
        """Count more papers."""
        self.papers += terms.papers
        np.add.at(self._counts, slots_of(terms.number), 1)

    def of(self, numbers: Numbers) -> Ints:
        """Return in how many papers each of the terms is."""
        return self._counts[slots_of(numbers)].astype(np.int64)

    def packed(self) -> tuple[int, bytes, bytes]:
        """Return everything as plain values."""
        (slots,) = np.nonzero(self._counts)
        return self.papers, slots.astype(np.uint32).tobytes(), self._counts[slots].astype(np.uint32).tobytes()

    @classmethod
    def unpacked(cls, papers: int, slots: bytes, counts: bytes) -> "Frequencies":
        """Return the frequencies from plain values."""
        made = cls()
        made.papers = papers
        made._counts[np.frombuffer(slots, np.uint32)] = np.frombuffer(counts, np.uint32)
        return made


def vectors_of(terms: Terms, frequencies: Frequencies) -> Vectors:
    """Return the vectors of the papers with these terms."""
    known = frequencies.of(terms.number)
    is_pair = is_pair_of(terms.number)
    kept = np.flatnonzero((known <= max(frequencies.papers // _COMMON, _FEW)) & (~is_pair | (known >= _PAIRS)))
    paper, number, known = terms.paper[kept], terms.number[kept], known[kept]
    weight = _rarities(frequencies.papers, known) * _repetitions()[np.minimum(terms.count[kept], _MOST)]
    weight = np.where(is_pair[kept], weight * _PAIR_WEIGHT[0] // _PAIR_WEIGHT[1], weight)
    order = np.lexsort((number, -weight, paper))
    places = np.arange(len(order)) - np.searchsorted(paper[order], paper[order])
    order = order[places < _STRONGEST]
    order = order[np.lexsort((number[order], paper[order]))]
    sizes = np.bincount(paper[order], minlength=terms.papers)
    weights = _normed(weight[order], paper[order], sizes)
    return Vectors(sizes, number[order], weights, terms.spellings(kept[order]))


def _rarities(papers: int, known: Ints) -> Ints:
    """Return the weight of terms that are in so many of the papers: 16 times a binary logarithm, rounded down."""
    values, places = np.unique(known, return_inverse=True)
    table = [((256 * (papers + value + 1) // (value + 1)) ** 16).bit_length() - 129 for value in values.tolist()]
    return np.array(table, np.int64)[places]


def _repetitions() -> Ints:
    """Return the factor for each count of a term in a paper: 16 times two more than the binary logarithm."""
    return np.array([0, *((count**16).bit_length() + 31 for count in range(1, _MOST + 1))], np.int64)


def _normed(weight: Ints, paper: Ints, sizes: Ints) -> Ints:
    """Return the weights scaled to the vectors' length, which is ONE, and less for papers with few terms.

    Of two papers that are known by a few words only, a shared one tells less.
    """
    squares = np.bincount(paper, weight.astype(np.float64) ** 2, minlength=len(sizes))  # exact: below 2**53
    lengths = [
        isqrt(int(square) * (size + (_STRONGEST - size) // _UNKNOWN) // size) if size else 1
        for square, size in zip(squares.tolist(), sizes.tolist(), strict=True)
    ]
    return weight * ONE // np.array(lengths, np.int64)[paper]
