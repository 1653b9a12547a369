"""Metadata: what search engines and other sites learn of a page."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import catalog_of
from generator.publish.pages.jsonld import MOST_AUTHORS, article, json_ld
from generator.publish.paper import PaperView
from generator.publish.settings import read_site
from tests.support.archives import files_of, view_of, xpath

ROOT = "https://daily-papers.github.io/archive/"

# What each kind of thing must say (schema.org; for Dataset also Google's documentation of dataset search).
NEEDS = {
    "ScholarlyArticle": {"headline"},
    "CollectionPage": {"name", "description", "url", "isPartOf"},
    "WebSite": {"name", "url", "potentialAction"},
    "Dataset": {"name", "description", "license", "creator", "distribution", "temporalCoverage", "url"},
}
KINDS = {
    "": "WebSite",
    "archive/": "CollectionPage",
    "data/": "Dataset",
    "topics/": "CollectionPage",
    "about/": None,
    "feeds/": None,
    "library/": None,
    "search/": None,
}


@pytest.fixture(scope="module")
def pages(sample_site: Path) -> dict[str, html.HtmlElement]:
    """Return every page by its address, but for the 404 page and pages that only lead to another."""
    return {
        path.removesuffix("index.html"): html.fromstring(data)
        for path, data in files_of(sample_site).items()
        if path.endswith("index.html") and b'http-equiv="refresh"' not in data
    }


def things(page: html.HtmlElement) -> Iterator[dict[str, Any]]:
    return (json.loads(block) for block in xpath(page, "//head/script[@type='application/ld+json']/text()"))


def kind_of(address: str) -> str | None:
    return KINDS.get(address, "ScholarlyArticle" if "papers/" in address else "CollectionPage")


def content(page: html.HtmlElement, property_name: str) -> str:
    (value,) = xpath(page, f"//head/meta[@property='og:{property_name}']/@content")
    return str(value)


def test_each_page_is_one_thing_of_its_kind_and_says_what_that_must_say(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        kind = kind_of(address)
        found = list(things(page))
        assert [thing["@type"] for thing in found] == ([kind] if kind else []), address
        for thing in found:
            assert thing["@context"] == "https://schema.org"
            assert NEEDS[thing["@type"]] <= thing.keys(), address
            assert thing.get("url") == (None if kind == "ScholarlyArticle" else ROOT + address)
            assert not [name for name, value in thing.items() if value in (None, "", [])]


def test_a_paper_is_an_article_with_its_authors_its_day_and_its_doi(pages: dict[str, html.HtmlElement]) -> None:
    (thing,) = things(pages["papers/2503.00042/"])
    assert thing == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "headline": "Grippers That Hesitate: When <5 N Is Enough & More Is Not",
        "author": [
            {"@type": "Person", "name": "Dee Placeholder", "givenName": "Dee", "familyName": "Placeholder"},
        ],
        "datePublished": "2025-03-02",
        "sameAs": "https://doi.org/10.48550/arXiv.2503.00042",
    }


def test_a_paper_without_an_arxiv_id_claims_none(pages: dict[str, html.HtmlElement]) -> None:
    (thing,) = things(pages["papers/a-lantern-for-translators/"])
    assert "sameAs" not in thing


def test_a_paper_elsewhere_is_the_same_as_its_doi_names_or_as_its_address(archive: Path) -> None:
    papers = load_archive(archive / "content")
    (paper,) = (paper for paper in papers.papers if paper.key == "a-lantern-for-translators")
    for changes, address in (
        ({"doi": "10.1000/a<b>", "url": "https://b.example/"}, "https://doi.org/10.1000/a%3Cb%3E"),
        ({"url": "https://b.example/?c&d"}, "https://b.example/?c&d"),
    ):
        (thing,) = things(html.fromstring(f"<head>{article(view_of(replace(paper, **changes), papers))}</head>"))
        assert thing["sameAs"] == address


def test_lists_are_parts_of_the_list_above_them(pages: dict[str, html.HtmlElement]) -> None:
    for address, above in (
        ("days/2025-03-10/", "archive/"),
        ("weeks/2025-W11/", "archive/"),
        ("months/2025-03/", "archive/"),
        ("topics/robotics/2025/", "topics/"),
        ("archive/", ""),
    ):
        (thing,) = things(pages[address])
        assert thing["isPartOf"]["url"] == ROOT + above


def test_the_front_page_tells_how_to_search(pages: dict[str, html.HtmlElement]) -> None:
    (thing,) = things(pages[""])
    action = thing["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{ROOT}search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"


def test_the_dataset_names_files_of_the_site(sample_site: Path, pages: dict[str, html.HtmlElement]) -> None:
    (thing,) = things(pages["data/"])
    assert 50 <= len(thing["description"]) <= 5_000
    assert thing["temporalCoverage"] == "2025-03-10/2025-04-01"
    assert thing["license"] == f"{ROOT}data/#licence"
    assert xpath(pages["data/"], "//h2/@id")[-1] == "licence"
    for file in thing["distribution"]:
        assert (sample_site / file["contentUrl"].removeprefix(ROOT)).is_file()


def test_every_page_has_a_description_a_canonical_link_and_open_graph(pages: dict[str, html.HtmlElement]) -> None:
    for address, page in pages.items():
        assert xpath(page, "//head/link[@rel='canonical']/@href") == [ROOT + address]
        assert content(page, "url") == ROOT + address
        assert [content(page, "description")] == xpath(page, "//head/meta[@name='description']/@content") != [""]
        assert page.findtext(".//title") in (content(page, "title"), f"{content(page, 'title')} · Daily Papers")
        assert content(page, "type") == ("article" if address.startswith("papers/") else "website")
        assert content(page, "image") == f"{ROOT}assets/images/icon-512.png"


@given(st.text() | st.sampled_from(["</script>", "<!--<script>", "]]>", "\u2028", "\u202edesrever", "&lt;"]))
def test_no_text_leaves_its_block_and_all_of_it_comes_back(text: str) -> None:
    block = json_ld({"name": text})
    start, end = '<script type="application/ld+json">', "</script>"
    inside = block.removeprefix(start).removesuffix(end)
    assert block == start + inside + end
    assert not set("<>&") & set(inside)
    assert json.loads(inside).get("name", "") == text


def test_authors_are_persons_in_parts_and_groups(archive: Path) -> None:
    names = ("Otto van den Muster Jr.", "Harbour Team", "Solo")
    (thing,) = things(html.fromstring(f"<html><head>{article(only_paper(archive, names))}</head></html>"))
    person = {"@type": "Person", "name": names[0], "givenName": "Otto", "familyName": "van den Muster"}
    assert thing["author"] == [
        person | {"honorificSuffix": "Jr."},
        {"@type": "Organization", "name": "Harbour Team"},
        {"@type": "Person", "name": "Solo"},
    ]
    assert "creativeWorkStatus" not in thing


def test_a_withdrawn_paper_says_so(archive: Path) -> None:
    (thing,) = things(
        html.fromstring(f"<html><head>{article(only_paper(archive, (), date(2025, 6, 1)))}</head></html>")
    )
    assert thing["creativeWorkStatus"] == "Withdrawn 1 June 2025"


def only_paper(archive: Path, authors: tuple[str, ...], withdrawn: date | None = None) -> PaperView:
    paper = Record(key="many", title="Many", authors=authors, withdrawn=withdrawn)
    write_listing(archive / "content", Listing(day=date(2025, 5, 5), source="x", status="complete", papers=(paper,)))
    return catalog_of(load_archive(archive / "content"), read_site(archive)).papers["many"]


@pytest.mark.parametrize(("number", "named"), [(MOST_AUTHORS, MOST_AUTHORS), (MOST_AUTHORS + 1, 0), (3_303, 0)])
def test_all_authors_are_named_or_none(archive: Path, number: int, named: int) -> None:
    names = tuple(f"Author {number}" for number in range(number))
    assert article(only_paper(archive, names)).count('"name":"Author ') == named


@pytest.mark.parametrize("engine", ["mkdocs", "zensical"])
def test_a_hand_written_page_that_says_little_of_itself_has_all_of_this_too(
    archive: Path, build: Callable[..., dict[str, bytes]], engine: str
) -> None:
    (archive / "content/pages/bare.md").write_text("# Bare\n")
    (archive / "content/pages/quoted.md").write_text('---\ntitle: A "word"\ndescription: Say "so"\n---\n# A\n')
    files = build(engine=engine)
    bare, quoted = (html.fromstring(files[f"{name}/index.html"]) for name in ("bare", "quoted"))
    assert content(bare, "title") == "Bare"
    assert content(bare, "description").startswith("An archive of the research papers that Hugging Face's")
    assert content(bare, "url") == f"{ROOT}bare/"
    assert (content(quoted, "title"), content(quoted, "description")) == ('A "word"', 'Say "so"')
