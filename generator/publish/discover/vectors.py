"""Vectors: the strongest terms of each paper with their weights (TF-IDF), and its subject, in integers.

A term weighs more the fewer of the papers listed in earlier months have it, so a new day changes no older vector.
Logarithms and roots are computed from integers, so every machine gets the same weights.

A subject tells which field a paper belongs to, so that a shared side term, such as a training trick, does not match
papers about images and about text. The common words of the field, which are too frequent to be terms, tell these apart:
`subjects.txt` places each in a space of few dimensions in which words of the same papers are close (latent semantic
analysis; Deerwester et al. 1990). It is derived from real papers by tests/bench/subjects.py and is part of the program,
so new papers change no subject.
"""

from functools import lru_cache
from math import isqrt
from pathlib import Path

import numpy as np

from generator.publish.arrays import order_of
from generator.publish.discover.columns import (
    ONE,
    SLOTS,
    SUBJECT_ONE,
    Ints,
    Numbers,
    Rows,
    Terms,
    Vectors,
    Weighed,
    is_pair_of,
    may_be_in,
    number_of_stem,
    slots_of,
)

SUBJECTS = Path(__file__).with_name("subjects.txt")
DIMENSIONS = 16

_STRONGEST = 30  # terms of a paper
_HEAVIEST = 1 << 20  # no weight is as great
_COMMON = 10  # terms of more than one in so many papers are left out
_FEW = 3  # but not those of so few papers
_PAIRS = 2  # papers that a pair of words must be in to be a term
_PAIR_WEIGHT = (2, 3)  # a pair also counts by its words
_MISSING = 2  # a missing term makes a vector as much longer as so many more terms


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
        np.add.at(
            self._counts, slots_of(terms.number).astype(np.intp), np.uint32(1)
        )  # other types take ten times longer

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


def weighed(terms: Terms, frequencies: Frequencies) -> Weighed:
    """Return the vectors of the papers with these terms."""
    known = frequencies.of(terms.number)
    is_pair = is_pair_of(terms.number)
    kept = np.flatnonzero((known <= max(frequencies.papers // _COMMON, _FEW)) & (~is_pair | (known >= _PAIRS)))
    paper, number, known = terms.paper[kept], terms.number[kept], known[kept]
    rarity = _rarities(frequencies.papers, known)
    weight = rarity * terms.repetitions()[kept]
    weight = np.where(is_pair[kept], weight * _PAIR_WEIGHT[0] // _PAIR_WEIGHT[1], weight)
    order = order_of(paper, (_HEAVIEST - weight).astype(np.uint32))  # of equal ones, the lower number first
    before = np.searchsorted(paper, np.arange(terms.papers))  # the terms of earlier papers
    order = np.sort(order[np.arange(len(order)) - before[paper] < _STRONGEST])
    sizes = np.bincount(paper[order], minlength=terms.papers)
    weights = _normed(weight[order], paper[order], sizes)
    kept = kept[order]
    first = terms.first[kept]
    vectors = Vectors(sizes, number[order], weights, terms.titled[kept], _subjects(terms))
    return Weighed(vectors, rarity[order], (terms.words[first], terms.words[first + 1]), terms.spelled)


def _rarities(papers: int, known: Ints) -> Ints:
    """Return how rare terms are that are in so many of the papers: 16 times a binary logarithm, rounded down."""
    values = np.flatnonzero(np.bincount(known))
    table = np.zeros(known.max(initial=0) + 1, np.int64)
    table[values] = [((256 * (papers + one + 1) // (one + 1)) ** 16).bit_length() - 129 for one in values.tolist()]
    return table[known]


def _normed(weight: Ints, paper: Rows, sizes: Ints) -> Ints:
    """Return the weights scaled to the vectors' length, which is ONE, and less for papers with few terms.

    Of two papers that are known by a few words only, a shared one tells less.
    """
    squares = np.bincount(paper, weight.astype(np.float64) ** 2, minlength=len(sizes))  # exact: below 2**53
    lengths = [
        isqrt(int(square) * (size + (_STRONGEST - size) * _MISSING) // size) if size else 1
        for square, size in zip(squares.tolist(), sizes.tolist(), strict=True)
    ]
    return weight * ONE // np.array(lengths, np.int64)[paper]


def _subjects(terms: Terms) -> Ints:
    """Return the subject of each paper: the sum of its words' vectors, scaled. It is zero if no word is known."""
    numbers, values = _places_of_words()
    known = np.flatnonzero(may_be_in(terms.number, numbers))
    at = np.minimum(np.searchsorted(numbers, terms.number[known]), len(numbers) - 1)
    found = np.flatnonzero(numbers[at] == terms.number[known])
    known, at = known[found], at[found]
    weighed = values[:, at] * terms.repetitions()[known]
    sums = np.array([np.bincount(terms.paper[known], row, minlength=terms.papers) for row in weighed]).astype(np.int64)
    lengths = [max(isqrt(square), 1) for square in (sums * sums).sum(axis=0).tolist()]
    return (sums * SUBJECT_ONE // np.array(lengths, np.int64)).T


@lru_cache(1)
def _places_of_words() -> tuple[Numbers, Ints]:
    """Return the numbers of the words in `subjects.txt`, sorted, and their vectors: a row for each dimension."""
    lines = [line.split() for line in SUBJECTS.read_text("utf-8").splitlines()]
    numbers = np.array([number_of_stem(stem) for stem, _ in lines], np.uint64)
    values = np.frombuffer(bytes.fromhex("".join(vector for _, vector in lines)), np.int8)
    order = np.argsort(numbers)
    return numbers[order], values.reshape(-1, DIMENSIONS)[order].T.astype(np.int64)
