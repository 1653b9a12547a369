"""Matching: which papers a standing query finds.

- `topics`: those that the paper has, chosen by people or suggested
- `words`: phrases as topics' keywords are matched (see `keywords`), in title, summary, keywords and abstract
- `authors`: full names. Case, accents and punctuation do not count, and `Family, Given` is read as well. An initial
  between first and last name may be missing on either side, but where both have one they must agree. An initial in the
  place of the first name matches the same initial alone: it could be anybody's.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.archive.keywords import Phrases, words_of
from generator.archive.models import Paper
from generator.archive.names import NAMES, in_reading_order
from generator.archive.queries import Query, Terms
from generator.archive.topics import Topics

# Letters that Unicode does not decompose, as people type them without the right keyboard (CLDR, Latin-ASCII).
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i"}  # noqa: RUF001
)
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc`]")


class FoldedName(NamedTuple):
    """A name for comparison: its words, and the initials that stood between the first and the last of them."""

    words: tuple[str, ...]
    initials: tuple[str, ...]

    def agrees(self, other: "FoldedName") -> bool:
        """Return whether both may be one person's name."""
        known = self.initials and other.initials
        return self.words == other.words and (not known or self.initials == other.initials)


@lru_cache(NAMES)
def folded_name(text: str) -> FoldedName:
    """Return a name for comparison."""
    words = _words_of_names(in_reading_order(text))
    initials = tuple([word for word in words[1:-1] if len(word) == 1])
    if initials:
        words[1:-1] = [word for word in words[1:-1] if len(word) > 1]
    return FoldedName(tuple(words), initials)


def _words_of_names(text: str) -> list[str]:
    """Return the words of one or several names for comparison."""
    text = _APOSTROPHE.sub("", text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in decomposed if unicodedata.category(char) != "Mn").translate(_LETTERS)
    return words_of(text)


class Matcher:
    """Finds the papers of several queries; each paper is read once for all of them."""

    def __init__(self, queries: Sequence[Query], topics: Topics) -> None:
        self._names = {query.name for query in queries}
        self._wanted, self._unwanted = _Side(topics), _Side(topics)
        for query in queries:
            self._wanted.add(query.name, query.wanted)
            self._unwanted.add(query.name, query.unwanted)

    def names(self, paper: Paper) -> list[str]:
        """Return the name of each query that the paper matches."""
        matched = self._names.copy()
        for queries, found_in in self._wanted.lists:
            if not matched.isdisjoint(queries):  # else the paper need not be read for them
                matched -= queries - found_in(paper)
        for queries, found_in in self._unwanted.lists:
            if not matched.isdisjoint(queries):
                matched -= found_in(paper)
        return sorted(matched)


class _Side:
    """What queries want, or what they rule out: terms of three kinds.

    `lists` has for each kind, the quickest first, the queries with terms of that kind, and a function that returns
    those of which a term is in a paper.
    """

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._by_topic: dict[str, list[str]] = {}
        self._by_author: dict[tuple[str, ...], list[tuple[FoldedName, str]]] = {}
        self._last_words = set[str]()  # of these authors' names
        self._phrases = Phrases()
        self._with_topics, self._with_authors, self._with_words = set[str](), set[str](), set[str]()
        self.lists = (
            (self._with_topics, self._of_topics),
            (self._with_authors, self._of_authors),
            (self._with_words, self._of_words),
        )

    def add(self, query: str, terms: Terms) -> None:
        for topic in terms.topics:
            self._by_topic.setdefault(self._topics[topic].name, []).append(query)
            self._with_topics.add(query)
        for author in terms.authors:
            name = folded_name(author)
            self._by_author.setdefault(name.words, []).append((name, query))
            self._last_words.update(name.words[-1:])
            self._with_authors.add(query)
        for phrase in terms.words:
            self._phrases.add(query, phrase)
            self._with_words.add(query)

    def _of_topics(self, paper: Paper) -> set[str]:
        return {query for topic in paper.topics for query in self._by_topic.get(topic, ())}

    def _of_authors(self, paper: Paper) -> set[str]:
        if self._last_words.isdisjoint(_words_of_names("\n".join(paper.authors))):
            return set()  # most papers: no name need be folded
        names = [name for name in map(folded_name, paper.authors) if name.words in self._by_author]
        return {query for name in names for one, query in self._by_author[name.words] if one.agrees(name)}

    def _of_words(self, paper: Paper) -> set[str]:
        return self._phrases.owners_in([paper.title, paper.summary or "", *paper.keywords, paper.abstract or ""])


def matches(queries: Sequence[Query], topics: Topics, papers: Iterable[Paper]) -> dict[str, list[str]]:
    """Return the keys of the papers that each query matches, by its name."""
    matcher = Matcher(queries, topics)
    found: dict[str, list[str]] = {query.name: [] for query in queries}
    for paper in papers:
        for name in matcher.names(paper):
            found[name].append(paper.key)
    return found
