"""The pages of topics: their index, each topic's newest papers, and a topic's papers of each year."""

from collections.abc import Iterator

from generator.archive.models import Topic
from generator.publish.addresses import TOPIC_SHELL, TOPIC_YEAR_SHELL, TOPICS, bibtex_address, to_root, topic_address
from generator.publish.catalog import Contents, by_year
from generator.publish.feeds.feed import FORMATS, feed_links, topic_feed
from generator.publish.paper import UNDATED, Papers, counted, newest_day
from generator.publish.theme.page import Around, Page, Place, markdown_page, neighbours

_NEWEST = 50


def topics_page(contents: Contents) -> Page:
    """Return the index of all topics, by group."""
    number = counted(len(contents.topics), "topic")
    return markdown_page(
        "topics.md",
        TOPICS,
        shell=TOPICS,
        title="Topics",
        description=f"All {number} of the archive, with how many papers each holds.",
        changed=max(contents.days, default=None),
        lead=f"{number} in {counted(len(contents.groups), 'group')}, each with its own feed.",
        groups=list(contents.groups.items()),
    )


def topic_pages(contents: Contents) -> Iterator[Page]:
    """Yield the page of every topic, and of each of its years: the pages of past years do not change."""
    for topic in contents.topics:
        papers = contents.by_topic[topic.name]
        years = by_year(papers)
        yield _topic_page(
            topic,
            contents,
            address=topic_address(topic.name),
            shell=TOPIC_SHELL,
            title=topic.title,
            lead=_lead(papers),
            years=[Place(year, topic_address(topic.name, year)) for year in years],
            bibtex=[Place(year, bibtex_address(topic=topic.name, year=year)) for year in years],
            around=None,
            papers=papers[:_NEWEST],
            full=True,
            source=True,
        )
        for _after, year, before in neighbours(list(years)):
            label = "without a known day" if year == UNDATED else f"of {year}"
            yield _topic_page(
                topic,
                contents,
                address=topic_address(topic.name, year),
                shell=TOPIC_YEAR_SHELL,
                title=f"{topic.title}: papers {label}",
                lead=f"{counted(len(years[year]), 'paper')} {label}.",
                years=[],
                around=_around(topic, before),
                bibtex=[Place(year, bibtex_address(topic=topic.name, year=year))],
                papers=years[year],
                full=False,
                source=False,
            )


def _topic_page(
    topic: Topic,
    contents: Contents,
    *,
    address: str,
    shell: str,
    title: str,
    papers: Papers,
    source: bool,
    **values: object,
) -> Page:
    feed = topic_feed(contents.site, topic)
    return markdown_page(
        "topic.md",
        address,
        shell=shell,
        title=title,
        description=topic.description,
        head=feed_links(feed, to_root(address)),
        changed=newest_day(papers[:1]),
        source=source,
        heading=title,
        topic_description=topic.description,
        feeds=[Place(name, feed.address(ending)) for ending, _, name in FORMATS],
        papers=papers,
        **values,
    )


def _around(topic: Topic, before: str | None) -> Around:
    """Return the ways from a topic's year: not to the one after it, so that a page of a past year does not change."""
    dated = before if before != UNDATED else None
    previous = Place(f"Papers of {dated}", topic_address(topic.name, dated)) if dated else None
    return Around(previous, None, [Place(topic.title, topic_address(topic.name))])


def _lead(papers: Papers) -> str:
    if not papers:
        return "No paper is filed under this topic yet."
    newest = f", the newest {_NEWEST} on this page" if len(papers) > _NEWEST else ""
    return f"{counted(len(papers), 'paper')}{newest}."
