"""The script by which listings are pushed to a protected branch, with an `ssh` and a `gh` that do what they would."""

import os
import subprocess
from pathlib import Path

from tests.support.archives import REPOSITORY
from tests.support.git import QUIET, commit, git

SCRIPT = REPOSITORY / ".ci" / "push-by-key"
KEY = "-----BEGIN KEY-----\nnot a real one\n-----END KEY-----"
GH = """#!/usr/bin/env bash
[ "$1 $2" = "api meta" ] || exit 2
echo "github.com ssh-ed25519 AAAA"
"""
# Runs on this machine what git asks the other for: `ssh OPTIONS... git@github.com "git-receive-pack 'OWNER/NAME.git'"`.
SSH = """#!/usr/bin/env bash
printf '%s\\n' "$@" >"$SAID"
exec git-receive-pack "$ORIGIN"
"""


def test_a_clone_fetches_as_before_and_pushes_by_the_key(tmp_path: Path) -> None:
    first, origin, clone, folder = (tmp_path / name for name in ("first", "origin.git", "clone", "a folder"))
    git(tmp_path, "init", "--quiet", "--initial-branch", "main", str(first))
    commit(first, "a.txt", "a\n")
    git(tmp_path, "clone", "--quiet", "--bare", str(first), str(origin))
    git(tmp_path, "clone", "--quiet", str(origin), str(clone))
    for name, text in (("gh", GH), ("ssh", SSH)):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    environment = {
        **os.environ,
        **QUIET,
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "GITHUB_REPOSITORY": "daily/archive",
        "PUSH_KEY": KEY,
        "ORIGIN": str(origin),
        "SAID": str(tmp_path / "said.txt"),
    }
    environment.pop("GIT_SSH_COMMAND", None)
    subprocess.run([SCRIPT, folder], cwd=clone, env=environment, check=True)
    assert (folder / "key").read_text() == f"{KEY}\n"
    assert ((folder / "key").stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert (folder / "hosts").read_text() == "github.com ssh-ed25519 AAAA\n"
    assert git(clone, "remote", "get-url", "origin") == f"{origin}\n"

    commit(clone, "b.txt", "b\n")
    command = ["git", "-C", str(clone), "push", "--quiet", "origin", "HEAD:main"]
    subprocess.run(command, env=environment, check=True)
    assert git(origin, "log", "-1", "--format=%s", "main") == "Change b.txt\n"
    said = (tmp_path / "said.txt").read_text().splitlines()
    assert said[:2] == ["-i", str(folder / "key")]
    assert said[-2:] == ["git@github.com", "git-receive-pack 'daily/archive.git'"]
    assert f"UserKnownHostsFile={folder}/hosts" in said
