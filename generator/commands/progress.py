"""Progress on a terminal. Where the output goes elsewhere, nothing moves and nothing is coloured.

Rich is imported only when there is something to show: it would slow down every command. It respects NO_COLOR
(https://no-color.org).
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import perf_counter
from typing import TypeVar

import click

from generator.incremental.progress import Report, Tick, no_tick
from generator.text import counted

Item = TypeVar("Item")

_SOON = 1.0  # seconds; what is done by then needs no progress
_REDRAW = 0.2  # seconds between two redraws of a build's bar


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show a spinner with the words while the block runs, once it has taken a second. The block must not print."""
    if not sys.stderr.isatty():
        yield
        return
    finished = Event()
    thread = Thread(target=_spin, args=(words, finished))
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _spin(words: str, finished: Event) -> None:
    if finished.wait(_SOON):
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(words):
        finished.wait()


def tracked(items: Iterable[Item], total: int, unit: str, count: Callable[[Item], int]) -> Iterator[Item]:
    """Yield the items, with a progress bar that counts them and the papers in them."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    papers = 0
    with Progress(
        *columns, console=Console(stderr=True), transient=True, redirect_stdout=sys.stdout.isatty()
    ) as progress:
        task = progress.add_task(unit, total=total)
        for item in items:
            papers += count(item)
            progress.update(task, advance=1, description=f"{unit}, {counted(papers, 'paper')}")
            yield item


@contextmanager
def stages(total: int) -> Iterator[tuple[Report, Tick]]:
    """Show the stages of a build as they begin: as a bar that also counts tasks, or as plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage: click.echo(stage, err=True), no_tick
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}{task.fields[tasks]}"), TimeElapsedColumn())
    # Not redrawn by a thread: processes cannot be forked while a second thread runs.
    with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
        bar = progress.add_task("Starting", total=total, completed=-1, tasks="")
        drawn = 0.0

        def tick(taken: int, of: int) -> None:
            nonlocal drawn
            if perf_counter() - drawn > _REDRAW:
                progress.update(bar, tasks=f": {taken:,} of {of:,}", refresh=True)
                drawn = perf_counter()

        yield lambda stage: progress.update(bar, description=stage, tasks="", advance=1, refresh=True), tick
