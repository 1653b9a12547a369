"""`papers import`: import text scrapes."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from generator.archive.ingest import Filed, Ingest
from generator.archive.listings import listing_path
from generator.archive.source import Source
from generator.collect.scrape import LARGEST_SCRAPE, Scrape, Unread, decode_scrape, read_scrape
from generator.commands.abstracts import abstracts_option, keeps_abstracts, remove_left_out
from generator.commands.days import listed_day_option
from generator.commands.options import (
    archive_option,
    content_of,
    now,
    writes_content,
)
from generator.commands.progress import working
from generator.errors import ArchiveError, ScrapeError
from generator.publish.settings import read_source
from generator.text import counted, shorten

SCRAPE_SOURCE = "huggingface.co/papers, text scrape"


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a scrape: a line for the user, skipped papers by line number, and remarks."""

    summary: str
    left_out: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@listed_day_option("--date", "day", text="The day of the pages.")
@abstracts_option
@archive_option
@writes_content
def import_(files: tuple[Path, ...], day: date | None, abstracts: bool | None, root: Path) -> None:
    """Import copied text of Daily Papers pages.

    FILE is the text of a page of huggingface.co/papers, copied from a browser. A page shows its day without the year;
    if the dates of its papers do not settle the year, pass --date. Papers whose day is unknown are kept in a listing
    without a day. So are the papers of a page that shares none with the source's complete list of that day, because
    such a page shows search results.

    Importing a file again changes nothing. Lines that cannot be read are reported with file and line; a file that
    cannot be read at all does not affect the others.
    """
    at = now()
    content = content_of(root)
    source = read_source(root)
    remove_left_out(root, asked=abstracts)
    with working("Reading the listings"):
        ingest = Ingest(content, now=at, abstracts=keeps_abstracts(root, asked=abstracts))
    failed = False
    for file in files:
        try:
            scrape = read_scrape(decode_scrape(_read_bytes(file)), day=day)
            _check_day(source, scrape.day, ingest.today)
            imported = _import(ingest, content, scrape)
        except ArchiveError as error:
            click.echo(f"{file}: not imported: {error}", err=True)
            failed = True
            continue
        click.echo(f"{file}: {imported.summary}")
        for line, message in sorted([*imported.left_out, *map(_left_out, scrape.unread)]):
            click.echo(f"{file}:{line}: {message}", err=True)
        for note in imported.notes:
            click.echo(f"{file}: {note}")
    if failed:
        sys.exit(1)


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
        tuple(_unclear(scrape, filed)),
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


def _check_day(source: Source, day: date | None, today: date) -> None:
    """Raise ScrapeError if the source cannot have listed papers on that day."""
    if day:
        try:
            source.checked_day(day, today)
        except ValueError as error:
            raise ScrapeError(f"invalid day: {error}") from error


def _read_bytes(file: Path) -> bytes:
    """Return the file's bytes, up to one more than a scrape may have."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SCRAPE + 1)
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error
