"""The scan: whatever of a site was changed or lost since the last build is noticed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.incremental import scan as scanning
from generator.incremental.output import Output
from generator.incremental.scan import scan
from generator.incremental.state import BuildState, state_of
from generator.incremental.task import MadeTask
from tests.support.children import no_child_left

PATHS = ["index.html", *(f"papers/{number}/index.html" for number in range(20))]


def write_site(folder: Path) -> BuildState:
    with Output(folder) as output:
        made = tuple(output.write(path, b"<p>")[0] for path in PATHS)
    return state_of(b"", 20, {"all": MadeTask(b"", made)})


def found(folder: Path, known: BuildState, jobs: int) -> set[str]:
    with scan(str(folder), known, jobs) as differences:
        assert differences() is differences()
        return set(differences())


@pytest.fixture(params=[1, 3])
def jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let one process look, or three, however small the site."""
    monkeypatch.setattr(scanning, "_FEW_FILES", 2)
    return int(request.param)


@pytest.mark.parametrize(
    ("spoil", "differences"),
    [
        (lambda _: None, set()),
        (lambda site: os.utime(site / "papers/7/index.html", (1, 1)), set()),  # known by its content
        (lambda site: (site / "papers/7/index.html").write_bytes(b"<b>"), {"papers/7/index.html"}),
        (lambda site: (site / "index.html").unlink(), {"index.html"}),
        (lambda site: (site / "papers/7/stray.html").touch(), set()),
        (lambda site: shutil.rmtree(site / "papers/7"), {"papers/7/index.html"}),
        (shutil.rmtree, set(PATHS)),
    ],
)
def test_every_difference_is_told(
    tmp_path: Path, jobs: int, spoil: Callable[[Path], object], differences: set[str]
) -> None:
    site = tmp_path / "site"
    known = write_site(site)
    spoil(site)
    assert found(site, known, jobs) == differences


def test_of_a_site_that_nobody_knows_nothing_differs(tmp_path: Path, jobs: int) -> None:
    write_site(tmp_path)
    assert found(tmp_path, BuildState(), jobs) == set()


def test_where_nobody_asks_no_process_is_left(tmp_path: Path, jobs: int) -> None:
    with no_child_left(), scan(str(tmp_path), write_site(tmp_path), jobs):
        pass
