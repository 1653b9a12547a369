"""The tasks that build all pages, the sitemaps and the redirects, and the registry of page kinds.

To add a page kind, write a module that declares the kind and yields its pages, and add both to `KINDS`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import chain
from typing import NamedTuple

from generator.incremental.fingerprint import digest_of
from generator.incremental.task import Files, Task
from generator.publish.addresses import MANIFEST
from generator.publish.catalog import Catalog
from generator.publish.discover.similar import similar_papers
from generator.publish.pages.archive import ARCHIVE_PAGE, archive_pages
from generator.publish.pages.data import DATA_PAGE, data_pages
from generator.publish.pages.days import DAY_PAGE, day_pages
from generator.publish.pages.edit_links import CurationFiles
from generator.publish.pages.feeds import FEEDS_PAGE, feeds_pages
from generator.publish.pages.home import HOME_PAGE, home_pages
from generator.publish.pages.library import LIBRARY_PAGE, library_pages
from generator.publish.pages.paper import PAPER_PAGE, pages_of_day, paper_pages
from generator.publish.pages.periods import MONTH_PAGE, WEEK_PAGE, YEAR_PAGE, month_pages, week_pages, year_pages
from generator.publish.pages.places import listed_days
from generator.publish.pages.queries import QUERY_PAGE, query_pages
from generator.publish.pages.redirects import moved_papers, redirects, renamed_queries, renamed_topics
from generator.publish.pages.search import SEARCH_PAGE, search_pages
from generator.publish.pages.sitemap import Changes, feed_sitemaps, robots, sitemap_files
from generator.publish.pages.topics import (
    TOPIC_PAGE,
    TOPIC_TOP_PAGE,
    TOPIC_YEAR_PAGE,
    TOPICS_PAGE,
    topic_pages,
    topic_top_pages,
    topic_year_pages,
    topics_pages,
)
from generator.publish.pages.trends import TRENDS_PAGE, trends_pages
from generator.publish.pages.webmanifest import manifest
from generator.publish.paper import Papers, PaperView
from generator.publish.settings import Site
from generator.publish.theme.groups import group_sheets
from generator.publish.theme.page import Page, PageKind, PagePlan
from generator.publish.theme.theme import Theme, ThemeFor, page_files

KINDS: dict[PageKind, Callable[[Catalog], Iterator[Page] | Iterator[PagePlan]]] = {
    HOME_PAGE: home_pages,
    ARCHIVE_PAGE: archive_pages,
    TOPICS_PAGE: topics_pages,
    TRENDS_PAGE: trends_pages,
    SEARCH_PAGE: search_pages,
    FEEDS_PAGE: feeds_pages,
    QUERY_PAGE: query_pages,
    LIBRARY_PAGE: library_pages,
    DATA_PAGE: data_pages,
    DAY_PAGE: day_pages,
    WEEK_PAGE: week_pages,
    MONTH_PAGE: month_pages,
    YEAR_PAGE: year_pages,
    TOPIC_PAGE: topic_pages,
    TOPIC_TOP_PAGE: topic_top_pages,
    TOPIC_YEAR_PAGE: topic_year_pages,
    PAPER_PAGE: paper_pages,
}


def pages_of(catalog: Catalog, *, papers: bool = True) -> Iterator[Page]:
    """Yield every generated page, papers last, or without them. Raises LookupError for a page of the wrong kind."""
    for plan in plans_of(catalog):
        yield plan.make()
    yield from paper_pages(catalog) if papers else ()


def plans_of(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the plan of every page except papers. Raises LookupError for one of the wrong kind."""
    for kind, pages in KINDS.items():
        for page in pages(catalog) if kind is not PAPER_PAGE else ():
            if page.kind is not kind:
                raise LookupError(f"{page.address}: the kind of this page is not the one in KINDS of pages/tasks.py")
            yield page if isinstance(page, PagePlan) else PagePlan.of(page)


def tasks(catalog: Catalog, theme_for: ThemeFor) -> Iterator[Task]:
    """Yield the tasks for the theme's files, redirects, sitemaps and pages; one task builds the papers of a day."""
    site, plans = catalog.site, list(plans_of(catalog))
    papers = Papers(catalog.papers.values())
    addresses = (page.address for page in chain[PagePlan | PaperView](plans, papers))
    sheets = group_sheets(catalog.archive.topics.styles())
    theme = theme_for(addresses, pages_of(catalog), sheets)
    yield catalog.task("pages", "theme", theme.files.items, theme.made_from)
    moved, topics, queries = moved_papers(catalog), renamed_topics(catalog), renamed_queries(catalog)
    yield catalog.task("pages", "redirects", partial(redirects, site, moved, topics, queries), moved, topics, queries)
    changes = _changes(plans, theme)
    yield catalog.task("exports", "sitemaps", partial(_sitemaps, site, changes, papers), changes, papers.own_digest)
    has_queries = bool(catalog.archive.queries)
    yield catalog.task("exports", "exports", partial(_exports, site, has_queries=has_queries), has_queries)
    looks = {address: digest_of(shell) for address, shell in theme.shells.items()}
    for plan in plans:
        make, look = partial(_planned_files, plan, theme), looks.get(plan.kind.shell)
        yield catalog.task("pages", plan.address or "home", make, plan.made_from, look)
    look = looks.get(PAPER_PAGE.shell)
    for papers_of in paper_plans(catalog):
        yield catalog.task("pages", papers_of.name, partial(_paper_files, papers_of, theme), papers_of.made_from, look)


class PaperPlan(NamedTuple):
    """The pages of the papers that a day listed first: made together, so that there are fewer tasks than papers.

    `made_from` holds every value that they depend on, except for the recipe.
    """

    name: str
    made_from: object
    make: Callable[[], Iterator[Page]]


def paper_plans(catalog: Catalog) -> Iterator[PaperPlan]:
    """Yield the plans of all papers' pages."""
    curation = CurationFiles(catalog.archive, catalog.site)
    rules = {topic.name: digest_of(topic.rules) for topic in catalog.topics}
    for listed in listed_days(catalog):
        files = [curation[paper.paper] for paper in listed.first_listed]
        why = [rules[name] for paper in listed.first_listed if paper.topics_suggested for name in paper.topic_names]
        similar = similar_papers(catalog).of_day(listed.day)
        make = partial(pages_of_day, catalog.site, listed, files, catalog.archive.topics, similar)
        yield PaperPlan(f"papers of {listed.day or 'no day'}", (listed, files, why, similar.digest), make)


def _planned_files(plan: PagePlan, theme: Theme) -> Files:
    return page_files(plan.make(), theme)


def _paper_files(plan: PaperPlan, theme: Theme) -> Files:
    for page in plan.make():
        yield from page_files(page, theme)


def _changes(pages: Iterable[PagePlan], theme: Theme) -> dict[str, date | None]:
    """Return the day of the last change of every page except papers, by address."""
    by_hand = (path.removesuffix("index.html") for path in theme.files if path.endswith("index.html"))
    return dict.fromkeys(by_hand) | {page.address: page.changed for page in pages}


def _sitemaps(site: Site, changes: Mapping[str, date | None], papers: Iterable[PaperView]) -> Files:
    of_papers: Changes = {paper.address: paper.listed[0] if paper.listed else None for paper in papers}
    return sitemap_files(site, {**changes, **of_papers})


def _exports(site: Site, *, has_queries: bool) -> Files:
    yield "robots.txt", robots(site)
    yield MANIFEST, manifest(site)
    yield from feed_sitemaps(site, has_queries=has_queries)
