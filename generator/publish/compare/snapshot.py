"""Editions: what readers see of an archive, small enough to keep two of them in memory.

Pages and feeds are represented by the hash of their sources: their bytes would take as much memory as a site.
"""

from dataclasses import dataclass
from pathlib import Path

from generator.archive.load import load_archive
from generator.archive.models import Paper
from generator.archive.queries import Query
from generator.incremental.fingerprint import digest_of
from generator.publish.catalog import catalog_of
from generator.publish.feeds import tasks as feeds
from generator.publish.pages.tasks import pages_of
from generator.publish.settings import Site, read_site
from generator.publish.theme.theme import hand_written

Hashes = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Edition:
    """What readers see: papers by key, topic titles and standing queries by name, hashes of pages and feeds by address.

    `listed` has the keys of all papers in listings, including hidden ones; `found` those of each query's papers.
    Hand-written pages are hashed by their source; effects of mkdocs.yml and the theme, which may concern every page,
    are only in `settings` and `theme`.
    """

    listed: frozenset[str]
    papers: dict[str, Paper]
    topics: dict[str, str]
    queries: dict[str, Query]
    found: dict[str, frozenset[str]]
    pages: Hashes
    feeds: Hashes
    settings: bytes
    theme: bytes


def read_edition(root: Path) -> Edition:
    """Return the edition of the archive in the folder, without building its site. Raises ArchiveError."""
    site = read_site(root)
    archive = load_archive(site.content)
    catalog = catalog_of(archive, site)
    generated = {
        page.address: digest_of(page.kind.shell, page.title, page.description, page.head, page.markdown())
        for page in pages_of(catalog)
    }
    return Edition(
        listed=frozenset(record.key for listing in archive.listings for record in listing.papers),
        papers={paper.key: paper for paper in archive.papers},
        topics={name: archive.topics[name].title for name in archive.topics},
        queries={query.name: query for query in archive.queries},
        found={name: frozenset(paper.key for paper in papers) for name, papers in catalog.by_query.items()},
        pages={**{_address(path): digest_of(data) for path, data in hand_written(site).items()}, **generated},
        feeds={path: digest_of(data) for task in feeds.tasks(catalog) for path, data in task.make()},
        settings=digest_of((root / "mkdocs.yml").read_bytes()),
        theme=digest_of(_theme(site)),
    )


def _theme(site: Site) -> dict[str, bytes]:
    """Return every file of the theme by its path, the archive's own files replacing the project's."""
    paths = ((path.relative_to(folder), path) for folder in site.overrides for path in folder.rglob("*"))
    return {place.as_posix(): path.read_bytes() for place, path in paths if path.is_file()}


def _address(path: str) -> str:
    """Return the address of a hand-written file: `about/` for `about.md` and `about/index.md`."""
    if path.endswith(".md"):
        path = path.removesuffix(".md").removesuffix("index").rstrip("/") + "/"
    return path
