"""Fetching days from a real server that answers well or badly: what is kept, what is said, and that nothing is lost."""

import json
import re
import shutil
import signal
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.support import source_server as bad
from tests.support.forked import Forked, is_killed_at, shown_by
from tests.support.live import environment, listings_of, make_empty_archive, papers, times_of
from tests.support.source_server import Fault, SourceServer, item

DAYS = [date(2025, 3, number) for number in (10, 11, 12, 13, 14)]
WEEK = ("fetch", "--since", "2025-03-10", "--until", "2025-03-14")


@pytest.fixture
def server() -> Iterator[SourceServer]:
    """Return a server that lists two papers on each of five days."""
    with SourceServer() as server:
        for day in DAYS:
            ids = [f"2503.{day.day:02}{number:03}" for number in (1, 2)]
            server.days[str(day)] = [item(arxiv_id, f"Kettles of {arxiv_id}", str(day)) for arxiv_id in ids]
        yield server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive that holds nothing yet."""
    return make_empty_archive(tmp_path / "archive")


def asked(server: SourceServer) -> list[str]:
    return [request.params["date"] for request in server.requests]


def listed_on(root: Path, key: str) -> list[str]:
    """Return the days that list the paper still."""
    pairs = [(day, paper) for day, one in listings_of(root).items() for paper in one.papers]
    return [day for day, paper in pairs if paper.key == key and not paper.unlisted]


def keys(root: Path) -> dict[str, list[str]]:
    return {day: [record.key for record in listing.papers] for day, listing in listings_of(root).items()}


class TestDays:
    def test_each_day_is_kept_with_its_papers_and_told_in_a_line(self, server: SourceServer, root: Path) -> None:
        result = papers(server, root, *WEEK)
        assert result.returncode == 0, result.stderr
        assert result.stdout.splitlines() == [f"{day}: 2 listed, 2 new, complete" for day in DAYS]
        assert result.stderr == "5 days read, 10 papers listed; 5 listings written\n"
        assert {day: (len(one.papers), one.status) for day, one in listings_of(root).items()} == {
            str(day): (2, "complete") for day in DAYS
        }
        assert papers(server, root, "check").returncode == 0

    def test_what_standing_queries_find_is_recorded(self, server: SourceServer, root: Path) -> None:
        (root / "content" / "feeds.yml").write_text(
            "kettles: {title: Kettles, description: All of them., query: {words: [kettle]}}\n"
        )
        record = root / "content" / "matches" / "kettles.json"
        dry = papers(server, root, "fetch", "--date", "2025-03-10", "--dry-run")
        assert (dry.returncode, record.exists()) == (0, False)
        result = papers(server, root, "fetch", "--date", "2025-03-10")
        assert result.stdout.splitlines() == ["2025-03-10: 2 listed, 2 new, complete"]
        assert json.loads(record.read_bytes())["papers"] == ["2503.10001", "2503.10002"]

    def test_a_paper_whose_arxiv_id_a_person_put_in_is_the_one_that_is_listed_with_it(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, "fetch", "--date", "2025-03-10")
        listing = listings_of(root)["2025-03-10"]
        named = Record(key="old-kettles", title="Old Kettles")
        write_listing(root / "content", msgspec.structs.replace(listing, papers=(named, *listing.papers)))
        curation = root / "content" / "curation" / "2025" / "2025-03-10.yml"
        curation.parent.mkdir(parents=True)
        curation.write_text('old-kettles:\n  correct:\n    arxiv_id: "2503.11001"\n')
        papers(server, root, "fetch", "--date", "2025-03-11")
        assert sorted(keys(root)["2025-03-11"]) == ["2503.11002", "old-kettles"]
        assert papers(server, root, "check").returncode == 0

    def test_imported_papers_leave_a_day_whose_whole_list_has_none_of_them(
        self, server: SourceServer, root: Path
    ) -> None:
        tugs = Record(key="tugs", title="Tugs", comments=4)
        page = Listing(day=date(2025, 3, 11), source="a scrape", status="partial", papers=(tugs,))
        write_listing(root / "content", page)
        curation = root / "content" / "curation" / "2025" / "2025-03-11.yml"
        curation.parent.mkdir(parents=True)
        curation.write_text("tugs:\n  summary: Small boats pull large ones.\n")
        before = listings_of(root)
        told = "2025-03-11: 2 listed, 2 new, now complete, 1 imported paper moved to "
        assert papers(server, root, "fetch", "--date", "2025-03-11", "--dry-run").stdout.startswith(told)
        assert listings_of(root) == before
        assert papers(server, root, "fetch", "--date", "2025-03-11").stdout.startswith(told)
        assert keys(root) == {"None": ["tugs"], "2025-03-11": ["2503.11001", "2503.11002"]}
        assert listings_of(root)["None"].papers == (tugs,)
        assert papers(server, root, "check").returncode == 0
        assert papers(server, root, "curate", "tugs", "--summary", "Small boats lead large ones.").returncode == 0
        assert "Small boats lead" in curation.read_text()
        assert papers(server, root, "fetch", "--date", "2025-03-11").stdout == ""

    def test_one_day_a_span_and_a_month_are_asked_for_as_such(self, server: SourceServer, root: Path) -> None:
        papers(server, root, "fetch", "--date", "2025-03-11")
        assert sorted(keys(root)) == ["2025-03-11"]
        papers(server, root, "fetch", "--since", "2025-03-13", "--until", "2025-03-15")
        assert sorted(keys(root)) == ["2025-03-11", "2025-03-13", "2025-03-14", "2025-03-15"]
        assert asked(server) == ["2025-03-11", "2025-03-13", "2025-03-14", "2025-03-15"]
        server.requests.clear()
        papers(server, root, "fetch", "--month", "2025-03")
        assert [request.params for request in server.requests] == [{"month": "2025-03", "limit": "100"}]
        assert len(keys(root)) == 31
        assert listings_of(root)["2025-03-03"].status == "empty"

    def test_without_an_option_the_last_fifteen_days_are_read_again(self, server: SourceServer, root: Path) -> None:
        today = datetime.now(UTC).date()
        for _ in range(2):
            papers(server, root, "fetch")
            assert asked(server) in [
                [str(last - timedelta(days=ago)) for ago in range(14, -1, -1)]
                for last in (today, today + timedelta(days=1))  # midnight may pass
            ]
            server.requests.clear()

    @pytest.mark.parametrize(
        "arguments",
        [
            ["--date", "2025-03-11", "--month", "2025-03"],
            ["--since", "2025-03-11", "--date", "2025-03-11"],
            ["--until", "2025-03-11"],
            ["--since", "2025-03-11", "--until", "2025-03-10"],
            ["--date", "9999-01-01"],
            ["--month", "9999-01"],
            ["--month", "2025-13"],
            ["--since", "11.3.2025"],
        ],
    )
    def test_what_cannot_be_asked_is_wrong_usage(self, server: SourceServer, root: Path, arguments: list[str]) -> None:
        assert papers(server, root, "fetch", *arguments).returncode == 2
        assert server.requests == []

    def test_abstracts_are_left_out_where_they_are_declined_and_kept_where_they_are_known(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, *WEEK, "--no-abstracts")
        assert not any(paper.abstract for one in listings_of(root).values() for paper in one.papers)
        papers(server, root, "fetch", "--date", "2025-03-11")
        papers(server, root, "fetch", "--date", "2025-03-11", "--no-abstracts")
        assert all(paper.abstract for paper in listings_of(root)["2025-03-11"].papers)

    def test_a_dry_run_says_the_same_and_writes_nothing(self, server: SourceServer, root: Path) -> None:
        before = times_of(root)
        dry = papers(server, root, *WEEK, "--dry-run")
        assert times_of(root) == before
        wet = papers(server, root, *WEEK)
        assert dry.stdout == wet.stdout
        assert "5 listings would be written" in dry.stderr

    def test_a_second_run_changes_nothing_and_rewrites_no_file(self, server: SourceServer, root: Path) -> None:
        papers(server, root, "fetch", "--month", "2025-03")
        before = times_of(root)
        for arguments in (("--month", "2025-03"), *(("--date", str(day)) for day in DAYS)):
            result = papers(server, root, "fetch", *arguments)
            assert (result.returncode, result.stdout) == (0, "")
        assert times_of(root) == before

    def test_what_an_earlier_version_let_in_is_taken_out_of_every_listing(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, *WEEK)
        path = root / "content" / "listings" / "2025" / "2025-03-10.json"
        path.write_text(path.read_text("utf-8").replace("Kettles", "Ket\u200btles"), "utf-8")
        assert "2025-03-10.json:" in papers(server, root, "check").stdout
        result = papers(server, root, "fetch", "--date", "2025-03-14")
        assert result.returncode == 0, result.stderr
        assert result.stdout.splitlines() == [f"{path}: rewritten without invisible characters and dead links"]
        assert papers(server, root, "check").returncode == 0

    def test_days_that_are_whole_and_old_are_not_asked_for_again_by_since(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, "fetch", "--date", "2025-03-12")
        server.requests.clear()
        papers(server, root, *WEEK)
        assert asked(server) == ["2025-03-10", "2025-03-11", "2025-03-13", "2025-03-14"]

    def test_a_progress_bar_counts_days_and_papers_on_a_terminal(self, server: SourceServer, root: Path) -> None:
        shown = shown_by("papers", *WEEK, "-C", root, env=environment(server)).decode()
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown)
        assert "━" in text
        assert "5/5 days, 10 papers" in text
        assert text.count("2025-03-12: 2 listed, 2 new, complete") == 1


class TestFollowing:
    def test_a_day_that_grows_grows_and_one_that_shrinks_does_not(self, server: SourceServer, root: Path) -> None:
        day = server.days["2025-03-11"]
        gone = day.pop()
        papers(server, root, "fetch", "--date", "2025-03-11")
        day[:] = [gone, item("2503.11003", "Ferries", "2025-03-11")]
        result = papers(server, root, "fetch", "--date", "2025-03-11")
        assert result.stdout == "2025-03-11: 2 listed, 2 new, 1 no longer listed\n"
        day.clear()
        assert papers(server, root, "fetch", "--date", "2025-03-11").stdout == ""
        assert keys(root)["2025-03-11"] == ["2503.11001", "2503.11002", "2503.11003"]
        assert [record.key for record in listings_of(root)["2025-03-11"].papers if record.unlisted] == ["2503.11001"]

    def test_a_paper_that_moved_is_one_paper_on_both_days(self, server: SourceServer, root: Path) -> None:
        papers(server, root, *WEEK)
        moved = server.days["2025-03-10"].pop()
        moved["paper"]["submittedOnDailyAt"] = "2025-03-11T00:10:00.000Z"
        server.days["2025-03-11"].append(moved)
        papers(server, root, "fetch", "--month", "2025-03")
        assert keys(root)["2025-03-10"] == ["2503.10001", "2503.10002"]
        assert keys(root)["2025-03-11"] == ["2503.10002", "2503.11001", "2503.11002"]
        papers(server, root, "build")
        page = (root / "site" / "days" / "2025-03-10" / "index.md").read_text()
        assert page.index("No longer listed") < page.index("(../../papers/2503.10002/)")
        assert page.index("(../../papers/2503.10001/)") < page.index("No longer listed")
        assert "1 paper listed, 1 no longer listed" in page
        assert "No longer" not in (root / "site" / "days" / "2025-03-11" / "index.md").read_text()

    def test_a_paper_known_by_its_title_keeps_its_address_and_its_arxiv_id_leads_there(
        self, server: SourceServer, root: Path, tmp_path: Path
    ) -> None:
        scrape = tmp_path / "scrape.txt"
        scrape.write_text("KETTLES of 2503.10001!\n\nA whole abstract, with a sentence. And with another one.\n")
        papers(server, root, "import", str(scrape))
        (key,) = keys(root)["None"]
        papers(server, root, *WEEK)
        assert keys(root)["2025-03-10"] == ["2503.10002", key]
        papers(server, root, "build")
        assert (root / "site" / "papers" / key / "index.html").is_file()
        assert f"../papers/{key}/" in (root / "site" / "papers" / "2503.10001" / "index.html").read_text()

    def test_title_abstract_votes_comments_code_and_withdrawal_follow(self, server: SourceServer, root: Path) -> None:
        papers(server, root, *WEEK)
        before = times_of(root)
        (one, _) = server.days["2025-03-12"]
        one["paper"] |= {"title": "New", "summary": "Better.", "upvotes": 9, "githubRepo": "https://code.example/x"}
        one["paper"]["withdrawnAt"] = "2025-04-01T00:00:00.000Z"
        one["numComments"] = 7
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert "2025-03-12: 2 listed, 1 changed\n" in result.stdout
        (record, _) = listings_of(root)["2025-03-12"].papers
        assert (record.key, record.title, record.abstract) == ("2503.12001", "New", "Better.")
        assert (record.upvotes, record.comments, record.links.code) == (9, 7, "https://code.example/x")
        assert record.withdrawn == date(2025, 4, 1)
        after = times_of(root)
        assert [path.stem for path in before if after[path] != before[path]] == ["2025-03-12"]

    def test_no_account_of_anybody_is_kept(self, server: SourceServer, root: Path) -> None:
        papers(server, root, *WEEK)
        kept = b"".join(path.read_bytes() for path in times_of(root) if path.suffix == ".json").decode()
        assert "Kettles of 2503.10001" in kept
        assert not re.search("mail|A Reader|0{24}|1{24}|2{24}|submitted|another party", kept, re.IGNORECASE)


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "cause"),
        [
            (bad.rate_limited(55, times=9, date="2025-03-12"), "429|wait"),
            (bad.server_error(times=9, date="2025-03-12"), "500"),
            (bad.cut_off(times=9, date="2025-03-12"), "cut off"),
            (bad.hung_up(times=9, date="2025-03-12"), "no connection"),
            (bad.wrong_gzip(times=9, date="2025-03-12"), "unpacked"),
            (bad.answers("[{", date="2025-03-12"), "JSON"),
            (bad.answers("<html>Sorry</html>", date="2025-03-12"), "HTML"),
            (bad.answers('{"error": "no such day"}', date="2025-03-12"), "no such day"),
            (bad.redirect("https://elsewhere.example/", date="2025-03-12"), "another host"),
            (bad.answers('[{"paper": {"id": 7}}]', date="2025-03-12"), "paper"),
        ],
    )
    def test_a_day_that_fails_is_named_with_its_cause_and_the_next_run_completes_it(
        self, server: SourceServer, root: Path, fault: Fault, cause: str
    ) -> None:
        server.faults.append(fault)
        failed = papers(server, root, *WEEK)
        assert failed.returncode == 1
        (told,) = [line for line in failed.stderr.splitlines() if "not fetched" in line]
        assert told.startswith("2025-03-12: not fetched: http://127.0.0.1")
        assert re.search(cause, told), told
        assert sorted(keys(root)) == [str(day) for day in DAYS if day.day != 12]
        assert papers(server, root, "check").returncode == 0
        before = times_of(root)
        server.faults.clear()
        completed = papers(server, root, *WEEK)
        assert (completed.returncode, completed.stdout) == (0, "2025-03-12: 2 listed, 2 new, complete\n")
        assert {path: time for path, time in times_of(root).items() if path in before} == before

    def test_a_failure_on_the_second_page_of_a_day_keeps_the_day_as_it_was(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, *WEEK)
        before = times_of(root)
        server.days["2025-03-12"] += [item(f"2503.12{n:03}", f"Tugs {n}", "2025-03-12") for n in range(100, 250)]
        server.faults.append(bad.server_error(times=9, date="2025-03-12", p="1"))
        assert papers(server, root, "fetch", "--date", "2025-03-12").returncode == 1
        assert times_of(root) == before
        server.faults.clear()
        assert papers(server, root, "fetch", "--date", "2025-03-12").stdout == "2025-03-12: 152 listed, 150 new\n"

    def test_a_passing_trouble_is_waited_out(self, server: SourceServer, root: Path) -> None:
        server.faults += [bad.rate_limited(2, times=2), bad.server_error(503), bad.hung_up()]
        assert papers(server, root, *WEEK).returncode == 0
        assert sorted(keys(root)) == [str(day) for day in DAYS]

    def test_a_source_that_is_down_is_given_up(self, server: SourceServer, root: Path) -> None:
        papers(server, root, "fetch", "--date", "2025-03-10")
        server.requests.clear()
        server.faults.append(bad.server_error(times=99))
        result = papers(server, root, *WEEK)
        assert result.returncode == 1
        assert len(server.requests) == 3 * 6  # each is tried again five times
        assert "Error: gave up after 3 days without an answer" in result.stderr
        assert keys(root) == {"2025-03-10": ["2503.10001", "2503.10002"]}

    @pytest.mark.parametrize("answer", ["<html>Sorry</html>", "[{", '{"error": "no such day"}', "", "[[]]"])
    def test_days_whose_answers_cannot_be_read_do_not_stop_later_ones(
        self, server: SourceServer, root: Path, answer: str
    ) -> None:
        server.faults += [bad.answers(answer, times=9, date=str(day)) for day in DAYS[:4]]
        result = papers(server, root, *WEEK)
        assert result.returncode == 1
        assert [line[:25] for line in result.stderr.splitlines()[:4]] == [f"{day}: not fetched: " for day in DAYS[:4]]
        assert "1 day read, 2 papers listed; 1 listing written\n" in result.stderr
        assert "To retry what could not be read: papers fetch --since 2025-03-10 --until 2025-03-13" in result.stderr
        assert sorted(keys(root)) == ["2025-03-14"]

    def test_an_answer_that_cannot_be_read_shows_that_the_source_is_not_down(
        self, server: SourceServer, root: Path
    ) -> None:
        server.faults += [bad.server_error(times=9, date=str(day)) for day in (DAYS[0], DAYS[1], DAYS[3])]
        server.faults.append(bad.answers("<html>", times=9, date=str(DAYS[2])))
        assert papers(server, root, *WEEK).returncode == 1
        assert sorted(keys(root)) == ["2025-03-14"]

    @pytest.mark.parametrize("options", [WEEK[1:], ("--date", "2025-03-10"), ("--month", "2025-03"), ()])
    def test_a_source_that_is_down_from_the_first_day_leaves_nothing_behind(
        self, server: SourceServer, root: Path, options: tuple[str, ...]
    ) -> None:
        before = times_of(root)
        server.faults.append(bad.server_error(times=999))
        result = papers(server, root, "fetch", *options)
        assert result.returncode == 1
        assert re.search("not fetched: http.*500", result.stderr)
        assert result.stdout == ""
        assert times_of(root) == before
        server.faults.clear()
        assert papers(server, root, "fetch", *options).returncode == 0

    def test_a_month_that_fails_is_named(self, server: SourceServer, root: Path) -> None:
        server.faults.append(bad.answers("{}"))
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert (result.returncode, keys(root)) == (1, {})
        assert result.stderr.startswith("2025-03: not fetched: ")

    def test_a_listing_that_does_not_hold_stops_the_run_before_anything_is_asked(
        self, server: SourceServer, root: Path
    ) -> None:
        papers(server, root, "fetch", "--date", "2025-03-10")
        server.requests.clear()
        path = root / "content" / "listings" / "2025" / "2025-03-10.json"
        path.write_text("{")
        result = papers(server, root, *WEEK)
        assert result.returncode == 1
        assert f"{path}:1: must be JSON" in result.stdout
        assert server.requests == []
        assert path.read_text() == "{"

    def test_an_interruption_ends_with_130_and_the_next_run_goes_on(self, server: SourceServer, root: Path) -> None:
        stop = Fault(lambda reply: reply, params={"date": "2025-03-12"}, delay=60)
        server.faults.append(stop)
        with Forked("papers", *WEEK, "-C", root, env=environment(server)) as process:
            for _ in range(2):
                process.stdout.readline()
            process.send_signal(signal.SIGINT)
            assert process.wait() == 130
            assert process.stderr.read().endswith("Interrupted\n")
        assert sorted(keys(root)) == ["2025-03-10", "2025-03-11"]
        server.faults.clear()
        server.requests.clear()
        papers(server, root, *WEEK)
        assert asked(server) == ["2025-03-12", "2025-03-13", "2025-03-14"]


class TestNothingLost:
    def test_a_month_whose_items_do_not_tell_their_day_is_asked_for_by_day(
        self, server: SourceServer, root: Path
    ) -> None:
        for day in DAYS[1:3]:
            server.days[str(day)][0]["paper"].pop("submittedOnDailyAt")
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert result.returncode == 0, result.stderr
        assert {day: len(found) for day, found in keys(root).items() if found} == {str(day): 2 for day in DAYS}
        assert len(server.requests) == 32

    def test_where_the_days_fail_what_the_month_dates_is_kept_and_partial(
        self, server: SourceServer, root: Path
    ) -> None:
        server.days["2025-03-12"][0]["paper"].pop("submittedOnDailyAt")
        server.faults += [bad.server_error(times=99, date=f"2025-03-{day:02}") for day in range(11, 32)]
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert result.returncode == 1
        assert "gave up after 3 days without an answer" in result.stderr
        found = {day: (one.status, len(one.papers)) for day, one in listings_of(root).items()}
        assert {day: state for day, state in found.items() if state[1]} == {
            "2025-03-10": ("complete", 2),
            "2025-03-11": ("partial", 2),
            "2025-03-12": ("partial", 1),
            "2025-03-13": ("partial", 2),
            "2025-03-14": ("partial", 2),
        }
        assert [day for day, state in found.items() if state[0] == "empty"] == [
            f"2025-03-{day:02}" for day in range(1, 10)
        ]

    @pytest.mark.parametrize("moment", [None, "2025-02-28T23:50:00.000Z", "2199-01-01T00:00:00.000Z"])
    def test_a_paper_of_a_month_that_no_day_has_is_kept_without_one_until_a_day_has_it(
        self, server: SourceServer, root: Path, moment: str | None
    ) -> None:
        nowhere = item("2503.99999", "Nowhere", "2025-03-10", submittedOnDailyAt=moment)
        server.faults.append(bad.answers(json.dumps([nowhere]), 2, month="2025-03"))
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert result.returncode == 1
        assert "its list has 1 paper that no day's list has: “Nowhere”" in result.stderr
        assert "2025-03: 1 paper kept without a day, in " in result.stdout
        assert keys(root)["None"] == ["2503.99999"]
        before = times_of(root)
        assert papers(server, root, "fetch", "--month", "2025-03").stdout == ""
        assert times_of(root) == before
        server.days["2025-03-12"].append(nowhere)
        assert papers(server, root, "fetch", "--month", "2025-03").returncode == 0
        assert listed_on(root, "2503.99999") == ["None", "2025-03-12"]
        assert papers(server, root, "check").returncode == 0

    def test_a_paper_that_may_be_on_a_day_that_failed_is_named_and_found_later(
        self, server: SourceServer, root: Path
    ) -> None:
        server.days["2025-03-12"][0]["paper"].pop("submittedOnDailyAt")
        server.faults.append(bad.answers("<html>", date="2025-03-12"))
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert result.returncode == 1
        assert "“Kettles of 2503.12001”; left out until the days above can be read" in result.stderr
        assert "None" not in keys(root)
        assert papers(server, root, "fetch", "--month", "2025-03").returncode == 0
        assert keys(root)["2025-03-12"] == ["2503.12001", "2503.12002"]

    def test_a_paper_whose_day_lacks_it_is_kept_there_though_another_day_fails(
        self, server: SourceServer, root: Path
    ) -> None:
        month = [found for day in server.days.values() for found in day]
        month += [item("2503.99901", "Alone", "2025-03-08"), item("2503.99902", "Nowhere", "", submittedOnDailyAt=None)]
        server.faults += [bad.answers(json.dumps(month), month="2025-03"), bad.answers("<html>", date="2025-03-20")]
        assert papers(server, root, "fetch", "--month", "2025-03").returncode == 1
        assert keys(root)["2025-03-08"] == ["2503.99901"]

    def test_papers_dated_before_the_first_day_are_kept_on_the_day_that_lists_them(
        self, server: SourceServer, root: Path
    ) -> None:
        early = item("2305.00001", "Early", "2023-05-03")
        server.days["2023-05-04"] = [early, item("2305.00002", "First", "2023-05-04")]
        assert papers(server, root, "fetch", "--month", "2023-05").returncode == 0
        assert keys(root)["2023-05-04"] == ["2305.00001", "2305.00002"]

    def test_a_month_whose_list_cannot_be_read_says_how_to_ask_by_day(self, server: SourceServer, root: Path) -> None:
        server.faults.append(bad.answers("<html>", month="2025-03"))
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert "one by one instead: papers fetch --since 2025-03-01 --until 2025-03-31" in result.stderr

    def test_a_paper_that_the_month_alone_dates_to_a_day_is_kept_there(self, server: SourceServer, root: Path) -> None:
        server.days["2025-03-12"][0]["paper"].pop("submittedOnDailyAt")  # so the days are asked for one by one
        month = [found for day in server.days.values() for found in day]
        for title, day in (("Alone", "2025-03-08"), ("Late", "2025-03-13")):
            month.append(item(f"2503.999{day[-2:]}", title, day))
        server.faults.append(bad.answers(json.dumps(month), month="2025-03"))
        result = papers(server, root, "fetch", "--month", "2025-03")
        assert result.returncode == 1
        assert "2025-03-08" in result.stderr
        found = listings_of(root)
        assert {day: [paper.title for paper in found[day].papers][-1:] for day in ("2025-03-08", "2025-03-13")} == {
            "2025-03-08": ["Alone"],
            "2025-03-13": ["Late"],
        }
        assert found["2025-03-08"].status == "partial"

    @pytest.mark.parametrize("span", [("--date", "2025-03-12"), ("--month", "2025-03")])
    def test_an_item_that_cannot_be_read_leaves_its_day_partial_and_takes_no_paper_away(
        self, server: SourceServer, root: Path, span: tuple[str, str]
    ) -> None:
        broken = server.days["2025-03-12"][0]["paper"]
        broken["authors"] = "Ada"
        failed = papers(server, root, "fetch", *span)
        assert failed.returncode == 1
        assert "2025-03-12: only partly read: http" in failed.stderr
        assert (listings_of(root)["2025-03-12"].status, keys(root)["2025-03-12"]) == ("partial", ["2503.12002"])
        broken["authors"] = []
        assert "2025-03-12: 2 listed, 1 new, now complete\n" in papers(server, root, "fetch", *span).stdout

    @pytest.mark.parametrize("span", [("--date", "2025-03-12"), ("--month", "2025-03")])
    def test_a_complete_day_stays_so_where_an_item_can_no_longer_be_read(
        self, server: SourceServer, root: Path, span: tuple[str, str]
    ) -> None:
        # Else it would become complete once more, and its digest would be sent twice.
        papers(server, root, *WEEK)
        before = times_of(root)
        server.days["2025-03-12"][0]["paper"]["authors"] = "Ada"
        failed = papers(server, root, "fetch", *span)
        assert failed.returncode == 1
        assert "2025-03-12: only partly read: http" in failed.stderr
        assert "2025-03-12" not in failed.stdout
        assert {path: time for path, time in times_of(root).items() if path in before} == before
        server.days["2025-03-12"][0]["paper"]["authors"] = []
        assert "complete" not in papers(server, root, "fetch", *span).stdout

    def test_a_paper_whose_own_day_fails_is_kept_and_the_next_run_finds_its_day(
        self, server: SourceServer, root: Path
    ) -> None:
        server.days["2025-03-12"].append(item("2503.11002", "Kettles of 2503.11002", "2025-03-11"))
        server.faults.append(bad.answers("<html>", times=9, date="2025-03-11"))
        failed = papers(server, root, *WEEK)
        assert failed.returncode == 1
        assert "2025-03-12: only partly read: " in failed.stderr
        assert listings_of(root)["2025-03-12"].status == "partial"
        assert "2503.11002" in keys(root)["2025-03-12"]
        server.faults.clear()
        assert papers(server, root, *WEEK).returncode == 0
        assert listed_on(root, "2503.11002") == ["2025-03-11"]
        assert {one.status for one in listings_of(root).values()} == {"complete"}

    def test_items_of_a_month_without_arxiv_id_are_told_apart_by_title(self, server: SourceServer, root: Path) -> None:
        server.days["2025-03-12"] = [
            item("", "Tugs", "2025-03-12"),
            item("", "Ferries", "2025-03-12", id=None),
            item("", "Ferries", "2025-03-12", id=None),
        ]
        for _ in range(2):
            assert papers(server, root, "fetch", "--month", "2025-03").returncode == 0
            assert keys(root)["2025-03-12"] == ["ferries", "tugs"]

    def test_two_papers_of_a_month_with_equal_titles_are_two(self, server: SourceServer, root: Path) -> None:
        twins = [item(f"2503.12{number:03}", "Equal Kettles", "2025-03-12") for number in (3, 4)]
        server.days["2025-03-12"] = twins
        server.days["2025-03-13"] = [item("2503.13003", "Equal Kettles", "2025-03-13")]
        assert papers(server, root, "fetch", "--month", "2025-03").returncode == 0
        assert keys(root)["2025-03-12"] == ["2503.12003", "2503.12004"]
        assert keys(root)["2025-03-13"] == ["2503.13003"]

    def test_listings_name_the_source_that_filled_them(self, server: SourceServer, root: Path) -> None:
        papers(server, root, "fetch", "--since", "2025-03-14", "--until", "2025-03-15")
        assert {(one.status, one.source) for one in listings_of(root).values()} == {
            ("complete", "huggingface"),
            ("empty", "huggingface"),
        }


class TestDaysThatCannotBe:
    @pytest.mark.parametrize(
        ("arguments", "nearest"),
        [
            (["--date", "2013-05-04"], "2023-05-04"),
            (["--since", "2023-05-03"], "2023-05-04"),
            (["--month", "2023-04"], "2023-05"),
            (["--date", "2199-01-01"], r"the last day is 20\d\d-\d\d-\d\d"),
            (["--since", "2025-03-01", "--until", "2199-01-01"], "the last day is 20"),
            (["--month", "2199-01"], "the last month is 20"),
        ],
    )
    def test_they_are_refused_with_the_nearest_that_can(
        self, server: SourceServer, root: Path, arguments: list[str], nearest: str
    ) -> None:
        result = papers(server, root, "fetch", *arguments)
        assert (result.returncode, server.requests, keys(root)) == (2, [], {})
        assert re.search(nearest, result.stderr), result.stderr

    def test_of_the_current_month_no_day_after_today_is_asked_for_or_written(
        self, server: SourceServer, root: Path
    ) -> None:
        today = datetime.now(UTC).date()
        server.days[str(today)] = [item("2503.00009", "Kettles of Some Day", str(today), submittedOnDailyAt=None)]
        result = papers(server, root, "fetch", "--month", f"{today:%Y-%m}")
        assert result.returncode == 0, result.stderr
        days = [request.params["date"] for request in server.requests if "date" in request.params]
        assert days == [f"{today:%Y-%m}-{number:02}" for number in range(1, today.day + 1)]
        assert max(keys(root)) == str(today)
        assert keys(root)[str(today)] == ["2503.00009"]

    def test_the_first_month_begins_with_the_first_day(self, server: SourceServer, root: Path) -> None:
        papers(server, root, "fetch", "--month", "2023-05")
        assert min(keys(root)) == "2023-05-04"


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_an_archive_that_holds(server: SourceServer, root: Path) -> None:
    moment = 1
    while is_killed_at(moment, *WEEK, "-C", root, env=environment(server)):
        assert papers(server, root, "check").returncode == 0
        assert all(len(found) == 2 for found in keys(root).values())
        assert papers(server, root, *WEEK).returncode == 0
        assert sorted(keys(root)) == [str(day) for day in DAYS]
        shutil.rmtree(root / "content" / "listings")
        moment += 1
    assert moment > 2 * len(DAYS)  # each day's listing is written to another file first, which is then renamed


def test_what_is_written_to_listings_is_json_of_one_form(server: SourceServer, root: Path) -> None:
    papers(server, root, *WEEK)
    text = (root / "content" / "listings" / "2025" / "2025-03-11.json").read_text()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
