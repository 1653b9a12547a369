"""`papers build`: build the site."""

from collections.abc import Mapping
from pathlib import Path

import click

from generator.commands.options import archive_option, engine_option
from generator.commands.progress import stages
from generator.publish.settings import Engine
from generator.publish.site import STAGES, build_site
from generator.text import counted

_STAGES = {
    "read": "reading",
    "plan": "planning",
    "engine": "theme",
    "compare": "comparing",
    "tidy": "tidying up",
}
_SHORTEST = 0.05  # seconds; a part that took less would be shown as 0.0
_PAGES_LIMIT = 1_000_000_000  # bytes (docs.github.com, "GitHub Pages limits")


@click.command()
@engine_option
@click.option("--plain", is_flag=True, help="Let the engine build every page: slower, same site.")
@click.option("--jobs", "-j", metavar="N", type=click.IntRange(1), help="Number of processes. Default: one per core.")
@click.option("--clean", is_flag=True, help="Rebuild everything, including what has not changed.")
@click.option("--adopt", is_flag=True, help="Build into a folder with other files, and replace those in the way.")
@archive_option
def build(*, engine: Engine, plain: bool, jobs: int | None, clean: bool, adopt: bool, root: Path) -> None:
    """Build the site: pages, feeds, search index and data.

    The site is written to the folder site/ of the archive. Only what changed since the last build is made again, and
    only files that differ are written. Files of earlier builds that are no longer part of the site are removed; files
    that no build wrote are never removed.

    The last line reports how long the build took and what it spent the time on. Parts that run side by side share the
    time that passed.
    """
    with stages(STAGES) as (report, tick):
        built = build_site(
            root, engine=engine, plain=plain, jobs=jobs, clean=clean, adopt=adopt, report=report, tick=tick
        )
    for warning in built.warnings:
        click.echo(str(warning), err=True)
    written = built.written
    click.echo(
        f"{built.folder}: {counted(built.pages, 'page')} of {counted(built.papers, 'paper')}; "
        f"files: {written.changed:,} written, {written.unchanged:,} unchanged, {written.removed:,} removed; "
        f"{built.size / 1e6:,.0f} MB"
    )
    if built.size > _PAGES_LIMIT:
        click.echo(
            f"GitHub Pages accepts sites of up to {_PAGES_LIMIT / 1e6:,.0f} MB; other hosts accept more", err=True
        )
    click.echo(spent(built.seconds))


def spent(seconds: Mapping[str, float]) -> str:
    """Return how long the build took, and what it was spent on: the longest first, and nothing too short to show."""
    parts = sorted(seconds.items(), key=lambda part: -part[1])
    shown = [f"{_STAGES.get(name, name)} {took:.1f} s" for name, took in parts if took >= _SHORTEST]
    total = sum(seconds.values())
    return f"Built in {total:.{1 if total >= 1 else 2}f} s" + (f": {', '.join(shown)}" if shown else "")
