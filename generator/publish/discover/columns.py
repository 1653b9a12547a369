"""Columns: terms, vectors and neighbours of many papers, as arrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain

import numpy as np
import numpy.typing as npt

from generator.publish.discover.kept import LinkColumns, VectorColumns

Numbers = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
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
    whether it is in the title, and the index of its first word in `words`, which are all words of all papers as they
    spell them.
    """

    papers: int
    paper: Ints
    number: Numbers
    count: Ints
    titled: Flags
    first: Ints
    words: Sequence[str]

    def repetitions(self) -> Ints:
        """Return a factor for each term's count: 16 times two more than the binary logarithm."""
        table = np.array([0, *((count**16).bit_length() + 31 for count in range(1, _MOST + 1))], np.int64)
        return table[np.minimum(self.count, _MOST)]

    def spellings(self, rows: Ints) -> list[str]:
        """Return the terms in these rows as their papers spell them."""
        words = self.words
        places = zip(self.first[rows].tolist(), is_pair_of(self.number[rows]).tolist(), strict=True)
        return [
            f"{_spelled(words[first])} {_spelled(words[first + 1])}" if is_pair else _spelled(words[first])
            for first, is_pair in places
        ]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some papers: how many terms each has, and each term's number, weight, rarity and spelling.

    `titled` tells which terms are in their paper's title. `subjects` has a row for each paper: which field it belongs
    to.
    """

    sizes: Ints
    numbers: Numbers
    weights: Ints
    rarities: Ints
    titled: Flags
    spellings: Sequence[str]
    subjects: Ints

    def packed(self) -> VectorColumns:
        """Return the columns as plain values."""
        return VectorColumns(
            self.sizes.astype(np.uint8).tobytes(),
            self.numbers.tobytes(),
            self.weights.astype(np.uint16).tobytes(),
            self.rarities.astype(np.uint16).tobytes(),
            self.titled.tobytes(),
            "\n".join(self.spellings),
            self.subjects.astype(np.int16).tobytes(),
        )

    @classmethod
    def unpacked(cls, columns: VectorColumns) -> "Vectors":
        """Return the vectors from plain values."""
        return cls(
            np.frombuffer(columns.sizes, np.uint8).astype(np.int64),
            np.frombuffer(columns.numbers, np.uint64),
            np.frombuffer(columns.weights, np.uint16).astype(np.int64),
            np.frombuffer(columns.rarities, np.uint16).astype(np.int64),
            np.frombuffer(columns.titled, np.bool_),
            columns.spellings.split("\n") if columns.spellings else [],
            np.frombuffer(columns.subjects, np.int16).astype(np.int64).reshape(len(columns.sizes), -1),
        )

    def apart(self, papers: Iterable[int]) -> Iterator["Vectors"]:
        """Yield the vectors of so many papers at a time."""
        first = start = 0
        for number in papers:
            sizes = self.sizes[first : first + number]
            end = start + int(sizes.sum())
            yield Vectors(
                sizes,
                self.numbers[start:end],
                self.weights[start:end],
                self.rarities[start:end],
                self.titled[start:end],
                self.spellings[start:end],
                self.subjects[first : first + number],
            )
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

    def packed(self) -> LinkColumns:
        """Return the columns as plain values."""
        return LinkColumns(
            self.counts.astype(np.uint8).tobytes(),
            self.rows.astype(np.uint32).tobytes(),
            self.closeness.astype(np.uint16).tobytes(),
            "\n".join(map("\t".join, self.shares)),
        )


def joined(vectors: Sequence[Vectors]) -> Vectors:
    """Return the vectors of all papers as one, without the spellings."""
    return Vectors(
        np.concatenate([one.sizes for one in vectors]),
        np.concatenate([one.numbers for one in vectors]),
        np.concatenate([one.weights for one in vectors]),
        np.concatenate([one.rarities for one in vectors]),
        np.concatenate([one.titled for one in vectors]),
        (),
        np.concatenate([one.subjects for one in vectors]),
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


@lru_cache(100_000)
def _spelled(word: str) -> str:
    """Return a word in lower case, unless it is a name or an acronym: LoRA, GPT."""
    return word if any(map(str.isupper, word[1:])) else word.lower()
