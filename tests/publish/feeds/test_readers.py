"""What readers make of the feeds: the same of every format, nothing that runs, is lost or leads nowhere."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.models import Links, Record
from generator.publish.feeds.feed import Limits
from generator.publish.render import html_in_xml, rss_text, text_or_html
from generator.text import clean
from tests.support.archives import xpath
from tests.support.feeds import ENDINGS, feeds_among, feeds_with, listing
from tests.support.hostile import TEXTS

TITLES = (
    *map(clean, TEXTS),
    "<iframe src=javascript:alert(1)>",
    "<think> before you speak </think>",
    "Robots where a < b & c > d",
    "Q&A, R&D and AT&T",
    "Cats &copy; dogs &amp; &#60;b&#62; &lt",
    "I <3 robots",
    "1 < 2",
    "</p><!-- <![CDATA[ ?> <?php",
)
DAY = date(2025, 5, 5)


def papers() -> list[Record]:
    """Return papers of those titles, one in three with an abstract, one in three without a name."""
    return [
        Record(
            key=f"robots-{number}",
            title=f"Robots {title}",
            abstract=title if number % 3 == 0 else None,
            authors=(title, "Ann Other") if number % 3 != 1 else (),
            links=Links(code=f"https://code.example/{number}?a=b&c"),
        )
        for number, title in enumerate(TITLES)
    ]


@pytest.fixture(scope="module")
def feeds() -> dict[str, bytes]:
    """Return the feeds of the papers: some in full, and many that are only named."""
    older = [listing(date(2025, 3, 3), [Record(key=f"old-{each}", title=f"Old robots & {each}") for each in range(9)])]
    return feeds_with([*older, listing(DAY, papers())], lambda _: Limits(full=60_000))


class Shown(HTMLParser):
    """The text that a browser shows of HTML, and the elements in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.elements: set[str] = set()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Take an element."""
        self.elements.add(tag)

    def handle_comment(self, data: str) -> None:  # noqa: ARG002
        """Take what is lost."""
        self.elements.add("comment")

    def handle_decl(self, decl: str) -> None:
        """Take what is lost."""
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        """Take what is lost."""
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        """Take what is lost."""
        self.handle_comment(data)


def entries(data: bytes) -> list[Any]:
    """Return a document's entries as feedparser reads them; nothing may be wrong with it."""
    found = feedparser.parse(data)
    assert not found.bozo
    return list(found.entries)


def elements(feeds: dict[str, bytes], name: str) -> Iterator[tuple[str, str]]:
    """Yield each text of that name among the RSS items, with the title of its item in JSON."""
    for path, data in feeds.items():
        if path.endswith(".rss.xml"):
            items = json.loads(feeds[path.replace(".rss.xml", ".json")])["items"]
            for item, told in zip(etree.fromstring(data).iter("item"), items, strict=True):
                yield item.findtext(name) or "", told["title"]


def facts_of(path: str, data: bytes) -> list[tuple[object, ...]]:
    """Return id, title, link and time of each entry; a title that feedparser takes for HTML as the text it shows."""
    if path.endswith(".json"):
        return [
            (item["id"], item["title"], item["url"], datetime.fromisoformat(item["date_published"]).utctimetuple()[:6])
            for item in json.loads(data)["items"]
        ]
    time = "updated_parsed" if path.endswith(".atom.xml") else "published_parsed"
    return [
        (
            entry.id,
            unescape(entry.title) if entry.title_detail.type == "text/html" else entry.title,
            entry.link,
            entry[time][:6],
        )
        for entry in entries(data)
    ]


def test_every_format_says_the_same_of_every_entry(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        if path.endswith(".json"):
            atom, rss = (path.replace("json", ending) for ending in ENDINGS[:2])
            told = facts_of(path, data)
            assert facts_of(atom, feeds[atom]) == told, atom
            assert facts_of(rss, feeds[rss]) == told, rss


def test_a_title_in_rss_is_shown_as_it_is_by_readers_that_take_it_for_html(feeds: dict[str, bytes]) -> None:
    seen = set()
    for title, told in elements(feeds, "title"):
        shown = Shown(title)
        assert (shown.text, shown.elements) == (told, set())
        seen.add(told)
    assert seen >= {f"Robots {title}" for title in TITLES}


def test_a_description_in_rss_is_html_that_shows_text(feeds: dict[str, bytes]) -> None:
    descriptions = list(elements(feeds, "description"))
    assert descriptions
    for description, _ in descriptions:
        shown = Shown(description)
        assert shown.text
        assert shown.elements == set()


def test_html_content_holds_our_own_elements_alone(feeds: dict[str, bytes]) -> None:
    for path, data in feeds.items():
        for item in json.loads(data)["items"] if path.endswith(".json") else []:
            assert Shown(item.get("content_html", "")).elements <= {"p", "a", "ul", "li", "h3"}, path


def test_no_entry_is_without_a_text_or_leads_from_its_document_to_another_place(feeds: dict[str, bytes]) -> None:
    documents = {path: data for path, data in feeds_among(feeds).items() if path.endswith(".xml")}
    assert any(path.startswith("feeds/archive/topics/") for path in documents)
    for path, data in documents.items():
        root = etree.fromstring(data)
        assert not any("base" in str(name) for element in root.iter() for name in element.attrib), path
        for address in xpath(root, "//@href | //item/link/text()"):
            assert urlsplit(str(address)).scheme in {"http", "https"}, path
        for entry in entries(data):
            assert entry.summary, path
            assert entry.link.startswith("https://daily-papers.github.io/archive/"), path


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Slow Kettles", "Slow Kettles"),
        ("Q&A", "Q&#x26;A"),
        ("a < b & c", "a &#x3C; b &#x26; c"),
        ("I <3 kettles", "I &#x3C;3 kettles"),
        ("1 > 0", "1 &#x3E; 0"),
        ("<think>", "&amp;lt;think&amp;gt;"),
        ("a < b > c", "a &amp;lt; b &amp;gt; c"),
        ("<b", "&amp;lt;b"),
        ("&lt;b&gt;", "&amp;amp;lt;b&amp;amp;gt;"),
        ("x &copy y", "x &amp;amp;copy y"),
        ('"quoted"', '"quoted"'),
    ],
)
def test_a_title_is_escaped_as_html_only_where_html_would_change_it(title: str, written: str) -> None:
    assert rss_text(title) == written


SIGNS = st.text("<>&;#/!? abltgmpx3\"'é")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])) | SIGNS)
def test_whichever_way_a_text_is_read_it_is_shown_and_no_element(text: str) -> None:
    shown = Shown(text_or_html(text))
    assert (shown.text, shown.elements) == (text, set())
    assert unescape(unescape(html_in_xml(text))) == text
