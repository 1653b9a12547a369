"""The formats of feeds: the one list from which documents, links in page heads and lists of feeds derive.

To add a format, write a module that has a function for an entry and one for a document, and list it here.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.publish.feeds.atom_rss import ATOM_TYPE, RSS_TYPE, atom_document, atom_entry, rss_document, rss_entry
from generator.publish.feeds.entry import Entry
from generator.publish.feeds.feed import Feed, Head
from generator.publish.feeds.json_feed import JSON_TYPE, json_document, json_entry
from generator.publish.render import render_html


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what people call it, the ending of its files, their media type, and what writes them."""

    name: str
    ending: str
    media_type: str
    entry: Callable[[Entry], bytes]
    document: Callable[[Head, Sequence[bytes]], bytes]


ATOM = Format("Atom", "atom.xml", ATOM_TYPE, atom_entry, atom_document)
RSS = Format("RSS", "rss.xml", RSS_TYPE, rss_entry, rss_document)
JSON = Format("JSON", "json", JSON_TYPE, json_entry, json_document)
FORMATS = (ATOM, RSS, JSON)


def feed_links(feed: Feed, root: str, formats: Iterable[Format] = FORMATS) -> str:
    """Return the HTML that announces a feed in the head of a page; `root` is the page's way to the site's root."""
    return render_html("feed-links.html", feed=feed, root=root, formats=formats).rstrip()
