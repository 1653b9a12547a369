"""Feeds: valid, newest first, each entry on its listing day for ever; only a paper changes a feed."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from generator.archive.listings import read_listing, write_listing
from generator.archive.models import Links, Record
from generator.archive.seen import entry_time
from generator.publish.feeds.atom_rss import rss_entry
from generator.publish.feeds.entry import bare_entry, html_size, named_entry
from generator.publish.feeds.feed import BRIEF, DOCUMENT, EVERYTHING, HEAD, TOPIC, Limits
from generator.text import clean
from tests.support.archives import files_of, xpath
from tests.support.feeds import (
    ATOM,
    ENDINGS,
    ROOT,
    assert_is_valid,
    catalog_with,
    chain,
    feeds_among,
    feeds_with,
    ids,
    listing,
)

Build = Callable[..., dict[str, bytes]]
TOPICS = ("translation", "summarization", "robotics", "unused")
OLD_NAME = "robots"  # of robotics


@pytest.fixture(scope="module")
def sample_feeds(sample_site: Path) -> dict[str, bytes]:
    return feeds_among(files_of(sample_site))


def add_listing(archive: Path, day: date, papers: Iterable[Record]) -> None:
    write_listing(archive / "content", listing(day, papers))


def records(day: str, number: int) -> list[Record]:
    return [Record(key=f"{day}-{each}", title=f"Paper {each} of {day}") for each in range(number)]


def items(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)["items"]
    return found


def test_there_are_feeds_of_everything_each_topic_and_each_span_in_three_formats(
    sample_feeds: dict[str, bytes],
) -> None:
    names = {path for path in sample_feeds if not path.startswith("feeds/archive/")}
    stems = ("all", "daily", "weekly", "monthly", "weekly-top", *(f"topics/{name}" for name in (*TOPICS, OLD_NAME)))
    assert names == {f"feeds/{stem}.{ending}" for stem in stems for ending in ENDINGS}


def test_everything_is_archived_by_the_day_and_a_topic_by_the_month(sample_feeds: dict[str, bytes]) -> None:
    names = {path.removeprefix("feeds/archive/") for path in sample_feeds if path.startswith("feeds/archive/")}
    assert names == {
        *(f"all/{day}.atom.xml" for day in ("2025-03-10", "2025-03-11", "2025-04-01")),
        "topics/translation/2025-03.atom.xml",
        "topics/robotics/2025-03.atom.xml",
        "topics/robotics/2025-04.atom.xml",
        "topics/robots/2025-03.atom.xml",
        "topics/robots/2025-04.atom.xml",
        "topics/summarization/2025-03.atom.xml",
    }


def test_every_document_holds_what_its_format_asks_for(sample_feeds: dict[str, bytes]) -> None:
    for path, data in sample_feeds.items():
        assert_is_valid(path, data)


def test_the_rules_of_the_formats_refuse_what_breaks_them(sample_feeds: dict[str, bytes]) -> None:
    spoilt = {
        "feeds/all.atom.xml": (b"<id>", b"<number>", b"</id>", b"</number>"),
        "feeds/all.rss.xml": (b"<guid", b"<id", b"</guid>", b"</id>"),
        "feeds/all.json": (b'"id":', b'"number":'),
    }
    for path, words in spoilt.items():
        data = sample_feeds[path]
        for old, new in zip(words[::2], words[1::2], strict=True):
            data = data.replace(old, new)
        with pytest.raises(Exception):  # noqa: B017, PT011 - each kind of rules has an error of its own
            assert_is_valid(path, data)


def test_feedparser_has_no_complaint(sample_feeds: dict[str, bytes]) -> None:
    for path, data in sample_feeds.items():
        if path.endswith(".xml"):
            feed = feedparser.parse(data)
            assert not feed.bozo, path
            assert feed.feed.title.startswith("Daily Papers")
            assert feed.feed.link.startswith(ROOT)


def test_an_entry_says_what_is_known_of_its_paper(sample_feeds: dict[str, bytes]) -> None:
    for kind in ("atom", "rss"):
        found = feedparser.parse(sample_feeds[f"feeds/all.{kind}.xml"]).entries
        (entry,) = (entry for entry in found if "Lantern" in entry.title)
        assert entry.id == "tag:daily-papers.github.io,2026:papers/a-lantern-for-translators"
        assert entry.link == "https://daily-papers.github.io/archive/papers/a-lantern-for-translators/"
        assert entry.published_parsed[:3] == (2025, 3, 10)
        assert entry.summary.startswith("Gives translators a lamp")
        assert "nobody asked for the old lamp back" in entry.content[0].value
        assert [tag.term for tag in entry.tags] == ["translation" if kind == "atom" else "Translation"]
        assert [author.name for author in entry.authors] == ["Ada Example", "Bo Sample", "Cy Instance"]


def test_a_json_item_says_the_same(sample_feeds: dict[str, bytes]) -> None:
    (item,) = (item for item in items(sample_feeds["feeds/all.json"]) if "Lantern" in item["title"])
    assert "nobody asked for the old lamp back" in item.pop("content_html")
    assert item == {
        "id": "tag:daily-papers.github.io,2026:papers/a-lantern-for-translators",
        "url": "https://daily-papers.github.io/archive/papers/a-lantern-for-translators/",
        "title": "A Lantern for Translators",
        "summary": "Gives translators a lamp that glows where a sentence is ambiguous, and finds that fewer mistakes "
        "remain.",
        "date_published": "2025-03-10T03:30:33Z",
        "authors": [{"name": "Ada Example"}, {"name": "Bo Sample"}, {"name": "Cy Instance"}],
        "tags": ["Translation"],
    }


def test_an_entry_leads_to_the_page_to_arxiv_to_the_pdf_and_to_the_code() -> None:
    paper = Record(key="2503.00001", arxiv_id="2503.00001", title="A", links=Links(code="https://code.example/a?b&c"))
    files = feeds_with([listing(date(2025, 3, 3), [paper])])
    (entry,) = etree.fromstring(files["feeds/all.atom.xml"]).iterfind(f"{ATOM}entry")
    links = [(link.get("rel"), link.get("title"), link.get("href")) for link in entry.iterfind(f"{ATOM}link")]
    assert links == [
        (None, None, f"{ROOT}papers/2503.00001/"),
        ("related", "arXiv", "https://arxiv.org/abs/2503.00001"),
        ("related", "PDF", "https://arxiv.org/pdf/2503.00001"),
        ("related", "Hugging Face", "https://huggingface.co/papers/2503.00001"),
        ("related", "Code", "https://code.example/a?b&c"),
    ]
    (item,) = items(files["feeds/all.json"])
    assert item["external_url"] == "https://arxiv.org/abs/2503.00001"
    assert '<a href="https://code.example/a?b&amp;c">Code</a>' in item["content_html"]


def test_a_link_that_only_a_browser_would_take_is_written_as_a_uri() -> None:
    paper = Record(key="a", title="A", links=Links(code="https://code.example/[a]{b}|c%zz%41?d=e#f#g\\"))
    files = feeds_with([listing(date(2025, 3, 3), [paper])])
    assert_is_valid("x.atom.xml", files["feeds/all.atom.xml"])
    (link,) = xpath(etree.fromstring(files["feeds/all.atom.xml"]), "//*[@title='Code']/@href")
    assert link == "https://code.example/%5Ba%5D%7Bb%7D%7Cc%25zz%41?d=e#f%23g%5C"


def test_a_host_of_other_letters_is_written_as_browsers_ask_for_it() -> None:
    files = feeds_with(
        [listing(date(2025, 3, 3), [Record(key="a", title="A", links=Links(code="https://bücher.example/ü"))])]
    )
    (link,) = xpath(etree.fromstring(files["feeds/all.atom.xml"]), "//*[@title='Code']/@href")
    assert link == "https://xn--bcher-kva.example/%C3%BC"


def test_a_document_leads_to_itself_to_its_page_and_to_what_is_older(sample_feeds: dict[str, bytes]) -> None:
    feed = etree.fromstring(sample_feeds["feeds/topics/robotics.atom.xml"])
    assert [(link.get("rel"), link.get("href")) for link in feed.iterfind(f"{ATOM}link")] == [
        ("alternate", f"{ROOT}topics/robotics/"),
        ("self", f"{ROOT}feeds/topics/robotics.atom.xml"),
        ("prev-archive", f"{ROOT}feeds/archive/topics/robotics/2025-03.atom.xml"),
    ]
    archived = etree.fromstring(sample_feeds["feeds/archive/topics/robotics/2025-03.atom.xml"])
    assert [(link.get("rel"), link.get("href")) for link in archived.iterfind(f"{ATOM}link")] == [
        ("alternate", f"{ROOT}topics/robotics/"),
        ("self", f"{ROOT}feeds/archive/topics/robotics/2025-03.atom.xml"),
        ("current", f"{ROOT}feeds/topics/robotics.atom.xml"),
    ]
    assert archived.find("{http://purl.org/syndication/history/1.0}archive") is not None
    rss = etree.fromstring(sample_feeds["feeds/topics/robotics.rss.xml"])
    assert [link.get("rel") for link in rss.iter(f"{ATOM}link")] == ["self", "prev-archive"]


def test_rss_names_its_ids_as_no_address_and_its_channel_by_the_site(sample_feeds: dict[str, bytes]) -> None:
    channel = etree.fromstring(sample_feeds["feeds/topics/translation.rss.xml"]).find("channel")
    assert channel is not None
    assert channel.findtext("link") == "https://daily-papers.github.io/archive/topics/translation/"
    assert {guid.get("isPermaLink") for guid in channel.iter("guid")} == {"false"}


def test_ids_are_the_same_in_every_format_and_come_once(sample_feeds: dict[str, bytes]) -> None:
    for name in ("all", "daily", "weekly", "monthly", *(f"topics/{name}" for name in (*TOPICS, OLD_NAME))):
        first, *others = (ids(sample_feeds[path]) for path in (f"feeds/{name}.{ending}" for ending in ENDINGS))
        assert [first, first] == others
        assert len(first) == len(set(first))
    assert len(ids(sample_feeds["feeds/all.json"])) == 4


def test_the_newest_come_first_and_each_stands_on_the_day_it_was_first_listed(sample_site: Path) -> None:
    feed = feedparser.parse((sample_site / "feeds/all.atom.xml").read_bytes())
    times = [entry.published_parsed for entry in feed.entries]
    assert times == sorted(times, reverse=True)
    assert [time[:3] for time in times] == [(2025, 4, 1), (2025, 3, 11), (2025, 3, 10), (2025, 3, 10)]
    assert feed.feed.updated_parsed == times[0]


def test_papers_without_a_day_are_in_no_feed(sample_site: Path) -> None:
    for path, data in feeds_among(files_of(sample_site)).items():
        assert b"the-cat-sat-again" not in data, path


def test_a_hidden_paper_is_in_no_feed_of_its_day(archive: Path, build: Build) -> None:
    title = b"Shorter"  # of a paper of 11 March, which has a topic
    assert [path for path, data in feeds_among(build()).items() if title in data]
    hidden = "toward-shorter-summaries:\n  correct:\n    hide: true\n    reason: It was listed by mistake.\n"
    (archive / "content" / "curation" / "2025" / "2025-03-11.yml").write_text(hidden)
    feeds = feeds_among(build())
    assert [path for path, data in feeds.items() if title in data] == []
    assert b"A Lantern for Translators" in feeds["feeds/all.json"]  # of the same day


def test_a_feed_without_papers_is_valid_and_stands_still(sample_site: Path) -> None:
    feed = feedparser.parse((sample_site / "feeds/topics/unused.atom.xml").read_bytes())
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2023-05-04T00:00:00Z")


def test_every_page_announces_the_feed_of_everything_and_all_but_papers_in_both_formats(sample_site: Path) -> None:
    for path in sample_site.rglob("index.html"):
        tree = html.fromstring(path.read_bytes())
        if xpath(tree, "//meta[@http-equiv='refresh']"):
            continue
        page = path.relative_to(sample_site).as_posix()
        types = list(map(str, xpath(tree, "/html/head/link[@rel='alternate']/@type")))
        both = types.count("application/atom+xml") == types.count("application/rss+xml") >= 1
        assert types == ["application/atom+xml"] if page.startswith("papers/") else both, page


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("topics/translation/", "topics/translation"),
        ("topics/robotics/2025/", "topics/robotics"),
        ("days/2025-03-11/", "daily"),
        ("weeks/2025-W11/", "weekly"),
        ("months/2025-03/", "monthly"),
    ],
)
def test_a_page_announces_the_feed_that_fits_it_first(sample_site: Path, page: str, own: str) -> None:
    tree = html.fromstring((sample_site / page / "index.html").read_bytes())
    links = [urljoin(f"/{page}", str(link)) for link in xpath(tree, "/html/head/link[@rel='alternate']/@href")]
    names = [own, "weekly-top"] if own == "weekly" else [own]
    own_links = [f"/feeds/{name}.{ending}" for name in names for ending in ENDINGS]
    assert links == [*own_links, "/feeds/all.atom.xml", "/feeds/all.rss.xml"]


def test_a_feed_ends_after_a_hundred_papers_but_holds_all_of_the_newest_day() -> None:
    few = feeds_with([listing(date(2025, 5, day), records(f"2025-05-0{day}", 60)) for day in (5, 6)])
    assert len(ids(few["feeds/all.json"])) == EVERYTHING.entries == 100
    many = feeds_with([listing(date(2025, 5, day), records(f"2025-05-0{day}", 120)) for day in (5, 6)])
    found = feedparser.parse(many["feeds/all.atom.xml"]).entries
    assert len(found) == 120
    assert {entry.published_parsed[:3] for entry in found} == {(2025, 5, 6)}


def test_a_topic_s_feed_ends_after_a_hundred_papers_but_holds_all_of_the_newest_month() -> None:
    def robots(month: int, number: int) -> list[Record]:
        return [Record(key=f"robots-{month}-{each}", title=f"Robots {each} of {month}") for each in range(number)]

    few = feeds_with([listing(date(2025, month, 5), robots(month, 60)) for month in (5, 6)])
    assert len(ids(few["feeds/topics/robotics.json"])) == TOPIC.entries == 100
    many = feeds_with([listing(date(2025, month, 5), robots(month, 120)) for month in (5, 6)])
    assert len(ids(many["feeds/topics/robotics.json"])) == 120


def test_a_new_day_leaves_every_earlier_entry_as_it_was(archive: Path, build: Build) -> None:
    before = feeds_among(build())
    add_listing(archive, date(2025, 5, 5), records("2025-05-05", 3))
    after = feeds_among(build())
    assert {path for path in after if before.get(path) != after[path]} == {
        *(f"feeds/{name}.{ending}" for name in ("all", "daily", "weekly", "monthly") for ending in ENDINGS),
        "feeds/archive/all/2025-05-05.atom.xml",
    }
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
    before = feeds_among(build())
    path = archive / "content" / "listings" / "2025" / "2025-04-01.json"
    path.write_text(path.read_text().replace('"upvotes": 3', '"upvotes": 300'))
    assert read_listing(path).papers[0].upvotes == 300
    assert feeds_among(build()) == before


def test_a_second_listing_moves_no_entry(archive: Path, build: Build) -> None:
    before = feeds_among(build())
    (relisted,) = read_listing(archive / "content" / "listings" / "2025" / "2025-04-01.json").papers
    add_listing(archive, date(2025, 4, 2), [relisted])
    assert feeds_among(build()) == before


def test_an_entry_s_id_does_not_follow_the_site_to_another_host(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://papers.example.org/")
    entry = feedparser.parse(build()["feeds/all.atom.xml"]).entries[0]
    assert entry.id == "tag:daily-papers.github.io,2026:papers/2504.00001"
    assert entry.link == "https://papers.example.org/papers/2504.00001/"


def test_the_stylesheet_that_a_feed_names_is_there(sample_site: Path) -> None:
    for path in (sample_site / "feeds").rglob("*.*.xml"):  # archive documents stand deeper
        (style,) = xpath(etree.fromstring(path.read_bytes()), "/processing-instruction()")
        assert (path.parent / str(style.get("href"))).resolve().is_file()


@given(st.text("abcdef0123456789", min_size=1), st.dates(date(2023, 5, 4), date(2030, 1, 1)))
def test_an_entry_stands_in_the_first_hours_of_its_day(key: str, day: date) -> None:
    time = entry_time(key, day)
    assert time.date() == day
    assert datetime(time.year, time.month, time.day, 8, tzinfo=UTC) > time


def test_papers_of_a_day_are_spread_over_its_hours() -> None:
    times = {entry_time(f"paper-{number}", date(2025, 1, 1)) for number in range(100)}
    assert len(times) > 95
    assert len({time.hour for time in times}) == 8


def test_two_papers_of_one_second_stand_side_by_side_in_the_order_of_their_keys() -> None:
    seconds: dict[datetime, str] = {}
    day = date(2025, 1, 1)
    for number in range(10_000):
        key = f"paper-{number}"
        other = seconds.setdefault(entry_time(key, day), key)
        if other != key:
            break
    alone, both = (feeds_with([listing(day, [Record(key=k, title=k) for k in keys])]) for keys in ([key], [other, key]))
    first, second = sorted([key, other], reverse=True)
    assert [entry.rpartition("/")[2] for entry in ids(both["feeds/all.json"])] == [first, second]
    assert items(alone["feeds/all.json"])[0] in items(both["feeds/all.json"])


def long_records(number: int) -> list[Record]:
    names = tuple(f"Author & Author {each}" for each in range(3303))
    text = "An abstract of <many> & more words. " * 300
    return [
        Record(key=f"long-{each:03}", title="& < Robots " * 40, abstract=text, authors=names) for each in range(number)
    ]


@pytest.fixture(scope="module")
def long_feeds() -> dict[str, bytes]:
    return feeds_with([listing(date(2025, 5, day), long_records(120)[day * 40 - 40 : day * 40]) for day in (1, 2, 3)])


@pytest.mark.parametrize("limits", [EVERYTHING, TOPIC])
def test_all_entries_of_a_document_fit_in_brief(limits: Limits) -> None:
    assert max(HEAD + BRIEF * max(limits.entries, limits.shelf), limits.full) <= DOCUMENT == 250_000


def test_a_document_is_filled_up_with_abstracts_and_no_longer_than_it_may_be(long_feeds: dict[str, bytes]) -> None:
    for path, data in feeds_among(long_feeds).items():
        assert_is_valid(path, data)
        assert len(data) <= DOCUMENT, path
    for ending in ENDINGS:
        assert 0.8 * EVERYTHING.full < len(long_feeds[f"feeds/all.{ending}"]) <= EVERYTHING.full


def test_where_there_is_no_room_the_oldest_entries_go_without_their_abstracts(long_feeds: dict[str, bytes]) -> None:
    whole = ["content_html" in item for item in items(long_feeds["feeds/all.json"])]
    assert whole == sorted(whole, reverse=True)
    assert 1 <= whole.count(True) < len(whole)
    in_brief = [
        entry.find(f"{ATOM}content") is None
        for entry in etree.fromstring(long_feeds["feeds/all.atom.xml"]).iter(f"{ATOM}entry")
    ]
    assert in_brief == sorted(in_brief)
    assert len(in_brief) == len(whole)


def test_a_topic_s_papers_of_two_weeks_are_in_full_and_older_ones_are_named() -> None:
    days = [date(2025, 5, 1) + timedelta(each) for each in range(20)]
    paper = "Robots of {}"
    files = feeds_with(
        [listing(day, [Record(key=f"robots-{day}", title=paper.format(day), abstract="All of it.")]) for day in days]
    )
    for name, in_full in (("topics/robotics", 14), ("all", 20)):
        found = items(files[f"feeds/{name}.json"])
        assert ["All of it." in item.get("content_html", "") for item in found] == [
            place < in_full for place in range(20)
        ]
        assert [item["title"] for item in found] == [paper.format(day) for day in reversed(days)]


def test_three_thousand_authors_are_named_in_part(long_feeds: dict[str, bytes]) -> None:
    item = items(long_feeds["feeds/all.json"])[0]
    assert len(item["authors"]) == 21
    assert item["authors"][-1] == {"name": "and 3,283 more"}
    names = [f"Author & Author {each}" for each in range(3)]
    archived = feedparser.parse(long_feeds["feeds/archive/all/2025-05-01.atom.xml"])
    assert archived.entries[0].author == f"{', '.join(names)} and 3,300 more"


def test_an_archived_entry_says_in_few_words_what_its_paper_is_and_where_it_stands(
    sample_feeds: dict[str, bytes],
) -> None:
    (entry,) = (
        entry
        for entry in feedparser.parse(sample_feeds["feeds/archive/all/2025-03-10.atom.xml"]).entries
        if "Lantern" in entry.title
    )
    assert entry.link == f"{ROOT}papers/a-lantern-for-translators/"
    assert entry.author == "Ada Example, Bo Sample and Cy Instance"
    assert [tag.term for tag in entry.tags] == ["translation"]
    assert entry.summary.startswith("Gives translators a lamp")
    topic = sample_feeds["feeds/archive/topics/translation/2025-03.atom.xml"]
    (named,) = feedparser.parse(topic).entries
    assert (named.id, named.title, named.link, named.updated) == (entry.id, entry.title, entry.link, entry.updated)
    (element,) = etree.fromstring(topic).iter(f"{ATOM}entry")
    assert [child.tag.removeprefix(ATOM) for child in element] == ["id", "title", "updated", "link", "summary"]
    assert named.summary == entry.summary


@pytest.mark.parametrize("letter", ['"', "&", "<", "\\", "深", "é", "🤖"])
def test_an_entry_whose_words_take_too_many_bytes_goes_with_the_start_of_its_title(letter: str) -> None:
    title = f"Robots {letter * 290}"
    papers = [Record(key=f"{number:03}" * 26, title=title, authors=(letter * 90,) * 5) for number in range(300)]
    files = feeds_with([listing(date(2025, 5, 1), papers)], summary=letter * 400)
    for path, data in feeds_among(files).items():
        assert_is_valid(path, data)
        assert len(data) <= DOCUMENT, path
    for name in ("all", "topics/robotics"):
        first, *others = (ids(files[f"feeds/{name}.{ending}"]) for ending in ENDINGS)
        assert [first, first] == others
        assert len({entry for path in chain(files, name) for entry in ids(files[path])}) == 300
    shortest = min((item["title"] for item in items(files["feeds/topics/robotics.json"])), key=len)
    assert title.startswith(shortest.removesuffix("…"))
    assert len(shortest) in {80, 297}


@pytest.mark.parametrize(
    ("text", "size"),
    [("a", 1), ("é", 2), ("<", 4), (">", 4), ("&", 5), ('"', 6), ("'", 6), ("\\", 2), ("\n", 2), ("<&\n", 11)],
)
def test_html_takes_the_most_that_a_format_makes_of_it(text: str, size: int) -> None:
    assert html_size(text) == size
    assert size >= max(len(json.dumps(text, ensure_ascii=False).encode()) - 2, len(escape(text).encode()))


def test_rss_describes_an_entry_without_a_summary_by_its_title() -> None:
    catalog = catalog_with([listing(date(2025, 3, 10), records("2503", 1))])
    (paper,) = catalog.papers.values()
    entry = bare_entry(named_entry(catalog.site, paper))
    assert b"<description>Listed on 10 March 2025</description>" in rss_entry(entry)
    assert f"<description>{entry.title}</description>".encode() in rss_entry(replace(entry, summary=""))


def test_what_xml_forbids_and_what_reorders_a_line_is_taken_out_everywhere() -> None:
    odd = "& < ]]> \x0b\u202edesrever\u202c > 'x' \"y\""
    paper = Record(key="odd", title=f"Robots {odd}", authors=(odd,), abstract=odd)
    files = feeds_with([listing(date(2025, 5, 5), [paper]), listing(date(2025, 6, 5), [])])
    for path, data in feeds_among(files).items():
        assert_is_valid(path, data)
        assert "\u202e" not in data.decode(), path
    (item,) = items(files["feeds/all.json"])
    assert (item["title"], item["authors"], item["summary"]) == (
        clean(f"Robots {odd}"),
        [{"name": clean(odd)}],
        clean(odd),
    )
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        (entry,) = feedparser.parse(files[path]).entries
        title = unescape(entry.title) if "rss" in path else entry.title  # in RSS it may be HTML
        assert (title, entry.author) == (clean(f"Robots {odd}"), clean(odd))


def test_a_limit_that_nothing_fits_still_gives_whole_documents() -> None:
    files = feeds_with(
        [listing(date(2025, 5, 5), records("2025-05-05", 3))], lambda _: Limits(entries=1, full=HEAD + 1, shelf=1)
    )
    for path, data in feeds_among(files).items():
        assert_is_valid(path, data)
    assert len({entry for path in chain(files, "all") for entry in ids(files[path])}) == 3
