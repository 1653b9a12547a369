"""The pages of weeks, months and years: what was most upvoted, which topics it was about, and the papers by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.archive.dates import Period, day_range, long_day, short_day
from generator.publish.addresses import ARCHIVE, bibtex_address, day_address, period_address, to_root
from generator.publish.catalog import Catalog, Days, days_with_papers, papers_on
from generator.publish.discover.popularity import first_listed, most_upvoted
from generator.publish.feeds.feed import period_feeds
from generator.publish.feeds.formats import feed_links
from generator.publish.pages.calendar import Month, calendar_month, states_of, unread_days
from generator.publish.pages.descriptions import described
from generator.publish.pages.jsonld import collection
from generator.publish.pages.shares import Reading, Share, TopicCounts, shares, topic_counts
from generator.publish.paper import Papers, counted
from generator.publish.theme.page import Around, Page, PageKind, Place, neighbours

WEEK_PAGE = PageKind("weeks/shell/", "period", source=False)
MONTH_PAGE = PageKind("months/shell/", "period", source=False)
YEAR_PAGE = PageKind("years/shell/", "period", source=False)

_MOST = 10
_MOST_OF_A_YEAR = 50
_OF_A_MONTH = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a period, folded: a day of a week or month, or a month of a year.

    `top` is its most upvoted paper, `papers` are those that the section lists, `more` says what its own page has.
    """

    title: str
    anchor: str
    address: str
    lead: str
    top: Papers
    papers: Papers
    more: str


@dataclass(frozen=True, slots=True)
class TopicShares:
    """The topics of a period, what its bars are compared with, and why not if they are not."""

    shares: list[Share]
    before: str
    note: str


def week_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every week with a listing."""
    weeks = catalog.periods("week")
    for period in _periods(catalog, weeks):
        week = period.period
        months = dict.fromkeys(Period.of("month", day) for day in weeks[week])
        yield period.page(
            WEEK_PAGE,
            span=_span(week),
            above=[_place(month) for month in months],
            sections=_day_sections(period.days),
            rows=True,
        )


def month_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every month with a listing."""
    states = states_of(catalog.ledger)
    for period in _periods(catalog, catalog.periods("month")):
        month = period.period
        yield period.page(
            MONTH_PAGE,
            above=[_place(Period.of("year", month.first))],
            bibtex=bibtex_address(month=month.name) if any(period.days.values()) else None,
            sections=_day_sections(period.days),
            calendar=[calendar_month(month, period.days, states)],
            unread=unread_days(month.days, states),
        )


def year_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every year with a listing."""
    states = states_of(catalog.ledger)
    months = catalog.periods("month")
    for period in _periods(catalog, catalog.periods("year")):
        year = period.period
        of_year = {month: days for month, days in months.items() if month.first.year == year.first.year}
        yield period.page(
            YEAR_PAGE,
            above=[Place("All years", ARCHIVE)],
            sections=_month_sections(of_year),
            most=_MOST_OF_A_YEAR,
            rows=True,
            calendar=[calendar_month(month, days, states) for month, days in of_year.items()],
            unread=unread_days(year.days, states),
        )


@dataclass(frozen=True, slots=True)
class _Period:
    """A period with what the pages of all kinds of periods say of it."""

    catalog: Catalog
    period: Period
    days: Days
    papers: Papers
    topics: TopicShares
    before: Period | None
    after: Period | None

    def page(
        self,
        kind: PageKind,
        *,
        above: list[Place],
        sections: list[Section],
        span: str = "",
        bibtex: str | None = None,
        most: int = _MOST,
        rows: bool = False,
        calendar: Sequence[Month] = (),
        unread: str = "",
    ) -> Page:
        """Return the period's page. Its first papers are cards, and in a year the others of the top are rows."""
        period, papers = self.period, self.papers
        leading = most_upvoted(first_listed(self.days), most)
        number = f"{counted(len(papers), 'paper')} on {counted(len(days_with_papers(self.days)), 'day')}"
        page = kind.at(
            period_address(period),
            title=f"Papers of {period.title}",
            head=self._digest_links(),
            description=described(span or period.title, leading or papers, len(papers)),
            changed=max(self.days),
            kind=period.kind,
            heading=period.heading,
            lead=f"{span}: {number}" if span else number,
            around=self._around(above),
            bibtex=bibtex,
            top_title=f"Top {len(leading)} of {len(papers):,}" if len(leading) < len(papers) else "Most upvoted",
            top=leading[:_MOST],
            rest=leading[_MOST:],
            suggested=any(paper.topics and paper.topics_suggested for paper in leading[:_MOST]),
            topics=self.topics,
            sections=sections,
            rows=rows,
            calendar=calendar,
            unread=unread,
        )
        return collection(self.catalog.site, page, above=ARCHIVE)

    def _digest_links(self) -> str:
        if self.period.kind == "year":  # there is no yearly digest
            return ""
        root = to_root(period_address(self.period))
        return "\n".join(feed_links(feed, root) for feed in period_feeds(self.catalog.site, self.period.kind))

    def _around(self, above: list[Place]) -> Around:
        return Around(_place(self.before) if self.before else None, _place(self.after) if self.after else None, above)


def _periods(catalog: Catalog, periods: Mapping[Period, Days]) -> Iterator[_Period]:
    """Yield the periods in order, each with its topics beside those of the period before."""
    papers = {period: papers_on(days) for period, days in periods.items()}
    counts = {period: topic_counts(found) for period, found in papers.items()}
    reading = Reading(catalog.ledger, is_read=catalog.site.source.reader is not None)
    for before, period, after in neighbours(list(periods)):
        topics = _topic_shares(catalog, period, counts, reading)
        yield _Period(catalog, period, periods[period], papers[period], topics, before, after)


def _topic_shares(
    catalog: Catalog, period: Period, counts: Mapping[Period, TopicCounts], reading: Reading
) -> TopicShares:
    """Return the topics of a period; they are compared with those of the period before if both are whole."""
    gap, earlier = reading.gap(period), period.before
    other = reading.gap(earlier) if earlier in counts else ""
    note = f"Incomplete: {gap}." if gap else f"Not compared with {earlier.title}: {other}." if other else ""
    before = counts.get(earlier) if not note else None
    return TopicShares(shares(catalog.topics, counts[period], before), earlier.title if before else "", note)


def _day_sections(days: Days) -> list[Section]:
    return [
        Section(
            title=short_day(day),
            anchor=f"day-{day}",
            address=day_address(day),
            lead=counted(len(papers), "paper"),
            top=papers[:1] if papers[0].paper.upvotes is not None else Papers(),  # the most upvoted is first
            papers=papers,
            more=f"Page of {long_day(day)}",
        )
        for day, papers in days_with_papers(days).items()
    ]


def _month_sections(months: Mapping[Period, Days]) -> list[Section]:
    return [_month_section(month, days) for month, days in months.items() if any(days.values())]


def _month_section(month: Period, days: Days) -> Section:
    papers = papers_on(days)
    leading = most_upvoted(first_listed(days), _OF_A_MONTH)
    return Section(
        title=f"{month.first:%B}",
        anchor=f"month-{month.name}",
        address=period_address(month),
        lead=counted(len(papers), "paper"),
        top=leading[:1],
        papers=leading or papers[:_OF_A_MONTH],
        more=f"All papers of {month.title}",
    )


def _span(week: Period) -> str:
    if week.first.year == week.last.year:
        return f"{day_range(week.first, week.last)} {week.last.year}"
    return f"{long_day(week.first)} to {long_day(week.last)}"


def _place(period: Period) -> Place:
    return Place(period.heading, period_address(period))
