"""The command that names every problem of the content: check."""

from functools import partial
from pathlib import Path

import click

from generator.archive.abstracts import left_abstracts
from generator.archive.load import load_archive
from generator.archive.refiling import refile
from generator.archive.writing import only_writer
from generator.commands.abstracts import leaves_out_abstracts
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
@click.option("--fix", is_flag=True, help="Move curation entries to the file of a day that lists their paper.")
@archive_option
def check(*, form: str, fix: bool, root: Path) -> None:
    """See that everything below content/ holds what it must.

    Every problem is printed as path:line: message, all at once, and the exit code is 1 if there is one. What should be
    tidied up, but is clear as it is, is printed as path:line: warning: message; warnings alone leave the exit code 0.

    With --fix, entries that stand in the file of another day are moved first: listings move papers now and then, but
    only people move what they decided.
    """
    line_of = str if form == "text" else partial(annotation, folder=Path.cwd())
    content = content_of(root)
    try:
        if fix:
            _fix(content)
        archive = load_archive(content)
    except ProblemsError as error:
        tell_problems(error.problems, line_of)
    warnings = list(archive.warnings)
    if leaves_out_abstracts(root):
        warnings += left_abstracts(content, archive.listings)
    for warning in warnings:
        click.echo(line_of(warning))
    also = f", {counted(len(warnings), 'warning')}" if warnings else ""
    held = f"{counted(len(archive.papers), 'paper')} in {counted(len(archive.listings), 'listing')}"
    click.echo(f"{root / 'content'}: {held}, no problems{also}")


def _fix(content: Path) -> None:
    """Move entries, and print what became of each."""
    with only_writer(content, lambda message: click.echo(message, err=True)):
        for move in refile(content, load_archive(content)):
            click.echo(move.problem or f"{move.key}: moved from {move.source} to {move.target}")
