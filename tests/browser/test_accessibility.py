"""No page has a serious fault that keeps a reader out, as far as axe-core can tell."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import Site
from tests.browser.test_library import MANY, save_first
from tests.browser.visits import PHONE, Visits, each_kind

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


def faults(page: Page) -> list[str]:
    """Return the page's faults: the rule, the element, what is wrong with it."""
    page.evaluate("() => document.getAnimations().forEach((animation) => animation.finish())")
    violations = axe.Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html']}: {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault(site: Site, visit: Visits, scheme: str) -> None:
    for page in each_kind(site, visit, color_scheme=scheme):
        assert faults(page) == [], page.url


def test_a_phone_s_page_with_an_open_drawer_has_none(site: Site, visit: Visits) -> None:
    page = visit(site / "days/2025-03-10/", **PHONE)
    assert faults(page) == []
    page.locator(".md-header").get_by_title("Sections").tap()
    expect(page.get_by_role("navigation", name="Sections").get_by_role("link").first).to_be_in_viewport()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_unfolded_abstract_has_none(site: Site, visit: Visits, scheme: str) -> None:
    page = visit(site / "days/2025-03-10/", color_scheme=scheme)
    page.locator(".papers .summary > a").first.dispatch_event("click")
    expect(page.locator(".abstract")).to_be_visible()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_of_a_library_in_use_has_one(site: Site, visit: Visits, scheme: str) -> None:
    page = visit(site / MANY, color_scheme=scheme)
    save_first(page, 3)
    page.goto(site / "topics/robotics/")
    page.get_by_role("button", name="Follow here").click()
    for view in ("inbox", "saved", "following", "settings"):
        page.goto(site / f"library/#{view}")
        page.reload()
        expect(page.locator(".views [aria-current]")).to_have_count(1)
        assert faults(page) == [], view


def test_a_list_with_selected_papers_has_none(site: Site, visit: Visits) -> None:
    page = visit(site / MANY)
    page.get_by_role("button", name="Select").click()
    page.locator(".papers input[type=checkbox]").first.check()
    assert faults(page) == []


def test_results_and_suggestions_have_none(site: Site, visit: Visits) -> None:
    page = visit(site / "search/?q=marigolds")
    expect(page.locator(".search-results > li")).to_have_count(20)
    page.get_by_role("combobox", name="Search papers").fill("lantern")
    expect(page.locator(".site-search-hits a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
