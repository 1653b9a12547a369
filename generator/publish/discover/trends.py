"""Trends: papers and shares of each topic by month, and the topics that rise or fall.

A paper counts once, in the month that first listed it; papers with an unknown listing date count nowhere. All numbers
are integers or exact fractions, so every machine computes the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

from generator.archive.dates import Period, is_weekend
from generator.archive.models import Topic
from generator.publish.catalog import Catalog
from generator.publish.render import Markdown

RECENT, BEFORE = 3, 12  # complete months that are compared

LEAST_READ = Fraction(9, 10)  # of the weekdays of a complete month
LEAST_PAPERS = 20  # of a topic, in the compared months together
LEAST_ERRORS = 3  # standard errors: of 140 topics that do not change, fewer than one in two lists shows any


class Share(NamedTuple):
    """Some papers of all papers of a time."""

    papers: int
    of: int

    @property
    def value(self) -> Fraction:
        """The share from 0 to 1; 0 if there are no papers at all."""
        return Fraction(self.papers, self.of) if self.of else Fraction(0)

    @property
    def basis_points(self) -> int:
        """The share in hundredths of a percent, rounded half up."""
        return self._parts(10_000)

    @property
    def tenths(self) -> int:
        """The share in tenths of a percent, rounded half up."""
        return self._parts(1000)

    @property
    def percent(self) -> Markdown:
        """The share as written in a sentence: `27%`, `5.2%`, `under 0.1%`, or `none`."""
        if not self.papers:
            return Markdown("none")
        if not self.tenths:
            return Markdown("under 0.1%")
        whole, tenth = divmod(self.tenths, 10)
        if whole >= 10 or not tenth:  # noqa: PLR2004 - two digits are precise enough
            return Markdown(f"{whole + (tenth >= 5)}%")  # noqa: PLR2004
        return Markdown(f"{whole}.{tenth}%")

    @property
    def decimal(self) -> Markdown:
        """The share as written in a table, where figures stand below each other: `27.0%`."""
        return Markdown(f"{self.tenths // 10}.{self.tenths % 10}%")

    def _parts(self, number: int) -> int:
        return (2 * number * self.papers + self.of) // (2 * self.of) if self.of else 0


@dataclass(frozen=True)  # without slots, for its cached properties
class Month:
    """A month: the papers that it listed first, its weekdays, and how many of them were read in full.

    It is `complete` if it is over (a later month has a listing), none of its weekdays is partial, and at least nine in
    ten were read. Not all: a source lists nothing on holidays, and an archive made from its history cannot tell those
    from days that were never read. If no reader fills the archive, a month is complete when it is over.
    """

    period: Period
    papers: int
    weekdays: int
    read: int
    is_over: bool
    complete: bool

    @cached_property
    def name(self) -> str:
        """The month, such as `2025-03`."""
        return self.period.name

    @cached_property
    def year(self) -> str:
        """The year of the month."""
        return self.name[:4]

    @cached_property
    def quarter(self) -> str:
        """The quarter of the month, such as `2025-Q1`."""
        return f"{self.year}-Q{(self.period.first.month + 2) // 3}"

    @property
    def counts(self) -> bool:
        """Whether shares of this month can be compared with those of others."""
        return self.complete and self.papers > 0


@dataclass(frozen=True, slots=True)
class TopicTrend:
    """A topic, and its share of the papers of each month."""

    topic: Topic
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """All months from the first with a listing to the last, and every topic, in the order of topics.yml."""

    months: tuple[Month, ...]
    topics: tuple[TopicTrend, ...]

    @property
    def complete(self) -> list[tuple[int, Month]]:
        """The complete months with their places. Only these are summed up and compared."""
        return [(number, month) for number, month in enumerate(self.months) if month.counts]

    def years(self, trend: TopicTrend) -> dict[str, Share]:
        """Return a topic's share of the complete months of each year, oldest first."""
        shares: dict[str, list[Share]] = {}
        for number, month in self.complete:
            shares.setdefault(month.year, []).append(trend.shares[number])
        return {year: total(found) for year, found in shares.items()}

    def monthly(self, trend: TopicTrend) -> list[int | None]:
        """Return a topic's share of each month in basis points, None where the month is not complete."""
        shares = zip(self.months, trend.shares, strict=True)
        return [share.basis_points if month.counts else None for month, share in shares]

    def quarterly(self, trend: TopicTrend) -> list[int | None]:
        """Return a topic's share of the complete months of each quarter in basis points, None where there is none."""
        quarters: dict[str, list[Share]] = {}
        for month, share in zip(self.months, trend.shares, strict=True):
            quarters.setdefault(month.quarter, []).extend([share] if month.counts else [])
        return [total(shares).basis_points if shares else None for shares in quarters.values()]

    def is_over(self, year: str) -> bool:
        """Return whether a later year has a listing."""
        return self.months[-1].year > year


@dataclass(frozen=True, slots=True)
class Change:
    """A topic's share of the last complete months, and of those before."""

    trend: TopicTrend
    recent: Share
    before: Share

    @property
    def difference(self) -> Fraction:
        """By how much the share grew; negative if it fell."""
        return self.recent.value - self.before.value

    @property
    def points(self) -> Markdown:
        """The difference in percentage points, with its sign: `+4.5`."""
        tenths = (abs(self.difference) * 2000 + 1) // 2
        sign = "\N{MINUS SIGN}" if self.difference < 0 else "+"
        return Markdown(f"{sign}{tenths // 10}.{tenths % 10}")

    @property
    def surprise(self) -> Fraction:
        """How surprising the change is if nothing changed: the square of the z statistic of two proportions."""
        pooled = total((self.recent, self.before)).value
        if pooled in (0, 1):
            return Fraction(0)
        variance = pooled * (1 - pooled) * (Fraction(1, self.recent.of) + Fraction(1, self.before.of))
        return self.difference**2 / variance

    @property
    def is_clear(self) -> bool:
        """Whether there are enough papers, and the change is larger than chance: at least three standard errors."""
        papers = self.recent.papers + self.before.papers
        return papers >= LEAST_PAPERS and self.surprise >= LEAST_ERRORS**2


@dataclass(frozen=True, slots=True)
class Changes:
    """The months that are compared, and the topics that clearly rise or fall, those that changed most first."""

    recent: tuple[Month, ...] = ()
    before: tuple[Month, ...] = ()
    rising: tuple[Change, ...] = ()
    falling: tuple[Change, ...] = ()


_known: WeakKeyDictionary[Catalog, Trends] = WeakKeyDictionary()


def trends_of(catalog: Catalog) -> Trends:
    """Return the trends of a catalog. They are computed once, and kept as long as it."""
    if catalog not in _known:
        _known[catalog] = _trends(catalog)
    return _known[catalog]


def changes_of(trends: Trends) -> Changes:
    """Return the topics whose share of the last three complete months differs clearly from the twelve before.

    Without fifteen complete months there are none.
    """
    compared = [number for number, _ in trends.complete][-RECENT - BEFORE :]
    if len(compared) < RECENT + BEFORE:
        return Changes()
    before, recent = compared[:BEFORE], compared[BEFORE:]
    changes = [
        Change(
            trend,
            recent=total(trend.shares[number] for number in recent),
            before=total(trend.shares[number] for number in before),
        )
        for trend in trends.topics
    ]
    clear = sorted((change for change in changes if change.is_clear), key=_most_changed)
    return Changes(
        recent=tuple(trends.months[number] for number in recent),
        before=tuple(trends.months[number] for number in before),
        rising=tuple(change for change in clear if change.difference > 0),
        falling=tuple(change for change in clear if change.difference < 0),
    )


def rising(catalog: Catalog, number: int) -> tuple[Change, ...]:
    """Return the topics that rise most, at most this number."""
    return changes_of(trends_of(catalog)).rising[:number]


def sentence(trends: Trends, trend: TopicTrend) -> str:
    """Return a topic's share of the last year and of the first: `27% of papers in 2026 so far, 5% in 2023`.

    Only complete months count. The sentence is empty if there is none.
    """
    years = trends.years(trend)
    if not years:
        return ""
    first, last = min(years), max(years)
    now = f"{years[last].percent} of papers in {last}{'' if trends.is_over(last) else ' so far'}"
    return now if first == last else f"{now}, {years[first].percent} in {first}"


def total(shares: Iterable[Share]) -> Share:
    """Return the share of several times together."""
    papers = of = 0
    for share in shares:
        papers += share.papers
        of += share.of
    return Share(papers, of)


def _most_changed(change: Change) -> tuple[Fraction, str]:
    return -abs(change.difference), change.trend.topic.name


def _trends(catalog: Catalog) -> Trends:
    if not catalog.days:
        return Trends((), tuple(TopicTrend(topic, ()) for topic in catalog.topics))
    first, last = min(catalog.days), max(catalog.days)
    periods = list(_months_between(first, last))
    month_of = {day: number for number, period in enumerate(periods) for day in period.days}
    totals = [0] * len(periods)
    counts = {topic.name: [0] * len(periods) for topic in catalog.topics}
    for paper in catalog.papers.values():
        if paper.listed:
            number = month_of[paper.listed[-1]]
            totals[number] += 1
            for name in paper.topic_names:
                counts[name][number] += 1
    return Trends(
        months=tuple(_months(catalog, periods, totals)),
        topics=tuple(TopicTrend(topic, tuple(map(Share, counts[topic.name], totals))) for topic in catalog.topics),
    )


def _months(catalog: Catalog, periods: Sequence[Period], totals: Sequence[int]) -> Iterator[Month]:
    states = {entry.day: entry.state for entry in catalog.ledger.days}
    is_read = catalog.site.source.reader is not None
    for period, papers in zip(periods, totals, strict=True):
        weekdays = [day for day in period.days if not is_weekend(day)]
        found = Counter(states.get(day, "missing") for day in weekdays)
        read = found["complete"] + found["empty"]
        is_full = not found["partial"] and Fraction(read, len(weekdays)) >= LEAST_READ
        is_over = period != periods[-1]
        yield Month(period, papers, len(weekdays), read, is_over, complete=is_over and (is_full or not is_read))


def _months_between(first: date, last: date) -> Iterator[Period]:
    month = Period.of("month", first)
    while month.first <= last:
        yield month
        month = Period.of("month", month.last + timedelta(days=1))
