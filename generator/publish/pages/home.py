"""The home page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest

import msgspec

from generator.archive.dates import Period, weekday_of
from generator.archive.yaml_io.reader import Document
from generator.publish.addresses import HOME, day_address, period_address
from generator.publish.catalog import Catalog, Days, TopicCounts, days_with_papers
from generator.publish.discover.popularity import first_listed, gaining, most_upvoted
from generator.publish.feeds.feed import everything_feed, weekly_top_feed
from generator.publish.feeds.formats import ATOM, RSS
from generator.publish.pages.jsonld import website
from generator.publish.pages.pictures import heat_strip
from generator.publish.pages.trends import rising_lines
from generator.publish.paper import Papers
from generator.publish.render import Markdown, markdown_text
from generator.publish.settings import Site
from generator.publish.theme.default_pages import FRONT, hand_written_pages, page_text
from generator.publish.theme.page import Page, PageKind
from generator.text import counted

HOME_PAGE = PageKind(HOME, "home")

_TOP, _MORE, _EARLIER, _IN_RAIL, _WEEKS = 3, 12, 6, 5, 12
_OF_EACH_GROUP = 4
_YEAR = timedelta(weeks=52)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest day with papers: the most upvoted ones, the next ones, and how many it has.

    `top` is empty if the upvotes of none are known, `others` is true if there are more papers than those shown.
    """

    title: str
    address: str
    number: str
    top: Papers
    more: Papers
    others: bool


@dataclass(frozen=True, slots=True)
class Top:
    """The most upvoted papers of a week."""

    title: str
    week: str
    address: str
    papers: Papers


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier day with papers."""

    title: str
    address: str
    number: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics: its largest ones with their numbers of papers, and how many others there are."""

    title: str
    look: str
    topics: TopicCounts
    others: int


def home_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the front page: the hand-written introduction, the newest day, what is popular now, and the topics."""
    title, description, intro = _read_home(catalog.site)
    days = _listed(catalog)
    newest = max(days, default=None)
    everything = everything_feed(catalog.site)
    page = HOME_PAGE.at(
        HOME,
        title=title,
        description=description,
        changed=max(catalog.days, default=None),
        intro=Markdown(intro),
        count=f"{len(catalog.papers):,}",
        newest=_newest(newest, days[newest]) if newest else None,
        earlier=[
            Earlier(f"{day:%a} {day.day} {day:%b}", day_address(day), counted(len(days[day]), "paper"))
            for day in sorted(days, reverse=True)[1 : _EARLIER + 1]
        ],
        tops=list(_tops(days, newest)) if newest else [],
        rising=rising_lines(catalog, _IN_RAIL),
        gaining=gaining(days, _IN_RAIL),
        strip=heat_strip(days, newest, _WEEKS) if newest else None,
        undated=day_address(None) if catalog.undated else None,
        groups=[_group(name, topics) for name, topics in catalog.groups.items()],
        atom=everything.address(ATOM.ending),
        rss=everything.address(RSS.ending),
        top_feed=weekly_top_feed(catalog.site).address(ATOM.ending),
    )
    yield website(catalog.site, page)


def _group(name: str, topics: TopicCounts) -> Group:
    largest = nlargest(_OF_EACH_GROUP, topics, key=lambda pair: pair[1])
    shown = tuple(pair for pair in topics if pair in largest)
    return Group(name, f"g{topics[0][0].group_number}", shown, len(topics) - len(shown))


def _listed(catalog: Catalog) -> Days:
    """Return the days with papers, without those that are no longer listed."""
    return days_with_papers(
        {day: papers[: len(papers) - catalog.unlisted[day]] for day, papers in catalog.days.items()}
    )


def _newest(day: date, papers: Papers) -> Newest:
    top = _TOP if any(paper.upvotes for paper in papers) else 0
    return Newest(
        title=weekday_of(day),
        address=day_address(day),
        number=counted(len(papers), "paper"),
        top=papers[:top],
        more=papers[top : top + _MORE],
        others=len(papers) > top + _MORE,
    )


def _tops(days: Days, newest: date) -> Iterator[Top]:
    """Yield the most upvoted papers of the week and of the same week a year ago.

    If the newest day is the first of its week, the week before is shown, because the day itself stands beside it.
    """
    week = Period.of("week", newest)
    before = Period.of("week", week.first - timedelta(days=1))
    is_first = bool(_within(before, days)) and len(_within(week, days)) == 1
    for title, one in (
        ("Last week's top 5", before) if is_first else ("This week's top 5", week),
        ("Big a year ago", Period.of("week", week.first - _YEAR)),
    ):
        if top := most_upvoted(first_listed(_within(one, days)), _IN_RAIL):
            yield Top(title, one.heading, period_address(one), top)


def _within(period: Period, days: Days) -> Days:
    return {day: days[day] for day in period.days if day in days}


class _FrontMatter(msgspec.Struct, frozen=True):
    """The front matter of the hand-written front page, as far as it is used here."""

    title: str | None = None
    description: str | None = None


def _read_home(site: Site) -> tuple[str, str, str]:
    """Return the title, description and Markdown of the hand-written front page, which is optional."""
    path = hand_written_pages(site).get(FRONT, site.pages / FRONT)
    text = page_text(site, path) if path.is_file() else ""
    match = _FRONT_MATTER.match(text)
    document = Document(path, f"\n{match[1]}" if match else "")  # one line before it keeps the file's line numbers
    meta = document.convert(document.value or {}, _FrontMatter) or _FrontMatter()
    document.raise_problems()
    intro = text[match.end() :].strip() if match else text.strip()
    heading = f"# {markdown_text(site.name)} {{ #content }}"
    return meta.title or site.name, meta.description or site.description, intro or heading
