"""Atom (RFC 4287) and RSS 2.0 (rssboard.org): an entry is written once and stands in many documents.

feedgen writes what a document says of itself. Its defaults are not stable: it stamps the clock where no time is given,
and the channel link is the last link added. Entries are written by lxml, by which feedgen writes too: it knows no
related links, and takes twice as long. RSS names authors in dc:creator, because its own `author` must be an e-mail
address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from feedgen.feed import FeedGenerator
from lxml import etree

from generator.publish.addresses import to_root
from generator.publish.feed_entries import Entry, entry_id
from generator.publish.feed_list import ATOM_TYPE, RSS_TYPE, Feed
from generator.publish.settings import Site

STYLESHEET = "assets/stylesheets/feed.css"

# An empty feed has not changed since there has been anything to list: Daily Papers began on this day.
_BEGINNING = datetime(2023, 5, 4, tzinfo=UTC)

_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_ITEM_NAMESPACES = {"content": _CONTENT, "dc": _DC}
_LINK = f"{{{_ATOM}}}link"


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
    root = etree.Element("entry")
    when = entry.when.isoformat()
    _add(root, "id", entry.id)
    _add(root, "title", entry.title)
    _add(root, "updated", when)
    for name in entry.authors:
        _add(_add(root, "author"), "name", name)
    if entry.html:
        _add(root, "content", entry.html, type="html")
    _add(root, "link", href=entry.url)
    if entry.summary:
        _add(root, "summary", entry.summary)
    for topic in entry.topics:
        _add(root, "category", term=topic.name, label=topic.title)
    if entry.html:
        _add(root, "published", when)
    for link in entry.links:
        _add(root, "link", rel="related", title=link.label, href=link.url)
    return etree.tostring(root, encoding="UTF-8")


def rss_entry(entry: Entry) -> bytes:
    """Return an entry as an RSS item, with the prefixes that the document declares."""
    around = etree.Element("rss", nsmap=_ITEM_NAMESPACES)
    item = _add(around, "item")
    _add(item, "title", entry.title)
    _add(item, "link", entry.url)
    if text := entry.summary or (entry.html and entry.title):  # some readers show nothing without a description
        _add(item, "description", text)
    if entry.html:
        _add(item, f"{{{_CONTENT}}}encoded", entry.html)
    _add(item, "guid", entry.id, isPermaLink="false")
    for topic in entry.topics:
        _add(item, "category", topic.title)
    _add(item, "pubDate", format_datetime(entry.when))
    for name in entry.authors:
        _add(item, f"{{{_DC}}}creator", name)
    xml = etree.tostring(around, encoding="UTF-8")
    return xml[xml.index(b"<item>") : -len(b"</rss>")]


def atom_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an Atom document."""
    root = etree.fromstring(_feedgen_feed(head, ATOM_TYPE).atom_str())
    if head.archive:
        current = head.site.url + head.feed.address("atom.xml")
        _add(root, _LINK, rel="current", type=ATOM_TYPE, href=current)
        etree.SubElement(root, f"{{{_HISTORY}}}archive", nsmap={"fh": _HISTORY})
    if head.previous:
        _add(root, _LINK, rel="prev-archive", type=ATOM_TYPE, href=head.site.url + head.previous)
    return _document(root, head, entries, b"</feed>\n")


def rss_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an RSS document; it names archive documents too, which are Atom."""
    feed = _feedgen_feed(head, RSS_TYPE)
    feed.load_extension("dc", atom=False)
    root = etree.fromstring(feed.rss_str())
    if head.previous:
        _add(root[0], _LINK, rel="prev-archive", type=ATOM_TYPE, href=head.site.url + head.previous)
    return _document(root, head, entries, b"</channel>\n</rss>\n")


def _feedgen_feed(head: Head, media_type: str) -> FeedGenerator:
    site, feed = head.site, head.feed
    made = FeedGenerator()
    made.id(entry_id(site, feed.tag))
    made.title(feed.title)
    made.subtitle(feed.description)
    made.link(href=site.url + head.address, rel="self", type=media_type)
    made.link(href=site.url + feed.page, rel="alternate", type="text/html")
    made.author(name=site.name)
    made.language("en")
    made.generator("")
    made.docs("")
    made.updated(head.updated or _BEGINNING)
    made.lastBuildDate(head.updated or _BEGINNING)
    return made


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text
    return element


def _document(root: etree._Element, head: Head, entries: Sequence[bytes], end: bytes) -> bytes:
    """Return the document: a stylesheet by which a browser shows it readably, its head, and an entry a line."""
    style = f'type="text/css" href="{to_root(head.address)}{STYLESHEET}"'
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
    etree.indent(root, space="")
    xml = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"
    return b"".join([xml.removesuffix(end), *(entry + b"\n" for entry in entries), end])
