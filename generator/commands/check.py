"""The command that names every problem of the content: check."""

from pathlib import Path

import click

from generator.archive.load import load_archive
from generator.commands.annotations import annotation
from generator.commands.options import archive_option, content_of, tell_problems
from generator.errors import ProblemsError


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

    Every problem is printed as path:line: message, all at once, and the exit code is 1 if there is one.
    """
    try:
        archive = load_archive(content_of(root))
    except ProblemsError as error:
        folder = Path.cwd()
        tell_problems(error.problems, str if form == "text" else lambda problem: annotation(problem, folder))
    click.echo(f"{root / 'content'}: {len(archive.papers):,} papers in {len(archive.listings):,} listings, no problems")
