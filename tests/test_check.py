"""What must hold between files."""

from datetime import date
from pathlib import Path

from generator.archive.check import curation_problems, listing_problems
from generator.archive.curation import Curation
from generator.archive.models import Decision, Listing, Record

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
            "content/listings/2025/2025-03-11.json:1: a listing of 2025-03-10 must stand in "
            "content/listings/2025/2025-03-10.json"
        ),
        "content/listings/2025-03-10.json:1: a listing of no day must stand in content/listings/undated.json",
    ]


def test_papers_curated_in_the_file_of_their_day_are_no_problem() -> None:
    curations = [curation("2025/2025-03-10.yml", slow_kettles=2), curation("undated.yml", ferries=1)]
    assert found(curations, listing(MONDAY, KETTLES), listing(None, FERRIES)) == []


def test_a_paper_of_several_days_may_be_curated_in_any_one_of_them() -> None:
    days = (listing(MONDAY, KETTLES), listing(TUESDAY, KETTLES))
    monday, tuesday = curation("2025/2025-03-10.yml", slow_kettles=2), curation("2025/2025-03-11.yml", slow_kettles=5)
    assert found([monday], *days) == found([tuesday], *days) == []
    assert found([monday, tuesday], *days) == [
        'content/curation/2025/2025-03-11.yml:5: "slow-kettles" is already curated in 2025-03-10.yml'
    ]


def test_an_unknown_paper_is_named_with_the_nearest() -> None:
    assert found([curation("undated.yml", slow_kettels=3, moths=7)], listing(None, KETTLES)) == [
        'content/curation/undated.yml:3: no listing holds a paper "slow-kettels" (did you mean "slow-kettles"?)',
        'content/curation/undated.yml:7: no listing holds a paper "moths"',
    ]


def test_a_paper_curated_in_another_day_s_file_is_told_the_right_one() -> None:
    wrong = [curation("2025/2025-03-12.yml", slow_kettles=3)]
    assert found(wrong, listing(TUESDAY, KETTLES), listing(MONDAY, KETTLES)) == [
        (
            'content/curation/2025/2025-03-12.yml:3: "slow-kettles" must be curated in '
            "2025-03-10.yml or 2025-03-11.yml, the file of a day that lists it"
        )
    ]
    assert found([curation("2025/2025-03-10.yaml", slow_kettles=1)], listing(MONDAY, KETTLES)) == [
        (
            'content/curation/2025/2025-03-10.yaml:1: "slow-kettles" must be curated in 2025-03-10.yml, '
            "the file of a day that lists it"
        )
    ]
