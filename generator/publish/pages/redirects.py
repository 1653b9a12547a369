"""Redirects from the old names of a topic or a standing query, and from a paper's arXiv id if that is not its key."""

from collections.abc import Iterable, Iterator

from generator.archive.models import Topic
from generator.archive.queries import Query
from generator.publish.addresses import paper_address, query_address, to_root, topic_address
from generator.publish.catalog import Catalog, years_of
from generator.publish.pages.topic_papers import parts_of
from generator.publish.paper import PaperView
from generator.publish.render import markdown_links, render_html, render_markdown
from generator.publish.settings import Site


def moved_papers(catalog: Catalog) -> list[PaperView]:
    """Return the papers whose arXiv id differs from their key."""
    return [paper for paper in catalog.papers.values() if paper.arxiv_id not in {"", paper.key}]


def renamed_topics(catalog: Catalog) -> list[tuple[Topic, list[str]]]:
    """Return the topics with old names, each with the parts that have pages: years, and the most upvoted papers."""
    with_aliases = [(topic, catalog.by_topic[topic.name]) for topic in catalog.topics if topic.aliases]
    return [(topic, parts_of(papers, years_of(papers))) for topic, papers in with_aliases]


def renamed_queries(catalog: Catalog) -> list[Query]:
    """Return the standing queries with old names."""
    return [query for query in catalog.archive.queries if query.aliases]


def redirects(
    site: Site,
    papers: Iterable[PaperView],
    topics: Iterable[tuple[Topic, list[str]]],
    queries: Iterable[Query] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield a redirect page for each old or alternative address, and a Markdown page that links to what was renamed."""
    for paper in papers:
        yield _page(site, paper_address(paper.arxiv_id), paper.address, paper.full_title)
    for topic, parts in topics:
        for alias in topic.aliases:
            for part in (None, *parts):
                yield _page(site, topic_address(alias, part), topic_address(topic.name, part), topic.title)
            yield _markdown("topic", topic.title, topic_address(alias), topic_address(topic.name))
    for query in queries:
        for alias in query.aliases:
            yield _page(site, query_address(alias), query_address(query.name), query.title)
            yield _markdown("feed", query.title, query_address(alias), query_address(query.name))


def _markdown(noun: str, title: str, address: str, target: str) -> tuple[str, bytes]:
    link = markdown_links([(title, f"{target}index.md")], "", to_root(address))
    text = render_markdown("pages/redirect.md", noun=noun, link=link)
    return f"{address}index.md", text.encode()


def _page(site: Site, address: str, target: str, title: str) -> tuple[str, bytes]:
    html = render_html("pages/redirect.html", title=title, way=to_root(address) + target, canonical=site.url + target)
    return f"{address}index.html", html.encode()
