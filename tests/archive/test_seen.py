"""When a paper counts as late, and that the time of its fetch is kept then and in no other case."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from generator.archive.listings import decode_listing, encode_listing, listing_path, read_listing
from generator.archive.models import Listing, Record, newer
from generator.archive.papers import merge_papers
from generator.archive.seen import entry_time, with_seen
from generator.archive.topics import Topics
from generator.errors import ProblemsError

TUESDAY = date(2025, 3, 11)
NOON = datetime(2025, 3, 11, 12, 0, 5, tzinfo=UTC)
KETTLES, FERRIES = Record(key="kettles", title="Kettles"), Record(key="ferries", title="Ferries")


def listing(*papers: Record, source: str = "huggingface", day: date | None = TUESDAY) -> Listing:
    return Listing(day=day, source=source, status="partial" if papers else "empty", papers=papers)


def seen(old: Listing | None, new: Listing, at: datetime, *dated: str) -> dict[str, datetime | None]:
    return {record.key: record.seen for record in with_seen(old, new, at, set(dated)).papers}


def test_a_paper_that_is_found_after_its_own_time_keeps_the_time_of_the_fetch() -> None:
    assert seen(None, listing(KETTLES), NOON) == {"kettles": NOON}


def test_a_paper_that_is_found_before_its_own_time_or_in_that_second_keeps_none() -> None:
    own = entry_time("kettles", TUESDAY)
    for early in (timedelta(), timedelta(seconds=-1), timedelta(days=-1)):
        assert seen(None, listing(KETTLES), own + early) == {"kettles": None}
    assert seen(None, listing(KETTLES), own + timedelta(seconds=1)) == {"kettles": own + timedelta(seconds=1)}


def test_only_what_a_later_fetch_adds_gets_its_time() -> None:
    first = with_seen(None, listing(KETTLES), NOON, set())
    second = listing(*first.papers, FERRIES)
    later = NOON + timedelta(days=1)
    assert seen(first, second, later, "kettles") == {"kettles": NOON, "ferries": later}
    unseen = listing(KETTLES)
    assert seen(unseen, listing(KETTLES, FERRIES), later, "kettles") == {"kettles": None, "ferries": later}


@pytest.mark.parametrize(("days", "is_kept"), [(14, True), (15, False), (400, False)])
def test_a_day_of_more_than_two_weeks_ago_that_was_never_read_is_filled_in_with_the_times_of_its_day(
    days: int, is_kept: bool
) -> None:
    at = NOON + timedelta(days=days)
    assert seen(None, listing(KETTLES), at) == {"kettles": at if is_kept else None}


def test_an_old_day_that_was_read_before_may_still_get_a_late_paper() -> None:
    at = NOON + timedelta(days=400)
    for before in (listing(), listing(FERRIES)):
        assert seen(before, listing(KETTLES), at, "ferries") == {"kettles": at}


def test_a_scrape_of_the_day_is_no_reading_of_it() -> None:
    scrape = listing(FERRIES, source="a text scrape")
    assert seen(scrape, listing(FERRIES, KETTLES), NOON + timedelta(days=400), "ferries") == {
        "ferries": None,
        "kettles": None,
    }


def test_a_paper_that_another_day_has_is_not_found_by_this_fetch() -> None:
    assert seen(None, listing(KETTLES), NOON, "kettles") == {"kettles": None}


def test_papers_without_a_day_stand_in_no_feed_and_need_no_time() -> None:
    assert seen(None, listing(KETTLES, day=None), NOON) == {"kettles": None}


def test_what_is_imported_or_found_later_leaves_the_time_as_it_was() -> None:
    late = msgspec.structs.replace(KETTLES, seen=NOON)
    assert newer(late, KETTLES).seen == NOON
    wednesday = listing(KETTLES, day=date(2025, 3, 12))
    for days in ([listing(late), wednesday], [listing(KETTLES), listing(late, day=date(2025, 3, 12))]):
        (paper,) = merge_papers(days, {}, Topics([]))
        assert (paper.day, paper.seen) == (TUESDAY, NOON)


def test_the_time_is_written_as_a_second_in_utc() -> None:
    late = listing(msgspec.structs.replace(KETTLES, seen=NOON))
    assert b'"seen": "2025-03-11T12:00:05Z"' in encode_listing(late)
    assert decode_listing(encode_listing(late)) == late


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2025-03-11", "seen: must be a time in UTC, such as 2025-03-12T06:17:05Z"),
        ("2025-03-11T12:00:05", "seen: must end in Z"),
        ("2025-03-11T12:00:05+01:00", "seen must be a whole second in UTC"),
        ("2025-03-11T12:00:05.5Z", "seen must be a whole second in UTC"),
        ("yesterday", "seen: must be a time in UTC"),
    ],
)
def test_a_time_that_is_none_is_named_with_its_line(tmp_path: Path, written: str, message: str) -> None:
    path = listing_path(tmp_path, TUESDAY)
    path.parent.mkdir(parents=True)
    text = encode_listing(listing(msgspec.structs.replace(KETTLES, seen=NOON))).decode()
    path.write_text(text.replace("2025-03-11T12:00:05Z", written))
    with pytest.raises(ProblemsError) as raised:
        read_listing(path)
    (problem,) = raised.value.problems
    assert (problem.line, message in problem.message) == (6, True), problem.message
