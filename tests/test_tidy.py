"""Tidying up: what is no longer part of the site goes, with all that nobody keeps; nothing else is looked at."""

from pathlib import Path

import pytest

from generator.publish import tidy as tidying
from generator.publish.manifest import MadeUnit, Manifest, manifest_of
from generator.publish.output import folders_of, time_of, write_file
from generator.publish.tidy import tidy
from tests.support import files_of

KEPT = {"index.html", *(f"papers/{number}/index.html" for number in range(20))}
GONE = {"days/1/index.html", "papers/0/index.md"}


@pytest.fixture(params=[1, 3])
def jobs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let one process look, or three, however small the site."""
    monkeypatch.setattr(tidying, "_FEW", 2)
    return int(request.param)


@pytest.fixture
def known(tmp_path: Path) -> Manifest:
    """A site, as the last build left it."""
    made = tuple(write_file(str(tmp_path), path, b"1")[0] for path in sorted(KEPT | GONE))
    return manifest_of(b"", 20, {"all": MadeUnit(b"", made)}, times_of(tmp_path, KEPT | GONE))


def times_of(folder: Path, paths: set[str]) -> dict[str, int]:
    return {path: time_of(str(folder), path) or 0 for path in folders_of(paths)}


def test_what_is_gone_is_removed_with_its_folders(tmp_path: Path, known: Manifest, jobs: int) -> None:
    tidied = tidy(str(tmp_path), KEPT, known, set(), jobs)
    assert (set(files_of(tmp_path)), tidied.removed) == (KEPT, 2)
    assert tidied.folders == times_of(tmp_path, KEPT)
    assert not (tmp_path / "days").exists()


def test_strays_are_removed_where_something_came(tmp_path: Path, known: Manifest, jobs: int) -> None:
    for path in ("stray", "papers/3/stray", "papers/stray/deep/stray", "papers/4/unlooked"):
        write_file(str(tmp_path), path, b"")
    tidied = tidy(str(tmp_path), KEPT, known, {"", "papers", "papers/3"}, jobs)
    assert (set(files_of(tmp_path)), tidied.removed) == (KEPT | {"papers/4/unlooked"}, 5)
    before = dict(zip(known.folders, known.changed, strict=True))
    assert tidied.folders == times_of(tmp_path, KEPT) | {"papers/4": before["papers/4"]}


def test_of_an_unknown_site_all_is_looked_at(tmp_path: Path, known: Manifest, jobs: int) -> None:
    assert known.paths
    write_file(str(tmp_path), "papers/4/stray", b"")
    tidied = tidy(str(tmp_path), KEPT, Manifest(), folders_of(KEPT), jobs)
    assert (set(files_of(tmp_path)), tidied.removed) == (KEPT, 3)
    assert tidied.folders == times_of(tmp_path, KEPT)
