"""Upvotes some days after a listing: at most four counts a paper, each written once."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.ids import KnownPapers
from generator.archive.ingest import change, read_day
from generator.archive.listings import decode_listing, encode_listing
from generator.archive.models import DatedUpvotes, Listing, Record, Sighting, newer
from generator.archive.papers import merge_papers
from generator.archive.popularity import with_upvotes_at
from generator.archive.topics import Topics

DAY = date(2025, 3, 11)
AGES = st.lists(st.integers(0, 40), max_size=25, unique=True).map(sorted)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def at(age: int, upvotes: int) -> DatedUpvotes:
    return DatedUpvotes(day=after(age), upvotes=upvotes)


def counted(ages: Iterable[int]) -> dict[int, int]:
    """Return the ages at which a paper's upvotes are kept, if it is read at those and always has as many as its age."""
    record = Record(key="kettles", title="Kettles")
    for age in ages:
        record = with_upvotes_at(
            Record(key="kettles", title="K", upvotes=age, upvotes_at=record.upvotes_at), DAY, after(age)
        )
    return {(count.day - DAY).days: count.upvotes for count in record.upvotes_at}


def read(listing: Listing | None, age: int, *papers: Sighting, whole: bool = True) -> Listing:
    known = KnownPapers(listing.papers if listing else ())
    new = read_day(listing, DAY, papers, known, source="huggingface", today=after(age), whole=whole)
    assert new
    return new


def kettles(upvotes: int | None) -> Sighting:
    return Sighting(title="Kettles", arxiv_id="2503.00001", upvotes=upvotes)


def kept(listing: Listing, key: str = "2503.00001") -> dict[str, int]:
    (record,) = (record for record in listing.papers if record.key == key)
    return {str(count.day): count.upvotes for count in record.upvotes_at}


@pytest.mark.parametrize(
    ("ages", "marks"),
    [
        (range(30), [1, 3, 7, 14]),
        ([0], []),
        ([2, 5, 10, 17], [2, 5, 10, 17]),  # days on which the run failed
        ([6, 11, 12, 13, 18, 400], []),
        ([1, 1, 1, 2], [1]),
        ([0, 8, 9], [8]),
    ],
)
def test_upvotes_are_kept_about_1_3_7_and_14_days_after_the_listing(ages: Iterable[int], marks: list[int]) -> None:
    assert counted(ages) == {age: age for age in marks}


@given(AGES)
def test_there_are_at_most_four_counts_and_what_was_written_stays(ages: list[int]) -> None:
    found = counted(ages)
    assert len(found) <= 4
    for end in range(len(ages)):
        assert counted(ages[:end]).items() <= found.items()


def test_readings_of_a_day_keep_its_papers_counts() -> None:
    listing = None
    for age, upvotes in enumerate([2, 5, 9, 12, 12, 15, 15, 21, 21, 21, 22, 22, 22, 22, 30, 31]):
        listing = read(listing, age, kettles(upvotes))
    assert listing
    assert kept(listing) == {"2025-03-12": 5, "2025-03-14": 12, "2025-03-18": 21, "2025-03-25": 30}
    assert listing.papers[0].upvotes == 31
    assert change(listing, read(listing, 16, kettles(31))) is None


def test_a_count_that_was_not_read_is_not_dated() -> None:
    first = read(None, 0, kettles(2), Sighting(title="Tugs", arxiv_id="2503.00002", upvotes=4))
    assert kept(read(first, 1, kettles(None))) == {}
    assert kept(read(first, 1, kettles(3)), "2503.00002") == {}  # no longer listed
    assert kept(read(first, 1, kettles(3), whole=False), "2503.00002") == {}
    assert kept(read(first, 1, kettles(3), whole=False)) == {"2025-03-12": 3}


def test_a_count_that_stays_the_same_is_still_one_of_that_day() -> None:
    first = read(None, 0, kettles(2))
    second = read(first, 1, kettles(2))
    assert kept(second) == {"2025-03-12": 2}
    assert change(first, second) == "1 listed, 1 changed"
    assert change(second, read(second, 1, kettles(2))) is None


def test_counts_have_one_text_and_are_left_out_where_there_are_none() -> None:
    record = Record(key="kettles", title="Kettles", upvotes_at=(at(1, 2), at(7, 3)))
    listing = Listing(day=DAY, source="huggingface", status="partial", papers=(record,))
    data = encode_listing(listing)
    assert b'"day": "2025-03-12",\n          "upvotes": 2\n' in data
    assert decode_listing(data) == listing
    assert encode_listing(decode_listing(data)) == data
    assert b"upvotes_at" not in encode_listing(read(None, 0, kettles(2)))


def test_a_paper_that_moved_has_the_counts_of_its_newest_day_that_has_some() -> None:
    old = Record(key="kettles", title="Kettles", upvotes_at=(at(1, 2),))
    moved = Record(key="kettles", title="Kettles", upvotes_at=(at(2, 4),))
    assert newer(old, moved).upvotes_at == (at(2, 4),)
    assert newer(moved, Record(key="kettles", title="Kettles")).upvotes_at == (at(2, 4),)
    days = [Listing(day=DAY, source="s", status="complete", papers=(old,))]
    days.append(Listing(day=after(1), source="s", status="complete", papers=(Record(key="kettles", title="Kettles"),)))
    (paper,) = merge_papers(days, {}, Topics([]))
    assert paper.upvotes_at == (at(1, 2),)
