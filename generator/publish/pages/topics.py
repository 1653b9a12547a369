"""The topic pages: their index; the newest papers of each topic, its most upvoted ones, and those of each year."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

from generator.archive.models import Topic
from generator.publish.addresses import HOME, TOP, TOPICS, bibtex_address, to_root, topic_address
from generator.publish.catalog import Catalog, by_year
from generator.publish.feeds.feed import topic_feed
from generator.publish.feeds.formats import ATOM, FORMATS, feed_links
from generator.publish.pages.edit_links import topics_editor
from generator.publish.pages.jsonld import collection
from generator.publish.pages.topic_papers import MOST_TOP, TopicPapers, YearPapers, parts_of
from generator.publish.pages.trends import TopicSpark, topic_spark
from generator.publish.paper import UNDATED, Papers, newest_day
from generator.publish.render import attribute_text
from generator.publish.theme.groups import group_class
from generator.publish.theme.page import Around, Page, PageKind, PagePlan, Place, neighbours
from generator.text import counted

TOPICS_PAGE = PageKind(TOPICS, "topics")
TOPIC_PAGE = PageKind(f"{TOPICS}shell/", "topic")
TOPIC_TOP_PAGE = PageKind(f"{TOPICS}shell/top/", "topic", source=False)
TOPIC_YEAR_PAGE = PageKind(f"{TOPICS}shell/year/", "topic-year", source=False)

_BAR = 20  # steps of the bars on the page of all topics


@dataclass(frozen=True, slots=True)
class _Indexed:
    """A topic on the page of all topics: its number of papers, and the length of its bar in 20 steps."""

    topic: Topic
    papers: str
    bar: int


@dataclass(frozen=True, slots=True)
class _Group:
    """A group of topics: its class in stylesheets, which is also the id of its heading on the page of all topics."""

    name: str
    look: str
    topics: Sequence[_Indexed] = ()


@dataclass(frozen=True, slots=True)
class _View:
    """A link to one of a topic's pages; `current` is true on that page itself."""

    title: str
    address: str
    current: bool


def topics_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the index of all topics by group."""
    number = counted(len(catalog.topics), "topic")
    page = TOPICS_PAGE.at(
        TOPICS,
        title="Topics",
        description=f"All {number} of the archive, with the number of papers in each.",
        changed=max(catalog.days, default=None),
        lead=f"{number} in {counted(len(catalog.groups), 'group')}, each with its own feed. Numbers are of papers.",
        groups=list(_indexed_groups(catalog)),
    )
    yield collection(catalog.site, page, above=HOME)


@dataclass(frozen=True, slots=True)
class _Filed:
    """The papers of a topic, also by year, newest year first; `parts` are the parts of the topic with own pages.

    `order` is that of all topics: of neighbours with equally many papers the first ones are shown.
    """

    topic: Topic
    papers: Papers
    years: Mapping[str, Papers]
    parts: Sequence[str]
    order: Sequence[str]


@lru_cache(1)
def _filed(catalog: Catalog) -> list[_Filed]:
    found, order = [], [topic.name for topic in catalog.topics]
    for topic in catalog.topics:
        papers = catalog.by_topic[topic.name]
        years = by_year(papers)
        found.append(_Filed(topic, papers, years, parts_of(papers, years), order))
    return found


def topic_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of every topic: its newest papers by day, and what the rail says of all of them."""
    of_all = _by_year(catalog)
    for filed in _filed(catalog):
        topic, papers = filed.topic, filed.papers
        share, trend = _share(filed.years, of_all), topic_spark(catalog, topic.name)
        yield PagePlan(
            topic_address(topic.name),
            TOPIC_PAGE,
            (topic, papers, share, trend, filed.order),
            partial(_new_page, catalog, filed, share, trend),
            changed=newest_day(papers[:1]),
        )


def _new_page(catalog: Catalog, filed: _Filed, share: str, trend: TopicSpark) -> Page:
    topic, papers = filed.topic, filed.papers
    return _topic_page(
        TOPIC_PAGE,
        catalog,
        topic,
        parts=filed.parts,
        address=topic_address(topic.name),
        title=topic.title,
        lead=f"{counted(len(papers), 'paper')}." if papers else "No papers on this topic yet.",
        share=share,
        trend=trend,
        bibtex=_bibtex(filed),
        topic_papers=TopicPapers(topic, papers, catalog.topics),
        is_top=False,
        changed=newest_day(papers[:1]),
    )


def topic_top_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page of the most upvoted papers of every topic that has several with upvotes."""
    for filed in _filed(catalog):
        if TOP in filed.parts:
            yield PagePlan(
                topic_address(filed.topic.name, TOP),
                TOPIC_TOP_PAGE,
                (filed.topic, filed.papers, filed.order),
                partial(_top_page, catalog, filed),
                changed=newest_day(filed.papers[:1]),
            )


def _top_page(catalog: Catalog, filed: _Filed) -> Page:
    topic, papers = filed.topic, filed.papers
    number = min(MOST_TOP, sum(1 for paper in papers if paper.upvotes))
    return _topic_page(
        TOPIC_TOP_PAGE,
        catalog,
        topic,
        parts=filed.parts,
        address=topic_address(topic.name, TOP),
        title=f"{topic.title}: most upvoted",
        lead=f"Top {number} of {counted(len(papers), 'paper')}, by upvotes.",
        bibtex=_bibtex(filed),
        topic_papers=TopicPapers(topic, papers, catalog.topics),
        is_top=True,
        changed=newest_day(papers[:1]),
    )


def topic_year_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield a page for each year of every topic, with all its papers. A past year's changes when a year is added."""
    of_all = _by_year(catalog)
    for filed in _filed(catalog):
        for after, year, before in neighbours(list(filed.years)):
            papers = filed.years[year]
            lead = _lead_of_year(year, len(papers), of_all[year])
            yield PagePlan(
                topic_address(filed.topic.name, year),
                TOPIC_YEAR_PAGE,
                (filed.topic, filed.parts, year, papers, lead),
                partial(_year_page, catalog, filed, year, _around(filed.topic, before, after), lead),
                changed=newest_day(papers[:1]),
            )


def _year_page(catalog: Catalog, filed: _Filed, year: str, around: Around, lead: str) -> Page:
    topic, papers = filed.topic, filed.years[year]
    label = "with an unknown listing date" if year == UNDATED else f"of {year}"
    return _topic_page(
        TOPIC_YEAR_PAGE,
        catalog,
        topic,
        parts=filed.parts,
        address=topic_address(topic.name, year),
        title=f"{topic.title}: papers {label}",
        lead=lead,
        around=around,
        bibtex=[Place(_named(year), bibtex_address(topic=topic.name, year=year))],
        year_papers=YearPapers(year, papers),
        changed=newest_day(papers[:1]),
    )


def _topic_page(
    kind: PageKind,
    catalog: Catalog,
    topic: Topic,
    *,
    parts: Sequence[str],
    address: str,
    title: str,
    changed: date | None,
    share: str = "",
    trend: TopicSpark | None = None,
    **values: object,
) -> Page:
    feed = topic_feed(catalog.site, topic)
    page = kind.at(
        address,
        title=title,
        description=topic.description,
        head=feed_links(feed, to_root(address)),
        changed=changed,
        heading=title,
        topic=topic,
        group=_Group(topic.group, group_class(topic.group_number)),
        views=list(_views(topic, parts, address)),
        by_year=1 + (TOP in parts),
        feeds=[Place(form.name, feed.address(form.ending)) for form in FORMATS],
        feed_url=catalog.site.url + feed.address(ATOM.ending),
        copy_label=attribute_text(f"Copy address: {ATOM.name} feed of {topic.title}"),
        fix=topics_editor(catalog.site),
        share=share,
        trend=trend,
        **values,
    )
    return collection(catalog.site, page, above=TOPICS)


def _views(topic: Topic, parts: Iterable[str], here: str) -> Iterator[_View]:
    """Yield the links to the topic's pages: its newest papers, and its parts."""
    for part in (None, *parts):
        address = topic_address(topic.name, part)
        yield _View(_named(part) if part else "New", address, address == here)


def _bibtex(filed: _Filed) -> list[Place]:
    return [Place(_named(year), bibtex_address(topic=filed.topic.name, year=year)) for year in filed.years]


def _around(topic: Topic, before: str | None, after: str | None) -> Around:
    """Return the links from a topic's year to the years before and after it, and to the topic."""
    previous, following = (
        Place(_named(year), topic_address(topic.name, year)) if year else None for year in (before, after)
    )
    return Around(previous, following, [Place(topic.title, topic_address(topic.name))])


def _named(part: str) -> str:
    return part if part.isdigit() else part.capitalize()


def _share(years: Mapping[str, Papers], of_all: Mapping[str, int]) -> str:
    """Return which share of all papers of the last and of the first year a topic's papers are.

    It is shown until there are enough complete months for the topic's trend.
    """
    known = sorted(year for year in of_all if year != UNDATED)
    if not years or not known:
        return ""
    last, first = (f"{_percent(len(years.get(year, ())), of_all[year])}" for year in (known[-1], known[0]))
    now = f"{last} of papers in {known[-1]}"
    return f"{now}." if known[-1] == known[0] else f"{now}, {first} in {known[0]}."


def _lead_of_year(year: str, number: int, of_all: int) -> str:
    dated = "with an unknown listing date" if year == UNDATED else f"in {year}"
    return f"{counted(number, 'paper')}, {_percent(number, of_all)} of all papers {dated}."


def _by_year(catalog: Catalog) -> Counter[str]:
    """Return the number of papers of each year."""
    return Counter(year for paper in catalog.papers.values() for year in paper.years)


def _percent(part: int, whole: int) -> str:
    """Return a share in whole percent; below one percent with a digit after the point."""
    if not part:
        return "none"
    share = 100 * part / whole
    return f"{share:.0f}%" if share >= 1 else f"{max(share, 0.1):.1f}%"


def _indexed_groups(catalog: Catalog) -> Iterator[_Group]:
    """Yield the groups with their topics. A bar's length is the number of papers beside that of the largest topic."""
    largest = max((len(papers) for papers in catalog.by_topic.values()), default=0) or 1
    for name, topics in catalog.groups.items():
        indexed = [_Indexed(topic, f"{number:,}", -(-_BAR * number // largest)) for topic, number in topics]
        yield _Group(name, group_class(topics[0][0].group_number), indexed)
