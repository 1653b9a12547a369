"""Arrays: the words of many texts by number, and the order of many numbers, found with NumPy.

Cutting texts into strings and looking each one up in a dict takes four times as long as a `Vocabulary`. There a word's
hash is a polynomial in its letters modulo 2**64 (Karp and Rabin 1987). Running sums over the whole text give the hashes
of all its words, and these are looked up at once in a hash table with linear probing (Knuth, The Art of Computer
Programming, volume 3, section 6.4). Two words with equal hashes count as one; among a million words, the probability of
that is below one in ten million.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint64]

_FACTOR = 0x9E3779B97F4A7C15  # odd, so that it has an inverse
_BITS = 64
_INVERSE = pow(_FACTOR, -1, 1 << _BITS)
_AT_ONCE = 1 << 15  # letters, so that what is computed of them fits into the processor's cache
_BREAK = ord("\n")


class Vocabulary:
    """Numbers words as it meets them. `words` has the word of each number; number 0 is the empty word.

    Words are separated by blanks: the given one and all characters with lower codes.
    """

    def __init__(self, blank: str = " ") -> None:
        self.words = [""]
        self._blank = ord(blank)
        self._hashes = np.zeros(1, np.uint64)  # of each word
        self._slots = np.zeros(1 << 10, np.int32)  # the number of the word in each slot, 0 in a free one

    def numbers(self, lines: Sequence[str]) -> tuple[Ids, Ints]:
        """Return the number of each word of the lines, and how many words each line has. No line has a line break."""
        data = "\n".join(["", *lines, ""]).encode()
        hashes, starts, ends = self._hashed(data)
        numbers = self._found(hashes)
        new = np.flatnonzero(numbers == 0)
        if len(new):
            different, some = np.unique(hashes[new], return_index=True)
            spans = zip(starts[new[some]].tolist(), ends[new[some]].tolist(), strict=True)
            self._add(different, [data[start:end].decode() for start, end in spans])
            numbers[new] = self._found(hashes[new])
        breaks = np.flatnonzero(np.frombuffer(data, np.uint8) == _BREAK)
        return numbers, np.diff(np.searchsorted(starts, breaks))

    def _hashed(self, data: bytes) -> tuple[_Hashes, Ints, Ints]:
        """Return the hash, the start and the end of each word of the data, which begins and ends with a blank."""
        found = [(np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for first, last in self._pieces(data):
            letters = np.frombuffer(data, np.uint8, last - first, first)
            inside = letters > self._blank
            edges = np.flatnonzero(inside[1:] != inside[:-1])  # before the first letter of a word, and at its last one
            before, at_last = edges[::2], edges[1::2]
            sums = np.cumsum(letters * _powers(_FACTOR, len(letters)))
            hashes = (sums[at_last] - sums[before]) * _powers(_INVERSE, len(letters))[before]
            found.append((hashes | np.uint64(1), before + (first + 1), at_last + (first + 1)))  # 0 is that of no word
        hashes, starts, ends = map(np.concatenate, zip(*found, strict=True))
        return hashes, starts, ends

    def _pieces(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the pieces of the data begin and end. Each begins and ends with a blank, shared with the next."""
        first = 0
        while first < len(data) - 1:
            last = min(first + _AT_ONCE, len(data) - 1)
            while data[last] > self._blank:
                last += 1
            yield first, last + 1
            first = last

    def _found(self, hashes: _Hashes) -> Ids:
        """Return the number of each word, 0 if it is new."""
        slots = self._home(hashes)
        numbers = self._slots[slots]
        left = np.flatnonzero((self._hashes[numbers] != hashes) & (numbers != 0))
        while len(left):
            slots[left] = self._next(slots[left])
            numbers[left] = self._slots[slots[left]]
            left = left[(self._hashes[numbers[left]] != hashes[left]) & (numbers[left] != 0)]
        return numbers

    def _add(self, hashes: _Hashes, words: Sequence[str]) -> None:
        new = np.arange(len(self.words), len(self.words) + len(words), dtype=np.int32)
        self.words += words
        self._hashes = np.concatenate([self._hashes, hashes])
        if len(self._slots) < 2 * len(self.words):
            self._slots = np.zeros(1 << (4 * len(self.words)).bit_length(), np.int32)
            new = np.arange(1, len(self.words), dtype=np.int32)
        slots = self._home(self._hashes[new])
        while len(new):
            free = self._slots[slots] == 0
            self._slots[slots[free]] = new[free]
            without = np.flatnonzero(self._slots[slots] != new)
            new, slots = new[without], self._next(slots[without])

    def _home(self, hashes: _Hashes) -> Ints:
        """Return the slot where the search for each word begins."""
        return (hashes >> np.uint64(_BITS + 1 - len(self._slots).bit_length())).astype(np.int64)

    def _next(self, slots: Ints) -> Ints:
        return (slots + 1) & (len(self._slots) - 1)


def _powers(factor: int, count: int) -> _Hashes:
    """Return the first powers of a factor, modulo 2**64."""
    return _table(factor, max(_AT_ONCE, 1 << count.bit_length()))[:count]


@lru_cache(2)
def _table(factor: int, count: int) -> _Hashes:
    powers = np.full(count, factor, np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def order_of(*columns: npt.NDArray[np.unsignedinteger]) -> Ints:
    """Return the places of rows in ascending order; the first column is compared first, equal rows keep their order.

    NumPy sorts integers of 16 bits by radix, which takes a fifth of the time of comparing wider ones. So each column is
    sorted by its digits of 16 bits.
    """
    return np.lexsort([digit for column in reversed(columns) for digit in _digits(column)])


def _digits(column: npt.NDArray[np.unsignedinteger]) -> npt.NDArray[np.uint16]:
    """Return the digits of each number, a row for each digit, the lowest first."""
    little = column.astype(column.dtype.newbyteorder("<"), copy=False)
    return little.view("<u2").reshape(len(column), column.itemsize // 2).T
