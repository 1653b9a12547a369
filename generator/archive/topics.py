"""Topics: the subjects of `content/topics.yml`, read and checked."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import msgspec

from generator.archive.aliases import name_problems, needless_aliases
from generator.archive.group_styles import hue_problem, icon_problem, style_of
from generator.archive.keywords import Match, Rules, Suggestion, words_of
from generator.archive.messages import Complaint, Step, nearest
from generator.archive.models import GroupStyle, Sighting, Topic, Words
from generator.archive.yaml_io.reader import Document
from generator.errors import Problem, ProblemsError
from generator.files import read_text
from generator.text import clean

_DEPTH_OF_NAMES = 2  # in topics.yml: below a list of groups, each a mapping, `topics` maps names to topics


class _TopicEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Words
    description: Words
    keywords: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    combine: tuple[tuple[str, ...], ...] = ()
    broader: tuple[str, ...] = ()


class _GroupEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: Words
    topics: dict[str, object]
    hue: object = None
    icon: str | None = None


class Topics:
    """All topics, in the order of topics.yml, by name; a topic is known by the names it once had, too.

    `hues` and `icons` are those that topics.yml chooses, by group.
    """

    def __init__(
        self, topics: Iterable[Topic], hues: Mapping[str, int] | None = None, icons: Mapping[str, str] | None = None
    ) -> None:
        self._topics = {topic.name: topic for topic in topics}
        self._by_old_name = {alias: topic for topic in self._topics.values() for alias in topic.aliases}
        self._rules = Rules(self._topics.values())
        self._hues, self._icons = dict(hues or {}), dict(icons or {})

    def __iter__(self) -> Iterator[str]:
        return iter(self._topics)

    def __len__(self) -> int:
        return len(self._topics)

    def __contains__(self, name: object) -> bool:
        return name in self._topics or name in self._by_old_name

    def __getitem__(self, name: str) -> Topic:
        return self._topics.get(name) or self._by_old_name[name]

    @property
    def chosen_styles(self) -> tuple[dict[str, int], dict[str, str]]:
        """The hues and the icons that topics.yml chooses, by group."""
        return self._hues, self._icons

    def nearest(self, name: str) -> str:
        """Return ` (did you mean "x"?)` with the present name of the topic whose name, old name or title is nearest."""
        titles = {topic.title: topic.name for topic in self._topics.values()}
        known = titles | {known: self[known].name for known in (*self._topics, *self._by_old_name)}
        return nearest(name, known, known.__getitem__)

    def groups(self) -> dict[str, list[Topic]]:
        """Return the topics of each group, both in the order of topics.yml."""
        groups: dict[str, list[Topic]] = {}
        for topic in self._topics.values():
            groups.setdefault(topic.group, []).append(topic)
        return groups

    def styles(self) -> dict[int, GroupStyle]:
        """Return the hue and the icon of each group by its number."""
        numbers = {topic.group: topic.group_number for topic in self._topics.values()}
        return {
            number: style_of(number, self._hues.get(group), self._icons.get(group)) for group, number in numbers.items()
        }

    def suggest(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> tuple[str, ...]:
        """Return the topics that a paper's words suggest, the strongest first."""
        return self._rules.suggest(title, keywords, abstract)

    def weigh(self, title: str, keywords: Iterable[str] = (), abstract: str | None = None) -> list[Suggestion]:
        """Return every topic for which some of a paper's words speak, with these words, the strongest first."""
        return self._rules.weigh(title, keywords, abstract)

    def matches(
        self, topics: Collection[str], title: str, keywords: Iterable[str] = (), abstract: str | None = None
    ) -> dict[str, list[Match]]:
        """Return a paper's words that speak for each of the topics, in no order of topics."""
        return self._rules.matches(title, keywords, abstract, topics)

    def narrower_among(self, topic: str, suggested: Iterable[str]) -> tuple[str, ...]:
        """Return those of the suggested topics that are narrower than this one."""
        return tuple(name for name in suggested if topic in self._topics[name].broader)


Suggest = Callable[[Topics, Sequence[Sighting]], Iterable[tuple[str, ...]]]


def suggest_each(topics: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
    """Yield the topics that each paper's words suggest."""
    return (topics.suggest(paper.title, paper.keywords, paper.abstract) for paper in papers)


def suggest_nothing(_: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
    """Yield no topics for each paper, for callers that need no suggestions: they take most of the time of reading."""
    return (() for _ in papers)


def read_topics(path: Path) -> Topics:
    """Return the topics of the file, none without it. Raises ProblemsError with everything that does not hold."""
    topics, problems = examine_topics(path)
    if topics is None:
        raise ProblemsError(problems)
    return topics


ExamineTopics = Callable[[Path], tuple[Topics | None, list[Problem]]]


def examine_topics(path: Path) -> tuple[Topics | None, list[Problem]]:
    """Return the topics of the file, none without it, and everything in it that does not hold.

    Where all of that is still clear, it is warnings; else there are no topics to return. Of two topics of one name the
    last one counts, and a topic's name counts more than an old name of another.
    """
    if not path.exists():
        return Topics([]), []
    try:
        document = Document(path, read_text(path), named_at=_DEPTH_OF_NAMES)
    except ProblemsError as error:
        return None, error.problems
    groups = list(_read_groups(document))
    topics = list(_read_topics(document, groups))
    for topic, where in topics:
        for message, steps in _blank_phrases(topic):
            document.complain(message, *where, *steps)
        for message, steps in _idle_phrases(topic):
            document.warn(message, *where, *steps)
    named = [(topic.name, topic.aliases, where) for topic, where in topics]
    for message, steps in name_problems(named, "topic"):
        document.complain(message, *steps)
    for message, steps in (*_repeated(topics), *needless_aliases(named, "topic"), *_idle_relations(topics)):
        document.warn(message, *steps)
    problems = [*document.problems, *document.warnings]
    if document.problems:
        return None, problems
    hues = {clean(group.group): int(str(group.hue)) for _, group in reversed(groups) if group.hue is not None}
    icons = {clean(group.group): group.icon for _, group in reversed(groups) if group.icon is not None}
    return Topics(_settled([topic for topic, _ in topics]), hues, icons), problems


def _settled(topics: Sequence[Topic]) -> Iterator[Topic]:
    """Yield each topic once, with each phrase once, and without names that are needless or lead nowhere."""
    last = {topic.name: topic for topic in topics}
    names = _present_names(topics)
    for topic in last.values():
        broader = dict.fromkeys(names[name] for name in topic.broader if name in names)
        yield replace(
            topic,
            aliases=tuple(dict.fromkeys(alias for alias in topic.aliases if alias not in last)),
            keywords=_each_once(topic.keywords),
            exclude=_each_once(topic.exclude),
            combine=tuple(map(_each_once, topic.combine)),
            broader=tuple(name for name in broader if name != topic.name),
        )


def _present_names(topics: Iterable[Topic]) -> dict[str, str]:
    """Return the present name of each topic by every name that it has or had."""
    topics = list(topics)
    return {alias: topic.name for topic in topics for alias in topic.aliases} | {
        topic.name: topic.name for topic in topics
    }


def _each_once(phrases: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases without those that have the words of an earlier one."""
    kept: dict[tuple[str, ...], str] = {}
    for phrase in phrases:
        kept.setdefault(tuple(words_of(phrase)), phrase)
    return tuple(kept.values())


def _read_groups(document: Document) -> Iterator[tuple[int, _GroupEntry]]:
    """Yield each group that holds together, and its place; a hue or an icon that is none is a problem."""
    for number, item in enumerate(document.convert(document.value or [], list[object]) or ()):
        group = document.convert(item, _GroupEntry, number)
        if not group:
            continue
        if message := hue_problem(group.hue):
            document.complain(message, number, "hue")
        if message := icon_problem(group.icon):
            document.complain(message, number, "icon")
        yield number, group


def _read_topics(
    document: Document, groups: Iterable[tuple[int, _GroupEntry]]
) -> Iterator[tuple[Topic, tuple[Step, ...]]]:
    """Yield each topic that holds together, and the way to it."""
    numbers: dict[str, int] = {}
    for number, group in groups:
        for name, value in group.topics.items():
            where = (number, "topics", name)
            entry = document.convert(value, _TopicEntry, *where)
            if entry:
                title, subject, description = map(clean, (entry.title, group.group, entry.description))
                words = (entry.keywords, entry.aliases, entry.exclude, entry.combine, entry.broader)
                group_number = numbers.setdefault(subject, len(numbers) + 1)
                yield Topic(name, title, subject, description, *words, group_number=group_number), where


def _blank_phrases(topic: Topic) -> Iterator[Complaint]:
    """Yield each phrase that can match nothing, and lists of phrases that can never be combined."""
    for kind, phrases, steps in _phrases(topic):
        for number, phrase in enumerate(phrases):
            if not words_of(phrase):
                yield f'{kind} "{phrase}" holds no letter or digit', (*steps, number)
    if len(topic.combine) == 1:
        yield "combine: must hold two lists or more; phrases that need no other are keywords", ("combine",)
    for number, phrases in enumerate(topic.combine):
        if not phrases:
            yield "combine: must not hold an empty list: write a phrase or take it out", ("combine", number)


def _idle_phrases(topic: Topic) -> Iterator[Complaint]:
    """Yield each phrase that has no effect: it is repeated, or keywords and excluded phrases do not fit together."""
    for kind, phrases, steps in _phrases(topic):
        yield from _repeated_phrases(kind, phrases, steps)
    if not topic.exclude:
        return
    worded = _with_words(topic)
    rules = Rules([worded])
    for number, keyword in enumerate(topic.keywords):
        if words_of(keyword) and (topic.name, keyword) not in rules.standing_in(keyword):
            message = f'keyword "{keyword}" never counts: it is inside an excluded phrase'
            yield message, ("keywords", number)
    every_phrase = (*worded.keywords, *chain.from_iterable(worded.combine))
    keywords = Rules([replace(worded, keywords=every_phrase, combine=(), exclude=())])
    for number, phrase in enumerate(topic.exclude):
        if words_of(phrase) and not keywords.standing_in(phrase):
            message = f'excluded phrase "{phrase}" does nothing: none of the topic\'s keywords stands in it'
            yield message, ("exclude", number)


def _phrases(topic: Topic) -> Iterator[tuple[str, tuple[str, ...], tuple[Step, ...]]]:
    """Yield the phrases of each list of the topic, with what they are called and the way to them."""
    yield "keyword", topic.keywords, ("keywords",)
    yield "excluded phrase", topic.exclude, ("exclude",)
    for number, phrases in enumerate(topic.combine):
        yield "phrase", phrases, ("combine", number)


def _repeated_phrases(kind: str, phrases: Iterable[str], steps: tuple[Step, ...]) -> Iterator[Complaint]:
    seen: set[tuple[str, ...]] = set()
    for number, phrase in enumerate(phrases):
        words = tuple(words_of(phrase))
        if words and words in seen:
            yield f'{kind} "{phrase}" is listed twice', (*steps, number)
        seen.add(words)


def _with_words(topic: Topic) -> Topic:
    """Return the topic without the phrases that hold no word; these are told elsewhere."""
    keywords, exclude, *combine = (
        tuple(filter(words_of, phrases)) for phrases in (topic.keywords, topic.exclude, *topic.combine)
    )
    return replace(topic, keywords=keywords, exclude=exclude, combine=tuple(combine))


def _idle_relations(topics: Iterable[tuple[Topic, tuple[Step, ...]]]) -> Iterator[Complaint]:
    """Yield each name of a broader topic that leads to none: the topic may have gone in another change."""
    topics = list(topics)
    names = _present_names(topic for topic, _ in topics)
    for topic, where in topics:
        for number, name in enumerate(topic.broader):
            steps = (*where, "broader", number)
            if name not in names:
                yield f'broader topic "{name}" does nothing: there is no such topic{nearest(name, names)}', steps
            elif names[name] == topic.name:
                yield f'broader topic "{name}" does nothing: it is this topic', steps


def _repeated(topics: Iterable[tuple[Topic, tuple[Step, ...]]]) -> Iterator[Complaint]:
    """Yield each topic that is given again below: the last one counts."""
    topics = list(topics)
    last = {topic.name: where for topic, where in topics}
    for topic, where in topics:
        if where != last[topic.name]:
            group = topic.group
            yield f'topic "{topic.name}" stands in two groups; this one, in "{group}", does not count; delete it', where
