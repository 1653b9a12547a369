"""Atom (RFC 4287) and RSS 2.0 (rssboard.org), by feedgen: an entry is written once and stands in many documents.

RSS names authors in dc:creator, because its own `author` must be an e-mail address. feedgen's defaults are not
stable: it stamps the clock where no time is given, and the channel link is the last link added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from feedgen.entry import FeedEntry
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
_ITEM_NAMESPACES = {"content": "http://purl.org/rss/1.0/modules/content/", "dc": "http://purl.org/dc/elements/1.1/"}


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
    made = _feedgen_entry(entry)
    if entry.html:
        made.content(entry.html, type="html")
        made.published(entry.when)
    for name in entry.authors:
        made.author(name=name)
    for topic in entry.topics:
        made.category(term=topic.name, label=topic.title)
    element: etree._Element = made.atom_entry()
    for link in entry.links:  # feedgen drops whatever an entry's link has but its address
        etree.SubElement(element, "link", rel="related", title=link.label, href=link.url)
    return etree.tostring(element, encoding="UTF-8")


def rss_entry(entry: Entry) -> bytes:
    """Return an entry as an RSS item, with the prefixes that the document declares."""
    made = _feedgen_entry(entry)
    made.guid(entry.id, permalink=False)
    made.pubDate(entry.when)
    if entry.html:
        made.description(entry.summary or entry.title)  # without one, feedgen would put the HTML in its place
        made.content(entry.html)
    for topic in entry.topics:
        made.category(term=topic.title)
    if entry.authors:
        made.load_extension("dc", atom=False)
        made.dc.dc_creator(list(entry.authors))
    around = etree.Element("rss", nsmap=_ITEM_NAMESPACES)
    around.append(made.rss_entry())
    xml = etree.tostring(around, encoding="UTF-8")
    return xml[xml.index(b"<item>") : -len(b"</rss>")]


def atom_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an Atom document."""
    root = etree.fromstring(_feedgen_feed(head, ATOM_TYPE).atom_str())
    if head.archive:
        current = head.site.url + head.feed.address("atom.xml")
        _insert(root, f"{{{_ATOM}}}link", rel="current", type=ATOM_TYPE, href=current)
        _insert(root, f"{{{_HISTORY}}}archive")
    if head.previous:
        _insert(root, f"{{{_ATOM}}}link", rel="prev-archive", type=ATOM_TYPE, href=head.site.url + head.previous)
    return _document(root, head, entries, b"</feed>\n")


def rss_document(head: Head, entries: Sequence[bytes]) -> bytes:
    """Return an RSS document; it names archive documents too, which are Atom."""
    feed = _feedgen_feed(head, RSS_TYPE)
    feed.load_extension("dc", atom=False)
    root = etree.fromstring(feed.rss_str())
    if head.previous:
        href = head.site.url + head.previous
        _insert(root[0], f"{{{_ATOM}}}link", rel="prev-archive", type=ATOM_TYPE, href=href)
    return _document(root, head, entries, b"</channel>\n</rss>\n")


def _feedgen_entry(entry: Entry) -> FeedEntry:
    made = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.link(href=entry.url)
    made.updated(entry.when)
    if entry.summary:
        made.summary(entry.summary)
    return made


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


def _insert(parent: etree._Element, tag: str, **attributes: str) -> None:
    namespace = tag[1:].partition("}")[0]
    prefixes = {} if namespace in parent.nsmap.values() else {"fh": namespace}
    parent.append(etree.Element(tag, attributes, nsmap=prefixes))


def _document(root: etree._Element, head: Head, entries: Sequence[bytes], end: bytes) -> bytes:
    """Return the document: a stylesheet by which a browser shows it readably, its head, and an entry a line."""
    style = f'type="text/css" href="{to_root(head.address)}{STYLESHEET}"'
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", style))
    etree.indent(root, space="")
    xml = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"
    return b"".join([xml.removesuffix(end), *(entry + b"\n" for entry in entries), end])
