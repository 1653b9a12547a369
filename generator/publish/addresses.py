"""Addresses: every page's place below the site's root, such as `days/2025-03-11/`. They are permanent."""

from datetime import date

from generator.archive.dates import Period

HOME = ""
ARCHIVE = "archive/"
TOPICS = "topics/"
PAPERS = "papers/"
SEARCH = "search/"
FEEDS = "feeds/"
DATA = "data/"
OPML = "feeds.opml"
STATUS = "data/status.json"
MANIFEST = "site.webmanifest"


def day_address(day: date | None) -> str:
    """Return the page of a day's listing."""
    return f"days/{day or 'undated'}/"


def period_address(period: Period) -> str:
    """Return the page of a day, a week or a month."""
    return f"{period.kind}s/{period.name}/"


def topic_address(name: str, year: str | None = None) -> str:
    """Return the page of a topic, or of its papers of one year."""
    return f"topics/{name}/{year}/" if year else f"topics/{name}/"


def paper_address(key: str) -> str:
    """Return the page of a paper; an arXiv id in the place of the key leads there too."""
    return f"{PAPERS}{key}/"


def feed_address(name: str, ending: str) -> str:
    """Return a feed such as `all`, `weekly` or `topics/robotics` in the format of an ending such as `atom.xml`."""
    return f"feeds/{name}.{ending}"


def feed_archive_address(name: str, shelf: str) -> str:
    """Return the archive document of a feed that holds the papers of a day or a month."""
    return f"feeds/archive/{name}/{shelf}.atom.xml"


def atom_address(topic: str | None = None) -> str:
    """Return the Atom feed of everything or of one topic."""
    return feed_address(f"topics/{topic}" if topic else "all", "atom.xml")


def rss_address(topic: str | None = None) -> str:
    """Return the RSS feed of everything or of one topic."""
    return feed_address(f"topics/{topic}" if topic else "all", "rss.xml")


def bibtex_address(*, topic: str | None = None, year: str | None = None, month: str | None = None) -> str:
    """Return the BibTeX file of a topic's papers of a year, or of a month; else of the papers without a known day."""
    if topic:
        return f"cite/topics/{topic}/{year}.bib"
    return f"cite/months/{month}.bib" if month else "cite/undated.bib"


def to_root(address: str) -> str:
    """Return the way from a page to the site's root; another address appended to it leads there."""
    return "../" * address.count("/") or "./"
