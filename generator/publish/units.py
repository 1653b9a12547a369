"""Every unit of the site, planned, not yet made."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

from generator.archive.load import Archive
from generator.publish.addresses import MANIFEST
from generator.publish.assemble import Theme, page_files
from generator.publish.contents import Contents
from generator.publish.data import data_files
from generator.publish.digest import digest_of
from generator.publish.exports import feed_sitemaps, manifest, robots
from generator.publish.feeds import feed_files
from generator.publish.page import Page
from generator.publish.papers import paper_page
from generator.publish.redirects import redirect_files
from generator.publish.search import search_files
from generator.publish.settings import Site
from generator.publish.sitemaps import sitemap_files
from generator.publish.unit import Unit
from generator.publish.views import PaperView, newest_day

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
        yield unit("pages", name, partial(_paper_files, site, group, theme), group)
    identities = [(paper.key, paper.arxiv_id, paper.title) for paper in papers]
    yield unit("pages", "redirects", partial(redirect_files, site, archive), identities)
    yield unit("feeds", "feeds", lambda: feed_files(contents), papers, contents.topics)
    yield unit("search", "search", lambda: search_files(contents), papers)
    yield unit("data", "data", lambda: data_files(archive, contents), papers, contents.topics, contents.ledger)
    changes: dict[str, date | None] = {
        **{path.removesuffix("index.html"): None for path in theme.files if path.endswith("index.html")},
        **{page.address: page.changed for page in pages},
        **{paper.address: newest_day([paper]) for paper in papers},
    }
    yield unit("pages", "sitemaps", lambda: sitemap_files(site, changes), changes)
    yield unit("pages", "exports", lambda: _exports(site))


def _papers_by_day(contents: Contents) -> dict[str, list[PaperView]]:
    """Return the papers by the day that listed them first: a unit is to be small, but not one of each paper."""
    groups: dict[str, list[PaperView]] = {}
    for paper in contents.papers.values():
        groups.setdefault(f"papers of {paper.listed[-1] if paper.listed else 'no day'}", []).append(paper)
    return groups


def _paper_files(site: Site, papers: Iterable[PaperView], theme: Theme) -> Iterator[tuple[str, bytes]]:
    for paper in papers:
        yield from page_files(paper_page(site, paper), theme)


def _exports(site: Site) -> Iterator[tuple[str, bytes]]:
    yield "robots.txt", robots(site)
    yield MANIFEST, manifest(site)
    yield from feed_sitemaps(site)
