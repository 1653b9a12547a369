"""Topics: the subjects of `content/topics.yml`, and which of them a paper's words suggest."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.archive.explain import Step
from generator.archive.files import read_text
from generator.archive.located import Document
from generator.archive.models import TOPIC_PATTERN, TOPIC_RULE, Topic, Words
from generator.archive.text import clean

MOST_SUGGESTED = 3
_TITLE_WEIGHT, _KEYWORD_WEIGHT, _ABSTRACT_WEIGHT = 3, 2, 1
_ENOUGH = 2  # a word that stands in the abstract alone says too little

Phrase = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+")


class _TopicEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Words
    description: Words
    keywords: tuple[str, ...]


class _GroupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: Words
    topics: dict[str, object]


class Topics:
    """All topics, in the order of topics.yml, by name."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = {topic.name: topic for topic in topics}
        self._rules = _Rules(self._topics.values())

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def __contains__(self, name: object) -> bool:
        return name in self._topics

    def __getitem__(self, name: str) -> Topic:
        return self._topics[name]

    def groups(self) -> dict[str, list[Topic]]:
        """Return the topics of each group, both in the order of topics.yml."""
        groups: dict[str, list[Topic]] = {}
        for topic in self._topics.values():
            groups.setdefault(topic.group, []).append(topic)
        return groups

    def suggest(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> tuple[str, ...]:
        """Return the topics that a paper's words suggest, the strongest first, at most three.

        A topic's keyword counts once for each place it stands in: most in the title, least in the abstract.
        """
        scores: Counter[str] = Counter()
        for weight, texts in (
            (_TITLE_WEIGHT, [title]),
            (_KEYWORD_WEIGHT, keywords),
            (_ABSTRACT_WEIGHT, [abstract or ""]),
        ):
            for name in self._rules.matches(texts):
                scores[name] += weight
        enough = [name for name, score in scores.most_common() if score >= _ENOUGH]
        return tuple(enough[:MOST_SUGGESTED] or [name for name, _ in scores.most_common(1)])


class _Rules:
    """The keywords of all topics, by their first word, so that a text is read once for all of them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._by_first_word: dict[str, list[tuple[Phrase, str, Phrase]]] = {}
        for topic in topics:
            for keyword in topic.keywords:
                *start, last = singular = tuple(words_of(keyword))
                for ending in ("", "s", "es"):
                    phrase = (*start, last + ending)
                    self._by_first_word.setdefault(phrase[0], []).append((phrase, topic.name, singular))

    def matches(self, texts: Iterable[str]) -> Iterator[str]:
        """Yield the name of the topic for each of its keywords that stands in one of the texts, once a keyword."""
        found = {
            (name, keyword)
            for words in map(words_of, texts)
            for place, word in enumerate(words)
            for phrase, name, keyword in self._by_first_word.get(word, ())
            if tuple(words[place : place + len(phrase)]) == phrase
        }
        return (name for name, _ in sorted(found))


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def read_topics(path: Path) -> Topics:
    """Return the topics of the file, none without it. Raises ProblemsError with everything that does not hold."""
    if not path.exists():
        return Topics([])
    document = Document(path, read_text(path))
    topics = list(_read_topics(document))
    for topic, where in topics:
        for message, steps in _problems(topic):
            document.complain(message, *where, *steps)
    times = Counter(topic.name for topic, _ in topics)
    for topic, where in topics:
        if times[topic.name] > 1:
            document.complain(f'topic "{topic.name}" stands in two groups; keep it in one', *where)
    document.raise_problems()
    return Topics(topic for topic, _ in topics)


def _read_topics(document: Document) -> Iterator[tuple[Topic, tuple[Step, ...]]]:
    """Yield each topic that holds together, and the way to it."""
    for number, item in enumerate(document.convert(document.value or [], list[object]) or ()):
        group = document.convert(item, _GroupEntry, number)
        for name, value in group.topics.items() if group else ():
            where = (number, "topics", name)
            entry = document.convert(value, _TopicEntry, *where)
            if group and entry:
                title, subject, description = map(clean, (entry.title, group.group, entry.description))
                yield Topic(name, title, subject, description, entry.keywords), where


def _problems(topic: Topic) -> Iterator[tuple[str, tuple[Step, ...]]]:
    if not re.match(TOPIC_PATTERN, topic.name):
        yield f'"{topic.name}" cannot be a topic\'s name: {TOPIC_RULE}', ()
    seen: set[Phrase] = set()
    for number, keyword in enumerate(topic.keywords):
        words = tuple(words_of(keyword))
        if not words:
            yield f'keyword "{keyword}" holds no letter or digit', ("keywords", number)
        elif words in seen:
            yield f'keyword "{keyword}" stands here twice', ("keywords", number)
        seen.add(words)
