"""Feeds: which there are, what stands at their head, and how large they may be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from generator.archive.dates import Kind
from generator.archive.models import Topic
from generator.publish.addresses import ARCHIVE, HOME, feed_address, topic_address
from generator.publish.settings import Site
from generator.text import shorten

DIGESTS: dict[Kind, tuple[str, str, str]] = {
    "day": ("daily", "Daily digest", "One entry a day: the papers that were new on it."),
    "week": ("weekly", "Weekly digest", "One entry a week: the papers that were new in it, once it is over."),
    "month": ("monthly", "Monthly digest", "One entry a month: the papers that were new in it, once it is over."),
}
_LONGEST_LABEL, _LONGEST_DESCRIPTION = 200, 500

EVERYTHING_NAME = "all"

DOCUMENT = 250_000  # bytes
HEAD = 7_000  # bytes that a document's own words never reach: they are shortened
BRIEF = 1_300  # bytes that an entry in brief never passes in any format, with what parts it from the next
ENTRIES = 100  # papers that the newest document has
SHELF = (DOCUMENT - HEAD) // BRIEF  # papers: an archive document's entries fit, whatever they say


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its place below `feeds/`, the last part of its id, its words, and the address of the page it follows.

    `label` names it among the site's feeds, `title` anywhere; `topic` tells whether it is one topic's.
    """

    name: str
    tag: str
    label: str
    title: str
    description: str
    page: str
    topic: bool = False

    def address(self, ending: str) -> str:
        """Return where the feed stands in the format with that ending."""
        return feed_address(self.name, ending)


def everything_feed(site: Site) -> Feed:
    """Return the feed of all papers."""
    description = shorten(site.description, _LONGEST_DESCRIPTION) or site.name
    return Feed(EVERYTHING_NAME, "papers", "Everything", site.name, description, HOME)


def topic_feed(site: Site, topic: Topic) -> Feed:
    """Return the feed of one topic's papers."""
    place = topic_feed_name(topic.name)
    label = shorten(topic.title, _LONGEST_LABEL)
    description = shorten(topic.description, _LONGEST_DESCRIPTION)
    return Feed(place, place, label, f"{site.name}: {label}", description, topic_address(topic.name), topic=True)


def topic_feed_name(topic: str) -> str:
    """Return the name of a topic's feed, without the rest of it."""
    return f"topics/{topic}"


def digest_feed(site: Site, kind: Kind) -> Feed:
    """Return the feed with one entry for each day, week or month."""
    name, label, description = DIGESTS[kind]
    return Feed(name, name, label, f"{site.name}: {label}", description, ARCHIVE)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document.

    `previous` is the address of the archive document before it (RFC 5005, section 4), `archive` marks one of those.
    """

    site: Site
    feed: Feed
    address: str
    updated: datetime | None = None
    previous: str = ""
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the documents of a feed hold.

    `entries` is how many the newest document has, and more where its shelf has more; of these, those that came in
    less than `recent` before the newest are in full, until the document has `full` bytes. `shelf` is how many papers an
    archive document has at most.
    """

    full: int
    recent: timedelta = timedelta.max
    entries: int = ENTRIES
    shelf: int = SHELF


# Everything is a few days' papers, nearly all in full; a topic's are weeks' and months', and who looks once a fortnight
# gets each in full. Every site has those of a hundred topics in three formats, and readers fetch them again and again.
EVERYTHING = Limits(full=DOCUMENT)
TOPIC = Limits(full=100_000, recent=timedelta(days=14))


def limits_of(feed: Feed) -> Limits:
    """Return the limits of a feed's documents."""
    return TOPIC if feed.topic else EVERYTHING
