"""The recorded answers of the real source, through a real server: every paper once, on its day, under one key."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.archive.load import load_archive
from generator.archive.models import Paper, Record
from generator.text import fold
from tests.support.archives import run
from tests.support.data_files import assert_is_valid, data_of, papers_of
from tests.support.live import (
    RECORDED,
    fetch_recorded_months,
    listings_of,
    make_empty_archive,
    recorded_months,
    recorded_server,
    times_of,
)
from tests.support.source_server import Item, SourceServer

pytestmark = pytest.mark.skipif(not RECORDED.is_dir(), reason="needs the recorded answers beside the repository")


@pytest.fixture(scope="module")
def server() -> Iterator[SourceServer]:
    with recorded_server() as server:
        yield server


@pytest.fixture(scope="module")
def days(server: SourceServer) -> dict[str, list[Item]]:
    return server.days


def test_all_recorded_papers_are_kept_each_on_its_day_and_a_second_run_rewrites_nothing(
    days: dict[str, list[Item]], recorded_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(recorded_root, tmp_path / "archive")
    kept = listings_of(root)
    expected = {day: {item["paper"]["id"] for item in items} for day, items in days.items()}
    assert {day: {paper.arxiv_id for paper in one.papers} for day, one in kept.items() if one.papers} == expected
    assert {one.status for one in kept.values()} == {"complete", "empty"}
    papers = load_archive(root / "content").papers
    assert len(papers) == len({paper.arxiv_id for paper in papers}) == len(set().union(*expected.values())) == 5435
    before = times_of(root)
    assert {(read.change, read.problem, read.unread) for read in fetch_recorded_months(root)} == {(None, None, ())}
    *_, last = recorded_months()
    assert run("fetch", "--month", last, "-C", str(root)).stdout == ""
    assert times_of(root) == before
    fields = set(Record.__struct_fields__)
    for path in (root / "content" / "listings").rglob("*.json"):
        assert all(paper.keys() <= fields for paper in json.loads(path.read_bytes())["papers"])


def test_every_data_file_of_them_is_as_its_schema_says(recorded_root: Path) -> None:
    files = data_of(recorded_root)
    assert_is_valid(files)
    assert len(papers_of(files)) == 5435


@pytest.mark.usefixtures("server")
def test_days_and_months_read_the_same(tmp_path: Path) -> None:
    by_month, by_day = (make_empty_archive(tmp_path / name) for name in ("month", "day"))
    run("fetch", "--month", "2026-04", "-C", str(by_month))
    run("fetch", "--since", "2026-04-01", "--until", "2026-04-30", "-C", str(by_day))
    assert len(listings_of(by_day)) == 30
    assert listings_of(by_day) == listings_of(by_month)


@pytest.mark.usefixtures("server")
def test_papers_of_scrapes_and_months_are_one_paper_each_with_its_arxiv_id_under_its_old_key(
    scraped_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(scraped_root, tmp_path / "archive")
    old = {paper.key for paper in load_archive(root / "content").papers}
    fetch_recorded_months(root)
    papers = load_archive(root / "content").papers
    assert old <= {paper.key for paper in papers}
    both = [paper for paper in papers if paper.key in old and paper.arxiv_id]
    assert len(both) == 33
    assert len(papers) == len(old) + 5435 - len(both)
    assert {Counter(map(key_of, papers)).most_common(1)[0][1] for key_of in (arxiv_id, title)} == {1}


def arxiv_id(paper: Paper) -> str:
    return paper.arxiv_id or paper.key


def title(paper: Paper) -> str:
    return fold(paper.title)
