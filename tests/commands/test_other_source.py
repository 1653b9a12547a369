"""The commands in an archive of another source than the project's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.support.archives import REPOSITORY, SAMPLE, files_of
from tests.support.live import listings_of, papers
from tests.support.source_server import SourceServer, item

SCRAPE = str(REPOSITORY / "tests" / "data" / "scrape_dated.txt")  # of 31 October 2025
NOTHING_TO_FETCH = (
    "extra.source names no reader, so there is nothing to fetch. Add papers with papers import, or write listings by "
    "hand"
)


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        server.days["2025-03-11"] = [item("2503.11001", "Kettles", "2025-03-11")]
        yield server


def make(folder: Path, source: str) -> Path:
    (folder / "content").mkdir(parents=True)
    settings = f"site_name: Reading List\nsite_url: https://list.example/\nextra:\n  source: {source}\n"
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    (folder / "content" / "topics.yml").write_bytes((SAMPLE / "topics.yml").read_bytes())
    return folder


@pytest.mark.parametrize("source", ["none", "{name: Robotics Weekly}"])
@pytest.mark.parametrize("options", [(), ("--date", "2025-03-11"), ("--month", "2025-03"), ("--dry-run",)])
def test_where_no_reader_is_named_fetch_asks_nobody_and_says_what_to_do(
    server: SourceServer, tmp_path: Path, source: str, options: tuple[str, ...]
) -> None:
    root = make(tmp_path / "archive", source)
    before = files_of(root / "content")
    result = papers(server, root, "fetch", *options)
    assert (result.returncode, result.stdout, server.requests) == (1, "", [])
    assert f"{root / 'mkdocs.yml'}: {NOTHING_TO_FETCH}" in result.stderr
    assert {path for path in files_of(root / "content") if path.endswith(".json")} <= before.keys()


def test_a_reader_fetches_under_whatever_name(server: SourceServer, tmp_path: Path) -> None:
    root = make(tmp_path / "archive", "{name: Our Picks, reader: huggingface, abstracts: true}")
    assert papers(server, root, "fetch", "--date", "2025-03-11").returncode == 0
    (paper,) = listings_of(root)["2025-03-11"].papers
    assert paper.abstract


def test_abstracts_are_left_out_where_nothing_says_that_they_may_be_kept(server: SourceServer, tmp_path: Path) -> None:
    root = make(tmp_path / "archive", "{name: Our Picks, reader: huggingface}")
    assert papers(server, root, "fetch", "--date", "2025-03-11").returncode == 0
    (paper,) = listings_of(root)["2025-03-11"].papers
    assert paper.abstract is None


def test_a_day_is_checked_against_the_first_day_of_the_archive_s_own_source(
    server: SourceServer, tmp_path: Path
) -> None:
    root = make(tmp_path / "archive", "{name: Our Picks, first_day: 2025-06-02}")
    result = papers(server, root, "import", SCRAPE, "--date", "2025-06-01")
    assert result.returncode == 2
    assert "2025-06-01 is before Our Picks began: the first day is 2025-06-02" in result.stderr


def test_a_broken_setting_is_told_before_anything_is_asked(server: SourceServer, tmp_path: Path) -> None:
    root = make(tmp_path / "archive", "{nmae: Our Picks}")
    result = papers(server, root, "fetch", "--date", "2025-03-11")
    assert (result.returncode, server.requests) == (1, [])
    assert 'extra.source: there is no field "nmae" (did you mean "name"?)' in result.stderr


def test_enrich_asks_arxiv_alone_where_there_is_no_reader(server: SourceServer, tmp_path: Path) -> None:
    root = make(tmp_path / "archive", "none")
    write_listing(
        root / "content",
        Listing(day=None, source="by hand", status="partial", papers=(Record(key="kettles", title="Kettles"),)),
    )
    papers(server, root, "enrich")
    assert [path for path in map(str, server.requests) if "/api/papers/search" in path] == []
    assert server.requests
