"""Shards: which papers have a term, in files of sorted terms that are small enough to load one a word of a query.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice, pairwise

PLACES = 3  # title; summary, topics, authors and arXiv id; abstract
SHARD = 8_192  # bytes before compression; a term with more stands alone
MOST_COMMON = 256

#: The first code of a term, the number of its last paper times `PLACES`, and the steps between its codes as written.
Packed = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of postings; its terms are `start` and what sorts after it, up to the next shard's start."""

    start: str
    data: bytes


class Postings:
    """Which papers have a term and where best: `PLACES` times the paper's number, and the place, is a code for both.

    `term_of` returns the term that a word counts as.
    """

    def __init__(self, term_of: Callable[[str], str]) -> None:
        self._by_term: defaultdict[str, list[int]] = defaultdict(lambda: [-1])
        self._by_word = _ByWord(self._by_term, term_of)

    def add(self, number: int, *places: Iterable[str]) -> None:
        """Add a paper, whose number is above all before, with its words in each place, the best place first."""
        first = number * PLACES
        for code, words in enumerate(places, first):
            for codes in map(self._by_word.__getitem__, words):
                if codes[-1] < first:
                    codes.append(code)

    def add_filters(self, number: int, terms: Iterable[str]) -> None:
        """Add what a paper is filtered by: terms as they stand, in no place of their own."""
        for term in dict.fromkeys(terms):
            self._by_term[term].append(number * PLACES + PLACES - 1)

    def packed(self) -> dict[str, Packed]:
        """Return the postings of every term."""
        return {term: (codes[1], codes[-1] // PLACES * PLACES, _steps(codes)) for term, codes in self._by_term.items()}


class _ByWord(dict[str, list[int]]):
    """The codes of a term by each word that counts as it: a word that was met before is looked up once."""

    def __init__(self, by_term: Mapping[str, list[int]], term_of: Callable[[str], str]) -> None:
        self._by_term = by_term
        self._term_of = term_of

    def __missing__(self, word: str) -> list[int]:
        codes = self[word] = self._by_term[self._term_of(word)]
        return codes


def merged(parts: Iterable[tuple[int, Mapping[str, Packed]]]) -> dict[str, bytes]:
    """Return the postings of parts that follow one another, each with its number of papers, by sorted terms.

    Terms stand in the order in which JavaScript compares strings: by UTF-16 code units. The first code steps from -1.
    """
    found: dict[str, tuple[int, bytes]] = {}
    start = 0
    for papers, postings in parts:
        for term, (first, last, steps) in postings.items():
            if term in found:
                end, before = found[term]
                found[term] = start + last, before + _STEPS[start + first - end] + steps
            else:
                found[term] = start + last, _STEPS[start + first + PLACES] + steps
        start += papers * PLACES
    return {term: found[term][1] for term in sorted(found, key=_utf_16)}


def _utf_16(term: str) -> bytes:
    return term.encode("utf-16-be")


def common(postings: Mapping[str, bytes]) -> list[tuple[str, int]]:
    """Return the words that most papers have, with how many have them, the most common first."""
    counts = ((term, len(data.translate(None, _NOT_LAST))) for term, data in postings.items() if term[0].isalnum())
    return nsmallest(MOST_COMMON, counts, key=lambda count: (-count[1], count[0]))


def shards_of(postings: Mapping[str, bytes]) -> Iterator[Shard]:
    """Yield shards of the postings of sorted terms, each with as many terms as it may hold."""
    held: list[str] = []
    size, before = 0, ""
    for term, data in postings.items():
        more = len(term) + len(data)
        if held and size + more > SHARD:
            yield _shard(postings, held, before)
            before = held[-1]
            held, size = [], 0
        held.append(term)
        size += more
    if held:
        yield _shard(postings, held, before)


def _shard(postings: Mapping[str, bytes], held: list[str], before: str) -> Shard:
    """Return a shard: its terms, a line each; the length of each one's postings; the postings."""
    terms = "\n".join(held).encode()
    data = [postings[term] for term in held]
    return Shard(_start(before, held[0]), b"".join((varint(len(terms)), terms, *map(varint, map(len, data)), *data)))


def _start(before: str, first: str) -> str:
    """Return as much of a shard's first term as sorts after the term before it: all starts are loaded at once."""
    shared = next((at for at, (a, b) in enumerate(zip(before, first, strict=False)) if a != b), len(before))
    return first[: shared + 1]


def varint(number: int) -> bytes:
    """Return a number as LEB128: seven bits a byte, the lowest first, the eighth says that more follow."""
    if number < _MORE:
        return _ONE_BYTE[number]
    data = bytearray()
    while number >= _MORE:
        data.append(number % _MORE | _MORE)
        number //= _MORE
    data.append(number)
    return bytes(data)


def _steps(codes: Sequence[int]) -> bytes:
    """Return the steps from each code to the next as written; the first code is none, but a start for others."""
    if len(codes) == 2:  # noqa: PLR2004 - most terms are rare
        return b""
    return b"".join([_STEPS[code - before + before % PLACES] for before, code in pairwise(islice(codes, 1, None))])


class _Steps(dict[int, bytes]):
    """How a step is written, by the code less that of the paper before: a zero a better place, then the papers' gap."""

    def __missing__(self, step: int) -> bytes:
        gap, place = divmod(step, PLACES)
        written = self[step] = bytes(PLACES - 1 - place) + varint(gap)
        return written


_MORE = 1 << 7
_ONE_BYTE = tuple(bytes([number]) for number in range(_MORE))
_STEPS = _Steps()
_NOT_LAST = bytes((0, *range(_MORE, 2 * _MORE)))  # bytes that are not the last one of a gap
