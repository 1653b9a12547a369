"""Feeds: every document of every feed, which only a paper of its own can change.

A subscription document holds the newest papers in each format; archive documents hold them all, in Atom, a day each
for the feed of everything and a month each for a topic (`feed_shelves`). A document is linked as `prev-archive` once
its time is over. `next-archive` is left out: it would change a document whenever another one follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import get_args

from generator.archive.dates import month_of
from generator.publish.addresses import OPML, feed_archive_address
from generator.publish.contents import Contents
from generator.publish.feed_digests import MOST_DIGESTS, digest_entries
from generator.publish.feed_entries import Entry, brief_entry, full_entry, oldest_first, paper_time
from generator.publish.feed_json import json_document, json_entry
from generator.publish.feed_list import Feed, Span, digest_feed, everything_feed, topic_feed
from generator.publish.feed_shelves import Dated, Shelf, newest, shelve
from generator.publish.feed_xml import Head, atom_document, atom_entry, rss_document, rss_entry
from generator.publish.opml import opml
from generator.publish.settings import Site
from generator.publish.views import PaperView

_HEAD = 10_000  # bytes that a document's own words never reach: they are shortened


@dataclass(frozen=True, slots=True)
class Limits:
    """How many entries and bytes a document holds at most."""

    entries: int = 100
    document: int = 250_000

    @property
    def entry_bytes(self) -> int:
        """The bytes of a document that are left for entries."""
        return self.document - _HEAD

    @property
    def shelf(self) -> int:
        """The bytes of Atom that one document's entries take in brief: no format needs more than twice as many."""
        return self.entry_bytes // 2


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a feed, by the ending of its files."""

    ending: str
    entry: Callable[[Entry], bytes]
    document: Callable[[Head, Sequence[bytes]], bytes]


ATOM = Format("atom.xml", atom_entry, atom_document)
FORMATS = (ATOM, Format("rss.xml", rss_entry, rss_document), Format("json", json_entry, json_document))

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Part:
    """Some documents, by what they are made from."""

    name: str
    made_from: tuple[object, ...]
    make: Callable[[], Files]


class _Entries:
    """The entries of all papers, each written once in every form that a document asks for."""

    def __init__(self, site: Site, papers: dict[str, PaperView], limits: Limits) -> None:
        self.site, self.limits = site, limits
        self._papers = papers
        self.brief = cache(lambda form, key: form.entry(brief_entry(site, papers[key])))
        self.full = cache(lambda form, key: form.entry(full_entry(site, papers[key])))

    def time(self, key: str) -> datetime:
        return paper_time(self._papers[key])

    def dated(self, papers: Iterable[PaperView]) -> Iterator[Dated]:
        """Yield the papers that have a day, the oldest first."""
        for paper in oldest_first(papers):
            yield Dated(paper.key, paper.listed[-1], len(self.brief(ATOM, paper.key)))


def feed_parts(contents: Contents, limits: Limits = LIMITS) -> Iterator[Part]:
    """Yield the documents of all feeds in parts that can be made each by itself."""
    site = contents.site
    entries = _Entries(site, contents.papers, limits)
    everything = list(contents.papers.values())
    papers_of = {everything_feed(site): everything} | {
        topic_feed(site, topic): list(contents.by_topic[topic.name]) for topic in contents.topics
    }
    for feed, papers in papers_of.items():
        period = month_of if feed.topic else date.isoformat
        yield Part(feed.name, (feed, papers), partial(_paper_feed, feed, entries, papers, period))
    made_from = (everything, max(contents.days, default=None))  # the last day ends a week and a month
    yield Part("digests", made_from, partial(_digests, contents, limits))
    yield Part("opml", (contents.topics,), lambda: [(OPML, opml(contents))])


def feed_files(contents: Contents, limits: Limits = LIMITS) -> Files:
    """Yield every document of every feed, and the list of the feeds, by path."""
    for part in feed_parts(contents, limits):
        yield from part.make()


def _paper_feed(feed: Feed, entries: _Entries, papers: Iterable[PaperView], period: Callable[[date], str]) -> Files:
    site, limits = entries.site, entries.limits
    shelves = shelve(entries.dated(papers), period, limits.shelf)
    addresses = [feed_archive_address(feed.name, shelf.name) for shelf in shelves]
    for shelf, address, before in zip(shelves, addresses, ["", *addresses], strict=False):
        yield address, _archived(Head(site, feed, address, previous=before, archive=True), shelf, entries)
    keys = [paper.key for paper in newest(shelves, limits.entries, limits.shelf)]
    updated = entries.time(keys[0]) if keys else None
    archived = addresses[-2] if len(addresses) > 1 else ""  # the newest shelf may still be filling
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated, previous=archived)
        yield head.address, form.document(head, _fitted(entries, keys, form))


def _archived(head: Head, shelf: Shelf, entries: _Entries) -> bytes:
    keys = [paper.key for paper in reversed(shelf.papers)]
    dated = replace(head, updated=entries.time(keys[0]))
    return atom_document(dated, [entries.brief(ATOM, key) for key in keys])


def _fitted(entries: _Entries, keys: Sequence[str], form: Format) -> list[bytes]:
    """Return the entries, the newest in full, and in brief from the first that would be too much for the document."""
    made = [entries.brief(form, key) for key in keys]
    room = entries.limits.entry_bytes - sum(len(entry) + 2 for entry in made)  # two bytes part them, at most
    for place, key in enumerate(keys):
        full = entries.full(form, key)
        room -= len(full) - len(made[place])
        if room < 0:
            break
        made[place] = full
    return made


def _digests(contents: Contents, limits: Limits) -> Files:
    site = contents.site
    for span in get_args(Span):
        room = limits.entry_bytes // MOST_DIGESTS[span] - 1_500  # for what an entry says beside its list
        digests = digest_entries(contents, span, room)
        updated = digests[0].when if digests else None
        feed = digest_feed(site, span)
        for form in FORMATS:
            head = Head(site, feed, feed.address(form.ending), updated)
            yield head.address, form.document(head, [form.entry(entry) for entry in digests])
