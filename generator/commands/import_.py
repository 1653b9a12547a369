"""The command that takes in text scrapes: import."""

import sys
from datetime import date
from pathlib import Path

import click

from generator.archive.ids import KnownPapers
from generator.archive.listings import listing_path, write_listing
from generator.archive.load import known_papers, load_listings
from generator.archive.merge import file_sightings, update_listing, without_abstract
from generator.archive.models import Listing
from generator.archive.source import DAILY_PAPERS
from generator.collect.scrape import Scrape, decode_scrape, read_scrape
from generator.commands.options import abstracts_option, archive_option, content_of, listed_day_option, today
from generator.errors import ArchiveError, ScrapeError

SCRAPE_SOURCE = "huggingface.co/papers, text scrape"


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@listed_day_option("--date", "day", text="The pages' day.")
@abstracts_option
@archive_option
def import_(files: tuple[Path, ...], day: date | None, no_abstracts: bool, root: Path) -> None:
    """Take in text scrapes of huggingface.co/papers pages.

    A page shows its day without the year. Where its papers' dates tell the year, nothing is asked; else --date
    gives it. Papers of a page whose day nobody knows are kept in a listing without a day.

    Importing a file again changes nothing. What cannot be read is named with file and line; a file that cannot be
    read at all costs no other file.
    """
    now = today()
    content = content_of(root)
    listings = {listing.day: listing for listing in load_listings(content)}
    known = known_papers(content, listings.values())
    failed = False
    for file in files:
        try:
            scrape = read_scrape(decode_scrape(_read_bytes(file)), day=day)
            _see_that_it_can_be(scrape.day, now)
            click.echo(f"{file}: {_import(content, listings, known, scrape, abstracts=not no_abstracts)}")
        except ArchiveError as error:
            click.echo(f"{file}: not imported: {error}", err=True)
            failed = True
            continue
        for unread in scrape.unread:
            click.echo(f"{file}:{unread.line}: {unread.message}", err=True)
        for note in scrape.notes:
            click.echo(f"{file}: {note}")
    if failed:
        sys.exit(1)


def _import(
    content: Path, listings: dict[date | None, Listing], known: KnownPapers, scrape: Scrape, *, abstracts: bool
) -> str:
    """File a scrape's papers into the listing of its day, there and on disk; return what that changed, in words."""
    filed = file_sightings(
        (found.paper if abstracts else without_abstract(found.paper) for found in scrape.papers), known
    )
    updated = update_listing(listings.get(scrape.day), scrape.day, SCRAPE_SOURCE, filed.records)
    changed = write_listing(content, updated)
    listings[scrape.day] = updated
    where = listing_path(content, scrape.day)
    undated = listings.get(None) if scrape.day else None
    twice = {record.key for record in undated.papers} & {record.key for record in filed.records} if undated else ()
    also = f"; {len(twice)} of them stand in {listing_path(content, None)} as well" if twice else ""
    return (
        f"{len(scrape.papers)} papers read, {len(filed.new)} new, {filed.known} already known, "
        f"{len(scrape.unread)} not readable; {where} {'written' if changed else 'unchanged'}{also}"
    )


def _see_that_it_can_be(day: date | None, now: date) -> None:
    """Raise ScrapeError for a day on which the source cannot have listed papers."""
    if day:
        try:
            DAILY_PAPERS.checked_day(day, now)
        except ValueError as error:
            raise ScrapeError(f"its day cannot be right: {error}") from error


def _read_bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}") from error
