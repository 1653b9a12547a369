"""The command that makes the site: build."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from generator.commands.options import archive_option, engine_option
from generator.publish.settings import Engine
from generator.publish.site import STAGES, build_site
from generator.text import counted

_PAGES_LIMIT = 1_000_000_000  # bytes (docs.github.com, "GitHub Pages limits")


@click.command()
@engine_option
@click.option("--plain", is_flag=True, help="Hand every page to the engine instead of stamping shells. Slower.")
@click.option("--jobs", "-j", type=click.IntRange(1), help="How many processes work at a time. Default: one a core.")
@click.option("--clean", is_flag=True, help="Make everything, whatever the last build made.")
@click.option("--adopt", is_flag=True, help="Build into a folder that holds other files, and replace those in the way.")
@archive_option
def build(*, engine: Engine, plain: bool, jobs: int | None, clean: bool, adopt: bool, root: Path) -> None:
    """Make the site: pages, feeds and search, into the folder site/ of the archive.

    Only what changed since the last build is made, and only files that differ are written. Files that a build wrote
    and that are no longer part of the site are removed; files that no build wrote are never removed. At the end it
    says what was done and how many seconds each stage took; those of processes that work side by side are added up.
    """
    with _stages() as report:
        built = build_site(root, engine=engine, plain=plain, jobs=jobs, clean=clean, adopt=adopt, report=report)
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
            f"GitHub Pages takes a site of {_PAGES_LIMIT / 1e6:,.0f} MB at most; other hosts take more", err=True
        )
    click.echo(" · ".join(f"{stage} {seconds:.1f} s" for stage, seconds in built.seconds.items()))


@contextmanager
def _stages() -> Iterator[Callable[[str], None]]:
    """Show stages as they begin: a progress bar on a terminal, a plain line each elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage: click.echo(stage, err=True)
        return
    from rich.console import Console  # noqa: PLC0415 - only who looks at a terminal waits for it
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    # Refreshed by hand: a thread that does it would not survive where processes are forked.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        task = progress.add_task("Starting", total=STAGES, completed=-1)
        yield lambda stage: progress.update(task, description=stage, advance=1, refresh=True)
