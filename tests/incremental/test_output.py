"""Writing the site: what changed is written, what builds wrote and is gone is removed, nothing else is touched."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import BuildError
from generator.files import replace_file
from generator.incremental.output import RECORD, Output, claim, is_intact, is_recorded, remove_files
from tests.support.archives import files_of


@pytest.fixture
def output(tmp_path: Path) -> Iterator[Output]:
    with Output(tmp_path) as output:
        yield output


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a site without its record."""
    return {path: data for path, data in files_of(folder).items() if path != RECORD}


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        replace_file(folder / path, b"a person's")


def build(folder: Path, *paths: str, data: bytes = b"made", site: str = "", adopt: bool = False) -> int:
    """Build a site of these files into the folder; return how many were removed."""
    with claim(folder, list, site=site, adopt=adopt) as output:
        for path in paths:
            output.write(path, data)
        return output.keep_only(set(paths))


def test_a_file_is_written_once_and_again_only_when_it_differs(tmp_path: Path, output: Output) -> None:
    made, changed = output.write("a/b.html", b"1")
    assert changed
    assert output.write("a/b.html", b"1", made) == (made, False)
    assert output.write("a/b.html", b"1") == (made, False)
    assert output.write("a/c.html", b"1")[1]
    output.keep_only({"a/b.html", "a/c.html"})
    with claim(tmp_path, list, adopt=False) as next_one:
        again, changed = next_one.write("a/b.html", b"2", made)
    assert (changed, again.sha256 != made.sha256) == (True, True)
    assert files(tmp_path) == {"a/b.html": b"2", "a/c.html": b"1"}


def test_a_file_of_the_site_that_somebody_else_changed_is_put_right(tmp_path: Path) -> None:
    build(tmp_path, "a.html")
    (tmp_path / "a.html").write_bytes(b"x")
    build(tmp_path, "a.html")
    assert files(tmp_path) == {"a.html": b"made"}


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
    with Output(tmp_path) as output:
        made, _ = output.write("a.html", b"1")
    spoil(tmp_path / "a.html")
    assert is_intact(str(tmp_path), made) is intact


def test_removing_files_removes_the_folders_that_are_empty_then(tmp_path: Path) -> None:
    for path in ("a/b/c.html", "a/d.html", "e/f.html"):
        replace_file(tmp_path / path, b"1")
    assert remove_files(str(tmp_path), ["a/b/c.html", "e/f.html", "never/there.html"]) == 2
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "d.html"]


class TestFoldersThatBuildsMade:
    def test_what_is_gone_is_removed_and_what_nobody_built_stays(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html", "days/1/index.html", "papers/1/index.html")
        write(tmp_path, "CNAME", "papers/1/notes.txt", "drafts/deep/a.html", ".git/config")
        (tmp_path / "empty").mkdir()
        assert build(tmp_path, "index.html") == 2
        assert set(files(tmp_path)) == {
            "index.html",
            "CNAME",
            "papers/1/notes.txt",
            "drafts/deep/a.html",
            ".git/config",
        }
        assert (tmp_path / "empty").is_dir()
        assert not (tmp_path / "days").exists()

    def test_a_person_s_file_in_the_way_is_neither_replaced_nor_taken_for_a_build_s(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html")
        write(tmp_path, "robots.txt")
        for _ in range(2):
            with pytest.raises(
                BuildError, match=r"/robots\.txt: no build wrote this file, .*: move it away, .* --adopt"
            ):
                build(tmp_path, "index.html", "robots.txt")
        assert files(tmp_path)["robots.txt"] == b"a person's"
        build(tmp_path, "index.html")
        assert files(tmp_path)["robots.txt"] == b"a person's"
        build(tmp_path, "index.html", "robots.txt", adopt=True)
        assert files(tmp_path)["robots.txt"] == b"made"

    def test_one_that_says_the_very_same_is_in_nobody_s_way(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html")
        (tmp_path / "robots.txt").write_bytes(b"made")
        build(tmp_path, "index.html", "robots.txt")
        assert files(tmp_path)["robots.txt"] == b"made"

    @pytest.mark.parametrize("target", ["elsewhere.html", "missing.html"])
    def test_a_link_in_the_way_is_a_person_s_too(self, tmp_path: Path, target: str) -> None:
        write(tmp_path, "elsewhere.html")
        build(tmp_path / "site", "index.html")
        (tmp_path / "site" / "about.html").symlink_to(tmp_path / target)
        with pytest.raises(BuildError, match="no build wrote this file"):
            build(tmp_path / "site", "index.html", "about.html")
        assert (tmp_path / "elsewhere.html").read_bytes() == b"a person's"

    def test_a_folder_that_moved_or_was_linked_is_still_known(self, tmp_path: Path) -> None:
        build(tmp_path / "site", "index.html", "gone.html")
        (tmp_path / "site").rename(tmp_path / "moved")
        (tmp_path / "site").symlink_to(tmp_path / "moved")
        write(tmp_path / "moved", "CNAME")
        assert build(tmp_path / "site", "index.html") == 1
        assert set(files(tmp_path / "moved")) == {"index.html", "CNAME"}

    def test_what_a_killed_build_left_is_known_and_removed(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html")
        with claim(tmp_path, list, adopt=False) as killed:
            killed.write("half/index.html", b"1")
            killed.write("index.html", b"2")
        (tmp_path / ".index.html.new").write_bytes(b"half")  # it was just to be renamed
        with (tmp_path / RECORD).open("ab") as record:
            record.write(b'"torn/ind')
        with claim(tmp_path, list, adopt=False) as killed:
            killed.write("again/index.html", b"1")
        assert build(tmp_path, "index.html") == 2
        assert files(tmp_path) == {"index.html": b"made"}

    def test_a_person_s_file_of_the_name_of_a_temporary_one_stays(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html")
        write(tmp_path, ".index.html.new")
        with pytest.raises(BuildError, match="no build wrote this file"):
            build(tmp_path, "index.html", data=b"other")
        assert files(tmp_path) == {"index.html": b"made", ".index.html.new": b"a person's"}

    @given(st.sets(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1)))
    def test_the_record_gives_back_every_path(self, tmp_path_factory: pytest.TempPathFactory, names: set[str]) -> None:
        folder = tmp_path_factory.mktemp("site")
        paths = {f"a{name}/b{name}" for name in names}
        with Output(folder) as output:
            output.keep_only(paths)
        with claim(folder, list, adopt=False) as found:
            assert found.written == paths

    def test_a_record_never_leads_out_of_its_folder(self, tmp_path: Path) -> None:
        write(tmp_path, "mine.txt", "site/index.html")
        lines = [
            b"# by hand",
            b'"../mine.txt"',
            b'"a/../../mine.txt"',
            str(tmp_path / "mine.txt").encode(),
            b'""',
            b'"a\\u0000b"',
            b"7",
        ]
        (tmp_path / "site" / RECORD).write_bytes(b"\n".join(lines))
        assert build(tmp_path / "site") == 0
        assert set(files(tmp_path)) >= {"mine.txt", "site/index.html"}


class TestOtherFolders:
    @pytest.mark.parametrize("kept", ["notes.txt", "CNAME", "index.html", "photos/me.jpg"])
    def test_one_that_no_build_made_is_refused_and_stays_as_it_is(self, tmp_path: Path, kept: str) -> None:
        write(tmp_path, kept)
        message = rf'holds "{re.escape(Path(kept).parts[0])}", and nothing shows .* papers build --adopt'
        with pytest.raises(BuildError, match=message):
            build(tmp_path, "index.html")
        assert files_of(tmp_path) == {kept: b"a person's"}

    def test_one_that_is_adopted_keeps_all_that_is_not_in_the_way_and_needs_no_more_words(self, tmp_path: Path) -> None:
        write(tmp_path, "index.html", "old.html", "CNAME")
        build(tmp_path, "index.html", "about.html", adopt=True)
        build(tmp_path, "index.html")
        assert files(tmp_path) == {"index.html": b"made", "old.html": b"a person's", "CNAME": b"a person's"}

    @pytest.mark.parametrize("held", [[], [".git/config", ".nojekyll"]])
    def test_hidden_files_make_no_folder_somebody_s(self, tmp_path: Path, held: list[str]) -> None:
        write(tmp_path, *held)
        build(tmp_path, "index.html")
        assert set(files(tmp_path)) == {"index.html", *held}

    def test_a_site_of_an_earlier_version_is_known_by_how_its_files_were_left(self, tmp_path: Path) -> None:
        with Output(tmp_path) as output:
            made = [output.write(path, b"made")[0] for path in ("index.html", "gone.html", "changed.html")]
        (tmp_path / RECORD).unlink()
        (tmp_path / "changed.html").write_bytes(b"mine")
        with claim(tmp_path, lambda: made, adopt=False) as found:
            found.write("index.html", b"2")
            found.keep_only({"index.html"})
        assert files(tmp_path) == {"index.html": b"2", "changed.html": b"mine"}

    def test_what_builds_left_elsewhere_says_nothing_of_this_folder(self, tmp_path: Path) -> None:
        with Output(tmp_path / "site") as output:
            made = [output.write("index.html", b"made")[0]]
        write(tmp_path / "docs", "index.html")
        with pytest.raises(BuildError, match="nothing shows that papers build made this folder"):
            claim(tmp_path / "docs", lambda: made, adopt=False)

    @pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b""), lambda path: path.symlink_to("nowhere")])
    def test_what_is_no_folder_is_named(self, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
        spoil(tmp_path / "site")
        with pytest.raises(BuildError, match="/site: cannot be written"):
            build(tmp_path / "site", "index.html")

    def test_nothing_is_recorded_before_something_is_written(self, tmp_path: Path) -> None:
        claim(tmp_path / "site", list, adopt=False)
        assert not (tmp_path / "site").exists()
        build(tmp_path / "site")
        assert is_recorded(tmp_path / "site")
        shutil.rmtree(tmp_path / "site")


class TestFoldersOfOtherSites:
    HARBOUR, TOWN = "https://harbour.example/", "https://town.example/"

    def test_another_site_is_not_replaced_until_a_person_allows_it(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html", "tides.html", site=self.HARBOUR)
        before = files_of(tmp_path)
        with pytest.raises(BuildError, match=f"holds the site of {self.HARBOUR}, .* is {self.TOWN}, .*--adopt"):
            build(tmp_path, "index.html", data=b"other", site=self.TOWN)
        assert files_of(tmp_path) == before
        build(tmp_path, "index.html", data=b"other", site=self.TOWN, adopt=True)
        assert files(tmp_path) == {"index.html": b"other"}
        build(tmp_path, "index.html", data=b"newer", site=self.TOWN)
        with pytest.raises(BuildError, match=f"holds the site of {self.TOWN}"):
            build(tmp_path, "index.html", site=self.HARBOUR)

    def test_the_same_site_is_built_from_wherever_it_is_kept(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html", "tides.html", site=self.HARBOUR)
        assert build(tmp_path, "index.html", site=self.HARBOUR) == 1

    def test_a_record_of_an_earlier_version_names_no_site_and_gets_this_one(self, tmp_path: Path) -> None:
        build(tmp_path, "index.html", "gone.html", site=self.HARBOUR)
        record = tmp_path / RECORD
        record.write_text(
            "".join(line for line in record.read_text().splitlines(keepends=True) if self.HARBOUR not in line)
        )
        assert build(tmp_path, "index.html", site=self.TOWN) == 1
        assert self.TOWN in record.read_text()

    def test_a_site_that_was_built_here_may_change_its_address(self, tmp_path: Path) -> None:
        with claim(tmp_path, list, site=self.HARBOUR, adopt=False) as output:
            made, _ = output.write("index.html", b"1")
        with claim(tmp_path, lambda: [made], site=self.TOWN, adopt=False) as output:
            output.write("index.html", b"2")
        assert files(tmp_path) == {"index.html": b"2"}
        with pytest.raises(BuildError, match="holds the site of"):  # as what stands there now was not built here
            claim(tmp_path, lambda: [made], site=self.HARBOUR, adopt=False)
        claim(tmp_path, list, site=self.HARBOUR, is_own=True, adopt=False)
