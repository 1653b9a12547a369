"""What standing queries find is recorded by the commands that write listings."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.support.archives import make_archive, run

FEEDS = "kettles: {title: Kettles, description: All of them., query: {words: [kettle]}}\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    archive = make_archive(tmp_path / "archive")
    (archive / "content" / "feeds.yml").write_text(FEEDS)
    (tmp_path / "new.jsonl").write_text('{"title": "Kettles at Rest", "day": "2025-03-12"}\n')
    return archive


def recorded(archive: Path) -> list[str]:
    papers: list[str] = json.loads((archive / "content" / "matches" / "kettles.json").read_bytes())["papers"]
    return papers


def test_an_import_records_what_queries_find_and_keeps_what_they_found(archive: Path, tmp_path: Path) -> None:
    run("import", str(tmp_path / "new.jsonl"), "-C", str(archive))
    assert recorded(archive) == ["kettles-at-rest"]
    listing = archive / "content" / "listings" / "2025" / "2025-03-12.json"
    listing.write_text(listing.read_text().replace("Kettles at Rest", "Pans at Rest"))
    run("import", str(tmp_path / "new.jsonl"), "-C", str(archive))
    assert "kettles-at-rest" in recorded(archive)


def test_enriching_records_what_queries_find_in_listings_written_by_hand(archive: Path) -> None:
    content = archive / "content"
    shutil.rmtree(content / "listings")
    shutil.rmtree(content / "curation")
    paper = Record(key="2503.00001", arxiv_id="2503.00001", title="Kettles at Work")
    write_listing(content, Listing(day=date(2025, 3, 12), source="hand", status="complete", papers=(paper,)))
    run("enrich", "-C", str(archive))
    assert recorded(archive) == ["2503.00001"]


def test_without_queries_nothing_is_written(archive: Path, tmp_path: Path) -> None:
    (archive / "content" / "feeds.yml").unlink()
    run("import", str(tmp_path / "new.jsonl"), "-C", str(archive))
    assert not (archive / "content" / "matches").exists()


def test_broken_content_is_no_failure_of_the_import(archive: Path, tmp_path: Path) -> None:
    (archive / "content" / "feeds.yml").write_text(FEEDS.replace("words", "wrods"))
    result = run("import", str(tmp_path / "new.jsonl"), "-C", str(archive))
    assert "content/matches was not brought up to date" in result.output
    assert not (archive / "content" / "matches").exists()
