"""Planning a site: what lies between the archive's files and the units to make.

This module and what it imports take a third of a second to load, which a build waits for only where something changed.
"""

from generator.archive.load import load_archive
from generator.publish.assemble import theme_beside
from generator.publish.contents import contents_of
from generator.publish.curations import remembering_curation
from generator.publish.engine import Engine
from generator.publish.pages import plan_pages
from generator.publish.settings import Site
from generator.publish.stages import Stages
from generator.publish.suggestions import remembering
from generator.publish.units import Plan


def plan_site(site: Site, engine: Engine, recipe: bytes, *, plain: bool, jobs: int, stages: Stages) -> tuple[Plan, int]:
    """Return the plan of all units, and how many papers there are. Raises ArchiveError."""
    with theme_beside(site, engine, recipe, plain=plain) as theme_for:
        archive = load_archive(
            site.content, remembering(site.build, recipe, jobs), remembering_curation(site.build, recipe)
        )
        stages.begin("plan", "Planning pages")
        contents = contents_of(archive, site)
        pages = list(plan_pages(contents))
        stages.begin("engine", f"Waiting for the theme's part by {engine}")
        theme = theme_for(contents, pages)
    return Plan(contents, archive, pages, theme, recipe), len(contents.papers)
