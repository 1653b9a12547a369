"""The archive as data: every file as its schema says, with the right sum, changed only by what it holds."""

import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urljoin, urlsplit

import duckdb
import pytest
from jsonschema import Draft202012Validator
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.models import DatedUpvotes, Links, Listing, Record
from generator.archive.names import without_nobody
from generator.text import clean
from tests.support.archives import files_of, make_archive, xpath
from tests.support.data_files import ROOT, assert_is_valid, data_of, papers_of
from tests.support.hostile import TEXTS, hostile_archive

TOPS = ("all", "2025", "2025-03", "2025-04", "2025-W11", "2025-W14")
FULL = Record(
    key="2506.00001",
    title="Everything Known",
    arxiv_id="2506.00001",
    abstract="All of it.\n\nTwice.",
    authors=("Ada Example", "Ben Sample"),
    author_count=2,
    published=date(2025, 6, 1),
    withdrawn=date(2025, 6, 9),
    organization="Sample & Sons",
    upvotes=3,
    upvotes_at=(DatedUpvotes(day=date(2025, 6, 3), upvotes=2),),
    comments=0,
    links=Links(code="https://example.org/code"),
    keywords=("translation",),
)


def keys(top: bytes) -> list[str]:
    return [paper["key"] for paper in json.loads(top)["papers"]]


def add_day(root: Path, day: date, *records: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="test", status="complete", papers=records))


class TestFiles:
    def test_there_is_one_of_everything_each_day_each_month_and_each_topic(self, archive: Path) -> None:
        assert {path for path in data_of(archive) if not path.startswith("schemas/")} == {
            "papers.jsonl.gz",
            *(f"days/{day}.json" for day in ("2025-03-10", "2025-03-11", "2025-03-15", "2025-04-01", "undated")),
            *(f"months/{month}.json" for month in ("2025-03", "2025-04")),
            *(f"topics/{topic}.json" for topic in ("robotics", "summarization", "translation", "unused")),
            *(f"similar/{month}.json" for month in ("2025-03", "2025-04", "undated")),
            *(f"similar/newer/{month}.json" for month in ("2025-03", "2025-04", "undated")),
            "topics.json",
            *(f"top/{period}.json" for period in TOPS),
            *(f"trends/{name}" for name in ("trends.json", "months.csv", "topics.csv", "changes.csv")),
            "status.json",
            "index.json",
            "SHA256SUMS",
        }

    def test_a_record_says_all_that_is_known_of_a_paper_and_where_its_page_is(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), FULL)
        add_day(archive, date(2025, 6, 3), FULL)
        files = data_of(archive)
        record = {
            "key": "2506.00001",
            "title": "Everything Known",
            "days": ["2025-06-02", "2025-06-03"],
            "authors": ["Ada Example", "Ben Sample"],
            "author_count": 2,
            "published": "2025-06-01",
            "organization": "Sample & Sons",
            "arxiv_id": "2506.00001",
            "withdrawn": "2025-06-09",
            "upvotes": 3,
            "comments": 0,
            "links": {"code": "https://example.org/code"},
            "keywords": ["translation"],
            "topics": ["translation"],
            "topics_suggested": True,
        }
        assert papers_of(files)["2506.00001"] == record | {
            "url": f"{ROOT}papers/2506.00001/",
            "undated": False,
            "doi": "10.48550/arXiv.2506.00001",
            "abstract": "All of it.\n\nTwice.",
            "upvotes_at": [{"day": "2025-06-03", "upvotes": 2}],
        }
        day = json.loads(files["days/2025-06-03.json"])
        assert day == {
            "$schema": "../schemas/day.json",
            "day": "2025-06-03",
            "url": f"{ROOT}days/2025-06-03/",
            "unlisted": [],
            "papers": [record],
        }

    def test_a_doi_and_an_address_of_its_own_are_in_both_records(self, archive: Path) -> None:
        own = Record(key="kettles", title="Kettles", doi="10.1000/Kettles", url="https://kettles.example/")
        add_day(archive, date(2025, 6, 2), own)
        files = data_of(archive)
        (brief,) = json.loads(files["days/2025-06-02.json"])["papers"]
        for record in (brief, papers_of(files)["kettles"]):
            assert (record["doi"], record["paper_url"]) == ("10.1000/Kettles", "https://kettles.example/")
        assert papers_of(files)["kettles"]["url"] == f"{ROOT}papers/kettles/"

    def test_papers_stand_in_the_order_in_which_they_were_first_listed(self, archive: Path) -> None:
        assert [(paper["key"], paper["days"][:1]) for paper in papers_of(data_of(archive)).values()] == [
            ("the-cat-sat-again", []),
            ("2503.00042", ["2025-03-10"]),
            ("a-lantern-for-translators", ["2025-03-10"]),
            ("toward-shorter-summaries", ["2025-03-11"]),
            ("2504.00001", ["2025-04-01"]),
        ]

    def test_what_is_not_known_is_absent(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), Record(key="a-title", title="A Title"))
        assert papers_of(data_of(archive))["a-title"] == {
            "key": "a-title",
            "url": f"{ROOT}papers/a-title/",
            "title": "A Title",
            "days": ["2025-06-02"],
            "undated": False,
            "authors": [],
            "topics": [],
            "topics_suggested": True,
        }

    def test_a_month_names_its_days_files_and_each_paper_once(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), FULL)
        add_day(archive, date(2025, 6, 3), FULL)
        month = json.loads(data_of(archive)["months/2025-06.json"])
        assert month["days"] == [
            {"day": f"2025-06-0{number}", "file": f"days/2025-06-0{number}.json", "papers": 1} for number in (2, 3)
        ]
        assert month["papers"] == [
            {"key": "2506.00001", "title": "Everything Known", "days": ["2025-06-02", "2025-06-03"]}
        ]

    def test_the_list_of_topics_tells_their_names_and_files(self, archive: Path) -> None:
        files = data_of(archive)
        topics = json.loads(files["topics.json"])["topics"]
        assert [topic["name"] for topic in topics] == ["translation", "summarization", "robotics", "unused"]
        assert topics[2] == {
            "name": "robotics",
            "title": "Robotics",
            "group": "Machines & bodies",
            "description": "Machines that move in the world.",
            "aliases": ["robots"],
            "file": "topics/robotics.json",
        }
        assert {topic["file"] for topic in topics} <= files.keys()

    def test_a_list_tells_an_arxiv_id_that_is_not_the_key(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), Record(key="a-title", title="A Title", arxiv_id="2506.00002"))
        assert json.loads(data_of(archive)["months/2025-06.json"])["papers"] == [
            {"key": "a-title", "title": "A Title", "days": ["2025-06-02"], "arxiv_id": "2506.00002"}
        ]

    def test_papers_that_a_day_no_longer_lists_are_named(self, archive: Path) -> None:
        gone = Record(key="gone", title="Gone", unlisted=True)
        add_day(archive, date(2025, 6, 2), gone, FULL)
        day = json.loads(data_of(archive)["days/2025-06-02.json"])
        assert [paper["key"] for paper in day["papers"]] == ["2506.00001", "gone"]
        assert day["unlisted"] == ["gone"]

    def test_hidden_papers_are_in_no_file(self, archive: Path) -> None:
        files = data_of(archive)
        assert b"Be Hidden" not in b"".join([*files.values(), gzip.decompress(files["papers.jsonl.gz"])])

    def test_a_list_costs_little_a_paper(self, archive: Path) -> None:
        records = (
            Record(
                key=f"2506.{number:05}",
                arxiv_id=f"2506.{number:05}",
                title="An Ordinary Title of Eight Words, Not More",
            )
            for number in range(200)
        )
        add_day(archive, date(2025, 6, 2), *records)
        assert len(data_of(archive)["months/2025-06.json"]) < 200 * 150


class TestTops:
    def test_the_most_upvoted_come_first_each_in_the_periods_of_its_first_day(self, archive: Path) -> None:
        first = [Record(key=key, title=key.title(), upvotes=number) for key, number in (("b", 9_000), ("a", 9_000))]
        add_day(archive, date(2025, 6, 30), *first)
        add_day(archive, date(2026, 1, 1), *first, Record(key="c", title="C", upvotes=9_999, comments=2))
        files = data_of(archive)
        assert json.loads(files["top/2026.json"]) == {
            "$schema": "../schemas/top.json",
            "period": "2026",
            "url": f"{ROOT}years/2026/",
            "papers": [{"key": "c", "title": "C", "days": ["2026-01-01"], "upvotes": 9_999, "comments": 2}],
        }
        assert keys(files["top/all.json"])[:3] == ["c", "a", "b"]
        assert keys(files["top/2025-06.json"]) == keys(files["top/2025-W27.json"]) == ["a", "b"]
        assert keys(files["top/2026-W01.json"]) == ["c"]
        assert json.loads(files["top/2026-W01.json"])["url"] == f"{ROOT}weeks/2026-W01/"

    def test_a_paper_without_a_count_or_a_day_is_only_where_it_can_be(self, archive: Path) -> None:
        unknown, undated = Record(key="unknown", title="U"), Record(key="undated", title="U", upvotes=9_000)
        add_day(archive, date(2025, 6, 2), unknown)
        shutil.rmtree(archive / "content" / "curation")
        write_listing(archive / "content", Listing(day=None, source="test", status="partial", papers=(undated,)))
        files = data_of(archive)
        assert "top/2025-06.json" not in files
        tops = {path: keys(data) for path, data in files.items() if path.startswith("top/")}
        assert [path for path, found in tops.items() if "undated" in found] == ["top/all.json"]
        assert not any("unknown" in found for found in tops.values())

    def test_an_archive_whose_upvotes_nobody_counted_has_none(self, tmp_path: Path) -> None:
        root = make_archive(tmp_path / "own")
        shutil.rmtree(root / "content" / "listings")
        shutil.rmtree(root / "content" / "curation")
        add_day(root, date(2025, 6, 2), Record(key="a", title="A"))
        files = data_of(root)
        assert_is_valid(files)
        assert not any(path.startswith("top/") for path in files)
        assert "schemas/top.json" in files

    def test_a_file_names_no_more_papers_than_it_says(self, archive: Path) -> None:
        papers = [Record(key=f"p{number:03}", title="P", upvotes=1_000 + number) for number in range(250)]
        add_day(archive, date(2026, 6, 2), *papers)
        files = data_of(archive)
        sizes = {name: len(keys(files[f"top/{name}.json"])) for name in ("all", "2026", "2026-06", "2026-W23")}
        assert sizes == {"all": 200, "2026": 100, "2026-06": 50, "2026-W23": 20}
        assert keys(files["top/2026-W23.json"])[0] == "p249"

    def test_a_paper_changes_the_tops_that_it_is_in_and_no_other(self, archive: Path) -> None:
        before = data_of(archive)
        add_day(archive, date(2025, 3, 12), Record(key="new", title="New", upvotes=1))
        after = data_of(archive)
        changed = {path for path in after if path.startswith("top/") and after[path] != before.get(path)}
        assert changed == {f"top/{name}.json" for name in ("all", "2025", "2025-03", "2025-W11")}


class TestSchemas:
    def test_every_file_of_the_sample_is_as_its_schema_says(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), FULL)
        assert_is_valid(data_of(archive))

    def test_hostile_texts_are_valid_and_come_back_letter_by_letter(self, tmp_path: Path) -> None:
        files = data_of(hostile_archive(tmp_path / "archive"))
        assert_is_valid(files)
        papers = papers_of(files)
        for number, text in enumerate(map(clean, TEXTS)):
            assert papers[f"hostile-{number}"]["title"] == text
            names, _ = without_nobody((text, f"Author {text}"))
            assert papers[f"hostile-{number}"]["authors"] == list(names)

    def test_every_file_of_the_real_scrapes_is_as_its_schema_says(self, scraped_root: Path, tmp_path: Path) -> None:
        files = data_of(shutil.copytree(scraped_root, tmp_path / "archive"))
        assert_is_valid(files)
        assert len(papers_of(files)) == 390

    def test_a_wrong_file_is_not_valid(self, archive: Path) -> None:
        files = data_of(archive)
        wrong = {"key": "Not A Key", "days": ["yesterday"], "upvotes": -1, "topics": None}
        schema = Draft202012Validator(
            json.loads(files["schemas/paper.json"]), format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        where = {"/".join(map(str, error.path)) for error in schema.iter_errors(wrong)}
        assert where == {"", "key", "days/0", "upvotes", "topics"}  # the first: what must not be missing

    def test_what_a_schema_says_of_a_thing_is_the_same_whichever_python_wrote_it(self, archive: Path) -> None:
        """From 3.13 on Python keeps docstrings without their indentation."""
        schemas = {path: data for path, data in data_of(archive).items() if path.startswith("schemas/")}
        said = [thing["description"] for data in schemas.values() for thing in json.loads(data)["$defs"].values()]
        assert any("\n\n" in text for text in said)
        assert not any("\n " in text for text in said)

    def test_every_field_of_a_paper_says_where_it_comes_from_and_whose_it_is(self, archive: Path) -> None:
        fields = json.loads(data_of(archive)["schemas/paper.json"])["$defs"]["PaperRecord"]["properties"]
        assert all(field["description"] and field["x-source"] for field in fields.values())
        licences = {name: field["x-licence"] for name, field in fields.items()}
        assert {name for name, licence in licences.items() if licence == "MIT"} == {"topics", "summary"}
        assert {name for name, licence in licences.items() if "authors" in licence} == {"abstract"}
        assert set(licences.values()) == {"MIT", "CC0 as arXiv metadata, else the paper's authors'", "none: a fact"}


class TestChanges:
    def test_a_rebuild_changes_nothing(self, archive: Path) -> None:
        assert data_of(archive) == data_of(archive)

    def test_a_new_day_changes_only_what_holds_its_papers_and_what_speaks_of_everything(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), FULL)
        before = data_of(archive)
        robot = Record(key="a-robot", title="A Robot for Robotics", keywords=("robotics",))
        add_day(archive, date(2025, 6, 3), robot)
        after = data_of(archive)
        assert {path for path in after if after[path] != before.get(path)} == {
            "days/2025-06-03.json",
            "months/2025-06.json",
            "topics/robotics.json",
            "papers.jsonl.gz",
            *(f"trends/{name}" for name in ("trends.json", "months.csv", "topics.csv")),
            "status.json",
            "index.json",
            "SHA256SUMS",
        }

    def test_the_sums_and_sizes_are_those_of_the_files(self, archive: Path) -> None:
        files = data_of(archive)
        lines = [line.split("  ") for line in files.pop("SHA256SUMS").decode().splitlines()]
        assert lines == [[hashlib.sha256(files[path]).hexdigest(), path] for path in sorted(files)]
        index = json.loads(files["index.json"])
        assert {entry["path"]: entry["bytes"] for entry in index["files"]} == {
            path: len(data) for path, data in files.items() if path != "index.json"
        }

    def test_the_index_says_how_many_papers_a_file_has_and_names_the_tops_in_order(self, archive: Path) -> None:
        files = data_of(archive)
        entries = {entry["path"]: entry for entry in json.loads(files["index.json"])["files"]}
        for path in ("days/undated.json", "days/2025-03-10.json", "months/2025-03.json", "topics/robotics.json"):
            assert entries[path]["papers"] == len(json.loads(files[path])["papers"]) > 0, path
        assert [path for path in entries if path.startswith("top/")] == [f"top/{period}.json" for period in TOPS]


class TestPage:
    @pytest.fixture
    def program(self, sample_site: Path) -> Callable[[str], str]:
        """Return a function that gives the page's program in a language, reading the file on this disk instead."""
        page = html.fromstring((sample_site / "data" / "index.html").read_bytes())

        def find(language: str) -> str:
            (code,) = xpath(page, f"//code[@class='language-{language}']")
            place = sample_site / "data" / "papers.jsonl.gz"
            text = str(code.text_content())
            assert len(text.strip().splitlines()) <= 3
            address = f"{ROOT}data/papers.jsonl.gz"
            assert address in text
            return text.replace(address, str(place) if language == "sql" else place.as_uri())

        return find

    def test_its_python_loads_every_paper(self, program: Callable[[str], str]) -> None:
        names: dict[str, Any] = {}
        exec(program("python"), names)  # noqa: S102 - the program that the page shows
        assert {paper["key"] for paper in names["papers"]} >= {"2503.00042", "a-lantern-for-translators"}
        assert len(names["papers"]) == 5

    def test_its_sql_counts_papers_by_topic(self, program: Callable[[str], str]) -> None:
        with duckdb.connect() as database:
            counts = database.execute(program("sql")).fetchall()
        assert counts == [("robotics", 2), ("summarization", 1), ("translation", 1)]

    def test_its_r_loads_every_paper(self, program: Callable[[str], str], sample_site: Path, tmp_path: Path) -> None:
        rscript = shutil.which("Rscript")
        if (
            not rscript
            or subprocess.run([rscript, "-e", "library(jsonlite)"], check=False, capture_output=True).returncode
        ):
            pytest.skip("needs R with jsonlite")
        handler = partial(SimpleHTTPRequestHandler, directory=sample_site / "data")
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            Thread(target=server.serve_forever, daemon=True).start()
            place = (sample_site / "data").as_uri()
            script = program("r").replace(place, f"http://127.0.0.1:{server.server_port}")
            (tmp_path / "load.R").write_text(f"{script}\ncat(papers$key)\n", "utf-8")
            done = subprocess.run([rscript, tmp_path / "load.R"], check=True, capture_output=True, text=True)
            server.shutdown()
        assert len(done.stdout.split("\n")[-1].split()) == 5

    def test_every_field_of_a_paper_stands_in_its_table(self, sample_site: Path) -> None:
        page = html.fromstring((sample_site / "data" / "index.html").read_bytes())
        rows = [
            [" ".join(cell.text_content().split()) for cell in row]
            for row in xpath(page, "//h2[@id='fields']/following::table[1]/tbody/tr")
        ]
        schema = json.loads((sample_site / "data" / "schemas" / "paper.json").read_bytes())
        fields = schema["$defs"]["PaperRecord"]["properties"]
        assert rows == [
            [name, field["description"], field["x-source"], field["x-licence"]] for name, field in fields.items()
        ]

    def test_the_footer_of_every_page_leads_to_it(self, sample_site: Path) -> None:
        for path, data in files_of(sample_site).items():
            if path.endswith(".html") and b'http-equiv="refresh"' not in data:
                (link,) = xpath(html.fromstring(data), "//footer//a[text()='Data']/@href")
                assert urlsplit(urljoin(f"http://site/archive/{path}", link)).path == "/archive/data/", path
