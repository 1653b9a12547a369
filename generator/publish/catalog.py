"""Contents: everything that pages, feeds and the search are made from, sorted and grouped once for all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from generator.archive.dates import Kind, Period
from generator.archive.ledger import Ledger, ledger_of
from generator.archive.load import Archive
from generator.archive.models import Listing, Paper, Topic
from generator.publish.paper import Papers, PaperView, view_papers
from generator.publish.settings import Site

Days = dict[date, Papers]
TopicCounts = tuple[tuple[Topic, int], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The archive as readers meet it.

    `days` goes from the oldest day to the newest, its papers in the order a day shows them; of these `unlisted` is
    the number, counted from the end, that the day no longer lists; `ledger` ends with the last of the days;
    `undated` is None where no listing without a day is kept; `by_topic` holds the newest papers first; `groups` the
    topics with their numbers of papers, in the order of topics.yml.
    """

    site: Site
    papers: dict[str, PaperView]
    days: Days
    unlisted: dict[date, int]
    ledger: Ledger
    undated: Papers | None
    topics: tuple[Topic, ...]
    by_topic: dict[str, Papers]
    groups: dict[str, TopicCounts]

    def periods(self, kind: Kind) -> dict[Period, Days]:
        """Return the days with a listing by the week or month in which they lie, the oldest first."""
        found = groupby(self.days, partial(Period.of, kind))
        return {period: {day: self.days[day] for day in days} for period, days in found}


def days_with_papers(days: Days) -> Days:
    """Return the days on which papers were listed, without those on which the source listed none."""
    return {day: papers for day, papers in days.items() if papers}


def papers_on(days: Days) -> Papers:
    """Return the papers of some days, each once, in the order in which they first stand there."""
    return Papers({paper.key: paper for papers in days.values() for paper in papers}.values())


def contents_of(archive: Archive, site: Site) -> Contents:
    """Return the contents of an archive."""
    papers = view_papers(archive, site)
    newest = [papers[paper.key] for paper in sorted(archive.papers, key=_newest_first)]
    topics = tuple(archive.topics[name] for name in archive.topics)
    by_topic: dict[str, list[PaperView]] = {topic.name: [] for topic in topics}
    for paper in newest:
        for topic in paper.topics:
            by_topic[topic.name].append(paper)
    listed = {listing.day: _shown(listing, papers) for listing in archive.listings}
    return Contents(
        site=site,
        papers=papers,
        days={day: listed[day] for day in sorted(day for day in listed if day is not None)},
        unlisted={listing.day: _unlisted(listing, papers) for listing in archive.listings if listing.day},
        ledger=ledger_of(archive.listings, is_read=site.source.reader is not None),
        undated=listed.get(None),
        topics=topics,
        by_topic={name: Papers(found) for name, found in by_topic.items()},
        groups={
            group: tuple((topic, len(by_topic[topic.name])) for topic in members)
            for group, members in archive.topics.groups().items()
        },
    )


def _shown(listing: Listing, papers: dict[str, PaperView]) -> Papers:
    """Return a listing's papers in the order of a day: most upvotes, most comments, by title; hidden ones left out.

    Papers that the day no longer lists come last.
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
    """Sort by the day a paper was last listed on; papers without a day come last."""
    return (-paper.days[-1].toordinal() if paper.days else 0, paper.title.casefold(), paper.key)


def by_year(papers: Iterable[PaperView]) -> dict[str, Papers]:
    """Return the papers of each year in which they were listed, the newest year first, in the order given."""
    found: dict[str, list[PaperView]] = {}
    for paper in papers:
        for year in paper.years:
            found.setdefault(year, []).append(paper)
    return {year: Papers(found[year]) for year in _newest_year_first(found)}


def years_of(papers: Iterable[PaperView]) -> list[str]:
    """Return the years in which the papers were listed, the newest first, and `undated` where one has no day."""
    return _newest_year_first({year for paper in papers for year in paper.years})


def _newest_year_first(years: Iterable[str]) -> list[str]:
    return sorted(years, key=lambda year: (year.isdigit(), year), reverse=True)
