"""Addresses: every page's place below the site's root, such as `days/2025-03-11/`. They are permanent."""

from datetime import date

HOME = ""
ARCHIVE = "archive/"
TOPICS = "topics/"
PAPERS = "papers/"
SEARCH = "search/"
FEEDS = "feeds/"
DATA = "data/"
STATUS = "data/status.json"
MANIFEST = "site.webmanifest"


def day_address(day: date | None) -> str:
    """Return the page of a day's listing."""
    return f"days/{day or 'undated'}/"


def week_address(week: str) -> str:
    """Return the page of a week such as `2025-W11`."""
    return f"weeks/{week}/"


def month_address(month: str) -> str:
    """Return the page of a month such as `2025-03`."""
    return f"months/{month}/"


def topic_address(name: str, year: str | None = None) -> str:
    """Return the page of a topic, or of its papers of one year."""
    return f"topics/{name}/{year}/" if year else f"topics/{name}/"


def paper_address(key: str) -> str:
    """Return the page of a paper; an arXiv id in the place of the key leads there too."""
    return f"{PAPERS}{key}/"


def atom_address(topic: str | None = None) -> str:
    """Return the Atom feed of everything or of one topic."""
    return f"feeds/topics/{topic}.atom.xml" if topic else "feeds/all.atom.xml"


def rss_address(topic: str | None = None) -> str:
    """Return the RSS feed of everything or of one topic."""
    return f"feeds/topics/{topic}.rss.xml" if topic else "feeds/all.rss.xml"


def to_root(address: str) -> str:
    """Return the way from a page to the site's root; another address appended to it leads there."""
    return "../" * address.count("/") or "./"
