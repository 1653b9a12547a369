"""Comparing two versions of an archive."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import Any
from urllib.parse import quote

from generator.archive.models import Paper
from generator.archive.queries import Query
from generator.publish.compare.changes import (
    FACTS,
    MOST,
    MOST_GROUPS,
    Changes,
    Corrected,
    Difference,
    Filing,
    First,
    Item,
    PaperName,
    QueryChange,
    Retagged,
    TopicChange,
)
from generator.publish.compare.snapshot import Edition, Hashes, differing
from generator.publish.render import short_title
from generator.text import clean


def compare(before: Edition, after: Edition) -> Changes:
    """Return what readers will see change between two versions; lists are sorted by key, name or address."""
    old, new = before.papers, after.papers
    both = sorted(old.keys() & new.keys())
    gone = old.keys() - new.keys()
    facts = {key: tuple(fact for fact in FACTS if getattr(old[key], fact) != getattr(new[key], fact)) for key in both}
    return Changes(
        settings=before.settings != after.settings,
        theme=before.theme != after.theme,
        added=_first(sorted(new.keys() - old.keys()), lambda key: _name(new[key])),
        removed=_first(sorted(gone - after.listed), lambda key: _name(old[key])),
        hidden=_first(sorted(gone & after.listed), lambda key: _name(old[key])),
        retagged=_first(
            [key for key in both if _filing(old[key]) != _filing(new[key])],
            lambda key: Retagged(
                key=key, title=_title(new[key].title), before=_filing(old[key]), after=_filing(new[key])
            ),
        ),
        summarised=_first([key for key in both if old[key].summary != new[key].summary], lambda key: _name(new[key])),
        corrected=_first(
            [key for key in both if facts[key]],
            lambda key: Corrected(key=key, title=_title(new[key].title), facts=facts[key]),
        ),
        topics=_topics(before, after),
        queries=_queries(before, after),
        pages=_pages(*differing(before.pages, after.pages)),
        feeds=_difference(*differing(before.feeds, after.feeds)),
    )


def _first(found: Iterable[str], made: Callable[[str], Item]) -> First[Item]:
    found = list(found)
    return First(count=len(found), first=tuple(made(name) for name in islice(found, MOST)))


def _name(paper: Paper) -> PaperName:
    return PaperName(key=paper.key, title=_title(paper.title))


def _title(text: str) -> str:
    return short_title(clean(text)) or "(untitled)"


def _filing(paper: Paper) -> Filing:
    return Filing(topics=paper.topics[:MOST], suggested=paper.topics_suggested and bool(paper.topics))


def _topics(before: Edition, after: Edition) -> First[TopicChange]:
    """Return the topics that are new or gone, and those whose papers changed."""
    old, new = _papers_by_topic(before), _papers_by_topic(after)
    titles = before.topics | after.topics
    return _first(
        sorted(name for name in titles if old.get(name) != new.get(name)),
        lambda name: TopicChange(name=name, title=_title(titles[name]), **_counts(old.get(name), new.get(name))),
    )


def _queries(before: Edition, after: Edition) -> First[QueryChange]:
    """Return the standing queries that are new, edited, ended or gone, and those whose papers changed."""
    changes: dict[str, QueryChange] = {}
    gone = dict(before.queries)
    for new in after.queries.values():
        old = next((gone.pop(name) for name in (new.name, *new.aliases) if name in gone), None)
        papers = before.found[old.name] if old else None, after.found[new.name]
        if old != new or papers[0] != papers[1]:
            changes[new.name] = _query_change(
                new,
                *papers,
                edited=old is not None and old.meaning != new.meaning,
                ended=old is not None and bool(new.removed and not old.removed),
            )
    changes |= {name: _query_change(query, before.found[name], None) for name, query in gone.items()}
    return _first(sorted(changes), changes.__getitem__)


def _query_change(
    query: Query,
    before: AbstractSet[str] | None,
    after: AbstractSet[str] | None,
    *,
    edited: bool = False,
    ended: bool = False,
) -> QueryChange:
    return QueryChange(name=query.name, title=_title(query.title), edited=edited, ended=ended, **_counts(before, after))


def _counts(before: AbstractSet[str] | None, after: AbstractSet[str] | None) -> dict[str, Any]:
    """Return how many papers there were and are, None where there was or is no such topic, and how many differ."""
    old, new = before or set(), after or set()
    return {
        "before": None if before is None else len(before),
        "after": None if after is None else len(after),
        "gained": len(new - old),
        "lost": len(old - new),
    }


def _papers_by_topic(edition: Edition) -> dict[str, set[str]]:
    papers: dict[str, set[str]] = {name: set() for name in edition.topics}
    for paper in edition.papers.values():
        for name in paper.topics:
            papers[name].add(paper.key)
    return papers


def _pages(before: Hashes, after: Hashes) -> dict[str, Difference]:
    """Return how the pages of each kind differ; kinds without differences are omitted."""
    kinds = sorted({_kind(address) for address in before.keys() | after.keys()})
    differences = {kind: _difference(_of_kind(kind, before), _of_kind(kind, after)) for kind in kinds}
    return dict(islice(((kind, found) for kind, found in differences.items() if found.count), MOST_GROUPS))


def _of_kind(kind: str, pages: Hashes) -> Hashes:
    return {address: value for address, value in pages.items() if _kind(address) == kind}


def _kind(address: str) -> str:
    """Return the first segment of an address with several: `days/` for `days/2025-03-11/`, nothing for `archive/`."""
    first, _, rest = address.partition("/")
    return f"{quote(first)}/" if rest else ""


def _difference(before: Hashes, after: Hashes) -> Difference:
    return Difference(
        changed=_first(sorted(at for at in before.keys() & after.keys() if before[at] != after[at]), quote),
        new=_first(sorted(after.keys() - before.keys()), quote),
        gone=_first(sorted(before.keys() - after.keys()), quote),
    )
