"""Feeds: valid, newest first, each entry on its listing day for ever; only a paper changes a feed."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.listings import read_listing, write_listing
from generator.archive.models import Listing, Record
from generator.publish.feeds import MOST_ENTRIES, entry_times
from tests.support import xpath

Build = Callable[..., dict[str, bytes]]
ATOM = "{http://www.w3.org/2005/Atom}"


def feeds(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.endswith((".atom.xml", ".rss.xml"))}


def add_listing(archive: Path, day: date, papers: Iterable[Record]) -> None:
    write_listing(archive / "content", Listing(day=day, source="test", status="complete", papers=tuple(papers)))


def records(day: str, number: int) -> list[Record]:
    return [Record(key=f"{day}-{each}", title=f"Paper {each} of {day}") for each in range(number)]


def test_there_are_two_feeds_of_everything_and_two_of_each_topic(sample_site: Path) -> None:
    names = {path.relative_to(sample_site / "feeds").as_posix() for path in (sample_site / "feeds").rglob("*.*.xml")}
    topics = ("translation", "summarization", "robotics", "unused")
    assert names == {
        f"{stem}.{kind}.xml" for stem in ("all", *(f"topics/{name}" for name in topics)) for kind in ("atom", "rss")
    }


def test_feedparser_has_no_complaint(sample_site: Path) -> None:
    for path in (sample_site / "feeds").rglob("*.*.xml"):
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, path
        assert feed.feed.title.startswith("Daily Papers")
        assert feed.feed.link.startswith("https://daily-papers.github.io/archive/")


def test_an_entry_says_what_is_known_of_its_paper(sample_site: Path) -> None:
    for kind in ("atom", "rss"):
        (entry,) = (
            entry
            for entry in feedparser.parse((sample_site / f"feeds/all.{kind}.xml").read_bytes()).entries
            if "Lantern" in entry.title
        )
        assert entry.id == "tag:daily-papers.github.io,2026:papers/a-lantern-for-translators"
        assert entry.link == "https://daily-papers.github.io/archive/papers/a-lantern-for-translators/"
        assert entry.published_parsed[:3] == (2025, 3, 10)
        assert entry.summary.startswith("Gives translators a lamp")
        assert "nobody asked for the old lamp back" in entry.content[0].value
        assert [tag.term for tag in entry.tags] == ["translation" if kind == "atom" else "Translation"]
        assert [author.name for author in entry.authors] == ["Ada Example", "Bo Sample", "Cy Instance"]


def test_rss_names_its_ids_as_no_address_and_its_channel_by_the_site(sample_site: Path) -> None:
    channel = etree.fromstring((sample_site / "feeds/topics/translation.rss.xml").read_bytes()).find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://daily-papers.github.io/archive/topics/translation/"
    assert {guid.get("isPermaLink") for guid in channel.iter("guid")} == {"false"}


def test_ids_are_the_same_in_both_formats_and_come_once(sample_site: Path) -> None:
    atom, rss = (
        [entry.id for entry in feedparser.parse((sample_site / f"feeds/all.{kind}.xml").read_bytes()).entries]
        for kind in ("atom", "rss")
    )
    assert atom == rss
    assert len(atom) == len(set(atom)) == 4


def test_the_newest_come_first_and_each_stands_on_the_day_it_was_first_listed(sample_site: Path) -> None:
    feed = feedparser.parse((sample_site / "feeds/all.atom.xml").read_bytes())
    times = [entry.published_parsed for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    assert [time[:3] for time in times] == [(2025, 4, 1), (2025, 3, 11), (2025, 3, 10), (2025, 3, 10)]
    assert feed.feed.updated_parsed == times[0]


def test_papers_without_a_day_and_hidden_ones_are_in_no_feed(sample_site: Path) -> None:
    for path in (sample_site / "feeds").rglob("*.*.xml"):
        assert b"the-cat-sat-again" not in path.read_bytes()


def test_a_feed_without_papers_is_valid_and_stands_still(sample_site: Path) -> None:
    feed = feedparser.parse((sample_site / "feeds/topics/unused.atom.xml").read_bytes())
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2023-05-04T00:00:00+00:00")


def test_every_page_announces_the_feeds_of_everything_and_a_topic_s_its_own_first(sample_site: Path) -> None:
    for path in sample_site.rglob("index.html"):
        text = path.read_text()
        if 'http-equiv="refresh"' not in text:
            assert text.count('type="application/atom+xml"') == text.count('type="application/rss+xml"') >= 1, path
    head = (sample_site / "topics/translation/index.html").read_text()
    assert 0 < head.index("../../feeds/topics/translation.atom.xml") < head.index("../../feeds/all.atom.xml")


def test_a_feed_ends_after_a_hundred_papers(archive: Path, build: Build) -> None:
    add_listing(archive, date(2025, 5, 5), records("2025-05-05", MOST_ENTRIES + 20))
    feed = feedparser.parse(build()["feeds/all.atom.xml"])
    assert len(feed.entries) == MOST_ENTRIES
    assert {entry.published_parsed[:3] for entry in feed.entries} == {(2025, 5, 5)}
    assert len({entry.published for entry in feed.entries}) == MOST_ENTRIES


def test_a_new_day_leaves_every_earlier_entry_as_it_was(archive: Path, build: Build) -> None:
    before = feeds(build())
    add_listing(archive, date(2025, 5, 5), records("2025-05-05", 3))
    after = feeds(build())
    assert {path for path in before if before[path] != after[path]} == {"feeds/all.atom.xml", "feeds/all.rss.xml"}
    old, new = (
        {
            entry.findtext(f"{ATOM}id"): etree.tostring(entry)
            for entry in etree.fromstring(files["feeds/all.atom.xml"]).iter(f"{ATOM}entry")
        }
        for files in (before, after)
    )
    assert old.items() <= new.items()
    assert len(new) == len(old) + 3


def test_votes_and_comments_move_no_feed(archive: Path, build: Build) -> None:
    before = feeds(build())
    path = archive / "content" / "listings" / "2025" / "2025-04-01.json"
    path.write_text(path.read_text().replace('"upvotes": 3', '"upvotes": 300'))
    assert read_listing(path).papers[0].upvotes == 300
    assert feeds(build()) == before


def test_a_second_listing_moves_no_entry(archive: Path, build: Build) -> None:
    before = feeds(build())
    (relisted,) = read_listing(archive / "content" / "listings" / "2025" / "2025-04-01.json").papers
    add_listing(archive, date(2025, 6, 6), [relisted])
    assert feeds(build()) == before


def test_an_entry_s_id_does_not_follow_the_site_to_another_host(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://papers.example.org/")
    entry = feedparser.parse(build()["feeds/all.atom.xml"]).entries[0]
    assert entry.id == "tag:daily-papers.github.io,2026:papers/2504.00001"
    assert entry.link == "https://papers.example.org/papers/2504.00001/"


def test_the_stylesheet_that_a_feed_names_is_there(sample_site: Path) -> None:
    for path in (sample_site / "feeds").rglob("*.*.xml"):
        (style,) = xpath(etree.fromstring(path.read_bytes()), "/processing-instruction()")
        assert (path.parent / str(style.get("href"))).resolve().is_file()


@given(
    st.lists(
        st.tuples(st.text("abcdef0123456789", min_size=1), st.dates(date(2023, 5, 4), date(2030, 1, 1))),
        unique_by=lambda pair: pair[0],
    )
)
def test_no_two_papers_share_a_second_and_each_stays_within_its_day(pairs: list[tuple[str, date]]) -> None:
    days = dict(pairs)
    times = entry_times(days)
    assert times.keys() == days.keys()
    assert len(set(times.values())) == len(times)
    for key, time in times.items():
        assert time.date() == days[key]
        assert datetime(time.year, time.month, time.day, 8, tzinfo=UTC) >= time


def test_a_time_depends_on_the_key_alone() -> None:
    day = date(2025, 1, 1)
    alone = entry_times({"a-paper": day})["a-paper"]
    assert entry_times({f"paper-{number}": day for number in range(50)} | {"a-paper": day})["a-paper"] == alone
