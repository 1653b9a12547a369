"""Digests: one entry for the new papers of a day, week or month, for people who read less often."""

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
from generator.publish.feeds.entry import Entry, entry_id, html_size, oldest_first, paper_time
from generator.publish.paper import PaperView
from generator.publish.render import render_html
from generator.publish.settings import Site
from generator.text import counted, shorten

# The number of entries in each digest feed.
MOST_DIGESTS: dict[Kind, int] = {"day": 30, "week": 26, "month": 24}

# Papers of each day that an entry names: the largest number that fits.
_STEPS = (50, 40, 30, 25, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1, 0)
_DAYS_AS_LISTS = 7  # with more days than this, each day is one paragraph
_LONGEST_SUMMARY = 200


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in an entry: the papers that it names, and a text for the rest."""

    address: str
    title: str
    papers: Sequence[PaperView]
    more: str


def digest_periods(new: New, until: date | None, kind: Kind) -> dict[Period, New]:
    """Return the newest periods that have new papers, with these papers: as many as fit a digest feed, newest first.

    A paper is new on the day that first listed it. A week or month appears when it is over, that is, when the last
    listed day, `until`, is after it. So an entry changes only if its papers do.
    """
    ended = (
        (period, {day: new[day] for day in sorted(days)})
        for period, days in groupby(reversed(new), partial(Period.of, kind))
        if kind == "day" or (until and period.last < until)
    )
    return dict(islice(ended, MOST_DIGESTS[kind]))


def digest_entry(site: Site, period: Period, new: New, room: int) -> Entry:
    """Return a period's entry with its new papers by day, at most `room` bytes long in any format."""
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
    """Return the time of an entry: on its last day or, if papers came late, the time of its latest paper.

    An entry that changes must have a new time (RFC 4287, section 4.2.15).
    """
    own = entry_time(name, last)
    return max(own, *map(paper_time, papers)) if any(paper.seen for paper in papers) else own


def _html(site: Site, days: New, room: int) -> str:
    """Return the most detailed form that fits: all papers with summaries, all titles, or a few titles per day."""
    longest = max(map(len, days.values()))
    forms = [(longest, True), (longest, False), *((most, False) for most in _STEPS if most < longest)]

    @cache
    def text(most: int, summaries: bool) -> str:
        return _days(site, days, most, summaries=summaries)

    first = bisect_left(forms, True, key=lambda form: html_size(text(*form)) <= room)
    return text(*forms[first]) if first < len(forms) else ""


def _days(site: Site, days: New, most: int, *, summaries: bool) -> str:
    """Return the days, each as a heading with a list or, if there are many days, as one paragraph."""
    shown = [
        _Day(day_address(day), weekday_of(day), papers[:most], _more(most, len(papers))) for day, papers in days.items()
    ]
    as_lists = len(days) <= _DAYS_AS_LISTS
    return render_html("feeds/days.html", root=site.url, days=shown, as_lists=as_lists, summaries=summaries)


def _more(named: int, papers: int) -> str:
    if papers <= named:
        return ""
    return f"and {papers - named:,} more" if named else counted(papers, "new paper")
