"""The pages of standing queries: what each looks for, how to follow it, and its newest papers."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.archive.dates import long_day
from generator.archive.queries import Query
from generator.publish.addresses import FEEDS, query_address, to_root, topic_address
from generator.publish.catalog import Catalog
from generator.publish.feeds.feed import query_feed
from generator.publish.feeds.formats import ATOM, FORMATS, feed_links
from generator.publish.pages.jsonld import collection
from generator.publish.paper import Papers, newest_day
from generator.publish.theme.page import Page, PageKind, Place
from generator.text import counted

QUERY_PAGE = PageKind(f"{FEEDS}by/shell/", "query")

_NEWEST = 50


@dataclass(frozen=True, slots=True)
class _Sought:
    """One line of what a query looks for: topics as links, or words and names as text."""

    label: str
    places: list[Place]
    texts: list[str]


def query_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every standing query."""
    for query in catalog.archive.queries:
        papers = catalog.by_query[query.name]
        feed = query_feed(catalog.site, query)
        address = query_address(query.name)
        page = QUERY_PAGE.at(
            address,
            title=query.title,
            description=feed.description,
            head=feed_links(feed, to_root(address)),
            changed=newest_day(papers[:1]),
            heading=query.title,
            text=query.description,
            ended=long_day(query.removed) if query.removed else "",
            formats=[Place(form.name, feed.address(form.ending)) for form in FORMATS],
            url=catalog.site.url + feed.address(ATOM.ending),
            copy_label=f"Copy address: {feed.label}",
            sought=list(_sought(query, catalog)),
            lead=_lead(query, papers),
            papers=papers[:_NEWEST],
        )
        yield collection(catalog.site, page, above=FEEDS)


def _sought(query: Query, catalog: Catalog) -> Iterator[_Sought]:
    """Yield a line for each list of the query."""
    for terms, without in ((query.wanted, ""), (query.unwanted, "Without ")):
        topics = [catalog.archive.topics[name] for name in terms.topics]
        for label, places, texts in (
            ("topics", [Place(topic.title, topic_address(topic.name)) for topic in topics], []),
            ("words", [], [f"\u201c{word}\u201d" for word in terms.words]),
            ("authors", [], list(terms.authors)),
        ):
            if places or texts:
                yield _Sought(f"{without}{label}" if without else label.capitalize(), places, texts)


def _lead(query: Query, papers: Papers) -> str:
    if not papers:
        return "" if query.removed else "No papers yet."
    newest = f"Newest {_NEWEST} of " if len(papers) > _NEWEST else ""
    return f"{newest}{counted(len(papers), 'paper')}."
