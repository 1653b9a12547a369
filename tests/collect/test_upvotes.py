"""Several days' answers, read as the daily run reads them: which upvotes are kept, and that nothing is rewritten."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from generator.archive.dates import days_between
from generator.archive.ingest import RECENT, Ingest
from generator.collect.fetch import fetch_days
from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace
from tests.support.live import listings_of, make_empty_archive, times_of
from tests.support.source_server import SourceServer, item

TUESDAY, WEDNESDAY = date(2025, 3, 11), date(2025, 3, 12)

# The upvotes of three papers in the answers of some days after their listing; in between they stay as they were.
# The ferries were added to Tuesday's list a day late.
ANSWERS = {
    "kettles": (TUESDAY, {0: 3, 1: 8, 3: 20, 6: 21, 7: 25, 14: 40, 16: 44}),
    "ferries": (TUESDAY, {1: 2, 4: 9, 8: 10}),
    "tugs": (WEDNESDAY, {0: 1, 2: 5}),
}
KEPT = {
    "kettles": {"2025-03-12": 8, "2025-03-14": 20, "2025-03-18": 25, "2025-03-25": 40},
    "ferries": {"2025-03-12": 2, "2025-03-14": 2, "2025-03-18": 9, "2025-03-25": 10},
    "tugs": {"2025-03-13": 1, "2025-03-15": 5, "2025-03-19": 5, "2025-03-26": 5},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_empty_archive(tmp_path / "archive")


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        yield server


def answer(server: SourceServer, today: date) -> None:
    """Let the server answer as the source does today."""
    server.days = {str(TUESDAY): [], str(WEDNESDAY): []}
    for number, (title, (day, counts)) in enumerate(ANSWERS.items(), 1):
        if known := [upvotes for age, upvotes in counts.items() if age <= (today - day).days]:
            server.days[str(day)].append(item(f"2503.{number:05}", title, str(day), upvotes=known[-1]))


def run(server: SourceServer, root: Path, today: date) -> None:
    """Read the last days as a run of that day does."""
    answer(server, today)
    ingest = Ingest(root / "content", now=datetime.combine(today, time(9, 23), UTC))
    with Web(contact="https://archive.example") as web:
        source = HuggingFace(web, today=today, endpoint=server.url)
        days = ingest.worth_reading(days_between(today - timedelta(days=RECENT - 1), today))
        assert all(read.problem is None for read in fetch_days(source, ingest.fill, days))


def kept(root: Path) -> dict[str, dict[str, int]]:
    records = [record for listing in listings_of(root).values() for record in listing.papers]
    return {record.title: {str(count.day): count.upvotes for count in record.upvotes_at} for record in records}


def test_a_run_every_day_keeps_four_counts_of_each_paper(server: SourceServer, root: Path) -> None:
    for today in days_between(TUESDAY, TUESDAY + timedelta(days=20)):
        run(server, root, today)
    assert kept(root) == KEPT
    newest = {record.title: record.upvotes for one in listings_of(root).values() for record in one.papers}
    assert newest == {"kettles": 40, "ferries": 10, "tugs": 5}  # when each day was last read


def test_a_second_run_on_the_same_day_rewrites_nothing(server: SourceServer, root: Path) -> None:
    for today in days_between(TUESDAY, TUESDAY + timedelta(days=3)):
        run(server, root, today)
    before = times_of(root)
    run(server, root, TUESDAY + timedelta(days=3))
    assert times_of(root) == before


def test_days_without_a_run_cost_no_count_that_a_later_run_can_still_take(server: SourceServer, root: Path) -> None:
    for age in (0, 2, 4, 9, 14):
        run(server, root, TUESDAY + timedelta(days=age))
    assert kept(root)["kettles"] == {"2025-03-13": 8, "2025-03-15": 20, "2025-03-20": 25, "2025-03-25": 40}
