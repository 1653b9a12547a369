"""Columns: terms, vectors and neighbours of many papers, as arrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Ids = npt.NDArray[np.int32]
Rows = npt.NDArray[np.uint32]
Products = npt.NDArray[np.float64]  # integers below 2**53, and so exact
Flags = npt.NDArray[np.bool_]

ONE = 4_096  # the length of a vector, so that the product of equal ones is ONE * ONE
SUBJECT_ONE = 256  # the length of a subject
SLOTS = 1 << 22

_MOST = 64  # times that a term counts in a paper

_ONE, _SHIFT = np.uint64(1), np.uint64(64 - 22)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of some papers, sorted by paper and number.

    `papers` is how many papers there are. Each row has a paper's index, a term's number, how often it occurs there,
    whether it is in the title, and the index of its first word in `words`, which are all words of all papers: their
    places in `spelled`.
    """

    papers: int
    paper: Rows
    number: Numbers
    count: Ints
    titled: Flags
    first: Ints
    words: Ids
    spelled: Sequence[str]

    def repetitions(self) -> Ints:
        """Return a factor for each term's count: 16 times two more than the binary logarithm."""
        table = np.array([0, *((count**16).bit_length() + 31 for count in range(1, _MOST + 1))], np.int64)
        return table[np.minimum(self.count, _MOST)]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some papers: how many terms each has, and each term's number and weight.

    `titled` tells which terms are in their paper's title. `subjects` has a row for each paper: which field it belongs
    to.
    """

    sizes: Ints
    numbers: Numbers
    weights: Ints
    titled: Flags
    subjects: Ints

    def packed(self) -> tuple[bytes, bytes, bytes, bytes, bytes]:
        """Return the columns as plain values."""
        return (
            self.sizes.astype(np.uint8).tobytes(),
            self.numbers.tobytes(),
            self.weights.astype(np.uint16).tobytes(),
            self.titled.tobytes(),
            self.subjects.astype(np.int16).tobytes(),
        )

    @classmethod
    def unpacked(cls, columns: Iterable[tuple[bytes, ...]]) -> "Vectors":
        """Return the vectors of all columns as one, from plain values."""
        sizes, numbers, weights, titled, subjects = map(b"".join, zip(*columns, strict=True))
        return cls(
            np.frombuffer(sizes, np.uint8).astype(np.int64),
            np.frombuffer(numbers, np.uint64),
            np.frombuffer(weights, np.uint16).astype(np.int64),
            np.frombuffer(titled, np.bool_),
            np.frombuffer(subjects, np.int16).astype(np.int64).reshape(len(sizes), -1),
        )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The vectors of some papers, and what else finding and explaining their neighbours takes.

    That is the rarity of each term, and its words: their places in `spelled`. The second is meaningless unless the term
    is a pair.
    """

    vectors: Vectors
    rarities: Ints
    words: tuple[Ids, Ids]
    spelled: Sequence[str]

    def spellings(self, terms: Ints) -> list[str]:
        """Return the terms as their papers spell them."""
        is_pair = is_pair_of(self.vectors.numbers[terms])
        first, second = (words[terms].tolist() for words in self.words)
        words = self.spelled
        return [
            f"{_lowered(words[one])} {_lowered(words[two])}" if of_two else _lowered(words[one])
            for one, two, of_two in zip(first, second, is_pair.tolist(), strict=True)
        ]

    def apart(self, papers: Iterable[int]) -> Iterator["Weighed"]:
        """Yield those of so many papers at a time."""
        whole, (ones, twos) = self.vectors, self.words
        first = start = 0
        for number in papers:
            sizes = whole.sizes[first : first + number]
            end = start + int(sizes.sum())
            some = slice(start, end)
            subjects = whole.subjects[first : first + number]
            vectors = Vectors(sizes, whole.numbers[some], whole.weights[some], whole.titled[some], subjects)
            yield Weighed(vectors, self.rarities[some], (ones[some], twos[some]), self.spelled)
            first, start = first + number, end


@dataclass(frozen=True, slots=True)
class Links:
    """The neighbours of some papers: how many each has, the closest first.

    Each neighbour has a row, a closeness, and the terms that explain it.
    """

    counts: Ints
    rows: Ints
    closeness: Ints
    shares: Sequence[tuple[str, ...]]

    def packed(self) -> tuple[bytes, bytes, bytes, str]:
        """Return the columns as plain values."""
        return (
            self.counts.astype(np.uint8).tobytes(),
            self.rows.astype(np.uint32).tobytes(),
            self.closeness.astype(np.uint16).tobytes(),
            "\n".join(map("\t".join, self.shares)),
        )


def linked(links: Sequence[Links]) -> Links:
    """Return the neighbours of all papers as one."""
    return Links(
        np.concatenate([one.counts for one in links]),
        np.concatenate([one.rows for one in links]),
        np.concatenate([one.closeness for one in links]),
        list(chain.from_iterable(one.shares for one in links)),
    )


def number_of_stem(stem: str) -> int:
    """Return the number of a word's stem: an even one."""
    return int.from_bytes(sha256(stem.encode()).digest()[:8]) & ~1


def is_pair_of(numbers: Numbers) -> Flags:
    """Return which of the numbers are those of pairs of words: the odd ones."""
    return (numbers & _ONE).astype(np.bool_)


def slots_of(numbers: Numbers) -> Numbers:
    """Return the first 22 bits of each number."""
    return numbers >> _SHIFT


def may_be_in(numbers: Numbers, some: Numbers) -> Flags:
    """Return which of the numbers may be among the others; the rest are not. It takes a fraction of `numpy.isin`."""
    marked = np.zeros(SLOTS, np.bool_)
    marked[slots_of(some)] = True
    return marked[slots_of(numbers)]


def _lowered(word: str) -> str:
    """Return a word in lower case, unless it is a name or an acronym: LoRA, GPT."""
    return word if any(map(str.isupper, word[1:])) else word.lower()
