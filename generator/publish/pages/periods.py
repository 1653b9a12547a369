"""The pages of weeks, months and years: what was most upvoted, which topics it was about, and the papers by day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from generator.archive.dates import Kind, Period, day_range, long_day, short_day
from generator.archive.ledger import State
from generator.archive.models import Topic
from generator.publish.addresses import ARCHIVE, bibtex_address, day_address, period_address, to_root
from generator.publish.catalog import Catalog, Days, days_with_papers, papers_on
from generator.publish.discover.popularity import first_listed, most_upvoted
from generator.publish.feeds.feed import period_feeds
from generator.publish.feeds.formats import feed_links
from generator.publish.pages.calendar import Month, calendar_month, states_of, unread_days
from generator.publish.pages.descriptions import described
from generator.publish.pages.jsonld import collection
from generator.publish.pages.shares import Reading, Share, shares, topic_counts
from generator.publish.paper import Papers
from generator.publish.theme.page import Around, Page, PageKind, PagePlan, Place, neighbours
from generator.text import counted

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


def week_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of every week with a listing."""
    return _plans(catalog, WEEK_PAGE, "week", _week_page)


def month_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of every month with a listing."""
    return _plans(catalog, MONTH_PAGE, "month", _month_page)


def year_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of every year with a listing."""
    return _plans(catalog, YEAR_PAGE, "year", _year_page)


@dataclass(frozen=True, slots=True)
class _Period:
    """A period with everything that its page is made from.

    `states` are those of its days that are known. `earlier` are the days of the period just before, if the topics of
    the two can be compared; otherwise `note` says why not. `before` and `after` are the periods that have pages.
    """

    period: Period
    days: Days
    states: Mapping[date, State]
    earlier: Days | None
    note: str
    before: Period | None
    after: Period | None

    @property
    def values(self) -> list[object]:
        """The values of all fields, with lists instead of mappings: those cannot be digested by day."""
        earlier = None if self.earlier is None else list(self.earlier.items())
        days, states = list(self.days.items()), list(self.states.items())
        return [self.period, days, states, earlier, self.note, self.before, self.after]


def _plans(
    catalog: Catalog, page_kind: PageKind, kind: Kind, make: Callable[[Catalog, _Period], Page]
) -> Iterator[PagePlan]:
    periods = catalog.periods(kind)
    states = states_of(catalog.ledger) if kind != "week" else {}  # weeks have no calendar
    reading = Reading(catalog.ledger, is_read=catalog.site.source.reader is not None)
    topics = [topic.name for topic in catalog.topics]  # equally frequent ones come in this order
    for before, period, after in neighbours(list(periods)):
        gap, earlier = reading.gap(period), period.before
        other = reading.gap(earlier) if earlier in periods else ""
        made_from = _Period(
            period,
            periods[period],
            {day: states[day] for day in period.days if day in states},
            None if gap or other else periods.get(earlier),
            f"Incomplete: {gap}." if gap else f"Not compared with {earlier.title}: {other}." if other else "",
            before,
            after,
        )
        yield PagePlan(
            period_address(period),
            page_kind,
            (made_from.values, topics),
            partial(make, catalog, made_from),
            changed=max(made_from.days),
        )


def _week_page(catalog: Catalog, week: _Period) -> Page:
    months = dict.fromkeys(Period.of("month", day) for day in week.days)
    return _page(
        catalog,
        week,
        WEEK_PAGE,
        span=_span(week.period),
        above=[_place(month) for month in months],
        sections=_day_sections(week.days),
        rows=True,
    )


def _month_page(catalog: Catalog, month: _Period) -> Page:
    period = month.period
    return _page(
        catalog,
        month,
        MONTH_PAGE,
        above=[_place(Period.of("year", period.first))],
        bibtex=bibtex_address(month=period.name) if any(month.days.values()) else None,
        sections=_day_sections(month.days),
        calendar=[calendar_month(period, month.days, month.states)],
    )


def _year_page(catalog: Catalog, year: _Period) -> Page:
    found = groupby(year.days, partial(Period.of, "month"))
    months = {month: {day: year.days[day] for day in days} for month, days in found}
    return _page(
        catalog,
        year,
        YEAR_PAGE,
        above=[Place("All years", ARCHIVE)],
        sections=[_month_section(month, days) for month, days in months.items() if any(days.values())],
        most=_MOST_OF_A_YEAR,
        rows=True,
        calendar=[calendar_month(month, days, year.states) for month, days in months.items()],
    )


def _page(
    catalog: Catalog,
    made_from: _Period,
    kind: PageKind,
    *,
    above: list[Place],
    sections: list[Section],
    span: str = "",
    bibtex: str | None = None,
    most: int = _MOST,
    rows: bool = False,
    calendar: Sequence[Month] = (),
) -> Page:
    """Return the period's page. Its first papers are cards, and in a year the others of the top are rows."""
    period, days = made_from.period, made_from.days
    papers, leading = papers_on(days), most_upvoted(first_listed(days), most)
    number = f"{counted(len(papers), 'paper')} on {counted(len(days_with_papers(days)), 'day')}"
    page = kind.at(
        period_address(period),
        title=f"Papers of {period.title}",
        head="\n".join(
            feed_links(feed, to_root(period_address(period))) for feed in period_feeds(catalog.site, period.kind)
        ),
        description=described(span or period.title, leading or papers, len(papers)),
        changed=max(days),
        kind=period.kind,
        heading=period.heading,
        lead=f"{span}: {number}" if span else number,
        around=_around(made_from, above),
        bibtex=bibtex,
        top_title=f"Top {len(leading)} of {len(papers):,}" if len(leading) < len(papers) else "Most upvoted",
        top=leading[:_MOST],
        rest=leading[_MOST:],
        suggested=any(paper.topics and paper.topics_suggested for paper in leading[:_MOST]),
        topics=_topic_shares(catalog.topics, made_from, papers),
        sections=sections,
        rows=rows,
        calendar=calendar,
        unread=unread_days(period.days, made_from.states),
    )
    return collection(catalog.site, page, above=ARCHIVE)


def _around(made_from: _Period, above: list[Place]) -> Around:
    before, after = made_from.before, made_from.after
    return Around(_place(before) if before else None, _place(after) if after else None, above)


def _topic_shares(topics: Iterable[Topic], made_from: _Period, papers: Papers) -> TopicShares:
    """Return the topics of a period beside those of the period before, if both are whole."""
    earlier = made_from.earlier
    before = topic_counts(papers_on(earlier)) if earlier is not None else None
    title = made_from.period.before.title if before else ""
    return TopicShares(shares(topics, topic_counts(papers), before), title, made_from.note)


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
