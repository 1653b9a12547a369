"""What the commands share: options, clock and environment, how they show progress, and how they end with problems."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from generator.archive.dates import parse_day
from generator.archive.writing import only_writer
from generator.errors import ConfigError, Problem, errors_in
from generator.text import counted

_PAST = date(2023, 1, 1)  # no machine's clock that is right stands before

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., object])


def _named_before_the_command() -> Path:
    """Return the archive given to the group, as in `papers -C DIR check`; else the current folder."""
    group = click.get_current_context().parent
    root: Path | None = group.params.get("root") if group else None
    return root or Path()


def _archive_option(default: Callable[[], Path] | None) -> Callable[[Command], Command]:
    return click.option(
        "-C",
        "--archive",
        "root",
        metavar="DIR",
        default=default,
        type=click.Path(path_type=Path, file_okay=False),
        is_eager=True,  # the archive tells which days its source can have listed
        help="The archive: a folder with mkdocs.yml and content/. Default: the current folder.",
    )


archive_option = _archive_option(_named_before_the_command)
leading_archive_option = _archive_option(None)  # for the group; the command's own option, if given, wins

engine_option = click.option(
    "--engine",
    type=click.Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="What renders the theme. Both read the same mkdocs.yml.",
)

abstracts_option = click.option(
    "--no-abstracts", is_flag=True, help="Leave abstracts out: they are their authors' text, not facts."
)


def day_option(*names: str, text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return an option that takes a day."""
    return click.option(*names, metavar="YYYY-MM-DD", callback=checked(parse_day), help=text)


def checked(parse: Callable[[str], Item]) -> Callable[[click.Context, click.Parameter, str | None], Item | None]:
    """Return a callback that takes a text as it was parsed, and tells what must hold."""

    def parsed(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Item | None:
        try:
            return parse(text) if text else None
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return parsed


def content_of(root: Path) -> Path:
    """Return the folder of an archive's records. Raises ConfigError where there is none."""
    content = root / "content"
    if not content.is_dir():
        raise ConfigError(f"{root}: is no archive: it must hold content/; -C DIR names another folder")
    return content


def writes_content(command: Callable[..., None]) -> Callable[..., None]:
    """Let a command that writes below content/ run as the only one: two of them wait for each other."""

    @wraps(command)
    def alone(*, root: Path, **options: Any) -> None:  # noqa: ANN401 - the command's own
        if options.get("dry_run"):
            command(root=root, **options)
            return
        with only_writer(content_of(root), lambda message: click.echo(message, err=True)):
            command(root=root, **options)

    return alone


def now() -> datetime:
    """Return the second it is now in UTC. Raises ConfigError where it cannot be: the machine's clock is wrong then."""
    moment = datetime.now(UTC).replace(microsecond=0)
    if moment.date() < _PAST:
        raise ConfigError(
            f"This machine's clock is wrong: it says {moment.date()}, which is long past. Set it right, and try again."
        )
    return moment


def today() -> date:
    """Return the day it is now in UTC, by which the sources count. Raises ConfigError where the clock is wrong."""
    return now().date()


def setting(name: str, default: str) -> str:
    """Return a variable of the environment; an empty one counts as not set."""
    return os.environ.get(name) or default


def tracked(items: Iterable[Item], total: int, unit: str, count: Callable[[Item], int]) -> Iterator[Item]:
    """Yield the items, with a progress bar of them and of the papers they hold as long as that goes to a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # noqa: PLC0415 - only who looks at a terminal waits for it
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


def tell_problems(problems: Sequence[Problem], line_of: Callable[[Problem], str] = str) -> NoReturn:
    """Print every problem in the form that is wanted, and end with 1."""
    for problem in problems:
        click.echo(line_of(problem))
    errors = len(errors_in(problems))
    also = f" and {counted(len(problems) - errors, 'warning')}" if errors < len(problems) else ""
    fail(f"{counted(errors, 'problem')}{also} found", 1)


def fail(message: str, code: int) -> NoReturn:
    """Say what is wrong, and end with the code."""
    click.echo(message, err=True)
    sys.exit(code)
