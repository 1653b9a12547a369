"""Atom (RFC 4287) and RSS 2.0 (rssboard.org): each entry is rendered once and used in many documents.

feedgen writes the head that all documents of a feed share. Its defaults are not reproducible: it uses the current time
if none is given, and the channel link is the last link added. Entries and document-specific elements are templates:
feedgen does not support related links and is many times slower. RSS names authors in dc:creator, because its `author`
must be an e-mail address. All addresses are absolute, because many readers do not support xml:base. RSS fields that are
read as HTML contain HTML.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import cache

from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.addresses import to_root
from generator.publish.feeds.entry import Entry, entry_id, timestamp
from generator.publish.feeds.feed import Feed, Head
from generator.publish.render import render_html, text_or_html

ATOM_TYPE, RSS_TYPE = "application/atom+xml", "application/rss+xml"
STYLESHEET = "assets/stylesheets/feed.css"

_EPOCH = date(1970, 1, 1)

_ATOM = "http://www.w3.org/2005/Atom"

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>\n"


def atom_entry(entry: Entry) -> bytes:
    """Return an entry as an Atom element."""
    return render_html("feeds/atom-entry.xml", entry=entry, when=timestamp(entry.when)).encode()


def rss_entry(entry: Entry) -> bytes:
    """Return an entry as an RSS item, with the namespace prefixes that the document declares."""
    text = entry.summary or entry.title  # some readers show nothing without a description
    return render_html("feeds/rss-item.xml", entry=entry, text=text, when=format_datetime(entry.when)).encode()


def atom_document(head: Head, entries: Iterable[bytes]) -> bytes:
    """Return an Atom document."""
    own = render_html("feeds/atom-head.xml", head=head, root=head.site.url, updated=timestamp(_updated(head)))
    return _document(head, ATOM_TYPE, own, entries)


def rss_document(head: Head, entries: Iterable[bytes]) -> bytes:
    """Return an RSS document. It also links to archive documents, which are Atom."""
    updated = format_datetime(_updated(head))
    own = render_html("feeds/rss-head.xml", head=head, root=head.site.url, updated=updated)
    return _document(head, RSS_TYPE, own, entries)


def _updated(head: Head) -> datetime:
    """Return when a document was last updated: an empty feed before its source listed anything."""
    return head.updated or datetime.combine(head.site.source.first_day or _EPOCH, time(), UTC)


def _document(head: Head, media_type: str, own: str, entries: Iterable[bytes]) -> bytes:
    """Return the document: a stylesheet that makes it readable in a browser, the head, and the entries."""
    site, feed = head.site, head.feed
    start, end = _frame(feed, media_type, site.name, site.url, entry_id(site, feed.tag))
    style = f'<?xml-stylesheet type="text/css" href="{to_root(head.address)}{STYLESHEET}"?>\n'
    return b"".join([_DECLARATION, style.encode(), start, own.encode(), *entries, end])


@cache  # shared by a feed's archive documents
def _frame(feed: Feed, media_type: str, author: str, url: str, feed_id: str) -> tuple[bytes, bytes]:
    """Return the start and the end that all documents of a feed share."""
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
