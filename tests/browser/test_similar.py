"""Newer similar papers: added to a paper's page from the file of its month, once the reader comes near."""

from playwright.sync_api import Route, expect

from tests.browser.sites import Site
from tests.browser.visits import Visits

PAPER = "papers/a-lantern-for-translators/"
FILE = "**/data/similar/newer/2025-03.json"
TITLE = "<b>Lanterns</b> & Kettles"
NEWER = {"key": "2504.00001", "title": TITLE, "closeness": 200, "shares": ["lantern", "<i>ambiguity</i>"]}


def test_newer_papers_are_named_with_the_terms_they_share(site: Site, visit: Visits) -> None:
    def answer(route: Route) -> None:
        route.fulfill(json={"papers": {"a-lantern-for-translators": [NEWER]}})

    page = visit("about:blank")
    page.route(FILE, answer)
    page.goto(site / PAPER)
    page.locator(".newer").scroll_into_view_if_needed()
    expect(page.get_by_role("heading", name="Newer similar papers")).to_be_visible()
    item = page.locator(".newer li")
    expect(item).to_have_text(f"{TITLE} shares lantern, <i>ambiguity</i>")
    item.get_by_role("link").click()
    expect(page).to_have_url(site / "papers/2504.00001/")


def test_a_paper_without_newer_ones_stays_as_it_is(site: Site, visit: Visits) -> None:
    page = visit("about:blank")
    with page.expect_response(FILE):
        page.goto(site / PAPER)
    expect(page.locator(".newer")).to_be_empty()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
