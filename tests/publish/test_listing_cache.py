"""The cache of sound listings: the same listings as without it, and each is checked once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import encode_listing, listing_path, read_listing
from generator.archive.models import Listing, Record
from generator.errors import ProblemsError
from generator.publish import archive_cache
from generator.publish.archive_cache import LISTINGS, remembering_listings
from tests.support.feeds import listing

RULES = b"rules"
MOTHS = listing(date(2025, 1, 2), [Record(key="moths", title="Moths")])
KETTLES = listing(date(2025, 1, 3), [Record(key="kettles", title="Slow kettles")])


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of every listing is added that is checked."""
    names: list[str] = []

    def watched(path: Path) -> Listing:
        names.append(path.stem)
        return read_listing(path)

    monkeypatch.setattr(archive_cache, "read_listing", watched)
    return names


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """Return the paths of two sound listings."""
    for one in (MOTHS, KETTLES):
        path = listing_path(tmp_path / "content", one.day)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_listing(one))
    return [listing_path(tmp_path / "content", one.day) for one in (MOTHS, KETTLES)]


def read(folder: Path, paths: list[Path], rules: bytes = RULES) -> list[Listing]:
    with remembering_listings(folder, rules) as read_one:
        return [read_one(path) for path in paths]


def test_a_sound_listing_is_not_checked_again(tmp_path: Path, paths: list[Path], checked: list[str]) -> None:
    assert read(tmp_path, paths) == read(tmp_path, paths) == [MOTHS, KETTLES]
    assert checked == ["2025-01-02", "2025-01-03"]


def test_a_changed_listing_and_one_under_new_rules_are(tmp_path: Path, paths: list[Path], checked: list[str]) -> None:
    read(tmp_path, paths)
    del checked[:]
    renamed = listing(date(2025, 1, 3), [Record(key="kettles", title="Quick kettles")])
    paths[1].write_bytes(encode_listing(renamed))
    assert read(tmp_path, paths) == [MOTHS, renamed]
    assert checked == ["2025-01-03"]
    read(tmp_path, paths, b"other rules")
    assert checked == ["2025-01-03", "2025-01-02", "2025-01-03"]


def test_a_listing_with_problems_is_never_remembered(tmp_path: Path, paths: list[Path]) -> None:
    read(tmp_path, paths)
    broken = paths[0].read_text().replace('"complete"', '"empty"')
    paths[0].write_text(broken)
    for _ in range(2):
        with pytest.raises(ProblemsError, match='status is "empty"'):
            read(tmp_path, paths)


@pytest.mark.parametrize("unusual", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_a_listing_in_another_form_reads_the_same(
    tmp_path: Path, paths: list[Path], unusual: Callable[[str], str]
) -> None:
    paths[0].write_bytes(unusual(paths[0].read_text()).encode())
    assert read(tmp_path, paths) == read(tmp_path, paths) == [read_listing(paths[0]), KETTLES]


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40])
def test_a_damaged_cache_costs_time_alone(tmp_path: Path, paths: list[Path], damage: bytes, checked: list[str]) -> None:
    read(tmp_path, paths)
    (tmp_path / LISTINGS).write_bytes(damage)
    assert read(tmp_path, paths) == [MOTHS, KETTLES]
    assert len(checked) == 4
