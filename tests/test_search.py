"""The search index: what a paper is found by, and the same bytes for the same papers."""

from pathlib import Path

import pagefind_bin
import pytest

from generator.archive.load import load_archive
from generator.errors import BuildError
from generator.publish.contents import contents_of
from generator.publish.search import SearchRecord, build_index, search_record
from generator.publish.settings import read_site


def record(number: int) -> SearchRecord:
    topics = ["translation", "robotics", "summarization"][: number % 4]
    return SearchRecord(
        address=f"papers/{number}/",
        content=f"word{number} shared words",
        meta={"title": f"Title {number}", "facts": "1 author"},
        filters={"topic": topics, "year": [str(2020 + number % 5)]},
        sort={"listed": f"2025-01-{number % 28 + 1:02}"},
    )


def test_the_same_records_give_the_same_bytes() -> None:
    records = [record(number) for number in range(40)]
    first = build_index(records)
    assert all(build_index(records) == first for _ in range(4))


def test_only_what_the_site_uses_is_kept() -> None:
    names = build_index([record(1)])
    assert "pagefind.js" in names
    assert not [name for name in names if "ui" in name or "highlight" in name]


def test_no_papers_are_an_index_too() -> None:
    assert "pagefind-entry.json" in build_index([])


def test_a_paper_is_found_by_its_words_authors_and_topics(archive: Path) -> None:
    contents = contents_of(load_archive(archive / "content"), read_site(archive))
    found = search_record(contents.papers["a-lantern-for-translators"])
    assert found.meta["title"] == "A Lantern for Translators"
    for text in ("Ambiguity hides in plain sight", "Gives translators a lamp", "Bo Sample", "Translation"):
        assert text in found.content
    assert found.filters == {"topic": ["translation"], "year": ["2025"]}
    assert found.sort == {"listed": "2025-03-11"}
    assert "2503.00042" in search_record(contents.papers["2503.00042"]).content


def test_an_indexer_that_cannot_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagefind_bin, "get_executable", lambda: Path("/bin/true"))
    with pytest.raises(BuildError, match="search indexer stopped"):
        build_index([record(1)])
