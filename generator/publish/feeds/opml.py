"""The list of all feeds in OPML 2.0 (opml.org/spec2.opml), which feed readers import in one step."""

from collections.abc import Iterator

from lxml import etree

from generator.publish.catalog import Catalog
from generator.publish.feeds.feed import (
    DIGESTS,
    Feed,
    digest_feed,
    everything_feed,
    query_feed,
    topic_feed,
    weekly_top_feed,
)


def feeds_by_group(catalog: Catalog) -> Iterator[tuple[str, list[Feed]]]:
    """Yield every feed of the site that has not ended, by group, in the order of topics.yml and feeds.yml."""
    site = catalog.site
    digests = [digest_feed(site, kind) for kind in DIGESTS]
    yield "All papers", [everything_feed(site), *digests, weekly_top_feed(site)]
    for group, topics in catalog.groups.items():
        yield group, [topic_feed(site, topic) for topic, _ in topics]
    if queries := [query_feed(site, query) for query in catalog.archive.queries if not query.removed]:
        yield "Words and authors", queries


def opml(catalog: Catalog) -> bytes:
    """Return the Atom addresses of all feeds by group. The type `rss` is used for every kind of feed."""
    site = catalog.site
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = site.name
    body = etree.SubElement(root, "body")
    for group, feeds in feeds_by_group(catalog):
        outline = etree.SubElement(body, "outline", text=group)
        for feed in feeds:
            etree.SubElement(
                outline,
                "outline",
                type="rss",
                text=feed.title,
                title=feed.title,
                description=feed.description,
                xmlUrl=site.url + feed.address("atom.xml"),
                htmlUrl=site.url + feed.page,
            )
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
