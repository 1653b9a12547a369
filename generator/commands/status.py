"""`papers status`: report which days the archive has."""

import sys
from datetime import date
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from generator.archive.ledger import Ledger, holes, ledger_of, summed
from generator.archive.load import load_listings
from generator.commands.options import archive_option, content_of, today
from generator.commands.progress import working
from generator.publish.settings import read_source
from generator.text import counted


@click.command()
@click.option(
    "--days",
    metavar="N",
    type=click.IntRange(min=0),
    default=14,
    show_default=True,
    help="0 shows all days.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--holes", "last", metavar="N", type=click.IntRange(min=1), help="List holes of the last N days.")
@archive_option
def status(days: int, as_json: bool, last: int | None, root: Path) -> None:
    """Show which days are complete, partial, empty or missing.

    Complete: the whole list was read. Partial: it was read too early, only in part, or from a scrape. Empty: nothing
    was listed. Missing: it was not read, or could not be read. Days count from the first one with a listing to today.

    With --holes, the exit code is 1 if a day whose list is final is partial or missing.
    """
    now = today()
    is_read = read_source(root).reader is not None
    with working("Reading the listings"):
        ledger = ledger_of(load_listings(content_of(root)), now, is_read=is_read)
    if last:
        _report_holes(ledger, last, now)
        return
    shown = summed(ledger.days[-days:])
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=1).decode())
    else:
        _show(shown, ledger)


def _report_holes(ledger: Ledger, last: int, now: date) -> None:
    found = holes(ledger, last, now)
    for entry in found:
        click.echo(f"{entry.day}: {entry.state}, {entry.archived or 'nothing'} archived")
    if found:
        click.echo(f"To fill these holes: papers fetch --since {found[0].day}", err=True)
        sys.exit(1)
    click.echo(f"No holes in the last {counted(last, 'day')}")


def _show(shown: Ledger, whole: Ledger) -> None:
    table = Table(
        "Day", "", "State", caption="Total: " + ", ".join(f"{count} {state}" for state, count in whole.totals.items())
    )
    for name in ("Listed", "Archived"):
        table.add_column(name, justify="right")
    colours = {"complete": "green", "partial": "yellow", "empty": "dim", "missing": "red"}
    for entry in shown.days:
        state = f"[{colours[entry.state]}]{entry.state}"
        table.add_row(str(entry.day), f"{entry.day:%a}", state, str(entry.listed), str(entry.archived))
    Console().print(table)
