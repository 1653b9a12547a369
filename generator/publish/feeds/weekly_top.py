"""Each week's ten most upvoted papers: one entry a week, published once its upvotes have settled, and never changed.

Upvotes go on changing, so an entry is derived only from facts that do not: the dated counts in the listings, each
written once, on the day it was read. A week settles at the end of its fourteenth day after the last: what counts of a
paper is its last count up to then, at least a week after it was listed. The entry appears with the first count that the
archive has of a later day, because no count of an earlier day is written after that, and is dated by that day. So
newer upvotes, comments, papers found late, and a paper that is listed again change no published entry.

A week has no entry if its papers have no dated counts, as in a backfilled history, or if the counting only began when
its first days were no longer read. Ties go to the smaller key, as comments and titles may change. A paper hidden later
leaves the list, but the others keep their places; a title that a person corrects is corrected here too.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from generator.archive.dates import Period
from generator.archive.models import Listing, Record
from generator.archive.seen import entry_time
from generator.publish.addresses import period_address
from generator.publish.feeds.entry import Entry, entry_id, html_size
from generator.publish.feeds.feed import DOCUMENT, HEAD, WEEKLY_TOP_NAME
from generator.publish.paper import PaperView
from generator.publish.render import render_html
from generator.publish.settings import Site
from generator.text import counted, shorten

MOST_WEEKS = 26  # entries in the newest documents, which have at least those of the newest year
_PLACES = 10
_SETTLING = timedelta(days=14)  # from the last day of a week; the last count of a paper is read 14 days after listing
_OLD_ENOUGH = timedelta(days=7)
_WEEKS_OF_A_YEAR = 53
_ROOM = (DOCUMENT - HEAD) // _WEEKS_OF_A_YEAR - 1_500  # bytes for a list, without the rest of its entry
_TITLE_LENGTHS = (300, 200, 120, 80, 40, 20, 10)
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A paper in a week's list, as far as an entry shows it."""

    number: int
    address: str
    title: str
    upvotes: int


@dataclass(frozen=True, slots=True)
class WeeklyTop:
    """A week's most upvoted papers; `papers` are all that were counted, `day` is the day it was published."""

    week: Period
    day: date
    papers: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A paper's settled upvotes in a week."""

    week: Period
    key: str
    upvotes: int


def weekly_tops(listings: Iterable[Listing], papers: Mapping[str, PaperView]) -> list[WeeklyTop]:
    """Return each settled week's most upvoted papers, oldest week first; `papers` are those that are not hidden."""
    dated = sorted(((one.day, one) for one in listings if one.day), key=lambda pair: pair[0])
    days_counted = sorted({count.day for _, one in dated for record in one.papers for count in record.upvotes_at})
    found: list[WeeklyTop] = []
    for week, settled in groupby(_settled(dated), attrgetter("week")):
        later = days_counted[bisect_right(days_counted, _end(week)) :]
        if later:
            ranking = sorted(settled, key=lambda one: (-one.upvotes, one.key))
            places = tuple(_places(ranking[:_PLACES], papers))
            found.append(WeeklyTop(week, later[0], len(ranking), places))
    return found


def _settled(dated: Iterable[tuple[date, Listing]]) -> Iterator[_Counted]:
    """Yield each paper once, in the week of the first day on which it was listed and counted."""
    known: set[str] = set()
    for week, listings in groupby(dated, lambda pair: Period.of("week", pair[0])):
        of_week = [(day, record) for day, one in listings for record in one.papers if record.upvotes_at]
        if not any(count.day <= week.first + _SETTLING for _, record in of_week for count in record.upvotes_at):
            continue
        for day, record in of_week:
            upvotes = _settled_upvotes(day, record, _end(week))
            if upvotes is not None and record.key not in known:
                known.add(record.key)
                yield _Counted(week, record.key, upvotes)


def _settled_upvotes(day: date, record: Record, end: date) -> int | None:
    """Return the last count up to the end, at least a week after the day, or None."""
    counts = [count for count in record.upvotes_at if day + _OLD_ENOUGH <= count.day <= end]
    return max(counts, key=attrgetter("day")).upvotes if counts else None


def _end(week: Period) -> date:
    """Return the last day on which upvotes count for the week."""
    return week.last + _SETTLING


def _places(ranking: Iterable[_Counted], papers: Mapping[str, PaperView]) -> Iterator[Place]:
    for number, one in enumerate(ranking, 1):
        if paper := papers.get(one.key):
            yield Place(number, paper.address, paper.title, one.upvotes)


def weekly_top_entry(site: Site, top: WeeklyTop) -> Entry:
    """Return a week's entry."""
    name = f"{WEEKLY_TOP_NAME}/{top.week.name}"
    return Entry(
        id=entry_id(site, name),
        url=site.url + period_address(top.week),
        title=f"{top.week.heading}: top {min(_PLACES, top.papers)} of {counted(top.papers, 'paper')}",
        when=entry_time(name, top.day),
        summary=shorten("; ".join(place.title for place in top.places), _LONGEST_SUMMARY),
        html=_html(site, top.places),
    )


def _html(site: Site, places: Sequence[Place]) -> str:
    """Return the list, with titles as long as its room allows."""
    made = ""
    for longest in _TITLE_LENGTHS:
        shown = [(place, shorten(place.title, longest), counted(place.upvotes, "upvote")) for place in places]
        made = render_html("feeds/weekly-top.html", root=site.url, places=shown)
        if html_size(made) <= _ROOM:
            break
    return made
