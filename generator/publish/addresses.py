"""Addresses: the path of every page and file below the site's root, such as `days/2025-03-11/`. They are permanent."""

from datetime import date
from functools import cache
from urllib.parse import quote_plus

from generator.archive.dates import Period

HOME = ""
ARCHIVE = "archive/"
TOPICS = "topics/"
PAPERS = "papers/"
SEARCH = "search/"
FEEDS = "feeds/"
LIBRARY = "library/"
DATA = "data/"
TOP = "top"
TRENDS = "trends/"
OPML = "feeds.opml"
STATUS = "data/status.json"
MANIFEST = "site.webmanifest"


@cache  # a few thousand days, each needed for many papers
def day_address(day: date | None) -> str:
    """Return the address of a day's page, or of the undated papers' page if the day is None."""
    return f"days/{day or 'undated'}/"


def period_address(period: Period) -> str:
    """Return the address of the page of a day, week, month or year."""
    return f"{period.kind}s/{period.name}/"


def topic_address(name: str, part: str | None = None) -> str:
    """Return the address of a topic's page, or of its page for a part: one year, or `TOP`, the most upvoted papers."""
    return f"topics/{name}/{part}/" if part else f"topics/{name}/"


def query_address(name: str) -> str:
    """Return the address of the page of a standing query."""
    return f"{FEEDS}by/{name}/"


def paper_address(key: str) -> str:
    """Return the address of a paper's page. With an arXiv id instead of a key, it redirects there."""
    return f"{PAPERS}{key}/"


def author_search(name: str) -> str:
    """Return the address of the search for an author's papers: the parameter that the search page reads."""
    plain = name.isascii() and name.replace(" ", "").isalnum()  # most names: quoting takes several times as long
    return f"{SEARCH}?author={name.replace(' ', '+') if plain else quote_plus(name, safe='')}"


def feed_address(name: str, ending: str) -> str:
    """Return the address of a feed such as `all`, `weekly` or `topics/robotics`; `ending` is a format's, `atom.xml`."""
    return f"feeds/{name}.{ending}"


def feed_archive_address(name: str, shelf: str) -> str:
    """Return the address of a feed's archive document; a shelf is a day or a month, or a part of one."""
    return f"feeds/archive/{name}/{shelf}.atom.xml"


def bibtex_address(*, topic: str | None = None, year: str | None = None, month: str | None = None) -> str:
    """Return the address of a BibTeX file: a topic's papers of a year, a month's papers, or else the undated papers."""
    if topic:
        return f"cite/topics/{topic}/{year}.bib"
    return f"cite/months/{month}.bib" if month else "cite/undated.bib"


def to_root(address: str) -> str:
    """Return the relative path from a page to the site's root; append an address to link to it."""
    return "../" * address.count("/") or "./"
