"""Search finds a paper by any of its words: below the field in every page's header, and on the page of results."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.sites import Site
from tests.browser.visits import PHONE, Visits

LANTERN = "A Lantern for Translators"
GRIPPERS = "Grippers That Hesitate: When <5 N Is Enough & More Is Not"
ROBOT = "1. A Robot Walks Into a Library"
FAKING = "Alignment faking in large language models"
FOUND_BY = {
    "ambiguity": LANTERN,  # a word of the abstract
    "placeholder": GRIPPERS,  # an author
    "robotics": GRIPPERS,  # a topic
    "library": ROBOT,  # a word of the title
    "hesitate gripper": GRIPPERS,  # words in another order and form
    "2504.00001": ROBOT,  # an arXiv id
}
FOUND_IN_REAL_SCRAPES = {
    "faking": FAKING,
    "exfiltrating compliance": FAKING,
    "rewarming": "Continual Pre-Training of Large Language Models: How to (re)warm your model?",
}
FAILED = "The search could not be loaded. Check your connection and try again."
NOTHING_FOUND = "No papers found. Try fewer or different words."
NOTHING_ASKED = 'Type a word, or choose a topic or a year. Use "quotes" to find words side by side.'
UNKNOWN_TOPIC = 'Unknown topic "flowers": this filter is ignored.'


def header_field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search papers")


def suggestions(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def field(page: Page) -> Locator:
    return page.locator("#search-page").get_by_role("searchbox")


def results(page: Page) -> Locator:
    return page.locator(".search-results > li")


def titles(page: Page) -> Locator:
    return results(page).locator("a.search-title")


def status(page: Page) -> Locator:
    return page.locator(".search-status")


def titled(title: str) -> re.Pattern[str]:
    return re.compile(f"^{re.escape(title)} · ")


class TestInTheHeader:
    def test_a_paper_is_suggested_for_any_of_its_words(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        for words, title in FOUND_BY.items():
            header_field(page).fill(words)
            suggestions(page).filter(has=page.get_by_text(title, exact=True)).click()
            expect(page).to_have_title(titled(title))

    @pytest.mark.parametrize("path", ["no/such/page/anywhere/", "topics/robotics/2025/"])
    def test_it_works_at_any_depth(self, site: Site, visit: Visits, path: str) -> None:
        page = visit(site / path)
        header_field(page).fill("ambiguity")
        expect(suggestions(page)).to_have_count(1)
        suggestions(page).click()
        expect(page).to_have_url(site / "papers/a-lantern-for-translators/")

    def test_nothing_of_the_index_is_loaded_before_it_is_used(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        requested: list[str] = []
        page.on("request", lambda request: requested.append(request.url))
        page.reload(wait_until="networkidle")
        assert site / "assets/javascripts/search.js" in requested
        assert not [address for address in requested if "search-index" in address]
        with page.expect_response("**/search-index/newest.json*"):
            header_field(page).focus()

    def test_a_suggestion_shows_the_facts_and_where_the_word_stands(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("heartbeat")
        expect(page.locator(".site-search-status")).to_have_text("1 paper")
        expect(suggestions(page).locator(".search-facts")).to_contain_text("40 upvotes")
        expect(suggestions(page).locator(".search-excerpt mark")).to_have_text("heartbeat")

    def test_a_word_is_found_as_it_is_typed_and_in_the_plural(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        for words in ("lan", "lanter", "lanterns", "LÄNTERN"):
            header_field(page).fill(words)
            expect(suggestions(page).filter(has=page.get_by_text(LANTERN, exact=True))).to_be_visible()

    def test_slash_leads_to_the_field(self, site: Site, visit: Visits) -> None:
        page = visit(site / "days/2025-03-10/")
        page.keyboard.press("/")
        expect(header_field(page)).to_be_focused()
        expect(header_field(page)).to_have_value("")

    def test_slash_is_a_letter_in_another_field(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).press("/")
        expect(field(page)).to_be_focused()
        expect(field(page)).to_have_value("/")

    def test_arrows_choose_and_enter_goes_there(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("marigolds")
        expect(suggestions(page)).to_have_count(9)
        chosen = page.locator('[role=option][aria-selected="true"]')
        for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowDown", 1)):
            header_field(page).press(key)
            expect(chosen).to_have_count(1)
            expect(suggestions(page).nth(place)).to_have_attribute("aria-selected", "true")
        expect(header_field(page)).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "none")
        address = chosen.get_attribute("href")
        header_field(page).press("Enter")
        expect(page).to_have_url(address or "")
        expect(page.locator("h1")).to_contain_text("Marigolds")

    def test_enter_without_a_choice_leads_to_all_results(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("marigolds weather")
        header_field(page).press("Enter")
        expect(page).to_have_url(site / "search/?q=marigolds+weather")
        expect(status(page)).to_have_text("15 papers with all words, 30 with some")

    def test_more_than_eight_are_a_link_to_all_results(self, site: Site, visit: Visits) -> None:
        page = visit(site / "topics/robotics/2025/")
        header_field(page).fill("marigolds")
        page.locator(".site-search-all").get_by_text("All 45 results", exact=True).click()
        expect(page).to_have_url(site / "search/?q=marigolds")
        expect(status(page)).to_have_text("45 papers")

    def test_escape_and_leaving_close_the_suggestions(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        panel = page.locator(".site-search-panel")
        expect(header_field(page)).to_have_attribute("aria-expanded", "false")
        header_field(page).fill("lantern")
        expect(suggestions(page)).to_have_count(1)
        expect(header_field(page)).to_have_attribute("aria-expanded", "true")
        header_field(page).press("Escape")
        expect(panel).to_be_hidden()
        expect(header_field(page)).to_have_value("lantern")
        header_field(page).press("ArrowDown")
        expect(panel).to_be_visible()
        page.locator("footer").click()
        expect(panel).to_be_hidden()

    def test_a_mistyped_word_is_asked_for_as_it_may_be_meant(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("marigodls")
        expect(suggestions(page)).to_have_text(["Did you mean “marigold”?"])
        header_field(page).press("ArrowDown")
        header_field(page).press("Enter")
        expect(page).to_have_url(site / "search/?q=marigold")
        expect(status(page)).to_have_text("45 papers")

    def test_words_that_find_nothing_are_told(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("xylophone")
        expect(page.locator(".site-search-status")).to_have_text(NOTHING_FOUND)
        expect(suggestions(page)).to_have_count(0)

    def test_it_works_on_a_phone(self, site: Site, visit: Visits) -> None:
        page = visit(site / "days/2025-03-10/", **PHONE)
        page.locator("#site-search").tap()
        expect(header_field(page)).to_be_focused()
        header_field(page).fill("marigolds")
        expect(suggestions(page)).to_have_count(9)
        for part in (header_field(page), page.locator(".site-search-panel")):
            box = part.bounding_box()
            assert box
            assert 0 <= box["x"] < box["x"] + box["width"] <= 390
            assert 0 <= box["y"] < box["y"] + box["height"] <= 844
        suggestions(page).first.tap()
        expect(page.locator("h1")).to_contain_text("Marigolds")


class TestOnItsPage:
    def test_a_paper_is_found_by_any_of_its_words(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        for words, title in FOUND_BY.items():
            field(page).fill(words)
            titles(page).get_by_text(title, exact=True).click()
            expect(page).to_have_title(titled(title))
            page.go_back()

    def test_it_says_what_to_do(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        expect(status(page)).to_have_text(NOTHING_ASKED)
        field(page).fill("xylophone")
        expect(status(page)).to_have_text(NOTHING_FOUND)
        field(page).fill("")
        expect(status(page)).to_have_text(NOTHING_ASKED)

    def test_a_mistyped_word_is_asked_for_as_it_may_be_meant_with_the_same_filters(
        self, site: Site, visit: Visits
    ) -> None:
        page = visit(site / "search/?q=lantren+marigodls&topic=translation")
        expect(status(page)).to_have_text(f"Did you mean lantern marigold? {NOTHING_FOUND}")
        status(page).get_by_role("link").click()
        expect(page).to_have_url(site / "search/?q=lantern+marigold&topic=translation")
        expect(titles(page).first).to_be_visible()
        expect(status(page).get_by_role("link")).to_have_count(0)

    def test_the_home_page_and_the_missing_page_lead_here(self, site: Site, visit: Visits) -> None:
        for path in ("", "no/such/page/"):
            page = visit(site / path)
            page.locator("article").get_by_role("searchbox").fill("library")
            page.locator("article").get_by_role("button", name="Search").click()
            expect(page).to_have_url(site / "search/?q=library")
            expect(titles(page)).to_have_text([ROBOT])

    def test_topic_and_year_narrow_the_results(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        expect(status(page)).to_have_text("45 papers")
        page.get_by_label("Topic").select_option("Translation")
        expect(status(page)).to_have_text("30 papers")
        page.get_by_label("Year").select_option("2025")
        expect(status(page)).to_have_text(NOTHING_FOUND)
        page.get_by_label("Topic").select_option("All topics")
        expect(status(page)).to_have_text("15 papers")

    def test_filters_alone_list_papers_the_newest_first(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        page.get_by_label("Topic").select_option("Robotics")
        expect(titles(page)).to_have_text([ROBOT, GRIPPERS])
        page.get_by_label("Topic").select_option("Translation")
        expect(status(page)).to_have_text("31 papers")
        expect(titles(page).first).to_have_text(LANTERN)
        days = [re.findall(r"marigolds-([0-9-]{10})", link.get_attribute("href") or "") for link in titles(page).all()]
        assert days == [[], *[["2024-11-04"]] * 15, *[["2024-05-06"]] * 4]
        page.get_by_label("Topic").select_option("Unused")
        expect(status(page)).to_have_text(NOTHING_FOUND)

    def test_words_in_quotes_are_found_side_by_side(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill('"hang a lantern"')
        expect(titles(page)).to_have_text([LANTERN])
        expect(page.locator(".search-excerpt mark")).to_have_text(["hang a lantern"])
        field(page).fill('"lantern a hang"')
        expect(status(page)).to_have_text(NOTHING_FOUND)

    def test_papers_with_some_of_the_words_come_last(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=lantern+ambiguity+library")
        expect(status(page)).to_have_text("No paper with all words, 2 with some")
        expect(titles(page)).to_have_text([LANTERN, ROBOT])

    def test_an_author_s_papers_have_an_address(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?author=ada+example")
        expect(titles(page)).to_have_text([LANTERN])
        field(page).fill("marigolds")
        expect(status(page)).to_have_text(NOTHING_FOUND)
        expect(page).to_have_url(site / "search/?q=marigolds&author=ada+example")
        page.get_by_role("button", name="By ada example: show papers by anyone").click()
        expect(status(page)).to_have_text("45 papers")
        expect(page).to_have_url(site / "search/?q=marigolds")
        page.go_back()
        expect(titles(page)).to_have_text([LANTERN])

    def test_a_result_leads_to_its_topics(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=heartbeat")
        page.locator(".search-topics a").get_by_text("Robotics", exact=True).click()
        expect(page).to_have_url(site / "topics/robotics/")
        expect(page.locator("h1")).to_have_text("Robotics")

    def test_the_address_can_be_shared(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("marigolds")
        page.get_by_label("Topic").select_option("Translation")
        page.get_by_label("Year").select_option("2024")
        expect(status(page)).to_have_text("30 papers")
        expect(page).to_have_url(site / "search/?q=marigolds&topic=translation&year=2024")
        other = visit(page.url)
        expect(status(other)).to_have_text("30 papers")
        expect(titles(other)).to_have_text(titles(page).all_inner_texts())
        expect(field(other)).to_have_value("marigolds")
        expect(other.get_by_label("Topic")).to_have_value("translation")
        expect(other.get_by_label("Year")).to_have_value("2024")

    def test_a_shared_address_may_hold_the_old_name_of_a_topic(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?topic=robots")
        expect(titles(page)).to_have_text([ROBOT, GRIPPERS])
        expect(page.get_by_label("Topic")).to_have_value("robotics")

    def test_an_unknown_topic_or_year_is_reported_until_the_next_query(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds&topic=flowers&year=1999")
        unknown_year = 'Unknown year "1999": this filter is ignored.'
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {unknown_year} 45 papers")
        for label in ("Topic", "Year"):
            expect(page.get_by_label(label)).to_have_js_property("selectedIndex", 0)
        field(page).fill("marigold")
        expect(status(page)).to_have_text("45 papers")
        page.goto(site / "search/?topic=flowers")
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {NOTHING_ASKED}")
        page.get_by_label("Year").select_option("2025")
        expect(status(page)).to_have_text("19 papers")
        page.go_back()
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {NOTHING_ASKED}")

    def test_back_and_forward_follow_what_was_asked(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("marigolds")
        field(page).press("Enter")
        expect(status(page)).to_have_text("45 papers")
        page.get_by_label("Year").select_option("2025")
        expect(status(page)).to_have_text("15 papers")
        page.go_back()
        expect(status(page)).to_have_text("45 papers")
        expect(page.get_by_label("Year")).to_have_value("")
        page.go_back()
        expect(status(page)).to_have_text(NOTHING_ASKED)
        expect(field(page)).to_have_value("")
        expect(results(page)).to_have_count(0)
        page.go_forward()
        page.go_forward()
        expect(status(page)).to_have_text("15 papers")
        expect(field(page)).to_have_value("marigolds")

    def test_back_from_a_paper_shows_the_results_again(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("lantern")
        titles(page).get_by_text(LANTERN, exact=True).click()
        expect(page.locator("h1")).to_have_text(LANTERN)
        page.go_back()
        expect(titles(page)).to_have_text([LANTERN])
        expect(field(page)).to_have_value("lantern")

    def test_more_results_come_at_a_click(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        more = page.get_by_role("button", name="More results")
        for shown in (20, 40):
            expect(results(page)).to_have_count(shown)
            more.click()
        expect(results(page)).to_have_count(45)
        expect(more).to_be_hidden()
        assert len({link.get_attribute("href") for link in titles(page).all()}) == 45

    def test_a_step_to_a_place_on_the_page_leaves_the_results_as_they_are(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        page.get_by_role("button", name="More results").click()
        expect(results(page)).to_have_count(40)
        page.get_by_role("link", name="Skip to content").focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(site / "search/?q=marigolds#content")
        expect(status(page)).to_have_text("45 papers")
        expect(results(page)).to_have_count(40)

    def test_back_from_a_paper_shows_as_many_results_again(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        page.get_by_role("button", name="More results").click()
        expect(results(page)).to_have_count(40)
        shown = titles(page).all_inner_texts()
        titles(page).nth(30).click()
        expect(page.locator("h1")).to_contain_text("Marigolds")
        page.go_back()
        expect(titles(page)).to_have_text(shown)
        field(page).fill("marigold")
        expect(results(page)).to_have_count(20)

    def test_it_works_on_a_phone(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/", **PHONE)
        field(page).tap()
        field(page).fill("hesitate")
        titles(page).get_by_text(GRIPPERS, exact=True).tap()
        expect(page).to_have_title(titled(GRIPPERS))


class TestWithoutItsIndex:
    @pytest.mark.parametrize("lost", ["past.json*", "*/*/t*.bin", "*/d*.bin"])
    def test_it_says_so_and_works_once_the_index_is_there(self, site: Site, visit: Visits, lost: str) -> None:
        page = visit(site / "search/")
        lost = f"**/search-index/{lost}"
        page.route(lost, lambda route: route.abort())
        field(page).fill("lantern")
        expect(status(page)).to_have_text(FAILED)
        header_field(page).fill("lantern")
        expect(page.locator(".site-search-status")).to_have_text(FAILED)
        page.unroute(lost)
        field(page).fill("lanterns")
        expect(titles(page)).to_have_text([LANTERN])
        assert visit.problems
        visit.problems.clear()  # they are what this test is about


def test_a_site_that_was_published_anew_is_searched_without_a_word(site: Site, visit: Visits) -> None:
    page = visit(site / "search/")
    page.route("**/search-index/*/*/t*.bin", lambda route: route.fulfill(status=404), times=1)
    with page.expect_response("**/search-index/*/*/t*.bin"):
        field(page).fill("lantern")
    expect(titles(page)).to_have_text([LANTERN])
    assert len(visit.problems) == 1
    visit.problems.clear()  # the part that was gone


def test_real_papers_are_found_by_words_of_their_abstracts(real_site: Site, visit: Visits) -> None:
    page = visit(real_site / "search/")
    for words, title in FOUND_IN_REAL_SCRAPES.items():
        field(page).fill(words)
        expect(titles(page).get_by_text(title, exact=True)).to_be_visible()
        header_field(page).fill(words)
        expect(suggestions(page).filter(has=page.get_by_text(title, exact=True))).to_be_visible()
        header_field(page).press("Escape")
    page.get_by_label("Topic").select_option("Continual pretraining")
    expect(titles(page).first).to_have_text(title)
