"""`papers compare`: report what readers will see change."""

from pathlib import Path
from tempfile import TemporaryDirectory

import click
import msgspec

from generator.commands.options import archive_option
from generator.commands.progress import working
from generator.commands.usage import Choice
from generator.errors import ArchiveError
from generator.publish.compare import diff
from generator.publish.compare.changes import MOST_BYTES, Changes, read_changes
from generator.publish.compare.report import report_markdown, report_text
from generator.publish.compare.snapshot import read_edition
from generator.publish.settings import read_site


@click.command()
@click.argument("base", required=False, metavar="[BASE]", type=click.Path(path_type=Path, file_okay=False))
@click.option("--from", "stored", metavar="FILE", type=click.Path(path_type=Path), help="Report a saved comparison.")
@click.option(
    "--format",
    "form",
    type=Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="text: for a terminal. markdown: for a comment on GitHub. json: for --from.",
)
@archive_option
def compare(base: Path | None, stored: Path | None, form: str, root: Path) -> None:
    """Show what readers will see change since the archive in BASE.

    The report lists papers whose topics, summaries or facts changed, papers that were hidden, added or removed, topics
    whose papers changed, and pages and feeds that changed. No site is built. Of BASE, only mkdocs.yml, content/ and
    overrides/ are read.

    With --from, the comparison is read from a file that --format json wrote. The file is not trusted: anything that
    such a comparison cannot contain is refused.
    """
    if (base is None) == (stored is None):
        raise click.UsageError("Give either BASE, the folder of the archive to compare with, or --from FILE.")
    changes = _compare(base, root) if base else _read(stored or Path())
    if form == "json":
        click.echo(msgspec.json.format(msgspec.json.encode(changes), indent=1))
    elif form == "markdown":
        click.echo(report_markdown(changes, read_site(root).url), nl=False)
    else:
        click.echo(report_text(changes), nl=False)


def _compare(base: Path, root: Path) -> Changes:
    with TemporaryDirectory() as folder:
        with working("Reading the base"):
            before = read_edition(base, Path(folder))
        with working("Reading the archive"):
            after = read_edition(root, Path(folder))
        with working("Comparing"):
            return diff.compare(before, after)


def _read(path: Path) -> Changes:
    with path.open("rb") as file:
        data = file.read(MOST_BYTES + 1)
    try:
        return read_changes(data)
    except ArchiveError as error:
        raise ArchiveError(f"{path}: {error}") from error
