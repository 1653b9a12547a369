"""The command that takes in text scrapes: import."""

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
from generator.commands.days import listed_day_option
from generator.commands.options import (
    abstracts_option,
    archive_option,
    content_of,
    now,
    writes_content,
)
from generator.errors import ArchiveError, ScrapeError
from generator.publish.settings import read_source
from generator.text import counted, shorten

SCRAPE_SOURCE = "huggingface.co/papers, text scrape"


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a scrape: a line for the user, what was left out with its line, and what else is to be known."""

    summary: str
    left_out: tuple[tuple[int, str], ...]
    notes: tuple[str, ...]


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@listed_day_option("--date", "day", text="The pages' day.")
@abstracts_option
@archive_option
@writes_content
def import_(files: tuple[Path, ...], day: date | None, no_abstracts: bool, root: Path) -> None:
    """Take in text scrapes of huggingface.co/papers pages.

    A page shows its day without the year. Where its papers' dates tell the year, nothing is asked; else --date
    gives it. Papers of a page whose day nobody knows are kept in a listing without a day, as are those of a page that
    has no paper in common with the source's whole list of its day: it was the page of a search.

    Importing a file again changes nothing. What cannot be read is named with file and line; a file that cannot be
    read at all costs no other file.
    """
    at = now()
    content = content_of(root)
    source = read_source(root)
    ingest = Ingest(content, now=at, abstracts=source.abstracts and not no_abstracts)
    failed = False
    for file in files:
        try:
            scrape = read_scrape(decode_scrape(_read_bytes(file)), day=day)
            _see_that_it_can_be(source, scrape.day, ingest.today)
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
    """Add a scrape's papers to the listing of its day; return what came of it, in words."""
    added = ingest.add(scrape.day, [found.paper for found in scrape.papers], SCRAPE_SOURCE)
    filed, where, twice = added.filed, listing_path(content, added.day), added.twice
    stand = "stands" if twice == 1 else "stand"
    also = f"; {twice:,} of them {stand} in {listing_path(content, None)} as well" if twice else ""
    unclear = f"{len(filed.unclear):,} ambiguous, " if filed.unclear else ""
    return Imported(
        f"{counted(len(scrape.papers), 'paper')} read, {len(filed.new):,} new, {filed.known:,} already known, {unclear}"
        f"{len(scrape.unread):,} not readable; {where} {'written' if added.changed else 'unchanged'}{also}",
        tuple(_unclear(scrape, filed)),
        (*_notes(scrape, filed, added.day), *scrape.notes),
    )


def _left_out(unread: Unread) -> tuple[int, str]:
    """Return the line of what could not be read, what must hold there, and what is lost by it."""
    several = f"lines {unread.line} to {unread.last} are" if unread.last > unread.line else "this line is"
    return unread.line, f"{unread.message}; {several} left out"


def _unclear(scrape: Scrape, filed: Filed) -> Iterator[tuple[int, str]]:
    """Yield the line of each paper that was left out, and why."""
    for number, keys in filed.unclear.items():
        found = scrape.papers[number]
        title = f"“{shorten(found.paper.title, 60)}” is ambiguous and left out: it is the title of {keys}"
        yield found.line, f"{title}, and no date, number of authors or abstract tells which of them is meant"


def _notes(scrape: Scrape, filed: Filed, day: date | None) -> Iterator[str]:
    if scrape.day != day:
        yield (
            f"The source's whole list of {scrape.day} has none of these papers, so this is no page of that day but "
            "perhaps of a search; its papers are kept without a day."
        )
    for key, others in filed.namesakes.items():
        if others.number:
            yield f"{key} is a paper of its own: its title is that of {others} too, but dates or authors differ."


def _see_that_it_can_be(source: Source, day: date | None, today: date) -> None:
    """Raise ScrapeError for a day on which the source cannot have listed papers."""
    if day:
        try:
            source.checked_day(day, today)
        except ValueError as error:
            raise ScrapeError(f"its day cannot be right: {error}") from error


def _read_bytes(file: Path) -> bytes:
    """Return what the file holds, or as much of it as shows that it is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SCRAPE + 1)
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error
