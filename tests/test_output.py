"""Writing the site: what changed is written, what is gone is removed, nothing else is touched."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish.output import folders_of, is_intact, remove_files, strays_in, time_of, write_file
from tests.support import files_of


def test_a_file_is_written_once_and_again_only_when_it_differs(tmp_path: Path) -> None:
    made, changed = write_file(str(tmp_path), "a/b.html", b"1")
    assert changed
    assert write_file(str(tmp_path), "a/b.html", b"1", made) == (made, False)
    assert write_file(str(tmp_path), "a/b.html", b"1") == (made, False)
    again, changed = write_file(str(tmp_path), "a/b.html", b"2", made)
    assert (changed, again.sha256 != made.sha256) == (True, True)
    assert files_of(tmp_path) == {"a/b.html": b"2"}


def test_a_file_that_somebody_else_changed_is_put_right(tmp_path: Path) -> None:
    made, _ = write_file(str(tmp_path), "a.html", b"1")
    (tmp_path / "a.html").write_bytes(b"x")
    assert write_file(str(tmp_path), "a.html", b"1", made)[1]
    assert files_of(tmp_path) == {"a.html": b"1"}


def test_what_a_stopped_build_left_beside_a_file_is_in_nobody_s_way(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"old")
    (tmp_path / "a.html.new").write_bytes(b"half")
    write_file(str(tmp_path), "a.html", b"new")
    assert files_of(tmp_path) == {"a.html": b"new"}


@pytest.mark.parametrize(
    ("spoil", "intact"),
    [
        (Path.exists, True),
        (lambda path: os.utime(path, (1, 1)), True),  # copied, as by a cache: only the time differs
        (lambda path: path.write_bytes(b"2"), False),
        (lambda path: path.write_bytes(b"longer"), False),
        (lambda path: path.unlink(), False),
        (lambda path: (path.unlink(), path.mkdir()), False),
    ],
)
def test_a_file_is_known_by_its_size_and_time_or_else_by_its_content(
    tmp_path: Path, spoil: Callable[[Path], object], intact: bool
) -> None:
    made, _ = write_file(str(tmp_path), "a.html", b"1")
    spoil(tmp_path / "a.html")
    assert is_intact(str(tmp_path), made) is intact


def test_removing_files_removes_the_folders_that_are_empty_then(tmp_path: Path) -> None:
    for path in ("a/b/c.html", "a/d.html", "e/f.html"):
        write_file(str(tmp_path), path, b"1")
    assert remove_files(str(tmp_path), ["a/b/c.html", "e/f.html", "never/there.html"]) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "d.html"]


def test_a_stray_is_what_nobody_keeps_and_dot_files_are_none(tmp_path: Path) -> None:
    kept = {"a.html", "b/c.html", "b/d/e.html"}
    for path in [*kept, "stray.html", "b/stray.html", "f/g/stray.html", ".git/deep/file", ".hidden"]:
        write_file(str(tmp_path), path, b"1")
    folders = folders_of(kept)
    assert folders == {"", "b", "b/d"}
    assert sorted(strays_in(str(tmp_path), "", kept, folders)) == ["f/g/stray.html", "stray.html"]
    assert strays_in(str(tmp_path), "b", kept, folders) == ["b/stray.html"]


def test_a_folder_tells_when_a_file_came_or_went(tmp_path: Path) -> None:
    write_file(str(tmp_path), "a/b.html", b"1")
    os.utime(tmp_path / "a", ns=(1, 1))
    assert time_of(str(tmp_path), "a") == 1
    (tmp_path / "a" / "b.html").unlink()
    assert time_of(str(tmp_path), "a") != 1
    assert time_of(str(tmp_path), "b") is None


def test_a_file_in_the_place_of_a_folder_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    assert time_of(str(tmp_path), "a") is None
