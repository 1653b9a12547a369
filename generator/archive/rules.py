"""Keyword rules: which topics a paper's words suggest, and which of the words do.

Texts and keywords are folded (NFKC, then case) and cut into words: runs of letters and digits. A keyword stands where
its words stand in sequence; its last word also stands in the plural. One that stands inside a phrase that its topic
excludes does not count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from generator.archive.models import Topic

# What a keyword is worth to its topic where it stands once, and how many times count. So a word of the title is
# enough for a suggestion, and of an abstract only words that come back: one alone says too little.
WEIGHTS = {"title": 3, "keywords": 2, "abstract": 1}
TIMES = {"title": 1, "keywords": 1, "abstract": 3}
ENOUGH = 3
MOST_SUGGESTED = 4

Place = Literal["title", "keywords", "abstract"]
Phrase = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Match:
    """A topic's keyword that stands in a place of a paper, so many times."""

    keyword: str
    place: Place
    times: int

    @property
    def weight(self) -> int:
        """What it is worth to its topic."""
        return WEIGHTS[self.place] * min(self.times, TIMES[self.place])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic, and everything in a paper that speaks for it: the title first, keywords in one order."""

    topic: str
    matches: tuple[Match, ...]

    @property
    def score(self) -> int:
        """What all of it is worth."""
        return sum(match.weight for match in self.matches)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A phrase that speaks for a topic as one of its keywords, or that the topic excludes."""

    phrase: Phrase
    topic: str
    keyword: str | None


class Rules:
    """The keywords of all topics, by their first two words, so that a text is read once for all of them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._by_start: dict[Phrase, list[_Rule]] = {}
        self._longest = 0  # words of an excluded phrase
        for topic in topics:
            phrases = [*((keyword, keyword) for keyword in topic.keywords), *((None, text) for text in topic.exclude)]
            self._longest = max([self._longest, *(len(words_of(text)) for text in topic.exclude)])
            for keyword, text in phrases:
                for phrase in _forms(text):
                    self._by_start.setdefault(phrase[:2], []).append(_Rule(phrase, topic.name, keyword))

    def weigh(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> list[Suggestion]:
        """Return every topic of which a keyword stands in the paper, the strongest first.

        Of equally strong ones the first by name comes first, whatever the order of topics.yml.
        """
        texts: dict[Place, Iterable[str]] = {"title": [title], "keywords": keywords, "abstract": [abstract or ""]}
        matches: dict[str, list[Match]] = {}
        for place, of_place in texts.items():
            standing = Counter(pair for text in of_place for pair in self.standing_in(text))
            for (topic, keyword), times in sorted(standing.items()):
                matches.setdefault(topic, []).append(Match(keyword, place, times))
        found = [Suggestion(topic, tuple(of_topic)) for topic, of_topic in matches.items()]
        return sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.topic))

    def standing_in(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield topic and keyword for each time that a keyword stands in the text, not inside an excluded phrase."""
        words = words_of(text)
        found: list[tuple[_Rule, int, int]] = []
        excluded: dict[tuple[str, int], int] = {}  # by topic and start of the phrase: its end
        for start, pair in enumerate(pairwise([*words, ""])):
            for rule in (*self._by_start.get(pair[:1], ()), *self._by_start.get(pair, ())):
                end = start + len(rule.phrase)
                if len(rule.phrase) > len(pair) and tuple(words[start:end]) != rule.phrase:
                    continue
                if rule.keyword is None:
                    excluded[rule.topic, start] = max(end, excluded.get((rule.topic, start), 0))
                else:
                    found.append((rule, start, end))
        for rule, start, end in found:
            around = (excluded.get((rule.topic, start - back), 0) for back in range(self._longest)) if excluded else ()
            if rule.keyword and not any(last >= end for last in around):
                yield rule.topic, rule.keyword


def strong_enough(found: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions to make of those found, strongest first: those with enough, else the strongest alone."""
    return [suggestion for suggestion in found[:MOST_SUGGESTED] if suggestion.score >= ENOUGH] or found[:1]


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _forms(text: str) -> Iterator[Phrase]:
    """Yield the words of a phrase in the singular and in each plural that English might give it."""
    *start, last = words_of(text)
    yield from ((*start, last + ending) for ending in ("", "s", "es"))
    if last.endswith("y"):
        yield (*start, last[:-1] + "ies")
