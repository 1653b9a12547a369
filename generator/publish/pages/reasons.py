"""Reasons: which of a paper's words suggested its topics."""

from functools import lru_cache

from generator.archive.keywords import Match, Place
from generator.archive.models import Topic
from generator.archive.topics import Topics
from generator.publish.paper import PaperView

_MOST_WORDS = 3
_REMEMBERED = 2_000  # cached reasons: most are one word of a title, which many papers share
_WHERE: dict[Place, str] = {"title": "in the title", "keywords": "among its keywords", "abstract": "in the abstract"}


def reasons(paper: PaperView, topics: Topics) -> list[tuple[Topic, str]]:
    """Return each suggested topic with the words that suggested it and where they are; none if a person chose them.

    Words of the title are enough: they count most, and abstracts are long to read. What speaks for a topic does not
    depend on the others of `topics`.
    """
    if not paper.topics_suggested or not paper.topics:
        return []
    words = paper.paper
    found = topics.matches(paper.topic_names, words.title)
    if missing := set(paper.topic_names) - found.keys():
        found |= topics.matches(missing, "", words.keywords, words.abstract)
    return [(topic, _reason(tuple(found[topic.name]))) for topic in paper.topics if topic.name in found]


@lru_cache(_REMEMBERED)
def _reason(matches: tuple[Match, ...]) -> str:
    by_place: dict[Place, list[Match]] = {}
    for match in sorted(matches, key=lambda match: -match.weight)[:_MOST_WORDS]:
        by_place.setdefault(match.place, []).append(match)
    return "; ".join(f"{_quoted(by_place[place])} {where}" for place, where in _WHERE.items() if place in by_place)


def _quoted(matches: list[Match]) -> str:
    phrases = (match.keyword.replace(" + ", "” with “") for match in matches)  # of topics that combine lists
    return ", ".join(f"“{phrase}”" for phrase in phrases)
