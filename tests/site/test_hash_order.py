"""The order in which Python walks through a set differs from process to process, and no file depends on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.archives import REPOSITORY, files_of, make_archive
from tests.support.live import make_empty_archive

PROGRAM = "from generator.cli import main; main()"
SEEDS = ("1", "2")  # two that differ: within one process every run has the same order


def run_with_seed(seed: str, *arguments: str | Path) -> None:
    """Run `papers` as a program of its own, whose sets are in the seed's order (Python's documentation, -R)."""
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROGRAM, *map(str, arguments)]
    subprocess.run(command, cwd=REPOSITORY, env=environment, check=True, capture_output=True)


def test_the_seeds_give_two_orders() -> None:
    program = "print(*{'translation', 'robotics', 'summarization', 'reasoning', 'vision'})"
    orders = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in SEEDS
    }
    assert len(orders) == len(SEEDS)


@pytest.mark.slow
def test_a_site_is_the_same(tmp_path: Path) -> None:
    sites = []
    for seed in SEEDS:
        root = make_archive(tmp_path / seed)
        run_with_seed(seed, "build", "-C", root)
        sites.append(files_of(root / "site"))
    assert sites[0] == sites[1]


def test_an_imported_listing_is_the_same(tmp_path: Path) -> None:
    scrapes = [REPOSITORY / "tests" / "data" / f"scrape_{name}.txt" for name in ("dated", "header", "plain")]
    contents = []
    for seed in SEEDS:
        root = make_empty_archive(tmp_path / seed)
        run_with_seed(seed, "import", *scrapes, "-C", root)
        contents.append(files_of(root / "content" / "listings"))
    assert contents[0] == contents[1] != {}
