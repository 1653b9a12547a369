"""The script that puts the report into a pull request's comment, with a `gh` that answers from files."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY, retagged, run

SCRIPT = REPOSITORY / ".ci" / "comment-changes"
SHA = "a" * 40
BOT = "github-actions[bot]"
ENVIRONMENT = {
    "GH_REPO": "daily/archive",
    "RUN_ID": "7",
    "HEAD_SHA": SHA,
    "HEAD_OWNER": "ada",
    "BASE_BRANCH": "main",
}
# Says what it was asked; what it answers, and what it is to download or was sent, stands in files beside it.
GH = """#!/usr/bin/env bash
cd "$(dirname "$0")"
echo "$*" >>asked
case "$1 $2" in
  "pr list") cat open ;;
  "run download") cp -RP artifact/. "${@: -1}" ;;
  "api --paginate") cat comments ;;
  "api --silent") f=${@: -1}; cat "${f#body=@}" >sent ;;
  *) exit 1 ;;
esac
"""


@pytest.fixture
def gh(tmp_path: Path, archive: Path) -> Path:
    """Return the folder of a `gh` that knows one pull request, without comments, and a run that left a comparison."""
    folder = tmp_path / "bin"
    (folder / "artifact").mkdir(parents=True)
    program = folder / "gh"
    program.write_text(GH)
    program.chmod(0o755)
    (folder / "open").write_text(f"3\t{'b' * 40}\tada\n4\t{SHA}\tmallory\n5\t{SHA}\tada\n")
    (folder / "comments").write_text("")
    after = retagged(archive)
    found = run("compare", str(archive), "-C", str(after), "--format", "json").output
    (folder / "artifact" / "changes.json").write_text(found)
    return folder


def comment(gh: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **ENVIRONMENT, "PATH": f"{gh}:{os.environ['PATH']}"}
    return subprocess.run([str(SCRIPT)], env=environment, capture_output=True, text=True, check=False)


def changed(gh: Path) -> list[str]:
    """Return what was asked of GitHub that changes something."""
    return [line.partition(" --field")[0] for line in (gh / "asked").read_text().splitlines() if "--method" in line]


def test_the_first_report_becomes_a_comment(gh: Path) -> None:
    result = comment(gh)
    assert result.returncode == 0, result.stderr
    assert changed(gh) == ["api --silent --method POST repos/daily/archive/issues/5/comments"]
    sent = (gh / "sent").read_text()
    assert sent.startswith("<!-- what changes for readers -->\n## What changes for readers\n")
    assert "1 paper with changed topics" in sent


def test_a_later_report_takes_the_place_of_the_first(gh: Path) -> None:
    (gh / "comments").write_text(f"10\teve\ttrue\n11\t{BOT}\tfalse\n12\t{BOT}\ttrue\n")
    assert comment(gh).returncode == 0
    assert changed(gh) == ["api --silent --method PATCH repos/daily/archive/issues/comments/12"]


def test_where_nothing_changes_there_is_no_comment_unless_one_must_be_put_right(gh: Path, archive: Path) -> None:
    same = run("compare", str(archive), "-C", str(archive), "--format", "json").output
    (gh / "artifact" / "changes.json").write_text(same)
    assert comment(gh).stdout == "Nothing changes for readers, so there is nothing to say\n"
    assert changed(gh) == []
    (gh / "comments").write_text(f"12\t{BOT}\ttrue\n")
    assert comment(gh).returncode == 0
    assert changed(gh) == ["api --silent --method PATCH repos/daily/archive/issues/comments/12"]


def test_a_pull_request_that_moved_on_is_left_alone(gh: Path) -> None:
    (gh / "open").write_text(f"5\t{'c' * 40}\tada\n")
    result = comment(gh)
    assert (result.returncode, result.stdout) == (0, "This commit is no longer the head of an open pull request\n")
    assert "download" not in (gh / "asked").read_text()


def test_when_github_does_not_answer_the_run_fails(gh: Path) -> None:
    (gh / "open").unlink()
    assert comment(gh).returncode != 0


def leave_a_link(folder: Path) -> None:
    elsewhere = (folder / "changes.json").rename(folder.parent / "elsewhere.json")  # nothing is wrong with what it says
    (folder / "changes.json").symlink_to(elsewhere)


def leave_a_folder(folder: Path) -> None:
    (folder / "changes.json").unlink()
    (folder / "changes.json").mkdir()


def leave_more(folder: Path) -> None:
    (folder / ".more").write_text("")


def leave_too_much(folder: Path) -> None:
    (folder / "changes.json").write_bytes(b" " * 1_000_001)


def leave_nothing(folder: Path) -> None:
    (folder / "changes.json").unlink()


def leave_another_text(folder: Path) -> None:
    (folder / "changes.json").write_text('{"body": "@everyone look at https://evil.example"}')


@pytest.mark.parametrize(
    "leave", [leave_a_link, leave_a_folder, leave_more, leave_too_much, leave_nothing, leave_another_text]
)
def test_whatever_else_a_run_left_is_refused(gh: Path, leave: object) -> None:
    assert callable(leave)
    leave(gh / "artifact")
    result = comment(gh)
    assert result.returncode == 1
    assert result.stderr
    assert changed(gh) == []
