"""The tasks that write every document of every feed. A document changes only if its own papers do.

A subscription document has the newest papers, in each format. Archive documents have all papers, in Atom: one document
per day for the feed of everything, one per month for a topic or a standing query (see `archives`). A document is linked
as `prev-archive` when its period is over. `next-archive` is left out, because it would change a document when the next
one appears.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import groupby

from generator.archive.dates import Kind, Period, month_of
from generator.incremental.task import Files, Task
from generator.publish.addresses import OPML, feed_archive_address
from generator.publish.catalog import Catalog
from generator.publish.feeds.archives import (
    New,
    Periods,
    Shelf,
    by_feed,
    by_query_feed,
    new_papers,
    newest,
    newest_listed,
    shelves,
)
from generator.publish.feeds.entry import (
    Entry,
    bare_entry,
    brief_entry,
    ended_entry,
    full_entry,
    named_entry,
    oldest_first,
    paper_time,
)
from generator.publish.feeds.feed import (
    BRIEF,
    DOCUMENT,
    HEAD,
    Feed,
    Head,
    Limits,
    digest_feed,
    everything_feed,
    limits_of,
    query_feed,
    topic_feed,
    weekly_top_feed,
)
from generator.publish.feeds.formats import ATOM, FORMATS, Format
from generator.publish.feeds.opml import opml
from generator.publish.feeds.periods import MOST_DIGESTS, digest_entry, digest_periods
from generator.publish.feeds.weekly_top import MOST_WEEKS, WeeklyTop, weekly_top_entry, weekly_tops
from generator.publish.paper import Papers, PaperView
from generator.publish.settings import Site

LimitsOf = Callable[[Feed], Limits]
_Archive = dict[str, list[Shelf]]


def tasks(catalog: Catalog, limits: LimitsOf = limits_of) -> Iterator[Task]:
    """Yield the tasks for all feeds and the OPML list of them."""
    site = catalog.site
    new = new_papers(catalog)
    of_queries = [query_feed(site, query) for query in catalog.archive.queries]
    of_topics = [topic_feed(site, topic) for topic in catalog.topics]
    feeds = {one.name: one for one in (everything_feed(site), *of_topics, *of_queries)}
    archive: _Archive = {name: [] for name in feeds}
    yield from _archive_tasks(catalog, feeds, new, limits, archive)
    yield from _query_archive_tasks(catalog, feeds, limits, archive)
    for name, listed in newest_listed(catalog).items():
        yield _newest_task(catalog, feeds[name], listed, archive[name][-2:], limits(feeds[name]))
    until = max(catalog.days, default=None)
    for kind in MOST_DIGESTS:
        periods = digest_periods(new, until, kind)
        days = [(period, list(days.items())) for period, days in periods.items()]
        yield catalog.task("feeds", f"digests of each {kind}", partial(_digest_feed, site, kind, periods), days)
    yield from _weekly_top_tasks(catalog)
    yield catalog.task("feeds", "list of feeds", lambda: [(OPML, opml(catalog))], catalog.topics, of_queries)


def _archive_tasks(
    catalog: Catalog, feeds: Mapping[str, Feed], new: New, limits: LimitsOf, archive: _Archive
) -> Iterator[Task]:
    """Yield one task a month for the archive documents of all topics and of everything, and add their shelves."""
    for month, days in groupby(new, month_of):
        of_month = {day: new[day] for day in days}
        found = by_feed(of_month)
        before = _last_addresses(archive, found)
        make = partial(_archive_documents, catalog.site, feeds, found, limits, before)
        texts = [feeds[name] for name in found]
        yield catalog.task("feeds", f"feeds of {month}", make, list(of_month.items()), texts, before)
        _shelve(archive, found, feeds, limits)


def _query_archive_tasks(
    catalog: Catalog, feeds: Mapping[str, Feed], limits: LimitsOf, archive: _Archive
) -> Iterator[Task]:
    """Yield one task a month for the archive documents of all standing queries, and add their shelves.

    They are apart from the others, so that a new query leaves those alone.
    """
    for month, found in by_query_feed(catalog).items():
        before = _last_addresses(archive, found)
        make = partial(_archive_documents, catalog.site, feeds, found, limits, before)
        shown = [(feeds[name], Papers(periods[month])) for name, periods in found.items()]
        yield catalog.task("feeds", f"feeds of queries, {month}", make, shown, before)
        _shelve(archive, found, feeds, limits)


def _last_addresses(archive: _Archive, found: Iterable[str]) -> dict[str, str]:
    return {name: archive[name][-1].address for name in found if archive[name]}


def _shelve(archive: _Archive, found: Mapping[str, Periods], feeds: Mapping[str, Feed], limits: LimitsOf) -> None:
    for name, periods in found.items():
        archive[name] += shelves(name, periods, limits(feeds[name]).shelf)


def _archive_documents(
    site: Site, feeds: Mapping[str, Feed], found: Mapping[str, Periods], limits: LimitsOf, before: Mapping[str, str]
) -> Files:
    """Yield a month's archive documents. `before` has, by feed, the document that the first one links to.

    Entries have our one-sentence summary; in the feed of everything they also name authors and topics.
    """

    @cache
    def brief(paper: PaperView) -> bytes:
        return _short(ATOM, brief_entry(site, paper))

    @cache
    def named(paper: PaperView) -> bytes:
        return _short(ATOM, named_entry(site, paper))

    for name, periods in found.items():
        feed, previous = feeds[name], before.get(name, "")
        in_order: Periods = {period: oldest_first(papers) for period, papers in periods.items()}
        entry = named if feed.narrow else brief
        for shelf in shelves(name, in_order, limits(feed).shelf):
            head = Head(site, feed, shelf.address, paper_time(shelf.papers[-1]), previous, archive=True)
            yield shelf.address, ATOM.document(head, [entry(paper) for paper in reversed(shelf.papers)])
            previous = shelf.address


def _short(form: Format, entry: Entry) -> bytes:
    """Return an entry without content, at most `BRIEF` bytes long including its separator."""
    made = form.entry(entry)
    return made if len(made) + 2 <= BRIEF else form.entry(bare_entry(entry))


def _newest_task(catalog: Catalog, feed: Feed, listed: Papers, archive: Sequence[Shelf], limits: Limits) -> Task:
    """Return the task for a feed's newest documents. `archive` are its last two shelves."""
    make = partial(_newest_documents, catalog.site, feed, listed, archive, limits)
    addresses = [shelf.address for shelf in archive]
    return catalog.task("feeds", f"feeds of {feed.name}, newest", make, feed, listed, addresses)


def _newest_documents(
    site: Site, feed: Feed, listed: Iterable[PaperView], archive: Sequence[Shelf], limits: Limits
) -> Files:
    """Yield a feed's newest documents, which include all of the newest shelf, as it may still grow.

    They link to the older of the two shelves. Late papers of an older shelf do not displace those of the newest.
    """
    shelf = [paper for one in archive[-1:] for paper in one.papers]
    papers = oldest_first({*newest(listed, limits.entries), *shelf})[::-1]
    previous = archive[0].address if len(archive) > 1 else ""
    updated = feed.ended_at or (paper_time(papers[0]) if papers else None)
    last: list[Entry] = []
    if feed.ended and feed.ended_at:
        last = [ended_entry(site, feed.tag, page=feed.page, label=feed.label, ended=feed.ended, when=feed.ended_at)]
    named = [named_entry(site, paper) for paper in papers]
    days = [paper_time(paper).date() for paper in papers]
    recent = [paper for paper, day in zip(papers, days, strict=True) if days[0] - day < limits.recent]
    full = [full_entry(site, paper) for paper in recent]
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated, previous)
        fitted = _fitted(form, named, full, limits.full - HEAD - BRIEF * len(last))
        yield head.address, form.document(head, [*map(form.entry, last), *fitted])


def _fitted(form: Format, named: Iterable[Entry], full: Iterable[Entry], room: int) -> list[bytes]:
    """Return the entries, with as many of the first ones in full as fit into `room`; the others stay minimal."""
    made = [_short(form, entry) for entry in named]
    room -= sum(len(entry) + 2 for entry in made)  # separators take at most two bytes
    for place, whole in enumerate(map(form.entry, full)):
        room -= len(whole) - len(made[place])
        if room < 0:
            break
        made[place] = whole
    return made


def _digest_feed(site: Site, kind: Kind, periods: Mapping[Period, New]) -> Files:
    room = (DOCUMENT - HEAD) // MOST_DIGESTS[kind] - 1_500  # for the rest of an entry beside its list
    digests = [digest_entry(site, period, days, room) for period, days in periods.items()]
    updated = max((digest.when for digest in digests), default=None)
    feed = digest_feed(site, kind)
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated)
        yield head.address, form.document(head, [form.entry(entry) for entry in digests])


def _weekly_top_tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for each year's archive document of the weekly top tens, and one for the newest documents.

    These have at least the entries of the newest year, which may still grow, and link to the year before.
    """
    tops = weekly_tops(catalog.archive.listings, catalog.papers)
    years = {year: list(found) for year, found in groupby(tops, lambda top: top.week.name[:4])}
    feed = weekly_top_feed(catalog.site)
    addresses = [feed_archive_address(feed.name, year) for year in years]
    for address, previous, of_year in zip(addresses, ["", *addresses], years.values(), strict=False):
        make = partial(_weekly_top_archive, catalog.site, address, previous, of_year)
        yield catalog.task("feeds", address, make, previous, of_year)
    newest = tops[-max(MOST_WEEKS, len(years[max(years)]) if years else 0) :]
    previous = addresses[-2] if len(addresses) > 1 else ""
    make = partial(_weekly_top_documents, catalog.site, previous, newest)
    yield catalog.task("feeds", "weekly top tens, newest", make, previous, newest)


def _weekly_top_archive(site: Site, address: str, previous: str, tops: Iterable[WeeklyTop]) -> Files:
    entries = [weekly_top_entry(site, top) for top in tops][::-1]
    head = Head(site, weekly_top_feed(site), address, entries[0].when, previous, archive=True)
    yield address, ATOM.document(head, list(map(ATOM.entry, entries)))


def _weekly_top_documents(site: Site, previous: str, tops: Iterable[WeeklyTop]) -> Files:
    entries = [weekly_top_entry(site, top) for top in tops][::-1]
    updated, feed = entries[0].when if entries else None, weekly_top_feed(site)
    for form in FORMATS:
        head = Head(site, feed, feed.address(form.ending), updated, previous)
        yield head.address, form.document(head, list(map(form.entry, entries)))
