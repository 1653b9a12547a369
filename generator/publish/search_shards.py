"""Shards: which papers have a term, in files of sorted terms that are small enough to load one a word of a query.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from operator import sub

GRADES = 3  # title; summary, topics, authors and arXiv id; abstract
SHARD = 8_192  # bytes before compression; a term with more stands alone
MOST_COMMON = 256


@dataclass(frozen=True, slots=True)
class Shard:
    """One file of postings; its terms are `start` and what sorts after it, up to the next shard's start."""

    start: str
    data: bytes


class Postings:
    """The numbers of the papers that have a term, by term and by the best place where they have it."""

    def __init__(self) -> None:
        self._papers: tuple[defaultdict[str, list[int]], ...] = tuple(defaultdict(list) for _ in range(GRADES))

    def add(self, number: int, title: set[str], about: set[str], abstract: set[str]) -> None:
        """Add a paper, whose number is above all before, with its terms of each grade."""
        for papers, terms in zip(self._papers, (title, about - title, abstract - about - title), strict=True):
            for term in terms:
                papers[term].append(number)

    def terms(self) -> list[str]:
        """Return every term in the order in which JavaScript compares strings: by UTF-16 code units."""
        return sorted(set().union(*self._papers), key=lambda term: term.encode("utf-16-be"))

    def encoded(self, term: str) -> bytes:
        """Return how many papers are in each grade but the last, then the numbers of each grade as gaps."""
        title, about, abstract = self._lists(term)
        return b"".join((varint(len(title)), varint(len(about)), _gaps(title), _gaps(about), _gaps(abstract)))

    def common(self) -> list[tuple[str, int]]:
        """Return the words that most papers have, with how many have them, the most common first."""
        words = (term for term in set().union(*self._papers) if term[0].isalnum())
        counts = ((term, sum(map(len, self._lists(term)))) for term in words)
        return nsmallest(MOST_COMMON, counts, key=lambda count: (-count[1], count[0]))

    def _lists(self, term: str) -> Iterator[Sequence[int]]:
        return (papers.get(term, ()) for papers in self._papers)


def shards_of(postings: Iterable[tuple[str, bytes]]) -> Iterator[Shard]:
    """Yield shards of the encoded postings of sorted terms, each with as many terms as it may hold."""
    held: list[tuple[str, bytes]] = []
    size, before = 0, ""
    for term, data in postings:
        if held and size + len(term) + len(data) > SHARD:
            yield _shard(held, before)
            before = held[-1][0]
            held, size = [], 0
        held.append((term, data))
        size += len(term) + len(data)
    if held:
        yield _shard(held, before)


def _shard(held: list[tuple[str, bytes]], before: str) -> Shard:
    """Return a shard: its terms, a line each; the length of each one's postings; the postings."""
    terms = "\n".join(term for term, _ in held).encode()
    lengths = (varint(len(data)) for _, data in held)
    data = b"".join(chain([varint(len(terms)), terms], lengths, (data for _, data in held)))
    return Shard(_start(before, held[0][0]), data)


def _start(before: str, first: str) -> str:
    """Return as much of a shard's first term as sorts after the term before it: all starts are loaded at once."""
    shared = next((at for at, (a, b) in enumerate(zip(before, first, strict=False)) if a != b), len(before))
    return first[: shared + 1]


def varint(number: int) -> bytes:
    """Return a number as LEB128: seven bits a byte, the lowest first, the eighth says that more follow."""
    return _SHORT[number] if number < len(_SHORT) else _varint(number)


def _varint(number: int) -> bytes:
    data = bytearray()
    while number >= _MORE:
        data.append(number % _MORE | _MORE)
        number //= _MORE
    data.append(number)
    return bytes(data)


_MORE = 1 << 7
_SHORT = tuple(map(_varint, range(1 << 14)))


def _gaps(numbers: Sequence[int]) -> bytes:
    """Return ascending numbers as the steps between them; the first steps from -1."""
    if len(numbers) < 2:  # noqa: PLR2004 - most terms are rare
        return b"".join(varint(number + 1) for number in numbers)
    steps = list(map(sub, numbers, chain((-1,), numbers)))
    if max(steps) < _MORE:  # a byte each: so are most steps, as common words have most papers
        return bytes(steps)
    return b"".join(map(varint, steps))
