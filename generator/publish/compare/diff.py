"""Comparing two versions of an archive."""

from collections.abc import Callable, Iterable
from itertools import islice
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
            [key for key in both if _filing(old[key]) != _filing(new[key])], lambda key: _retagged(old[key], new[key])
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


def _retagged(old: Paper, new: Paper) -> Retagged:
    return Retagged(key=new.key, title=_title(new.title), before=_filing(old), after=_filing(new))


def _topics(before: Edition, after: Edition) -> First[TopicChange]:
    """Return the topics that are new or gone, and those whose papers changed."""
    old, new = _papers_by_topic(before), _papers_by_topic(after)
    names = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))

    def change(name: str) -> TopicChange:
        papers = old.get(name, set()), new.get(name, set())
        return TopicChange(
            name=name,
            title=_title(after.topics.get(name) or before.topics[name]),
            before=len(papers[0]) if name in old else None,
            after=len(papers[1]) if name in new else None,
            gained=len(papers[1] - papers[0]),
            lost=len(papers[0] - papers[1]),
        )

    return _first(names, change)


def _queries(before: Edition, after: Edition) -> First[QueryChange]:
    """Return the standing queries that are new, edited, ended or gone, and those whose papers changed."""
    old_name = {name: _name_before(query, before) for name, query in after.queries.items()}
    gone = before.queries.keys() - set(old_name.values())
    pairs = {name: (old, name) for name, old in old_name.items()} | {name: (name, "") for name in gone}
    changes = {name: _query_change(before, after, *pair) for name, pair in pairs.items()}
    found = {name: change for name, change in changes.items() if change}
    return _first(sorted(found), found.__getitem__)


def _name_before(query: Query, before: Edition) -> str:
    """Return the name that the query had before, nothing if it is new."""
    return next((name for name in (query.name, *query.aliases) if name in before.queries), "")


def _query_change(before: Edition, after: Edition, old: str, new: str) -> QueryChange | None:
    """Return how a query changed, by its names before and after, empty where there is none; None if it did not."""
    queries = before.queries.get(old), after.queries.get(new)
    papers = before.found.get(old, frozenset()), after.found.get(new, frozenset())
    if queries[0] == queries[1] and papers[0] == papers[1]:
        return None
    present = queries[1] or queries[0]
    return QueryChange(
        name=new or old,
        title=_title(present.title if present else ""),
        before=len(papers[0]) if queries[0] else None,
        after=len(papers[1]) if queries[1] else None,
        gained=len(papers[1] - papers[0]),
        lost=len(papers[0] - papers[1]),
        edited=bool(queries[0] and queries[1] and queries[0].meaning != queries[1].meaning),
        ended=bool(queries[0] and queries[1] and queries[1].removed and not queries[0].removed),
    )


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
