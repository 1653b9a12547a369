"""The command line: what it says, how it ends, and that nothing good is lost whatever it is given."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.archive.listings import read_listing, write_listing
from generator.archive.models import Listing, Record
from generator.commands.build import build, spent
from tests.support.archives import REPOSITORY, SAMPLE, copy_settings, files_of
from tests.support.forked import is_killed_at, shown_by
from tests.support.program import papers

PROGRAM = Path(sys.executable).parent / "papers"
DATED = REPOSITORY / "tests" / "data" / "scrape_dated.txt"
HEADER = REPOSITORY / "tests" / "data" / "scrape_header.txt"
PLAIN = REPOSITORY / "tests" / "data" / "scrape_plain.txt"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an archive that holds nothing yet."""
    (tmp_path / "archive" / "content").mkdir(parents=True)
    copy_settings(tmp_path / "archive")
    return tmp_path / "archive"


def listings(root: Path) -> dict[str, bytes]:
    return files_of(root / "content" / "listings")


class TestHelp:
    def test_the_installed_program_tells_its_version(self) -> None:
        command = [str(PROGRAM), "--version"]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert told.startswith(f"papers {version('daily-papers-archive')}\n")

    def test_the_installed_program_ends_with_the_exit_code_and_a_sentence(self, tmp_path: Path) -> None:
        command = [str(PROGRAM), "check", "-C", str(tmp_path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith(f"Error: {tmp_path}: is no archive")

    @pytest.mark.parametrize(
        "command", ["fetch", "import", "enrich", "status", "curate", "topics", "digest", "build", "serve", "check"]
    )
    def test_each_command_says_what_it_does_and_takes_an_archive_elsewhere(self, command: str) -> None:
        said = papers(command, "--help").stdout
        assert "-C, --archive DIR" in said
        assert papers("--help").stdout.count(f"\n  {command} ") == 1

    @pytest.mark.parametrize(
        "arguments", [["nonsense"], ["import"], ["build", "--engine", "hugo"], ["import", "x", "--date", "11.3.2025"]]
    )
    def test_wrong_usage_ends_with_2(self, arguments: list[str]) -> None:
        result = papers(*arguments)
        assert result.returncode == 2

    def test_a_folder_that_is_no_archive_is_named(self, tmp_path: Path) -> None:
        for command in ("build", "check", "digest", "serve"):
            result = papers(command, "-C", tmp_path)
            assert result.returncode == 1
            assert f"{tmp_path}: is no archive" in result.stderr


class TestArchiveFolder:
    def test_is_taken_before_the_command_as_well_as_after_it(self, empty: Path, tmp_path: Path) -> None:
        papers("import", PLAIN, "-C", empty)
        after = papers("status", "-C", empty, cwd=tmp_path)
        before = papers("-C", empty, "status", cwd=tmp_path)
        assert (before.returncode, before.stdout) == (0, after.stdout)

    @pytest.mark.parametrize("arguments", [["-C", "DIR", "topics", "evaluate"], ["topics", "-C", "DIR", "evaluate"]])
    def test_is_handed_to_the_commands_of_a_group(self, arguments: list[str], empty: Path, tmp_path: Path) -> None:
        shutil.copy(SAMPLE / "topics.yml", empty / "content")
        said = papers(*[str(empty) if word == "DIR" else word for word in arguments], cwd=tmp_path)
        assert (said.returncode, said.stdout) == (0, papers("topics", "evaluate", "-C", empty).stdout)

    def test_after_the_command_wins(self, empty: Path, tmp_path: Path) -> None:
        assert papers("-C", tmp_path, "status", "-C", empty).returncode == 0
        assert f"{tmp_path}: is no archive" in papers("-C", empty, "check", "-C", tmp_path).stderr

    @pytest.mark.parametrize("arguments", [["check", "-C"], ["-C"]])
    def test_is_no_file(self, arguments: list[str], empty: Path) -> None:
        result = papers(*arguments, empty / "mkdocs.yml", *(["check"] if arguments == ["-C"] else []))
        assert result.returncode == 2
        assert "is a file" in result.stderr


class TestImport:
    def test_says_what_was_read_new_and_known(self, empty: Path) -> None:
        first = papers("import", DATED, "-C", empty)
        read = r"scrape_dated\.txt: (\d+) papers read, \1 new, 0 already known; .*2025-10-31\.json written"
        assert re.search(read, first.stdout)
        again = papers("import", DATED, "-C", empty)
        assert re.search(r"(\d+) papers read, 0 new, \1 already known; .* unchanged", again.stdout)
        assert (first.returncode, again.returncode) == (0, 0)

    def test_importing_again_touches_no_file(self, empty: Path) -> None:
        papers("import", DATED, PLAIN, "-C", empty)
        before = {path: path.stat().st_mtime_ns for path in (empty / "content").rglob("*.json")}
        papers("import", PLAIN, DATED, "-C", empty)
        assert {path: path.stat().st_mtime_ns for path in (empty / "content").rglob("*.json")} == before

    def test_abstracts_are_kept_unless_they_are_declined(self, empty: Path) -> None:
        papers("import", PLAIN, "-C", empty, "--no-abstracts")
        assert not any(b"abstract" in data for data in listings(empty).values())
        papers("import", PLAIN, "-C", empty)
        kept = listings(empty)
        assert any(b"abstract" in data for data in kept.values())
        papers("import", PLAIN, "-C", empty, "--no-abstracts")
        assert listings(empty) == kept

    def test_a_page_s_day_can_be_given_and_is_never_made_up(self, empty: Path) -> None:
        told = papers("import", HEADER, "-C", empty)
        assert "--date YYYY-MM-DD" in told.stdout
        assert sorted(listings(empty)) == ["undated.json"]
        day = re.search(r"^[A-Z][a-z]{2} \d+$", HEADER.read_text(), re.MULTILINE)
        assert day
        given = time.strftime("2024-%m-%d", time.strptime(f"2024 {day[0]}", "%Y %b %d"))
        dated = papers("import", HEADER, "--date", given, "-C", empty)
        assert re.search(r": (\d+) papers with a day now, which the listing without a day has too\.", dated.stdout)
        assert sorted(listings(empty)) == [f"2024/{given}.json", "undated.json"]

    def test_a_page_that_shares_no_paper_with_the_whole_list_of_its_day_is_kept_without_a_day(
        self, empty: Path
    ) -> None:
        listed = Record(key="2510.00001", title="Tugs", arxiv_id="2510.00001")
        whole = Listing(day=date(2025, 10, 31), source="huggingface", status="complete", papers=(listed,))
        write_listing(empty / "content", whole)
        before = listings(empty)
        result = papers("import", DATED, "-C", empty)
        assert "The source's complete list of 2025-10-31 has none of these papers" in result.stdout
        assert {**listings(empty), "undated.json": b""} == {**before, "undated.json": b""}
        kept = listings(empty)
        assert " unchanged" in papers("import", DATED, "-C", empty).stdout
        assert listings(empty) == kept

    def test_a_page_that_shares_a_paper_with_the_list_of_its_day_is_of_that_day(self, empty: Path) -> None:
        papers("import", DATED, "-C", empty)
        (path,) = (empty / "content").rglob("*.json")
        first, *_ = read_listing(path).papers
        whole = Listing(day=date(2025, 10, 31), source="huggingface", status="complete", papers=(first,))
        write_listing(empty / "content", whole)
        papers("import", DATED, "-C", empty)
        assert list(listings(empty)) == ["2025/2025-10-31.json"]

    def test_another_paper_of_a_known_title_takes_no_date_and_no_author_from_it(
        self, empty: Path, tmp_path: Path
    ) -> None:
        abstract = "What is told of the tugs is told at length, so that nobody takes it for a title. " * 4
        page = f"Quiet Tugs\n{abstract}\n{{}}\n"
        (tmp_path / "one.txt").write_text(page.format("• 2 authors\n·\nMay 2, 2022"))
        (tmp_path / "two.txt").write_text(page.format("• 2 authors\n·\nMay 3, 2021").replace("Quiet", "QUIET"))
        (tmp_path / "any.txt").write_text(f"Quiet Tugs\n{abstract.replace('tugs', 'boats')}")
        papers("import", tmp_path / "one.txt", "-C", empty)
        second = papers("import", tmp_path / "two.txt", "-C", empty)
        assert "quiet-tugs-2 is a separate paper: quiet-tugs has the same title" in second.stdout
        (path,) = (empty / "content").rglob("*.json")
        dates = [(paper.key, str(paper.published)) for paper in read_listing(path).papers]
        assert dates == [("quiet-tugs", "2022-05-02"), ("quiet-tugs-2", "2021-05-03")]
        before = listings(empty)
        third = papers("import", tmp_path / "any.txt", tmp_path / "one.txt", tmp_path / "two.txt", "-C", empty)
        assert "any.txt:1: title: “Quiet Tugs” is that of quiet-tugs and quiet-tugs-2: give " in third.stderr
        assert listings(empty) == before

    def test_a_day_that_has_not_come_is_none_of_a_page(self, empty: Path) -> None:
        result = papers("import", PLAIN, "--date", "2125-03-11", "-C", empty)
        assert (result.returncode, listings(empty)) == (2, {})
        assert "Invalid value for '--date': 2125-03-11 has not come yet: the last day is 20" in result.stderr

    @pytest.mark.parametrize(("day", "nearest"), [("2014-10-31", "2023-05-04"), ("2023-05-03", "2023-05-04")])
    def test_a_day_before_the_source_began_is_none_of_a_page(self, empty: Path, day: str, nearest: str) -> None:
        result = papers("import", PLAIN, "--date", day, "-C", empty)
        assert (result.returncode, listings(empty)) == (2, {})
        assert f"{day} is before Daily Papers began: the first day is {nearest}" in result.stderr

    def test_a_page_that_dates_itself_before_the_source_began_is_not_imported(
        self, empty: Path, tmp_path: Path
    ) -> None:
        scrape = tmp_path / "old.txt"
        scrape.write_text(
            DATED.read_text().replace("Oct 31", "Mar 3").replace("Jul 14", "Jan 14").replace(", 2024", ", 2022")
        )
        result = papers("import", scrape, "-C", empty)
        assert (result.returncode, listings(empty)) == (1, {})
        assert re.search(r"invalid day: 20\d\d-.* is before Daily Papers began", result.stderr)

    def test_what_cannot_be_read_is_named_with_its_line_and_the_rest_is_imported(
        self, empty: Path, tmp_path: Path
    ) -> None:
        text = DATED.read_text().rstrip() + "\n\n  • 7 authors\n·\nJan 1, 2020\n"
        (tmp_path / "odd.txt").write_text(text)
        result = papers("import", tmp_path / "odd.txt", "-C", empty)
        assert result.returncode == 0
        line = text.count("\n") - 2
        assert result.stderr == (
            f"{tmp_path}/odd.txt:{line}: Authors and dates must follow a paper: “• 7 authors”; "
            f"lines {line} to {line + 2} are left out\n"
        )
        assert listings(empty)

    def test_what_was_read_is_counted_in_good_english(self, empty: Path, tmp_path: Path) -> None:
        (tmp_path / "one.txt").write_text("Quick Kettles\nThey boil.\n3 authors\nLost\n")
        first = papers("import", tmp_path / "one.txt", "-C", empty)
        assert "one.txt: 1 paper read, 1 new, 0 already known, 1 problem; " in first.stdout
        assert first.stderr.endswith(":4: A title must be followed by its abstract: “Lost”; this line is left out\n")
        (tmp_path / "two.txt").write_text("Quick Kettles\nThey sing.\n4 authors\n")
        (tmp_path / "all.txt").write_text("Quick Kettles\nThey leak.\n")
        papers("import", tmp_path / "two.txt", "-C", empty)
        third = papers("import", tmp_path / "all.txt", "--date", "2025-03-11", "-C", empty)
        assert "1 paper read, 0 new, 0 already known, 1 problem; " in third.stdout
        assert list(listings(empty)) == ["undated.json"]

    @pytest.mark.parametrize(
        ("name", "data", "message"),
        [
            ("empty.txt", b"", "empty"),
            ("blank.txt", b"\n \n", "empty|no paper"),
            ("binary.txt", b"\x00\xff\xfe\x89PNG", "not text|UTF-8|binary|text"),
            ("page.html", b"<!doctype html><html><body>Daily Papers</body></html>", "HTML"),
            ("large.txt", b"a" * 8_000_001, "at most 8,000,000 bytes"),
            ("lines.txt", b"a\n" * 100_001, "at most 100,000 lines"),
            (
                "day.txt",
                b"Submitted by moth\nTugs\n3 authors\n",
                "shows no abstracts, .* papers fetch --date YYYY-MM-DD",
            ),
            ("letter.txt", b"Dear editor\n\nThanks\n", "no paper"),
            (
                "prose.md",
                b"# Notes\nFirst, read this.\n## More\n### Of it\n#### And on\n",
                "most of this text is something else",
            ),
        ],
    )
    def test_a_bad_file_is_told_and_costs_no_other_file(
        self, empty: Path, tmp_path: Path, name: str, data: bytes, message: str
    ) -> None:
        (tmp_path / name).write_bytes(data)
        result = papers("import", tmp_path / name, DATED, tmp_path / "missing.txt", "-C", empty)
        assert result.returncode == 1
        assert re.search(f"{name}: not imported: .*({message})", result.stderr), result.stderr
        assert "missing.txt: not imported: cannot be read: No such file or directory" in result.stderr
        assert len(listings(empty)) == 1

    def test_a_listing_that_is_not_whole_stops_the_import_and_stays_as_it_is(self, empty: Path) -> None:
        papers("import", DATED, "-C", empty)
        (path,) = (empty / "content").rglob("*.json")
        path.write_bytes(path.read_bytes()[:200])
        before = listings(empty)
        result = papers("import", PLAIN, "-C", empty)
        assert result.returncode == 1
        assert re.search(rf"{re.escape(str(path))}:\d+: must be JSON", result.stdout)
        assert listings(empty) == before

    def test_a_listing_whose_key_leads_out_of_the_folder_is_refused(self, empty: Path) -> None:
        papers("import", DATED, "-C", empty)
        (path,) = (empty / "content").rglob("*.json")
        text = re.sub(r'"key": "[^"]+"', '"key": "../../x"', path.read_text(), count=1)
        path.write_text(text)
        line = text[: text.index("../../x")].count("\n") + 1
        for command in ("check", "build"):
            result = papers(command, "-C", empty)
            assert result.returncode == 1
            assert f"{path}:{line}: " in result.stdout
            assert "key" in result.stdout
        assert not (empty / "site").exists()

    def test_a_full_disk_is_told_and_the_old_listing_is_kept(self, empty: Path) -> None:
        papers("import", DATED, "-C", empty, "--no-abstracts")
        before = listings(empty)
        limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)); "
        program = f"{limit}from generator.cli import main; main()"
        result = subprocess.run(
            [sys.executable, "-c", program, "import", str(DATED), "-C", str(empty)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 1
        assert "cannot be written, the old file is kept: File too large" in result.stderr
        assert files_of(empty / "content" / "listings") == before

    def test_a_read_only_folder_is_told(self) -> None:
        load = "import os, encodings.utf_8_sig; from generator import cli; from generator.commands import import_"
        program = f"{load}; os.geteuid() or os.seteuid(65534); cli.main()"
        with tempfile.TemporaryDirectory() as folder:  # pytest's own folders let nobody but their owner through
            Path(folder).chmod(0o755)
            (Path(folder) / "content" / "listings").mkdir(parents=True, mode=0o555)
            result = subprocess.run(
                [sys.executable, "-c", program, "import", str(DATED), "-C", folder],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            assert listings(Path(folder)) == {}
        assert result.returncode == 1
        assert "Permission denied" in result.stderr

    @pytest.mark.slow
    def test_a_stop_in_the_middle_leaves_the_old_listing_or_the_new_one(self, empty: Path) -> None:
        papers("import", PLAIN, "-C", empty, "--no-abstracts")
        old = listings(empty)
        papers("import", PLAIN, "-C", empty)
        new = listings(empty)
        (path,) = (empty / "content").rglob("*.json")
        seen = set()
        moment = 1
        path.write_bytes(old[path.name])
        while is_killed_at(moment, "import", PLAIN, "-C", empty):
            read_listing(path)
            seen.add(path.read_bytes())
            path.write_bytes(old[path.name])
            moment += 1
        assert moment > 2  # the new listing is written to another file first, which is then renamed
        assert seen <= {old[path.name], new[path.name]}
        assert path.read_bytes() == new[path.name]

    def test_the_real_scrapes_are_406_records_of_390_papers(self, scraped_root: Path) -> None:
        found = {path.stem: read_listing(path) for path in (scraped_root / "content" / "listings").rglob("*.json")}
        assert {name: len(listing.papers) for name, listing in found.items()} == {
            "2025-10-31": 67,
            "2025-03-11": 87,
            "undated": 252,
        }
        records = [record for listing in found.values() for record in listing.papers]
        assert (len(records), len({record.key for record in records})) == (406, 390)
        dated = found["2025-10-31"].papers
        (encoder,) = (record for record in dated if record.title.startswith("Return of the Encoder"))
        assert (str(encoder.published), encoder.comments, encoder.author_count) == ("2025-01-27", 2, 3)
        assert sum(record.published is not None and record.published.year == 2025 for record in dated) == 17


class TestCheck:
    def test_an_archive_without_a_problem_is_fine(self, archive: Path) -> None:
        result = papers("check", "-C", archive)
        assert (result.returncode, result.stderr) == (0, "")
        assert "5 papers in 5 listings, no problems" in result.stdout

    def test_all_problems_are_told_at_once_with_file_and_line(self, archive: Path) -> None:
        curation = archive / "content" / "curation" / "2025" / "2025-03-10.yml"
        curation.write_text(
            "a-lantern-for-translators:\n  topics: [translaton]\n"
            "2503.00042:\n  topics: [robotics]\n"
            "no-such-paper:\n  topics: robotics\n"
        )
        (archive / "content" / "listings" / "2025" / "2025-03-11.json").write_text("{")
        result = papers("check", "-C", archive)
        assert result.returncode == 1
        assert f"{curation}:" in result.stdout
        assert "2025-03-11.json:1: " in result.stdout
        lines = result.stdout.splitlines()
        assert lines == sorted(lines)
        assert all(re.match(r".+:\d+: .+", line) for line in lines)

    def test_problems_end_a_build_before_anything_is_written(self, archive: Path) -> None:
        (archive / "content" / "topics.yml").write_text("- group: x\n")
        result = papers("build", "-C", archive)
        assert result.returncode == 1
        assert "topics.yml:1: " in result.stdout
        assert not (archive / "site").exists()


class TestBuild:
    def test_says_what_it_did_in_plain_lines(self, archive: Path) -> None:
        result = papers("build", "-C", archive)
        assert re.search(
            r"site: \d+ pages of 5 papers; files: \d+ written, 0 unchanged, 0 removed; \d MB$",
            result.stdout,
            re.MULTILINE,
        )
        assert re.search(r"^Built in \d+\.\d+ s(: [a-z]+.* \d+\.\d s)?$", result.stdout, re.MULTILINE)
        assert result.stderr.splitlines()[0] == "Reading the archive"
        assert "\x1b" not in result.stdout + result.stderr
        assert re.search(r"files: 0 written, \d+ unchanged, 0 removed", papers("build", cwd=archive).stdout)

    def test_says_what_the_time_was_spent_on_the_longest_first_and_nothing_too_short(self) -> None:
        assert spent({"read": 0.04, "search": 1.26, "pages": 2.5}) == "Built in 3.8 s: pages 2.5 s, search 1.3 s"
        assert spent({"read": 0.04, "pages": 0.03}) == "Built in 0.07 s"

    def test_says_when_a_site_is_too_large_for_github_pages(
        self, archive: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "GitHub Pages" not in papers("build", "-C", archive).stderr
        monkeypatch.setattr("generator.commands.build._PAGES_LIMIT", 100_000)
        assert "sites of up to 0 MB" in CliRunner().invoke(build, ["-C", str(archive)]).stderr

    def test_shows_a_progress_bar_on_a_terminal(self, archive: Path) -> None:
        assert "━" in shown_by("papers", "build", "-C", archive).decode()

    def test_an_interruption_ends_with_130(self, archive: Path) -> None:
        stop = "build.build_site = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)"
        load = "import os, signal; from generator import cli; from generator.commands import build"
        program = f"{load}; {stop}; cli.main()"
        result = subprocess.run(
            [sys.executable, "-c", program, "build", "-C", str(archive)], capture_output=True, text=True, check=False
        )
        assert (result.returncode, result.stderr.strip().splitlines()[-1]) == (130, "Interrupted")
