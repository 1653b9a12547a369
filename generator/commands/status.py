"""The command that tells how whole the archive is: status."""

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
from generator.publish.settings import read_source
from generator.text import counted


@click.command()
@click.option("--days", metavar="N", type=click.IntRange(min=0), default=14, show_default=True, help="0 shows all.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--holes", "last", metavar="N", type=click.IntRange(min=1), help="Name holes of the last N days instead.")
@archive_option
def status(days: int, as_json: bool, last: int | None, root: Path) -> None:
    """Tell what the archive has of each day, from the first day with a listing to today.

    A day is complete, partial (read before its list was full, in part, or from a scrape), empty (nothing was listed) or
    missing (not read, or not readable). With --holes, days that are partial or missing although their lists are
    full by now end the command with 1.
    """
    now = today()
    ledger = ledger_of(load_listings(content_of(root)), now, is_read=read_source(root).reader is not None)
    if last:
        _tell_holes(ledger, last, now)
        return
    shown = summed(ledger.days[-days:])
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=1).decode())
    else:
        _show(shown, ledger)


def _tell_holes(ledger: Ledger, last: int, now: date) -> None:
    found = holes(ledger, last, now)
    for entry in found:
        click.echo(f"{entry.day}: {entry.state}, {entry.archived or 'nothing'} archived")
    if found:
        click.echo(f"To fill these holes: papers fetch --since {found[0].day}", err=True)
        sys.exit(1)
    click.echo(f"No holes in the last {counted(last, 'day')}")


def _show(shown: Ledger, whole: Ledger) -> None:
    table = Table(
        "Day", "", "State", caption="In all " + ", ".join(f"{count} {state}" for state, count in whole.totals.items())
    )
    for name in ("Listed", "Archived"):
        table.add_column(name, justify="right")
    colours = {"complete": "green", "partial": "yellow", "empty": "dim", "missing": "red"}
    for entry in shown.days:
        state = f"[{colours[entry.state]}]{entry.state}"
        table.add_row(str(entry.day), f"{entry.day:%a}", state, str(entry.listed), str(entry.archived))
    Console().print(table)
