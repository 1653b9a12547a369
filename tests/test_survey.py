"""The survey: whatever came to a site since the last build, or went from it, is noticed."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish import survey as surveying
from generator.publish.manifest import MadeUnit, Manifest, manifest_of
from generator.publish.output import folders_of, time_of, write_file
from generator.publish.survey import Differences, survey

PATHS = ["index.html", *(f"papers/{number}/index.html" for number in range(20))]
NOTHING = Differences(set(), set())


def write_site(folder: Path) -> Manifest:
    made = tuple(write_file(str(folder), path, b"<p>")[0] for path in PATHS)
    times = {path: time_of(str(folder), path) or 0 for path in folders_of(PATHS)}
    return manifest_of(b"", 20, {"all": MadeUnit(b"", made)}, times)


def found(folder: Path, known: Manifest, jobs: int) -> Differences:
    with survey(str(folder), known, jobs) as differences:
        assert differences() is differences()
        return differences()


@pytest.fixture(params=[1, 3])
def jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let one process look, or three, however small the site."""
    monkeypatch.setattr(surveying, "_FEW", 2)
    return int(request.param)


@pytest.mark.parametrize(
    ("spoil", "differences"),
    [
        (lambda _: None, NOTHING),
        (lambda site: os.utime(site / "papers/7/index.html", (1, 1)), NOTHING),  # known by its content
        (lambda site: (site / "papers/7/index.html").write_bytes(b"<b>"), Differences({"papers/7/index.html"}, set())),
        (lambda site: (site / "index.html").unlink(), Differences({"index.html"}, {""})),
        (lambda site: (site / "papers/7/stray.html").touch(), Differences(set(), {"papers/7"})),
        (lambda site: (site / "stray").mkdir(), Differences(set(), {""})),
        (lambda site: shutil.rmtree(site / "papers/7"), Differences({"papers/7/index.html"}, {"papers", "papers/7"})),
        (shutil.rmtree, Differences(set(PATHS), {"", "papers", *(f"papers/{number}" for number in range(20))})),
    ],
)
def test_every_difference_is_told(
    tmp_path: Path, jobs: int, spoil: Callable[[Path], object], differences: Differences
) -> None:
    site = tmp_path / "site"
    known = write_site(site)
    spoil(site)
    assert found(site, known, jobs) == differences


def test_of_a_site_that_nobody_knows_nothing_differs(tmp_path: Path, jobs: int) -> None:
    write_site(tmp_path)
    assert found(tmp_path, Manifest(), jobs) == NOTHING


def test_where_nobody_asks_no_process_is_left(tmp_path: Path, jobs: int) -> None:
    with survey(str(tmp_path), write_site(tmp_path), jobs):
        pass
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
