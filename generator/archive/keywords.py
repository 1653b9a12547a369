"""Keyword rules: which topics a paper's words suggest, and which of the words do.

Texts and keywords are folded (NFKC, then case) and cut into words: runs of letters and digits. A keyword stands where
its words stand in sequence; its last word also stands in the plural. One that stands inside a phrase that its topic
excludes does not count, and of a topic's keywords that overlap only the first counts, the longest of those that begin
there: so words count once. A title with a phrase of each list that a topic combines counts as one keyword of the topic.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Literal, NamedTuple

from generator.archive.models import Topic

Place = Literal["title", "keywords", "abstract"]

# What a keyword is worth to its topic where it stands once, and how many times count. A topic of the title is always
# suggested. Others need enough: of an abstract only several words, or one of the paper's keywords beside them.
WEIGHTS: Mapping[Place, int] = {"title": 3, "keywords": 2, "abstract": 1}
TIMES: Mapping[Place, int] = {"title": 1, "keywords": 1, "abstract": 3}
ENOUGH = 4
MOST_SUGGESTED = 3

_WORD = re.compile(r"[^\W_]+")
_ASCII_FOLDED = "".join(character.lower() if character.isalnum() else " " for character in map(chr, range(128)))


class Match(NamedTuple):
    """A topic's keyword that stands in a place of a paper, so many times."""

    keyword: str
    place: Place
    times: int

    @property
    def weight(self) -> int:
        """What it is worth to its topic."""
        return WEIGHTS[self.place] * min(self.times, TIMES[self.place])


class Suggestion(NamedTuple):
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
    """A phrase that speaks for a topic as one of its keywords, or that the topic excludes; `length` is in words.

    `part` is the number of the list that a combined phrase is from.
    """

    topic: str
    keyword: str | None
    length: int
    part: int = 0


class _Start(NamedTuple):
    """The rules of which a form begins with some word.

    `alone` are those that the word is all of; `longer` are the others, by their second word, with the words after it.
    """

    alone: list[_Rule]
    longer: dict[str, list[tuple[list[str], _Rule]]]


class Phrases:
    """Phrases of all topics, by their first word, so that a text is read once for all of them."""

    def __init__(self) -> None:
        self._starts: dict[str, _Start] = {}
        self._exclusions: set[_Rule] = set()

    def add(self, topic: str, phrase: str, part: int = 0) -> None:
        """Add a phrase that speaks for the topic."""
        self._add(topic, phrase, phrase, part)

    def exclude(self, topic: str, phrase: str) -> None:
        """Add a phrase inside which no other of the topic counts."""
        self._exclusions.add(self._add(topic, phrase, None, 0))

    def _add(self, topic: str, phrase: str, keyword: str | None, part: int) -> _Rule:
        forms = list(_forms(phrase))
        rule = _Rule(topic, keyword, len(forms[0]), part)
        for first, *rest in forms:
            start = self._starts.setdefault(first, _Start([], {}))
            if rest:
                start.longer.setdefault(rest[0], []).append((rest[1:], rule))
            else:
                start.alone.append(rule)
        return rule

    def standing(self, words: Sequence[str]) -> list[_Rule]:
        """Return the rule of a phrase for each time that it stands in the words, not inside an excluded one.

        The last of the words is empty.
        """
        return [rule for of_place in self._placed(words).values() for rule in of_place]

    def owners_in(self, texts: Iterable[str]) -> set[str]:
        """Return the topics of which a phrase stands in one of the texts."""
        return {rule.topic for rule in self.standing([word for text in texts for word in _ended(text)])}

    def standing_apart(self, words: Sequence[str]) -> list[_Rule]:
        """Return the rules of phrases that stand in the words, for each topic without those that overlap earlier ones.

        Of those that begin at one word the longest stays.
        """
        ends: dict[str, int] = {}
        apart: list[_Rule] = []
        for place, of_place in self._placed(words).items():
            for rule in of_place if len(of_place) == 1 else sorted(of_place, key=_longest_first):
                if ends.get(rule.topic, 0) <= place:
                    apart.append(rule)
                    ends[rule.topic] = place + rule.length
        return apart

    def _placed(self, words: Sequence[str]) -> dict[int, list[_Rule]]:
        """Return the rules of phrases that stand in the words, by their place, without those inside excluded ones."""
        starts = self._starts
        found: dict[int, list[_Rule]] = {}
        if starts.keys().isdisjoint(words):
            return found
        for place, word in enumerate(words):
            if word in starts:
                here, longer = starts[word]
                if longer and (after := longer.get(words[place + 1])):
                    here = here + [rule for rest, rule in after if words[place + 2 : place + rule.length] == rest]
                if here:
                    found[place] = here
        if self._exclusions.isdisjoint(chain.from_iterable(found.values())):
            return found
        excluded = [(rule, place) for place, rules in found.items() for rule in rules if rule.keyword is None]
        return {
            place: [rule for rule in rules if not _is_inside(rule, place, excluded)] for place, rules in found.items()
        }


class Rules:
    """What speaks for each of the topics, and which of them is narrower than which."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._keywords = Phrases()
        self._combined = Phrases()
        self._lists: dict[str, int] = {}  # how many a topic combines
        self._narrower: dict[str, set[str]] = {}
        for topic in topics:
            self._add(topic)

    def _add(self, topic: Topic) -> None:
        for keyword in topic.keywords:
            self._keywords.add(topic.name, keyword)
        self._lists[topic.name] = len(topic.combine)
        for number, phrases in enumerate(topic.combine):
            for phrase in phrases:
                self._combined.add(topic.name, phrase, number)
        for phrase in topic.exclude:
            self._keywords.exclude(topic.name, phrase)
            if topic.combine:
                self._combined.exclude(topic.name, phrase)
        for name in topic.broader:
            self._narrower.setdefault(name, set()).add(topic.name)

    def suggest(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> tuple[str, ...]:
        """Return the topics that a paper's words suggest: those of the title, then the others, the strongest first."""
        scores: dict[str, int] = {}
        titled: frozenset[str] = frozenset()
        for place, words in _places(title, keywords, abstract):
            weight, most = WEIGHTS[place], TIMES[place]
            for rule, times in Counter(self._keywords.standing_apart(words)).items():
                topic = rule.topic
                counted = times if times < most else most  # noqa: FURB136 - min() takes as long as all the rest
                scores[topic] = scores.get(topic, 0) + weight * counted
            if place == "title":
                for topic in self._combinations(words):
                    scores[topic] = scores.get(topic, 0) + weight
                titled = frozenset(scores)
        return strong_enough(scores, titled, self._narrower)

    def weigh(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> list[Suggestion]:
        """Return every topic for which something in the paper speaks: those of the title, then the others.

        Of both the strongest comes first, and of equally strong ones the first by name, whatever the order of
        topics.yml.
        """
        matches = self.matches(title, keywords, abstract)
        found = [Suggestion(topic, tuple(of_topic)) for topic, of_topic in matches.items()]
        return sorted(found, key=lambda suggestion: (not suggestion.titled, -suggestion.score, suggestion.topic))

    def matches(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> dict[str, list[Match]]:
        """Return what in a paper speaks for each topic: the title first, keywords in one order."""
        matches: dict[str, list[Match]] = {}
        for place, words in _places(title, keywords, abstract):
            standing = [(rule.topic, rule.keyword or "") for rule in self._keywords.standing_apart(words)]
            if place == "title":
                standing += self._combinations(words).items()
            for (topic, keyword), times in sorted(Counter(standing).items()):
                matches.setdefault(topic, []).append(Match(keyword, place, times))
        return matches

    def standing_in(self, text: str) -> list[tuple[str, str]]:
        """Return topic and keyword for each time that a keyword stands in the text, not inside an excluded phrase."""
        return [(rule.topic, rule.keyword or "") for rule in self._keywords.standing(_ended(text))]

    def _combinations(self, words: Sequence[str]) -> dict[str, str]:
        """Return the topics of which a phrase of each combined list stands in the words, with the first of each."""
        found: dict[str, dict[int, str]] = {}
        for rule in self._combined.standing(words):
            phrase, of_topic = rule.keyword or "", found.setdefault(rule.topic, {})
            of_topic[rule.part] = min(phrase, of_topic.get(rule.part, phrase))
        return {
            topic: " + ".join(phrase for _, phrase in sorted(parts.items()))
            for topic, parts in found.items()
            if len(parts) == self._lists[topic]
        }


def strong_enough(
    scores: Mapping[str, int],
    titled: Collection[str] = (),
    narrower: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> tuple[str, ...]:
    """Return the topics to suggest by their scores: those of the title and those with enough, else the strongest.

    Those that the title names come first, however often the abstract speaks of others: a title says what a paper is
    about, an abstract also what it uses. The stronger comes first otherwise. A topic gives way to one of those that are
    `narrower` than it, unless the title names it alone.
    """
    ranked = sorted((topic not in titled, -score, topic) for topic, score in scores.items())
    strong = {topic: untitled for untitled, negated, topic in ranked if not untitled or -negated >= ENOUGH}
    kept = [
        topic
        for topic, untitled in strong.items()
        if not any(strong[other] <= untitled for other in narrower.get(topic, ()) if other in strong)
    ]
    return tuple(kept[:MOST_SUGGESTED] or [topic for _, _, topic in ranked[:1]])


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    if text.isascii():  # the same, several times faster
        return text.translate(_ASCII_FOLDED).split()
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _places(title: str, keywords: Iterable[str], abstract: str | None) -> Iterator[tuple[Place, list[str]]]:
    """Yield the words of each place where a paper has any; always those of the title."""
    yield "title", _ended(title)
    if of_keywords := [word for keyword in keywords for word in _ended(keyword)]:
        yield "keywords", of_keywords
    if abstract:
        yield "abstract", _ended(abstract)


def _ended(text: str) -> list[str]:
    """Return the words of a text and an empty one, which no phrase holds: so none reaches from one text to the next."""
    return [*words_of(text), ""]


def _is_inside(rule: _Rule, place: int, excluded: Iterable[tuple[_Rule, int]]) -> bool:
    """Return whether what stands at a place lies inside one of the phrases that its topic excludes."""
    return any(
        phrase.topic == rule.topic and start <= place and place + rule.length <= start + phrase.length
        for phrase, start in excluded
    )


def _longest_first(rule: _Rule) -> tuple[int, str]:
    return -rule.length, rule.keyword or ""


def _forms(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a phrase in the singular and in each plural that English might give it."""
    *start, last = words_of(text)
    yield from ((*start, last + ending) for ending in ("", "s", "es"))
    if last.endswith("y"):
        yield (*start, last[:-1] + "ies")
