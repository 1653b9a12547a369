"""The page of feeds and the feeds themselves, as a reader sees them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.browser.visits import Visits

ADDRESS = "https://daily-papers.github.io/archive/feeds/topics/robotics.atom.xml"


def test_a_click_copies_a_feed_s_address_and_says_so(site: Site, visit: Visits) -> None:
    page = visit(site / "feeds/", permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy address: Robotics")
    button.click()
    expect(button).to_have_text("Copied")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS
    expect(button).to_have_text("Copy")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(0)


def test_the_address_that_a_click_copies_is_the_link_s_beside_it(site: Site, visit: Visits) -> None:
    page = visit(site / "feeds/")
    for link in page.locator(".feeds a:has(+ button)").all():
        copied = link.evaluate("(link) => link.nextElementSibling.dataset.copy")
        assert copied.endswith(f"/{(link.get_attribute('href') or '').removeprefix('../')}")
    expect(page.locator(".feeds a:has(+ button)")).to_have_count(page.locator(".feeds > li").count())


def test_a_button_copies_without_the_browser_s_leave_too(site: Site, visit: Visits) -> None:
    page = visit(site / "feeds/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no leave')); }")
    button = page.get_by_role("button", name="Copy address: Robotics")
    button.click()
    expect(button).to_have_text("Copied")
    expect(button).to_be_focused()


def test_without_scripts_there_are_links_and_no_buttons(site: Site, visit: Visits) -> None:
    page = visit(site / "feeds/", java_script_enabled=False)
    row = page.locator(".feeds > li").filter(has=page.get_by_role("link", name="Robotics"))
    expect(row.get_by_role("button")).to_have_count(0)
    expect(row.get_by_role("link", name="RSS")).to_have_attribute("href", "../feeds/topics/robotics.rss.xml")
    row.locator("summary").click()
    expect(row.get_by_role("link", name="Feedly")).to_have_attribute("href", re.compile("robotics.atom.xml$"))
    expect(row.locator("details li")).to_have_count(2)
    expect(page.locator("[href^='feed:']")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("kind", "address"), [("atom", "entry > link:not([rel])"), ("rss", "item > link")])
def test_a_feed_is_shown_as_a_list_of_papers(site: Site, visit: Visits, kind: str, address: str, scheme: str) -> None:
    page = visit(site / f"feeds/topics/robotics.{kind}.xml", color_scheme=scheme)
    shown = page.evaluate("document.documentElement.textContent")
    assert "Grippers That Hesitate" in shown
    title = page.locator("entry > title, item > title").filter(has_text="Grippers That Hesitate")
    expect(title).to_be_visible()
    expect(page.locator(address).first).to_be_visible()
    expect(page.locator("content, encoded, guid, id").first).to_be_hidden()
    colours = page.evaluate(
        "() => { const look = getComputedStyle(document.documentElement); return [look.color, look.backgroundColor]; }"
    )
    assert colours[0] != colours[1]
    assert (colours[0] == "rgb(0, 0, 0)") == (scheme == "light")
