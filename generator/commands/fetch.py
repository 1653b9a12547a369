"""`papers fetch`: read the lists of the source."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import click

from generator.archive.dates import Period, days_between, parse_month
from generator.archive.ingest import RECENT, Ingest, Read
from generator.archive.mending import mend_listings
from generator.archive.source import Source
from generator.collect.fetch import fetch_days, fetch_month
from generator.collect.source import Lister
from generator.commands.abstracts import abstracts_option, keeps_abstracts, remove_left_out
from generator.commands.days import listed_day_option
from generator.commands.matches import record_matches
from generator.commands.options import archive_option, checked, content_of, fail, now, writes_content
from generator.commands.progress import tracked, working
from generator.commands.sources import open_lister
from generator.errors import ConfigError
from generator.publish.settings import read_source
from generator.text import counted


@click.command()
@listed_day_option("--date", "day", text="Only this day.")
@listed_day_option("--since", text="From this day on. Complete days older than two weeks are not read again.")
@listed_day_option("--until", text="With --since: up to this day. Default: today.")
@click.option("--month", metavar="YYYY-MM", callback=checked(parse_month), help="All days of this month.")
@abstracts_option
@click.option("--missing-abstracts", is_flag=True, help="Only add the abstracts that complete days lack.")
@click.option("--dry-run", is_flag=True, help="Report what would change, and write nothing.")
@archive_option
@writes_content
def fetch(
    *,
    day: date | None,
    since: date | None,
    until: date | None,
    month: Period | None,
    abstracts: bool | None,
    missing_abstracts: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Read the lists of the source; by default the last fifteen days.

    Lists keep filling for two days, papers move and upvotes change, so recent days are read again. Values follow the
    source; nothing that was archived is lost. Each day is saved as soon as it has been read: after an interruption, run
    the same command again and it continues. What changed is printed, one line a day.

    --missing-abstracts asks again for complete days that have papers without an abstract; by default for all such days.

    HF_ENDPOINT and HF_TOKEN are used if set; no account is needed.
    """
    at = now()
    lists = read_source(root)
    _check_reader(lists, root)
    days = _days(lists, at.date(), day=day, since=since, until=until, month=month, all_days=missing_abstracts)
    kept = _keeps_abstracts(root, abstracts, missing=missing_abstracts)
    if not dry_run:
        _mend(root, asked=abstracts)
    with working("Reading the listings"):
        ingest = Ingest(content_of(root), now=at, abstracts=kept, dry_run=dry_run)
    if missing_abstracts:
        wanted, take, month = list(ingest.lacking_abstracts(days)), ingest.add_abstracts, None
    else:
        wanted, take = days if day or month else ingest.worth_reading(days), ingest.fill
    with open_lister(root) as source:
        fetched = fetch_month(source, ingest, month.name, days) if month else fetch_days(source, take, wanted)
        reads = list(_reported(tracked(fetched, len(wanted), "days", lambda read: read.papers), source))
    if not dry_run:
        record_matches(root)
    click.echo(_summary(reads, month, dry_run=dry_run), err=True)
    for note in _lacking_still(ingest, wanted) if missing_abstracts else _not_read(ingest, days, wanted, kept=kept):
        click.echo(note, err=True)
    if failed := [read.span for read in reads if read.failed]:
        _fail(failed, month, " --missing-abstracts" if missing_abstracts else "")


def _check_reader(source: Source, root: Path) -> None:
    """Raise ConfigError if no reader reads the source's lists."""
    if source.reader is None:
        raise ConfigError(
            f"{root / 'mkdocs.yml'}: extra.source names no reader, so there is nothing to fetch. Add papers with "
            "papers import, or write listings by hand"
        )


def _keeps_abstracts(root: Path, asked: bool | None, *, missing: bool) -> bool:
    """Return whether abstracts are kept. Raises UsageError if the missing ones are requested and are not kept."""
    kept = keeps_abstracts(root, asked=asked)
    if missing and not kept:
        raise click.UsageError(
            "--missing-abstracts: this archive leaves abstracts out. Set extra.abstracts in mkdocs.yml to keep (and "
            "ABSTRACTS, if it is set), or pass --abstracts."
        )
    return kept


def _mend(root: Path, *, asked: bool | None) -> None:
    """Rewrite listings that do not follow today's rules and settings, and report them."""
    with working("Reading the listings"):
        mended = list(mend_listings(content_of(root)))
    for path in mended:
        click.echo(f"{path}: rewritten without invisible characters and dead links")
    remove_left_out(root, asked=asked)


def _days(
    source: Source,
    today: date,
    *,
    day: date | None,
    since: date | None,
    until: date | None,
    month: Period | None,
    all_days: bool,
) -> list[date]:
    """Return the requested days, by default recent or all days. Raises UsageError if the options do not go together."""
    if sum(map(bool, (day, since, month))) > 1 or (until and not since):
        raise click.UsageError("Give only one of --date, --month and --since; --until needs --since.")
    if day:
        return [day]
    if month:
        try:
            return source.days_of(month, today)
        except ValueError as error:
            raise click.UsageError(f"Invalid value for '--month': {error}") from error
    recent, first_day = today - timedelta(days=RECENT - 1), source.first_day or date.min
    first = since or (first_day if all_days else max(recent, first_day))
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


def _not_read(ingest: Ingest, days: Sequence[date], wanted: Sequence[date], *, kept: bool) -> Iterator[str]:
    """Yield what is to be known of the days that were not read again."""
    left = sorted(set(days).difference(wanted))
    if left:
        yield f"{counted(len(left), 'day')} not read again: complete and older than two weeks (--date reads one)"
    if kept and (lacking := ingest.lacking_abstracts(left)):
        first, last = min(lacking), max(lacking)
        lack = f"{counted(sum(lacking.values()), 'paper')} on {counted(len(lacking), 'day')} without an abstract"
        yield f"{lack}; to add what is missing: papers fetch --since {first} --until {last} --missing-abstracts"


def _lacking_still(ingest: Ingest, wanted: Sequence[date]) -> Iterator[str]:
    """Yield which days still lack abstracts after they were asked for."""
    if not wanted:
        yield "No abstract is missing on a complete day"
    elif lacking := ingest.lacking_abstracts(wanted):
        lack = f"{counted(sum(lacking.values()), 'paper')} on {counted(len(lacking), 'day')} still without an abstract"
        yield f"{lack}, the first on {min(lacking)}"


def _fail(failed: Sequence[str], month: Period | None, option: str) -> NoReturn:
    """Report how to retry what could not be read, and exit with 1."""
    span = f"--month {month.name}" if month else f"--since {failed[0]} --until {failed[-1]}"
    fail(f"To retry what could not be read: papers fetch {span}{option}", 1)


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
