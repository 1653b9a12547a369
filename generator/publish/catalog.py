"""The catalog: the archive sorted and grouped once, for all pages, feeds, data files and the search."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import chain, groupby
from pathlib import Path

from generator.archive.dates import Kind, Period, month_of
from generator.archive.ledger import Ledger, ledger_of
from generator.archive.load import Archive
from generator.archive.matching import matches
from generator.archive.models import Listing, Paper, Topic
from generator.archive.queries import Query
from generator.archive.source import own_source
from generator.archive.topics import Topics
from generator.incremental.fingerprint import digest_of
from generator.incremental.task import Files, Task
from generator.publish.paper import Papers, PaperView
from generator.publish.settings import Site

Days = dict[date, Papers]
TopicCounts = tuple[tuple[Topic, int], ...]
Found = dict[str, list[str]]
Match = Callable[[Sequence[Query], Topics, Mapping[str, Papers]], Found]


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)  # a key of what is computed from it once
class Catalog:
    """The archive as readers see it.

    - `days`: the papers of each day in display order, oldest day first
    - `unlisted`: how many papers at the end of each day are no longer listed
    - `ledger`: the state of each day, up to the last one listed
    - `undated`: the papers with an unknown listing date; None if there is no such listing
    - `by_topic`: the papers of each topic, newest first
    - `by_query`: the papers of each standing query, newest first
    - `groups`: the topics with their numbers of papers, in the order of topics.yml
    - `recipe`: the digest of the program and the settings
    - `similar_kept`: returns the folder in which similar papers are kept, None if they are not; waits until they are if
      another process computes them
    """

    archive: Archive
    site: Site
    papers: dict[str, PaperView]
    days: Days
    unlisted: dict[date, int]
    ledger: Ledger
    undated: Papers | None
    topics: tuple[Topic, ...]
    by_topic: dict[str, Papers]
    by_query: dict[str, Papers]
    groups: dict[str, TopicCounts]
    recipe: bytes
    similar_kept: Callable[[], Path | None]

    def task(self, kind: str, name: str, make: Callable[[], Files], *made_from: object) -> Task:
        """Return a task whose files depend on the recipe and on the values in `made_from`."""
        return Task(name, kind, digest_of(self.recipe, *made_from), make)

    def periods(self, kind: Kind) -> dict[Period, Days]:
        """Return the days with a listing, grouped by week or month, oldest first."""
        found = groupby(self.days, partial(Period.of, kind))
        return {period: {day: self.days[day] for day in days} for period, days in found}


@lru_cache(1)
def everything(catalog: Catalog) -> bytes:
    """Return the digest of all that the archive holds, for what shows a bit of everything."""
    days = [(day, papers, catalog.unlisted[day]) for day, papers in catalog.days.items()]
    queries = [(query, catalog.by_query[query.name]) for query in catalog.archive.queries]
    return digest_of(days, catalog.undated, catalog.topics, queries, catalog.ledger)


def days_with_papers(days: Days) -> Days:
    """Return the days that list at least one paper."""
    return {day: papers for day, papers in days.items() if papers}


def papers_on(days: Days) -> Papers:
    """Return the papers of the days, each once, in order of first appearance."""
    return Papers(dict.fromkeys(chain.from_iterable(days.values())))


def match_each(queries: Sequence[Query], topics: Topics, months: Mapping[str, Papers]) -> Found:
    """Return the keys of the papers that each query matches, by its name."""
    return matches(queries, topics, (paper.paper for papers in months.values() for paper in papers))


def catalog_of(
    archive: Archive,
    site: Site,
    recipe: bytes = b"",
    match: Match = match_each,
    similar_kept: Callable[[], Path | None] = lambda: None,
) -> Catalog:
    """Return the catalog of an archive; `match` finds the papers of its standing queries, of each month."""
    papers = view_papers(archive, site)
    newest = [papers[paper.key] for paper in sorted(archive.papers, key=_newest_first)]
    topics = tuple(archive.topics[name] for name in archive.topics)
    by_topic: dict[str, list[PaperView]] = {topic.name: [] for topic in topics}
    for paper in newest:
        for topic in paper.topics:
            by_topic[topic.name].append(paper)
    listed = {listing.day: _shown(listing, papers) for listing in archive.listings}
    return Catalog(
        archive=archive,
        site=site,
        papers=papers,
        days={day: listed[day] for day in sorted(day for day in listed if day is not None)},
        unlisted={listing.day: _unlisted(listing, papers) for listing in archive.listings if listing.day},
        ledger=ledger_of(archive.listings, is_read=site.source.reader is not None),
        undated=listed.get(None),
        topics=topics,
        by_topic={name: Papers(found) for name, found in by_topic.items()},
        by_query=_by_query(archive, newest, match),
        groups={
            group: tuple((topic, len(by_topic[topic.name])) for topic in members)
            for group, members in archive.topics.groups().items()
        },
        recipe=recipe,
        similar_kept=similar_kept,
    )


def _by_query(archive: Archive, newest: Sequence[PaperView], match: Match) -> dict[str, Papers]:
    """Return the papers of each query in the order given: those that match and those that are known to have matched."""
    if not archive.queries:
        return {}
    months: dict[str, list[PaperView]] = {}
    for paper in newest:
        months.setdefault(month_of(paper.listed[-1]) if paper.listed else "", []).append(paper)
    found = match(archive.queries, archive.topics, {month: Papers(papers) for month, papers in months.items()})
    places = {paper.key: place for place, paper in enumerate(newest)}
    by_query: dict[str, Papers] = {}
    for query in archive.queries:
        keys = archive.matched.get(query.name, frozenset()).union(found[query.name])
        papers = (newest[place] for place in sorted(places[key] for key in keys if key in places))
        by_query[query.name] = Papers(paper for paper in papers if _is_in_time(query, paper))
    return by_query


def _is_in_time(query: Query, paper: PaperView) -> bool:
    """Return whether a paper came before its query ended: was listed, and found, on that day or before."""
    if query.removed is None or not paper.listed:
        return True
    return max(paper.listed[-1], paper.seen.date() if paper.seen else date.min) <= query.removed


def view_papers(archive: Archive, site: Site) -> dict[str, PaperView]:
    """Return the views of all papers, by key."""
    topics = {name: archive.topics[name] for name in archive.topics}
    digests = {name: digest_of(topic.look) for name, topic in topics.items()}
    listings = (listing for listing in archive.listings if site.source.lists(listing.source))
    from_source = {record.key for listing in listings for record in listing.papers}
    own = own_source(site.name)

    def view(paper: Paper) -> PaperView:
        is_from_source = paper.key in from_source
        facts = digest_of(paper, is_from_source)
        digest = digest_of(facts, b"".join([digests[name] for name in paper.topics]))
        source = site.source if is_from_source else own
        return PaperView(paper, tuple([topics[name] for name in paper.topics]), source, digest, facts)

    return {paper.key: view(paper) for paper in archive.papers}


def _shown(listing: Listing, papers: dict[str, PaperView]) -> Papers:
    """Return a listing's papers in display order: by upvotes, comments and title, without hidden ones.

    Papers that are no longer listed come last.
    """
    records = sorted(
        listing.papers,
        key=lambda record: (
            record.unlisted,
            -(record.upvotes or 0),
            -(record.comments or 0),
            record.title.casefold(),
            record.key,
        ),
    )
    return Papers(papers[record.key] for record in records if record.key in papers)


def _unlisted(listing: Listing, papers: dict[str, PaperView]) -> int:
    return sum(record.unlisted and record.key in papers for record in listing.papers)


def _newest_first(paper: Paper) -> tuple[int, str, str]:
    """Sort by the day a paper was last listed, newest first; undated papers come last."""
    return (-paper.days[-1].toordinal() if paper.days else 0, paper.title.casefold(), paper.key)


def by_year(papers: Iterable[PaperView]) -> dict[str, Papers]:
    """Return the papers by each year in which they were listed, newest year first; papers keep their order."""
    found: dict[str, list[PaperView]] = {}
    for paper in papers:
        for year in paper.years:
            found.setdefault(year, []).append(paper)
    return {year: Papers(found[year]) for year in _newest_year_first(found)}


def years_of(papers: Iterable[PaperView]) -> list[str]:
    """Return the years in which the papers were listed, newest first; `undated` if one has no known day."""
    return _newest_year_first(set(chain.from_iterable({paper.years for paper in papers})))


def _newest_year_first(years: Iterable[str]) -> list[str]:
    return sorted(years, key=lambda year: (year.isdigit(), year), reverse=True)
