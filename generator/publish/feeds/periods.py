"""Digests: one entry for the papers that were new on a day, in a week or in a month, for those who read less often."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from itertools import chain, groupby, islice

from generator.archive.dates import Kind, Period, weekday_of
from generator.archive.seen import entry_time
from generator.publish.addresses import day_address, period_address
from generator.publish.feeds.archives import New
from generator.publish.feeds.entry import Entry, entry_id, oldest_first, paper_time
from generator.publish.paper import PaperView, counted
from generator.publish.render import render_html
from generator.publish.settings import Site
from generator.text import shorten

# How many entries the feed of each kind of period holds.
MOST_DIGESTS: dict[Kind, int] = {"day": 30, "week": 26, "month": 24}

# How many papers of each day an entry names: as many of these as it has room for.
_STEPS = (50, 40, 30, 25, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0)
_DAYS_AS_LISTS = 7  # more days than these are a line each
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as an entry shows it: the papers that it names, and words for the others."""

    address: str
    title: str
    papers: Sequence[PaperView]
    more: str


def digest_periods(new: New, until: date | None, kind: Kind) -> dict[Period, New]:
    """Return the newest periods with a new paper, as many as a digest feed has, the newest first, with these papers.

    A paper is new on the day it was first listed on. A week or a month is shown once it is over, which the last listed
    day, `until`, tells: so no entry changes unless its papers do.
    """
    ended = (
        (period, {day: new[day] for day in sorted(days)})
        for period, days in groupby(reversed(new), partial(Period.of, kind))
        if kind == "day" or (until and period.last < until)
    )
    return dict(islice(ended, MOST_DIGESTS[kind]))


def digest_entry(site: Site, period: Period, new: New, room: int) -> Entry:
    """Return the entry of a period with its new papers by day, of at most `room` bytes in any format."""
    days: New = {day: oldest_first(papers) for day, papers in new.items()}
    papers = list(chain.from_iterable(days.values()))
    number = counted(len(papers), "new paper")
    titles = "; ".join(paper.title for paper in papers[:5])
    address = period_address(period)
    name = address.rstrip("/")
    return Entry(
        id=entry_id(site, name),
        url=site.url + address,
        title=f"{period.heading}: {number}",
        when=_when(name, period.last, papers),
        summary=shorten(f"{number}: {titles}", _LONGEST_SUMMARY),
        html=_html(site, days, room),
    )


def _when(name: str, last: date, papers: Sequence[PaperView]) -> datetime:
    """Return the time of an entry: on its last day or, where papers came late, that of the latest of all its papers.

    An entry that changes must have a new time (RFC 4287, section 4.2.15).
    """
    own = entry_time(name, last)
    return max(own, *map(paper_time, papers)) if any(paper.seen for paper in papers) else own


def _html(site: Site, days: New, room: int) -> str:
    """Return the fullest form that fits: all with summaries, all titles, the first few of each day."""
    longest = max(map(len, days.values()))
    forms = [(longest, True), (longest, False), *((most, False) for most in _STEPS if most < longest)]

    @cache
    def text(most: int, summaries: bool) -> str:
        return _days(site, days, most, summaries=summaries)

    first = bisect_left(forms, True, key=lambda form: _size(text(*form)) <= room)
    return text(*forms[first]) if first < len(forms) else ""


def _size(html: str) -> int:
    """Return the bytes that HTML takes in a document at most: its marks are escaped in XML or in JSON."""
    marks = {"<": 3, ">": 3, "&": 4, '"': 5, "'": 5, "\\": 1, "\n": 1}
    return len(html.encode()) + sum(html.count(mark) * more for mark, more in marks.items())


def _days(site: Site, days: New, most: int, *, summaries: bool) -> str:
    """Return the days, each as a heading and a list or, where they are many, as one paragraph."""
    shown = [
        _Day(day_address(day), weekday_of(day), papers[:most], _more(most, len(papers))) for day, papers in days.items()
    ]
    as_lists = len(days) <= _DAYS_AS_LISTS
    return render_html("feed-days.html", root=site.url, days=shown, as_lists=as_lists, summaries=summaries)


def _more(named: int, papers: int) -> str:
    if papers <= named:
        return ""
    return f"and {papers - named:,} more" if named else counted(papers, "new paper")
