"""Topics: the subjects of `content/topics.yml`, read and checked."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from generator.archive.explain import Step, nearest
from generator.archive.files import read_text
from generator.archive.located import Document
from generator.archive.models import TOPIC_PATTERN, TOPIC_RULE, Sighting, Topic, Words
from generator.archive.rules import Rules, Suggestion, words_of
from generator.archive.text import clean

_Complaint = tuple[str, tuple[Step, ...]]


class _TopicEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Words
    description: Words
    keywords: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class _GroupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: Words
    topics: dict[str, object]


class Topics:
    """All topics, in the order of topics.yml, by name; a topic is known by the names it once had, too."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = {topic.name: topic for topic in topics}
        self._by_old_name = {alias: topic for topic in self._topics.values() for alias in topic.aliases}
        self._rules = Rules(self._topics.values())

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def __contains__(self, name: object) -> bool:
        return name in self._topics or name in self._by_old_name

    def __getitem__(self, name: str) -> Topic:
        return self._topics.get(name) or self._by_old_name[name]

    @property
    def old_names(self) -> dict[str, str]:
        """The present name of a topic by each name that it once had."""
        return {alias: topic.name for alias, topic in self._by_old_name.items()}

    def nearest(self, name: str) -> str:
        """Return ` (did you mean "x"?)` with the present name of the topic that is known by the nearest name."""
        return nearest(name, [*self._topics, *self._by_old_name], lambda known: self[known].name)

    def groups(self) -> dict[str, list[Topic]]:
        """Return the topics of each group, both in the order of topics.yml."""
        groups: dict[str, list[Topic]] = {}
        for topic in self._topics.values():
            groups.setdefault(topic.group, []).append(topic)
        return groups

    def suggest(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> tuple[str, ...]:
        """Return the topics that a paper's words suggest, the strongest first."""
        return self._rules.suggest(title, keywords, abstract)

    def weigh(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> list[Suggestion]:
        """Return every topic for which some of a paper's words speak, with these words, the strongest first."""
        return self._rules.weigh(title, keywords, abstract)


Suggest = Callable[[Topics, Sequence[Sighting]], Iterable[tuple[str, ...]]]


def suggest_each(topics: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
    """Yield the topics that each paper's words suggest."""
    return (topics.suggest(paper.title, paper.keywords, paper.abstract) for paper in papers)


def read_topics(path: Path) -> Topics:
    """Return the topics of the file, none without it. Raises ProblemsError with everything that does not hold."""
    if not path.exists():
        return Topics([])
    document = Document(path, read_text(path))
    topics = list(_read_topics(document))
    for topic, where in topics:
        for problems in (_name_problems, _keyword_problems, _exclude_problems):
            for message, steps in problems(topic):
                document.complain(message, *where, *steps)
    for message, steps in _shared_names(topics):
        document.complain(message, *steps)
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
                words = (entry.keywords, entry.aliases, entry.exclude)
                yield Topic(name, title, subject, description, *words), where


def _name_problems(topic: Topic) -> Iterator[_Complaint]:
    if not re.match(TOPIC_PATTERN, topic.name):
        yield f'"{topic.name}" cannot be a topic\'s name: {TOPIC_RULE}', ()
    for number, alias in enumerate(topic.aliases):
        if not re.match(TOPIC_PATTERN, alias):
            yield f'alias "{alias}" cannot have been a topic\'s name: {TOPIC_RULE}', ("aliases", number)


def _keyword_problems(topic: Topic) -> Iterator[_Complaint]:
    yield from _phrase_problems("keyword", "keywords", topic.keywords)
    rules = Rules([_with_words(topic)])
    for number, keyword in enumerate(topic.keywords):
        if words_of(keyword) and (topic.name, keyword) not in rules.standing_in(keyword):
            message = f'keyword "{keyword}" never counts: it stands inside an excluded phrase'
            yield message, ("keywords", number)


def _exclude_problems(topic: Topic) -> Iterator[_Complaint]:
    yield from _phrase_problems("excluded phrase", "exclude", topic.exclude)
    keywords = Rules([replace(_with_words(topic), exclude=())])
    for number, phrase in enumerate(topic.exclude):
        if words_of(phrase) and not keywords.standing_in(phrase):
            message = f'excluded phrase "{phrase}" does nothing: none of the topic\'s keywords stands in it'
            yield message, ("exclude", number)


def _with_words(topic: Topic) -> Topic:
    """Return the topic without the phrases that hold no word; these are told elsewhere."""
    keywords, exclude = (tuple(filter(words_of, phrases)) for phrases in (topic.keywords, topic.exclude))
    return replace(topic, keywords=keywords, exclude=exclude)


def _phrase_problems(kind: str, field: str, phrases: Iterable[str]) -> Iterator[_Complaint]:
    seen: set[tuple[str, ...]] = set()
    for number, phrase in enumerate(phrases):
        words = tuple(words_of(phrase))
        if not words:
            yield f'{kind} "{phrase}" holds no letter or digit', (field, number)
        elif words in seen:
            yield f'{kind} "{phrase}" stands here twice', (field, number)
        seen.add(words)


def _shared_names(topics: Iterable[tuple[Topic, tuple[Step, ...]]]) -> Iterator[_Complaint]:
    """Yield what is wrong where one name, present or old, would lead to two topics."""
    topics = list(topics)
    times = Counter(topic.name for topic, _ in topics)
    claimed: dict[str, str] = {}
    for topic, where in topics:
        if times[topic.name] > 1:
            yield f'topic "{topic.name}" stands in two groups; keep it in one', where
        for number, alias in enumerate(topic.aliases):
            if alias in times:
                yield f'alias "{alias}" is the name of a topic; a name leads to one topic', (*where, "aliases", number)
            elif alias in claimed:
                owner = claimed[alias]
                yield f'alias "{alias}" already stands at topic "{owner}"; keep one', (*where, "aliases", number)
            claimed.setdefault(alias, topic.name)
