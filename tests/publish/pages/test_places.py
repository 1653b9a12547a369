"""A paper's place in its day: its number, its rank, and the papers beside it."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import catalog_of
from generator.publish.pages.places import Place, listed_days, places
from generator.publish.settings import read_site
from tests.support.archives import copy_settings

MONDAY, TUESDAY = date(2025, 6, 2), date(2025, 6, 3)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    copy_settings(tmp_path)
    return tmp_path


def record(key: str, upvotes: int | None = None, *, unlisted: bool = False) -> Record:
    return Record(key=key, title=f"On {key}", upvotes=upvotes, unlisted=unlisted)


def list_papers(root: Path, day: date | None, *records: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="by hand", status="complete", papers=records))


def places_in(root: Path) -> dict[str, Place]:
    catalog = catalog_of(load_archive(root / "content"), read_site(root))
    return {key: place for listed in listed_days(catalog) for key, place in places(listed).items()}


def beside(place: Place) -> tuple[str | None, str | None]:
    before, after = place.previous, place.next
    return before.key if before else None, after.key if after else None


def test_papers_are_beside_each_other_in_the_order_of_their_day(root: Path) -> None:
    list_papers(root, MONDAY, record("oaks", 3), record("elms", 9), record("ashes"))
    found = places_in(root)
    assert {key: (place.number, place.total, place.day) for key, place in found.items()} == {
        "elms": (1, 3, MONDAY),
        "oaks": (2, 3, MONDAY),
        "ashes": (3, 3, MONDAY),
    }
    assert [beside(found[key]) for key in ("elms", "oaks", "ashes")] == [
        (None, "oaks"),
        ("elms", "ashes"),
        ("oaks", None),
    ]


def test_only_the_first_three_have_a_rank(root: Path) -> None:
    list_papers(root, MONDAY, *(record(f"tree-{number}", 10 - number) for number in range(5)))
    assert [places_in(root)[f"tree-{number}"].rank for number in range(5)] == [1, 2, 3, None, None]


@pytest.mark.parametrize(
    ("upvotes", "ranks"),
    [
        ([7, 7, 5], [None, None, 3]),
        ([7, 5, 5, 4], [1, None, None, None]),
        ([7, 6, 6, 6, 4], [1, None, None, None, None]),
        ([0, 0], [None, None]),
        ([2, 0, None], [1, None, None]),
        ([None], [None]),
    ],
)
def test_a_rank_that_papers_share_is_not_told(root: Path, upvotes: list[int | None], ranks: list[int | None]) -> None:
    list_papers(root, MONDAY, *(record(f"tree-{number}", count) for number, count in enumerate(upvotes)))
    found = places_in(root)
    assert [found[f"tree-{number}"].rank for number in range(len(upvotes))] == ranks


def test_a_paper_that_is_no_longer_listed_has_neither_number_nor_rank(root: Path) -> None:
    list_papers(root, MONDAY, record("elms", 4), record("oaks", 9, unlisted=True))
    found = places_in(root)
    assert (found["elms"].number, found["elms"].total, found["elms"].rank) == (1, 1, 1)
    assert (found["oaks"].number, found["oaks"].rank, beside(found["oaks"])) == (None, None, ("elms", None))


def test_another_day_changes_no_place(root: Path) -> None:
    list_papers(root, MONDAY, record("elms", 4), record("oaks", 3))
    before = {key: (place[:4], beside(place)) for key, place in places_in(root).items()}
    list_papers(root, TUESDAY, record("ashes", 8), record("oaks", 3), record("pines", 2))
    after = {key: (place[:4], beside(place)) for key, place in places_in(root).items()}
    assert before.items() <= after.items()
    # The oaks are counted on Tuesday, but who walks through Tuesday's papers is not led to Monday.
    assert after["pines"] == ((TUESDAY, 3, 3, 3), ("ashes", None))


def test_papers_without_a_day_are_beside_each_other_without_ranks(root: Path) -> None:
    list_papers(root, None, record("elms", 4), record("oaks", 3), record("ashes", 5))
    list_papers(root, MONDAY, record("ashes", 5))
    found = places_in(root)
    assert found["elms"][:4] == (None, 2, 3, None)
    assert beside(found["elms"]) == (None, "oaks")
    assert (found["ashes"].day, beside(found["ashes"])) == (MONDAY, (None, None))
