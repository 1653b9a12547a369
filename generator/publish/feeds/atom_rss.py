"""Atom (RFC 4287) and RSS 2.0 (rssboard.org): an entry is written once and stands in many documents.

feedgen writes what all documents of a feed say of themselves. Its defaults are not stable: it stamps the clock where no
time is given, and the channel link is the last link added. Entries and what differs are templates: feedgen knows no
related links, and takes many times as long. RSS names authors in dc:creator, because its own `author` must
be an e-mail address. Every address is absolute: many readers know nothing of xml:base. What RSS takes for HTML is HTML.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache

from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.addresses import to_root
from generator.publish.feeds.entry import Entry, entry_id, timestamp
from generator.publish.feeds.feed import ATOM_TYPE, RSS_TYPE, Feed, Head
from generator.publish.render import render_html, text_or_html

STYLESHEET = "assets/stylesheets/feed.css"

_EPOCH = date(1970, 1, 1)

_ATOM = "http://www.w3.org/2005/Atom"

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def atom_entry(entry: Entry) -> bytes:
    """Return an entry as an Atom element."""
    return render_html("atom-entry.xml", entry=entry, when=timestamp(entry.when)).encode()


def rss_entry(entry: Entry) -> bytes:
    """Return an entry as an RSS item, with the prefixes that the document declares."""
    text = entry.summary or (entry.html and entry.title)  # some readers show nothing without a description
    return render_html("rss-item.xml", entry=entry, text=text, when=format_datetime(entry.when)).encode()


def atom_document(head: Head, entries: Iterable[bytes]) -> bytes:
    """Return an Atom document."""
    own = render_html("atom-head.xml", head=head, root=head.site.url, updated=timestamp(_updated(head)))
    return _document(head, ATOM_TYPE, own, entries)


def rss_document(head: Head, entries: Iterable[bytes]) -> bytes:
    """Return an RSS document; it names archive documents too, which are Atom."""
    updated = format_datetime(_updated(head))
    own = render_html("rss-head.xml", head=head, root=head.site.url, updated=updated)
    return _document(head, RSS_TYPE, own, entries)


def _updated(head: Head) -> datetime:
    """Return when a document changed: an empty feed has not, since there has been anything to list."""
    return head.updated or datetime.combine(head.site.source.first_day or _EPOCH, time(), UTC)


def _document(head: Head, media_type: str, own: str, entries: Iterable[bytes]) -> bytes:
    """Return the document: a stylesheet by which a browser shows it readably, its head, and the entries."""
    site, feed = head.site, head.feed
    start, end = _frame(feed, media_type, site.name, site.url, entry_id(site, feed.tag))
    style = f'<?xml-stylesheet type="text/css" href="{to_root(head.address)}{STYLESHEET}"?>\n'
    return b"".join([_DECLARATION, style.encode(), start, own.encode(), *entries, end])


@cache  # a feed's archive documents share it
def _frame(feed: Feed, media_type: str, author: str, url: str, feed_id: str) -> tuple[bytes, bytes]:
    """Return the start and the end of all documents of a feed, where nothing tells of one of them."""
    is_atom = media_type == ATOM_TYPE
    title, description = (text if is_atom else text_or_html(text) for text in (feed.title, feed.description))
    made = FeedGenerator()
    made.load_extension("dc", atom=False)
    made.id(feed_id)
    made.title(title)
    made.subtitle(description)
    made.link(href=url + feed.page, rel="alternate", type="text/html")
    made.author(name=author)
    made.language("en")
    made.generator("")
    made.docs("")
    root = etree.fromstring(made.atom_str() if is_atom else made.rss_str())
    etree.strip_elements(root, f"{{{_ATOM}}}updated", "lastBuildDate")
    end = b"</feed>\n" if is_atom else b"</channel></rss>\n"
    return etree.tostring(root, encoding="UTF-8").removesuffix(end.rstrip()) + b"\n", end
