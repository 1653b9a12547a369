"""Arrays: the words of many texts by number, and the order of many numbers."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain, count, islice

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]


class Vocabulary:
    """Numbers words as it meets them; `words` has the word of each number."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)

    def numbers(self, words: Iterable[str]) -> Ids:
        """Return the number of each word."""
        found = np.fromiter(map(self._numbers.__getitem__, words), np.int32)
        self.words += islice(self._numbers, len(self.words), None)
        return found

    def numbers_in(self, texts: Iterable[str]) -> tuple[Ids, Ints]:
        """Return the number of each word of the texts, between blanks, and how many words each text has."""
        words = list(map(str.split, texts))
        return self.numbers(chain.from_iterable(words)), np.fromiter(map(len, words), np.int64, len(words))


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
