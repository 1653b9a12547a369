"""The command that names every problem of the content: check."""

from functools import partial
from pathlib import Path

import click

from generator.archive.load import load_archive
from generator.commands.annotations import annotation
from generator.commands.options import archive_option, content_of, tell_problems
from generator.errors import ProblemsError
from generator.text import counted


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed: as path:line: message, or as annotations that GitHub shows on the changed lines.",
)
@archive_option
def check(form: str, root: Path) -> None:
    """See that everything below content/ holds what it must.

    Every problem is printed as path:line: message, all at once, and the exit code is 1 if there is one. What should be
    tidied up, but is clear as it is, is printed as path:line: warning: message; warnings alone leave the exit code 0.
    """
    line_of = str if form == "text" else partial(annotation, folder=Path.cwd())
    try:
        archive = load_archive(content_of(root))
    except ProblemsError as error:
        tell_problems(error.problems, line_of)
    for warning in archive.warnings:
        click.echo(line_of(warning))
    also = f", {counted(len(archive.warnings), 'warning')}" if archive.warnings else ""
    held = f"{counted(len(archive.papers), 'paper')} in {counted(len(archive.listings), 'listing')}"
    click.echo(f"{root / 'content'}: {held}, no problems{also}")
