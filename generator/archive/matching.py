"""Matching: which papers a standing query finds.

- `topics`: those that the paper has, chosen by people or suggested
- `words`: phrases as topics' keywords are matched (see `keywords`), in title, summary, keywords and abstract
- `authors`: full names. Case, accents and punctuation do not count, and `Family, Given` is read as well. An initial
  between first and last name may be missing on either side, but where both have one they must agree. An initial in the
  place of the first name matches the same initial alone: it could be anybody's.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
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
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc`"))


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
    text = in_reading_order(text).translate(_APOSTROPHES)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in decomposed if unicodedata.category(char) != "Mn").translate(_LETTERS)
    words = words_of(text)
    initials = tuple([word for word in words[1:-1] if len(word) == 1])
    return FoldedName((*words[:1], *(word for word in words[1:-1] if len(word) > 1), *words[1:][-1:]), initials)


class Matcher:
    """Finds the papers of several queries; each paper is read once for all of them."""

    def __init__(self, queries: Iterable[Query], topics: Topics) -> None:
        self._queries = {query.name: query for query in queries}
        self._wanted, self._unwanted = _Side(topics), _Side(topics)
        for query in self._queries.values():
            self._wanted.add(query.name, query.wanted)
            self._unwanted.add(query.name, query.unwanted)

    def names(self, paper: Paper) -> Iterator[str]:
        """Yield the name of each query that the paper matches."""
        found = self._wanted.standing(paper)
        candidates = {name for names in found for name in names}
        matched = [name for name in sorted(candidates) if _has_all(self._queries[name].wanted, name, found)]
        if matched:
            ruled_out = {name for names in self._unwanted.standing(paper) for name in names}
            yield from (name for name in matched if name not in ruled_out)


class _Side:
    """The terms of queries by kind: what they want, or what they rule out."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self._by_topic: dict[str, list[str]] = {}
        self._by_author: dict[tuple[str, ...], list[tuple[FoldedName, str]]] = {}
        self._phrases: Phrases | None = None

    def add(self, query: str, terms: Terms) -> None:
        for topic in terms.topics:
            self._by_topic.setdefault(self._topics[topic].name, []).append(query)
        for author in terms.authors:
            name = folded_name(author)
            self._by_author.setdefault(name.words, []).append((name, query))
        for phrase in terms.words:
            self._phrases = self._phrases or Phrases()
            self._phrases.add(query, phrase)

    def standing(self, paper: Paper) -> tuple[set[str], set[str], set[str]]:
        """Return the queries of which a topic, an author or a phrase is the paper's."""
        topics = {query for topic in paper.topics for query in self._by_topic.get(topic, ())}
        authors: set[str] = set()
        if self._by_author:
            for name in map(folded_name, paper.authors):
                authors.update(query for one, query in self._by_author.get(name.words, ()) if one.agrees(name))
        return topics, authors, self._phrases.owners_in(_texts(paper)) if self._phrases else set()


def _texts(paper: Paper) -> Iterator[str]:
    """Yield each text that words are looked for in."""
    yield paper.title
    yield paper.summary or ""
    yield from paper.keywords
    yield paper.abstract or ""


def _has_all(wanted: Terms, query: str, found: tuple[set[str], set[str], set[str]]) -> bool:
    lists = (wanted.topics, wanted.authors, wanted.words)
    return all(query in names for terms, names in zip(lists, found, strict=True) if terms)


def matches(queries: Sequence[Query], topics: Topics, papers: Iterable[Paper]) -> dict[str, list[str]]:
    """Return the keys of the papers that each query matches, by its name."""
    matcher = Matcher(queries, topics)
    found: dict[str, list[str]] = {query.name: [] for query in queries}
    for paper in papers:
        for name in matcher.names(paper):
            found[name].append(paper.key)
    return found
