"""Topics: the subjects of `content/topics.yml`, and which of them a paper's words suggest."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec

from generator.archive.files import read_text
from generator.archive.located import Document, explain
from generator.archive.models import TOPIC_PATTERN, Text, Topic
from generator.errors import Problem, ProblemsError

MOST_SUGGESTED = 3
_TITLE_WEIGHT, _KEYWORD_WEIGHT, _ABSTRACT_WEIGHT = 3, 2, 1
_ENOUGH = 2  # a word that stands in the abstract alone says too little

_WORD = re.compile(r"[^\W_]+")


class _TopicEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Text
    description: Text
    keywords: tuple[Text, ...]


class _GroupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: Text
    topics: dict[str, _TopicEntry]


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
        for weight, text in (
            (_TITLE_WEIGHT, title),
            (_KEYWORD_WEIGHT, " | ".join(keywords)),
            (_ABSTRACT_WEIGHT, abstract or ""),
        ):
            for name in self._rules.matches(text):
                scores[name] += weight
        enough = [name for name, score in scores.most_common() if score >= _ENOUGH]
        return tuple(enough[:MOST_SUGGESTED] or [name for name, _ in scores.most_common(1)])


class _Rules:
    """The keywords of all topics, by their first word, so that a text is read once for all of them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for topic in topics:
            for keyword in topic.keywords:
                *start, last = words_of(keyword) or [""]
                for ending in (last, f"{last}s", f"{last}es"):
                    phrase = (*start, ending)
                    self._by_first_word.setdefault(phrase[0], []).append((phrase, topic.name))

    def matches(self, text: str) -> Iterator[str]:
        """Yield the name of the topic for each of its keywords that stands in the text, once a keyword."""
        words = words_of(text)
        found = {
            (name, phrase)
            for place, word in enumerate(words)
            for phrase, name in self._by_first_word.get(word, ())
            if tuple(words[place : place + len(phrase)]) == phrase
        }
        return (name for name, _ in sorted(found))


def words_of(text: str) -> list[str]:
    """Return the words of a text for matching: NFKC, case folded; all but letters and digits parts words."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def read_topics(path: Path) -> Topics:
    """Return the topics of the file, none where there is no such file.

    Raises ProblemsError with everything in it that does not hold.
    """
    if not path.exists():
        return Topics(())
    document = Document(path, read_text(path))
    try:
        groups = msgspec.convert(document.value or [], list[_GroupEntry])
    except msgspec.ValidationError as error:
        message, steps = explain(error)
        raise ProblemsError([document.problem(message, *steps)]) from error
    problems = list(_problems(groups, document))
    if problems:
        raise ProblemsError(problems)
    return Topics(
        Topic(name, entry.title, group.group, entry.description, entry.keywords)
        for group in groups
        for name, entry in group.topics.items()
    )


def _problems(groups: list[_GroupEntry], document: Document) -> Iterator[Problem]:
    times = Counter(chain.from_iterable(group.topics for group in groups))
    for number, group in enumerate(groups):
        for name in group.topics:
            where = (number, "topics", name)
            if not re.match(TOPIC_PATTERN, name):
                message = f'"{name}" cannot be a topic\'s name: lower-case letters and digits, parted by "-"'
                yield document.problem(message, *where)
            elif times[name] > 1:
                yield document.problem(f'topic "{name}" stands in two groups; keep it in one', *where)
