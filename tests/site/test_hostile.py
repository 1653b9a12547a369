"""Hostile text stays text: in every field, on every page, in every feed, by both ways and with both engines."""

import json
from urllib.parse import urljoin, urlsplit

import feedparser
import pytest
from lxml import etree, html

from generator.archive.names import without_nobody
from generator.publish.site import build_site
from generator.text import clean
from tests.support.archives import files_of, silent, xpath
from tests.support.feeds import assert_is_valid, feeds_among
from tests.support.hostile import TEXTS, hostile_archive

pytestmark = pytest.mark.slow

Pages = dict[str, html.HtmlElement]


@pytest.fixture(scope="module", params=["mkdocs", "zensical"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = hostile_archive(tmp_path_factory.mktemp("hostile") / "archive")
    stamped = files_of(build_site(root, engine=request.param, report=silent).folder)
    plain = files_of(build_site(root, engine=request.param, plain=True, report=silent).folder)
    assert plain == stamped
    return stamped


@pytest.fixture(scope="module")
def pages(site: dict[str, bytes]) -> Pages:
    return {path: html.fromstring(data) for path, data in site.items() if path.endswith(".html")}


def texts_of(elements: list[html.HtmlElement]) -> list[str]:
    return [" ".join(str(element.text_content()).split()) for element in elements]


def test_nothing_becomes_an_element_an_attribute_or_a_link(pages: Pages) -> None:
    for path, page in pages.items():
        assert xpath(page, "//@*[starts-with(name(), 'on')]") == [], path
        if path == "data/index.html":  # shows programs, and no text from outside
            continue
        assert xpath(page, "//*[starts-with(@href, 'javascript') or starts-with(@src, 'javascript')]") == [], path
        for name in ("img", "h4", "h5", "h6", "hr", "code", "em", "del"):
            assert xpath(page, f"//article//{name}") == [], f"{path}: {name}"
        assert xpath(page, "//article//blockquote[not(starts-with(@class, 'summary'))]") == [], path
        assert xpath(page, "//article//pre[not(parent::details/@class = 'cite')]") == [], path


def test_scripts_are_files_of_the_site_and_the_policy_lets_no_other_run(pages: Pages) -> None:
    for path, page in pages.items():
        if xpath(page, "//meta[@http-equiv='refresh']"):
            continue
        (policy,) = xpath(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'self'", path
        assert "script-src" not in rules, path
        assert "http" not in policy
        assert xpath(page, "//script[not(@src) and not(starts-with(@type, 'application/'))]") == [], path
        for source in xpath(page, "//script/@src"):
            assert urlsplit(urljoin("http://site/", source)).netloc == "site", path


def test_what_a_page_says_of_itself_to_machines_is_what_was_written(pages: Pages) -> None:
    for number, text in enumerate(TEXTS):
        page = pages[f"papers/hostile-{number}/index.html"]
        (block,) = xpath(page, "//script[@type='application/ld+json']/text()")
        assert json.loads(block)["headline"] == clean(text)
        assert not set("<>&") & set(block)
        assert xpath(page, "//meta[@property='og:title']/@content") == [clean(text)]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_title_is_shown_letter_by_letter(pages: Pages, number: int) -> None:
    title = clean(TEXTS[number])
    page = pages[f"papers/hostile-{number}/index.html"]
    assert texts_of(xpath(page, "//h1")) == [title]
    assert page.findtext(".//title") == f"{title} · Daily Papers"
    day = pages["days/2025-06-02/index.html"]
    (heading,) = xpath(day, f"//h2[@id='paper-hostile-{number}']")
    assert texts_of([heading]) == [title]
    assert xpath(heading, "a/@href") == [f"../../papers/hostile-{number}/"]


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_abstracts_and_authors_are_shown_letter_by_letter(pages: Pages, number: int) -> None:
    text = clean(TEXTS[number])
    page = pages[f"papers/hostile-{number}/index.html"]
    names, _ = without_nobody((text, f"Author {text}"))
    assert texts_of(xpath(page, "//p[@class='authors']")) == [", ".join(names)]
    first, second = texts_of(xpath(page, "//h2[@id='abstract']/following-sibling::p"))
    assert (first, second) == (text, f"{text} zebrafish{number}")
    day = pages["days/2025-06-02/index.html"]
    (link,) = xpath(day, f"//*[@id='paper-hostile-{number}']/..//p[@class='summary']/a/@href")
    assert link == f"../../papers/hostile-{number}/#abstract"


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_topic_shows_its_title_and_description_letter_by_letter(pages: Pages, number: int) -> None:
    text = clean(TEXTS[number])
    page = pages[f"topics/odd-{number}/index.html"]
    assert texts_of(xpath(page, "//h1")) == [text]
    assert texts_of(xpath(page, "//p[@class='lead']")) == [text]


def test_summaries_are_shown_letter_by_letter(pages: Pages) -> None:
    shown = xpath(pages["topics/translation/index.html"], "//p[@class='summary']/text()[1]")
    assert {clean(text) for number, text in enumerate(TEXTS) if number % 2} <= {text.strip() for text in shown}


def test_every_page_describes_itself_in_one_attribute(pages: Pages) -> None:
    for path, page in pages.items():
        if path != "404.html" and not xpath(page, "//meta[@http-equiv='refresh']"):
            assert len(xpath(page, "//head/meta[@name='description']/@content")) == 1, path


def test_every_feed_is_well_formed_and_says_what_was_written(site: dict[str, bytes]) -> None:
    titles = {clean(text) for text in TEXTS}
    for path, data in feeds_among(site).items():
        assert_is_valid(path, data)
        assert path.endswith(".json") or not feedparser.parse(data, sanitize_html=False).bozo, path
    everything = etree.fromstring(site["feeds/all.atom.xml"])
    shown = {entry.findtext("{*}title") for entry in everything.iterfind("{*}entry")}
    assert titles <= {" ".join(title.split()) for title in shown if title}
    assert titles <= {item["title"] for item in json.loads(site["feeds/all.json"])["items"]}


def test_the_list_of_feeds_names_every_topic_letter_by_letter(site: dict[str, bytes], pages: Pages) -> None:
    named = {str(outline.get("text")) for outline in etree.fromstring(site["feeds.opml"]).iter("outline")}
    assert {f"Daily Papers: {clean(text)}" for text in TEXTS} <= named
    assert {clean(text) for text in TEXTS} <= set(texts_of(xpath(pages["feeds/index.html"], "//a[@class='feed']")))


def test_markup_in_a_feed_is_markup_of_ours(site: dict[str, bytes]) -> None:
    entries = etree.fromstring(site["feeds/all.atom.xml"]).findall("{*}entry")
    assert len(entries) > len(TEXTS)
    for entry in entries:
        content = html.fragment_fromstring(entry.findtext("{*}content") or "", create_parent=True)
        assert {element.tag for element in content.iterdescendants()} <= {"p", "a"}
        assert all(str(href).startswith("https://") for href in xpath(content, "//@href"))


def test_fifty_thousand_brackets_are_cut_before_they_cost_anything(pages: Pages) -> None:
    assert len(pages["papers/a-long-one/index.html"].text_content()) < 25_000
