"""Feeds: Atom and RSS of the newest papers, of everything and of each topic, which only a paper can change.

Atom is RFC 4287; RSS is RSS 2.0 (rssboard.org) with the authors as dc:creator, because its own `author` must be an
e-mail address. An entry's id is made from its paper's key, its date from the day it was first listed on.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree
from markupsafe import Markup, escape

from generator.archive.models import Topic
from generator.publish.addresses import HOME, atom_address, rss_address, topic_address
from generator.publish.contents import Contents
from generator.publish.settings import Site
from generator.publish.views import PaperView

MOST_ENTRIES = 100
STYLESHEET = "assets/stylesheets/feed.css"

# An empty feed has not changed since there has been anything to list: Daily Papers began on this day.
_BEGINNING = date(2023, 5, 4)
# Entries spread over the hours before the archive is built in the morning (UTC), so that none is from the future.
_SPREAD = timedelta(hours=8) // timedelta(seconds=1)


def feed_files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield every feed by its path."""
    times = entry_times({paper.key: paper.listed[-1] for paper in contents.papers.values() if paper.listed})
    yield from _both(contents.site, None, contents.papers.values(), times)
    for topic in contents.topics:
        yield from _both(contents.site, topic, contents.by_topic[topic.name], times)


def feed_links(site: Site, topic: Topic, root: str) -> str:
    """Return the HTML that announces a topic's feeds in the head of a page; `root` is its way to the site's root."""
    return str(
        Markup(
            '<link rel="alternate" type="application/atom+xml" title="{title}" href="{atom}">\n'
            '<link rel="alternate" type="application/rss+xml" title="{title}" href="{rss}">'
        ).format(
            title=_title(site, topic),
            atom=root + atom_address(topic.name),
            rss=root + rss_address(topic.name),
        )
    )


def entry_times(days: Mapping[str, date]) -> dict[str, datetime]:
    """Return the time of each paper, by key: the day it was first listed on (UTC), at a second made from its key.

    No two papers of one day share a second; where two keys fall on one, the later key moves on to the next.
    """
    taken: set[datetime] = set()
    times: dict[str, datetime] = {}
    for key, day in sorted(days.items()):
        midnight = datetime.combine(day, time(), UTC)
        second = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % _SPREAD
        while midnight + timedelta(seconds=second) in taken:
            second = (second + 1) % _SPREAD
        times[key] = midnight + timedelta(seconds=second)
        taken.add(times[key])
    return times


def entry_id(site: Site, key: str) -> str:
    """Return a paper's id in every feed: a tag URI (RFC 4151) that no move of the site changes."""
    return f"tag:{site.feed_authority}:papers/{key}"


def _both(
    site: Site, topic: Topic | None, papers: Iterable[PaperView], times: dict[str, datetime]
) -> Iterator[tuple[str, bytes]]:
    dated = (paper for paper in papers if paper.key in times)
    newest = sorted(dated, key=lambda paper: times[paper.key], reverse=True)[:MOST_ENTRIES]
    name = topic.name if topic else None
    atom, rss = atom_address(name), rss_address(name)
    yield atom, _styled(_feed(site, topic, newest, times, atom).atom_str(), atom)
    yield rss, _styled(_feed(site, topic, newest, times, rss).rss_str(), rss)


def _feed(
    site: Site, topic: Topic | None, papers: list[PaperView], times: dict[str, datetime], address: str
) -> FeedGenerator:
    page = site.url + (topic_address(topic.name) if topic else HOME)
    feed = FeedGenerator()
    feed.load_extension("dc", atom=False)
    feed.id(f"tag:{site.feed_authority}:topics/{topic.name}" if topic else f"tag:{site.feed_authority}:papers")
    feed.title(_title(site, topic))
    feed.subtitle((topic.description if topic else site.description) or site.name)
    feed.link(href=site.url + address, rel="self")
    feed.link(href=page, rel="alternate")  # the last link is the one RSS shows as its channel's
    feed.author(name=site.name)
    feed.language("en")
    feed.generator("")
    feed.docs("")
    newest = times[papers[0].key] if papers else datetime.combine(_BEGINNING, time(), UTC)
    feed.updated(newest)
    feed.lastBuildDate(newest)
    for paper in papers:
        _add_entry(feed, site, paper, times[paper.key])
    return feed


def _add_entry(feed: FeedGenerator, site: Site, paper: PaperView, when: datetime) -> None:
    entry: FeedEntry = feed.add_entry(order="append")
    entry.id(entry_id(site, paper.key))
    entry.guid(entry_id(site, paper.key), permalink=False)
    entry.title(paper.title)
    entry.link(href=site.url + paper.address)
    entry.published(when)
    entry.updated(when)
    if paper.summary:
        entry.summary(paper.summary)
    entry.content(_content(site, paper), type="html")
    for name in paper.authors:
        entry.author(name=name)
    if paper.authors:
        entry.dc.dc_creator(list(paper.authors))
    for topic in paper.topics:
        entry.category(term=topic.name, label=topic.title, scheme=site.url + topic_address(topic.name))


def _content(site: Site, paper: PaperView) -> str:
    """Return what a reader shows of a paper: HTML, every value escaped, without counts: they would not stand still."""
    facts = " · ".join(filter(None, (paper.byline, *paper.facts)))
    parts = [escape(facts), escape(paper.summary), *map(escape, paper.abstract)]
    links = Markup(" · ").join(
        Markup('<a href="{}">{}</a>').format(url, label)
        for label, url in [
            ("Page", site.url + paper.address),
            *((link.label, link.url) for link in paper.links),
        ]
    )
    return str(Markup("").join(Markup("<p>{}</p>").format(part) for part in [*parts, links] if part))


def _title(site: Site, topic: Topic | None) -> str:
    return f"{site.name}: {topic.title}" if topic else site.name


def _styled(xml: bytes, address: str) -> bytes:
    """Return the feed with a stylesheet, by which a browser shows it readably, and a line break for each element."""
    root = etree.fromstring(xml)
    way = "../" * address.count("/")
    style = etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{way}{STYLESHEET}"')
    root.addprevious(style)
    etree.indent(root)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8") + b"\n"
