"""Every unit of the site, planned, not yet made."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.archive.load import Archive
from generator.publish.addresses import STATUS
from generator.publish.assemble import Theme, page_files
from generator.publish.contents import Contents
from generator.publish.digest import digest_of
from generator.publish.exports import feed_sitemaps, robots, sitemap, status
from generator.publish.feeds import feed_files
from generator.publish.page import Page
from generator.publish.papers import paper_page
from generator.publish.redirects import redirect_files
from generator.publish.search import search_files
from generator.publish.unit import Unit
from generator.publish.views import PaperView

Files = Iterable[tuple[str, bytes]]


def plan_units(contents: Contents, archive: Archive, pages: list[Page], theme: Theme, recipe: bytes) -> Iterator[Unit]:
    """Yield every unit of the site; `recipe` is the digest of all that is not content."""

    def unit(kind: str, name: str, make: Callable[[], Files], *made_from: object) -> Unit:
        return Unit(kind, name, digest_of(recipe, *made_from), make)

    site = contents.site
    papers = list(contents.papers.values())
    yield unit("pages", "theme", theme.files.items, theme.made_from)
    yield from (unit("pages", page.address or "home", partial(page_files, page, theme), page) for page in pages)
    for name, group in _papers_by_day(contents).items():
        yield unit("pages", name, partial(_paper_files, group, theme), group)
    identities = [(paper.key, paper.arxiv_id, paper.title) for paper in papers]
    yield unit("pages", "redirects", partial(redirect_files, site, archive), identities)
    yield unit("feeds", "feeds", lambda: feed_files(contents), papers, contents.topics)
    yield unit("search", "search", lambda: search_files(contents), papers)
    addresses = {path.removesuffix("index.html") for path in theme.files if path.endswith("index.html")}
    addresses |= {page.address for page in pages} | {paper.address for paper in papers}
    yield unit("exports", "exports", lambda: _exports(contents, addresses), addresses, contents.ledger)


def _papers_by_day(contents: Contents) -> dict[str, list[PaperView]]:
    """Return the papers by the day that listed them first: a unit is to be small, but not one of each paper."""
    groups: dict[str, list[PaperView]] = {}
    for paper in contents.papers.values():
        groups.setdefault(f"papers of {paper.listed[-1] if paper.listed else 'no day'}", []).append(paper)
    return groups


def _paper_files(papers: Iterable[PaperView], theme: Theme) -> Iterator[tuple[str, bytes]]:
    for paper in papers:
        yield from page_files(paper_page(paper), theme)


def _exports(contents: Contents, addresses: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    yield STATUS, status(contents.ledger)
    yield "sitemap.xml", sitemap(contents.site, addresses)
    yield "robots.txt", robots(contents.site)
    yield from feed_sitemaps(contents.site)
