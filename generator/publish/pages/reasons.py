"""Reasons: which of a paper's words suggested its topics."""

from functools import cache

from generator.archive.keywords import Match, Place, Rules
from generator.archive.models import Topic
from generator.publish.paper import PaperView

_MOST_WORDS = 3
_WHERE: dict[Place, str] = {"title": "in the title", "keywords": "among its keywords", "abstract": "in the abstract"}


def reasons(paper: PaperView) -> list[tuple[Topic, str]]:
    """Return each suggested topic with the words that suggested it and where they are; none if a person chose them.

    Words of the title are enough: they count most, and abstracts are long to read.
    """
    return [(topic, _reason(paper, topic)) for topic in paper.topics] if paper.topics_suggested else []


def _reason(paper: PaperView, topic: Topic) -> str:
    words, rules = paper.paper, _rules(topic)
    found = rules.weigh(words.title) or rules.weigh(words.title, words.keywords, words.abstract)
    matches = found[0].matches if found else ()
    by_place: dict[Place, list[Match]] = {}
    for match in sorted(matches, key=lambda match: -match.weight)[:_MOST_WORDS]:
        by_place.setdefault(match.place, []).append(match)
    return "; ".join(f"{_quoted(by_place[place])} {where}" for place, where in _WHERE.items() if place in by_place)


def _quoted(matches: list[Match]) -> str:
    phrases = (match.keyword.replace(" + ", "” with “") for match in matches)  # of topics that combine lists
    return ", ".join(f"“{phrase}”" for phrase in phrases)


@cache
def _rules(topic: Topic) -> Rules:
    """Return the rules of one topic: they do not depend on those of others."""
    return Rules([topic])
