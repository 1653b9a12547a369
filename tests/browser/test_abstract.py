"""Abstracts on a list: unfolded in place by a click or a key, read from the papers' own pages."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from generator.text import clean
from tests.browser.sites import Site
from tests.browser.visits import Visits
from tests.support.hostile import TEXTS

DAY = "days/2025-03-10/"
GRIPPERS = "A gripper that waits a heartbeat before it closes drops less fruit. We measure the wait."
LANTERN = ["Ambiguity hides in plain sight.", "Mistakes fell by a third, and nobody asked for the old lamp back."]


def link_of(page: Page, key: str) -> Locator:
    return page.locator(f'.papers .summary > a[href$="papers/{key}/#abstract"]')


def test_a_click_unfolds_an_abstract_in_place_and_the_next_folds_it(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    link = link_of(page, "2503.00042")
    expect(link).to_have_text("Abstract")
    for _ in range(2):
        expect(link).to_have_attribute("aria-expanded", "false")
        link.click()
        expect(link).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_text(GRIPPERS)).to_be_visible()
        link.click()
        expect(page.get_by_text(GRIPPERS)).to_be_hidden()
    expect(page).to_have_url(site / DAY)


def test_keys_do_the_same_and_the_focus_stays(site: Site, visit: Visits) -> None:
    page = visit(site / "topics/robotics/")
    link = link_of(page, "2503.00042")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(GRIPPERS)).to_be_visible()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(GRIPPERS)).to_be_hidden()


def test_each_paragraph_stands_below_its_own_paper_and_nothing_else(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    link_of(page, "a-lantern-for-translators").click()
    paragraphs = page.locator("p:has(> [href*=lantern]) + .abstract > p")
    expect(paragraphs).to_have_count(2)
    expect(paragraphs.first).to_contain_text(LANTERN[0])
    expect(paragraphs.last).to_have_text(LANTERN[1])


def test_a_page_is_read_when_it_is_asked_for_and_once(site: Site, visit: Visits) -> None:
    asked: list[str] = []
    page = visit("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site / DAY, wait_until="networkidle")
    assert not [address for address in asked if "/papers/" in address]
    link = link_of(page, "2503.00042")
    for visible in (True, False, True):
        link.click()
        expect(page.get_by_text(GRIPPERS)).to_be_visible(visible=visible)
    assert [address for address in asked if "/papers/" in address] == [site / "papers/2503.00042/"]


def test_with_a_key_held_down_the_page_opens_elsewhere(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    link = link_of(page, "2503.00042")
    with page.context.expect_page() as opened:
        link.click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(site / "papers/2503.00042/#abstract")
    with page.context.expect_page() as opened:
        link.click(button="middle")
    expect(opened.value).to_have_url(site / "papers/2503.00042/#abstract")
    expect(link).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("body", [None, "<p>nothing"], ids=["lost", "another page"])
def test_where_the_page_cannot_be_read_the_link_leads_there(site: Site, visit: Visits, body: str | None) -> None:
    def spoil(route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()
        elif body is None:
            route.abort("aborted")
        else:
            route.fulfill(body=body, content_type="text/html")

    page = visit(site / DAY)
    page.route("**/papers/**", spoil)
    link_of(page, "2503.00042").click()
    expect(page).to_have_url(site / "papers/2503.00042/#abstract")


def test_without_scripts_the_link_leads_to_the_abstract(site: Site, visit: Visits) -> None:
    page = visit(site / DAY, java_script_enabled=False)
    link_of(page, "2503.00042").click()
    expect(page).to_have_url(site / "papers/2503.00042/#abstract")
    expect(page.locator("#abstract:target + p")).to_have_text(GRIPPERS)


def test_a_paper_without_an_abstract_has_no_such_link(site: Site, visit: Visits) -> None:
    page = visit(site / "days/2025-04-01/")
    expect(page.locator(".papers li")).to_have_count(1)
    expect(page.get_by_role("link", name="Abstract", exact=True)).to_have_count(0)


def test_a_hostile_abstract_is_text(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "days/2025-06-02/")
    for number, text in enumerate(TEXTS):
        link_of(page, f"hostile-{number}").click()
        shown = page.locator(f'p:has(> [href$="hostile-{number}/#abstract"]) + .abstract')
        expect(shown.locator("p")).to_have_text([clean(text), f"{clean(text)} zebrafish{number}"])
        expect(shown.locator("p > *")).to_have_count(0)
