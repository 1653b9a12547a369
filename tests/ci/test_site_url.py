"""The script that says where the repository's site stands, with a `gh` that answers what GitHub would."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY

SCRIPT = REPOSITORY / ".ci" / "site-url"
NOT_FOUND = """echo '{"message": "Not Found"}'; echo "gh: Not Found (HTTP 404)" >&2; exit 1"""


def site_url(folder: Path, repository: str, answer: str) -> str:
    program = folder / "gh"
    program.write_text(
        f'#!/usr/bin/env bash\n[ "$*" = "api repos/{repository}/pages --jq .html_url" ] || exit 2\n{answer}'
    )
    program.chmod(0o755)
    environment = {**os.environ, "GITHUB_REPOSITORY": repository, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run([str(SCRIPT)], env=environment, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("told", ["https://daily.github.io/archive/", "https://papers.example.org/"])
def test_a_site_stands_where_github_says(tmp_path: Path, told: str) -> None:
    assert site_url(tmp_path, "daily/archive", f"echo {told}") == f"{told}\n"
    assert site_url(tmp_path, "daily/archive", f"echo {told.rstrip('/')}") == f"{told}\n"


@pytest.mark.parametrize(
    ("repository", "url"),
    [
        ("daily/archive", "https://daily.github.io/archive/"),
        ("Daily/Archive", "https://daily.github.io/Archive/"),
        ("daily/daily.github.io", "https://daily.github.io/"),
        ("Daily/Daily.GitHub.io", "https://daily.github.io/"),
    ],
)
def test_where_github_does_not_say_it_is_where_sites_stand_by_themselves(
    tmp_path: Path, repository: str, url: str
) -> None:
    assert site_url(tmp_path, repository, NOT_FOUND) == f"{url}\n"
