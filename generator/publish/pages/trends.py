"""The trends page, and the small charts of trends on other pages.

What a chart shows is kept as numbers, and drawn only when a page is rendered. Only complete months are drawn in lines
and summed up, so that a new day changes no chart but that of papers per month.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.incremental.fingerprint import Digested, digest_of
from generator.publish.addresses import DATA, HOME, TRENDS, to_root, topic_address
from generator.publish.catalog import Catalog
from generator.publish.data.trends import CHANGES_CSV, MONTHS_CSV, TOPICS_CSV, TRENDS_JSON
from generator.publish.discover.trends import (
    LEAST_ERRORS,
    LEAST_PAPERS,
    Change,
    Changes,
    Month,
    Share,
    TopicTrend,
    Trends,
    changes_of,
    sentence,
    trends_of,
)
from generator.publish.pages.charts import (
    NARROW,
    NARROW_BARS,
    WIDE,
    WIDE_BARS,
    Column,
    Series,
    bar_chart,
    line_chart,
    small_multiple,
    sparkline,
)
from generator.publish.pages.jsonld import collection
from generator.publish.render import Markdown
from generator.publish.theme.page import Page, PageKind
from generator.text import counted

TRENDS_PAGE = PageKind(TRENDS, "trends", format="html")  # charts are no Markdown, and the numbers are in data files

MOST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Year:
    """A topic's papers and share in the complete months of a year."""

    name: str
    share: Share


class TopicSpark(Digested):
    """A topic's trend in one line: a sentence, a sparkline by quarter, and the table behind it."""

    def __init__(self, trends: Trends, trend: TopicTrend) -> None:
        self._trends, self._trend = trends, trend
        self.topic = trend.topic
        self.title, self.address = trend.topic.title, topic_address(trend.topic.name)
        complete = [(month.name, trend.shares[number]) for number, month in trends.complete]
        is_over = bool(complete) and trends.is_over(complete[-1][0][:4])
        #: The digest of everything that is shown: it changes only when a month is complete.
        self.digest = digest_of(trend.topic, complete, is_over)

    @property
    def sentence(self) -> str:
        """The share of the last year and of the first."""
        return sentence(self._trends, self._trend)

    @property
    def svg(self) -> Markdown:
        """The sparkline; empty while there are fewer than two quarters."""
        return sparkline(self._trends.quarterly(self._trend), self.sentence)

    @property
    def years(self) -> list[Year]:
        """The years, newest first."""
        return [Year(name, share) for name, share in reversed(self._trends.years(self._trend).items())]


class ChangeLine(Digested):
    """A topic that rises or falls: how much, with a sparkline."""

    def __init__(self, trends: Trends, changes: Changes, change: Change) -> None:
        self._trends, self._change, self._changes = trends, change, changes
        self.topic = change.trend.topic
        self.title, self.address = self.topic.title, topic_address(self.topic.name)
        self.recent, self.before, self.points = change.recent, change.before, change.points
        self.digest = digest_of(TopicSpark(trends, change.trend), change.recent, change.before)

    @property
    def svg(self) -> Markdown:
        """The sparkline by quarter."""
        label = (
            f"{self.recent.percent} of papers, {span_of(self._changes.recent)}; "
            f"{self.before.percent} in the {len(self._changes.before)} months before"
        )
        return sparkline(self._trends.quarterly(self._change.trend), label)


class Group(Digested):
    """A group's topics as small multiples, the largest of the last year first, all on one scale."""

    def __init__(self, name: str, trends: Trends, members: Sequence[TopicTrend]) -> None:
        self.name, self.number = name, members[0].topic.group_number
        self._trends, self._members = trends, members
        self.digest = digest_of(name, [TopicSpark(trends, trend) for trend in members])

    @cached_property
    def _top(self) -> int:
        values = (value for trend in self._members for value in self._trends.monthly(trend) if value is not None)
        return max(values, default=0)

    @property
    def top(self) -> str:
        """The end of the scale: the largest share of a month in the group."""
        return Share(self._top, 10_000).percent

    @property
    def years(self) -> list[str]:
        """The years with a complete month, oldest first."""
        return list(dict.fromkeys(month.year for _, month in self._trends.complete))

    @property
    def multiples(self) -> Iterator["Multiple"]:
        """The charts."""
        by_topic = [(list(self._trends.years(trend).values()), trend) for trend in self._members]
        for shares, trend in sorted(by_topic, key=lambda pair: pair[0][-1].value, reverse=True):
            svg = small_multiple(self._trends.monthly(trend), self._top, sentence(self._trends, trend))
            yield Multiple(trend.topic.title, topic_address(trend.topic.name), svg, shares)


@dataclass(frozen=True, slots=True)
class Multiple:
    """One small chart, and the topic's share in each year, oldest first."""

    title: str
    address: str
    svg: Markdown
    shares: list[Share]


class Comparison(Digested):
    """Some topics in one chart."""

    def __init__(self, trends: Trends, topics: Sequence[TopicTrend]) -> None:
        self._trends, self._topics = trends, topics
        self.titles = [trend.topic.title for trend in topics]
        self.names = ",".join(trend.topic.name for trend in topics)
        self.digest = digest_of(trends.months, topics)

    @property
    def charts(self) -> list[Markdown]:
        """The chart for wide and for narrow screens."""
        columns = columns_of(self._trends.months)
        lines = [
            Series(trend.topic.title, self._trends.monthly(trend), self._last(trend).percent) for trend in self._topics
        ]
        said = "; ".join(f"{trend.topic.title}: {sentence(self._trends, trend)}" for trend in self._topics)
        return [line_chart(size, columns, lines, f"Share of papers by month. {said}") for size in (WIDE, NARROW)]

    @property
    def rows(self) -> list[tuple[Month, list[Share]]]:
        """The share of each topic in each month, newest month first."""
        shares = [trend.shares for trend in self._topics]
        rows = zip(self._trends.months, zip(*shares, strict=True), strict=True)
        return [(month, list(found)) for month, found in rows][::-1]

    def _last(self, trend: TopicTrend) -> Share:
        return trend.shares[self._trends.complete[-1][0]]


class Months(Digested):
    """The papers of each month."""

    def __init__(self, trends: Trends) -> None:
        self._months = trends.months
        self.digest = digest_of(trends.months)

    @property
    def charts(self) -> list[Markdown]:
        """The chart for wide and for narrow screens."""
        columns = columns_of(self._months)
        papers = [month.papers for month in self._months]
        complete = [month for month in self._months if month.counts]
        most = max(complete or self._months, key=lambda month: (month.papers, month.name))
        label = (
            f"Papers by month, {span_of(self._months)}: most in {most.period.title}, {counted(most.papers, 'paper')}"
        )
        return [bar_chart(size, columns, papers, label) for size in (WIDE_BARS, NARROW_BARS)]

    @property
    def rows(self) -> Sequence[Month]:
        """The months, newest first."""
        return self._months[::-1]


def trends_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of all trends."""
    trends = trends_of(catalog)
    changes, span = changes_of(trends), span_of(trends.months)
    compared = compared_first(trends, changes)
    page = TRENDS_PAGE.at(
        TRENDS,
        title="Trends",
        description="Which topics rise and which fall: each topic's share of the papers by month, as charts and data.",
        head=f'<script type="module" src="{to_root(TRENDS)}assets/javascripts/trends.js"></script>',
        changed=max(catalog.days, default=None),
        base=to_root(TRENDS),
        lead=f"Each topic's share of the papers by month, {span}." if span else "No papers yet.",
        recent=span_of(changes.recent),
        before=span_of(changes.before),
        rising=[ChangeLine(trends, changes, change) for change in changes.rising],
        falling=[ChangeLine(trends, changes, change) for change in changes.falling],
        comparison=Comparison(trends, compared) if compared else None,
        groups=list(_groups(catalog, trends)),
        months=Months(trends) if trends.months else None,
        options=list(catalog.groups.items()),
        csv={"months": DATA + MONTHS_CSV, "topics": DATA + TOPICS_CSV, "changes": DATA + CHANGES_CSV},
        json=DATA + TRENDS_JSON,
        most=MOST_COMPARED,
        least_papers=LEAST_PAPERS,
        least_errors=LEAST_ERRORS,
        is_read=catalog.site.source.reader is not None,
    )
    yield collection(catalog.site, page, above=HOME)


def topic_spark(catalog: Catalog, name: str) -> TopicSpark:
    """Return the trend of a topic for its page: `trend` of pages/sparkline.html."""
    trends = trends_of(catalog)
    return TopicSpark(trends, next(trend for trend in trends.topics if trend.topic.name == name))


def rising_lines(catalog: Catalog, number: int) -> list[ChangeLine]:
    """Return the topics that rise most, at most this number: `rising` of pages/rising.html."""
    trends = trends_of(catalog)
    changes = changes_of(trends)
    return [ChangeLine(trends, changes, change) for change in changes.rising[:number]]


def compared_first(trends: Trends, changes: Changes) -> list[TopicTrend]:
    """Return the topics that are compared before a reader chooses: those that rise most, else the largest."""
    if not trends.complete:
        return []
    rising = [change.trend for change in changes.rising]
    largest = sorted(trends.topics, key=lambda trend: -sum(share.papers for share in trend.shares))
    chosen = rising + [trend for trend in largest if trend not in rising]
    return [trend for trend in chosen if any(share.papers for share in trend.shares)][:MOST_COMPARED]


def columns_of(months: Iterable[Month]) -> list[Column]:
    """Return the columns of a chart by month."""
    return [Column(month.year, complete=month.complete) for month in months]


def span_of(months: Sequence[Month]) -> str:
    """Return some months in words: `May to July 2026`, or `May 2023 to August 2026`."""
    if not months:
        return ""
    first, last = months[0].period, months[-1].period
    if first == last:
        return first.title
    start = f"{first.first:%B}" if first.first.year == last.first.year else first.title
    return f"{start} to {last.title}"


def _groups(catalog: Catalog, trends: Trends) -> Iterator[Group]:
    by_name = {trend.topic.name: trend for trend in trends.topics}
    for name, members in catalog.groups.items():
        found = [by_name[topic.name] for topic, papers in members if papers]
        if found and trends.complete:
            yield Group(name, trends, found)
