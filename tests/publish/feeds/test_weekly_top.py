"""The top ten of each week: published once its upvotes have settled, and the same for ever."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.ingest import RECENT
from generator.archive.models import DatedUpvotes, Listing, Record
from generator.archive.popularity import with_upvotes_at
from generator.publish.feeds.feed import DOCUMENT
from generator.publish.feeds.json_feed import json_entry
from generator.publish.feeds.weekly_top import weekly_top_entry, weekly_tops
from tests.support.feeds import ATOM, ROOT, assert_is_valid, catalog_with, chain, feeds_with, ids, listing
from tests.support.strategies import quickly

MONDAY = date(2025, 3, 10)  # of week 11
SETTLED = MONDAY + timedelta(days=20)  # two weeks after the Sunday


def after(number: int) -> date:
    return MONDAY + timedelta(days=number)


def paper(name: str, day: date, counts: dict[int, int], title: str = "", comments: int | None = None) -> Record:
    """Return a paper listed on the day, with upvotes by the age at which they were read."""
    dated = tuple(DatedUpvotes(day=day + timedelta(days=age), upvotes=number) for age, number in counts.items())
    return Record(key=name, title=title or name.title(), upvotes_at=dated, comments=comments)


def later_count(day: date) -> Listing:
    """Return a listing that shows that upvotes were counted on the day."""
    return listing(day - timedelta(days=1), [paper("later", day - timedelta(days=1), {1: 0})])


def entries(listings: Iterable[Listing]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(feeds_with(listings)["feeds/weekly-top.json"])["items"]
    return found


def titles(entry: dict[str, Any]) -> list[str]:
    return [line.partition('/">')[2].partition("</a>")[0] for line in entry["content_html"].splitlines()[1:-1]]


def test_a_week_is_one_entry_of_its_most_upvoted_papers_two_weeks_after_it_ended() -> None:
    papers = [paper(f"p-{number:02}", MONDAY, {1: 90 - number, 14: number}) for number in range(12)]
    (entry,) = entries([listing(MONDAY, papers), later_count(after(21))])
    assert entry["id"] == "tag:daily-papers.github.io,2026:weekly-top/2025-W11"
    assert entry["url"] == f"{ROOT}weeks/2025-W11/"
    assert entry["title"] == "Week 11 of 2025: top 10 of 12 papers"
    assert entry["date_published"].startswith("2025-03-31T0")  # the Monday two weeks after
    assert titles(entry) == [f"P-{number:02}" for number in range(11, 1, -1)]
    feed = etree.fromstring(feeds_with([listing(MONDAY, papers), later_count(after(21))])["feeds/weekly-top.atom.xml"])
    assert feed.findtext(f"{ATOM}updated") == entry["date_published"]
    assert f'<li value="1"><a href="{ROOT}papers/p-11/">P-11</a>: 11 upvotes</li>' in entry["content_html"]


def test_it_comes_with_the_first_count_of_a_day_after_the_two_weeks() -> None:
    week = listing(MONDAY, [paper("kettles", MONDAY, {1: 5, 14: 9})])
    assert entries([week]) == []
    assert entries([week, later_count(SETTLED)]) == []
    assert [entry["date_published"][:10] for entry in entries([week, later_count(after(24))])] == ["2025-04-03"]


def test_a_listing_of_a_later_day_alone_publishes_nothing() -> None:
    """Only a later reading shows that nobody will add an earlier count."""
    assert entries([listing(MONDAY, [paper("kettles", MONDAY, {14: 9})]), listing(after(40), [])]) == []


def test_where_the_last_reading_failed_the_one_before_counts_if_it_was_a_week_after_the_listing() -> None:
    papers = [paper("early", MONDAY, {1: 50, 3: 60}), paper("week-old", MONDAY, {1: 5, 7: 6})]
    (entry,) = entries([listing(MONDAY, papers), later_count(after(30))])
    assert titles(entry) == ["Week-Old"]
    assert entry["title"] == "Week 11 of 2025: top 1 of 1 paper"


def test_a_count_read_after_the_two_weeks_is_not_in_it() -> None:
    """A paper of Sunday may still be counted on the Wednesday after: by then the entry is out."""
    sunday = after(6)
    papers = [paper("sunday", sunday, {7: 5, 17: 500}), paper("other", sunday, {7: 6, 14: 7})]
    (entry,) = entries([listing(sunday, papers), later_count(after(24))])
    assert titles(entry) == ["Other", "Sunday"]


def test_a_history_without_dated_counts_has_no_entry() -> None:
    old = [Record(key=f"old-{number}", title="Old", upvotes=number) for number in range(20)]
    assert entries([listing(MONDAY, old), later_count(after(60))]) == []


def test_a_week_has_no_entry_if_counting_began_when_its_first_days_were_no_longer_read() -> None:
    friday = after(4)
    late = [listing(MONDAY, [Record(key="monday", title="M")]), listing(friday, [paper("friday", friday, {14: 5})])]
    assert entries([*late, later_count(after(30))]) == []
    friday_too = listing(friday, [paper("friday", friday, {9: 4, 14: 5})])
    assert titles(entries([late[0], friday_too, later_count(after(30))])[0]) == ["Friday"]


def test_equal_counts_are_in_the_order_of_the_keys_whatever_their_comments_and_titles() -> None:
    papers = [
        paper("b", MONDAY, {14: 5}, title="Aardvarks", comments=9),
        paper("a", MONDAY, {14: 5}, title="Zebras", comments=0),
    ]
    assert titles(entries([listing(MONDAY, papers), later_count(after(21))])[0]) == ["Zebras", "Aardvarks"]


def test_a_paper_listed_in_two_weeks_is_in_the_first_in_which_it_was_counted() -> None:
    again = after(7)
    listings = [
        listing(
            MONDAY, [paper("twice", MONDAY, {7: 5}), paper("once", MONDAY, {7: 3}), paper("moved", MONDAY, {1: 1})]
        ),
        listing(again, [paper("twice", again, {7: 50}), paper("moved", again, {7: 8})]),
        later_count(after(40)),
    ]
    assert [titles(entry) for entry in entries(listings)] == [["Moved"], ["Twice", "Once"]]


def test_an_earlier_day_on_which_a_paper_is_found_later_does_not_take_it_away() -> None:
    week = [listing(MONDAY, [paper("kettles", MONDAY, {14: 5})]), later_count(after(21))]
    backfilled = listing(MONDAY - timedelta(days=30), [Record(key="kettles", title="Kettles", upvotes=90)])
    assert entries([backfilled, *week]) == entries(week)


def test_the_others_keep_their_places_when_a_paper_is_hidden() -> None:
    papers = [paper(name, MONDAY, {14: 9 - place}) for place, name in enumerate("abc")]
    catalog = catalog_with([listing(MONDAY, papers), later_count(after(21))])
    hidden = {key: view for key, view in catalog.papers.items() if key != "b"}
    (top,) = weekly_tops(catalog.archive.listings, hidden)
    assert [(place.number, place.title) for place in top.places] == [(1, "A"), (3, "C")]
    assert top.papers == 3


# A history, read day by day.


@dataclass
class _Source:
    """A source: what it lists by day, and how popular each paper becomes."""

    days: dict[date, list[str]] = field(default_factory=dict)


def read(
    archive: dict[date, Listing], source: _Source, today: date, votes: int, *, all_days: bool
) -> dict[date, Listing]:
    """Return the archive after a fetch: the last fifteen days are read again, and unknown ones, or all days."""
    kept = dict(archive)
    for day, names in source.days.items():
        if day > today or (day in kept and (today - day).days >= RECENT and not all_days):
            continue
        old = {record.key: record for record in kept[day].papers} if day in kept else {}
        for name in names:
            count = (votes * (len(name) + sum(name.encode())) * (today - day).days) % 97
            known = old.get(name, Record(key=name, title=name.title()))
            counted = msgspec.structs.replace(known, upvotes=count, comments=(count * 7) % 11)
            old[name] = with_upvotes_at(counted, day, today)
        kept[day] = listing(day, old.values())
    return kept


names = st.sampled_from([f"paper-{number}" for number in range(30)])
histories = st.dictionaries(st.integers(0, 24), st.lists(names, min_size=1, max_size=4, unique=True), max_size=25)
irregular = st.sampled_from(["none", "all days"])
late_papers = st.lists(st.tuples(st.integers(0, 70), st.integers(-30, 24), names), max_size=6)


def snapshots(
    history: dict[int, list[str]], late: list[tuple[int, int, str]], fetches: dict[int, str], votes: int
) -> Iterator[list[Listing]]:
    """Yield the archive on each of seventy days; papers appear on earlier days too.

    On some days no fetch runs, or one that reads every day again, as people may ask for.
    """
    source = _Source({after(day): list(found) for day, found in history.items()})
    archive: dict[date, Listing] = {}
    for today in range(70):
        for when, day, name in late:
            if when == today and name not in source.days.setdefault(after(day), []):
                source.days[after(day)].append(name)
        fetch = fetches.get(today, "as usual")
        if fetch != "none":
            archive = read(archive, source, after(today), votes, all_days=fetch == "all days")
        yield [archive[day] for day in sorted(archive)]


@quickly
@given(histories, late_papers, st.dictionaries(st.integers(0, 60), irregular), st.integers(1, 96))
@example({6: ["paper-1"], 20: ["paper-2"]}, [], {20: "none", 22: "all days"}, 3)  # a paper of Sunday, counted late
@example({0: ["paper-1"], 7: ["paper-1"], 20: ["paper-2"]}, [(60, -30, "paper-1")], {}, 3)  # listed again, and before
def test_what_is_published_never_changes_whatever_is_read_later(
    history: dict[int, list[str]], late: list[tuple[int, int, str]], fetches: dict[int, str], votes: int
) -> None:
    published: dict[str, bytes] = {}
    for listings in snapshots(history, late, fetches, votes):
        if not listings:
            continue
        catalog = catalog_with(listings)
        tops = weekly_tops(catalog.archive.listings, catalog.papers)
        now = {top.week.name: json_entry(weekly_top_entry(catalog.site, top)) for top in tops}
        assert now.items() >= published.items()
        published = now


def test_such_a_history_publishes_entries() -> None:
    """Else the law above would say nothing."""
    *_, last = snapshots({day: [f"paper-{day}"] for day in range(25)}, [], {}, 3)
    assert [entry["id"][-3:] for entry in entries(last)] == ["W13", "W12", "W11"]


# Documents


def weeks(number: int, title: str = "Paper {}") -> list[Listing]:
    days = [MONDAY + timedelta(weeks=each) for each in range(number)]
    return [
        listing(day, [paper(f"{day}-{place}", day, {7: place}, title=title.format(place)) for place in range(10)])
        for day in days
    ]


def test_the_newest_documents_have_half_a_year_or_the_newest_year_and_archives_have_all() -> None:
    files = feeds_with(weeks(80))
    paths = list(chain(files, "weekly-top"))
    assert paths == ["feeds/weekly-top.atom.xml", "feeds/archive/weekly-top/2025.atom.xml"]
    newest, older = (ids(files[path]) for path in paths)
    assert newest[0].endswith("2026-W36")
    assert newest[-1].endswith("2026-W01")
    assert [len(older), older[0][-8:], older[-1][-8:]] == [42, "2025-W52", "2025-W11"]
    assert ids(files["feeds/archive/weekly-top/2026.atom.xml"]) == newest
    assert ids(files["feeds/weekly-top.json"]) == ids(files["feeds/weekly-top.rss.xml"]) == newest
    assert len(ids(feeds_with(weeks(45))["feeds/weekly-top.json"])) == 26


def test_a_new_week_leaves_the_archive_documents_of_other_years_as_they_were() -> None:
    before, now = feeds_with(weeks(60)), feeds_with(weeks(61))
    changed = {path for path in before if "weekly-top" in path and before[path] != now[path]}
    assert changed == {
        "feeds/archive/weekly-top/2026.atom.xml",
        *(f"feeds/weekly-top.{ending}" for ending in ("atom.xml", "rss.xml", "json")),
    }


def test_documents_are_valid_and_not_too_long_whatever_the_titles() -> None:
    for title in ("Paper {}", '<&"' * 200, "深" * 300):
        files = feeds_with(weeks(56 if title == "Paper {}" else 100, title))
        found = {path: data for path, data in files.items() if "weekly-top" in path}
        assert len(found) >= 5
        for path, data in found.items():
            assert_is_valid(path, data)
            assert len(data) <= DOCUMENT, path


def test_without_any_settled_week_the_feed_is_there_and_empty() -> None:
    files = feeds_with([listing(MONDAY, [])])
    assert ids(files["feeds/weekly-top.atom.xml"]) == []
    assert_is_valid("feeds/weekly-top.atom.xml", files["feeds/weekly-top.atom.xml"])
    assert list(chain(files, "weekly-top")) == ["feeds/weekly-top.atom.xml"]
