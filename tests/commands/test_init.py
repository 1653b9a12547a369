"""`papers init`: a new archive that builds at once, and over nothing that is there."""

import re
import stat
from pathlib import Path

import pytest

from generator.publish.settings import read_site
from tests.support.archives import files_of
from tests.support.program import papers


def init(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run `papers init` in the folder; return the exit code, and everything that it printed."""
    result = papers("init", *arguments, cwd=folder)
    return result.returncode, result.stdout + result.stderr


def test_writes_an_archive_and_says_what_comes_next(tmp_path: Path) -> None:
    code, said = init(tmp_path, "my reading-list", "--source", "none")
    assert code == 0
    assert said.splitlines() == [
        "my reading-list: 14 files written",
        "To see the site:",
        "  cd 'my reading-list'",
        "  papers serve",
        "README.md says how to publish it.",
    ]
    assert read_site(tmp_path / "my reading-list").name == "My reading list"


@pytest.mark.slow
@pytest.mark.parametrize("source", ["huggingface", "none"])
@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_it_builds_at_once_and_has_no_problem(tmp_path: Path, source: str, engine: str) -> None:
    name = 'Röbøter: "the #1" list 🤖'
    assert init(tmp_path, ".", "--source", source, "--name", name, "--url", "https://list.example")[0] == 0
    built = papers("build", "--engine", engine, cwd=tmp_path)
    assert (built.returncode, built.stderr.count("rror")) == (0, 0), built.stderr
    assert "<title>Röbøter: &#34;the #1&#34; list 🤖</title>" in page_of(tmp_path).replace("&quot;", "&#34;")
    checked = papers("check", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "content: 0 papers in 0 listings, no problems\n")


def test_the_day_that_its_readme_shows_is_a_valid_one(tmp_path: Path) -> None:
    init(tmp_path, ".", "--source", "none")
    readme = (tmp_path / "README.md").read_text("utf-8")
    shown = re.search(r"`(content/listings/\S+)`:\n\n```json\n(.*?)```", readme, re.DOTALL)
    assert shown
    (tmp_path / shown[1]).parent.mkdir(parents=True)
    (tmp_path / shown[1]).write_text(shown[2], "utf-8")
    checked = papers("check", cwd=tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "content: 1 paper in 1 listing, no problems\n")


def page_of(root: Path) -> str:
    return (root / "site" / "index.html").read_text("utf-8")


def test_its_scripts_can_be_run(tmp_path: Path) -> None:
    init(tmp_path, ".")
    assert all(path.stat().st_mode & stat.S_IXUSR for path in (tmp_path / ".ci").iterdir())
    assert not (tmp_path / "README.md").stat().st_mode & stat.S_IXUSR


class TestNothingIsLost:
    def test_what_is_there_stays_as_it_is_and_is_named(self, tmp_path: Path) -> None:
        (tmp_path / ".github" / "workflows").mkdir(parents=True)
        ours = {
            "README.md": b"Ours",
            ".gitignore": b"/ours/",
            ".github/workflows/check.yml": b"name: Ours",
            "LICENSE": b"",
        }
        for path, data in ours.items():
            (tmp_path / path).write_bytes(data)
        code, said = init(tmp_path, ".")
        assert code == 0
        assert "Already there, and left as they were: .github/workflows/check.yml, .gitignore, README.md\n" in said
        assert "Make sure that .gitignore lists /build/ and /site/" in said
        assert {path: data for path, data in files_of(tmp_path).items() if path in ours} == ours

    def test_an_archive_is_not_touched(self, tmp_path: Path) -> None:
        init(tmp_path, ".", "--name", "First")
        (tmp_path / "README.md").unlink()
        before = files_of(tmp_path)
        code, said = init(tmp_path, ".", "--name", "Second")
        assert code == 1
        assert said.startswith("Error: mkdocs.yml: is there already, so nothing was written")
        assert files_of(tmp_path) == before

    def test_a_link_to_nothing_counts_as_there(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").symlink_to(tmp_path / "nowhere")
        assert "left as they were: README.md" in init(tmp_path, ".")[1]
        assert not (tmp_path / "nowhere").exists()

    @pytest.mark.parametrize("path", ["content", ".github", ".github/workflows"])
    def test_a_file_where_a_folder_must_be_stops_it_before_anything_is_written(self, tmp_path: Path, path: str) -> None:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("Ours")
        code, said = init(tmp_path, ".")
        assert (code, said) == (1, f"Error: {path}: must be a folder, and is a file, so nothing was written\n")
        assert [*files_of(tmp_path)] == [path]

    def test_what_a_stopped_run_left_is_completed(self, tmp_path: Path) -> None:
        init(tmp_path, "whole")
        init(tmp_path, "half")
        for path in ("mkdocs.yml", "requirements.txt"):
            (tmp_path / "half" / path).unlink()
        assert init(tmp_path, "half", "--name", "Whole")[0] == 0
        assert files_of(tmp_path / "half").keys() == files_of(tmp_path / "whole").keys()


class TestAddresses:
    @pytest.mark.parametrize(
        ("repo", "address", "url"),
        [
            ("Example/robots", "https://github.com/Example/robots", "https://example.github.io/robots/"),
            ("example/Example.github.io", "https://github.com/example/Example.github.io", "https://example.github.io/"),
            (
                "https://github.com/example/robots.git",
                "https://github.com/example/robots",
                "https://example.github.io/robots/",
            ),
            ("github.com/example/robots/", "https://github.com/example/robots", "https://example.github.io/robots/"),
            (
                "git@github.com:example/robots.git",
                "https://github.com/example/robots",
                "https://example.github.io/robots/",
            ),
            (
                "https://git.example/group/sub/robots",
                "https://git.example/group/sub/robots",
                "https://archive.example/",
            ),
        ],
    )
    def test_a_repository_tells_the_address_of_its_site(
        self, tmp_path: Path, repo: str, address: str, url: str
    ) -> None:
        assert init(tmp_path, ".", "--repo", repo)[0] == 0
        site = read_site(tmp_path)
        assert (site.repo_url, site.url) == (address, url)

    def test_an_address_that_was_given_wins(self, tmp_path: Path) -> None:
        init(tmp_path, ".", "--repo", "example/robots", "--url", "https://robots.example/list")
        assert read_site(tmp_path).url == "https://robots.example/list/"

    @pytest.mark.parametrize(
        ("url", "nearest"),
        [
            ("robots.example", "https://robots.example/"),
            ("robots.example/list/", "https://robots.example/list/"),
            ("ftp://robots.example/", "https://robots.example/"),
            ("https:/robots.example", "https://robots.example/"),
            ("//robots.example", "https://robots.example/"),
            ("localhost:8000", "https://localhost:8000/"),
            ("https://", None),
            ("my site", None),
            ("", None),
            ("https://robots.example/?q=1", None),
        ],
    )
    def test_what_is_no_address_is_refused_with_the_nearest(
        self, tmp_path: Path, url: str, nearest: str | None
    ) -> None:
        code, said = init(tmp_path, ".", "--url", url)
        assert code == 2
        assert "must be the site's full address" in said
        assert (f"Did you mean '{nearest}'?" in said) if nearest else ("Did you mean" not in said)
        assert files_of(tmp_path) == {}

    @pytest.mark.parametrize("repo", ["robots", "https://github.com/", "a b/c", "javascript:alert(1)", ""])
    def test_what_is_no_repository_is_refused(self, tmp_path: Path, repo: str) -> None:
        code, said = init(tmp_path, ".", "--repo", repo)
        assert code == 2
        assert "must be OWNER/NAME on GitHub, or the repository's address" in said
        assert files_of(tmp_path) == {}


class TestUsage:
    @pytest.mark.parametrize(("name", "message"), [(" ", "must not be empty"), ("a\u202eb", "invisible character")])
    def test_a_name_must_be_one_that_can_be_shown(self, tmp_path: Path, name: str, message: str) -> None:
        code, said = init(tmp_path, ".", "--name", name)
        assert code == 2
        assert message in said
        assert files_of(tmp_path) == {}

    def test_a_name_is_one_line(self, tmp_path: Path) -> None:
        init(tmp_path, ".", "--name", " Robots\n  at work ")
        assert read_site(tmp_path).name == "Robots at work"

    def test_a_folder_without_a_name_asks_for_one(self, tmp_path: Path) -> None:
        (tmp_path / "--").mkdir()
        code, said = init(tmp_path / "--", ".")
        assert code == 2
        assert "No name can be made from '.': give one with --name" in said

    def test_a_source_that_there_is_not_is_told_with_the_nearest(self, tmp_path: Path) -> None:
        code, said = init(tmp_path, ".", "--source", "hugingface")
        assert code == 2
        assert "Did you mean 'huggingface'?" in said

    def test_a_file_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "list").write_text("Ours")
        assert init(tmp_path, "list")[0] == 2

    def test_a_folder_below_a_file_is_refused_before_anything_is_written(self, tmp_path: Path) -> None:
        (tmp_path / "list").write_text("Ours")
        code, said = init(tmp_path, "list/robots")
        assert (code, said) == (1, "Error: list: must be a folder, and is a file, so nothing was written\n")

    def test_an_empty_text_is_not_the_current_folder(self, tmp_path: Path) -> None:
        code, said = init(tmp_path, "")
        assert code == 2
        assert "must not be empty; . is the current folder" in said
        assert files_of(tmp_path) == {}

    @pytest.mark.parametrize("options", [("--name", "x\udcff"), ("--url", "https://\udcff.example/")])
    def test_what_is_not_utf_8_is_refused(self, tmp_path: Path, options: tuple[str, str]) -> None:
        assert init(tmp_path, ".", *options)[0] == 2
        assert files_of(tmp_path) == {}

    def test_a_folder_that_is_not_utf_8_is_shown_all_the_same(self, tmp_path: Path) -> None:
        code, said = init(tmp_path, "a\udcff", "--name", "Robots")
        assert code == 0
        assert said.startswith("a\\udcff: ")

    def test_the_folder_must_be_named(self, tmp_path: Path) -> None:
        code, said = init(tmp_path)
        assert code == 2
        assert "Missing argument 'DIR'" in said
