"""Feeds: every document of every feed, which only a paper of its own can change.

A subscription document holds the newest papers in each format; archive documents hold them all, in Atom, a day each
for the feed of everything and a month each for a topic (`feed_shelves`). A document is linked as `prev-archive` once
its time is over. `next-archive` is left out: it would change a document whenever another one follows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from itertools import groupby
from typing import get_args

from generator.archive.dates import month_of
from generator.publish.addresses import OPML, feed_archive_address
from generator.publish.contents import Contents
from generator.publish.feed_digests import MOST_DIGESTS, Period, digest_entry, digest_periods
from generator.publish.feed_entries import Entry, brief_entry, full_entry, oldest_first, paper_time
from generator.publish.feed_json import json_document, json_entry
from generator.publish.feed_list import Feed, Span, digest_feed, everything_feed, topic_feed
from generator.publish.feed_shelves import Dated, Shelf, newest, shelve
from generator.publish.feed_xml import Head, atom_document, atom_entry, rss_document, rss_entry
from generator.publish.opml import opml
from generator.publish.page import neighbours
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
        yield from _paper_parts(feed, entries, papers)
    for span in get_args(Span):
        periods = digest_periods(contents, span)
        made_from = [(period.address, list(period.days.items())) for period in periods]
        yield Part(f"digests {span}", (span, made_from), partial(_digest_feed, site, span, periods, limits))
    yield Part("opml", (contents.topics,), lambda: [(OPML, opml(contents))])


def feed_files(contents: Contents, limits: Limits = LIMITS) -> Files:
    """Yield every document of every feed, and the list of the feeds, by path."""
    for part in feed_parts(contents, limits):
        yield from part.make()


def _paper_parts(feed: Feed, entries: _Entries, papers: Iterable[PaperView]) -> Iterator[Part]:
    """Yield the archive documents of each day or month, and the subscription documents.

    A period's first document names the last one of the period before, so both periods decide it.
    """
    period = month_of if feed.topic else date.isoformat
    groups = [(name, list(group)) for name, group in groupby(oldest_first(papers), lambda one: period(one.listed[-1]))]
    for before, (name, group), _ in neighbours(groups):
        earlier = before[1] if before else []
        make = partial(_archive_documents, feed, entries, earlier, group)
        yield Part(f"{feed.name} of {name}", (feed, earlier, group), make)
    latest: list[PaperView] = []
    for number, (_, group) in enumerate(reversed(groups)):
        if number > 1 and len(latest) >= entries.limits.entries:
            break
        latest = group + latest
    yield Part(feed.name, (feed, latest), partial(_subscription_documents, feed, entries, latest))


def _archive_documents(
    feed: Feed, entries: _Entries, earlier: Sequence[PaperView], papers: Sequence[PaperView]
) -> Files:
    """Yield the archive documents of a period's papers; `earlier` are those of the period before."""
    before = ["", *(address for address, _ in _shelves(feed, entries, earlier))][-1]
    for address, shelf in _shelves(feed, entries, papers):
        yield address, _archived(Head(entries.site, feed, address, previous=before, archive=True), shelf, entries)
        before = address


def _subscription_documents(feed: Feed, entries: _Entries, papers: Sequence[PaperView]) -> Files:
    site, limits = entries.site, entries.limits
    shelves = _shelves(feed, entries, papers)
    keys = [paper.key for paper in newest([shelf for _, shelf in shelves], limits.entries, limits.shelf)]
    updated = entries.time(keys[0]) if keys else None
    archived = shelves[-2][0] if len(shelves) > 1 else ""  # the newest shelf may still be filling
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated, previous=archived)
        yield head.address, form.document(head, _fitted(entries, keys, form))


def _shelves(feed: Feed, entries: _Entries, papers: Iterable[PaperView]) -> list[tuple[str, Shelf]]:
    """Return the shelves of some periods' papers, each by the address of its archive document."""
    period = month_of if feed.topic else date.isoformat
    shelves = shelve(entries.dated(papers), period, entries.limits.shelf)
    return [(feed_archive_address(feed.name, shelf.name), shelf) for shelf in shelves]


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


def _digest_feed(site: Site, span: Span, periods: Sequence[Period], limits: Limits) -> Files:
    room = limits.entry_bytes // MOST_DIGESTS[span] - 1_500  # for what an entry says beside its list
    digests = [digest_entry(site, period, room) for period in periods]
    updated = digests[0].when if digests else None
    feed = digest_feed(site, span)
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated)
        yield head.address, form.document(head, [form.entry(entry) for entry in digests])
