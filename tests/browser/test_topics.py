"""Topic pages in a browser: following in two clicks, a group's icon and hue, and all of it on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.sites import Site
from tests.browser.visits import Visits

ICON = """element => {
  const style = getComputedStyle(element, "::before");
  return [style.maskImage.slice(0, 24), style.backgroundColor];
}"""


def test_a_topic_s_feed_is_two_clicks_from_home(site: Site, visit: Visits) -> None:
    page = visit(site / "")
    page.get_by_role("link", name="Robotics", exact=True).first.click()
    expect(page).to_have_url(site / "topics/robotics/")
    follow = page.get_by_role("link", name="Follow: Atom")
    assert follow.get_attribute("href") == "../../feeds/topics/robotics.atom.xml"
    follow.click()
    expect(page).to_have_url(site / "feeds/topics/robotics.atom.xml")


def test_without_scripts_a_topic_can_be_followed_and_no_button_does_nothing(site: Site, visit: Visits) -> None:
    page = visit(site / "topics/robotics/", java_script_enabled=False)
    expect(page.get_by_role("link", name="Follow: Atom")).to_be_visible()
    expect(page.locator(".follow button:visible")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_group_has_an_icon_in_a_hue_of_its_own(site: Site, visit: Visits, scheme: str) -> None:
    page = visit(site / "topics/", color_scheme=scheme)
    icons = [heading.evaluate(ICON) for heading in page.locator("h2.icon").all()]
    assert [mask for mask, _ in icons] == ['url("data:image/svg+xml,'[:24]] * len(icons)
    assert len({colour for _, colour in icons}) == len(icons) == 2


@pytest.mark.parametrize("path", ["topics/", "topics/robotics/", "topics/robotics/top/", "topics/robotics/2025/"])
def test_a_phone_shows_a_topic_without_scrolling_sideways(site: Site, visit: Visits, path: str) -> None:
    page = visit(site / path, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
