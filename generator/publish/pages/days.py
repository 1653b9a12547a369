"""The pages of time: every day, week and month that was listed, and the calendar of them all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator.archive.dates import Period, is_weekend, long_day, weekday_of
from generator.publish.addresses import (
    ARCHIVE,
    DAY_SHELL,
    MONTH_SHELL,
    STATUS,
    WEEK_SHELL,
    bibtex_address,
    day_address,
    period_address,
    to_root,
)
from generator.publish.catalog import Contents, Days, days_with_papers, papers_on
from generator.publish.feeds.feed import digest_feed, feed_links
from generator.publish.pages.calendar import calendar_months
from generator.publish.paper import Papers, PaperView, counted
from generator.publish.theme.page import Around, Page, Place, markdown_page, neighbours
from generator.text import shorten


@dataclass(frozen=True, slots=True)
class DaySection:
    """A day on a page of several: its heading and where that leads, how many papers it has, and those shown."""

    title: str
    address: str
    anchor: str
    lead: str
    papers: Papers


def day_section(contents: Contents, day: date, papers: Papers, most: int | None = None) -> DaySection:
    """Return a day as a section of a page, with at most so many of its papers."""
    shown = papers[:most]
    first = f", the first {len(shown)}" if len(shown) < len(papers) else ""
    return DaySection(
        title=weekday_of(day),
        address=day_address(day),
        anchor=f"day-{day}",
        lead=_lead(contents, day, papers) + first,
        papers=shown,
    )


def day_pages(contents: Contents) -> Iterator[Page]:
    """Yield the page of every listing, that of the papers without a known day included."""
    for before, period, after in neighbours(list(contents.periods("day"))):
        day = period.first
        yield markdown_page(
            "day.md",
            day_address(day),
            shell=DAY_SHELL,
            title=f"Papers of {long_day(day)}",
            head=_digest_links(contents, period),
            description=_description(long_day(day), contents.days[day]),
            changed=day,
            heading=weekday_of(day),
            lead=_lead(contents, day, contents.days[day]),
            around=_around(before, after, [_place(Period.of("week", day)), _place(Period.of("month", day))]),
            bibtex=None,
            papers=contents.days[day],
            listed=len(contents.days[day]) - contents.unlisted[day],
        )
    if contents.undated is not None:
        yield _undated_page(contents.undated, contents.site.source.name)


def _undated_page(papers: Papers, source: str) -> Page:
    lead = f"{counted(len(papers), 'paper')} that {source} listed on a day nobody knows"
    return markdown_page(
        "day.md",
        day_address(None),
        shell=DAY_SHELL,
        title="Papers without a known day",
        description=_description("a day that nobody knows", papers),
        heading="Papers without a known day",
        lead=lead,
        around=Around(None, None, [Place("All days", ARCHIVE)]),
        bibtex=bibtex_address() if papers else None,
        papers=papers,
        listed=len(papers),
    )


def week_pages(contents: Contents) -> Iterator[Page]:
    """Yield the page of every week with a listing: its papers, day by day, without their abstracts."""
    weeks = contents.periods("week")
    for before, week, after in neighbours(list(weeks)):
        months = dict.fromkeys(Period.of("month", day) for day in weeks[week])
        yield _period_page(
            contents,
            week,
            weeks[week],
            shell=WEEK_SHELL,
            span=f"{long_day(week.first)} to {long_day(week.last)}",
            around=_around(before, after, [_place(month) for month in months]),
            bibtex=None,
        )


def month_pages(contents: Contents) -> Iterator[Page]:
    """Yield the page of every month with a listing: the titles of its papers, day by day."""
    months = contents.periods("month")
    for before, month, after in neighbours(list(months)):
        yield _period_page(
            contents,
            month,
            months[month],
            shell=MONTH_SHELL,
            span=month.title,
            around=_around(before, after, [Place("All months", ARCHIVE)]),
            bibtex=bibtex_address(month=month.name) if any(months[month].values()) else None,
        )


def archive_page(contents: Contents) -> Page:
    """Return the calendar of every month with a listing, the newest first."""
    years = [(year, list(months)) for year, months in groupby(calendar_months(contents), lambda month: month.year)]
    undated = contents.undated
    number = len(contents.papers)
    dated = sum(1 for paper in contents.papers.values() if paper.listed)
    days = days_with_papers(contents.days)
    lead = f"{counted(dated, 'paper')} on {counted(len(days), 'day')}. Choose a day, or a month."
    return markdown_page(
        "archive.md",
        ARCHIVE,
        shell=ARCHIVE,
        title="Archive",
        is_read=contents.site.source.reader is not None,
        description=f"The calendar of all {counted(number, 'paper')} that were listed, day by day.",
        changed=max(contents.days, default=None),
        lead=lead,
        years=years,
        data=STATUS,
        undated=undated and Place(f"{counted(len(undated), 'paper')} have no known day.", day_address(None)),
    )


def _period_page(
    contents: Contents, period: Period, days: Days, *, shell: str, span: str, bibtex: str | None, around: Around
) -> Page:
    papers = papers_on(days)
    title = f"Papers of {period.title}"
    return markdown_page(
        f"{period.kind}.md",
        period_address(period),
        shell=shell,
        title=title,
        head=_digest_links(contents, period),
        description=_description(span, papers),
        changed=max(days),
        heading=title,
        lead=f"{span}: {counted(len(papers), 'paper')} on {counted(len(days_with_papers(days)), 'day')}",
        days=[day_section(contents, day, papers) for day, papers in days.items()],
        source=False,
        bibtex=bibtex,
        around=around,
    )


def _digest_links(contents: Contents, period: Period) -> str:
    return feed_links(digest_feed(contents.site, period.kind), to_root(period_address(period)))


def _around(before: Period | None, after: Period | None, above: list[Place]) -> Around:
    return Around(_place(before) if before else None, _place(after) if after else None, above)


def _place(period: Period) -> Place:
    return Place(period.heading, period_address(period))


def _lead(contents: Contents, day: date, papers: Papers) -> str:
    """Return how many papers a day listed, and plainly that it listed none."""
    unlisted = contents.unlisted[day]
    if papers:
        gone = f", {unlisted} no longer listed" if unlisted else ""
        return f"{counted(len(papers) - unlisted, 'paper')} listed{gone}"
    if is_weekend(day) and contents.site.source.reader:
        return "No papers were listed on this day. The source lists none at weekends."
    return "No papers were listed on this day."


def _description(span: str, papers: Sequence[PaperView]) -> str:
    if not papers:
        return f"No papers were listed on {span}."
    titles = "; ".join(paper.title for paper in papers[:5])
    return shorten(f"{counted(len(papers), 'paper')} of {span}: {titles}", 200)
