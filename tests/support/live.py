"""Shared helpers for live sources: running `papers` against the loopback server, and the recorded answers."""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from generator.archive.dates import parse_month
from generator.archive.ingest import Ingest, Read
from generator.archive.listings import listing_paths, read_listing
from generator.archive.models import Listing
from generator.collect.fetch import fetch_month
from generator.collect.http import Web
from generator.commands.options import content_of, now
from generator.commands.sources import open_lister
from generator.publish.settings import read_source
from tests.support import program
from tests.support.archives import REPOSITORY, SAMPLE, SCRAPES, copy_settings
from tests.support.source_server import Item, SourceServer

RECORDED = SCRAPES.parent / "huggingface"
WEB = partial(Web, sleep=lambda _seconds: None)


def make_empty_archive(folder: Path, content: Path = SAMPLE) -> Path:
    """Create an archive in the folder, with the topics of that content and no papers.

    The sample's four topics are read in a hundredth of the time that the project's 140 take.
    """
    (folder / "content").mkdir(parents=True)
    copy_settings(folder)
    shutil.copy(content / "topics.yml", folder / "content")
    return folder


def environment(server: SourceServer) -> dict[str, str]:
    """Return the environment for a program that uses the server instead of both sources."""
    return {**os.environ, "HF_ENDPOINT": server.url, "ARXIV_ENDPOINT": server.url, "HF_TOKEN": ""}


def papers(server: SourceServer, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `papers` against the server, without waiting between retries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.commands.sources.Web", WEB)
        return program.papers(*arguments, "-C", root, env=environment(server))


def listings_of(root: Path) -> dict[str, Listing]:
    """Return every listing by day."""
    return {str(listing.day): listing for listing in map(read_listing, listing_paths(root / "content"))}


def times_of(root: Path) -> dict[Path, int]:
    """Return the modification time of each content file."""
    return {path: path.stat().st_mtime_ns for path in (root / "content").rglob("*") if path.is_file()}


def recorded_days() -> dict[str, list[Item]]:
    """Return all recorded items by the day that listed them."""
    days: dict[str, dict[str, Item]] = {}
    for path in sorted(RECORDED.glob("months/*.json.gz")) + sorted(RECORDED.glob("days/*.json.gz")):
        for item in json.loads(gzip.decompress(path.read_bytes())):
            day = item["paper"]["submittedOnDailyAt"][:10]
            days.setdefault(day, {})[item["paper"]["id"]] = item
    return {day: list(items.values()) for day, items in days.items()}


def recorded_months() -> Iterator[str]:
    """Yield every month with recorded answers."""
    yield from sorted({path.name[:7] for path in RECORDED.glob("*/*.json.gz")})


def recorded_archive(folder: Path) -> Path:
    """Create an archive in the folder and fetch every recorded month into it."""
    root = make_empty_archive(folder / "archive", REPOSITORY / "content")
    with recorded_server():
        fetch_recorded_months(root)
    return root


@contextmanager
def recorded_server() -> Iterator[SourceServer]:
    """Start a server that gives the recorded answers, for everything that runs in this process."""
    with SourceServer() as server, pytest.MonkeyPatch.context() as patch:
        server.days = recorded_days()
        # Durability does not matter here, and syncing a thousand files is slow.
        patch.setattr(os, "fsync", lambda _: None)
        for name, value in environment(server).items():
            patch.setenv(name, value)
        yield server


def fetch_recorded_months(root: Path) -> list[Read]:
    """Fetch as `papers fetch --month` does month by month, which would read all listings again for each of them."""
    at, source = now(), read_source(root)
    ingest = Ingest(content_of(root), now=at)
    with open_lister(root) as lister:
        spans = ((month, source.days_of(parse_month(month), at.date())) for month in recorded_months())
        return [read for month, days in spans for read in fetch_month(lister, ingest, month, days)]


def weekday_before(today: date) -> date:
    """Return the Wednesday of the week before today's: settled, recent and not on a weekend."""
    monday = today.toordinal() - today.weekday()
    return date.fromordinal(monday - 5)
