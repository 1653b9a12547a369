"""Papers that came late: feeds date them by the fetch that found them, and nothing that was published moves."""

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.models import Listing, Record
from generator.archive.seen import entry_time
from generator.publish.feeds.archives import newest, newest_listed
from generator.publish.feeds.entry import oldest_first, paper_time
from generator.publish.feeds.feed import Feed, Limits
from tests.support.feeds import catalog_with, chain, feeds_among, feeds_with, ids, listing
from tests.support.strategies import quickly

MONDAY = date(2025, 3, 10)
VISIT = datetime(2025, 3, 12, 6, 17, 5, tzinfo=UTC)


def papers(day: date, number: int, seen: datetime | None = None, prefix: str = "p") -> list[Record]:
    return [
        Record(key=f"{prefix}-{day}-{each}", title=f"Robots {prefix} {each} of {day}", seen=seen)
        for each in range(number)
    ]


def entries(listings: Iterable[Listing], name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(feeds_with(listings)[f"feeds/{name}.json"])["items"]
    return found


def times(listings: Iterable[Listing], name: str) -> dict[str, str]:
    return {item["id"].partition(":")[2]: item["date_published"] for item in entries(listings, name)}


def before() -> list[Listing]:
    return [listing(MONDAY, papers(MONDAY, 3)), listing(MONDAY + timedelta(days=1), papers(date(2025, 3, 11), 3))]


def after() -> list[Listing]:
    first, second = before()
    return [listing(MONDAY, [*first.papers, *papers(MONDAY, 2, VISIT, "late")]), second]


def test_a_paper_that_came_late_is_the_newest_and_is_dated_by_its_fetch_in_every_format() -> None:
    files = feeds_with(after())
    for ending in ("atom.xml", "rss.xml", "json"):
        assert [each.rpartition("/")[2] for each in ids(files[f"feeds/all.{ending}"])[:2]] == [
            "late-2025-03-10-1",
            "late-2025-03-10-0",
        ]
    atom, rss = (feedparser.parse(files[f"feeds/all.{ending}"]) for ending in ("atom.xml", "rss.xml"))
    assert [entry.updated for entry in atom.entries[:2]] == ["2025-03-12T06:17:05Z"] * 2
    assert [entry.published for entry in rss.entries[:2]] == ["Wed, 12 Mar 2025 06:17:05 +0000"] * 2
    assert (atom.feed.updated, rss.feed.updated) == ("2025-03-12T06:17:05Z", "Wed, 12 Mar 2025 06:17:05 +0000")


def test_no_entry_that_was_published_moves() -> None:
    old, new = times(before(), "all"), times(after(), "all")
    assert old.items() <= new.items()
    assert {time for key, time in new.items() if key not in old} == {"2025-03-12T06:17:05Z"}


def test_a_time_before_the_paper_s_own_changes_nothing() -> None:
    early = datetime(2025, 3, 9, tzinfo=UTC)
    assert (
        feeds_with([listing(MONDAY, papers(MONDAY, 3, early))])["feeds/all.json"]
        == (feeds_with([listing(MONDAY, papers(MONDAY, 3))])["feeds/all.json"])
    )


def test_a_digest_whose_papers_came_late_is_dated_by_the_latest_and_the_others_stay() -> None:
    old, new = entries(before(), "daily"), entries(after(), "daily")
    assert [item["id"] for item in old] == [item["id"] for item in new]
    assert old[0] == new[0]
    assert old[1]["date_published"].startswith("2025-03-10T0")
    assert (new[1]["date_published"], new[1]["title"]) == ("2025-03-12T06:17:05Z", "10 March 2025: 5 new papers")
    atom = feedparser.parse(feeds_with(after())["feeds/daily.atom.xml"])
    assert (atom.feed.updated, atom.entries[1].updated) == ("2025-03-12T06:17:05Z", "2025-03-12T06:17:05Z")


def test_a_digest_is_as_late_as_the_latest_of_its_papers_whether_that_came_late_or_not() -> None:
    early, late = (
        sorted((Record(key=f"p{each}", title=f"Paper {each}") for each in range(20)), key=own_time)[place]
        for place in (0, -1)
    )
    seen = own_time(early) + timedelta(seconds=1)
    found = [Record(key=early.key, title=early.title, seen=seen), late]
    (item,) = entries([listing(MONDAY, found)], "daily")
    latest = max(own_time(late), entry_time(f"days/{MONDAY}", MONDAY))
    assert datetime.fromisoformat(item["date_published"]) == latest


def own_time(record: Record) -> datetime:
    return entry_time(record.key, MONDAY)


def test_a_week_keeps_its_last_day_unless_a_paper_comes_after_that() -> None:
    ended = listing(date(2025, 3, 17), [])
    (usual,) = entries([*before(), ended], "weekly")
    assert usual["date_published"].startswith("2025-03-16T0")
    (still,) = entries([*after(), ended], "weekly")
    assert still["date_published"] == usual["date_published"]
    seen = datetime(2025, 3, 18, 6, 17, tzinfo=UTC)
    (moved,) = entries([*before(), listing(date(2025, 3, 12), papers(date(2025, 3, 12), 1, seen)), ended], "weekly")
    assert moved["date_published"] == "2025-03-18T06:17:00Z"


def few(_: Feed) -> Limits:
    return Limits(full=14_000, recent=timedelta(days=2), entries=5, shelf=4)


late_papers = st.dictionaries(
    st.integers(0, 40),
    st.lists(st.none() | st.integers(0, 60), min_size=1, max_size=7),
    min_size=1,
    max_size=8,
)


def listings_of(days: dict[int, list[int | None]]) -> list[Listing]:
    found = []
    for number, late in sorted(days.items()):
        day = MONDAY + timedelta(days=number)
        start = datetime.combine(day, datetime.min.time(), UTC)
        records = [
            Record(
                key=f"{day}-{place}",
                title=f"Robots {place}",
                seen=None if wait is None else start + timedelta(days=wait, hours=9),
            )
            for place, wait in enumerate(late)
        ]
        found.append(listing(day, records))
    return found


@quickly
@given(late_papers)
def test_whenever_papers_came_every_paper_follows_from_a_feed(days: dict[int, list[int | None]]) -> None:
    found = listings_of(days)
    files = feeds_with(found, few)
    everything = {f"tag:daily-papers.github.io,2026:papers/{paper.key}" for one in found for paper in one.papers}
    for name in ("all", "topics/robotics"):
        told = {each for path in chain(files, name) for each in ids(files[path])}
        assert told == everything


@quickly
@given(late_papers)
def test_whenever_papers_came_each_document_goes_by_their_times(days: dict[int, list[int | None]]) -> None:
    catalog = catalog_with(listings_of(days))
    expected = oldest_first(catalog.papers.values())[::-1]
    for most in (1, 5, 20):
        assert newest(newest_listed(catalog)["all"], most) == expected[:most]
    own = {f"papers/{paper.key}": paper_time(paper) for paper in expected}
    for path, data in feeds_among(feeds_with(listings_of(days), few)).items():
        if path.startswith(("feeds/all", "feeds/archive", "feeds/topics")):
            told = [own[each.partition(":")[2].partition(":")[2]] for each in ids(data)]
            assert told == sorted(told, reverse=True), path
