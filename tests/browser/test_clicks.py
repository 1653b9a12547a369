"""What a reader looks for is a few clicks away from the front page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import Site
from tests.browser.visits import PHONE, Visits


class Walk:
    """A reader's way through the site: each click on a link is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def click(self, selector: str, text: str = "") -> None:
        """Click the first such link within the page's text or, with `nav`, in its header."""
        self.page.locator(selector).filter(has_text=text).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1


@pytest.fixture
def walk(site: Site, visit: Visits) -> Walk:
    return Walk(visit(site / ""))


def test_the_newest_papers_are_on_it_without_a_click(walk: Walk) -> None:
    expect(walk.page.locator("#newest")).to_have_text("Tuesday, 1 April 2025 1 paper")
    expect(walk.page.locator(".main .paper, .main .rows a").first).to_be_visible()


def test_a_paper_of_today_and_its_topic_are_one_click_away(walk: Walk) -> None:
    walk.click(".main .paper > a")
    assert "/papers/" in walk.page.url
    walk.page.go_back()
    walk.click(".main .topics a")
    assert "/topics/" in walk.page.url


def test_what_was_big_in_a_month_of_another_year_takes_two(walk: Walk) -> None:
    walk.click("nav a, header a", "Archive")
    walk.click("article a[href*='months/2024-05']")
    assert walk.page.url.endswith("/months/2024-05/")
    expect(walk.page.locator("h1")).to_contain_text("May 2024")
    assert walk.clicks <= 3


def test_what_was_big_a_few_weeks_ago_takes_one(walk: Walk) -> None:
    walk.click(".heat-strip a")
    assert "/weeks/" in walk.page.url


def test_a_topic_s_feed_takes_two(walk: Walk) -> None:
    walk.click("nav a, header a", "Feeds")
    link = walk.page.locator("article a[href$='topics/robotics.atom.xml']").first
    expect(link).to_be_visible()
    assert walk.clicks + 1 <= 2


def test_on_a_phone_nothing_of_it_is_wider_than_the_screen(site: Site, visit: Visits) -> None:
    page = visit(site / "", **{**PHONE, "viewport": {"width": 360, "height": 740}})
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_week_of_the_strip_can_be_hit_with_a_finger(site: Site, visit: Visits) -> None:
    page = visit(site / "", **PHONE)
    boxes = [link.bounding_box() for link in page.locator(".heat-strip a").all()]
    assert boxes
    assert all(box and box["width"] >= 24 and box["height"] >= 24 for box in boxes)
