"""Caches: what was kept comes back whole, or not at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ArchiveError
from generator.incremental.cache import Cache

VALUES = st.dictionaries(st.binary(max_size=3), st.lists(st.text(max_size=3)).map(tuple), max_size=3)


def cache_in(folder: Path) -> Cache[dict[bytes, tuple[str, ...]]]:
    return Cache(folder, dict[bytes, tuple[str, ...]])


@given(VALUES, VALUES)
def test_a_value_comes_back_by_its_key(
    tmp_path_factory: pytest.TempPathFactory,
    one: dict[bytes, tuple[str, ...]],
    other: dict[bytes, tuple[str, ...]],
) -> None:
    cache = cache_in(tmp_path_factory.mktemp("cache") / "not yet there")
    assert cache.get("one") is None
    cache.keep("one", other)
    cache.keep("one", one)
    cache.keep("other", other)
    assert (cache.get("one"), cache.get("other")) == (one, other)


@given(VALUES, st.data())
def test_of_a_damaged_file_nothing_comes_back(
    tmp_path_factory: pytest.TempPathFactory, value: dict[bytes, tuple[str, ...]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cache")
    cache_in(folder).keep("value", value)
    whole = (folder / "value").read_bytes()
    at, bit = data.draw(st.integers(0, len(whole) - 1)), data.draw(st.integers(0, 7))
    for damaged in (whole[:at], whole + b"\0", whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1 :]):
        (folder / "value").write_bytes(damaged)
        assert cache_in(folder).get("value") is None


def test_what_another_version_kept_in_another_form_is_not_taken(tmp_path: Path) -> None:
    Cache(tmp_path, list[int]).keep("value", [1])
    assert cache_in(tmp_path).get("value") is None


def test_a_folder_in_the_place_of_a_file_is_no_value_and_cannot_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "value").mkdir()
    assert cache_in(tmp_path).get("value") is None
    with pytest.raises(ArchiveError, match="value: cannot be written"):
        cache_in(tmp_path).keep("value", {})
