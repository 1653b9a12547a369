"""Completing papers that are known by their title alone, from real servers; nothing is guessed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Links, Listing, Record, Sighting
from generator.collect.enrich import Finders
from generator.errors import SourceDownError, SourceError
from tests.support import source_server as bad
from tests.support.live import listings_of, make_empty_archive, papers, times_of
from tests.support.source_server import SourceServer, item

MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)
KETTLES = Record(key="slow-kettles", title="Slow Kettles", comments=4, author_count=1)


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        yield server


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive of one paper that was listed twice, and known by its title alone."""
    root = make_empty_archive(tmp_path / "archive")
    for day in (None, MONDAY, TUESDAY):
        keep(root, day, KETTLES)
    return root


def keep(root: Path, day: date | None, *records: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="a scrape", status="partial", papers=records))


def known(server: SourceServer, arxiv_id: str, title: str, **changes: object) -> None:
    server.papers[arxiv_id] = item(arxiv_id, title, "2025-03-01", **changes)


def test_hugging_face_completes_a_paper_in_its_newest_listing(server: SourceServer, root: Path) -> None:
    known(server, "2503.00001", "SLOW kettles!", githubRepo="https://code.example/k", projectPage="https://k.example")
    known(server, "2503.00002", "Slow Kettles, Revisited")
    older = [listings_of(root)[day] for day in ("None", "2025-03-10")]
    result = papers(server, root, "enrich")
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        "slow-kettles: found: 2503.00001",
        "1 found, 0 not found, 0 ambiguous, 0 failed",
    ]
    assert listings_of(root)["2025-03-11"].papers == (
        Record(
            key="slow-kettles",
            title="Slow Kettles",
            arxiv_id="2503.00001",
            authors=("Ada Example",),
            author_count=1,
            abstract="What there is to say of SLOW kettles!.",
            published=date(2025, 3, 1),
            comments=4,
            links=Links(code="https://code.example/k", project="https://k.example"),
            keywords=("kettles", "patience"),
        ),
    )
    assert [listings_of(root)[day] for day in ("None", "2025-03-10")] == older
    assert {request.path for request in server.requests} == {"/api/papers/search"}


def test_its_address_stays_and_its_arxiv_id_leads_there(server: SourceServer, root: Path) -> None:
    known(server, "2503.00001", "Slow Kettles")
    papers(server, root, "enrich")
    papers(server, root, "build")
    assert (root / "site" / "papers" / "slow-kettles" / "index.html").is_file()
    assert "../papers/slow-kettles/" in (root / "site" / "papers" / "2503.00001" / "index.html").read_text()


def test_arxiv_is_asked_where_hugging_face_does_not_know_the_paper(server: SourceServer, root: Path) -> None:
    server.arxiv["2503.00001"] = {
        "title": "Slow\n  Kettles",
        "summary": "Of kettles.",
        "authors": ["Ada Example"],
        "published": "2025-03-02T10:00:00Z",
    }
    assert papers(server, root, "enrich").returncode == 0
    (record,) = listings_of(root)["2025-03-11"].papers
    assert (record.arxiv_id, record.title, record.published) == ("2503.00001", "Slow Kettles", date(2025, 3, 2))
    assert (record.abstract, record.authors) == ("Of kettles.", ("Ada Example",))


def test_abstracts_are_left_out_where_they_are_declined(server: SourceServer, root: Path) -> None:
    known(server, "2503.00001", "Slow Kettles")
    papers(server, root, "enrich", "--no-abstracts")
    (record,) = listings_of(root)["2025-03-11"].papers
    assert (record.arxiv_id, record.abstract) == ("2503.00001", None)


def test_two_papers_of_one_title_are_named_and_left(server: SourceServer, root: Path) -> None:
    known(server, "2503.00001", "Slow Kettles")
    known(server, "2503.00002", "Slow Kettles?")
    before = times_of(root)
    result = papers(server, root, "enrich")
    assert "slow-kettles: ambiguous: 2503.00001, 2503.00002 have this title" in result.stdout
    assert "0 found, 0 not found, 1 ambiguous" in result.stdout
    assert (result.returncode, times_of(root)) == (0, before)


@pytest.mark.parametrize(
    ("kept", "difference"),
    [
        (Record(key="slow-kettles", title="Slow Kettles", published=date(2024, 2, 8)), "another date"),
        (Record(key="slow-kettles", title="Slow Kettles", author_count=3), "another number of authors"),
        (Record(key="slow-kettles", title="Slow Kettles", authors=("Bo Sample",)), "other authors"),
    ],
)
def test_a_paper_of_the_title_with_another_date_or_other_authors_is_named_and_left(
    server: SourceServer, tmp_path: Path, kept: Record, difference: str
) -> None:
    root = make_empty_archive(tmp_path / "archive")
    keep(root, TUESDAY, kept)
    known(server, "2503.00001", "Slow Kettles")
    before = times_of(root)
    result = papers(server, root, "enrich")
    assert f"slow-kettles: ambiguous: 2503.00001 has this title and {difference}; if it is this" in result.stdout
    assert (result.returncode, times_of(root)) == (0, before)


def test_a_paper_that_may_be_either_of_two_is_named_and_left(server: SourceServer, tmp_path: Path) -> None:
    root = make_empty_archive(tmp_path / "archive")
    dated = Record(key="slow-kettles-2", title="Slow Kettles", published=date(2025, 3, 1))
    keep(
        root,
        MONDAY,
        Record(key="slow-kettles", title="Slow Kettles"),
        Record(key="slow-kettles-2", title="SLOW Kettles"),
    )
    known(server, "2503.00001", "Slow Kettles")
    before = times_of(root)
    result = papers(server, root, "enrich")
    assert "slow-kettles: ambiguous: 2503.00001 may be slow-kettles-2 as well; write it under" in result.stdout
    assert (result.returncode, times_of(root)) == (0, before)
    keep(root, TUESDAY, dated)
    assert "slow-kettles-2: found: 2503.00001" in papers(server, root, "enrich").stdout


def test_a_paper_that_the_archive_holds_under_another_key_is_named_and_left(server: SourceServer, root: Path) -> None:
    keep(root, MONDAY, KETTLES, Record(key="2503.00001", title="Patient Kettles", arxiv_id="2503.00001"))
    known(server, "2503.00001", "Slow Kettles")
    result = papers(server, root, "enrich")
    assert "slow-kettles: ambiguous: 2503.00001 is in the archive already, as 2503.00001" in result.stdout
    assert not listings_of(root)["2025-03-11"].papers[0].arxiv_id


def test_what_is_not_found_is_counted(server: SourceServer, root: Path) -> None:
    known(server, "2503.00002", "Slow Kettles, Revisited")
    result = papers(server, root, "enrich")
    assert (result.returncode, result.stdout) == (0, "0 found, 1 not found, 0 ambiguous, 0 failed\n")


def test_papers_with_an_arxiv_id_are_not_asked_for_and_a_limit_holds(server: SourceServer, root: Path) -> None:
    keep(root, TUESDAY, KETTLES, Record(key="2503.00009", title="Ferries", arxiv_id="2503.00009"))
    keep(root, None, Record(key="tugs", title="Tugs"))
    papers(server, root, "enrich", "--limit", "1")
    assert {request.params.get("q", "Slow Kettles") for request in server.requests} == {"Slow Kettles"}
    server.requests.clear()
    papers(server, root, "enrich")
    assert [request.params["q"] for request in server.requests if "q" in request.params] == ["Slow Kettles", "Tugs"]


def test_an_arxiv_id_that_a_person_gave_needs_no_search(server: SourceServer, root: Path) -> None:
    curation = root / "content" / "curation" / "2025" / "2025-03-10.yml"
    curation.parent.mkdir(parents=True)
    curation.write_text('slow-kettles:\n  correct:\n    arxiv_id: "2503.00001"\n')
    assert papers(server, root, "enrich").stdout.startswith("0 found, 0 not found")
    assert server.requests == []


def test_a_second_run_goes_on_where_the_first_stopped_and_rewrites_nothing(server: SourceServer, root: Path) -> None:
    known(server, "2503.00001", "Slow Kettles")
    papers(server, root, "enrich")
    before = times_of(root)
    server.requests.clear()
    papers(server, root, "enrich")
    assert (times_of(root), server.requests) == (before, [])


@pytest.mark.parametrize("path", ["/api/papers/search", "/api/query"])
def test_a_source_that_fails_is_told_and_the_other_asked(server: SourceServer, root: Path, path: str) -> None:
    fault = bad.answers("<html>", times=99)
    fault.path = path
    server.faults.append(fault)
    result = papers(server, root, "enrich")
    assert result.returncode == 1
    assert {request.path for request in server.requests} == {"/api/papers/search", "/api/query"}
    assert ("Hugging Face: " if "search" in path else "arXiv: ") in result.stderr
    assert "0 found, 0 not found, 0 ambiguous, 1 failed" in result.stdout


def test_only_failures_in_a_row_give_a_source_up() -> None:
    class Failing:
        def __init__(self, *errors: SourceError) -> None:
            self.errors = iter(errors)

        def find(self, title: str) -> tuple[Sighting, ...]:
            raise next(self.errors, SourceDownError(title))

    down, odd = SourceDownError("down"), SourceError("odd")
    finders = Finders({"one": Failing(down, down, odd, down, down)})
    assert [finders.find("Kettles") for _ in range(5)] == [None] * 5
    with pytest.raises(SourceError, match="no source answers"):
        finders.find("Kettles")


def test_sources_that_are_down_are_given_up_and_what_was_found_is_kept(server: SourceServer, root: Path) -> None:
    keep(root, None, *(Record(key=f"tug-{n}", title=f"Tug {n}") for n in range(6)))
    known(server, "2503.00001", "Slow Kettles")
    server.faults += [bad.server_error(times=99, q=f"Tug {n}") for n in range(6)]
    fault = bad.server_error(times=99)
    fault.path = "/api/query"
    server.faults.append(fault)
    result = papers(server, root, "enrich")
    assert result.returncode == 1
    assert "Error: no source answers; run it again later" in result.stderr
    assert len(server.requests) == 1 + 6 * 6  # three papers at two sources, each tried again five times
    paper = next(paper for paper in load_archive(root / "content").papers if paper.key == "slow-kettles")
    assert paper.arxiv_id == "2503.00001"
