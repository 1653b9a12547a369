"""What must hold between files."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.check import (
    curation_problems,
    identity_problems,
    listing_problems,
    page_address_problems,
    settings_problems,
    stray_problems,
)
from generator.archive.curation import Curation
from generator.archive.models import Correction, Decision, Listing, Record
from generator.archive.papers import merge_papers
from generator.archive.topics import Topics

CONTENT = Path("content")
MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)
KETTLES = Record(key="slow-kettles", title="Slow Kettles")
FERRIES = Record(key="ferries", title="Ferries")


def listing(day: date | None, *papers: Record) -> Listing:
    return Listing(day=day, source="a test", status="partial", papers=papers)


def curation(path: str, **lines: int) -> Curation:
    keys = {key.replace("_", "-"): line for key, line in lines.items()}
    return Curation(CONTENT / "curation" / path, {key: Decision() for key in keys}, keys)


def found(curations: list[Curation], *listings: Listing) -> list[str]:
    return [str(problem) for problem in curation_problems(CONTENT, curations, listings)]


def test_a_listing_in_its_place_is_no_problem() -> None:
    places = {
        CONTENT / "listings" / "2025" / "2025-03-10.json": listing(MONDAY),
        CONTENT / "listings" / "undated.json": listing(None),
    }
    assert list(listing_problems(CONTENT, places)) == []


def test_a_listing_in_the_wrong_file_is_told_the_right_one() -> None:
    places = {
        CONTENT / "listings" / "2025" / "2025-03-11.json": listing(MONDAY),
        CONTENT / "listings" / "2025-03-10.json": listing(None),
    }
    assert [str(problem) for problem in listing_problems(CONTENT, places)] == [
        (
            "content/listings/2025/2025-03-11.json:1: a listing of 2025-03-10 must be in "
            "content/listings/2025/2025-03-10.json"
        ),
        "content/listings/2025-03-10.json:1: a listing without a day must be in content/listings/undated.json",
    ]


def test_papers_curated_in_the_file_of_their_day_are_no_problem() -> None:
    curations = [curation("2025/2025-03-10.yml", slow_kettles=2), curation("undated.yml", ferries=1)]
    assert found(curations, listing(MONDAY, KETTLES), listing(None, FERRIES)) == []


def test_a_paper_of_several_days_may_be_curated_in_any_one_of_them() -> None:
    days = (listing(MONDAY, KETTLES), listing(TUESDAY, KETTLES))
    monday, tuesday = curation("2025/2025-03-10.yml", slow_kettles=2), curation("2025/2025-03-11.yml", slow_kettles=5)
    assert found([monday], *days) == found([tuesday], *days) == []
    assert found([monday, tuesday], *days) == [
        (
            'content/curation/2025/2025-03-11.yml:5: warning: "slow-kettles" is already curated in 2025-03-10.yml; '
            "if the two differ, this file counts; keep one entry"
        )
    ]


def test_an_unknown_paper_is_named_with_the_nearest() -> None:
    assert found([curation("undated.yml", slow_kettels=3, moths=7)], listing(None, KETTLES)) == [
        'content/curation/undated.yml:3: no listing has a paper "slow-kettels" (did you mean "slow-kettles"?)',
        'content/curation/undated.yml:7: no listing has a paper "moths"',
    ]


def test_a_paper_curated_in_another_day_s_file_is_told_the_right_one() -> None:
    wrong = [curation("2025/2025-03-12.yml", slow_kettles=3)]
    assert found(wrong, listing(TUESDAY, KETTLES), listing(MONDAY, KETTLES)) == [
        (
            'content/curation/2025/2025-03-12.yml:3: "slow-kettles" must be curated in '
            "2025-03-10.yml or 2025-03-11.yml, the file of a day that lists it: move the entry there"
        )
    ]
    assert found([curation("2025/2025-03-10.yaml", slow_kettles=1)], listing(MONDAY, KETTLES)) == [
        (
            'content/curation/2025/2025-03-10.yaml:1: "slow-kettles" must be curated in 2025-03-10.yml, '
            "the file of a day that lists it: move the entry there"
        )
    ]


def test_a_paper_that_has_lost_its_day_keeps_its_decisions_where_they_were_made() -> None:
    monday, undated = curation("2025/2025-03-10.yml", slow_kettles=2), curation("undated.yml", slow_kettles=1)
    warning = (
        'warning: "slow-kettles" should be curated in undated.yml, the file of papers without a day: '
        "move the entry there"
    )
    assert found([monday], listing(MONDAY, FERRIES), listing(None, KETTLES)) == [
        f"content/curation/2025/2025-03-10.yml:2: {warning}"
    ]
    assert found([undated], listing(MONDAY, FERRIES), listing(None, KETTLES)) == []


def test_a_paper_that_has_lost_one_of_its_days_keeps_its_decisions_where_they_were_made() -> None:
    monday, tuesday = curation("2025/2025-03-10.yml", slow_kettles=2), listing(TUESDAY, KETTLES)
    places = "2025-03-11.yml or undated.yml, the file of a day that lists it: move the entry there"
    assert found([monday], listing(MONDAY, FERRIES), tuesday, listing(None, KETTLES)) == [
        f'content/curation/2025/2025-03-10.yml:2: warning: "slow-kettles" should be curated in {places}'
    ]


def test_a_paper_that_got_a_day_keeps_its_decisions_where_they_were_made() -> None:
    undated = curation("undated.yml", slow_kettles=1)
    warning = (
        'warning: "slow-kettles" should be curated in 2025-03-10.yml, the file of a day that lists it: '
        "move the entry there"
    )
    assert found([undated], listing(MONDAY, KETTLES)) == [f"content/curation/undated.yml:1: {warning}"]
    assert found([undated], listing(MONDAY, KETTLES), listing(None, KETTLES)) == []


def test_an_arxiv_id_leads_to_one_paper_alone() -> None:
    decisions = {"slow-kettles": Decision(correct=Correction(arxiv_id="2503.00042"))}
    known = Record(key="2503.00042", title="Grippers", arxiv_id="2503.00042")
    papers = merge_papers([listing(MONDAY, KETTLES, known)], decisions, Topics(()))
    corrected = Curation(CONTENT / "curation" / "2025" / "2025-03-10.yml", decisions, {"slow-kettles": 2})
    (problem,) = identity_problems(CONTENT, papers, [corrected])
    assert str(problem.path) == "content/curation/2025/2025-03-10.yml"
    assert problem.line == 2
    assert problem.message == 'papers "slow-kettles" and "2503.00042" cannot both have the arXiv id 2503.00042'


def test_two_listings_that_give_one_arxiv_id_to_two_papers_are_told() -> None:
    twin = Record(key="ferries", title="Ferries", arxiv_id="2503.00042")
    other = Record(key="slow-kettles", title="Slow Kettles", arxiv_id="2503.00042")
    papers = merge_papers([listing(MONDAY, twin), listing(TUESDAY, other)], {}, Topics(()))
    (problem,) = identity_problems(CONTENT, papers, [])
    assert str(problem).startswith("content/listings/2025/2025-03-11.json:1: ")


def test_two_papers_of_one_doi_are_told_as_a_warning() -> None:
    one = Record(key="slow-kettles", title="Slow Kettles", doi="10.1000/Kettles")
    two = Record(key="kettles", title="Kettles", doi="10.1000/KETTLES")
    papers = merge_papers([listing(MONDAY, one, two, FERRIES)], {}, Topics([]))
    (problem,) = identity_problems(CONTENT, papers, [])
    assert str(problem) == (
        'content/listings/2025/2025-03-10.json:1: warning: papers "slow-kettles" and "kettles" have the same DOI, '
        "10.1000/Kettles: correct the wrong one, or hide one of the two if they are one paper"
    )


def test_a_file_that_nobody_reads_is_told(tmp_path: Path) -> None:
    read = tmp_path / "listings" / "2025" / "2025-03-10.json"
    for path in (read, tmp_path / "curation" / "2025" / "03" / "11.yml", tmp_path / "listings" / "x.JSON"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "curation" / "README.md").write_text("Told nobody to read this.")
    found = {
        problem.path.relative_to(tmp_path).as_posix(): problem.message for problem in stray_problems(tmp_path, [read])
    }
    assert found == {
        f"{folder}/{name}": f"is not read: a file in content/{folder} must be named {form} or undated"
        for folder, name, form in (
            ("listings", "x.JSON", "YEAR/YYYY-MM-DD.json"),
            ("curation", "2025/03/11.yml", "YEAR/YYYY-MM-DD.yml"),
        )
    }


def test_pages_of_one_address_are_told_at_the_second(tmp_path: Path) -> None:
    for name in ("index.md", "how/index.md", "how/to.md", "how/to/index.md", "how.md", "how/to.png", "hows.md"):
        path = tmp_path / "pages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    pages = tmp_path / "pages"
    assert [str(problem) for problem in page_address_problems(tmp_path)] == [
        f"{pages}/how/index.md:1: how.md has this address as well; give one of them another name",
        f"{pages}/how/to/index.md:1: how/to.md has this address as well; give one of them another name",
    ]


def test_a_day_on_which_nothing_can_have_been_listed_is_told() -> None:
    far = date(9999, 12, 31)
    places = {CONTENT / "listings" / "9999" / "9999-12-31.json": listing(far)}
    (problem,) = listing_problems(CONTENT, places)
    assert "9999-12-31 cannot be a day" in problem.message


@pytest.mark.parametrize("value", ["https://ann:secret@code.example/a", '"https://ann:secret@code.example/a"'])
def test_an_address_in_the_settings_that_no_page_may_link_to_is_told(value: str, tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(f"site_name: A\nrepo_url: {value}\nsite_url: https://a.example/\n")
    assert [(problem.line, problem.message) for problem in settings_problems(settings)] == [
        (2, "repo_url must be an address without a name or password: take out what stands before @")
    ]
