"""The plan of a site: every unit that it is made of, planned, not yet made.

This module and what it imports take a third of a second to load, which a build waits for only where something changed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from generator.archive.load import Archive, load_archive
from generator.errors import Problem
from generator.incremental.fingerprint import digest_of, sha256_of, versions
from generator.incremental.progress import Stages
from generator.incremental.task import Files, Made, Unit
from generator.publish.addresses import DATA, MANIFEST
from generator.publish.archive_cache import remembering, remembering_curation
from generator.publish.catalog import Contents, contents_of
from generator.publish.citations.tasks import bibtex_files, bibtex_years
from generator.publish.data.tasks import DataFile, closing_files, plan_data
from generator.publish.feeds.tasks import feed_parts
from generator.publish.pages.paper import paper_page
from generator.publish.pages.redirects import moved_papers, redirects, renamed_topics
from generator.publish.pages.sitemap import Changes, feed_sitemaps, robots, sitemap_files
from generator.publish.pages.tasks import plan_pages
from generator.publish.pages.webmanifest import manifest
from generator.publish.paper import Papers, PaperView
from generator.publish.search.tasks import search_units
from generator.publish.settings import Engine, Site, sources_of
from generator.publish.theme.page import Page
from generator.publish.theme.theme import Theme, page_files, theme_beside

_TOPIC_FILE = re.compile(r"(.+/topics/)([a-z0-9-]+)([./].+)")


class Plan:
    """All units of a site; `recipe` is the digest of everything but its content that decides a byte."""

    def __init__(
        self, contents: Contents, archive: Archive, themed: Callable[[], tuple[list[Page], Theme]], recipe: bytes
    ) -> None:
        """Plan; `themed` waits for the pages and the theme, which only page_units() needs."""
        self._contents = contents
        self._archive = archive
        self._themed = themed
        self._recipe = recipe

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be tidied up in the archive, but is clear as it is."""
        return self._archive.warnings

    @property
    def papers(self) -> int:
        """How many papers the site has."""
        return len(self._contents.papers)

    def page_units(self) -> Iterator[Unit]:
        """Yield every file of the theme, what speaks of all pages, and the pages: that which takes longest first."""
        contents = self._contents
        pages, theme = self._themed()
        yield self._unit("pages", "theme", theme.files.items, theme.made_from)
        moved, renamed = moved_papers(contents), renamed_topics(contents)
        yield self._unit("pages", "redirects", partial(redirects, contents.site, moved, renamed), moved, renamed)
        changes, all_papers = _changes(pages, theme), Papers(contents.papers.values())
        make = partial(_sitemaps, contents.site, changes, all_papers)
        yield self._unit("exports", "sitemaps", make, changes, all_papers)
        yield self._unit("exports", "exports", lambda: _exports(contents.site))
        for page in pages:
            yield self._unit("pages", page.address or "home", partial(page_files, page, theme), page)
        for name, papers in _papers_by_day(contents).items():
            yield self._unit("pages", name, partial(_paper_files, contents.site, papers, theme), papers)

    def search_parts(self) -> list[Unit]:
        """Return the parts of the search index, which take longest."""
        return self._search[0]

    def other_units(self) -> Iterator[Unit]:
        """Yield what needs no page, that which takes longest first."""
        contents = self._contents
        old_names = {topic.name: topic.aliases for topic in contents.topics}
        for part in feed_parts(contents):
            make = partial(_with_old_names, part.make, old_names)
            yield self._unit("feeds", f"feeds of {part.name}", make, part.made_from)
        for file in self._data:
            make = partial(_with_old_names, partial(_data_file, file), old_names)
            yield self._unit("data", DATA + file.path, make, file.made_from)
        for year, papers in bibtex_years(contents).items():
            make = partial(_with_old_names, partial(bibtex_files, contents.site, year, papers), old_names)
            yield self._unit("citations", f"citations of {year}", make, papers, old_names)

    def search_segments(self) -> list[Unit]:
        """Return what the search's parts are put together in, which takes long: parts come before, pages beside it."""
        return self._search[1]

    def closing_units(self, made: Mapping[str, Made]) -> Iterator[Unit]:
        """Yield the units that speak of what others made: files by their path."""
        of_data = [made[DATA + file.path].sha256 for file in self._data]
        yield self._unit("data", "data", lambda: closing_files(self._contents, self._data, made), of_data)

    @cached_property
    def _search(self) -> tuple[list[Unit], list[Unit]]:
        return search_units(self._contents.papers.values(), self._recipe, self._contents.site.build)

    @cached_property
    def _data(self) -> list[DataFile]:
        return list(plan_data(self._archive, self._contents, self._recipe))

    def _unit(self, kind: str, name: str, make: Callable[[], Files], *made_from: object) -> Unit:
        return Unit(kind, name, digest_of(self._recipe, *made_from), make)


def _papers_by_day(contents: Contents) -> dict[str, Papers]:
    """Return the papers by the day that listed them first: a unit is to be small, but not one of each paper."""
    groups: dict[str, list[PaperView]] = {}
    for paper in contents.papers.values():
        groups.setdefault(f"papers of {paper.listed[-1] if paper.listed else 'no day'}", []).append(paper)
    return {name: Papers(papers) for name, papers in groups.items()}


def _changes(pages: Iterable[Page], theme: Theme) -> dict[str, date | None]:
    """Return the day of the last change of every page but the papers', by address."""
    by_hand = (path.removesuffix("index.html") for path in theme.files if path.endswith("index.html"))
    return dict.fromkeys(by_hand) | {page.address: page.changed for page in pages}


def _paper_files(site: Site, papers: Iterable[PaperView], theme: Theme) -> Iterator[tuple[str, bytes]]:
    for paper in papers:
        yield from page_files(paper_page(site, paper), theme)


def _with_old_names(make: Callable[[], Files], old_names: Mapping[str, tuple[str, ...]]) -> Files:
    return with_old_names(make(), old_names)


def _data_file(file: DataFile) -> Iterator[tuple[str, bytes]]:
    yield DATA + file.path, file.make()


def _sitemaps(site: Site, changes: Changes, papers: Iterable[PaperView]) -> Files:
    return sitemap_files(
        site, {**changes, **{paper.address: paper.listed[0] if paper.listed else None for paper in papers}}
    )


def _exports(site: Site) -> Iterator[tuple[str, bytes]]:
    yield "robots.txt", robots(site)
    yield MANIFEST, manifest(site)
    yield from feed_sitemaps(site)


@contextmanager
def plan_site(site: Site, engine: Engine, *, plain: bool, jobs: int, stages: Stages) -> Iterator[Plan]:
    """Read the archive while the engine is at work, and yield the plan of all units. Raises ArchiveError."""
    recipe = recipe_of(site, engine, plain=plain)
    with theme_beside(site, engine, recipe, plain=plain) as theme_for:
        archive = load_archive(
            site.content, remembering(site.build, recipe, jobs), remembering_curation(site.build, recipe)
        )
        stages.begin("plan", "Planning pages")
        contents = contents_of(archive, site)

        def themed() -> tuple[list[Page], Theme]:
            stages.begin("plan", "Planning pages")
            pages = list(plan_pages(contents))
            stages.begin("engine", f"Waiting for the theme's part by {engine}")
            theme = theme_for(contents, pages)
            stages.begin("compare", "Looking for what changed")
            return pages, theme

        yield Plan(contents, archive, themed, recipe)


def recipe_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the theme, the hand-written pages, the program and the libraries it uses."""
    contents = [(source.name, sha256_of(Path(source.path).read_bytes())) for source in sources_of(site)]
    return digest_of(engine, plain, site.settings, dict(versions()), contents)


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
