"""Old addresses: a topic's old name, and an arXiv id where it is not the key, lead to the page of now."""

import re
from collections.abc import Iterable, Iterator, Mapping

from generator.publish.addresses import paper_address, to_root, topic_address
from generator.publish.contents import Contents, years_of
from generator.publish.render import render_html
from generator.publish.settings import Site

_TOPIC_FILE = re.compile(r"(.+/topics/)([a-z0-9-]+)([./].+)")


def redirects(contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield a page at each address that is no longer, or not yet, where its content stands; it leads there."""
    for paper in contents.papers.values():
        if paper.arxiv_id and paper.arxiv_id != paper.key:
            yield _redirect(contents.site, paper_address(paper.arxiv_id), paper.address, paper.full_title)
    for topic in contents.topics:
        for alias in topic.aliases:
            for year in (None, *years_of(contents.by_topic[topic.name])):
                target = topic_address(topic.name, year)
                yield _redirect(contents.site, topic_address(alias, year), target, topic.title)


def with_old_names(
    files: Iterable[tuple[str, bytes]], aliases: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, bytes]]:
    """Yield files that are no pages, and those of each topic at the addresses of its old names too.

    Feed readers and programs follow no redirect made of HTML. What they get says itself where it stands now: its
    own address in it is the new one. `aliases` are old names by the topic's name.
    """
    for path, data in files:
        yield path, data
        if match := _TOPIC_FILE.fullmatch(path):
            yield from ((f"{match[1]}{alias}{match[3]}", data) for alias in aliases.get(match[2], ()))


def _redirect(site: Site, address: str, target: str, title: str) -> tuple[str, bytes]:
    html = render_html("redirect.html", title=title, way=to_root(address) + target, canonical=site.url + target)
    return f"{address}index.html", html.encode()
