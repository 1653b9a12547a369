"""Escaping: whatever the text, Python-Markdown gives it back as it was."""

import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

import markdown
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from lxml import html

from generator.publish.render import (
    Address,
    InliningLoader,
    Markdown,
    anchors,
    html_text,
    link_target,
    markdown_links,
    markdown_text,
    paragraphs,
    query_value,
    short_title,
    yaml_text,
)
from generator.publish.settings import read_site
from generator.text import clean, shorten
from tests.support.archives import REPOSITORY
from tests.support.hostile import TEXTS

SITE = read_site(REPOSITORY)
CONVERTER = markdown.Markdown(extensions=list(SITE.extensions), extension_configs=SITE.extension_configs)
Test = TypeVar("Test", bound=Callable[..., None])
LINES = st.text().map(clean).filter(bool)


def shown(source: str) -> html.HtmlElement:
    return html.fragment_fromstring(CONVERTER.reset().convert(source), create_parent=True)


def examples(test: Test) -> Test:
    """Try every hostile text, whatever else is tried."""
    for text in TEXTS:
        test = example(clean(text))(test)
    return test


@examples
@given(LINES)
def test_a_text_is_one_paragraph_of_itself(text: str) -> None:
    (paragraph,) = shown(markdown_text(text))
    assert paragraph.tag == "p"
    assert len(paragraph) == 0
    assert " ".join(paragraph.text_content().split()) == text


@examples
@given(LINES)
def test_a_text_in_a_heading_s_link_is_itself(text: str) -> None:
    (heading,) = shown(f"## [{markdown_text(text)}](../x/) {{ #here .paper }}")
    assert (heading.tag, heading.get("id"), heading.get("class")) == ("h2", "here", "paper")
    (link,) = heading
    assert link.get("href") == "../x/"
    assert len(link) == 0
    assert " ".join(link.text_content().split()) == text


@examples
@given(LINES)
def test_a_text_inside_html_is_itself(text: str) -> None:
    (details,) = shown(f"<details><summary>Abstract</summary><p>{markdown_text(text)}</p></details>")
    assert " ".join(details.find("p").text_content().split()) == text
    assert len(details.find("p")) == 0


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='<>" ')))
def test_an_address_keeps_its_meaning_in_a_link(rest: str) -> None:
    (paragraph,) = shown(f"[x]({link_target(f'https://example.org/{rest}')})")
    (link,) = paragraph
    assert link.tag == "a"
    assert link.text_content() == "x"
    assert link.get("href").startswith("https://example.org/")


def test_what_is_markdown_already_stays() -> None:
    assert markdown_text(Markdown("**bold**")) == "**bold**"
    assert markdown_text(7) == "7"


@pytest.mark.parametrize(
    ("text", "longest", "short"),
    [
        ("a short one", 20, "a short one"),
        ("words that are cut between words", 20, "words that are cut…"),
        ("x" * 30, 10, "xxxxxxxxx…"),
        ("exactly ten", 11, "exactly ten"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, longest: int, short: str) -> None:
    assert shorten(text, longest) == short
    assert len(short) <= longest


@given(st.text(), st.integers(2, 50))
def test_no_text_is_longer_than_it_may_be(text: str, longest: int) -> None:
    assert len(shorten(text, longest)) <= longest


def test_titles_and_abstracts_have_an_end() -> None:
    assert len(short_title("word " * 1000)) <= 300
    assert sum(map(len, paragraphs("word " * 10_000))) <= 10_000


def test_an_abstract_is_cut_into_its_paragraphs() -> None:
    assert paragraphs("First  one.\n\nSecond\n") == ("First one.", "Second")
    assert paragraphs(None) == ()


@examples
@given(LINES)
def test_a_text_in_html_is_itself_in_an_element_and_in_an_attribute(text: str) -> None:
    paragraph = html.fragment_fromstring(f'<p title="{html_text(text)}">{html_text(text)}</p>')
    assert (paragraph.get("title"), paragraph.text_content(), len(paragraph)) == (text, text, 0)


def test_what_is_made_already_is_not_escaped_again() -> None:
    assert html_text(Markdown("<b>")) == markdown_text(Markdown("<b>")) == "<b>"
    assert link_target(Address("https://example.org/?q='")) == "https://example.org/?q='"


@examples
@given(LINES)
def test_a_value_in_a_query_is_itself_and_stays_in_a_link(text: str) -> None:
    url = f"https://example.org/?q={query_value(text)}"
    assert parse_qs(urlsplit(url).query, keep_blank_values=True) == {"q": [text]}
    assert link_target(url) == url


@examples
@given(LINES)
def test_links_are_the_same_in_html_and_in_markdown(text: str) -> None:
    links = [(text, f"https://example.org/?q={query_value(text)}&a=b"), ("B", "https://example.org/b'(c)")]
    by_hand = html.fragment_fromstring(f"<p>{anchors(links, ' · ')}</p>")
    (converted,) = shown(markdown_links(links, " · "))
    for paragraph in (by_hand, converted):
        assert [link.get("href") for link in paragraph] == [str(link_target(url)) for _, url in links]
        assert [" ".join(link.text_content().split()) for link in paragraph] == [text, "B"]


@given(st.sampled_from(TEXTS) | LINES)
@example("A robot 🤖 and \\ud83e\\udd16, which is only written like one")
@example("𝔽ields: \u2028 #1")
@example("")
def test_a_text_in_front_matter_is_itself(text: str) -> None:
    assert yaml.safe_load(f"title: {yaml_text(text)}\n") == {"title": text}


def test_templates_are_loaded_with_the_text_of_those_that_they_include() -> None:
    loader, environment = InliningLoader("generator.publish"), Environment(autoescape=True)
    texts = {name: loader.get_source(environment, name)[0] for name in loader.list_templates()}
    assert texts["pages/votes.html"] in texts["pages/rows.html"]
    assert texts["pages/rows.html"] in texts["pages/topic-year.html"]
    assert [name for name, text in texts.items() if re.search(r"{%.? include [^ ]+ %}", text)] == []
