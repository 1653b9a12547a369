"""How a day's new reading becomes its listing: values follow the source, and nothing that was kept is lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.archive.ids import KnownPapers
from generator.archive.ingest import Ingest, change, is_list_of, is_to_be_read, read_day, without_imported
from generator.archive.listings import encode_listing
from generator.archive.load import load_listings
from generator.archive.models import DatedUpvotes, Links, Listing, Record, Sighting
from tests.support.strategies import listings, quickly, sightings

TUESDAY, SATURDAY = date(2025, 3, 11), date(2025, 3, 15)
SETTLED = timedelta(days=3)
KETTLES = Sighting(title="Slow Kettles", arxiv_id="2503.00001", upvotes=3)
COUNTED: dict[str, Any] = {"upvotes": 3, "upvotes_at": (DatedUpvotes(day=TUESDAY + SETTLED, upvotes=3),)}
FERRIES = Sighting(title="Ferries", arxiv_id="2503.00002")


def read(
    listing: Listing | None,
    *found: Sighting,
    day: date = TUESDAY,
    after: timedelta = SETTLED,
    known: tuple[Record, ...] = (),
    whole: bool = True,
) -> Listing | None:
    known_papers = KnownPapers((*known, *(listing.papers if listing else ())))
    return read_day(listing, day, found, known_papers, source="huggingface", today=day + after, whole=whole)


def first(*found: Sighting) -> Listing:
    listing = read(None, *found)
    assert listing
    return listing


def papers_of(listing: Listing | None) -> dict[str, Record]:
    assert listing
    return {record.key: record for record in listing.papers}


# What a day is


@pytest.mark.parametrize("days", [0, 1, 2])
def test_a_day_is_partial_while_its_list_may_be_filling(days: int) -> None:
    listing = read(None, KETTLES, after=timedelta(days=days))
    assert listing
    assert (listing.status, listing.source, listing.day) == ("partial", "huggingface", TUESDAY)


def test_a_day_is_complete_once_it_was_read_when_it_had_been_over_for_two_days() -> None:
    early = read(None, KETTLES, after=timedelta(days=2))
    late = read(early, KETTLES, after=timedelta(days=3))
    assert early
    assert late
    assert (early.status, late.status) == ("partial", "complete")
    assert change(early, late) == "1 listed, 1 changed, now complete"  # its upvotes of the third day


@pytest.mark.parametrize(("days", "status"), [(0, None), (1, None), (2, None), (3, "empty"), (900, "empty")])
def test_nothing_on_a_weekday_is_empty_only_once_the_day_is_settled(days: int, status: str | None) -> None:
    listing = read(None, after=timedelta(days=days))
    assert (listing and listing.status) == status


@pytest.mark.parametrize("day", [SATURDAY, SATURDAY + timedelta(days=1)])
def test_nothing_at_a_weekend_is_empty_at_once(day: date) -> None:
    listing = read(None, day=day, after=timedelta(0))
    assert listing == Listing(day=day, source="huggingface", status="empty", papers=())


def test_a_reading_that_is_not_whole_makes_no_day_complete_or_empty() -> None:
    partly = read(None, KETTLES, whole=False)
    assert partly
    assert partly.status == "partial"
    assert change(partly, read(partly, KETTLES)) == "1 listed, now complete"
    assert read(None, whole=False) is None


def test_a_complete_day_stays_complete_where_a_later_reading_is_not_whole() -> None:
    both = first(KETTLES, FERRIES)
    again = read(both, KETTLES, whole=False)
    assert again == both
    assert change(both, again) is None


def test_a_reading_that_is_not_whole_adds_papers_and_takes_none_away() -> None:
    grown = read(first(KETTLES), FERRIES, whole=False)
    assert {key: record.unlisted for key, record in papers_of(grown).items()} == {
        "2503.00001": False,
        "2503.00002": False,
    }


def test_an_empty_day_that_is_filled_late_holds_its_papers() -> None:
    empty = read(None, day=SATURDAY, after=timedelta(0))
    filled = read(empty, KETTLES, day=SATURDAY, after=timedelta(days=1))
    assert filled
    assert (filled.status, len(filled.papers)) == ("partial", 1)


def test_an_answer_of_nothing_changes_nothing_where_papers_are_kept() -> None:
    listing = first(KETTLES)
    assert read(listing) is listing
    assert change(listing, read(listing)) is None


def test_a_scraped_day_becomes_the_source_s_and_keeps_its_papers() -> None:
    scraped = Listing(
        day=TUESDAY,
        source="a scrape",
        status="partial",
        papers=(Record(key="slow-kettles", title="SLOW KETTLES!", comments=2), Record(key="tugs", title="Tugs")),
    )
    listing = read(scraped, KETTLES, FERRIES)
    assert listing
    assert (listing.source, listing.status) == ("huggingface", "complete")
    assert papers_of(listing) == {
        "slow-kettles": Record(key="slow-kettles", title="Slow Kettles", arxiv_id="2503.00001", comments=2, **COUNTED),
        "tugs": Record(key="tugs", title="Tugs", unlisted=True),
        "2503.00002": Record(key="2503.00002", title="Ferries", arxiv_id="2503.00002"),
    }


# What becomes of papers


def test_a_paper_known_without_a_day_keeps_its_key_and_gets_its_arxiv_id() -> None:
    listing = read(None, KETTLES, known=(Record(key="slow-kettles", title="Slow kettles"),))
    assert papers_of(listing)["slow-kettles"].arxiv_id == "2503.00001"


def test_a_paper_known_by_its_arxiv_id_keeps_its_key_under_a_new_title() -> None:
    known = Record(key="slow-kettles", title="Slow Kettles", arxiv_id="2503.00001")
    listing = read(None, Sighting(title="Patient Kettles", arxiv_id="2503.00001"), known=(known,))
    assert [(key, record.title) for key, record in papers_of(listing).items()] == [("slow-kettles", "Patient Kettles")]


def test_a_changed_title_makes_no_second_paper() -> None:
    listing = read(first(KETTLES), Sighting(title="Patient Kettles", arxiv_id="2503.00001"))
    assert papers_of(listing) == {
        "2503.00001": Record(key="2503.00001", title="Patient Kettles", arxiv_id="2503.00001", **COUNTED)
    }


def test_values_follow_the_source_and_a_missing_one_takes_nothing_away() -> None:
    old = Sighting(
        title="T", arxiv_id="2503.00001", abstract="Old.", upvotes=3, links=Links(project="https://p.example")
    )
    new = Sighting(title="T", arxiv_id="2503.00001", upvotes=0, comments=1, links=Links(code="https://c.example"))
    (record,) = papers_of(read(first(old), new)).values()
    assert (record.abstract, record.upvotes, record.comments) == ("Old.", 0, 1)
    assert record.links == Links(code="https://c.example", project="https://p.example")


def test_a_withdrawn_paper_says_so() -> None:
    gone = msgspec.structs.replace(KETTLES, withdrawn=TUESDAY)
    assert papers_of(read(first(KETTLES), gone))["2503.00001"].withdrawn == TUESDAY


def test_a_paper_that_is_no_longer_listed_stays_and_is_marked_until_it_is_listed_again() -> None:
    both = first(KETTLES, FERRIES)
    fewer = read(both, FERRIES)
    assert papers_of(fewer)["2503.00001"] == msgspec.structs.replace(papers_of(both)["2503.00001"], unlisted=True)
    assert change(both, fewer) == "1 listed, 1 no longer listed"
    again = read(fewer, KETTLES, FERRIES)
    assert papers_of(again) == papers_of(both)
    assert change(fewer, again) == "2 listed, 1 changed"


# What was imported


def imported(*papers: Record, source: str = "a scrape") -> Listing:
    return Listing(day=TUESDAY, source=source, status="partial", papers=papers)


SEARCHED = (
    Record(key="tugs", title="Tugs", comments=2),
    Record(key="moths", title="Moths", arxiv_id="2101.00003"),  # completed later
)


def parted(old: Listing, new: Listing | None) -> tuple[set[str], set[str]]:
    assert new
    kept, strays = without_imported(old, new, "huggingface")
    assert not any(record.unlisted for record in strays)
    assert kept.status == new.status
    return set(papers_of(kept)), {record.key for record in strays}


def test_papers_that_were_imported_leave_a_day_whose_whole_list_has_none_of_them() -> None:
    page = imported(*SEARCHED)
    assert parted(page, read(page, FERRIES)) == ({"2503.00002"}, {"tugs", "moths"})


def test_they_leave_it_too_where_the_list_was_read_while_it_was_filling() -> None:
    filling = read(imported(*SEARCHED), KETTLES, after=timedelta(days=1))
    assert filling
    assert parted(imported(*SEARCHED), filling) == ({"tugs", "moths", "2503.00001"}, set())
    assert parted(filling, read(filling, KETTLES, FERRIES)) == ({"2503.00001", "2503.00002"}, {"tugs", "moths"})


def test_they_stay_where_the_list_has_one_of_them() -> None:
    page = imported(*SEARCHED, Record(key="ferries", title="Ferries"))
    once = read(page, FERRIES)
    assert once
    assert parted(page, once) == ({"tugs", "moths", "ferries"}, set())
    assert parted(once, read(once, FERRIES)) == ({"tugs", "moths", "ferries"}, set())


def test_papers_that_the_source_lists_no_longer_are_not_taken_for_imported_ones() -> None:
    both = first(KETTLES, FERRIES)
    assert parted(both, read(both, FERRIES)) == ({"2503.00001", "2503.00002"}, set())


@pytest.mark.parametrize(
    ("listing", "answer"),
    [
        (None, True),
        (imported(*SEARCHED), True),
        (first(KETTLES), False),
        (Listing(day=SATURDAY, source="huggingface", status="empty", papers=()), False),
        (first(KETTLES, Sighting(title="Tugs", arxiv_id="2503.00009")), True),
    ],
)
def test_a_page_can_be_a_day_s_unless_the_whole_list_of_that_day_has_none_of_its_papers(
    listing: Listing | None, answer: bool
) -> None:
    assert is_list_of(listing, [*SEARCHED, Record(key="2503.00009", title="Tugs")]) is answer


def test_a_paper_that_the_source_lists_no_longer_makes_no_page_the_day_s() -> None:
    dropped = read(first(KETTLES, FERRIES), FERRIES)
    assert not is_list_of(dropped, [Record(key="2503.00001", title="Slow Kettles")])


# What becomes of a day


def test_a_day_that_grows_grows() -> None:
    grown = read(first(KETTLES), KETTLES, FERRIES)
    assert set(papers_of(grown)) == {"2503.00001", "2503.00002"}
    assert change(first(KETTLES), grown) == "2 listed, 1 new"


def test_a_paper_that_moves_to_another_day_is_one_paper_on_both() -> None:
    monday = first(KETTLES, FERRIES)
    known = KnownPapers(monday.papers)
    wednesday = TUESDAY + timedelta(days=1)
    moved = read_day(None, wednesday, [KETTLES], known, source="huggingface", today=wednesday + SETTLED)
    left = read_day(monday, TUESDAY, [FERRIES], known, source="huggingface", today=wednesday + SETTLED)
    assert set(papers_of(moved)) == {"2503.00001"}
    assert papers_of(left)["2503.00001"].unlisted


@quickly
@given(
    listings(), st.lists(sightings().filter(lambda one: one.arxiv_id), max_size=4, unique_by=lambda one: one.arxiv_id)
)
def test_no_reading_loses_a_paper_or_reads_differently_twice(old: Listing, found: list[Sighting]) -> None:
    old = msgspec.structs.replace(old, day=TUESDAY)
    once = read(old, *found)
    assert once
    assert papers_of(old).keys() <= papers_of(once).keys()
    again = read(once, *found)
    assert again
    assert encode_listing(again) == encode_listing(once)
    assert change(once, again) is None
    assert (change(old, once) is None) == (encode_listing(old) == encode_listing(once))


# What is said and asked


def test_a_first_reading_is_told_with_its_numbers_and_its_state() -> None:
    assert change(None, first(KETTLES, FERRIES)) == "2 listed, 2 new, complete"
    assert change(None, read(None)) == "nothing listed, empty"
    assert change(None, None) is None


@pytest.mark.parametrize(
    ("status", "age", "asked"),
    [
        ("complete", 14, True),
        ("complete", 15, False),
        ("empty", 15, False),
        ("partial", 700, True),
        (None, 700, True),
    ],
)
def test_a_day_is_read_again_for_two_weeks_and_until_it_is_whole(status: str | None, age: int, asked: bool) -> None:
    listing = status and msgspec.structs.replace(first(KETTLES), status=status)
    assert is_to_be_read(listing or None, TUESDAY, TUESDAY + timedelta(days=age)) is asked


# One lister fills a day; imports and enrichment only add

DAY = date(2025, 3, 11)
NOW = datetime(2025, 3, 20, 6, tzinfo=UTC)


def ingest(root: Path) -> Ingest:
    return Ingest(root / "content", now=NOW)


def kept(root: Path, day: date | None = DAY) -> dict[str, Record]:
    return {record.key: record for one in load_listings(root / "content") if one.day == day for record in one.papers}


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return an archive in which the lister lists one paper of a day no longer."""
    (tmp_path / "content").mkdir()
    tugs, ferries = Sighting(title="Tugs", arxiv_id="2503.00001"), Sighting(title="Ferries", arxiv_id="2503.00002")
    ingest(tmp_path).fill(DAY, [tugs, ferries])
    ingest(tmp_path).fill(DAY, [ferries])
    return tmp_path


def test_the_lister_alone_marks_a_paper_and_takes_the_mark_away(filled: Path) -> None:
    assert {key: record.unlisted for key, record in kept(filled).items()} == {"2503.00001": True, "2503.00002": False}
    ingest(filled).fill(DAY, [Sighting(title="Tugs", arxiv_id="2503.00001")])
    assert {key: record.unlisted for key, record in kept(filled).items()} == {"2503.00001": False, "2503.00002": True}


def test_an_import_adds_to_a_day_and_marks_nothing(filled: Path) -> None:
    before = kept(filled)
    found = [Sighting(title="Tugs"), Sighting(title="Ferries", upvotes=3), Sighting(title="Moths")]
    added = ingest(filled).add(DAY, found, "a page")
    assert (added.day, added.changed, added.twice, added.filed.new) == (DAY, True, 0, frozenset({"moths"}))
    after = kept(filled)
    assert after.pop("moths") == Record(key="moths", title="Moths")
    assert after == before | {"2503.00002": replace(before["2503.00002"], upvotes=3)}
    assert not ingest(filled).add(DAY, found, "a page").changed


def test_papers_of_another_page_than_the_day_s_are_kept_without_a_day(filled: Path) -> None:
    before = kept(filled)
    found = [Sighting(title="Moths")]
    assert ingest(filled).add(DAY, found, "a page").day is None
    assert (kept(filled), kept(filled, None)) == (before, {"moths": Record(key="moths", title="Moths")})
    together = [*found, Sighting(title="Ferries")]
    assert ingest(filled).add(DAY, together, "a page").twice == 1


def test_enrichment_adds_to_the_newest_record_and_marks_nothing(filled: Path) -> None:
    before, found = kept(filled), Sighting(title="TUGS", arxiv_id="2503.00001", authors=("Ada Example",), upvotes=9)
    ingest(filled).complete("2503.00001", found)
    tugs = replace(before["2503.00001"], authors=("Ada Example",))
    assert kept(filled) == before | {"2503.00001": tugs}
    assert tugs.unlisted


@pytest.mark.parametrize("way", ["fill", "fill_undated", "add", "complete"])
def test_without_abstracts_none_is_kept_and_a_dry_run_keeps_nothing(filled: Path, way: str) -> None:
    found = Sighting(title="Ferries", arxiv_id="2503.00002", abstract="They wait.", published=date(2025, 3, 1))
    ways: dict[str, Callable[[Ingest], object]] = {
        "fill": lambda keeper: keeper.fill(DAY, [found]),
        "fill_undated": lambda keeper: keeper.fill_undated("2025-03", [found], ()),
        "add": lambda keeper: keeper.add(DAY, [found], "a page"),
        "complete": lambda keeper: keeper.complete("2503.00002", found),
    }
    content, day = filled / "content", None if way == "fill_undated" else DAY
    before = kept(filled, day)
    ways[way](Ingest(content, now=NOW, dry_run=True))
    assert kept(filled, day) == before
    ways[way](Ingest(content, now=NOW, abstracts=False))
    record = kept(filled, day)["2503.00002"]
    assert (record.published, record.abstract) == (found.published, None)
    ways[way](Ingest(content, now=NOW))
    assert kept(filled, day)["2503.00002"].abstract == "They wait."
