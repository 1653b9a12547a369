"""Every unit of the site, planned, not yet made."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from generator.archive.load import Archive
from generator.publish.addresses import STATUS
from generator.publish.assemble import Theme, make_theme, page_files, plain_files
from generator.publish.contents import Contents
from generator.publish.digest import digest_of
from generator.publish.engine import Engine
from generator.publish.exports import feed_sitemaps, robots, sitemap, status
from generator.publish.feeds import feed_files
from generator.publish.page import Page
from generator.publish.pages import plan_pages
from generator.publish.papers import paper_page
from generator.publish.redirects import redirect_files
from generator.publish.search import search_files
from generator.publish.unit import Unit
from generator.publish.views import PaperView

Files = Iterable[tuple[str, bytes]]


def plan_units(contents: Contents, archive: Archive, engine: Engine, recipe: bytes, *, plain: bool) -> Iterator[Unit]:
    """Yield every unit; `recipe` is the digest of all that is not content. Raises BuildError where the engine fails."""

    def unit(name: str, make: Callable[[], Files], *made_from: object) -> Unit:
        return Unit(name, digest_of(recipe, *made_from), make)

    site = contents.site
    pages = list(plan_pages(contents))
    groups = _papers_by_day(contents)
    papers = list(contents.papers.values())
    if plain:
        whole = [*pages, *map(paper_page, papers)]
        yield unit("pages", lambda: plain_files(site, whole, engine, recipe), whole)
    else:
        kinds: dict[str, Page] = {page.shell: page for page in [*pages, *map(paper_page, papers[:1])]}
        theme = make_theme(site, kinds, engine, recipe)
        yield unit("theme", theme.files.items)
        yield from (unit(page.address or "home", partial(page_files, page, theme), page) for page in pages)
        yield from (unit(name, partial(_paper_files, group, theme), group) for name, group in groups.items())
    yield unit("redirects", partial(redirect_files, site, archive), [(p.key, p.arxiv_id, p.title) for p in papers])
    yield unit("feeds", lambda: feed_files(contents), papers, contents.topics)
    yield unit("search", lambda: search_files(contents), papers)
    addresses = [page.address for page in pages] + [paper.address for paper in papers]
    yield unit("exports", lambda: _exports(contents, addresses), addresses, contents.ledger)


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
