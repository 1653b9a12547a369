"""The registry of feed formats, used for documents, links in page heads and lists of feeds.

To add a format, write a module with one function for an entry and one for a document, and add it to `FORMATS`.
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
    """A format: its name, file ending and media type, and the functions that write it."""

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
    """Return the HTML that announces a feed in a page's head; `root` is the relative path to the site's root."""
    return render_html("feeds/links.html", feed=feed, root=root, formats=formats).rstrip()
