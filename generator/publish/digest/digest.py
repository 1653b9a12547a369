"""Digests: the papers of a day, a week or a month, all of them or those of a topic, in one letter.

A digest is a pure value of the archive: it carries neither a clock nor counts, which would not stand still.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.archive.dates import Period, weekday_of
from generator.archive.messages import nearest, shown
from generator.archive.models import Topic
from generator.errors import ArchiveError
from generator.publish.addresses import day_address, period_address, topic_address
from generator.publish.catalog import Contents
from generator.publish.paper import PaperView, counted
from generator.publish.render import render_html, render_text
from generator.publish.settings import Site
from generator.text import clean, fold

# Papers in one letter: some 900 bytes each, and Gmail hides what comes after the first 102 kB of a message.
MOST_PAPERS = 100


@dataclass(frozen=True, slots=True)
class DigestDay:
    """What a digest shows of one day; `more` papers are left to the page at `url`."""

    title: str
    url: str
    papers: tuple[PaperView, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A letter's content: the days that list papers, the oldest first. `until` is the period's last listed day."""

    site: Site
    period: Period
    topic: Topic | None
    until: date
    days: tuple[DigestDay, ...]

    @property
    def title(self) -> str:
        """What it is about, on one line."""
        name = f"{self.site.name}, {self.topic.title}" if self.topic else self.site.name
        period = weekday_of(self.period.first) if self.period.kind == "day" else self.period.title
        return clean(f"{name}: {period}")

    @property
    def url(self) -> str:
        """The page on the site that shows the same papers, and those left out."""
        return self.site.url + (topic_address(self.topic.name) if self.topic else period_address(self.period))

    @property
    def count(self) -> int:
        """The number of papers, those left out included."""
        return sum(len(day.papers) + day.more for day in self.days)

    @property
    def lead(self) -> str:
        """The number of papers in words."""
        return counted(self.count, "paper") if self.count else "No papers"


def make_digest(contents: Contents, period: Period | None = None, topic: str | None = None) -> Digest:
    """Return the digest of a period, by default the newest day that lists papers, or of what it has of a topic.

    The topic is called by its name, an old name or its title. Raises ArchiveError where there is no such topic, or no
    listing of the period; the message names the nearest.
    """
    period = period or _newest(contents)
    chosen = _topic(contents, topic) if topic is not None else None
    days = [day for day in contents.days if Period.of(period.kind, day) == period]
    if not days:
        raise ArchiveError(f"no listing of {period.name} is kept{_nearest_to(contents, period)}")
    return Digest(contents.site, period, chosen, days[-1], tuple(_days(contents, days, chosen)))


def digest_text(digest: Digest, unsubscribe: str = "") -> str:
    """Return the digest as plain text, in lines that mail programs need not wrap."""
    return render_text("digest.txt", digest=digest, unsubscribe=unsubscribe)


def digest_html(digest: Digest, unsubscribe: str = "") -> str:
    """Return the digest as an HTML document that mail programs show: nothing in it is loaded from anywhere."""
    return render_html("digest.html", digest=digest, unsubscribe=unsubscribe)


def _days(contents: Contents, days: list[date], topic: Topic | None) -> Iterator[DigestDay]:
    """Yield the days that list papers, each with the same share of the letter; each paper stands at its first day."""
    found: dict[date, list[PaperView]] = {}
    told: set[str] = set()
    for day in days:
        papers = contents.days[day]
        listed = papers[: len(papers) - contents.unlisted[day]]
        fresh = [paper for paper in listed if paper.key not in told and (not topic or topic in paper.topics)]
        told.update(paper.key for paper in fresh)
        if fresh:
            found[day] = fresh
    share = max(1, MOST_PAPERS // max(1, len(found)))
    for day, papers_of_day in found.items():
        url = contents.site.url + (topic_address(topic.name) if topic else day_address(day))
        yield DigestDay(weekday_of(day), url, tuple(papers_of_day[:share]), max(0, len(papers_of_day) - share))


def _newest(contents: Contents) -> Period:
    for day, papers in reversed(contents.days.items()):
        if papers:
            return Period("day", day)
    raise ArchiveError("the archive lists no day yet: papers fetch reads what was listed")


def _nearest_to(contents: Contents, period: Period) -> str:
    known = {Period.of(period.kind, day) for day in contents.days}
    near = min(known, key=lambda other: (abs(other.first - period.first), other.first), default=None)
    return f"; the nearest is {near.name}" if near else ""


def _topic(contents: Contents, word: str) -> Topic:
    topics = {called: topic for topic in contents.topics for called in (topic.title, topic.name, *topic.aliases)}
    for called, topic in topics.items():
        if fold(called) == fold(word):
            return topic
    near = nearest(word, topics, lambda called: topics[called].name)
    raise ArchiveError(f'there is no topic "{shown(clean(word))}"{near}')
