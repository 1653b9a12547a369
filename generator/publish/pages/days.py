"""The pages of days, weeks and months, and the calendar of all days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.archive.dates import Period, long_day, weekday_of
from generator.publish.addresses import (
    ARCHIVE,
    HOME,
    STATUS,
    bibtex_address,
    day_address,
    period_address,
    to_root,
)
from generator.publish.catalog import Catalog, Days, days_with_papers, papers_on
from generator.publish.feeds.feed import period_feeds
from generator.publish.feeds.formats import feed_links
from generator.publish.pages.calendar import calendar_months
from generator.publish.pages.jsonld import collection
from generator.publish.paper import Papers, PaperView, counted
from generator.publish.theme.page import Around, Page, PageKind, Place, neighbours
from generator.text import shorten

ARCHIVE_PAGE = PageKind(ARCHIVE, "archive")
DAY_PAGE = PageKind("days/shell/", "day")
WEEK_PAGE = PageKind("weeks/shell/", "week", source=False)
MONTH_PAGE = PageKind("months/shell/", "month", source=False)

UNKNOWN_DAY = "Listing date unknown"


@dataclass(frozen=True, slots=True)
class DaySection:
    """A day on a page of several: its heading, the address of its page, its number of papers, and those shown."""

    title: str
    address: str
    anchor: str
    lead: str
    papers: Papers


def day_section(day: date, papers: Papers, unlisted: int, most: int | None = None) -> DaySection:
    """Return a day as a section of a page, with at most `most` of its papers."""
    shown = papers[:most]
    return DaySection(
        title=weekday_of(day),
        address=day_address(day),
        anchor=f"day-{day}",
        lead=_lead(papers, unlisted, shown),
        papers=shown,
    )


def day_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every listing, including that of the undated papers."""
    for before, period, after in neighbours(list(catalog.periods("day"))):
        day = period.first
        page = DAY_PAGE.at(
            day_address(day),
            title=f"Papers of {long_day(day)}",
            head=_digest_links(catalog, period),
            description=_description(long_day(day), catalog.days[day]),
            changed=day,
            heading=weekday_of(day),
            lead=_lead(catalog.days[day], catalog.unlisted[day]),
            around=_around(before, after, [_place(Period.of("week", day)), _place(Period.of("month", day))]),
            bibtex=None,
            papers=catalog.days[day],
            listed=len(catalog.days[day]) - catalog.unlisted[day],
        )
        yield collection(catalog.site, page, above=ARCHIVE)
    if catalog.undated is not None:
        yield collection(catalog.site, _undated_page(catalog.undated), above=ARCHIVE)


def _undated_page(papers: Papers) -> Page:
    number = counted(len(papers), "paper")
    return DAY_PAGE.at(
        day_address(None),
        title=UNKNOWN_DAY,
        description=_with_titles(f"{number} with an unknown listing date", papers),
        heading=UNKNOWN_DAY,
        lead=number,
        around=Around(None, None, [Place("All days", ARCHIVE)]),
        bibtex=bibtex_address() if papers else None,
        papers=papers,
        listed=len(papers),
    )


def week_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every week with a listing: its papers by day, without abstracts."""
    weeks = catalog.periods("week")
    for before, week, after in neighbours(list(weeks)):
        months = dict.fromkeys(Period.of("month", day) for day in weeks[week])
        yield _period_page(
            WEEK_PAGE,
            catalog,
            week,
            weeks[week],
            span=f"{long_day(week.first)} to {long_day(week.last)}",
            around=_around(before, after, [_place(month) for month in months]),
            bibtex=None,
        )


def month_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every month with a listing: the titles of its papers by day."""
    months = catalog.periods("month")
    for before, month, after in neighbours(list(months)):
        yield _period_page(
            MONTH_PAGE,
            catalog,
            month,
            months[month],
            span=month.title,
            around=_around(before, after, [Place("All months", ARCHIVE)]),
            bibtex=bibtex_address(month=month.name) if any(months[month].values()) else None,
        )


def archive_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of the calendar, newest month first."""
    years = [(year, list(months)) for year, months in groupby(calendar_months(catalog), lambda month: month.year)]
    undated = catalog.undated
    number = len(catalog.papers)
    dated = sum(1 for paper in catalog.papers.values() if paper.listed)
    days = days_with_papers(catalog.days)
    lead = f"{counted(dated, 'paper')} on {counted(len(days), 'day')}. Choose a day, or a month."
    page = ARCHIVE_PAGE.at(
        ARCHIVE,
        title="Archive",
        is_read=catalog.site.source.reader is not None,
        description=f"A calendar of all {counted(number, 'listed paper')}, day by day.",
        changed=max(catalog.days, default=None),
        lead=lead,
        years=years,
        data=STATUS,
        undated=undated and Place(counted(len(undated), "paper"), day_address(None)),
    )
    yield collection(catalog.site, page, above=HOME)


def _period_page(
    kind: PageKind, catalog: Catalog, period: Period, days: Days, *, span: str, bibtex: str | None, around: Around
) -> Page:
    papers = papers_on(days)
    title = f"Papers of {period.title}"
    page = kind.at(
        period_address(period),
        title=title,
        head=_digest_links(catalog, period),
        description=_description(span, papers),
        changed=max(days),
        heading=title,
        lead=f"{span}: {counted(len(papers), 'paper')} on {counted(len(days_with_papers(days)), 'day')}",
        days=[day_section(day, papers, catalog.unlisted[day]) for day, papers in days.items()],
        bibtex=bibtex,
        around=around,
    )
    return collection(catalog.site, page, above=ARCHIVE)


def _digest_links(catalog: Catalog, period: Period) -> str:
    root = to_root(period_address(period))
    return "\n".join(feed_links(feed, root) for feed in period_feeds(catalog.site, period.kind))


def _around(before: Period | None, after: Period | None, above: list[Place]) -> Around:
    return Around(_place(before) if before else None, _place(after) if after else None, above)


def _place(period: Period) -> Place:
    return Place(period.heading, period_address(period))


def _lead(papers: Papers, unlisted: int, shown: Papers | None = None) -> str:
    """Return how many papers a day lists and, if a page shows fewer, how many of them are `shown`."""
    if not papers:
        return "No papers were listed on this day."
    gone = f", {unlisted} no longer listed" if unlisted else ""
    if shown is not None and len(shown) < len(papers):
        return f"Top {len(shown)} of {counted(len(papers), 'paper')}{gone}"
    return f"{counted(len(papers) - unlisted, 'paper')} listed{gone}"


def _description(span: str, papers: Sequence[PaperView]) -> str:
    if not papers:
        return f"No papers were listed on {span}."
    return _with_titles(f"{counted(len(papers), 'paper')} of {span}", papers)


def _with_titles(start: str, papers: Sequence[PaperView]) -> str:
    titles = "; ".join(paper.title for paper in papers[:5])
    return shorten(f"{start}: {titles}" if titles else f"{start}.", 200)
