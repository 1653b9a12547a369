"""What the commands share: options, the clock and the environment, and how they end with problems."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from generator.archive.writing import only_writer
from generator.commands.usage import Choice
from generator.errors import ArchiveError, ConfigError, Problem, ProblemsError, errors_in
from generator.text import counted

_PAST = date(2023, 1, 1)  # every correct clock is later

Item = TypeVar("Item")
Command = TypeVar("Command", bound=Callable[..., object])


def _named_before_the_command() -> Path:
    """Return the archive given before the command, as in `papers -C DIR check`; otherwise the current folder."""
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
leading_archive_option = _archive_option(None)  # for the group; the command's own option takes precedence

engine_option = click.option(
    "--engine",
    type=Choice(["mkdocs", "zensical"]),
    default="mkdocs",
    show_default=True,
    help="The engine that renders the theme; both read the same mkdocs.yml.",
)


def checked(parse: Callable[[str], Item]) -> Callable[[click.Context, click.Parameter, str | None], Item | None]:
    """Return a callback that parses an option's value and turns a ValueError into a usage error."""

    def parsed(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Item | None:
        try:
            return parse(text) if text else None
        except ValueError as error:
            raise click.BadParameter(str(error)) from error

    return parsed


def form_option(title: str) -> Callable[[Command], Command]:
    """Return an option that takes the text of an issue that was made with the form of that title."""
    return click.option(
        "--form",
        metavar="FILE",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help=f"Read everything from the text of a '{title}' issue.",
    )


@contextmanager
def answering(form: Path | None) -> Iterator[None]:
    """Print an error of the block to stdout, if a form was read: it is the reply to the person who filled it in.

    The place in a file that this person has not written is left out.
    """
    try:
        yield
    except ArchiveError as error:
        if not form:
            raise
        problems = error.problems if isinstance(error, ProblemsError) else ()
        click.echo("\n".join(dict.fromkeys(problem.message for problem in problems)) or str(error))
        sys.exit(1)


def content_of(root: Path) -> Path:
    """Return the content folder of an archive. Raises ConfigError if there is none."""
    content = root / "content"
    if not content.is_dir():
        raise ConfigError(
            f"{root}: is no archive: it must hold content/; -C DIR names another folder, and papers init DIR starts an "
            "archive"
        )
    return content


def writes_content(command: Callable[..., None]) -> Callable[..., None]:
    """Decorate a command that writes to content/: only one of them runs at a time, the others wait."""

    @wraps(command)
    def alone(*, root: Path, **options: Any) -> None:  # noqa: ANN401 - the command's own
        if options.get("dry_run"):
            command(root=root, **options)
            return
        with only_writer(content_of(root), lambda message: click.echo(message, err=True)):
            command(root=root, **options)

    return alone


def now() -> datetime:
    """Return the current time in UTC, to the second. Raises ConfigError if the machine's clock is obviously wrong."""
    moment = datetime.now(UTC).replace(microsecond=0)
    if moment.date() < _PAST:
        raise ConfigError(
            f"This machine's clock is wrong: it says {moment.date()}, which is long past. Set the clock and try again."
        )
    return moment


def today() -> date:
    """Return the current day in UTC, as the sources count days. Raises ConfigError if the clock is wrong."""
    return now().date()


def setting(name: str, default: str) -> str:
    """Return an environment variable; an empty one counts as not set."""
    return os.environ.get(name) or default


def report_problems(problems: Sequence[Problem], line_of: Callable[[Problem], str] = str) -> NoReturn:
    """Print every problem, formatted by `line_of`, and exit with 1."""
    for problem in problems:
        click.echo(line_of(problem))
    errors = len(errors_in(problems))
    also = f" and {counted(len(problems) - errors, 'warning')}" if errors < len(problems) else ""
    fail(f"{counted(errors, 'problem')}{also} found", 1)


def fail(message: str, code: int) -> NoReturn:
    """Print the message to stderr and exit with the code."""
    click.echo(message, err=True)
    sys.exit(code)
