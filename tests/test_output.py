"""Writing the site: what changed is written, what is gone is removed, nothing else is touched."""

from pathlib import Path

import pytest

from generator.errors import ArchiveError
from generator.publish.output import Written, write_site
from tests.support import files_of


def test_a_folder_holds_exactly_the_files(tmp_path: Path) -> None:
    assert write_site(tmp_path, [("a.html", b"1"), ("b/c.html", b"2")]) == Written(2, 0, 0)
    assert write_site(tmp_path, [("a.html", b"1"), ("b/d.html", b"3")]) == Written(1, 1, 1)
    assert files_of(tmp_path) == {"a.html": b"1", "b/d.html": b"3"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    write_site(tmp_path, [("a.html", b"1")])
    before = (tmp_path / "a.html").stat()
    write_site(tmp_path, [("a.html", b"1")])
    assert (tmp_path / "a.html").stat().st_mtime_ns == before.st_mtime_ns


def test_empty_folders_go_and_dot_files_stay(tmp_path: Path) -> None:
    (tmp_path / ".git" / "deep").mkdir(parents=True)
    (tmp_path / ".git" / "deep" / "file").write_text("kept")
    write_site(tmp_path, [("a/b/c.html", b"1")])
    assert write_site(tmp_path, [("d.html", b"1")]) == Written(1, 0, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "d.html"]
    assert (tmp_path / ".git" / "deep" / "file").exists()


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_site(tmp_path, [("a/b.html", b"")])


def test_two_pages_at_one_address_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="two pages have this address"):
        write_site(tmp_path, [("a.html", b"1"), ("a.html", b"2")])
