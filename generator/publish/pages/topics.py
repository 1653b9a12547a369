"""The topic pages: their index, the newest papers of each topic, and the papers of each topic and year."""

from collections.abc import Iterator

from generator.archive.models import Topic
from generator.publish.addresses import HOME, TOPICS, bibtex_address, to_root, topic_address
from generator.publish.catalog import Catalog, by_year, years_of
from generator.publish.feeds.feed import topic_feed
from generator.publish.feeds.formats import FORMATS, feed_links
from generator.publish.pages.jsonld import collection
from generator.publish.paper import UNDATED, Papers, counted, newest_day
from generator.publish.theme.page import Around, Page, PageKind, Place, neighbours

TOPICS_PAGE = PageKind(TOPICS, "topics")
TOPIC_PAGE = PageKind(f"{TOPICS}shell/", "topic")
TOPIC_YEAR_PAGE = PageKind(f"{TOPICS}shell/year/", "topic", source=False)

_NEWEST = 50


def topics_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the index of all topics by group."""
    number = counted(len(catalog.topics), "topic")
    page = TOPICS_PAGE.at(
        TOPICS,
        title="Topics",
        description=f"All {number} of the archive, with the number of papers in each.",
        changed=max(catalog.days, default=None),
        lead=f"{number} in {counted(len(catalog.groups), 'group')}, each with its own feed.",
        groups=list(catalog.groups.items()),
    )
    yield collection(catalog.site, page, above=HOME)


def topic_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every topic, with its newest papers."""
    for topic in catalog.topics:
        papers = catalog.by_topic[topic.name]
        years = years_of(papers)
        yield _topic_page(
            TOPIC_PAGE,
            topic,
            catalog,
            address=topic_address(topic.name),
            title=topic.title,
            lead=_lead(papers),
            years=[Place(year, topic_address(topic.name, year)) for year in years],
            bibtex=[Place(year, bibtex_address(topic=topic.name, year=year)) for year in years],
            around=None,
            papers=papers[:_NEWEST],
            full=True,
        )


def topic_year_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield a page for each year of every topic. Pages of past years do not change."""
    for topic in catalog.topics:
        years = by_year(catalog.by_topic[topic.name])
        for _after, year, before in neighbours(list(years)):
            label = "with an unknown listing date" if year == UNDATED else f"of {year}"
            yield _topic_page(
                TOPIC_YEAR_PAGE,
                topic,
                catalog,
                address=topic_address(topic.name, year),
                title=f"{topic.title}: papers {label}",
                lead=f"{counted(len(years[year]), 'paper')} {label}.",
                years=[],
                around=_around(topic, before),
                bibtex=[Place(year, bibtex_address(topic=topic.name, year=year))],
                papers=years[year],
                full=False,
            )


def _topic_page(
    kind: PageKind, topic: Topic, catalog: Catalog, *, address: str, title: str, papers: Papers, **values: object
) -> Page:
    feed = topic_feed(catalog.site, topic)
    page = kind.at(
        address,
        title=title,
        description=topic.description,
        head=feed_links(feed, to_root(address)),
        changed=newest_day(papers[:1]),
        heading=title,
        topic_description=topic.description,
        feeds=[Place(form.name, feed.address(form.ending)) for form in FORMATS],
        papers=papers,
        **values,
    )
    return collection(catalog.site, page, above=TOPICS)


def _around(topic: Topic, before: str | None) -> Around:
    """Return the links from a topic's year. The next year is left out, so that pages of past years do not change."""
    dated = before if before != UNDATED else None
    previous = Place(f"Papers of {dated}", topic_address(topic.name, dated)) if dated else None
    return Around(previous, None, [Place(topic.title, topic_address(topic.name))])


def _lead(papers: Papers) -> str:
    if not papers:
        return "No papers on this topic yet."
    newest = f"Newest {_NEWEST} of " if len(papers) > _NEWEST else ""
    return f"{newest}{counted(len(papers), 'paper')}."
