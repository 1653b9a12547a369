"""Two changes that each hold alone, and merge without a conflict: what is still clear is a warning, the rest is not.

Pull requests are checked one by one, so this is what `papers check` finds on the main branch after both were merged.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.archive.load import load_archive
from generator.cli import papers
from tests.support.archives import REPOSITORY
from tests.support.merges import CLEAR, TUESDAY_FILE, UNCLEAR, Change, check, commit, decided, merge


@pytest.mark.parametrize(("first", "second", "message"), CLEAR.values(), ids=CLEAR)
def test_what_is_still_clear_is_a_warning(tmp_path: Path, first: Change, second: Change, message: str) -> None:
    repository = merge(tmp_path, first, second)
    result = check(repository)
    warning, summary = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert message in warning
    assert ": warning: " in warning
    assert summary.endswith(" no problems, 1 warning")
    assert check(repository, "--format", "github").stdout.startswith("::warning file=")


@pytest.mark.parametrize(("first", "second", "message"), UNCLEAR.values(), ids=UNCLEAR)
def test_what_only_a_person_can_decide_is_an_error(tmp_path: Path, first: Change, second: Change, message: str) -> None:
    result = check(merge(tmp_path, first, second))
    assert (result.exit_code, result.stderr) == (1, "1 problem found\n")
    assert message in result.stdout
    assert ": warning: " not in result.stdout


def test_the_file_of_the_newer_day_counts_field_by_field(tmp_path: Path) -> None:
    first, second, _ = CLEAR["different decisions in two files"]
    content = merge(tmp_path, first, second) / "content"
    archive = load_archive(content)
    paper = archive.papers[0]
    assert (paper.key, paper.topics, paper.summary) == ("kettles", ("boiling",), "Boils.")
    assert archive.curated_in["kettles"] == content / TUESDAY_FILE


def test_a_paper_that_either_change_hides_is_hidden(tmp_path: Path) -> None:
    first, second, _ = CLEAR["one hides, one decides topics"]
    archive = load_archive(merge(tmp_path, first, second) / "content")
    assert [paper.key for paper in archive.papers] == ["moths"]


def test_an_old_name_gives_way_to_a_topic_of_that_name(tmp_path: Path) -> None:
    first, second, _ = CLEAR["an alias that becomes a topic"]
    topics = load_archive(merge(tmp_path, first, second) / "content").topics
    assert topics["boats"].title == "Boats"
    assert not any(topics[name].aliases for name in topics)


def test_errors_and_warnings_are_counted_apart(tmp_path: Path) -> None:
    first, second, _ = CLEAR["equal decisions in two files"]
    repository = merge(tmp_path, first, second)
    commit(repository, decided("curation/2025/2025-03-12.yml", "  topics: [boiling]\n", "zebras"))
    assert check(repository).stderr == "1 problem and 1 warning found\n"


def test_a_site_is_built_and_the_warning_shown(tmp_path: Path) -> None:
    first, second, message = CLEAR["different decisions in two files"]
    repository = merge(tmp_path, first, second)
    (repository / "mkdocs.yml").write_text((REPOSITORY / "mkdocs.yml").read_text("utf-8"), "utf-8")
    result = CliRunner().invoke(papers, ["build", "-C", str(repository)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert message in result.stderr
    assert "Boiling" in (repository / "site" / "papers" / "kettles" / "index.html").read_text("utf-8")
