"""`papers fetch`: read the lists of the source."""

import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from generator.archive.dates import Period, days_between, parse_month
from generator.archive.ingest import RECENT, Ingest, Read
from generator.archive.mending import mend_listings
from generator.archive.source import LISTER
from generator.collect.fetch import fetch_days, fetch_month
from generator.collect.source import Lister
from generator.commands.options import (
    abstracts_option,
    archive_option,
    checked,
    content_of,
    listed_day_option,
    now,
    writes_content,
)
from generator.commands.progress import tracked, working
from generator.commands.sources import open_lister
from generator.text import counted


@click.command()
@listed_day_option("--date", "day", text="Only this day.")
@listed_day_option("--since", text="From this day on. Complete days older than two weeks are not read again.")
@listed_day_option("--until", text="With --since: up to this day. Default: today.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="All days of this month.")
@abstracts_option
@click.option("--dry-run", is_flag=True, help="Report what would change, and write nothing.")
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
    """Read the lists of Daily Papers; by default the last fifteen days.

    Lists keep filling for two days, papers move and upvotes change, so recent days are read again. Values follow the
    source; nothing that was archived is lost. Each day is saved as soon as it has been read: after an interruption, run
    the same command again and it continues. What changed is printed, one line a day.

    HF_ENDPOINT and HF_TOKEN are used if set; no account is needed.
    """
    at = now()
    days = _days(at.date(), day, since, until, month)
    with working("Reading the listings"):
        mended = [] if dry_run else list(mend_listings(content_of(root)))
    for path in mended:
        click.echo(f"{path}: rewritten without invisible characters and dead links")
    with working("Reading the listings"):
        ingest = Ingest(content_of(root), now=at, abstracts=not no_abstracts, dry_run=dry_run)
        wanted = days if day or month else ingest.worth_reading(days)
    with open_lister(root) as source:
        fetched = fetch_month(source, ingest, month.name, days) if month else fetch_days(source, ingest, wanted)
        reads = list(_reported(tracked(fetched, len(wanted), "days", lambda read: read.papers), source))
    click.echo(_summary(reads, month, dry_run=dry_run), err=True)
    if failed := [read.span for read in reads if read.failed]:
        click.echo(f"To retry what could not be read: {_again(failed, month)}", err=True)
        sys.exit(1)


def _days(today: date, day: date | None, since: date | None, until: date | None, month: Period | None) -> list[date]:
    """Return the requested days. Raises UsageError if the options do not go together."""
    if sum(map(bool, (day, since, month))) > 1 or (until and not since):
        raise click.UsageError("Give only one of --date, --month and --since; --until needs --since.")
    if day:
        return [day]
    if month:
        try:
            return LISTER.days_of(month, today)
        except ValueError as error:
            raise click.UsageError(f"Invalid value for '--month': {error}") from error
    first = since or max(today - timedelta(days=RECENT - 1), LISTER.first_day)
    last = until or today
    if last < first:
        raise click.UsageError(f"--until {last} must not be before --since {first}.")
    return days_between(first, last)


def _summary(reads: Sequence[Read], month: Period | None, *, dry_run: bool) -> str:
    days = {read.span for read in reads if read.problem is None} - {month and month.name}
    papers = sum(read.papers for read in reads)
    changed = counted(len({read.span for read in reads if read.change}), "listing")
    done = "would be written" if dry_run else "written"
    return f"{counted(len(days), 'day')} read, {counted(papers, 'paper')} listed; {changed} {done}"


def _again(failed: Sequence[str], month: Period | None) -> str:
    if month:
        return f"papers fetch --month {month.name}"
    return f"papers fetch --since {failed[0]} --until {failed[-1]}"


def _reported(reads: Iterator[Read], source: Lister) -> Iterator[Read]:
    """Yield each result, and report what it changed, why it failed, and what was skipped."""
    for read in reads:
        if read.problem:
            click.echo(f"{read.span}: not fetched: {read.problem}", err=True)
        elif read.change:
            click.echo(f"{read.span}: {read.change}")
        for part in read.unread:
            click.echo(f"{read.span}: only partly read: {part}", err=True)
        while source.notes:
            click.echo(source.notes.pop(0), err=True)
        yield read
