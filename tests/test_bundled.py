"""The bundled archive: what the repository itself publishes."""

from pathlib import Path

import pytest

from generator.archive.load import Archive, load_archive
from generator.publish.build import build_site
from tests.support import REPOSITORY, files_of, make_archive, silent
from tests.test_build import broken_links


@pytest.fixture(scope="module")
def bundled() -> Archive:
    return load_archive(REPOSITORY / "content")


def test_it_holds_406_records_of_390_papers(bundled: Archive) -> None:
    assert {str(listing.day): len(listing.papers) for listing in bundled.listings} == {
        "None": 252,
        "2025-03-11": 87,
        "2025-10-31": 67,
    }
    assert len(bundled.papers) == 390


def test_it_holds_no_abstract(bundled: Archive) -> None:
    assert [paper.key for paper in bundled.papers if paper.abstract] == []


def test_people_chose_one_to_four_topics_for_every_paper(bundled: Archive) -> None:
    assert [paper.key for paper in bundled.papers if paper.topics_suggested or not 1 <= len(paper.topics) <= 4] == []


def test_every_paper_has_a_summary_of_one_sentence(bundled: Archive) -> None:
    summaries = [paper.summary or "" for paper in bundled.papers]
    assert [summary for summary in summaries if not 15 <= len(summary.split()) <= 40] == []
    assert [summary for summary in summaries if not summary.endswith(".")] == []
    assert len(set(summaries)) == len(summaries)


def test_most_titles_alone_suggest_a_topic(bundled: Archive) -> None:
    assert sum(bool(bundled.topics.suggest(paper.title)) for paper in bundled.papers) >= 350


def test_its_site_is_whole(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive", REPOSITORY / "content")
    files = files_of(build_site(root, report=silent).folder)
    assert sum(path.startswith("papers/") and path.endswith(".html") for path in files) == 390
    assert broken_links(files) == []


def test_a_paper_s_shell_is_lean(sample_site: Path) -> None:
    page = (sample_site / "papers" / "the-cat-sat-again" / "index.html").read_bytes()
    assert len(page) <= 12_000
