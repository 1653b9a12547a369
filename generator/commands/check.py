"""`papers check`: report every problem in the content and the settings."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from generator.archive.abstracts import left_abstracts
from generator.archive.load import WITHOUT_SUGGESTIONS, load_archive
from generator.archive.refiling import refile
from generator.archive.writing import only_writer
from generator.commands.abstracts import leaves_out_abstracts
from generator.commands.annotations import annotation
from generator.commands.loading import loaded
from generator.commands.options import archive_option, content_of, report_problems
from generator.commands.settings import settings_problem
from generator.commands.usage import Choice
from generator.errors import Problem, ProblemsError, errors_in
from generator.text import counted


@click.command()
@click.option(
    "--format",
    "form",
    type=Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="text: path:line: message. github: annotations on the changed lines of a pull request.",
)
@click.option("--fix", is_flag=True, help="Move curation entries to the file of a day that lists their paper.")
@archive_option
def check(*, form: str, fix: bool, root: Path) -> None:
    """List every problem in content/ and mkdocs.yml with its line.

    All problems are reported at once, as path:line: message. The exit code is 1 if there is an error. A warning is
    about something that should be tidied up but whose meaning is clear; it is printed as path:line: warning: message,
    and the exit code stays 0.

    --fix first moves curation entries that are in the file of the wrong day. They get there when listings change.
    """
    line_of = str if form == "text" else partial(annotation, folder=Path.cwd())
    try:
        if fix:
            _fix(root)
        archive = loaded(root, WITHOUT_SUGGESTIONS)
    except ProblemsError as error:
        report_problems(_with_settings(error.problems, root), line_of)
    if errors_in(problems := _with_settings(archive.warnings, root)):
        report_problems(problems, line_of)
    warnings = list(archive.warnings)
    if leaves_out_abstracts(root):
        warnings += left_abstracts(content_of(root), archive.listings)
    for warning in warnings:
        click.echo(line_of(warning))
    also = f", {counted(len(warnings), 'warning')}" if warnings else ""
    held = f"{counted(len(archive.papers), 'paper')} in {counted(len(archive.listings), 'listing')}"
    click.echo(f"{root / 'content'}: {held}, no problems{also}")


def _with_settings(problems: Sequence[Problem], root: Path) -> list[Problem]:
    """Return the problems, and first that of mkdocs.yml, unless one of them is in that file already."""
    known = any(problem.path == root / "mkdocs.yml" for problem in problems)
    found = None if known else settings_problem(root)
    return [*([found] if found else []), *problems]


def _fix(root: Path) -> None:
    """Move entries, and print what became of each."""
    content = content_of(root)
    with only_writer(content, lambda message: click.echo(message, err=True)):
        for move in refile(content, load_archive(content, WITHOUT_SUGGESTIONS)):
            click.echo(move.problem or f"{move.key}: moved from {move.source} to {move.target}")
