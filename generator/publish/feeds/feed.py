"""Feeds: the list of all feeds, the heads of their documents, and their size limits."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from generator.archive.dates import Kind
from generator.archive.models import Topic
from generator.archive.queries import Query
from generator.publish.addresses import ARCHIVE, HOME, feed_address, query_address, topic_address
from generator.publish.settings import Site
from generator.text import shorten

DIGESTS: dict[Kind, tuple[str, str, str]] = {
    "day": ("daily", "Daily digest", "One entry a day, with that day's new papers."),
    "week": ("weekly", "Weekly digest", "One entry for each finished week, with its new papers."),
    "month": ("monthly", "Monthly digest", "One entry for each finished month, with its new papers."),
}
_LONGEST_LABEL, _LONGEST_DESCRIPTION = 200, 500

EVERYTHING_NAME = "all"
WEEKLY_TOP_NAME = "weekly-top"

DOCUMENT = 250_000  # bytes
HEAD = 7_000  # upper bound in bytes of a document's head, whose texts are shortened
BRIEF = 1_300  # upper bound in bytes of a brief entry with its separator, in any format
ENTRIES = 100  # papers in the newest document
SHELF = (DOCUMENT - HEAD) // BRIEF  # papers that fit into an archive document, whatever their texts


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed. `name` is its path below `feeds/`, `tag` the last part of its id, `page` the page it belongs to.

    `label` names it within the site, `title` anywhere else; `narrow` is true for the feed of a topic or a standing
    query. `ended` is the last day of a feed to which nothing is added any more.
    """

    name: str
    tag: str
    label: str
    title: str
    description: str
    page: str
    narrow: bool = False
    ended: date | None = None

    @property
    def ended_at(self) -> datetime | None:
        """The time of the entry that says that the feed has ended: after every other."""
        return datetime.combine(self.ended, time(23, 59, 59), UTC) if self.ended else None

    def address(self, ending: str) -> str:
        """Return the feed's address in the format with that ending."""
        return feed_address(self.name, ending)


def everything_feed(site: Site) -> Feed:
    """Return the feed of all papers."""
    description = shorten(site.description, _LONGEST_DESCRIPTION) or site.name
    return Feed(EVERYTHING_NAME, "papers", "Everything", site.name, description, HOME)


def topic_feed(site: Site, topic: Topic) -> Feed:
    """Return the feed of one topic's papers."""
    name, page = topic_feed_name(topic.name), topic_address(topic.name)
    return _part(site, name, topic.title, topic.description, page, narrow=True)


def topic_feed_name(topic: str) -> str:
    """Return the name of a topic's feed."""
    return f"topics/{topic}"


def query_feed(site: Site, query: Query) -> Feed:
    """Return the feed of a standing query's papers."""
    name, page = query_feed_name(query.name), query_address(query.name)
    feed = _part(site, name, query.title, query.description, page, narrow=True)
    return replace(feed, tag=f"feeds/{name}", ended=query.removed)


def query_feed_name(query: str) -> str:
    """Return the name of a standing query's feed."""
    return f"by/{query}"


def digest_feed(site: Site, kind: Kind) -> Feed:
    """Return the digest feed with one entry for each day, week or month."""
    return _part(site, *DIGESTS[kind], ARCHIVE)


def weekly_top_feed(site: Site) -> Feed:
    """Return the feed of each week's most upvoted papers."""
    description = "One entry for each week, with its most upvoted papers, two weeks after its end."
    return _part(site, WEEKLY_TOP_NAME, "Top ten of each week", description, ARCHIVE)


def _part(site: Site, name: str, label: str, description: str, page: str, *, narrow: bool = False) -> Feed:
    """Return a feed of a part of the archive, whose title elsewhere begins with the archive's name."""
    label, description = shorten(label, _LONGEST_LABEL), shorten(description, _LONGEST_DESCRIPTION)
    return Feed(name, name, label, f"{site.name}: {label}", description, page, narrow)


def period_feeds(site: Site, kind: Kind) -> list[Feed]:
    """Return the feeds that the page of a day, week, month or year announces; there is no yearly digest."""
    digests = [digest_feed(site, kind)] if kind in DIGESTS else []
    return [*digests, weekly_top_feed(site)] if kind == "week" else digests


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document.

    `previous` is the address of the previous archive document (RFC 5005, section 4); `archive` is true for an archive
    document.
    """

    site: Site
    feed: Feed
    address: str
    updated: datetime | None = None
    previous: str = ""
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """The size limits of a feed's documents.

    - `entries`: papers in the newest document; it has more if its newest shelf does
    - `recent`: papers less than this older than the newest one are shown in full
    - `full`: bytes up to which a document shows papers in full
    - `shelf`: the most papers in an archive document
    """

    full: int
    recent: timedelta = timedelta.max
    entries: int = ENTRIES
    shelf: int = SHELF


# The feed of everything covers a few days, nearly all in full. A topic's or a query's covers weeks or months; readers
# who check it every two weeks still get each paper in full. Topic feeds are smaller because a site has a hundred of
# them in three formats, and feed readers fetch them again and again.
EVERYTHING = Limits(full=DOCUMENT)
TOPIC = Limits(full=100_000, recent=timedelta(days=14))


def limits_of(feed: Feed) -> Limits:
    """Return the limits of a feed's documents."""
    return TOPIC if feed.narrow else EVERYTHING
