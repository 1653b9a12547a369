"""The command that tells what a change to the archive changes for its readers."""

from pathlib import Path

import click
import msgspec

from generator.commands.options import archive_option
from generator.errors import ArchiveError
from generator.publish.compare.changes import MOST_BYTES, Changes, read_changes
from generator.publish.compare.diff import compare
from generator.publish.compare.report import report_markdown, report_text
from generator.publish.compare.snapshot import read_edition
from generator.publish.settings import read_site


@click.command("compare")
@click.argument("base", required=False, metavar="BASE", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "stored", metavar="FILE", type=click.Path(path_type=Path), help="Tell what this JSON holds.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, for a comment on GitHub, or to be told later.",
)
@archive_option
def compare_(base: Path | None, stored: Path | None, form: str, root: Path) -> None:
    """Tell what changes for readers from the archive in the folder BASE to this one.

    That is: papers with other topics, summaries or facts, hidden, added or removed; topics with other papers; pages
    and feeds that change. No site is built. Only mkdocs.yml, content/ and overrides/ of BASE are read.

    With --from, a comparison is told that --format json wrote. It is not trusted: whatever such a comparison could
    not hold is refused.
    """
    if (base is None) == (stored is None):
        raise click.UsageError("Give BASE, the folder of the archive as it was, or --from FILE.")
    changes = compare(read_edition(base), read_edition(root)) if base else _read(stored or Path())
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(changes), indent=1))
    elif form == "markdown":
        click.echo(report_markdown(changes, read_site(root).url), nl=False)
    else:
        click.echo(report_text(changes), nl=False)


def _read(path: Path) -> Changes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return read_changes(data)
    except ArchiveError as error:
        raise ArchiveError(f"{path}: {error}") from error
