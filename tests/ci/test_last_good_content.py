"""The script by which new papers are published though what people wrote does not hold, on real repositories."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY
from tests.support.git import QUIET, git
from tests.support.merges import KETTLES, MONDAY_FILE, TUESDAY_FILE, UNCLEAR, commit, decided, listed, merge

SCRIPT = REPOSITORY / ".ci" / "last-good-content"
BROKEN = decided(MONDAY_FILE, "  topics: [boyling]\n")


def run(repository: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **QUIET}
    return subprocess.run([SCRIPT], cwd=repository, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository whose last commit decides about a paper, and holds."""
    changes = decided(MONDAY_FILE, "  topics: [boiling]\n"), decided("pages/about.md", "", "# About")
    return merge(tmp_path, *changes)


def test_what_holds_stays_as_it_is(repository: Path) -> None:
    result = run(repository)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert git(repository, "status", "--porcelain") == ""


def test_what_people_wrote_goes_back_to_what_last_held_and_listings_stay(repository: Path) -> None:
    good = git(repository, "rev-parse", "--short", "HEAD").strip()
    commit(repository, {**BROKEN, TUESDAY_FILE: "zebras:\n  topics: [boiling]\n", "pages/new.md": "# New\n"})
    commit(repository, listed("2025-03-12", KETTLES))
    newest = repository / "content" / "listings" / "2025" / "2025-03-13.json"
    commit(repository, {MONDAY_FILE: "still: broken\n"})
    (name, text), *_ = listed("2025-03-13", KETTLES).items()
    newest.write_text(text)  # as a fetch leaves it: not committed yet
    result = run(repository)
    assert (result.returncode, result.stdout) == (0, f"{good}\n"), result.stderr
    assert '"still" must have fields below it' in result.stderr
    assert f"Going back to the hand-written content of {good}" in result.stderr
    content = repository / "content"
    assert (content / MONDAY_FILE).read_text() == "kettles:\n  topics: [boiling]\n"
    assert not (content / TUESDAY_FILE).exists()
    assert not (content / "pages" / "new.md").exists()
    assert (content / "listings" / "2025" / "2025-03-12.json").exists()
    assert newest.read_text() == text
    assert name in git(repository, "status", "--porcelain", "--untracked-files=all")
    assert git(repository, "diff", "--cached", "--name-only") == ""


@pytest.mark.parametrize(("first", "second", "message"), UNCLEAR.values(), ids=UNCLEAR)
def test_two_changes_that_hold_alone_only_go_back_by_one(
    tmp_path: Path, first: dict[str, str], second: dict[str, str], message: str
) -> None:
    repository = merge(tmp_path, first, second)
    result = run(repository)
    assert result.returncode == 0, result.stderr
    assert message in result.stderr
    for name, text in first.items():
        assert (repository / "content" / name).read_text() == text


def test_listings_are_committed_and_what_people_wrote_is_not(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "origin.git")
    git(repository, "remote", "add", "origin", str(tmp_path / "origin.git"))
    commit(repository, BROKEN)
    git(repository, "push", "--quiet", "origin", "main")
    for name, text in listed("2025-03-12", KETTLES).items():
        (repository / "content" / name).write_text(text)
    assert run(repository).returncode == 0
    (tmp_path / "changes.txt").write_text("2025-03-12: 1 listed, partial\n")
    command = [REPOSITORY / ".ci" / "commit-listings", tmp_path / "changes.txt"]
    subprocess.run(command, cwd=repository, env={**os.environ, **QUIET}, capture_output=True, check=True)
    changed = git(tmp_path / "origin.git", "diff", "--name-only", "main~1", "main")
    assert changed == "content/listings/2025/2025-03-12.json\n"


def test_without_a_commit_that_holds_all_stays_and_the_run_fails(repository: Path) -> None:
    commit(repository, {"listings/2025/2025-03-12.json": "{"})
    commit(repository, BROKEN)
    result = run(repository)
    assert (result.returncode, result.stdout) == (1, "")
    assert "must be JSON" in result.stderr
    assert git(repository, "status", "--porcelain") == ""


def test_a_shallow_clone_goes_back_as_far_as_it_knows(repository: Path, tmp_path: Path) -> None:
    commit(repository, BROKEN)
    git(tmp_path, "clone", "--quiet", "--depth", "2", repository.as_uri(), "clone")
    assert run(tmp_path / "clone").returncode == 0
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    assert run(tmp_path / "shallow").returncode == 1
