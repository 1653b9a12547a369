"""Digests: the papers of a day, week or month, optionally of one topic only.

A digest is a pure function of the archive: it contains no time of its making and no counts that change later.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.archive.dates import Period, weekday_of
from generator.archive.messages import nearest, shown
from generator.archive.models import Topic
from generator.errors import ArchiveError
from generator.publish.addresses import day_address, period_address, topic_address
from generator.publish.catalog import Catalog
from generator.publish.paper import PaperView
from generator.publish.render import render_html, render_text
from generator.publish.settings import Site
from generator.text import clean, counted, fold

# Papers in a digest: about 900 bytes each, and Gmail hides what follows the first 102 kB of a message.
MOST_PAPERS = 100


@dataclass(frozen=True, slots=True)
class DigestDay:
    """What a digest shows of one day; the page at `url` has `more` papers."""

    title: str
    url: str
    papers: tuple[PaperView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of a digest: its days with papers, oldest first. `until` is the last listed day of the period."""

    site: Site
    period: Period
    topic: Topic | None
    until: date
    days: tuple[DigestDay, ...]

    @property
    def title(self) -> str:
        """The title, on one line."""
        name = f"{self.site.name}, {self.topic.title}" if self.topic else self.site.name
        period = weekday_of(self.period.first) if self.period.kind == "day" else self.period.title
        return clean(f"{name}: {period}")

    @property
    def url(self) -> str:
        """The page of the site that shows all of these papers."""
        return self.site.url + (topic_address(self.topic.name) if self.topic else period_address(self.period))

    @property
    def count(self) -> int:
        """The number of papers, including those that are only on the site."""
        return sum(len(day.papers) + day.more for day in self.days)

    @property
    def lead(self) -> str:
        """The number of papers in words."""
        return counted(self.count, "paper") if self.count else "No papers"


def make_digest(catalog: Catalog, period: Period | None = None, topic: str | None = None) -> Digest:
    """Return the digest of a period (by default the newest day with papers), optionally of one topic only.

    The topic is given by its name, an old name or its title. Raises ArchiveError with the nearest match if there is no
    such topic or no listing of the period.
    """
    period = period or _newest(catalog)
    chosen = _topic(catalog, topic) if topic is not None else None
    days = [day for day in catalog.days if Period.of(period.kind, day) == period]
    if not days:
        raise ArchiveError(f"there is no listing of {period.name}{_nearest_to(catalog, period)}")
    return Digest(catalog.site, period, chosen, days[-1], tuple(_days(catalog, days, chosen)))


def digest_text(digest: Digest, unsubscribe: str = "") -> str:
    """Return the digest as plain text, wrapped for mail programs."""
    return render_text("digest/digest.txt", digest=digest, unsubscribe=unsubscribe)


def digest_html(digest: Digest, unsubscribe: str = "") -> str:
    """Return the digest as an HTML document for mail programs: it loads nothing."""
    return render_html("digest/digest.html", digest=digest, unsubscribe=unsubscribe)


def _days(catalog: Catalog, days: list[date], topic: Topic | None) -> Iterator[DigestDay]:
    """Yield the days with papers, each with an equal share of the digest; a paper appears on its first day only."""
    found: dict[date, list[PaperView]] = {}
    seen: set[str] = set()
    for day in days:
        papers = catalog.days[day]
        listed = papers[: len(papers) - catalog.unlisted[day]]
        fresh = [paper for paper in listed if paper.key not in seen and (not topic or topic in paper.topics)]
        seen.update(paper.key for paper in fresh)
        if fresh:
            found[day] = fresh
    share = max(1, MOST_PAPERS // max(1, len(found)))
    for day, papers_of_day in found.items():
        url = catalog.site.url + (topic_address(topic.name) if topic else day_address(day))
        yield DigestDay(weekday_of(day), url, tuple(papers_of_day[:share]), max(0, len(papers_of_day) - share))


def _newest(catalog: Catalog) -> Period:
    for day, papers in reversed(catalog.days.items()):
        if papers:
            return Period("day", day)
    raise ArchiveError("the archive has no listings yet: run papers fetch")


def _nearest_to(catalog: Catalog, period: Period) -> str:
    known = {Period.of(period.kind, day) for day in catalog.days}
    near = min(known, key=lambda other: (abs(other.first - period.first), other.first), default=None)
    return f"; the nearest is {near.name}" if near else ""


def _topic(catalog: Catalog, word: str) -> Topic:
    topics = {called: topic for topic in catalog.topics for called in (topic.title, topic.name, *topic.aliases)}
    for called, topic in topics.items():
        if fold(called) == fold(word):
            return topic
    near = nearest(word, topics, lambda called: topics[called].name)
    raise ArchiveError(f'there is no topic "{shown(clean(word))}"{near}')
