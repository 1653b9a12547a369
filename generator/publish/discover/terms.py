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
from pathlib import Path

import numpy as np

from generator.archive.models import Paper
from generator.publish.arrays import Vocabulary, order_of
from generator.publish.discover.columns import Ids, Ints, Numbers, Rows, Terms, number_of_stem
from generator.stems import stem

EVERYDAY = Path(__file__).with_name("everyday.txt")

_LONGEST = 10_000  # characters of an abstract that count
_PLACES, _TITLE = 3, 1  # keywords, title, abstract

# No pair of words reaches over a break: the end of a text, a keyword or a clause.
_BREAK = "."
_SIGNS = f"{_BREAK},;:!?()"
_WORD = re.compile(rf"[^\W_]+|[{_SIGNS}]")
_ASCII = "".join(letter if letter.isalnum() else _BREAK if letter in _SIGNS else " " for letter in map(chr, range(128)))

# Pairs are numbered by a multiplicative hash (Knuth, The Art of Computer Programming, volume 3, section 6.4). Words
# have even numbers, pairs odd ones; 0 is no term.
_FACTOR, _OTHER_FACTOR = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_ONE = np.uint64(1)


class _Words:
    """All words met so far by number, and the number of each one's stem as a term.

    The latter is 0 for everyday words, numerals, single letters and breaks.
    """

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()
        self._terms = array("Q")
        self._everyday = frozenset(EVERYDAY.read_text("utf-8").split())

    @property
    def spelled(self) -> Sequence[str]:
        """The words by number."""
        return self._vocabulary.words

    def of(self, texts: Sequence[str]) -> tuple[Ids, Numbers, Ints]:
        """Return the words of all texts, their terms, and how many words each text has."""
        words, lengths = self._vocabulary.numbers_in(texts)
        self._terms.extend(map(self._term, self.spelled[len(self._terms) :]))
        return words, np.array(self._terms, np.uint64)[words], lengths

    def _term(self, word: str) -> int:
        folded = stem(word.casefold())
        is_term = len(folded) > 1 and not folded.isdigit() and folded not in self._everyday
        return number_of_stem(folded) if is_term else 0


_known = _Words()


def texts_of(paper: Paper) -> tuple[str, tuple[str, ...], str]:
    """Return the texts from which a paper's terms come: title, keywords and abstract."""
    return paper.title, paper.keywords, (paper.abstract or "")[:_LONGEST]


def terms_of(papers: Sequence[Paper]) -> Terms:
    """Return the terms of the papers. A paper's keywords come first, as they spell terms best."""
    words, numbers, lengths = _known.of([text for paper in papers for text in _pieces(paper)])
    before, after = numbers[:-1], numbers[1:]
    (pairs,) = np.nonzero((before != 0) & (after != 0))
    (single,) = np.nonzero(numbers)
    pair_numbers = ((before[pairs] * _FACTOR + after[pairs]) * _OTHER_FACTOR) | _ONE
    number = np.concatenate([numbers[single], pair_numbers])
    first = np.concatenate([single, pairs])
    piece = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)[first]
    return _counted(len(papers), piece, number, first, words)


def _counted(papers: int, piece: Rows, number: Numbers, first: Ints, words: Ids) -> Terms:
    """Return the terms with the equal ones of a paper counted together."""
    paper, place = np.divmod(piece, np.uint32(_PLACES))
    order = order_of(paper, number)
    paper, number, first, titled = paper[order], number[order], first[order], place[order] == _TITLE
    differs = (paper[1:] != paper[:-1]) | (number[1:] != number[:-1])
    starts = np.flatnonzero(np.concatenate([np.ones(min(len(paper), 1), np.bool_), differs]))
    counts = np.diff(starts, append=len(paper))
    in_title = np.logical_or.reduceat(titled, starts) if len(starts) else titled
    return Terms(papers, paper[starts], number[starts], counts, in_title, first[starts], words, _known.spelled)


def _pieces(paper: Paper) -> Iterator[str]:
    """Yield the words of a paper's keywords, title and abstract, with spaces between them and a break at the end.

    A title counts twice: it names the problem or the method.
    """
    title, keywords, abstract = texts_of(paper)
    yield _words(f" {_BREAK} ".join([*keywords, ""]))
    yield _words(f"{title} {_BREAK} {title} {_BREAK}")
    yield _words(f"{abstract} {_BREAK}")


def _words(text: str) -> str:
    """Return the words of a text as it spells them, runs of letters and digits (NFKC), and the breaks, with spaces."""
    if text.isascii():
        return text.translate(_ASCII).replace(_BREAK, f" {_BREAK} ")
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text)))
