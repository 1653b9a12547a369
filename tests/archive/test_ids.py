"""Which sightings are one paper, and what key a paper gets."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.ids import MAX_KEY, KnownPapers
from generator.archive.models import KEY_PATTERN, Correction, Record, Sighting
from tests.support.strategies import quickly, sightings, titles

LONG = "Lighthouses that Count Passing Ships and Forget Them by Morning in Every Harbour of the North"


def record(key: str, title: str, arxiv_id: str | None = None) -> Record:
    return Record(key=key, title=title, arxiv_id=arxiv_id)


def key_of(sighting: Sighting, *known: Record) -> str:
    return KnownPapers(known).new_key(sighting)


def found(sighting: Sighting, *known: Record) -> str | None:
    return KnownPapers(known).find(sighting)


# Keys


def test_the_key_is_the_arxiv_id_where_it_is_known() -> None:
    assert key_of(Sighting(title="Slow Kettles", arxiv_id="2401.10000")) == "2401.10000"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Quiet Kettles: A Study, & Why?", "quiet-kettles-a-study-why"),
        ("Ünïcödé Ōu", "unicode-ou"),
        ("x__y  --  z", "x-y-z"),
        ("&amp; &#38; &#x26;", "amp-38-x26"),
        ("2401.10000", "2401-10000"),
        ("con", "con"),
    ],
)
def test_else_the_key_is_the_title_in_lower_case_ascii(title: str, key: str) -> None:
    assert key_of(Sighting(title=title)) == key


def test_an_old_style_arxiv_id_is_no_key_because_it_holds_a_slash() -> None:
    assert key_of(Sighting(title="Slow Kettles", arxiv_id="cs/0112017")) == "slow-kettles"


def test_a_long_title_is_cut_between_words() -> None:
    key = key_of(Sighting(title=LONG))
    assert key == "lighthouses-that-count-passing-ships-and-forget-them-by-morning-in-every-harbour"
    assert len(key) == MAX_KEY == 80


def test_a_long_word_is_cut_anywhere() -> None:
    assert key_of(Sighting(title="b" * 200)) == "b" * MAX_KEY


@pytest.mark.parametrize("title", ["?!", "…", "🧪🧪", "\u200b"])
def test_a_title_without_a_letter_is_named_by_its_hash(title: str) -> None:
    key = key_of(Sighting(title=title))
    assert re.fullmatch("paper-[0-9a-f]{12}", key)
    assert key == key_of(Sighting(title=title))
    assert key != key_of(Sighting(title=title * 2))


def test_a_title_in_chinese_is_spelled_in_latin_letters() -> None:
    assert key_of(Sighting(title="深度学习")) == "shen-du-xue-xi"


def test_a_key_that_is_taken_gets_the_next_free_number() -> None:
    taken = [record("cafe", "Café"), record("cafe-2", "Çafe")]
    assert key_of(Sighting(title="Cafe"), *taken) == "cafe-3"
    assert key_of(Sighting(title="Cafe 2"), *taken) == "cafe-2-2"


def test_a_key_that_is_taken_by_another_title_is_not_given_again() -> None:
    assert key_of(Sighting(title="Cafe 2"), record("cafe-2", "Something Else")) == "cafe-2-2"


def test_a_number_keeps_the_key_within_its_length() -> None:
    first = key_of(Sighting(title=LONG))
    second = key_of(Sighting(title=f"{LONG} too"), record(first, LONG))
    assert second == "lighthouses-that-count-passing-ships-and-forget-them-by-morning-in-every-2"


def test_an_arxiv_id_that_is_another_s_key_is_not_given_again() -> None:
    known = record("2401.10000", "Something Else", arxiv_id="2401.10001")
    assert key_of(Sighting(title="Slow Kettles", arxiv_id="2401.10000"), known) == "slow-kettles"


@quickly
@given(st.lists(sightings(), min_size=1, max_size=6))
def test_any_sightings_get_keys_that_are_file_names_and_differ(found: list[Sighting]) -> None:
    known = KnownPapers([])
    keys = []
    for sighting in found:
        keys.append(known.new_key(sighting))
        known.remember(keys[-1], sighting)
    assert all(re.match(KEY_PATTERN, key) and len(key) <= MAX_KEY for key in keys)
    assert len(set(keys)) == len(keys)


@given(titles, st.integers(1, 12))
def test_one_title_many_times_gets_as_many_keys(title: str, times: int) -> None:
    known = KnownPapers([])
    for _ in range(times):
        key = known.new_key(Sighting(title=title))
        assert re.match(KEY_PATTERN, key)
        assert len(key) <= MAX_KEY
        known.remember(key, Sighting(title=title))


# Recognition


def test_a_paper_is_recognised_by_its_arxiv_id_whatever_its_title() -> None:
    known = record("slow-kettles", "Slow Kettles", "2401.10000")
    assert found(Sighting(title="Kettles, Revisited", arxiv_id="2401.10000"), known) == "slow-kettles"


@pytest.mark.parametrize("title", ["Slow Kettles", "SLOW   kettles!", "Slow\n  Kettles", "“Slow” Kettles"])
def test_a_paper_is_recognised_by_its_title_however_it_is_spelled(title: str) -> None:
    assert found(Sighting(title=title), record("slow-kettles", "Slow Kettles")) == "slow-kettles"
    assert found(Sighting(title=title), record("2401.10000", "Slow Kettles", "2401.10000")) == "2401.10000"


def test_an_arxiv_id_that_becomes_known_later_keeps_the_old_key() -> None:
    known = record("slow-kettles", "Slow Kettles")
    assert found(Sighting(title="Slow Kettles", arxiv_id="2401.10000"), known) == "slow-kettles"


def test_an_arxiv_id_once_remembered_is_recognised_under_another_title() -> None:
    known = KnownPapers([record("slow-kettles", "Slow Kettles")])
    known.remember("slow-kettles", Sighting(title="Slow Kettles", arxiv_id="2401.10000"))
    assert known.find(Sighting(title="Kettles, Revisited", arxiv_id="2401.10000")) == "slow-kettles"
    assert known.find(Sighting(title="Slow Kettles", arxiv_id="2401.10001")) is None


def test_a_title_once_remembered_is_recognised_without_the_arxiv_id() -> None:
    known = KnownPapers([record("2401.10000", "Slow Kettles", "2401.10000")])
    known.remember("2401.10000", Sighting(title="Kettles, Revisited", arxiv_id="2401.10000"))
    assert known.find(Sighting(title="Kettles, Revisited")) == "2401.10000"


def test_two_papers_of_one_title_are_two_where_their_arxiv_ids_differ() -> None:
    first = record("slow-kettles", "Slow Kettles", "2401.10000")
    second = Sighting(title="Slow Kettles", arxiv_id="2402.20000")
    assert found(second, first) is None
    both = [first, record("2402.20000", "Slow Kettles", "2402.20000")]
    assert found(second, *both) == "2402.20000"
    assert KnownPapers(both).candidates(Sighting(title="Slow Kettles")) == ("slow-kettles", "2402.20000")
    assert found(Sighting(title="Slow Kettles"), *both) is None


SLOW = Record(key="slow-kettles", title="Slow Kettles", published=date(2024, 1, 5), author_count=3)
NAMED = Record(key="2401.10000", title="Slow Kettles", arxiv_id="2401.10000", authors=("Ada Example", "Bo de Sample"))


@pytest.mark.parametrize(
    ("sighting", "known", "difference"),
    [
        (Sighting(title="Slow Kettles"), SLOW, None),
        (Sighting(title="SLOW kettles!", published=date(2024, 1, 5)), SLOW, None),
        (Sighting(title="Slow Kettles", author_count=3, comments=8), SLOW, None),
        (Sighting(title="Slow Kettles", arxiv_id="2401.10000", authors=("A", "B", "C")), SLOW, None),
        (Sighting(title="SLOW kettles!", published=date(2024, 1, 6), author_count=3), SLOW, "another date"),
        (Sighting(title="Slow Kettles", author_count=4), SLOW, "another number of authors"),
        (Sighting(title="Slow Kettles", published=date(2024, 1, 5), authors=("A",)), SLOW, "another number of authors"),
        (Sighting(title="Slow Kettles", arxiv_id="2402.20000"), NAMED, "another arXiv id"),
        (Sighting(title="Slow Kettles", authors=("A. Example", "C. Third", "D. Fourth")), NAMED, None),
        (Sighting(title="Slow Kettles", authors=("C. Third", "D. Fourth")), NAMED, "other authors"),
        (Sighting(title="Slow Kettles", author_count=2, published=date(2024, 1, 5)), NAMED, None),
        (Sighting(title="Slow Kettles", author_count=3), NAMED, "another number of authors"),
    ],
)
def test_papers_of_one_title_are_two_where_a_fact_differs(
    sighting: Sighting, known: Record, difference: str | None
) -> None:
    assert KnownPapers([known]).difference(known.key, sighting) == difference
    assert found(sighting, known) == (None if difference else known.key)


def test_what_any_listing_tells_of_a_paper_tells_others_of_its_title_apart() -> None:
    listed = [SLOW, Record(key="slow-kettles", title="Slow Kettles"), Record(key="slow-kettles", title="Kettles")]
    assert found(Sighting(title="Kettles", published=date(2020, 2, 2)), *listed) is None
    assert found(Sighting(title="Slow Kettles", published=date(2020, 2, 2)), *reversed(listed)) is None


def test_a_date_that_a_person_put_right_is_the_paper_s_as_is_the_one_that_the_source_repeats() -> None:
    known = KnownPapers([SLOW], {"slow-kettles": Correction(published=date(2024, 1, 9))})
    days = [date(2024, 1, day) for day in (5, 9, 10)]
    assert [known.find(Sighting(title="Slow Kettles", published=day)) for day in days] == [SLOW.key, SLOW.key, None]


def test_of_papers_of_one_title_the_one_that_shares_a_fact_is_meant() -> None:
    other = Record(key="slow-kettles-2", title="Slow Kettles", abstract="Of kettles.")
    known = KnownPapers([SLOW, other])
    assert known.candidates(Sighting(title="Slow Kettles")) == ("slow-kettles", "slow-kettles-2")
    assert known.find(Sighting(title="Slow Kettles", author_count=3)) == "slow-kettles"
    assert known.find(Sighting(title="Slow Kettles", published=date(2024, 1, 5))) == "slow-kettles"
    assert known.find(Sighting(title="Slow Kettles", abstract="Of kettles.")) == "slow-kettles-2"
    assert known.find(Sighting(title="Slow Kettles", author_count=9)) == "slow-kettles-2"


def test_a_paper_is_recognised_by_what_a_person_put_right_as_well() -> None:
    corrections = {"slow-kettles": Correction(arxiv_id="2401.10000", title="Slow Kettles, and Why")}
    known = KnownPapers([record("slow-kettles", "Slow Ketles")], corrections)
    assert known.find(Sighting(title="Kettles, Revisited", arxiv_id="2401.10000")) == "slow-kettles"
    assert known.find(Sighting(title="Slow Kettles, and Why")) == "slow-kettles"
    assert known.find(Sighting(title="Slow Ketles")) == "slow-kettles"
    assert known.find(Sighting(title="Slow Ketles", arxiv_id="2402.20000")) is None


def test_a_source_that_repeats_its_mistake_still_means_the_same_paper() -> None:
    corrections = {"2401.10000": Correction(arxiv_id="2402.20000")}
    known = KnownPapers([record("2401.10000", "Slow Kettles", "2401.10000")], corrections)
    assert known.find(Sighting(title="Slow Kettles", arxiv_id="2401.10000")) == "2401.10000"
    assert known.find(Sighting(title="Slow Kettles", arxiv_id="2402.20000")) == "2401.10000"


def test_a_correction_takes_no_paper_s_id_or_title_from_it() -> None:
    records = [record("2401.10000", "Slow Kettles", "2401.10000"), record("quick-kettles", "Quick Kettles")]
    known = KnownPapers(records, {"quick-kettles": Correction(arxiv_id="2401.10000", title="Slow Kettles")})
    assert known.find(Sighting(title="Slow Kettles", arxiv_id="2401.10000")) == "2401.10000"


def test_two_papers_of_one_title_with_old_style_ids_get_two_keys() -> None:
    first = record("slow-kettles", "Slow Kettles", "cs/0112017")
    second = Sighting(title="Slow Kettles", arxiv_id="cs/0112018")
    assert (found(second, first), key_of(second, first)) == (None, "slow-kettles-2")
    assert found(Sighting(title="Kettles", arxiv_id="cs/0112017"), first) == "slow-kettles"


@pytest.mark.parametrize(("one", "other"), [("?!", "!?"), ("深度学习", "深度"), ("🧪", "🧫")])
def test_papers_without_a_latin_letter_are_told_apart(one: str, other: str) -> None:
    known = record(key_of(Sighting(title=one)), one)
    assert found(Sighting(title=one), known) == known.key
    assert found(Sighting(title=other), known) is None


def test_a_title_that_spells_another_paper_s_key_is_another_paper() -> None:
    assert found(Sighting(title="cafe"), record("cafe", "Café")) is None


def test_an_archive_without_papers_recognises_nothing() -> None:
    assert found(Sighting(title="Slow Kettles", arxiv_id="2401.10000")) is None


def test_a_blank_among_the_authors_is_no_surname() -> None:
    known = KnownPapers([NAMED])
    assert known.find(Sighting(title="Slow Kettles", authors=(" ", "A. Example", "C. Third"))) == NAMED.key


# DOIs


def with_doi(key: str, title: str, doi: str, **facts: str) -> Record:
    return Record(key=key, title=title, doi=doi, **facts)  # type: ignore[arg-type]


def test_a_paper_is_recognised_by_its_doi_in_any_letter_case() -> None:
    known = with_doi("slow-kettles", "Slow Kettles", "10.1000/Kettles.1")
    assert found(Sighting(title="Kettles That Are Slow", doi="10.1000/KETTLES.1"), known) == "slow-kettles"


def test_papers_of_one_title_with_different_dois_are_two() -> None:
    known = with_doi("slow-kettles", "Slow Kettles", "10.1000/1")
    assert found(Sighting(title="Slow Kettles", doi="10.1000/2"), known) is None
    assert found(Sighting(title="Slow Kettles"), known) == "slow-kettles"


def test_a_paper_that_had_no_doi_is_recognised_by_its_title_and_then_by_its_doi() -> None:
    known = KnownPapers([record("slow-kettles", "Slow Kettles")])
    sighting = Sighting(title="Slow Kettles", doi="10.1000/1")
    assert known.find(sighting) == "slow-kettles"
    known.remember("slow-kettles", sighting)
    assert known.find(Sighting(title="Other", doi="10.1000/1")) == "slow-kettles"


def test_an_arxiv_id_counts_more_than_a_doi() -> None:
    one = with_doi("2401.10000", "Slow Kettles", "10.1000/1", arxiv_id="2401.10000")
    two = record("2401.10001", "Quick Kettles", "2401.10001")
    assert found(Sighting(title="Kettles", arxiv_id="2401.10001", doi="10.1000/1"), one, two) == "2401.10001"
    assert found(Sighting(title="Kettles", arxiv_id="2401.10002", doi="10.1000/1"), one, two) is None
    assert found(Sighting(title="Kettles", doi="10.1000/1"), one, two) == "2401.10000"


def test_a_corrected_doi_is_recognised() -> None:
    known = KnownPapers([record("slow-kettles", "Slow Kettles")], {"slow-kettles": Correction(doi="10.1000/1")})
    assert known.find(Sighting(title="Other", doi="10.1000/1")) == "slow-kettles"
