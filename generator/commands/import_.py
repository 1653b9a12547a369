"""`papers import`: import records of papers and copied pages."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from generator.archive.ingest import Filed, Ingest
from generator.archive.listings import listing_path
from generator.collect.formats import FORMATS, format_of
from generator.collect.records import LARGEST_FILE, read_records
from generator.collect.scrape import LARGEST_SCRAPE, Scrape, Unread, decode_scrape, read_scrape
from generator.commands.abstracts import abstracts_option, keeps_abstracts, remove_left_out
from generator.commands.days import listed_day_option
from generator.commands.import_records import Imported, import_records
from generator.commands.matches import record_matches
from generator.commands.options import (
    archive_option,
    content_of,
    now,
    writes_content,
)
from generator.commands.progress import working
from generator.commands.usage import Choice
from generator.errors import ArchiveError, ScrapeError, printable
from generator.publish.settings import read_site, read_source
from generator.text import counted, shorten

PAGE = "page"
STANDARD_INPUT = Path("-")
_OF_PAGES = ("", ".txt", ".text", ".md", ".html", ".htm")  # endings of files that pages are saved to
SCRAPE_SOURCE = "huggingface.co/papers, text scrape"

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

Every problem is reported with file and line, and the command then ends with 1. A record with a problem is left
out, the others are imported: correct the file and import it again.

A copied page shows its day without the year; if the dates of its papers do not settle the year, pass --date. The
papers of a page that shares none with the source's complete list of that day are kept without a day, because such
a page shows search results.
"""


@click.command("import", help=HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--format",
    "form",
    type=Choice([*FORMATS, PAGE]),
    help="The format of the files. Default: as their names end: .jsonl, .csv, .bib, .ris, or .txt for page.",
)
@listed_day_option("--date", "day", text="The day on which papers were listed whose record or page does not tell it.")
@abstracts_option
@archive_option
@writes_content
def import_(files: tuple[Path, ...], form: str | None, day: date | None, abstracts: bool | None, root: Path) -> None:
    """Import papers from files: `HELP` tells how."""
    content = content_of(root)
    source = read_source(root)
    remove_left_out(root, asked=abstracts)
    kept = keeps_abstracts(root, asked=abstracts)
    with working("Reading the listings"):
        ingest = Ingest(content, now=now(), abstracts=kept)

    site = read_site(root).url if (root / "mkdocs.yml").is_file() else ""

    def checked_day(day: date) -> date:
        return source.checked_day(day, ingest.today)

    def imported(file: Path) -> Imported:
        wanted = form or format_of(file) or (PAGE if file.suffix.lower() in _OF_PAGES or file == STANDARD_INPUT else "")
        if not wanted:
            raise ArchiveError(f"its name does not tell its format: add --format and {', '.join(FORMATS)} or {PAGE}")
        if wanted == PAGE:
            scrape = read_scrape(decode_scrape(_read_bytes(file, LARGEST_SCRAPE)), day=day)
            _check_day(checked_day, scrape.day)
            return _import(ingest, content, scrape)
        records = read_records(_read_bytes(file, LARGEST_FILE), FORMATS[wanted].read, checked_day, day)
        return import_records(ingest, records, FORMATS[wanted].title, abstracts=kept, site=site)

    whole = [_report(file, imported) for file in files]
    record_matches(root)
    if not all(whole):
        sys.exit(1)


def _report(file: Path, imported: Callable[[Path], Imported]) -> bool:
    """Import a file and print what became of it; return whether nothing is wrong with it."""
    name = "<stdin>" if file == STANDARD_INPUT else str(file)
    try:
        result = imported(file)
    except ArchiveError as error:
        click.echo(f"{name}: not imported: {error}", err=True)
        return False
    click.echo(f"{name}: {result.summary}")
    for line, message in result.left_out:
        click.echo(printable(f"{name}:{line}: {message}"), err=True)
    for note in result.notes:
        click.echo(f"{name}: {note}")
    return not result.failed


def _import(ingest: Ingest, content: Path, scrape: Scrape) -> Imported:
    """Add a scrape's papers to the listing of its day; return what to report."""
    added = ingest.add(scrape.day, [found.paper for found in scrape.papers], SCRAPE_SOURCE)
    filed, where, twice = added.filed, listing_path(content, added.day), added.twice
    are = "is" if twice == 1 else "are"
    also = f"; {twice:,} of them {are} also in {listing_path(content, None)}" if twice else ""
    unclear = f"{len(filed.unclear):,} ambiguous, " if filed.unclear else ""
    return Imported(
        f"{counted(len(scrape.papers), 'paper')} read, {len(filed.new):,} new, {filed.known:,} already known, {unclear}"
        f"{len(scrape.unread):,} unreadable; {where} {'written' if added.changed else 'unchanged'}{also}",
        tuple(sorted([*_unclear(scrape, filed), *map(_left_out, scrape.unread)])),
        (*_notes(scrape, filed, added.day), *scrape.notes),
    )


def _left_out(unread: Unread) -> tuple[int, str]:
    """Return the number of the line that could not be read, and a message with the lines that are skipped."""
    several = f"lines {unread.line} to {unread.last} are" if unread.last > unread.line else "this line is"
    return unread.line, f"{unread.message}; {several} left out"


def _unclear(scrape: Scrape, filed: Filed) -> Iterator[tuple[int, str]]:
    """Yield the line number of each paper that was skipped, and why."""
    for number, keys in filed.unclear.items():
        found = scrape.papers[number]
        title = f"“{shorten(found.paper.title, 60)}” is ambiguous and left out: it is the title of {keys}"
        yield found.line, f"{title}, and no date, number of authors or abstract tells them apart"


def _notes(scrape: Scrape, filed: Filed, day: date | None) -> Iterator[str]:
    if scrape.day != day:
        yield (
            f"The source's complete list of {scrape.day} has none of these papers, so this is probably a page of "
            "search results; its papers are kept without a day."
        )
    for key, others in filed.namesakes.items():
        if others.number:
            yield f"{key} is a separate paper: {others} has the same title, but dates or authors differ."


def _check_day(checked_day: Callable[[date], date], day: date | None) -> None:
    """Raise ScrapeError if the source cannot have listed papers on that day."""
    if day:
        try:
            checked_day(day)
        except ValueError as error:
            raise ScrapeError(f"invalid day: {error}") from error


def _read_bytes(file: Path, largest: int) -> bytes:
    """Return the file's bytes, up to one more than it may have."""
    try:
        with click.open_file(str(file), "rb") as opened:
            return bytes(opened.read(largest + 1))
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error
