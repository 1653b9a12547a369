"""The build plan: the batches of all wings, in the order in which they start.

Loading this module and its imports takes a third of a second, so it is imported only if there is something to build.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from generator.archive.load import Archive, load_archive
from generator.incremental.fingerprint import Source, digest_of, sha256_of, versions
from generator.incremental.progress import Stages
from generator.incremental.task import Batch, Files, Task
from generator.publish.archive_cache import remembering, remembering_matches
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.citations import tasks as citations
from generator.publish.data import tasks as data
from generator.publish.discover.similar import similar_beside
from generator.publish.feeds import tasks as feeds
from generator.publish.pages import tasks as pages
from generator.publish.search import tasks as search
from generator.publish.settings import Engine, Site, program_of, theme_of
from generator.publish.theme.page import Page
from generator.publish.theme.theme import Theme, ThemeFor, theme_beside

_OF_TOPIC = re.compile(r"(.+/topics/)([a-z0-9-]+)([./].+)")
_OF_QUERY = re.compile(r"(feeds/(?:archive/)?by/)([a-z0-9-]+)([./].+)")


@dataclass(frozen=True, slots=True)
class Plan:
    """The archive and the batches that build its site."""

    archive: Archive
    batches: list[Batch]


@contextmanager
def plan_site(
    site: Site,
    engine: Engine,
    *,
    plain: bool,
    jobs: int,
    stages: Stages,
    pages_ready: Callable[[], None] | None = None,
) -> Iterator[Plan]:
    """Read the archive while the engine runs, and yield the plan. Raises ArchiveError."""
    recipe = recipe_of(site, engine, plain=plain)
    shells = [kind.shell for kind in pages.KINDS]
    with theme_beside(site, engine, digest_of(recipe, look_of(site)), shells, plain=plain) as theme_for:
        with remembering(site.build, recipe, jobs) as readers:
            archive = load_archive(site.content, readers)
        with similar_beside(archive.papers, site.build, jobs) as similar_kept:
            stages.begin("plan", "Planning pages")
            catalog = catalog_of(archive, site, recipe, remembering_matches(site.build, recipe), similar_kept)

            def waiting(addresses: Iterable[str], all_pages: Iterable[Page], sheets: Mapping[str, bytes]) -> Theme:
                stages.begin("engine", f"Waiting for {engine} to render the theme")
                theme = theme_for(addresses, all_pages, sheets)
                stages.begin("compare", "Looking for what changed")
                return theme

            yield Plan(archive, batches_of(catalog, waiting, pages_ready))


def batches_of(catalog: Catalog, theme_for: ThemeFor, pages_ready: Callable[[], None] | None = None) -> list[Batch]:
    """Return the batches of a build, slowest first. With `pages_ready`, the pages come before everything else.

    Search parts take longest and need no pages, so they are built while the pages are planned.
    """
    page_tasks = pages.tasks(catalog, theme_for)
    first = [Batch(page_tasks, then=pages_ready)] if pages_ready else []
    parts = Batch(search.tasks(catalog), after=first)
    documents = Batch(
        _with_old_names(chain(feeds.tasks(catalog), data.tasks(catalog), citations.tasks(catalog)), catalog)
    )
    return [
        *first,
        parts,
        documents,
        Batch(chain(search.closing_tasks(catalog), () if pages_ready else page_tasks), after=[parts]),
        Batch(data.closing_tasks(catalog), after=[documents]),
    ]


def load_page_templates() -> None:
    """Load the templates of all pages, for a program that builds again and again."""
    for kind in pages.KINDS:
        kind.load_templates()


def recipe_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the program and its libraries."""
    return digest_of(engine, plain, site.settings, dict(versions()), _contents(program_of(site)))


def look_of(site: Site) -> bytes:
    """Return the digest of what only the engine reads: the theme and the hand-written pages."""
    return digest_of(_contents(theme_of(site)))


def _contents(sources: Iterable[Source]) -> list[tuple[str, bytes]]:
    return [(source.name, sha256_of(Path(source.path).read_bytes())) for source in sources]


def _with_old_names(tasks: Iterable[Task], catalog: Catalog) -> Iterator[Task]:
    """Yield the tasks, changed to also write the files of a topic or a standing query under its old names."""
    topics = {topic.name: topic.aliases for topic in catalog.topics if topic.aliases}
    queries = {query.name: query.aliases for query in catalog.archive.queries if query.aliases}
    for task in tasks:
        make = partial(with_old_names, task.make, topics, queries)
        yield replace(task, fingerprint=digest_of(task.fingerprint, topics, queries), make=make)


def with_old_names(
    make: Callable[[], Files],
    topics: Mapping[str, tuple[str, ...]],
    queries: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Files:
    """Yield the files, and those of each topic and query again under its old names, given by its present one.

    This is for files other than pages: feed readers and programs do not follow HTML redirects. The copies name the new
    address as their own.
    """
    for path, content in make():
        yield path, content
        for pattern, aliases in ((_OF_TOPIC, topics), (_OF_QUERY, queries)):
            if match := pattern.fullmatch(path):
                yield from ((f"{match[1]}{alias}{match[3]}", content) for alias in aliases.get(match[2], ()))
