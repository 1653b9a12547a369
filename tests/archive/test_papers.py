"""How sightings become records, records a listing, and all records of a paper one paper."""

import time
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.ids import Keys, KnownPapers
from generator.archive.ingest import file_sightings, update_listing
from generator.archive.listings import decode_listing, encode_listing
from generator.archive.models import Correction, Decision, Links, Listing, Paper, Record, Sighting, Topic, newer
from generator.archive.papers import merge_decisions, merge_papers
from generator.archive.topics import Topics
from tests.support.strategies import listings, quickly, records, sightings

MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)
NO_TOPICS = Topics([])
TOPICS = Topics(Topic(name, name, "All", name, (name,)) for name in ("kettles", "ferries"))


def listing(day: date | None, *papers: Record) -> Listing:
    return Listing(day=day, source="a test", status="partial", papers=papers)


def merged(*found: Listing, **decisions: Decision) -> tuple[Paper, ...]:
    return merge_papers(found, decisions, TOPICS)


# Filing


def test_a_new_paper_gets_a_key_and_keeps_its_facts() -> None:
    filed = file_sightings([Sighting(title="Slow Kettles", upvotes=3)], KnownPapers([]))
    assert filed.records == (Record(key="slow-kettles", title="Slow Kettles", upvotes=3),)
    assert (filed.new, filed.known) == (frozenset({"slow-kettles"}), 0)


def test_a_known_paper_keeps_its_key() -> None:
    known = KnownPapers([Record(key="slow-kettles", title="Slow Kettles")])
    filed = file_sightings([Sighting(title="SLOW KETTLES", arxiv_id="2401.10000"), Sighting(title="Ferries")], known)
    assert [record.key for record in filed.records] == ["slow-kettles", "ferries"]
    assert (filed.new, filed.known) == (frozenset({"ferries"}), 1)


def test_a_new_paper_that_a_scrape_shows_twice_is_known_the_second_time() -> None:
    filed = file_sightings([Sighting(title="Slow Kettles"), Sighting(title="Slow kettles!")], KnownPapers([]))
    assert [record.key for record in filed.records] == ["slow-kettles", "slow-kettles"]
    assert (filed.new, filed.known) == (frozenset({"slow-kettles"}), 1)


def test_what_one_sighting_tells_of_a_paper_helps_to_recognise_the_next() -> None:
    known = KnownPapers([Record(key="slow-kettles", title="Slow Kettles")])
    found = [
        Sighting(title="Slow Kettles", arxiv_id="2401.10000"),
        Sighting(title="Slow Kettles, Revisited", arxiv_id="2401.10000"),
        Sighting(title="Slow Kettles, Revisited"),
        Sighting(title="Slow Kettles", arxiv_id="2402.20000"),
    ]
    keys = [record.key for record in file_sightings(found, known).records]
    assert keys == ["slow-kettles", "slow-kettles", "slow-kettles", "2402.20000"]


@quickly
@given(st.lists(sightings(), max_size=5))
def test_filing_the_same_sightings_again_finds_every_paper(found: list[Sighting]) -> None:
    first = file_sightings(found, KnownPapers([]))
    second = file_sightings(found, KnownPapers(first.records))
    assert (second.new, second.known + len(second.unclear)) == (frozenset(), len(found))
    assert first.known + len(first.new) + len(first.unclear) == len(found)


@pytest.mark.slow
@pytest.mark.parametrize("counts", [[3] * 4000, range(1, 4001)])
def test_one_title_many_times_takes_time_in_proportion(counts: Sequence[int]) -> None:
    found = [Sighting(title="Slow Kettles", author_count=count, abstract=f"Kettle {count}.") for count in counts]

    def seconds(number: int) -> float:
        started = time.process_time()
        filed = file_sightings(found[:number], KnownPapers([]))
        assert len(filed.new) == len(set(counts[:number]))
        assert len(filed.records) == number
        return time.process_time() - started

    few, all_of_them = (min(seconds(number) for _ in range(3)) for number in (500, 4000))
    assert all_of_them < 24 * few  # eight times in proportion, sixty-four in the square


Told = tuple[date | None, int, str | None]
FACTS = st.tuples(st.sampled_from([None, MONDAY, TUESDAY]), st.integers(0, 3), st.sampled_from([None, "One.", "Two."]))


@quickly
@given(st.lists(FACTS, min_size=12, max_size=30), FACTS)
def test_many_papers_of_one_title_are_told_apart_as_few_are(known_facts: list[Told], asked: Told) -> None:
    def sighting(told: Told) -> Sighting:
        return Sighting(title="Slow Kettles", published=told[0], author_count=told[1] or None, abstract=told[2])

    records = [
        Record(key=f"slow-kettles-{number}", **msgspec.structs.asdict(sighting(told)))
        for number, told in enumerate(known_facts)
    ]
    known, found = KnownPapers(records), sighting(asked)
    possible = [record.key for record in records if not known.difference(record.key, found)]
    assert set(known.candidates(found)) <= set(possible)
    assert bool(known.candidates(found)) == bool(possible)


def test_of_many_keys_a_few_are_named_in_the_order_in_which_they_were_learned() -> None:
    known = KnownPapers(Record(key=f"slow-kettles-{n}", title="Slow Kettles", author_count=4) for n in range(20, 0, -1))
    filed = file_sightings([Sighting(title="Slow Kettles", author_count=4)], known)
    assert str(filed.unclear[0]) == "slow-kettles-20 and slow-kettles-19 and slow-kettles-18 and 17 more"
    assert str(Keys.of(["a", "b"])) == "a and b"


def test_the_next_paper_of_a_title_gets_the_first_number_that_is_free() -> None:
    known = KnownPapers(Record(key=key, title="Slow Kettles") for key in ("slow-kettles", "slow-kettles-3"))
    keys = []
    for _ in range(3):
        keys.append(known.new_key(Sighting(title="Slow kettles")))
        known.remember(keys[-1], Sighting(title="Slow kettles"))
    assert keys == ["slow-kettles-2", "slow-kettles-4", "slow-kettles-5"]


def test_another_paper_of_a_known_title_is_a_paper_of_its_own() -> None:
    known = KnownPapers([Record(key="2401.10000", title="Slow Kettles", published=MONDAY, author_count=2)])
    filed = file_sightings([Sighting(title="Slow kettles", published=TUESDAY, author_count=2)], known)
    assert [(record.key, record.published) for record in filed.records] == [("slow-kettles", TUESDAY)]
    assert (filed.namesakes, filed.unclear) == ({"slow-kettles": Keys(("2401.10000",), 1)}, {})


def test_a_title_of_two_papers_is_filed_under_neither_where_nothing_tells_which_is_meant() -> None:
    keys = ("2401.10000", "2402.20000")
    known = KnownPapers(Record(key=key, title="Slow Kettles", arxiv_id=key) for key in keys)
    filed = file_sightings([Sighting(title="Tugs"), Sighting(title="Slow Kettles", upvotes=3)], known)
    assert ([record.key for record in filed.records], filed.unclear) == (["tugs"], {1: Keys(keys, 2)})


def test_an_arxiv_id_makes_a_paper_of_its_own_where_a_title_stands_for_two() -> None:
    known = KnownPapers(Record(key=key, title="Slow Kettles") for key in ("slow-kettles", "slow-kettles-2"))
    filed = file_sightings([Sighting(title="Slow Kettles", arxiv_id="2403.30000")], known)
    assert ([record.key for record in filed.records], filed.unclear) == (["2403.30000"], {})


# A day's listing


def test_papers_and_values_are_kept_and_newer_ones_win() -> None:
    old = Listing(
        day=MONDAY,
        source="first",
        status="complete",
        papers=(Record(key="a", title="A", upvotes=1, comments=2), Record(key="b", title="B")),
    )
    updated = update_listing(
        old, MONDAY, "second", [Record(key="c", title="C"), Record(key="a", title="A!", upvotes=9)]
    )
    assert (updated.day, updated.source, updated.status) == (MONDAY, "first", "complete")
    assert {record.key: record for record in updated.papers} == {
        "a": Record(key="a", title="A!", upvotes=9, comments=2),
        "b": Record(key="b", title="B"),
        "c": Record(key="c", title="C"),
    }


def test_a_first_listing_names_its_source_and_is_partial() -> None:
    updated = update_listing(None, MONDAY, "a scrape", [Record(key="a", title="A")])
    assert (updated.day, updated.source, updated.status) == (MONDAY, "a scrape", "partial")


def test_an_empty_listing_that_gains_papers_is_no_longer_empty() -> None:
    empty = Listing(day=MONDAY, source="s", status="empty", papers=())
    assert update_listing(empty, MONDAY, "s", [Record(key="a", title="A")]).status == "partial"
    assert update_listing(empty, MONDAY, "s", []).status == "empty"
    assert update_listing(None, MONDAY, "s", []).status == "empty"


@quickly
@given(st.none() | listings(), records())
def test_updating_twice_is_updating_once(old: Listing | None, found: tuple[Record, ...]) -> None:
    once = update_listing(old, MONDAY, "s", found)
    assert encode_listing(update_listing(once, MONDAY, "s", found)) == encode_listing(once)
    loaded = decode_listing(encode_listing(once))
    assert encode_listing(update_listing(loaded, MONDAY, "s", found)) == encode_listing(once)


@quickly
@given(st.none() | listings(), records(), st.randoms(use_true_random=False))
def test_the_order_in_which_records_arrive_changes_no_byte(
    old: Listing | None,
    found: tuple[Record, ...],
    random: Any,  # noqa: ANN401 - as hypothesis says
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    together = encode_listing(update_listing(old, MONDAY, "s", found))
    assert encode_listing(update_listing(old, MONDAY, "s", shuffled)) == together
    one_by_one = old
    for record in shuffled:
        one_by_one = update_listing(one_by_one, MONDAY, "s", [record])
    if one_by_one and found:
        assert encode_listing(one_by_one) == together


@quickly
@given(listings(), records())
def test_no_paper_is_lost(old: Listing, found: tuple[Record, ...]) -> None:
    updated = {record.key for record in update_listing(old, old.day, "s", found).papers}
    assert updated == {record.key for record in (*old.papers, *found)}


# A record


def known_values(record: Record) -> dict[str, object]:
    """Return what a record knows, by the name of the field, links one by one."""
    values = msgspec.structs.asdict(record) | msgspec.structs.asdict(record.links)
    return {name: value for name, value in values.items() if name != "links" and value not in (None, ())}


@quickly
@given(sightings(), sightings())
def test_no_known_value_is_lost_and_the_newer_wins(old: Sighting, new: Sighting) -> None:
    first, second = (Record(key="k", **msgspec.structs.asdict(found)) for found in (old, new))
    assert known_values(newer(first, second)) == known_values(first) | known_values(second)
    assert newer(None, second) == newer(second, second) == second


def test_nought_is_a_value() -> None:
    old, new = Record(key="k", title="K", upvotes=3), Record(key="k", title="K", upvotes=0)
    assert newer(old, new).upvotes == 0


def test_a_paper_that_is_no_longer_listed_stays_marked_whatever_is_imported() -> None:
    old = Record(key="k", title="K", unlisted=True)
    assert newer(old, Record(key="k", title="K", upvotes=1)) == Record(key="k", title="K", upvotes=1, unlisted=True)


def test_a_record_keeps_its_first_key() -> None:
    assert newer(Record(key="old", title="K"), Record(key="new", title="K")).key == "old"


# Papers


def test_the_newest_listing_wins_field_by_field_in_whatever_order_they_come() -> None:
    monday = listing(MONDAY, Record(key="k", title="Old", upvotes=1, comments=5, links=Links(code="https://a.example")))
    tuesday = listing(TUESDAY, Record(key="k", title="New", upvotes=2, links=Links(project="https://b.example")))
    (paper,) = merged(tuesday, monday)
    assert (paper.title, paper.upvotes, paper.comments) == ("New", 2, 5)
    assert paper.links == Links(code="https://a.example", project="https://b.example")
    assert merged(monday, tuesday) == merged(tuesday, monday)


def test_a_listing_without_a_day_counts_as_the_oldest() -> None:
    undated = listing(None, Record(key="k", title="Undated", upvotes=9, comments=9))
    (paper,) = merged(listing(MONDAY, Record(key="k", title="Dated", upvotes=1)), undated)
    assert (paper.title, paper.upvotes, paper.comments) == ("Dated", 1, 9)
    assert (paper.days, paper.undated, paper.day) == ((MONDAY,), True, MONDAY)


def test_a_paper_knows_every_day_it_was_listed_on_the_first_dates_it() -> None:
    paper = Record(key="k", title="K")
    (found,) = merged(listing(TUESDAY, paper), listing(MONDAY, paper))
    assert (found.days, found.day, found.undated) == ((MONDAY, TUESDAY), MONDAY, False)
    (found,) = merged(listing(None, paper))
    assert (found.days, found.day, found.undated) == ((), None, True)


def test_papers_stand_in_the_order_of_their_keys() -> None:
    papers = [Record(key=key, title=key) for key in ("b", "2401.10000", "a")]
    assert [paper.key for paper in merged(listing(MONDAY, *papers))] == ["2401.10000", "a", "b"]


def test_what_a_person_corrected_wins_over_every_source() -> None:
    record = Record(key="k", title="Slwo", arxiv_id="2401.00001", published=MONDAY, upvotes=3)
    correct = Correction(title="Slow", arxiv_id="2401.10000", published=TUESDAY, reason="a typo")
    (paper,) = merged(listing(MONDAY, record), k=Decision(correct=correct))
    assert (paper.title, paper.arxiv_id, paper.published) == ("Slow", "2401.10000", TUESDAY)
    assert paper.upvotes == 3


def test_corrected_authors_are_the_whole_list() -> None:
    record = Record(key="k", title="Slow", authors=("Muster Ida", "Bo Example"), author_count=9)
    (paper,) = merged(listing(MONDAY, record), k=Decision(correct=Correction(authors=("Ida Muster", "Cy Sample"))))
    assert (paper.authors, paper.author_count) == (("Ida Muster", "Cy Sample"), None)


def test_a_person_can_say_that_a_paper_was_withdrawn_and_when() -> None:
    record = Record(key="k", title="Slow", withdrawn=TUESDAY)
    assert merged(listing(MONDAY, record))[0].withdrawn == TUESDAY
    assert merged(listing(MONDAY, record), k=Decision(correct=Correction(withdrawn=MONDAY)))[0].withdrawn == MONDAY


def test_corrections_of_two_files_are_joined() -> None:
    old = {"k": Decision(correct=Correction(authors=("Ida Muster",)))}
    new = {"k": Decision(correct=Correction(withdrawn=TUESDAY))}
    assert merge_decisions([old, new])["k"].correct == Correction(authors=("Ida Muster",), withdrawn=TUESDAY)


@pytest.mark.parametrize(
    ("authors", "count", "read", "known"),
    [
        (("Harbour-Team", ":", "Ida Muster"), None, ("Harbour-Team", "Ida Muster"), None),
        (("Harbour-Team", ":", "Ida Muster"), 3, ("Harbour-Team", "Ida Muster"), 2),
        (("Ida Muster", "et al."), None, ("Ida Muster",), 2),
    ],
)
def test_what_names_nobody_is_no_author_and_is_not_counted(
    authors: tuple[str, ...], count: int | None, read: tuple[str, ...], known: int | None
) -> None:
    (paper,) = merged(listing(MONDAY, Record(key="k", title="Slow", authors=authors, author_count=count)))
    assert (paper.authors, paper.author_count) == (read, known)


def test_what_a_person_left_alone_stays() -> None:
    record = Record(key="k", title="Slow", arxiv_id="2401.00001", published=MONDAY)
    (paper,) = merged(listing(MONDAY, record), k=Decision(summary="Short."))
    assert (paper.title, paper.arxiv_id, paper.published, paper.summary) == ("Slow", "2401.00001", MONDAY, "Short.")


def test_hidden_papers_are_left_out() -> None:
    both = listing(MONDAY, Record(key="a", title="A"), Record(key="b", title="B"))
    assert [paper.key for paper in merged(both, a=Decision(correct=Correction(hide=True, reason="spam")))] == ["b"]


def test_decided_topics_win_over_suggested_ones() -> None:
    found = listing(MONDAY, Record(key="k", title="Kettles"))
    (suggested,) = merged(found)
    (decided,) = merged(found, k=Decision(topics=("ferries",)))
    assert (suggested.topics, suggested.topics_suggested) == (("kettles",), True)
    assert (decided.topics, decided.topics_suggested) == (("ferries",), False)


@pytest.mark.parametrize(
    "record",
    [
        Record(key="k", title="A", keywords=("ferries",)),
        Record(key="k", title="A", abstract="Of ferries."),
        Record(key="k", title="On ferries"),
    ],
)
def test_topics_are_suggested_by_title_keywords_and_abstract(record: Record) -> None:
    assert merged(listing(MONDAY, record))[0].topics == ("ferries",)


def test_topics_are_suggested_by_the_corrected_title() -> None:
    found = listing(MONDAY, Record(key="k", title="Kettlse"))
    assert merged(found, k=Decision(correct=Correction(title="Kettles")))[0].topics == ("kettles",)


@quickly
@given(st.lists(listings(), max_size=3, unique_by=lambda listing: listing.day), st.randoms(use_true_random=False))
def test_the_order_of_listings_changes_no_paper(found: list[Listing], random: Any) -> None:  # noqa: ANN401 - as above
    shuffled = list(found)
    random.shuffle(shuffled)
    papers = merge_papers(found, {}, NO_TOPICS)
    assert merge_papers(shuffled, {}, NO_TOPICS) == papers
    assert {paper.key for paper in papers} == {record.key for listing in found for record in listing.papers}


# Decisions of several files


@pytest.mark.parametrize(
    ("older", "newer", "merged"),
    [
        (Decision(topics=("ferries",)), Decision(topics=("ferries",)), Decision(topics=("ferries",))),
        (Decision(topics=("ferries",)), Decision(topics=("kettles",)), Decision(topics=("kettles",))),
        (Decision(topics=("ferries",)), Decision(summary="Boils."), Decision(topics=("ferries",), summary="Boils.")),
        (
            Decision(correct=Correction(title="Kettles", arxiv_id="2503.00042")),
            Decision(correct=Correction(title="Slow Kettles")),
            Decision(correct=Correction(title="Slow Kettles", arxiv_id="2503.00042")),
        ),
    ],
)
def test_of_two_decisions_about_a_paper_the_newer_wins_field_by_field(
    older: Decision, newer: Decision, merged: Decision
) -> None:
    assert merge_decisions([{"kettles": older, "moths": older}, {"kettles": newer}]) == {
        "kettles": merged,
        "moths": older,
    }


@pytest.mark.parametrize("hidden_first", [True, False])
def test_a_paper_that_one_of_two_decisions_hides_is_hidden(*, hidden_first: bool) -> None:
    hidden = Decision(correct=Correction(hide=True, reason="Listed by mistake."))
    shown = Decision(topics=("kettles",), correct=Correction(title="Kettles"))
    files = [{"kettles": hidden}, {"kettles": shown}]
    decision = merge_decisions(files if hidden_first else reversed(files))["kettles"]
    assert (decision.correct.hide, decision.correct.reason) == (True, "Listed by mistake.")
    assert (decision.topics, decision.correct.title) == (("kettles",), "Kettles")
