"""Editions: what readers see of an archive, so that two can be compared.

Pages and feeds are made only where they may differ, and are represented by the hash of their sources.
"""

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator.archive.load import Readers, load_archive
from generator.archive.models import Paper
from generator.archive.queries import Query
from generator.incremental.fingerprint import digest_of
from generator.incremental.task import Task
from generator.publish.archive_cache import remembering_matches, remembering_suggestions
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.feeds import tasks as feeds
from generator.publish.pages.tasks import PaperPlan, paper_plans, plans_of
from generator.publish.settings import Site, read_site
from generator.publish.theme.page import Page, PagePlan
from generator.publish.theme.theme import hand_written

Hashes = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages or documents that are made together: the digest of all that they depend on, and a function that makes them.

    It returns the hash of each one's source by its address.
    """

    made_from: bytes
    hashes: Callable[[], Hashes]


Parts = Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Edition:
    """What readers see: papers by key, topic titles and standing queries by name, and parts of pages and feeds by name.

    `listed` has the keys of all papers in listings, including hidden ones; `found` those of each query's papers.
    Hand-written pages are hashed by their source; effects of mkdocs.yml and the theme, which may concern every page,
    are only in `settings` and `theme`.
    """

    listed: frozenset[str]
    papers: dict[str, Paper]
    topics: dict[str, str]
    queries: dict[str, Query]
    found: dict[str, frozenset[str]]
    pages: Parts
    feeds: Parts
    settings: bytes
    theme: bytes


def read_edition(root: Path, cache: Path) -> Edition:
    """Return the edition of the archive in the folder, without building its site. Raises ArchiveError.

    What is slow to compute is computed once for all editions with the same folder as `cache`.
    """
    site = read_site(root)
    archive = load_archive(site.content, Readers(suggest=remembering_suggestions(cache, b"", jobs=1)))
    catalog = catalog_of(archive, site, digest_of(site.settings), remembering_matches(cache, b""), lambda: cache)
    return Edition(
        listed=frozenset(record.key for listing in archive.listings for record in listing.papers),
        papers={paper.key: paper for paper in archive.papers},
        topics={name: archive.topics[name].title for name in archive.topics},
        queries={query.name: query for query in archive.queries},
        found={name: frozenset(paper.key for paper in papers) for name, papers in catalog.by_query.items()},
        pages=dict(_pages(catalog)),
        feeds={task.name: Part(task.fingerprint, partial(_hashes_of_files, task)) for task in feeds.tasks(catalog)},
        settings=digest_of((root / "mkdocs.yml").read_bytes()),
        theme=digest_of(_theme(site)),
    )


def differing(before: Parts, after: Parts) -> tuple[Hashes, Hashes]:
    """Return the hashes of the parts on both sides, without those that are made from the same.

    To make everything would take as long as two builds, and most changes are small.
    """
    same = {name for name in before.keys() & after.keys() if before[name].made_from == after[name].made_from}
    return _hashes(before, same), _hashes(after, same)


def _hashes(parts: Parts, left_out: AbstractSet[str]) -> Hashes:
    return {at: value for name, part in parts.items() if name not in left_out for at, value in part.hashes().items()}


def _pages(catalog: Catalog) -> Iterator[tuple[str, Part]]:
    """Yield the hand-written pages, the generated ones, and the papers' pages by day."""
    for path, data in hand_written(catalog.site).items():
        digest = digest_of(data)
        yield path, Part(digest, partial(dict, {_address(path): digest}))
    for plan in plans_of(catalog):
        yield plan.address, Part(digest_of(catalog.recipe, plan.made_from), partial(_hash_of_page, plan))
    for papers in paper_plans(catalog):
        yield papers.name, Part(digest_of(catalog.recipe, papers.made_from), partial(_hashes_of_papers, papers))


def _hash_of_page(plan: PagePlan) -> Hashes:
    return {plan.address: _page_digest(plan.make())}


def _hashes_of_papers(plan: PaperPlan) -> Hashes:
    return {page.address: _page_digest(page) for page in plan.make()}


def _hashes_of_files(task: Task) -> Hashes:
    return {path: digest_of(data) for path, data in task.make()}


def _page_digest(page: Page) -> bytes:
    return digest_of(page.kind.shell, page.title, page.description, page.head, page.markdown())


def _theme(site: Site) -> dict[str, bytes]:
    """Return every file of the theme by its path, the archive's own files replacing the project's."""
    paths = ((path.relative_to(folder), path) for folder in site.overrides for path in folder.rglob("*"))
    return {place.as_posix(): path.read_bytes() for place, path in paths if path.is_file()}


def _address(path: str) -> str:
    """Return the address of a hand-written file: `about/` for `about.md` and `about/index.md`."""
    if path.endswith(".md"):
        path = path.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
    return path
