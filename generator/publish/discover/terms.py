"""Terms: the words and pairs of adjacent words that tell what a paper is about.

They come from the title, the keywords and the abstract. Topics and summaries are left out, so that curating a paper
changes no paper's neighbours. `everyday.txt` lists words that say nothing about a subject; tests/bench/everyday.py
derives it from real papers.

A term is a 64-bit number. That of a word is a hash of its stem, that of a pair is computed from its words' numbers, so
NumPy handles all papers of a month at once.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from generator.archive.models import Paper
from generator.publish.discover.columns import Ids, Ints, Numbers, Terms, number_of_stem
from generator.stems import stem

EVERYDAY = Path(__file__).with_name("everyday.txt")

_LONGEST = 10_000  # characters of an abstract that count
_PLACES, _TITLE = 3, 1  # keywords, title, abstract

# No pair of words reaches over a break: the end of a text, a keyword or a clause.
_BREAK = "\0"
_SIGNS = f"{_BREAK}.,;:!?()"
_WORD = re.compile(rf"[^\W_]+|[{_SIGNS}]")
_ASCII = "".join(letter if letter.isalnum() else _BREAK if letter in _SIGNS else " " for letter in map(chr, range(128)))

# Pairs are numbered by a multiplicative hash (Knuth, The Art of Computer Programming, volume 3, section 6.4). Words
# have even numbers, pairs odd ones; 0 is no term.
_FACTOR, _OTHER_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ONE = np.uint64(1)


class _Words(dict[str, int]):
    """All words met so far, with their ids: their places in the order of meeting them.

    `numbers` has the number of each one's stem: 0 for everyday words, numerals, single letters and breaks.
    """

    def __init__(self) -> None:
        super().__init__()
        self.spelled: list[str] = []
        self.numbers = array("Q")
        self._everyday = frozenset(EVERYDAY.read_text("utf-8").split())

    def __missing__(self, word: str) -> int:
        folded = stem(word.casefold())
        is_term = len(folded) > 1 and not folded.isdigit() and folded not in self._everyday
        self.numbers.append(number_of_stem(folded) if is_term else 0)
        self.spelled.append(word)
        met = self[word] = len(self)
        return met


_known = _Words()


def texts_of(paper: Paper) -> tuple[str, tuple[str, ...], str]:
    """Return the texts from which a paper's terms come: title, keywords and abstract."""
    return paper.title, paper.keywords, (paper.abstract or "")[:_LONGEST]


def terms_of(papers: Sequence[Paper]) -> Terms:
    """Return the terms of the papers. A paper's keywords come first, as they spell terms best."""
    pieces = [piece for paper in papers for piece in _pieces(paper)]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    words = np.fromiter(map(_known.__getitem__, chain.from_iterable(pieces)), np.int32, lengths.sum())
    numbers = np.array(_known.numbers, np.uint64)[words]
    piece = np.repeat(np.arange(len(pieces)), lengths)
    before, after = numbers[:-1], numbers[1:]
    (pairs,) = np.nonzero((before != 0) & (after != 0))
    (single,) = np.nonzero(numbers)
    pair_numbers = ((before[pairs] * _FACTOR + after[pairs]) * _OTHER_FACTOR) | _ONE
    number = np.concatenate([numbers[single], pair_numbers])
    first = np.concatenate([single, pairs])
    return _counted(len(papers), piece[first], number, first, words)


def _counted(papers: int, piece: Ints, number: Numbers, first: Ints, words: Ids) -> Terms:
    """Return the terms with the equal ones of a paper counted together."""
    paper, place = np.divmod(piece, _PLACES)
    order = np.argsort(number, kind="stable")
    order = order[np.argsort(paper[order].astype(np.uint16 if papers < 1 << 16 else np.uint32), kind="stable")]
    paper, number, first = paper[order], number[order], first[order]
    differs = (paper[1:] != paper[:-1]) | (number[1:] != number[:-1])
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(paper), 1), np.bool_), differs]))
    counts = np.diff(np.append(starts, len(paper)))
    in_title = np.logical_or.reduceat(place[order] == _TITLE, starts) if len(starts) else starts.astype(np.bool_)
    return Terms(papers, paper[starts], number[starts], counts, in_title, first[starts], words, _known.spelled)


def _pieces(paper: Paper) -> Iterator[list[str]]:
    """Yield the words of a paper's keywords, title and abstract, each with a break at the end.

    A title counts twice: it names the problem or the method.
    """
    title, keywords, abstract = texts_of(paper)
    yield _words(f" {_BREAK} ".join([*keywords, ""]))
    yield _words(f"{title} {_BREAK} {title} {_BREAK}")
    yield _words(f"{abstract} {_BREAK}")


def _words(text: str) -> list[str]:
    """Return the words of a text as it spells them: runs of letters and digits (NFKC), and the breaks."""
    if text.isascii():
        return text.translate(_ASCII).replace(_BREAK, f" {_BREAK} ").split()
    return _WORD.findall(unicodedata.normalize("NFKC", text))
