"""A machine whose clock is wrong: what goes by the day is refused, and nothing is asked or written."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.support.archives import REPOSITORY
from tests.support.live import environment, make_empty_archive, times_of
from tests.support.source_server import SourceServer, item

SCRAPE = str(REPOSITORY / "tests" / "data" / "scrape_dated.txt")
# The program on the first day of Unix time, as on a board without a battery that nobody told the time.
IN_1970 = """
import generator.commands.options as options
from datetime import datetime

class Clock(datetime):
    def now(zone):
        return datetime(1970, 1, 1, 0, 2, tzinfo=zone)

options.datetime = Clock
from generator.cli import main
main()
"""


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        server.days["2025-03-11"] = [item("2503.11001", "Kettles", "2025-03-11")]
        yield server


@pytest.mark.parametrize(
    "command",
    [
        ["fetch"],
        ["fetch", "--date", "2025-03-11"],
        ["fetch", "--since", "2025-03-10"],
        ["fetch", "--month", "2025-03"],
        ["fetch", "--dry-run"],
        ["import", SCRAPE],
        ["import", SCRAPE, "--date", "2025-01-28"],
        ["status"],
        ["status", "--json"],
        ["status", "--holes", "7"],
        ["enrich"],
    ],
)
def test_a_clock_in_1970_is_refused(server: SourceServer, tmp_path: Path, command: list[str]) -> None:
    root = make_empty_archive(tmp_path / "archive")
    write_listing(
        root / "content",
        Listing(day=None, source="a test", status="partial", papers=(Record(key="kettles", title="Kettles"),)),
    )
    before = times_of(root)
    result = subprocess.run(
        [sys.executable, "-c", IN_1970, *command, "-C", str(root)],
        env=environment(server),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout, server.requests) == (1, "", [])
    assert result.stderr == (
        "Error: This machine's clock is wrong: it says 1970-01-01, which is long past. Set the clock and try again.\n"
    )
    assert times_of(root) == before
