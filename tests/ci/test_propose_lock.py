"""The script that makes a pull request of newly locked versions, on real repositories."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.archives import REPOSITORY
from tests.support.git import QUIET, commit, git
from tests.support.github import BOT, GH

SCRIPT = REPOSITORY / ".ci" / "propose-lock"
LOCK = "requirements.lock"
BRANCH = "renew-lock"


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """Return a bare repository with a lock on main, beside a `gh` that knows no pull request."""
    if not shutil.which("jq"):
        pytest.skip("jq is needed to answer as GitHub does")
    first = tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(first))
    commit(first, "Makefile", "all:\n")
    commit(first, LOCK, locked("1.0"))
    git(tmp_path, "clone", "--quiet", "--bare", str(first), "origin.git")
    (tmp_path / "gh").write_text(GH.format(python=sys.executable, bot=BOT))
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "github.json").write_text(json.dumps({"pulls": [], "refuse": False}))
    return tmp_path / "origin.git"


def locked(version: str) -> str:
    return f"kettle=={version} \\\n    --hash=sha256:{version}\nmoth==3.0 \\\n    --hash=sha256:3\n"


def propose(origin: Path, **files: str) -> subprocess.CompletedProcess[str]:
    """Run the script as the workflow does, in a fresh clone, with the diff that writing these files makes."""
    clone, patch = origin.parent / "clone", origin.parent / "lock.patch"
    shutil.rmtree(clone, ignore_errors=True)
    git(origin.parent, "clone", "--quiet", "--depth", "1", origin.as_uri(), "clone")
    for name, text in files.items():
        (clone / name).write_text(text)
    patch.write_text(git(clone, "diff"))
    git(clone, "checkout", "--quiet", ".")
    environment = {
        **os.environ,
        **QUIET,
        "PATH": f"{origin.parent}:{os.environ['PATH']}",
        "FAKE_GH": str(origin.parent / "github.json"),
        "GITHUB_REPOSITORY": "o/r",
    }
    return subprocess.run(
        [str(SCRIPT), str(patch)], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )


def pulls(origin: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((origin.parent / "github.json").read_text())["pulls"]
    return found


def test_newer_versions_become_a_pull_request_that_names_them(origin: Path) -> None:
    result = propose(origin, **{LOCK: locked("2.0")})
    assert result.returncode == 0, result.stderr
    (pull,) = pulls(origin)
    assert (pull["title"], pull["head"], pull["base"]) == ("Renew the locked versions", BRANCH, "main")
    assert "\n\n    -kettle==1.0\n    +kettle==2.0\n\n" in pull["body"]
    assert git(origin, "show", f"{BRANCH}:{LOCK}") == locked("2.0")
    assert git(origin, "log", "-1", "--format=%an %s", BRANCH) == f"{BOT} Renew the locked versions\n"


def test_a_version_that_is_in_both_locks_is_named_once(origin: Path) -> None:
    commit(origin.parent / "first", "requirements-dev.lock", locked("1.0"))
    git(origin.parent / "first", "push", "--quiet", origin.as_uri(), "main")
    assert propose(origin, **{LOCK: locked("2.0"), "requirements-dev.lock": locked("2.0")}).returncode == 0
    (pull,) = pulls(origin)
    assert pull["body"].count("+kettle==2.0") == 1
    assert git(origin, "show", f"{BRANCH}:requirements-dev.lock") == locked("2.0")


def test_a_later_run_brings_the_open_pull_request_up_to_date(origin: Path) -> None:
    propose(origin, **{LOCK: locked("2.0")})
    assert propose(origin, **{LOCK: locked("2.1")}).returncode == 0
    (pull,) = pulls(origin)
    assert "+kettle==2.1" in pull["body"]
    assert git(origin, "show", f"{BRANCH}:{LOCK}") == locked("2.1")
    assert git(origin, "rev-list", "--count", f"main..{BRANCH}") == "1\n"


def test_nothing_but_locks_is_taken_from_the_diff(origin: Path) -> None:
    assert propose(origin, **{LOCK: locked("2.0"), "Makefile": "all: ; bad\n"}).returncode == 0
    assert git(origin, "diff", "--name-only", "main", BRANCH) == f"{LOCK}\n"
    assert propose(origin, Makefile="all: ; bad\n").returncode != 0


def test_what_somebody_committed_to_the_branch_stays(origin: Path) -> None:
    propose(origin, **{LOCK: locked("2.0")})
    git(origin.parent, "clone", "--quiet", "--branch", BRANCH, str(origin), "person")
    commit(origin.parent / "person", LOCK, locked("1.5"))
    git(origin.parent / "person", "push", "--quiet", "origin", BRANCH)
    result = propose(origin, **{LOCK: locked("2.1")})
    assert (result.returncode, result.stdout) == (
        0, "Someone has committed to pull request 50 by hand, so it is left unchanged\n"
    )  # fmt: skip
    assert git(origin, "show", f"{BRANCH}:{LOCK}") == locked("1.5")


def test_where_workflows_may_open_none_the_run_says_what_to_do_and_fails(origin: Path) -> None:
    (origin.parent / "github.json").write_text(json.dumps({"pulls": [], "refuse": True}))
    result = propose(origin, **{LOCK: locked("2.0")})
    assert result.returncode == 1
    assert "::error::The change is ready on the branch renew-lock: open the pull request there by hand" in result.stdout
    assert git(origin, "show", f"{BRANCH}:{LOCK}") == locked("2.0")
