"""The script by which the daily workflow commits listings, on real repositories."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY
from tests.support.git import QUIET, commit, git

SCRIPT = REPOSITORY / ".ci" / "commit-listings"
LISTING = Path("content/listings/2025/2025-03-11.json")


def run(clone: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run the script in a clone, given what a fetch has printed."""
    changes = clone.parent / "changes.txt"
    changes.write_text("".join(f"{line}\n" for line in lines))
    environment = {**os.environ, **QUIET}
    return subprocess.run(
        [str(SCRIPT), str(changes)], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Return a bare repository with one commit on main."""
    first = tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(first))
    commit(first, "content/curation/2025/2025-03-11.yml", "one: {}\n")
    git(tmp_path, "clone", "--quiet", "--bare", str(first), "origin.git")
    return tmp_path / "origin.git"


@pytest.fixture
def clone(origin: Path) -> Path:
    """Return a clone as the workflow makes it: the newest commit alone, nobody's name, a listing just written."""
    git(origin.parent, "clone", "--quiet", "--depth", "1", origin.as_uri(), "clone")
    (origin.parent / "clone" / LISTING).parent.mkdir(parents=True)
    (origin.parent / "clone" / LISTING).write_text("{}\n")
    return origin.parent / "clone"


def test_listings_alone_are_committed_in_the_bot_s_name(origin: Path, clone: Path) -> None:
    (clone / "notes.txt").write_text("not mine\n")
    git(clone, "add", "notes.txt")
    result = run(clone, "2025-03-11: 3 listed, 3 new, complete")
    assert result.returncode == 0, result.stderr
    assert git(origin, "show", "--format=%an", "--name-only", "main").split() == ["github-actions[bot]", str(LISTING)]
    message = git(origin, "log", "-1", "--format=%B", "main").strip()
    assert message == "Follow Daily Papers: 1 day changed\n\n2025-03-11: 3 listed, 3 new, complete"


def test_what_standing_queries_found_is_committed_with_them(origin: Path, clone: Path) -> None:
    record = clone / "content" / "matches" / "lamps.json"
    record.parent.mkdir()
    record.write_text("{}\n")
    assert run(clone, "2025-03-11: 3 listed").returncode == 0
    names = git(origin, "show", "--format=", "--name-only", "main").split()
    assert names == [str(LISTING), "content/matches/lamps.json"]
    record.write_text('{"query": "a"}\n')
    assert run(clone).returncode == 0
    assert git(origin, "show", "--format=", "--name-only", "main").split() == names[1:]


def test_a_long_message_is_capped(origin: Path, clone: Path) -> None:
    run(clone, *(f"2025-03-{day:02}: 1 listed, 1 new" for day in range(1, 32)))
    lines = git(origin, "log", "-1", "--format=%B", "main").strip().splitlines()
    assert lines[0] == "Follow Daily Papers: 31 days changed"
    assert lines[2:] == [*(f"2025-03-{day}: 1 listed, 1 new" for day in range(22, 32)), "and 21 days before"]


def test_without_a_change_there_is_no_commit(origin: Path, clone: Path) -> None:
    (clone / LISTING).unlink()
    before = git(origin, "rev-parse", "main")
    assert run(clone).stdout == "Nothing has changed\n"
    assert git(origin, "rev-parse", "main") == before


@pytest.mark.parametrize("kept", [["content/listings/2025"], ["content/listings"], ["content"], []])
def test_a_first_run_whose_source_was_down_ends_well_whatever_folders_there_are(clone: Path, kept: list[str]) -> None:
    shutil.rmtree(clone / "content")
    for folder in kept:
        (clone / folder).mkdir(parents=True)
    result = run(clone)
    assert (result.returncode, result.stdout, result.stderr) == (0, "Nothing has changed\n", "")


def test_a_pull_request_that_was_merged_meanwhile_is_kept(origin: Path, clone: Path) -> None:
    git(origin.parent, "clone", "--quiet", origin.as_uri(), "person")
    commit(origin.parent / "person", "content/curation/2025/2025-03-11.yml", "two: {}\n")
    git(origin.parent / "person", "push", "--quiet", "origin", "main")
    result = run(clone, "2025-03-11: 3 listed, 3 new, complete")
    assert result.returncode == 0, result.stderr
    assert "main has moved on" in result.stderr
    assert git(origin, "show", "main:content/curation/2025/2025-03-11.yml") == "two: {}\n"
    assert git(origin, "show", f"main:{LISTING}") == "{}\n"
    assert git(origin, "rev-list", "--count", "main").strip() == "3"


def test_a_listing_that_was_changed_by_another_is_not_overwritten(origin: Path, clone: Path) -> None:
    git(origin.parent, "clone", "--quiet", origin.as_uri(), "person")
    commit(origin.parent / "person", str(LISTING), '{"a": 1}\n')
    git(origin.parent / "person", "push", "--quiet", "origin", "main")
    assert run(clone, "2025-03-11: 3 listed, 3 new, complete").returncode == 1
    assert git(origin, "show", f"main:{LISTING}") == '{"a": 1}\n'
