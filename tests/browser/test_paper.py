"""A paper's page: one click to what is near it; the topic picker by mouse, keyboard and finger, and without script."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.sites import Site
from tests.browser.visits import PHONE, Visits

axe = pytest.importorskip("axe_playwright_python.sync_playwright")

LANTERN = "papers/a-lantern-for-translators/"
MARIGOLDS = "papers/marigolds-2024-05-06-2/"


def query_of(link: Locator) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link.get_attribute("href") or "").query))


def open_picker(page: Page) -> Locator:
    page.get_by_role("button", name="Fix topics").click()
    picker = page.get_by_role("dialog", name="Fix topics")
    expect(picker).to_be_visible()
    return picker


def choose(picker: Locator, topic: str) -> None:
    picker.get_by_role("checkbox", name=topic).click()


def suggest_link(picker: Locator) -> Locator:
    return picker.get_by_role("link", name="Suggest these topics")


class TestWhatIsNear:
    def test_an_author_s_papers_are_one_click_away(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN)
        page.get_by_role("link", name="Bo Sample").click()
        expect(page.locator(".search-results a.search-title")).to_contain_text(["A Lantern for Translators"])

    def test_so_are_those_of_an_author_who_unfolds(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/marigolds-2024-05-06-3/")
        page.get_by_text("5 more authors").click()
        page.get_by_role("link", name="Petal N").click()
        expect(page).to_have_url(re.compile(r"/search/\?author=Petal(\+|%20)N"))
        expect(page.locator(".search-results a.search-title")).to_have_count(3)

    def test_a_feed_of_an_author_can_be_asked_for(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN)
        page.get_by_text("Ask for a feed of an author").click()
        asked = query_of(page.locator(".rail").get_by_role("link", name="Bo Sample"))
        assert (asked["template"], asked["authors"]) == ("follow.yml", "Bo Sample")

    def test_the_papers_before_and_after_are(self, site: Site, visit: Visits) -> None:
        page = visit(site / MARIGOLDS)
        here = page.get_by_role("heading", level=1)
        title = here.inner_text()
        beside = page.get_by_role("navigation", name="Papers of the day")
        beside.get_by_role("link", name="Next").click()
        expect(here).not_to_have_text(title)
        beside.get_by_role("link", name="Previous").click()
        expect(here).to_have_text(title)

    def test_so_is_its_place_in_the_list_of_its_day(self, site: Site, visit: Visits) -> None:
        page = visit(site / MARIGOLDS)
        page.get_by_role("link", name=re.compile(r"\d+ of 15, 6 May")).click()
        expect(page.locator("#paper-marigolds-2024-05-06-2")).to_be_in_viewport()

    def test_what_is_pressed_is_large_enough_for_a_finger(self, site: Site, visit: Visits) -> None:
        page = visit(site / MARIGOLDS, **PHONE)
        for target in page.locator(
            "article :is(nav a, .actions > a, .actions button, summary, .fix button):visible"
        ).all():
            height = target.evaluate("(target) => target.getBoundingClientRect().height")
            assert height >= 24, target.inner_text()  # WCAG 2.2, 2.5.8

    def test_its_address_can_be_copied(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN, permissions=["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
        canonical = page.locator("link[rel=canonical]").get_attribute("href")
        assert page.evaluate("navigator.clipboard.readText()") == canonical

    def test_it_can_be_shared_by_the_device(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        page.add_init_script(
            "navigator.canShare = () => true; navigator.share = async (what) => { window.shared = what; }"
        )
        page.goto(site / LANTERN)
        page.get_by_role("button", name="Share").click()
        assert page.evaluate("window.shared.title") == "A Lantern for Translators"


class TestPicker:
    def test_two_clicks_and_a_choice_fill_in_the_form(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN)
        picker = open_picker(page)
        choose(picker, "Robotics")
        filled = query_of(suggest_link(picker))
        assert (filled["paper"], filled["topics"]) == ("a-lantern-for-translators", "translation, robotics")
        assert filled["template"] == "suggest-topics.yml"
        assert filled["summary"].startswith("Gives translators a lamp")

    def test_the_order_of_choosing_is_that_of_the_topics(self, site: Site, visit: Visits) -> None:
        picker = open_picker(visit(site / LANTERN))
        for topic in ("Translation", "Robotics", "Translation"):
            choose(picker, topic)
        expect(picker.get_by_role("status")).to_have_text("Chosen: Robotics, Translation.")
        assert query_of(suggest_link(picker))["topics"] == "robotics, translation"

    def test_without_a_choice_there_is_nothing_to_suggest(self, site: Site, visit: Visits) -> None:
        picker = open_picker(visit(site / LANTERN))
        choose(picker, "Translation")
        expect(suggest_link(picker)).to_be_hidden()
        expect(picker.get_by_role("status")).to_have_text("Choose one to 4, the most specific first.")

    def test_the_editor_of_a_new_file_has_the_choice(self, site: Site, visit: Visits) -> None:
        picker = open_picker(visit(site / MARIGOLDS))
        choose(picker, "Robotics")
        link = picker.get_by_role("link", name="edit the file")
        assert "  topics: [translation, robotics]\n" in query_of(link)["value"]
        expect(picker.get_by_role("button", name="Copy")).to_be_hidden()

    def test_for_the_editor_of_an_old_one_it_can_be_copied(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN, permissions=["clipboard-read", "clipboard-write"])
        picker = open_picker(page)
        choose(picker, "Robotics")
        assert (picker.get_by_role("link", name="edit the file").get_attribute("href") or "").endswith("2025-03-10.yml")
        picker.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
        assert page.evaluate("navigator.clipboard.readText()") == "topics: [translation, robotics]"

    def test_a_suggested_topic_says_which_words_suggested_it(self, site: Site, visit: Visits) -> None:
        page = visit(site / MARIGOLDS)
        page.get_by_text("Why?").click()
        expect(page.locator(".why li")).to_have_text("Translation: “translation” in the title")
        first = open_picker(page).get_by_role("group").first
        expect(first).to_contain_text("Suggested")
        expect(first).to_contain_text("“translation” in the title")

    def test_it_works_with_the_keyboard_alone(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN)
        button = page.get_by_role("button", name="Fix topics")
        button.focus()
        page.keyboard.press("Enter")
        picker = page.get_by_role("dialog", name="Fix topics")
        expect(picker.get_by_role("searchbox")).to_be_focused()
        page.keyboard.type("robo")
        expect(picker.get_by_role("checkbox")).to_have_count(1)
        page.keyboard.press("Enter")
        expect(picker.get_by_role("status")).to_have_text("Chosen: Translation, Robotics.")
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.press("Delete")
        page.keyboard.press("ArrowDown")
        expect(picker.get_by_role("checkbox", name="Translation")).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(picker.get_by_role("checkbox", name="Summarization")).to_be_focused()
        page.keyboard.press("Space")
        expect(picker.get_by_role("status")).to_have_text("Chosen: Translation, Robotics, Summarization.")
        page.keyboard.press("Escape")
        expect(picker).to_be_hidden()
        expect(button).to_be_focused()

    def test_the_words_of_a_search_can_be_in_any_part_of_a_topic(self, site: Site, visit: Visits) -> None:
        picker = open_picker(visit(site / LANTERN))
        for words, found in (("machines WORLD", 1), ("robots", 1), ("zebra", 0), ("", 4)):
            picker.get_by_role("searchbox").fill(words)
            expect(picker.get_by_role("checkbox")).to_have_count(found)
            expect(picker.get_by_text("No topic has these words.")).to_be_visible(visible=not found)

    @pytest.mark.parametrize("device", [PHONE, {"viewport": {"width": 360, "height": 640}}])
    def test_it_fits_a_phone(self, site: Site, visit: Visits, device: dict[str, Any]) -> None:
        page = visit(site / LANTERN, **device)
        picker = open_picker(page)
        choose(picker, "Robotics")
        expect(suggest_link(picker)).to_be_in_viewport(ratio=1)
        expect(picker.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        picker.get_by_role("button", name="Close").click()
        expect(picker).to_be_hidden()

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_it_has_no_fault(self, site: Site, visit: Visits, scheme: str) -> None:
        page = visit(site / MARIGOLDS, color_scheme=scheme)
        page.get_by_text("Why?").click()
        assert axe.Axe().run(page).response["violations"] == []
        choose(open_picker(page), "Robotics")
        assert axe.Axe().run(page).response["violations"] == []

    def test_a_link_to_fix_topics_opens_it(self, site: Site, visit: Visits) -> None:
        page = visit(site / f"{LANTERN}#fix")
        expect(page.get_by_role("dialog", name="Fix topics")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page).to_have_url(site / LANTERN)

    def test_where_the_topics_cannot_be_loaded_the_form_opens_as_it_is(self, site: Site, browser: Browser) -> None:
        page = browser.new_page()  # not a visit: it ends with a request that fails and at another host
        page.goto(site / LANTERN)
        page.route("**/data/topics.json", lambda route: route.abort())
        page.route("https://github.com/**", lambda route: route.fulfill(body="the form"))
        page.get_by_role("button", name="Fix topics").click()
        expect(page).to_have_url(re.compile(r"/issues/new\?template=suggest-topics\.yml"))
        page.close()

    def test_without_script_there_are_two_links(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN, java_script_enabled=False)
        expect(page.locator("#fix a:visible")).to_have_text(["Edit topics", "Suggest topics"])
