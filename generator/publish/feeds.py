"""Feeds: every document of every feed, which only a paper of its own can change.

A subscription document holds the newest papers in each format; archive documents hold them all, in Atom, a day each
for the feed of everything and a month each for a topic (`feed_shelves`). A document is linked as `prev-archive` once
its time is over. `next-archive` is left out: it would change a document whenever another one follows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from typing import get_args

from generator.archive.dates import month_of
from generator.publish.addresses import OPML
from generator.publish.contents import Contents
from generator.publish.feed_digests import MOST_DIGESTS, Period, digest_entry, digest_periods
from generator.publish.feed_entries import Entry, bare_entry, brief_entry, full_entry, oldest_first, paper_time
from generator.publish.feed_json import json_document, json_entry
from generator.publish.feed_limits import BRIEF, DOCUMENT, HEAD, Limits, limits_of
from generator.publish.feed_list import Feed, Span, digest_feed, everything_feed, topic_feed
from generator.publish.feed_shelves import New, Shelf, by_feed, new_papers, newest, newest_listed, shelves
from generator.publish.feed_xml import Head, atom_document, atom_entry, rss_document, rss_entry
from generator.publish.opml import opml
from generator.publish.settings import Site
from generator.publish.views import PaperView


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a feed, by the ending of its files."""

    ending: str
    entry: Callable[[Entry], bytes]
    document: Callable[[Head, Sequence[bytes]], bytes]


ATOM = Format("atom.xml", atom_entry, atom_document)
FORMATS = (ATOM, Format("rss.xml", rss_entry, rss_document), Format("json", json_entry, json_document))

Files = Iterable[tuple[str, bytes]]
LimitsOf = Callable[[Feed], Limits]
_Archive = dict[str, list[Shelf]]


@dataclass(frozen=True, slots=True)
class Part:
    """Documents that share entries, by what they are made from."""

    name: str
    made_from: tuple[object, ...]
    make: Callable[[], Files]


@dataclass(frozen=True, slots=True)
class _Subscription:
    """What a feed's newest document holds, the newest paper first, and the archive document that it leads to.

    It has `room` bytes for entries in full.
    """

    feed: Feed
    papers: list[PaperView]
    room: int
    previous: str


class _Entries:
    """The entries of papers in one format, each written once, in however many documents it stands."""

    def __init__(self, site: Site, form: Format) -> None:
        self.full = cache(lambda paper: form.entry(full_entry(site, paper)))
        self.brief = cache(lambda paper: self._brief(site, form, paper))

    @staticmethod
    def _brief(site: Site, form: Format, paper: PaperView) -> bytes:
        made = form.entry(brief_entry(site, paper))
        return made if len(made) + 2 <= BRIEF else form.entry(bare_entry(site, paper))


def feed_parts(contents: Contents, limits: LimitsOf = limits_of) -> Iterator[Part]:
    """Yield the documents of all feeds in parts that can be made each by itself, that which takes longest first."""
    site = contents.site
    new = new_papers(contents)
    feeds = {one.name: one for one in (everything_feed(site), *(topic_feed(site, one) for one in contents.topics))}
    archive: _Archive = {name: [] for name in feeds}
    archived = list(_archive_parts(site, feeds, new, limits, archive))
    papers = newest_listed(contents)
    latest = [_subscription(feed, papers[name], archive[name], limits(feed)) for name, feed in feeds.items()]
    for form in FORMATS:
        made_from = (form.ending, latest, contents.topics)
        yield Part(f"newest papers, {form.ending}", made_from, partial(_subscription_documents, site, form, latest))
    yield from archived
    until = max(contents.days, default=None)
    for span in get_args(Span):
        periods = digest_periods(new, until, span)
        days = [(period.address, list(period.days.items())) for period in periods]
        yield Part(f"digests {span}", (span, days), partial(_digest_feed, site, span, periods))
    yield Part("opml", (contents.topics,), lambda: [(OPML, opml(contents))])


def feed_files(contents: Contents, limits: LimitsOf = limits_of) -> Files:
    """Yield every document of every feed, and the list of the feeds, by path."""
    for part in feed_parts(contents, limits):
        yield from part.make()


def _archive_parts(
    site: Site, feeds: Mapping[str, Feed], new: New, limits: LimitsOf, archive: _Archive
) -> Iterator[Part]:
    """Yield the archive documents of all feeds, a part a month; each joins its feed's in `archive`.

    What a topic's feed says of itself is decided by the topics of the papers.
    """
    for month, days in groupby(new, month_of):
        of_month = {day: new[day] for day in days}
        found = by_feed(of_month)
        before = {name: archive[name][-1].address for name in found if archive[name]}
        make = partial(_archive_documents, site, feeds, of_month, limits, before)
        yield Part(month, (list(of_month.items()), before), make)
        for name, periods in found.items():
            archive[name] += shelves(name, periods, limits(feeds[name]).shelf)


def _archive_documents(
    site: Site, feeds: Mapping[str, Feed], new: New, limits: LimitsOf, before: Mapping[str, str]
) -> Files:
    """Yield the archive documents of the papers; `before` are those that the first ones lead to, by feed."""
    entries = _Entries(site, ATOM)
    for name, periods in by_feed({day: oldest_first(papers) for day, papers in new.items()}).items():
        previous = before.get(name, "")
        for shelf in shelves(name, periods, limits(feeds[name]).shelf):
            head = Head(site, feeds[name], shelf.address, paper_time(shelf.papers[-1]), previous, archive=True)
            yield shelf.address, atom_document(head, [entries.brief(paper) for paper in reversed(shelf.papers)])
            previous = shelf.address


def _subscription(feed: Feed, papers: Iterable[PaperView], archive: Sequence[Shelf], limits: Limits) -> _Subscription:
    """Return what a feed's newest document holds: all of the newest shelf, which may still be filling."""
    most = max([limits.entries, *(len(shelf.papers) for shelf in archive[-1:])])
    previous = archive[-2].address if len(archive) > 1 else ""
    return _Subscription(feed, newest(papers, most), limits.full - HEAD, previous)


def _subscription_documents(site: Site, form: Format, latest: Iterable[_Subscription]) -> Files:
    entries = _Entries(site, form)
    for one in latest:
        updated = paper_time(one.papers[0]) if one.papers else None
        head = Head(site, one.feed, one.feed.address(form.ending), updated, one.previous)
        yield head.address, form.document(head, _fitted(entries, one.papers, one.room))


def _fitted(entries: _Entries, papers: Sequence[PaperView], room: int) -> list[bytes]:
    """Return the entries, the newest in full, and in brief from the first that would be too much for the document."""
    made = [entries.brief(paper) for paper in papers]
    room -= sum(len(entry) + 2 for entry in made)  # two bytes part them, at most
    for place, paper in enumerate(papers):
        full = entries.full(paper)
        room -= len(full) - len(made[place])
        if room < 0:
            break
        made[place] = full
    return made


def _digest_feed(site: Site, span: Span, periods: Sequence[Period]) -> Files:
    room = (DOCUMENT - HEAD) // MOST_DIGESTS[span] - 1_500  # for what an entry says beside its list
    digests = [digest_entry(site, period, room) for period in periods]
    updated = digests[0].when if digests else None
    feed = digest_feed(site, span)
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated)
        yield head.address, form.document(head, [form.entry(entry) for entry in digests])
