"""A machine whose clock is wrong: what goes by the day is refused, and nothing is asked or written."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import pytest

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.support.archives import REPOSITORY
from tests.support.live import make_empty_archive, papers, times_of
from tests.support.source_server import SourceServer, item

SCRAPE = str(REPOSITORY / "tests" / "data" / "scrape_dated.txt")


class In1970(datetime):
    """The first day of Unix time, as on a board without a battery that nobody told the time."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(1970, 1, 1, 0, 2, tzinfo=tz)


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
def test_a_clock_in_1970_is_refused(
    server: SourceServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    root = make_empty_archive(tmp_path / "archive")
    write_listing(
        root / "content",
        Listing(day=None, source="a test", status="partial", papers=(Record(key="kettles", title="Kettles"),)),
    )
    before = times_of(root)
    monkeypatch.setattr("generator.commands.options.datetime", In1970)
    result = papers(server, root, *command)
    assert (result.returncode, result.stdout, server.requests) == (1, "", [])
    assert result.stderr == (
        "Error: This machine's clock is wrong: it says 1970-01-01, which is long past. Set the clock and try again.\n"
    )
    assert times_of(root) == before
