"""Keyword rules: which topics a paper's words suggest, and which of the words do.

Texts and keywords are folded (NFKC, then case) and cut into words: runs of letters and digits. A keyword stands where
its words stand in sequence; its last word also stands in the plural. One that stands inside a phrase that its topic
excludes does not count, and of a topic's keywords that overlap only the first counts, the longest of those that begin
there: so words count once. A title with a phrase of each list that a topic combines counts as one keyword of the topic.
"""

import re
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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

_END = "\0"  # stands after each text for a word that no phrase holds, so that none reaches from one text to the next
_NO_WORD = re.compile(r"[\W_]+")
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


# Phrases as a tree: by their first word, the rules of those that end with it, and the longer ones by their next word.
_Tree = dict[str, tuple[list[_Rule], "_Tree"]]


class Phrases:
    """Phrases of all topics, as a tree of their words, so that a text is read once for all of them."""

    def __init__(self) -> None:
        self._tree: _Tree = {}
        self._has_exclusions = False

    def add(self, topic: str, phrase: str, part: int = 0) -> None:
        """Add a phrase that speaks for the topic."""
        self._add(topic, phrase, phrase, part)

    def exclude(self, topic: str, phrase: str) -> None:
        """Add a phrase inside which no other of the topic counts."""
        self._has_exclusions = True
        self._add(topic, phrase, None, 0)

    def _add(self, topic: str, phrase: str, keyword: str | None, part: int) -> None:
        *start, last = words_of(phrase)
        rule = _Rule(topic, keyword, len(start) + 1, part)
        tree = self._tree
        for word in start:
            _, tree = _branch(tree, word)
        for form in _forms(last):
            ending, _ = _branch(tree, form)
            insort(ending, rule, key=_by_keyword)

    def standing(self, words: Sequence[str]) -> list[_Rule]:
        """Return the rule of a phrase for each time that it stands in the words, not inside an excluded one.

        `words` is what `words_in` returns.
        """
        return [rule for of_place in self._placed(words).values() for rule in of_place]

    def owners_in(self, texts: Iterable[str]) -> set[str]:
        """Return the topics of which a phrase stands in one of the texts."""
        return {rule.topic for rule in self.standing(words_in(texts))}

    def standing_apart(self, words: Sequence[str]) -> dict[_Rule, int]:
        """Return how often a phrase of each rule stands in the words, without those that overlap an earlier one.

        Only phrases of one topic overlap. Of those that begin at one word the longest stays.
        """
        ends: dict[str, int] = {}
        times: dict[_Rule, int] = {}
        for place, of_place in self._placed(words).items():
            for rule in of_place:
                if ends.get(rule.topic, 0) <= place:
                    ends[rule.topic] = place + rule.length
                    times[rule] = times.get(rule, 0) + 1
        return times

    def _placed(self, words: Sequence[str]) -> dict[int, list[_Rule]]:
        """Return the rules of phrases that stand in the words, by their place, without those inside excluded ones.

        Of one place the longest come first.
        """
        tree = self._tree
        found: dict[int, list[_Rule]] = {}
        for place, word in enumerate(words):
            if word in tree:
                here, longer = tree[word]
                end = place + 1
                while words[end] in longer:
                    ending, longer = longer[words[end]]
                    here = ending + here
                    end += 1
                if here:
                    found[place] = here
        if self._has_exclusions:
            _drop_excluded(found)
        return found


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
            for rule, times in self._keywords.standing_apart(words).items():
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

    def matches(
        self,
        title: str,
        keywords: Iterable[str] = (),
        abstract: str | None = None,
        topics: Collection[str] | None = None,
    ) -> dict[str, list[Match]]:
        """Return what in a paper speaks for each topic, or each of `topics`: the title first, keywords in one order."""
        matches: dict[str, list[Match]] = {}
        for place, words in _places(title, keywords, abstract):
            found: Counter[tuple[str, str]] = Counter()
            for topic, keyword, times in self._speaking(place, words):
                if topics is None or topic in topics:
                    found[topic, keyword] += times
            for (topic, keyword), times in sorted(found.items()):
                matches.setdefault(topic, []).append(Match(keyword, place, times))
        return matches

    def _speaking(self, place: Place, words: Sequence[str]) -> Iterator[tuple[str, str, int]]:
        """Yield topic, keyword and number for what speaks for the topics in a place of a paper."""
        for rule, times in self._keywords.standing_apart(words).items():
            yield rule.topic, rule.keyword or "", times
        if place == "title":
            for topic, phrases in self._combinations(words).items():
                yield topic, phrases, 1

    def standing_in(self, text: str) -> list[tuple[str, str]]:
        """Return topic and keyword for each time that a keyword stands in the text, not inside an excluded phrase."""
        return [(rule.topic, rule.keyword or "") for rule in self._keywords.standing(words_in([text]))]

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

    def rank(topic: str) -> tuple[bool, int, str]:
        return topic not in titled, -scores[topic], topic

    strong = sorted((topic for topic, score in scores.items() if topic in titled or score >= ENOUGH), key=rank)
    kept = [
        topic
        for topic in strong
        if not any(other in strong and (other in titled or topic not in titled) for other in narrower.get(topic, ()))
    ]
    return tuple(kept[:MOST_SUGGESTED] or sorted(scores, key=rank)[:1])


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    return _folded(text).split()


def words_in(texts: Iterable[str]) -> list[str]:
    """Return the words of several texts, with `_END` after those of each."""
    return [*f" {_END} ".join(map(_folded, texts)).split(), _END]


def _folded(text: str) -> str:
    """Return the words of a text, with spaces between them."""
    if text.isascii():  # the same, several times faster
        return text.translate(_ASCII_FOLDED)
    return _NO_WORD.sub(" ", unicodedata.normalize("NFKC", text).casefold())


def _places(title: str, keywords: Iterable[str], abstract: str | None) -> Iterator[tuple[Place, list[str]]]:
    """Yield the words of each place of a paper."""
    yield "title", words_in([title])
    yield "keywords", words_in(keywords)
    yield "abstract", words_in([abstract or ""])


def _branch(tree: _Tree, word: str) -> tuple[list[_Rule], _Tree]:
    """Return the phrases that continue with a word; an empty branch is added if there are none yet."""
    if word not in tree:
        tree[word] = ([], {})
    return tree[word]


def _drop_excluded(found: dict[int, list[_Rule]]) -> None:
    """Take excluded phrases, and those of the same topic inside them, from the rules by their place."""
    excluded = [(place, rule) for place, rules in found.items() for rule in rules if rule.keyword is None]
    for start, phrase in excluded:
        end = start + phrase.length
        for place in found.keys() & range(start, end):
            found[place] = [rule for rule in found[place] if rule.topic != phrase.topic or place + rule.length > end]


def _by_keyword(rule: _Rule) -> str:
    return rule.keyword or ""


def _forms(word: str) -> Iterator[str]:
    """Yield a word in the singular and in each plural that English might give it."""
    yield from (word, f"{word}s", f"{word}es")
    if word.endswith("y"):
        yield f"{word[:-1]}ies"
