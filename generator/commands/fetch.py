"""`papers fetch`: read what a source listed."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from generator.archive.dates import Period, days_between, parse_month
from generator.archive.ingest import RECENT, Ingest, Read
from generator.archive.mending import mend_listings
from generator.archive.source import Source
from generator.collect.fetch import fetch_days, fetch_month
from generator.collect.source import Lister
from generator.commands.days import listed_day_option
from generator.commands.options import (
    abstracts_option,
    archive_option,
    checked,
    content_of,
    now,
    tracked,
    writes_content,
)
from generator.commands.sources import open_lister
from generator.errors import ConfigError
from generator.publish.settings import read_source
from generator.text import counted


@click.command()
@listed_day_option("--date", "day", text="This day alone.")
@listed_day_option("--since", text="From this day on. Days that are whole and older than a week are not read again.")
@listed_day_option("--until", text="With --since: up to this day. Default: today.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="This month, in one go.")
@abstracts_option
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@archive_option
@writes_content
def fetch(
    *,
    day: date | None,
    since: date | None,
    until: date | None,
    month: Period | None,
    no_abstracts: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Read what Hugging Face's Daily Papers listed; without an option, on the last seven days.

    Lists keep filling for two days, and papers move: so recent days are read again. Values follow the source, and
    nothing that was kept is lost. Each day is written as soon as it was read, so after an interruption the same
    command goes on where it stopped. What changed is printed, one line a day.

    HF_ENDPOINT and HF_TOKEN are used where they are set; no login is needed.
    """
    at = now()
    lists = read_source(root)
    _see_that_it_can_be_read(lists, root)
    days = _days(lists, at.date(), day=day, since=since, until=until, month=month)
    for path in () if dry_run else mend_listings(content_of(root)):
        click.echo(f"{path}: rewritten without invisible characters and links that lead nowhere")
    ingest = Ingest(content_of(root), now=at, abstracts=lists.abstracts and not no_abstracts, dry_run=dry_run)
    wanted = days if day or month else ingest.worth_reading(days)
    with open_lister(root) as source:
        reads = fetch_month(source, ingest, month.name, days) if month else fetch_days(source, ingest, wanted)
        told = list(_told(tracked(reads, len(wanted), "days", lambda read: read.papers), source))
    click.echo(_summary(told, month, dry_run=dry_run), err=True)
    if failed := [read.span for read in told if read.failed]:
        click.echo(f"To try again what could not be read: {_again(failed, month)}", err=True)
        sys.exit(1)


def _see_that_it_can_be_read(source: Source, root: Path) -> None:
    """Raise ConfigError for a source whose lists no reader reads."""
    if source.reader is None:
        raise ConfigError(
            f"{root / 'mkdocs.yml'}: extra.source names no reader, so there is nothing to fetch. Add papers with "
            "papers import, or write listings by hand: CONTRIBUTING.md, section The source, tells how"
        )


def _days(
    source: Source, today: date, *, day: date | None, since: date | None, until: date | None, month: Period | None
) -> list[date]:
    """Return the days that were asked for. Raises UsageError for what cannot be asked."""
    if sum(map(bool, (day, since, month))) > 1 or (until and not since):
        raise click.UsageError("Give --date, or --month, or --since with or without --until.")
    if day:
        return [day]
    if month:
        try:
            return source.days_of(month, today)
        except ValueError as error:
            raise click.UsageError(f"Invalid value for '--month': {error}") from error
    first = since or max(today - timedelta(days=RECENT - 1), source.first_day or date.min)
    last = until or today
    if last < first:
        raise click.UsageError(f"--until {last} must not be before --since {first}.")
    return days_between(first, last)


def _summary(told: Sequence[Read], month: Period | None, *, dry_run: bool) -> str:
    days = {read.span for read in told if read.problem is None} - {month and month.name}
    papers = sum(read.papers for read in told)
    changed = counted(len({read.span for read in told if read.change}), "listing")
    done = "would be written" if dry_run else "written"
    return f"{counted(len(days), 'day')} read, {counted(papers, 'paper')} listed; {changed} {done}"


def _again(failed: Sequence[str], month: Period | None) -> str:
    if month:
        return f"papers fetch --month {month.name}"
    return f"papers fetch --since {failed[0]} --until {failed[-1]}"


def _told(reads: Iterator[Read], source: Lister) -> Iterator[Read]:
    """Yield what was read, and say what it changed or what was in the way, and what was left out of it."""
    for read in reads:
        if read.problem:
            click.echo(f"{read.span}: not fetched: {read.problem}", err=True)
        elif read.change:
            click.echo(f"{read.span}: {read.change}")
        for part in read.unread:
            click.echo(f"{read.span}: not read as a whole: {part}", err=True)
        while source.notes:
            click.echo(source.notes.pop(0), err=True)
        yield read
