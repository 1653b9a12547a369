"""Planning a site: what lies between the archive's files and the units to make.

This module and what it imports take a third of a second to load, which a build waits for only where something changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from generator.archive.load import load_archive
from generator.publish.assemble import Theme, theme_beside
from generator.publish.contents import contents_of
from generator.publish.curations import remembering_curation
from generator.publish.engine import Engine
from generator.publish.page import Page
from generator.publish.pages import plan_pages
from generator.publish.recipe import recipe_of
from generator.publish.settings import Site
from generator.publish.stages import Stages
from generator.publish.suggestions import remembering
from generator.publish.units import Plan


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
