"""Hostile text stays text in a browser: nothing of it runs, and what is found is shown letter by letter."""

import base64
import hashlib
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from generator.text import clean
from tests.browser.sites import Site, serve
from tests.browser.visits import Visits
from tests.support.hostile import TEXTS

PARTS = 4  # of the pages and of the texts, so that they can be looked at side by side

# What a reader's pointer and keys can do to every element, and all of it at once.
TOUCH_EVERYTHING = """() => {
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["pointerover", "mouseover", "mouseenter", "mousemove", "toggle"])
      element.dispatchEvent(new Event(name, { bubbles: true }));
    element.focus?.();
  }
}"""


def indexed(number: int) -> str:
    """Return the text that a hostile record is found by, after its title: summary, abstract, authors, topics."""
    text = clean(TEXTS[number])
    summary, topic = (f"{text} ", f" {clean(TEXTS[0])}") if number % 2 else ("", "")
    return f"{summary}{text} {text} zebrafish{number} {text}, Author {text}{topic}"


def assert_is_shown_letter_by_letter(hit: Locator, number: int) -> None:
    expect(hit.locator(".search-title")).to_have_text(clean(TEXTS[number]))
    expect(hit.locator(".search-title > *")).to_have_count(0)
    excerpt = hit.locator(".search-excerpt")
    expect(excerpt.locator("mark")).to_have_text([f"zebrafish{number}"])
    expect(excerpt.locator(":not(mark)")).to_have_count(0)
    shown = " ".join((excerpt.text_content() or "").split())
    assert shown.removeprefix("… ").removesuffix(" …") in indexed(number)  # an ellipsis stands for words left out


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_runs_on_any_page(hostile_site: Site, visit: Visits, part: int) -> None:
    pages = sorted(path.relative_to(hostile_site.folder).as_posix() for path in hostile_site.folder.rglob("*.html"))
    assert len(pages) > 2 * len(TEXTS)
    page = visit(hostile_site / "")
    for path in pages[part::PARTS]:
        page.goto(hostile_site / path.removesuffix("index.html"))
        assert visit.problems == [], path


def test_nothing_runs_when_everything_is_touched(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "")
    for path in ("", "days/2025-06-02/", "topics/", "topics/odd-4/", "papers/hostile-4/", "search/"):
        page.goto(hostile_site / path)
        page.evaluate(TOUCH_EVERYTHING)
        for element in page.locator("h1:visible, article a:visible").all()[:4]:
            element.hover()
        assert visit.problems == [], path


@pytest.mark.parametrize("part", range(PARTS))
def test_suggestions_are_text(hostile_site: Site, visit: Visits, part: int) -> None:
    page = visit(hostile_site / "")
    field = page.get_by_role("combobox", name="Search papers")
    for number in range(len(TEXTS))[part::PARTS]:
        field.fill(f"zebrafish{number}")
        hit = page.locator(f'.site-search-hits a[href$="papers/hostile-{number}/"]')
        assert_is_shown_letter_by_letter(hit, number)


def test_results_are_text(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "search/?q=zebrafish")
    hits = page.locator(".search-results > li")
    expect(hits).to_have_count(20)
    page.get_by_role("button", name="More results").click()
    expect(hits).to_have_count(len(TEXTS))
    for number in range(len(TEXTS)):
        link = page.locator(f'.search-title[href$="papers/hostile-{number}/"]')
        assert_is_shown_letter_by_letter(hits.filter(has=link), number)


def test_hostile_words_in_an_address_are_words(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "search/")
    field = page.locator("#search-page").get_by_role("searchbox")
    for text in TEXTS[:4]:
        page.goto(hostile_site / f"search/?{urlencode({'q': text})}")
        expect(field).to_have_value(text)
        expect(page.locator(".search-status")).to_contain_text("paper")


class TestThisTestCanFail:
    """On a page that is served in the same way and does run something, the visit has a problem."""

    SCRIPT = "alert(1)"

    def visited(self, visit: Visits, folder: Path, head: str, body: str) -> tuple[Page, list[str]]:
        (folder / "index.html").write_text(f"<!doctype html><title>Hostile</title>{head}<body>{body}")
        with serve(folder, "/archive/") as site:
            page = visit(site.address)
            page.evaluate(TOUCH_EVERYTHING)
            problems, visit.problems = visit.problems, []
        return page, problems

    @pytest.mark.parametrize(
        "body",
        [
            "<script>alert(1)</script>",
            "<svg onload=alert(1)>",
            "<a href=# onmouseover=alert(1)>link</a>",
            "<input onfocus=alert(1)>",
        ],
    )
    def test_a_script_that_runs_is_a_problem(self, visit: Visits, tmp_path: Path, body: str) -> None:
        _, problems = self.visited(visit, tmp_path, "", body)
        assert "dialog: 1" in problems

    def test_a_script_that_the_policy_blocks_is_a_problem(self, visit: Visits, tmp_path: Path) -> None:
        policy = "<meta http-equiv=Content-Security-Policy content=\"script-src 'self'\">"
        _, problems = self.visited(visit, tmp_path, policy, f"<script>{self.SCRIPT}</script>")
        assert len(problems) == 1
        assert "Content Security Policy" in problems[0]

    def test_the_same_script_runs_where_the_policy_names_it(self, visit: Visits, tmp_path: Path) -> None:
        name = base64.b64encode(hashlib.sha256(self.SCRIPT.encode()).digest()).decode()
        policy = f"<meta http-equiv=Content-Security-Policy content=\"script-src 'sha256-{name}'\">"
        _, problems = self.visited(visit, tmp_path, policy, f"<script>{self.SCRIPT}</script>")
        assert problems == ["dialog: 1"]

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ("<img src=https://example.org/x.png>", "request to another host: https://example.org/x.png"),
            ("<img src=missing.png>", "answer 404: "),
            ("<script>throw Error('broken')</script>", "error: broken"),
            ("<script>console.error('seen')</script>", "console: seen"),
        ],
    )
    def test_so_are_requests_and_errors(self, visit: Visits, tmp_path: Path, body: str, problem: str) -> None:
        _, problems = self.visited(visit, tmp_path, "", body)
        assert problems
        assert problems[0].startswith(problem)
