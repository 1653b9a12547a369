"""The archive page: every year and month with what was most upvoted in it, and the newest days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.archive.dates import Period, long_day
from generator.archive.ledger import State
from generator.publish.addresses import ARCHIVE, HOME, STATUS, day_address, period_address
from generator.publish.catalog import Catalog, Days, days_with_papers, everything, papers_on
from generator.publish.discover.popularity import first_listed, most_upvoted
from generator.publish.pages.calendar import Month, calendar_month, states_of, unread_days
from generator.publish.pages.jsonld import collection
from generator.publish.pages.pictures import bars, week_squares
from generator.publish.paper import Papers
from generator.publish.theme.page import Page, PageKind, PagePlan, Place
from generator.text import counted

ARCHIVE_PAGE = PageKind(ARCHIVE, "archive")

_MONTHS = 2  # with a calendar: about as high as the list of a year beside it


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in a line: its name, its number of papers, and the most upvoted one (none where nobody voted)."""

    title: str
    address: str
    papers: str
    top: Papers


@dataclass(frozen=True, slots=True)
class Year:
    """A year: its months, the pictures of its months and weeks, and the days that were not read."""

    title: str
    address: str
    papers: str
    bars: str
    weeks: list[tuple[str, str]]
    weeks_label: str
    months: list[MonthRow]
    unread: str


def archive_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of the archive, newest year first."""
    yield PagePlan(
        ARCHIVE,
        ARCHIVE_PAGE,
        everything(catalog),
        partial(_archive_page, catalog),
        changed=max(catalog.days, default=None),
    )


def _archive_page(catalog: Catalog) -> Page:
    states = states_of(catalog.ledger)
    months = catalog.periods("month")
    years = _years(catalog, months, states)
    undated = catalog.undated
    page = ARCHIVE_PAGE.at(
        ARCHIVE,
        title="Archive",
        is_read=catalog.site.source.reader is not None,
        description=f"All {counted(len(catalog.papers), 'listed paper')} by year, month and day.",
        changed=max(catalog.days, default=None),
        lead=_lead(catalog),
        years=years,
        calendar=_newest_months(months, states),
        data=STATUS,
        undated=undated and Place(counted(len(undated), "paper"), day_address(None)),
    )
    return collection(catalog.site, page, above=HOME)


def _lead(catalog: Catalog) -> str:
    dated = sum(1 for paper in catalog.papers.values() if paper.listed)
    days = days_with_papers(catalog.days)
    span = f", {long_day(min(days))} to {long_day(max(days))}" if len(days) > 1 else ""
    return f"{counted(dated, 'paper')} on {counted(len(days), 'day')}{span}"


def _newest_months(months: dict[Period, Days], states: Mapping[date, State]) -> list[Month]:
    """Return the newest months of the newest year, newest first. The page of a year has all of its months."""
    newest = max((month.first.year for month in months), default=None)
    shown = [month for month in reversed(months) if month.first.year == newest]
    return [calendar_month(month, months[month], states) for month in shown[:_MONTHS]]


def _years(catalog: Catalog, months: dict[Period, Days], states: Mapping[date, State]) -> list[Year]:
    papers = {month: papers_on(listed) for month, listed in months.items()}
    weeks = {week: len(papers_on(listed)) for week, listed in catalog.periods("week").items()}
    busiest_month = max(map(len, papers.values()), default=0)
    busiest_week = max(weeks.values(), default=0)
    years = []
    for year, days in reversed(catalog.periods("year").items()):
        of_year = {month: papers[month] for month in months if month.first.year == year.first.year}
        thursdays = (day for day in year.days if day.isoweekday() == 4)  # noqa: PLR2004 - of the year's weeks (ISO 8601)
        by_week = [weeks.get(Period.of("week", day), 0) for day in thursdays]
        by_month = [len(of_year.get(Period("month", date(year.first.year, number, 1)), ())) for number in range(1, 13)]
        years.append(
            Year(
                title=year.title,
                address=period_address(year),
                papers=counted(len(papers_on(days)), "paper"),
                bars=bars(by_month, busiest_month),
                weeks=week_squares(by_week, busiest_week),
                weeks_label=f"Papers in each week of {year.title}: at most {max(by_week)}",
                months=[_row(month, months[month], len(papers[month])) for month in reversed(of_year)],
                unread=unread_days(year.days, states),
            )
        )
    return years


def _row(month: Period, days: Days, papers: int) -> MonthRow:
    top = most_upvoted(first_listed(days), 1)
    return MonthRow(f"{month.first:%B}", period_address(month), f"{papers:,}", top)
