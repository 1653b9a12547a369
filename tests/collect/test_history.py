"""The recorded history through a real server: by day and by month, exactly its papers on their days."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.archive.dates import parse_month
from tests.support.archives import run
from tests.support.live import RECORDED, environment, listings_of, make_empty_archive
from tests.support.source_server import Item, SourceServer

HISTORY = RECORDED / "history"

pytestmark = pytest.mark.skipif(not HISTORY.is_dir(), reason="needs the recorded history beside the repository")

# All months with items that do not tell their day, and the newest.
MONTHS = [*(f"2024-{month:02}" for month in range(5, 12)), "2025-01", "2025-03", "newest"]


def recorded(month: str) -> tuple[str, dict[str, list[Item]]]:
    """Return the month and its items by day."""
    path = max(HISTORY.glob("*.json.gz")) if month == "newest" else HISTORY / f"{month}.json.gz"
    return path.name[:7], json.loads(gzip.decompress(path.read_bytes()))


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SourceServer]:
    with SourceServer() as server:
        for name, value in environment(server).items():
            monkeypatch.setenv(name, value)
        yield server


@pytest.mark.parametrize("month", MONTHS)
def test_each_paper_of_the_history_is_kept_on_its_day_read_by_day_or_by_month(
    server: SourceServer, tmp_path: Path, month: str
) -> None:
    name, server.days = recorded(month)
    expected = {day: sorted(item["paper"]["id"] for item in items) for day, items in server.days.items() if items}
    last = str(parse_month(name).last)
    by_day, by_month = (make_empty_archive(tmp_path / way) for way in ("day", "month"))
    run("fetch", "--since", f"{name}-01", "--until", last, "-C", str(by_day))
    run("fetch", "--month", name, "-C", str(by_month))
    for root in (by_day, by_month):
        kept = {day: sorted(paper.arxiv_id or "" for paper in one.papers) for day, one in listings_of(root).items()}
        assert {day: ids for day, ids in kept.items() if ids} == expected
    assert listings_of(by_day) == listings_of(by_month)
