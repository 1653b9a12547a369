"""Digests: one entry for the papers that were new on a day, in a week or in a month, for those who read less often."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from html import escape
from itertools import chain, groupby, islice

from generator.archive.dates import (
    days_of_month,
    long_day,
    long_month,
    long_week,
    monday_of,
    month_of,
    sunday_after,
    week_of,
    weekday_of,
)
from generator.archive.text import shorten
from generator.publish.addresses import day_address, month_address, week_address
from generator.publish.escape import element_text
from generator.publish.feed_entries import Entry, entry_id, entry_time, oldest_first
from generator.publish.feed_list import Span
from generator.publish.feed_shelves import New
from generator.publish.settings import Site
from generator.publish.views import PaperView, counted

# How many entries the feed of each span holds.
MOST_DIGESTS: dict[Span, int] = {"daily": 30, "weekly": 26, "monthly": 24}

# How many papers of each day an entry names: as many of these as it has room for.
_STEPS = (50, 40, 30, 25, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0)
_DAYS_AS_LISTS = 7  # more days than these are a line each
_LONGEST_SUMMARY = 200

_NAME: dict[Span, Callable[[date], str]] = {"daily": date.isoformat, "weekly": week_of, "monthly": month_of}


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week or month: the page it has, its name, the day that ends it, and its new papers by day."""

    address: str
    title: str
    last: date
    days: New


def digest_periods(new: New, until: date | None, span: Span) -> list[Period]:
    """Return the newest periods with a new paper, as many as a digest feed tells of, the newest first.

    A paper is new on the day it was first listed on. A week or a month comes once it is over, which the last listed
    day, `until`, tells: so no entry changes unless its papers do.
    """
    named = groupby(reversed(new), _NAME[span])
    periods = (_period(span, name, {day: new[day] for day in sorted(days)}) for name, days in named)
    ended = (one for one in periods if span == "daily" or (until and one.last < until))
    return list(islice(ended, MOST_DIGESTS[span]))


def _period(span: Span, name: str, days: New) -> Period:
    if span == "daily":
        day = min(days)
        return Period(day_address(day), long_day(day), day, days)
    if span == "weekly":
        return Period(week_address(name), long_week(name).capitalize(), sunday_after(monday_of(name)), days)
    return Period(month_address(name), long_month(name), days_of_month(name)[-1], days)


def digest_entry(site: Site, period: Period, room: int) -> Entry:
    """Return a period's entry, of at most `room` bytes in any format."""
    days: New = {day: oldest_first(papers) for day, papers in period.days.items()}
    papers = list(chain.from_iterable(days.values()))
    number = counted(len(papers), "new paper")
    titles = "; ".join(paper.title for paper in papers[:5])
    name = period.address.rstrip("/")
    return Entry(
        id=entry_id(site, name),
        url=site.url + period.address,
        title=f"{period.title}: {number}",
        when=entry_time(name, period.last),
        summary=shorten(f"{number}: {titles}", _LONGEST_SUMMARY),
        html=_html(site, days, room),
    )


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
    """Return the bytes that HTML takes in a document at most: its marks are escaped in XML, its quotes in JSON."""
    marks = {"<": 3, ">": 3, "&": 4, '"': 1, "\\": 1}
    return len(html.encode()) + sum(html.count(mark) * more for mark, more in marks.items())


def _days(site: Site, days: New, most: int, *, summaries: bool) -> str:
    shown = _line if len(days) > _DAYS_AS_LISTS else partial(_list, summaries=summaries)
    return "".join([shown(site, day, papers[:most], len(papers) - most) for day, papers in days.items()])


def _list(site: Site, day: date, papers: Sequence[PaperView], rest: int, *, summaries: bool) -> str:
    """Return a day as a heading and a list."""
    items = "".join([f"<li>{_link(site.url, paper)}{_summary(paper) if summaries else ''}</li>" for paper in papers])
    more = f"<p>{_more(papers, rest)}</p>" if rest > 0 else ""
    return f"<h3>{_day_link(site, day)}</h3>" + (f"<ul>{items}</ul>" if items else "") + more


def _line(site: Site, day: date, papers: Sequence[PaperView], rest: int) -> str:
    """Return a day as one paragraph."""
    parts = [_link(site.url, paper) for paper in papers] + ([_more(papers, rest)] if rest > 0 else [])
    return f"<p>{_day_link(site, day)}: {'; '.join(parts)}</p>"


def _more(papers: Sequence[PaperView], rest: int) -> str:
    return f"and {rest:,} more" if papers else counted(rest, "new paper")


def _day_link(site: Site, day: date) -> str:
    return f'<a href="{escape(site.url + day_address(day))}">{weekday_of(day)}</a>'


@cache  # an entry is written in one form after the other until one fits
def _link(root: str, paper: PaperView) -> str:
    return f'<a href="{escape(root + paper.address)}">{element_text(paper.title)}</a>'


def _summary(paper: PaperView) -> str:
    return f": {element_text(paper.summary)}" if paper.summary else ""
