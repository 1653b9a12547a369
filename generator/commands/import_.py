"""`papers import`: import records of papers and copied pages."""

import sys
from datetime import date
from pathlib import Path

import click

from generator.archive.ingest import Ingest
from generator.collect.formats import FORMATS, format_of
from generator.collect.records import LARGEST_FILE
from generator.commands.abstracts import abstracts_option, keeps_abstracts, remove_left_out
from generator.commands.days import listed_day_option
from generator.commands.import_records import import_records
from generator.commands.matches import record_matches
from generator.commands.options import archive_option, content_of, now, writes_content
from generator.commands.progress import working
from generator.commands.usage import Choice
from generator.errors import ArchiveError, printable
from generator.publish.settings import read_site, read_source

STANDARD_INPUT = Path("-")

# \b is click's mark of lines that are not to be wrapped.
HELP = """\
Import papers from JSON Lines, CSV, BibTeX or RIS.

Each FILE has a record for each paper; - is standard input.

\b
jsonl   an object on each line
csv     a header with the names of fields, then a row for each paper;
        commas, semicolons or tabs between cells, and semicolons
        between names and between keywords
bibtex  entries, as programs for references export them
ris     records, as programs for references export them
page    the text of a page of huggingface.co/papers, copied from a
        browser

\b
Fields of jsonl and csv, of which only title must be given:
  title, abstract, organization      texts
  authors, keywords                  in jsonl, lists of texts
  day                                when it was listed, YYYY-MM-DD
  published, withdrawn               YYYY-MM-DD
  arxiv_id, doi                      as such or as an address
  url, code, project                 addresses
  upvotes, comments, author_count    whole numbers

A paper is known by its arXiv id, else its DOI, else its title. Importing a file again changes nothing. A paper
without a day, for which --date gives none, is kept in a listing without a day.

Every problem is reported with file and line, and the exit code is then 1. A record with a problem is left out,
the others are imported: correct the file and import it again.

A copied page shows its day without the year; if the dates of its papers do not tell the year, pass --date. Its
passages that are no papers are listed, and are no mistake. The papers of a page that shares none with the source's
complete list of that day are kept without a day, because such a page shows search results.
"""


@click.command("import", help=HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=Choice([*FORMATS]),
    help="The format of the files. Default: as their names end: .jsonl, .csv, .bib, .ris, or .txt for page.",
)
@listed_day_option("--date", "day", text="The day on which papers were listed whose record or page does not tell it.")
@abstracts_option
@archive_option
@writes_content
def import_(files: tuple[Path, ...], form: str | None, day: date | None, abstracts: bool | None, root: Path) -> None:
    """Import papers from files; `HELP` is what users see."""
    content = content_of(root)
    source = read_source(root)
    remove_left_out(root, asked=abstracts)
    kept = keeps_abstracts(root, asked=abstracts)
    with working("Reading the listings"):
        ingest = Ingest(content, now=now(), abstracts=kept)
    site = read_site(root).url if (root / "mkdocs.yml").is_file() else ""

    def checked_day(day: date) -> date:
        return source.checked_day(day, ingest.today)

    def whole(file: Path) -> bool:
        """Import a file, and report what came of it; return whether all of it was imported."""
        name = "<stdin>" if file == STANDARD_INPUT else str(file)
        try:
            format_ = FORMATS[form or format_of(file)]
            records = format_.read(_read_bytes(file), checked_day, day)
            result = import_records(ingest, records, format_.source, abstracts=kept, site=site)
        except ArchiveError as error:
            click.echo(f"{name}: not imported: {error}", err=True)
            return False
        click.echo(f"{name}: {result.summary}")
        for line, message in result.left_out:
            click.echo(printable(f"{name}:{line}: {message}"), err=True)
        for note in result.notes:
            click.echo(f"{name}: {note}")
        return format_.may_have_gaps or not result.left_out

    results = [whole(file) for file in files]
    record_matches(root)
    if not all(results):
        sys.exit(1)


def _read_bytes(file: Path) -> bytes:
    """Return the file's bytes, up to one more than any file may have."""
    try:
        with click.open_file(str(file), "rb") as opened:
            return bytes(opened.read(LARGEST_FILE + 1))
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error
