"""Atom (RFC 4287) and RSS 2.0 (rssboard.org): an entry is written once and stands in many documents.

feedgen writes what all documents of a feed say of themselves. Its defaults are not stable: it stamps the clock where no
time is given, and the channel link is the last link added. Entries and what differs are a few lines each: feedgen
knows no related links, and takes many times as long. RSS names authors in dc:creator, because its own `author` must
be an e-mail address. Only an archive document has relative addresses (xml:base): programs read it, not every reader.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from html import escape

from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.addresses import to_root
from generator.publish.escape import element_text
from generator.publish.feed_entries import Entry, entry_id, timestamp
from generator.publish.feed_list import ATOM_TYPE, RSS_TYPE, Feed
from generator.publish.settings import Site

STYLESHEET = "assets/stylesheets/feed.css"

# An empty feed has not changed since there has been anything to list: Daily Papers began on this day.
_BEGINNING = datetime(2023, 5, 4, tzinfo=UTC)

_ATOM = "http://www.w3.org/2005/Atom"
_ARCHIVE = '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/>'
_BASE = "{http://www.w3.org/XML/1998/namespace}base"

_DECLARATION = b"<?xml version='1.0' encoding='UTF-8'?>"


@dataclass(frozen=True, slots=True)
class Head:
    """What a document says before its entries.

    `previous` is the address of the archive document before it (RFC 5005, section 4), `archive` marks one of those.
    """

    site: Site
    feed: Feed
    address: str
    updated: datetime | None = None
    previous: str = ""
    archive: bool = False


def atom_entry(entry: Entry) -> bytes:
    """Return an entry as an Atom element."""
    when = timestamp(entry.when)
    parts = [
        f"<entry><id>{element_text(entry.id)}</id><title>{element_text(entry.title)}</title><updated>{when}</updated>"
    ]
    parts += [f"<author><name>{element_text(name)}</name></author>" for name in entry.authors]
    if entry.html:
        parts.append(f'<content type="html">{element_text(entry.html)}</content><published>{when}</published>')
    parts.append(f'<link href="{escape(entry.url)}"/>')
    if entry.summary:
        parts.append(f"<summary>{element_text(entry.summary)}</summary>")
    for topic in entry.topics:
        label = f' label="{escape(topic.title)}"' if entry.html else ""
        parts.append(f'<category term="{topic.name}"{label}/>')
    parts += [f'<link rel="related" title="{escape(link.label)}" href="{escape(link.url)}"/>' for link in entry.links]
    return "".join([*parts, "</entry>"]).encode()


def rss_entry(entry: Entry) -> bytes:
    """Return an entry as an RSS item, with the prefixes that the document declares."""
    parts = [f"<item><title>{element_text(entry.title)}</title><link>{element_text(entry.url)}</link>"]
    if text := entry.summary or (entry.html and entry.title):  # some readers show nothing without a description
        parts.append(f"<description>{element_text(text)}</description>")
    if entry.html:
        parts.append(f"<content:encoded>{element_text(entry.html)}</content:encoded>")
    parts.append(f'<guid isPermaLink="false">{element_text(entry.id)}</guid>')
    parts += [f"<category>{element_text(topic.title)}</category>" for topic in entry.topics]
    parts.append(f"<pubDate>{format_datetime(entry.when)}</pubDate>")
    parts += [f"<dc:creator>{element_text(name)}</dc:creator>" for name in entry.authors]
    return "".join([*parts, "</item>"]).encode()


def atom_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an Atom document. The addresses of an archive document's entries begin at the site's root."""
    own = [f"<updated>{timestamp(head.updated or _BEGINNING)}</updated>", _link("link", head, "self", head.address)]
    if head.archive:
        own += [_link("link", head, "current", head.feed.address("atom.xml")), _ARCHIVE]
    if head.previous:
        own.append(_link("link", head, "prev-archive", head.previous))
    return _document(head, ATOM_TYPE, own, entries)


def rss_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an RSS document; it names archive documents too, which are Atom."""
    own = [f"<lastBuildDate>{format_datetime(head.updated or _BEGINNING)}</lastBuildDate>"]
    own.append(_link("atom:link", head, "self", head.address, RSS_TYPE))
    if head.previous:
        own.append(_link("atom:link", head, "prev-archive", head.previous))
    return _document(head, RSS_TYPE, own, entries)


def _link(element: str, head: Head, rel: str, address: str, media_type: str = ATOM_TYPE) -> str:
    return f'<{element} rel="{rel}" type="{media_type}" href="{escape(head.site.url + address)}"/>'


def _document(head: Head, media_type: str, own: Iterable[str], entries: Iterable[bytes]) -> bytes:
    """Return the document: a stylesheet by which a browser shows it readably, its head, and an entry a line."""
    site, feed = head.site, head.feed
    start, end = _frame(feed, media_type, site.name, site.url, entry_id(site, feed.tag))
    style = f'<?xml-stylesheet type="text/css" href="{to_root(head.address)}{STYLESHEET}"?>'
    return b"\n".join([_DECLARATION, style.encode(), start, *map(str.encode, own), *entries, end])


@cache  # a feed's archive documents share it
def _frame(feed: Feed, media_type: str, author: str, url: str, feed_id: str) -> tuple[bytes, bytes]:
    """Return the start and the end of all documents of a feed, where nothing tells of one of them."""
    made = FeedGenerator()
    made.load_extension("dc", atom=False)
    made.id(feed_id)
    made.title(feed.title)
    made.subtitle(feed.description)
    made.link(href=url + feed.page, rel="alternate", type="text/html")
    made.author(name=author)
    made.language("en")
    made.generator("")
    made.docs("")
    is_atom = media_type == ATOM_TYPE
    root = etree.fromstring(made.atom_str() if is_atom else made.rss_str())
    if is_atom:
        root.set(_BASE, url)
    etree.strip_elements(root, f"{{{_ATOM}}}updated", "lastBuildDate")
    end = b"</feed>\n" if is_atom else b"</channel></rss>\n"
    return etree.tostring(root, encoding="UTF-8").removesuffix(end.rstrip()), end
