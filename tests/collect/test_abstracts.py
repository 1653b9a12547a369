"""An archive of one's own beside a loopback source: which abstracts are kept, brought to old days, and left out."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.settings import read_site
from tests.support import source_server as bad
from tests.support.archives import REPOSITORY, copy_settings
from tests.support.forked import Forked, quick_papers
from tests.support.live import environment, listings_of, make_empty_archive, papers, times_of
from tests.support.source_server import Fault, SourceServer, item

OLD = [date(2025, 3, number) for number in (10, 11, 12, 13)]
SINCE = ("fetch", "--since", "2025-03-10", "--until", "2025-03-13")
MISSING = "fetch --since 2025-03-10 --until 2025-03-13 --missing-abstracts"
DAILY = REPOSITORY / ".github" / "workflows" / "daily.yml"


@pytest.fixture
def server() -> Iterator[SourceServer]:
    """Return a server that lists two papers on each of four old days, and on each of the last three."""
    today = datetime.now(UTC).date()
    with SourceServer() as server:
        for number, day in enumerate([*OLD, *(today - timedelta(days=ago) for ago in (3, 4, 5))]):
            ids = [f"2503.{number:02}{paper:03}" for paper in (1, 2)]
            server.days[str(day)] = [item(arxiv_id, f"Kettles of {arxiv_id}", str(day)) for arxiv_id in ids]
        yield server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive that holds nothing yet, and keeps abstracts."""
    return make_empty_archive(tmp_path / "archive")


@pytest.fixture
def bare(server: SourceServer, root: Path) -> Path:
    """Return an archive that keeps abstracts, and has none of its old days."""
    papers(server, root, *SINCE, "--no-abstracts")
    server.requests.clear()
    return root


def abstracts(root: Path) -> int:
    return sum(bool(record.abstract) for one in listings_of(root).values() for record in one.papers)


def without_abstracts(root: Path) -> dict[str, Listing]:
    return {
        day: replace(one, papers=tuple(replace(record, abstract=None) for record in one.papers))
        for day, one in listings_of(root).items()
    }


def asked(server: SourceServer) -> list[str]:
    return [request.params["date"] for request in server.requests]


@pytest.fixture(scope="module")
def program() -> Iterator[Path]:
    """Return a program that stands for `papers` and starts quickly."""
    with quick_papers() as program:
        yield program


class TestTheDailyRun:
    """The very commands of the workflow's step."""

    @pytest.fixture(autouse=True)
    def _installed(self, program: Path, root: Path) -> None:
        (root / ".venv" / "bin").mkdir(parents=True)
        (root / ".venv" / "bin" / "papers").symlink_to(program)

    def run(self, server: SourceServer, root: Path, variable: str = "", missing: str = "") -> None:
        workflow = yaml.safe_load(DAILY.read_text("utf-8"))
        assert workflow["env"]["ABSTRACTS"] == "${{ vars.ABSTRACTS }}"
        (step,) = [step for step in workflow["jobs"]["fetch"]["steps"] if step.get("id") == "fetch"]
        known = environment(server) | {"ABSTRACTS": variable, "MISSING_ABSTRACTS": missing}
        known |= {"SINCE": "", "RUNNER_TEMP": str(root.parent)}
        subprocess.run(["/bin/bash", "-eo", "pipefail", "-c", step["run"]], cwd=root, env=known, check=True)

    @pytest.mark.parametrize(
        ("setting", "variable", "number"),
        [("keep", "", 6), ("leave out", "", 0), ("keep", "leave out", 0), ("leave out", "keep", 6)],
    )
    def test_abstracts_of_new_days_are_kept_as_the_archive_says(
        self, server: SourceServer, root: Path, setting: str, variable: str, number: int
    ) -> None:
        copy_settings(root, setting)
        self.run(server, root, variable)
        assert len([record for one in listings_of(root).values() for record in one.papers]) == 6
        assert abstracts(root) == number
        before = times_of(root)
        self.run(server, root, variable)
        assert times_of(root) == before

    def test_a_run_by_hand_adds_those_of_old_days_if_it_is_asked_to(self, server: SourceServer, bare: Path) -> None:
        self.run(server, bare)
        assert abstracts(bare) == 6
        self.run(server, bare, missing="true")
        assert abstracts(bare) == 14


class TestMissing:
    def test_a_run_that_reads_nothing_says_what_is_missing_and_how_to_get_it(
        self, server: SourceServer, bare: Path
    ) -> None:
        result = papers(server, bare, *SINCE)
        assert result.returncode == 0
        assert result.stderr.splitlines() == [
            "0 days read, 0 papers listed; 0 listings written",
            "4 days not read again: complete and older than two weeks (--date reads one)",
            f"8 papers on 4 days without an abstract; to add what is missing: papers {MISSING}",
        ]
        assert server.requests == []

    def test_the_command_that_it_names_adds_abstracts_and_nothing_else(self, server: SourceServer, bare: Path) -> None:
        before = listings_of(bare)
        for day in OLD:
            for one in server.days[str(day)]:
                one["paper"] |= {"title": "Another Title", "upvotes": 99, "githubRepo": "https://code.example/x"}
                one["numComments"] = 9
            server.days[str(day)].append(item(f"2503.9{day.day:04}", "A late paper", str(day)))
        result = papers(server, bare, *MISSING.split())
        assert (result.returncode, result.stdout.splitlines()) == (0, [f"{day}: 2 abstracts added" for day in OLD])
        assert result.stderr == "4 days read, 12 papers listed; 4 listings written\n"
        assert abstracts(bare) == 8
        assert without_abstracts(bare) == before

    def test_a_second_run_asks_for_nothing_and_changes_nothing(self, server: SourceServer, bare: Path) -> None:
        papers(server, bare, "fetch", "--missing-abstracts")
        before = times_of(bare)
        server.requests.clear()
        for span in ([], SINCE[1:], ["--month", "2025-03"], ["--date", "2025-03-11"]):
            result = papers(server, bare, "fetch", *span, "--missing-abstracts")
            assert (result.returncode, result.stdout) == (0, "")
            assert result.stderr.splitlines()[1:] == ["No abstract is missing on a complete day"]
        assert times_of(bare) == before
        assert server.requests == []

    @pytest.mark.parametrize(
        ("span", "days"),
        [
            ([], OLD),
            (["--since", "2025-03-12"], OLD[2:]),
            (["--since", "2025-03-01", "--until", "2025-03-10"], OLD[:1]),
            (["--month", "2025-03"], OLD),
            (["--date", "2025-03-11"], OLD[1:2]),
        ],
    )
    def test_it_asks_for_the_days_that_lack_some(
        self, server: SourceServer, bare: Path, span: list[str], days: list[date]
    ) -> None:
        dry = papers(server, bare, "fetch", *span, "--missing-abstracts", "--dry-run")
        assert abstracts(bare) == 0
        assert papers(server, bare, "fetch", *span, "--missing-abstracts").stdout == dry.stdout
        assert asked(server) == 2 * list(map(str, days))

    def test_after_an_interruption_it_goes_on_where_it_stopped(self, server: SourceServer, bare: Path) -> None:
        server.faults.append(Fault(lambda reply: reply, params={"date": "2025-03-12"}, delay=60))
        with Forked("papers", "fetch", "--missing-abstracts", "-C", bare, env=environment(server)) as process:
            for _ in range(2):
                process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait() == 130
        server.faults.clear()
        server.requests.clear()
        papers(server, bare, "fetch", "--missing-abstracts")
        assert asked(server) == ["2025-03-12", "2025-03-13"]
        assert abstracts(bare) == 8

    def test_a_day_that_fails_is_named_with_the_command_that_tries_again(
        self, server: SourceServer, bare: Path
    ) -> None:
        server.faults.append(bad.answers("<html>", date="2025-03-12"))
        failed = papers(server, bare, "fetch", "--missing-abstracts")
        assert failed.returncode == 1
        again = re.search("read: papers (.*)", failed.stderr)
        assert again
        assert again[1] == "fetch --since 2025-03-12 --until 2025-03-12 --missing-abstracts"
        assert papers(server, bare, *again[1].split()).returncode == 0
        assert abstracts(bare) == 8

    def test_a_paper_whose_abstract_the_source_does_not_tell_is_counted(self, server: SourceServer, bare: Path) -> None:
        del server.days["2025-03-11"][0]["paper"]["summary"], server.days["2025-03-11"][0]["summary"]
        result = papers(server, bare, "fetch", "--missing-abstracts")
        assert result.returncode == 0
        assert result.stderr.splitlines()[1:] == ["1 paper on 1 day still without an abstract, the first on 2025-03-11"]

    def test_papers_that_are_no_longer_listed_or_of_no_whole_day_are_not_asked_for(
        self, server: SourceServer, root: Path
    ) -> None:
        gone = Record(key="2503.00009", title="Gone", arxiv_id="2503.00009", unlisted=True)
        write_listing(root / "content", Listing(day=OLD[0], source="huggingface", status="complete", papers=(gone,)))
        scraped = Record(key="tugs", title="Tugs")
        write_listing(root / "content", Listing(day=OLD[1], source="a scrape", status="partial", papers=(scraped,)))
        write_listing(root / "content", Listing(day=None, source="a scrape", status="partial", papers=(scraped,)))
        papers(server, root, "fetch", "--missing-abstracts")
        assert server.requests == []

    def test_a_paper_that_is_known_under_another_key_gets_its_own(self, server: SourceServer, bare: Path) -> None:
        day = listings_of(bare)["2025-03-10"]
        first, second = day.papers
        papers_of_day = (replace(first, key="kettles"), replace(second, key="old-kettles", arxiv_id=None))
        write_listing(bare / "content", replace(day, papers=papers_of_day))
        (bare / "content" / "listings" / "2025" / "2025-03-11.json").unlink()
        papers(server, bare, "fetch", "--date", "2025-03-10", "--missing-abstracts")
        found = {record.key: record.abstract for record in listings_of(bare)["2025-03-10"].papers}
        assert found == {
            "kettles": "What there is to say of Kettles of 2503.00001.",
            "old-kettles": "What there is to say of Kettles of 2503.00002.",
        }


class TestLeftOut:
    @pytest.fixture
    def full(self, server: SourceServer, root: Path) -> Path:
        """Return an archive that has abstracts, and leaves them out from now on."""
        papers(server, root, *SINCE)
        copy_settings(root, "leave out")
        return root

    def test_those_that_are_left_are_named(self, server: SourceServer, full: Path) -> None:
        result = papers(server, full, "check")
        assert result.returncode == 0
        path = full / "content" / "listings" / "2025" / "2025-03-10.json"
        line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if '"abstract"' in text)
        assert result.stdout.splitlines()[0] == (
            f"{path}:{line}: warning: holds 2 abstracts, and this archive leaves them out: the next papers fetch, "
            "import or enrich removes them (2503.00001, 2503.00002)"
        )
        assert result.stdout.splitlines()[-1].endswith("8 papers in 4 listings, no problems, 4 warnings")

    @pytest.mark.parametrize(
        "command",
        [
            ["fetch", "--date", "2025-03-14"],
            [*SINCE, "--no-abstracts"],
            ["enrich"],
            ["import", str(REPOSITORY / "tests" / "data" / "scrape_plain.txt")],
        ],
    )
    def test_they_go_at_the_next_writing(self, server: SourceServer, full: Path, command: list[str]) -> None:
        before = without_abstracts(full)
        result = papers(server, full, *command)
        assert result.returncode == 0, result.stderr
        assert "4 listings rewritten without abstracts, as the archive leaves them out" in result.stdout
        assert abstracts(full) == 0
        assert {day: one for day, one in listings_of(full).items() if day in before} == before
        assert papers(server, full, "check").stdout.endswith("no problems\n")
        times = times_of(full)
        papers(server, full, *command)
        assert times_of(full) == times

    def test_a_dry_run_removes_none_nor_does_the_option_that_keeps_them(self, server: SourceServer, full: Path) -> None:
        papers(server, full, *SINCE, "--dry-run")
        assert abstracts(full) == 8
        papers(server, full, "fetch", "--date", "2025-03-10", "--abstracts")
        assert abstracts(full) == 8

    def test_missing_ones_are_not_asked_for_unless_they_are_kept(self, server: SourceServer, full: Path) -> None:
        papers(server, full, *SINCE)
        server.requests.clear()
        assert "without an abstract" not in papers(server, full, *SINCE).stderr
        refused = papers(server, full, "fetch", "--missing-abstracts")
        assert refused.returncode == 2
        assert "Set extra.abstracts in mkdocs.yml to keep" in refused.stderr
        assert server.requests == []
        papers(server, full, "fetch", "--missing-abstracts", "--abstracts")
        assert abstracts(full) == 8


class TestSettings:
    def test_an_archive_whose_settings_say_nothing_keeps_them(self, server: SourceServer, root: Path) -> None:
        settings = (root / "mkdocs.yml").read_text("utf-8")
        (root / "mkdocs.yml").write_text(re.sub("(?m)^  abstracts: .*\n", "", settings), "utf-8")
        papers(server, root, *SINCE)
        assert abstracts(root) == 8

    @pytest.mark.parametrize(
        ("extra", "kept"),
        [
            ("", True),
            ("extra: {abstracts: }", True),
            ("extra: {abstracts: Keep}", True),
            ("extra: {abstracts: leave out}", False),
            ("extra: {source: {name: Tides, abstracts: true}}", True),
            ("extra: {source: {name: Tides}}", False),
            ("extra: {source: none}", False),
            ("extra: {source: none, abstracts: keep}", True),
            ("extra: {source: {name: Tides, abstracts: true}, abstracts: leave out}", False),
        ],
    )
    def test_they_are_kept_by_default_where_the_source_s_may_be(self, tmp_path: Path, extra: str, kept: bool) -> None:
        settings = f'site_name: Tides\nsite_url: !ENV [SITE_URL, "https://tides.example/"]\n{extra}\n'
        (tmp_path / "mkdocs.yml").write_text(settings, "utf-8")
        (tmp_path / "content").mkdir()
        assert read_site(tmp_path).keeps_abstracts is kept

    def test_settings_that_are_no_yaml_are_named(self, server: SourceServer, root: Path) -> None:
        (root / "mkdocs.yml").write_text("site_name: [\n")
        result = papers(server, root, "check")
        assert result.returncode == 1
        assert result.stdout.startswith(f"{root / 'mkdocs.yml'}:2:")

    @pytest.mark.parametrize("command", [["fetch"], ["import", "scrape.txt"], ["enrich"], ["check"]])
    def test_another_word_is_refused(self, server: SourceServer, root: Path, command: list[str]) -> None:
        copy_settings(root, "omit")
        result = papers(server, root, *command)
        assert result.returncode == 1
        told = re.sub(r"yml:\d+:", "yml:", result.stdout + result.stderr)  # `check` also tells the line
        assert 'mkdocs.yml: extra.abstracts must be "keep" or "leave out", not "omit"' in told
        assert server.requests == []

    def test_another_word_in_the_environment_is_refused(
        self, server: SourceServer, root: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(os.environ, "ABSTRACTS", "omit")
        result = papers(server, root, "fetch")
        assert (result.returncode, result.stderr) == (
            1,
            'Error: The environment\'s ABSTRACTS must be "keep" or "leave out", not "omit"\n',
        )
