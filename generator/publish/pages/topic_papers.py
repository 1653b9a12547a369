"""A topic's papers as its pages show them: by day, with the most frequent authors and the neighbouring topics.

Everything here is computed when a page is made, so that a build in which a topic did not change spends nothing on it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from heapq import nsmallest
from itertools import chain, groupby, islice

from generator.archive.dates import Period, weekday_of
from generator.archive.models import Topic
from generator.archive.names import is_group
from generator.publish.addresses import TOP, author_search, day_address, period_address
from generator.publish.discover.popularity import most_upvoted, popular_first
from generator.publish.paper import UNDATED, Papers, PaperView
from generator.text import clean, counted

NEWEST, MOST_NEWEST = 30, 60  # papers of the newest days: days are added up to the first number, cut at the second
MOST_TOP = 50

_MOST_PEOPLE, _MOST_NEIGHBOURS = 8, 6
_MOST_TOP_OF_YEAR = 5
_SEVERAL = 2  # the fewest papers of a person or a neighbouring topic, or with upvotes for a list of the top ones


@dataclass(frozen=True, slots=True)
class DaySection:
    """A day's papers on a topic, or those with an unknown listing date: heading, address of the day's page, number."""

    title: str
    address: str
    anchor: str
    lead: str
    papers: Papers


@dataclass(frozen=True, slots=True)
class MonthSection:
    """A month's papers by day. Those with an unknown listing date are under a day and a month without names."""

    title: str
    short: str
    anchor: str
    address: str
    lead: str
    days: list[tuple[str, Papers]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A link with the number of papers behind it."""

    title: str
    address: str
    number: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A topic that papers of another one often have as well, and how many do."""

    topic: Topic
    number: int


class TopicPapers:
    """The papers of a topic, newest first."""

    def __init__(self, topic: Topic, papers: Papers, topics: tuple[Topic, ...]) -> None:
        self._topic, self._papers, self._topics = topic, papers, topics

    @property
    def number(self) -> int:
        """How many papers there are."""
        return len(self._papers)

    @cached_property
    def top(self) -> Papers:
        """The most upvoted papers of all years."""
        return _most_upvoted(self._papers, MOST_TOP)

    @cached_property
    def newest(self) -> list[DaySection]:
        """The newest days: as many as hold 30 papers, and at most 60 papers."""
        sections: list[DaySection] = []
        room = MOST_NEWEST
        for day, papers in _by_day(self._papers, _last_day):
            if room <= MOST_NEWEST - NEWEST:
                break
            title = weekday_of(day) if day else "Listing date unknown"
            sections.append(_section(title, day, papers, papers[:room]))
            room -= len(papers)
        return sections

    @cached_property
    def people(self) -> list[Counted]:
        """The people with the most papers on the topic.

        Of people with equally many either all are named or none, so that nobody is left out for their name's place in
        the alphabet.
        """
        counts = Counter(chain.from_iterable([frozenset(paper.paper.authors) for paper in self._papers]))
        ranks = sorted((-number, name) for name, number in counts.items() if number >= _SEVERAL)
        found = list(islice((rank for rank in ranks if not is_group(rank[1])), _MOST_PEOPLE + 1))
        if len(found) > _MOST_PEOPLE:
            last = found.pop()[0]
            found = [rank for rank in found if rank[0] != last]
        people = ((clean(name), -number) for number, name in found)
        return [Counted(name, author_search(name), number) for name, number in people if name]

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        """The topics that most of these papers have as well; of equal ones those that topics.yml has first."""
        counts = Counter(chain.from_iterable(paper.topic_names for paper in self._papers))
        place = {topic.name: number for number, topic in enumerate(self._topics)}
        ranks = (
            (-number, place[name]) for name, number in counts.items() if name != self._topic.name and number >= _SEVERAL
        )
        return [Neighbour(self._topics[at], -number) for number, at in nsmallest(_MOST_NEIGHBOURS, ranks)]

    @cached_property
    def best(self) -> Papers:
        """The most upvoted paper of each year, newest year first. A paper is of the year that last listed it."""
        dated = (paper for paper in self._papers if paper.listed)
        years = groupby(dated, lambda paper: paper.listed[0].year)
        return Papers(chain.from_iterable(_most_upvoted(papers, 1) for _, papers in years))


class YearPapers:
    """The papers of a topic and a year by month and day, newest first."""

    def __init__(self, year: str, papers: Papers) -> None:
        self._year, self._papers = year, papers

    @cached_property
    def months(self) -> list[MonthSection]:
        """The months; a paper that was listed on several days of the year is under the last of them."""
        if self._year == UNDATED:
            return [MonthSection("", "", UNDATED, "", "", [("", self._papers)])]
        days = _by_day(self._papers, self._last_day)
        return [_month(month, list(found)) for month, found in groupby(days, _month_of)]

    @cached_property
    def top(self) -> Papers:
        """The most upvoted papers of the year."""
        return _most_upvoted(self._papers, _MOST_TOP_OF_YEAR)

    def _last_day(self, paper: PaperView) -> date | None:
        year, last = int(self._year), paper.listed[0]
        return last if last.year == year else next(day for day in paper.listed if day.year == year)


def has_top(papers: Iterable[PaperView]) -> bool:
    """Return whether several of the papers have upvotes, so that there is a list of the most upvoted ones."""
    return len(list(islice((paper for paper in papers if paper.upvotes), _SEVERAL))) == _SEVERAL


def parts_of(papers: Papers, years: Iterable[str]) -> list[str]:
    """Return the parts of a topic that have pages of their own: the most upvoted papers, and each year."""
    return [*([TOP] if has_top(papers) else []), *years]


def _most_upvoted(papers: Iterable[PaperView], most: int) -> Papers:
    return most_upvoted((paper for paper in papers if paper.upvotes), most)


def _last_day(paper: PaperView) -> date | None:
    return paper.listed[0] if paper.listed else None


def _by_day(
    papers: Iterable[PaperView], day_of: Callable[[PaperView], date | None]
) -> Iterator[tuple[date | None, Papers]]:
    """Yield the days, newest first and the unknown one last, each with its papers, the most upvoted first."""
    days: dict[date | None, list[PaperView]] = {}
    for paper in papers:
        days.setdefault(day_of(paper), []).append(paper)
    for day in sorted(days, key=lambda day: day or date.min, reverse=True):
        yield day, Papers(sorted(days[day], key=popular_first))


def _section(title: str, day: date | None, papers: Papers, shown: Papers) -> DaySection:
    top = f"Top {len(shown)} of " if len(shown) < len(papers) else ""
    return DaySection(
        title=title,
        address=day_address(day),
        anchor=f"day-{day or UNDATED}",
        lead=f"{top}{counted(len(papers), 'paper')}",
        papers=shown,
    )


@cache
def _within_year(day: date | None) -> str:
    return f"{day.day} {day:%b}" if day else ""


def _month_of(day: tuple[date | None, Papers]) -> date:
    return (day[0] or date.min).replace(day=1)


def _month(month: date, days: list[tuple[date | None, Papers]]) -> MonthSection:
    period = Period.of("month", month)
    return MonthSection(
        title=period.title,
        short=f"{month:%b}",
        anchor=f"month-{period.name}",
        address=period_address(period),
        lead=counted(sum(len(papers) for _, papers in days), "paper"),
        days=[(_within_year(day), papers) for day, papers in days],
    )
