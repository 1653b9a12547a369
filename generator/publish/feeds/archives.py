"""Shelves: how a feed's papers are divided among its archive documents, and which are in its newest document.

RFC 5005, section 4: a subscription document has the newest entries and links to archive documents, which have the
others and must not change. So shelves follow the calendar: one per day for the feed of everything, one per month for a
topic's or a standing query's. A day filled in late gets its own shelf, and no other paper moves. The few shelves too
large for one document are split by number of papers, so the list of documents is known before any entry is written.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.archive.dates import month_of
from generator.publish.addresses import feed_archive_address
from generator.publish.catalog import Catalog
from generator.publish.feeds.entry import oldest_first
from generator.publish.feeds.feed import EVERYTHING_NAME, query_feed_name, topic_feed_name
from generator.publish.paper import Papers, PaperView

New = dict[date, Sequence[PaperView]]
Periods = dict[str, Sequence[PaperView]]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one archive document, in the order given."""

    address: str
    papers: Sequence[PaperView]


def new_papers(catalog: Catalog) -> New:
    """Return the papers by the day that first listed them, oldest day first, without undated papers."""
    new: dict[date, list[PaperView]] = {}
    for paper in catalog.papers.values():
        if paper.listed:
            new.setdefault(paper.listed[-1], []).append(paper)
    return {day: Papers(new[day]) for day in sorted(new)}


def by_feed(new: New) -> dict[str, Periods]:
    """Return a month's papers by feed name, and within that by day or month, in the order given."""
    topics: dict[str, list[PaperView]] = {}
    for papers in new.values():
        for paper in papers:
            for name in paper.topic_names:
                topics.setdefault(name, []).append(paper)
    month = month_of(min(new))
    everything: Periods = {day.isoformat(): papers for day, papers in new.items()}
    return {EVERYTHING_NAME: everything} | {topic_feed_name(name): {month: topics[name]} for name in topics}


def by_query_feed(catalog: Catalog) -> dict[str, dict[str, Periods]]:
    """Return the dated papers of the standing queries by month, oldest month first, and within that by feed name."""
    months: dict[str, dict[str, dict[str, list[PaperView]]]] = {}
    for query, papers in catalog.by_query.items():
        for paper in papers:
            if paper.listed:
                month, name = month_of(paper.listed[-1]), query_feed_name(query)
                months.setdefault(month, {}).setdefault(name, {}).setdefault(month, []).append(paper)
    return {month: {name: dict(periods) for name, periods in months[month].items()} for month in sorted(months)}


def shelves(feed: str, periods: Periods, most: int) -> Iterator[Shelf]:
    """Yield each archive document of a feed.

    A period of more than `most` papers is split by time into full parts and a rest, so a paper added at the end only
    changes the last part.
    """
    for period, in_it in periods.items():
        papers = oldest_first(in_it) if len(in_it) > most else in_it
        for number, start in enumerate(range(0, len(papers), most), 1):
            name = f"{period}-part-{number}" if number > 1 else period
            yield Shelf(feed_archive_address(feed, name), papers[start : start + most])


def newest(papers: Iterable[PaperView], most: int) -> list[PaperView]:
    """Return at most `most` of the papers, newest first.

    `papers` are sorted by the day that last listed them, newest first. Except for late ones, no paper is newer than
    that day, so the search can stop early.
    """
    found: list[PaperView] = []
    is_enough = False
    for day, listed in groupby((paper for paper in papers if paper.listed), lambda paper: paper.listed[0]):
        is_enough = is_enough or (len(found) >= most and sum(paper.listed[-1] > day for paper in found) >= most)
        found += (paper for paper in listed if paper.seen or not is_enough)
    return oldest_first(found)[: -most - 1 : -1]


def newest_listed(catalog: Catalog) -> dict[str, Papers]:
    """Return the papers of each feed by its name, sorted by the day that last listed them, newest first."""
    everything = dict.fromkeys(paper for papers in reversed(catalog.days.values()) for paper in papers)
    topics = {topic_feed_name(name): papers for name, papers in catalog.by_topic.items()}
    queries = {query_feed_name(name): papers for name, papers in catalog.by_query.items()}
    return {EVERYTHING_NAME: Papers(everything), **topics, **queries}
