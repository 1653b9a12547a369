"""Keyword rules: which topics a paper's words suggest, and which of the words do.

Texts and keywords are folded (NFKC, then case) and cut into words: runs of letters and digits. A keyword stands where
its words stand in sequence; its last word also stands in the plural. One that stands inside a phrase that its topic
excludes does not count.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, NamedTuple

from generator.archive.models import Topic

Place = Literal["title", "keywords", "abstract"]

# What a keyword is worth to its topic where it stands once, and how many times count. So a word of the title is
# enough for a suggestion, and of an abstract only words that come back: one alone says too little.
WEIGHTS: Mapping[Place, int] = {"title": 3, "keywords": 2, "abstract": 1}
TIMES: Mapping[Place, int] = {"title": 1, "keywords": 1, "abstract": 3}
ENOUGH = 3
MOST_SUGGESTED = 4

_WORD = re.compile(r"[^\W_]+")
_ASCII_FOLDED = "".join(character.lower() if character.isalnum() else " " for character in map(chr, range(128)))


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

    @property
    def titled(self) -> bool:
        """Whether one of its keywords stands in the title."""
        return any(match.place == "title" for match in self.matches)


@dataclass(frozen=True, slots=True, eq=False)  # each is one of its kind, which makes counting them cheap
class _Rule:
    """A phrase that speaks for a topic as one of its keywords, or that the topic excludes; `length` is in words."""

    topic: str
    keyword: str | None
    length: int


class _Start(NamedTuple):
    """The rules of which a form begins with some word.

    `alone` are those that the word is all of; `longer` are the others, by their second word, with the words after it.
    """

    alone: list[_Rule]
    longer: dict[str, list[tuple[list[str], _Rule]]]


class Rules:
    """The keywords of all topics, by their first word, so that a text is read once for all of them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._starts: dict[str, _Start] = {}
        self._exclusions: set[_Rule] = set()
        for topic in topics:
            for keyword in topic.keywords:
                self._add(topic, keyword, keyword)
            for phrase in topic.exclude:
                self._add(topic, phrase, None)

    def suggest(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> tuple[str, ...]:
        """Return the topics that a paper's words suggest: those of the title, then the others, the strongest first."""
        scores: dict[str, int] = {}
        titled: frozenset[str] = frozenset()
        for place, words in _places(title, keywords, abstract):
            weight, most = WEIGHTS[place], TIMES[place]
            for rule, times in Counter(self._standing(words)).items():
                topic = rule.topic
                counted = times if times < most else most  # noqa: FURB136 - min() takes as long as all the rest
                scores[topic] = scores.get(topic, 0) + weight * counted
            if place == "title":
                titled = frozenset(scores)
        return strong_enough(scores, titled)

    def weigh(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> list[Suggestion]:
        """Return every topic of which a keyword stands in the paper: those of the title, then the others.

        Of both the strongest comes first, and of equally strong ones the first by name, whatever the order of
        topics.yml.
        """
        matches: dict[str, list[Match]] = {}
        for place, words in _places(title, keywords, abstract):
            standing = Counter((rule.topic, rule.keyword or "") for rule in self._standing(words))
            for (topic, keyword), times in sorted(standing.items()):
                matches.setdefault(topic, []).append(Match(keyword, place, times))
        found = [Suggestion(topic, tuple(of_topic)) for topic, of_topic in matches.items()]
        return sorted(found, key=lambda suggestion: (not suggestion.titled, -suggestion.score, suggestion.topic))

    def standing_in(self, text: str) -> list[tuple[str, str]]:
        """Return topic and keyword for each time that a keyword stands in the text, not inside an excluded phrase."""
        return [(rule.topic, rule.keyword or "") for rule in self._standing(_ended(text))]

    def _add(self, topic: Topic, phrase: str, keyword: str | None) -> None:
        forms = list(_forms(phrase))
        rule = _Rule(topic.name, keyword, len(forms[0]))
        if keyword is None:
            self._exclusions.add(rule)
        for first, *rest in forms:
            start = self._starts.setdefault(first, _Start([], {}))
            if rest:
                start.longer.setdefault(rest[0], []).append((rest[1:], rule))
            else:
                start.alone.append(rule)

    def _standing(self, words: Sequence[str]) -> list[_Rule]:
        """Return the rule of a keyword for each time that it stands in the words, not inside an excluded phrase.

        The last of the words is empty.
        """
        starts = self._starts
        places = [place for place, word in enumerate(words) if word in starts]
        found: list[list[_Rule]] = []
        for place in places:
            here, longer = starts[words[place]]
            if longer and (after := longer.get(words[place + 1])):
                here = here + [rule for rest, rule in after if words[place + 2 : place + rule.length] == rest]
            found.append(here)
        rules = list(chain.from_iterable(found))
        if self._exclusions.isdisjoint(rules):
            return rules
        placed = [(rule, place) for place, of_place in zip(places, found, strict=True) for rule in of_place]
        excluded = [(rule, place) for rule, place in placed if rule.keyword is None]
        return [rule for rule, place in placed if not _is_inside(rule, place, excluded)]


def strong_enough(scores: Mapping[str, int], titled: Collection[str] = ()) -> tuple[str, ...]:
    """Return the topics to suggest by their scores: those with enough, else the strongest alone.

    Those that the title names come first, however often the abstract speaks of others: a title says what a paper is
    about, an abstract also what it uses. The stronger comes first otherwise.
    """
    ranked = sorted((topic not in titled, -score, topic) for topic, score in scores.items())
    strong = [topic for _, negated, topic in ranked if -negated >= ENOUGH]
    return tuple(strong[:MOST_SUGGESTED] or [topic for _, _, topic in ranked[:1]])


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    if text.isascii():  # the same, several times faster
        return text.translate(_ASCII_FOLDED).split()
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _places(title: str, keywords: Iterable[str], abstract: str | None) -> Iterator[tuple[Place, list[str]]]:
    """Yield the words of each place of a paper."""
    yield "title", _ended(title)
    yield "keywords", [word for keyword in keywords for word in _ended(keyword)]
    yield "abstract", _ended(abstract or "")


def _ended(text: str) -> list[str]:
    """Return the words of a text and an empty one, which no phrase holds: so none reaches from one text to the next."""
    return [*words_of(text), ""]


def _is_inside(rule: _Rule, place: int, excluded: Iterable[tuple[_Rule, int]]) -> bool:
    """Return whether what stands at a place lies inside one of the phrases that its topic excludes."""
    return any(
        phrase.topic == rule.topic and start <= place and place + rule.length <= start + phrase.length
        for phrase, start in excluded
    )


def _forms(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a phrase in the singular and in each plural that English might give it."""
    *start, last = words_of(text)
    yield from ((*start, last + ending) for ending in ("", "s", "es"))
    if last.endswith("y"):
        yield (*start, last[:-1] + "ies")
