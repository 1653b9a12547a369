"""Recording what standing queries find, after a command has written listings."""

from pathlib import Path

import click

from generator.archive.load import load_archive
from generator.archive.matched import record_matched
from generator.archive.matching import matches
from generator.archive.queries import examine_queries
from generator.commands.options import content_of
from generator.commands.progress import working
from generator.errors import ProblemsError


def record_matches(root: Path) -> None:
    """Record the papers that each query of content/feeds.yml finds, so that they stay in its feed.

    Where the content does not hold nothing is recorded, and a note says so: the command itself has done its work.
    """
    content = content_of(root)
    if examine_queries(content / "feeds.yml", None)[0] == ():
        return
    try:
        with working("Matching standing queries"):
            archive = load_archive(content)
    except ProblemsError:
        click.echo("content/matches was not brought up to date: papers check says what must be corrected", err=True)
        return
    found = matches(archive.queries, archive.topics, archive.papers)
    for path in record_matched(content, archive.queries, archive.matched, found):
        click.echo(f"{path}: written", err=True)
