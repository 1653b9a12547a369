"""Search finds a paper by any of its words: below the field in every page's header, and on the page of results."""

import re
from datetime import UTC, date, datetime

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
NOTHING_ASKED = 'Type a word, or choose a topic or months. Use "quotes" to find words side by side.'
TOO_OLD = "This browser is too old to search here: update it, or browse by day or by topic."
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


def votes(page: Page) -> list[int]:
    """Return the upvotes of the results, in order."""
    facts = [card.locator(".facts > b") for card in results(page).all()]
    return [int(re.sub(r"\D", "", one.inner_text())) if one.count() else 0 for one in facts]


def days(page: Page) -> list[date]:
    """Return the days of the results, in order."""
    facts = [card.locator(".facts").inner_text().split(" · ")[-1] for card in results(page).all()]
    return [datetime.strptime(fact, "%d %B %Y").replace(tzinfo=UTC).date() for fact in facts]


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
        expect(status(page)).to_have_text("15 papers")

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

    def test_tab_leaves_the_suggestions_and_escape_closes_them_from_anywhere(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        panel = page.locator(".site-search-panel")
        button = page.locator("#site-search > button")
        header_field(page).fill("marigolds")
        expect(suggestions(page)).to_have_count(9)
        header_field(page).press("Tab")
        expect(panel).to_be_hidden()
        expect(header_field(page)).to_have_attribute("aria-expanded", "false")
        header_field(page).focus()
        expect(panel).to_be_visible()
        button.focus()
        expect(panel).to_be_visible()
        button.press("Escape")
        expect(panel).to_be_hidden()
        expect(header_field(page)).to_be_focused()

    def test_a_mistyped_word_is_answered_as_it_may_be_meant(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        header_field(page).fill("marigodls")
        expect(page.locator(".site-search-status")).to_have_text("Results for “marigold”: 45 papers")
        expect(suggestions(page)).to_have_count(9)
        suggestions(page).last.click()
        expect(page).to_have_url(site / "search/?q=marigodls")
        expect(results(page)).to_have_count(20)

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
            field(page).fill("")
            expect(titles(page)).to_have_count(0)  # the next word may find the same paper

    def test_it_says_what_to_do(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        expect(status(page)).to_have_text(NOTHING_ASKED)
        field(page).fill("xylophone")
        expect(status(page)).to_have_text(NOTHING_FOUND)
        field(page).fill("")
        expect(status(page)).to_have_text(NOTHING_ASKED)

    def test_a_query_of_typing_errors_is_answered_at_once_and_the_words_as_typed_are_offered(
        self, site: Site, visit: Visits
    ) -> None:
        page = visit(site / "search/?q=wether+marigodls&from=2025-01")
        expect(status(page)).to_have_text(
            "Results for weather marigold. Search for “wether marigodls” as typed. 15 papers"
        )
        expect(results(page)).to_have_count(15)
        expect(field(page)).to_have_value("wether marigodls")
        status(page).get_by_role("link").click()
        expect(page).to_have_url(site / "search/?q=wether+marigodls&from=2025-01&as=typed")
        expect(status(page)).to_have_text(f"Did you mean weather marigold? {NOTHING_FOUND}")
        field(page).fill("wether marigodl")
        expect(page).to_have_url(site / "search/?q=wether+marigodl&from=2025-01")
        expect(results(page)).to_have_count(15)

    def test_a_correction_that_no_paper_has_completely_is_only_offered(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=library+marigodls")
        expect(status(page)).to_have_text(
            "Did you mean library marigold? No paper has all the words. 1 paper has some:"
        )
        expect(titles(page)).to_have_text([ROBOT])

    def test_the_home_page_and_the_missing_page_lead_here(self, site: Site, visit: Visits) -> None:
        for path, device in (("", PHONE), ("no/such/page/", {})):  # on a desktop the header's field is enough at home
            page = visit(site / path, **device)
            page.locator("article").get_by_role("searchbox").fill("library")
            page.locator("article").get_by_role("button", name="Search").click()
            expect(page).to_have_url(site / "search/?q=library")
            expect(titles(page)).to_have_text([ROBOT])

    def test_topic_and_months_narrow_the_results(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        expect(status(page)).to_have_text("45 papers")
        page.get_by_label("Topic").select_option("Translation")
        expect(status(page)).to_have_text("30 papers")
        page.get_by_label("From").select_option("January 2025")
        expect(status(page)).to_have_text(NOTHING_FOUND)
        page.get_by_label("Topic").select_option("All topics")
        expect(status(page)).to_have_text("15 papers")
        page.get_by_label("To", exact=True).select_option("November 2024")  # before: the two change places
        expect(page).to_have_url(site / "search/?q=marigolds&from=2024-11&to=2025-01")
        expect(status(page)).to_have_text("30 papers")

    def test_the_bars_of_the_years_are_filters(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds")
        years = page.get_by_role("group", name="Papers per year").get_by_role("button")
        expect(years).to_have_count(2)
        expect(years.first).to_have_accessible_name("2024: 30 papers")
        expect(years.nth(1)).to_have_accessible_name("2025: 15 papers")
        years.nth(1).press("Enter")
        expect(status(page)).to_have_text("15 papers")
        expect(years.nth(1)).to_have_attribute("aria-pressed", "true")
        expect(years.nth(1)).to_be_focused()
        expect(years.first).to_have_accessible_name("2024: 30 papers")
        years.nth(1).click()
        expect(status(page)).to_have_text("45 papers")
        expect(page).to_have_url(site / "search/?q=marigolds")

    def test_results_are_sorted_as_asked(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?topic=translation")
        for label, key in (("Most upvoted", votes), ("Newest", days)):
            page.get_by_label("Sort").select_option(label)
            page.wait_for_url("**sort=*")
            expect(results(page)).to_have_count(20)
            page.wait_for_load_state("networkidle")
            expect(status(page)).to_have_text("31 papers")
            found = key(page)
            assert found == sorted(found, reverse=True)
            assert len(set(found)) > 1

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
        expect(status(page)).to_have_text("No paper has all the words. 2 papers have some:")
        expect(titles(page)).to_have_text([LANTERN, ROBOT])

    def test_papers_with_some_of_the_words_are_folded_below_those_with_all(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds+weather")
        expect(status(page)).to_have_text("15 papers")
        expect(results(page)).to_have_count(15)
        others = page.locator(".search-some-results > li")
        expect(others.first).to_be_hidden()
        page.get_by_text("30 more with only some of the words").click()
        expect(others).to_have_count(5)
        page.get_by_role("button", name="More of these").click()
        expect(others).to_have_count(25)
        expect(others.nth(5).locator("a.search-title")).to_be_focused()
        page.get_by_role("button", name="More of these").click()
        expect(others).to_have_count(30)
        expect(page.get_by_role("button", name="More of these")).to_be_hidden()
        all_titles = page.locator(".search-answer a.search-title")
        assert len({link.get_attribute("href") for link in all_titles.all()}) == 45

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
        page.locator(".search-results .topics a").get_by_text("Robotics", exact=True).click()
        expect(page).to_have_url(site / "topics/robotics/")
        expect(page.locator("h1")).to_have_text("Robotics")

    def test_the_address_can_be_shared(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("marigolds")
        page.get_by_label("Topic").select_option("Translation")
        page.get_by_label("From").select_option("November 2024")
        page.get_by_label("Sort").select_option("Newest")
        expect(status(page)).to_have_text("15 papers")
        expect(page).to_have_url(site / "search/?q=marigolds&topic=translation&from=2024-11&sort=newest")
        other = visit(page.url)
        expect(status(other)).to_have_text("15 papers")
        expect(titles(other)).to_have_text(titles(page).all_inner_texts())
        expect(field(other)).to_have_value("marigolds")
        expect(other.get_by_label("Topic")).to_have_value("translation")
        expect(other.get_by_label("From")).to_have_value("2024-11")
        expect(other.get_by_label("Sort")).to_have_value("newest")

    def test_a_shared_address_may_have_a_year_or_a_month_without_papers(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds&year=2024")
        expect(status(page)).to_have_text("30 papers")
        expect(page.get_by_label("From")).to_have_value("2024-05")
        expect(page.get_by_label("To", exact=True)).to_have_value("2024-11")
        page = visit(site / "search/?q=marigolds&from=2024-06&to=2024-12")
        expect(page.get_by_label("From")).to_have_value("2024-11")
        expect(page.get_by_label("To", exact=True)).to_have_value("2024-11")
        expect(status(page)).to_have_text("15 papers")

    def test_a_shared_address_may_hold_the_old_name_of_a_topic(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?topic=robots")
        expect(titles(page)).to_have_text([ROBOT, GRIPPERS])
        expect(page.get_by_label("Topic")).to_have_value("robotics")

    def test_an_unknown_topic_or_year_is_reported_until_the_next_query(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds&topic=flowers&year=1999")
        unknown_year = 'Unknown year "1999": this filter is ignored.'
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {unknown_year} 45 papers")
        for label in ("Topic", "From", "To", "Sort"):
            expect(page.get_by_label(label, exact=True)).to_have_js_property("selectedIndex", 0)
        field(page).fill("marigold")
        expect(status(page)).to_have_text("45 papers")
        page.goto(site / "search/?topic=flowers")
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {NOTHING_ASKED}")
        page.get_by_label("From").select_option("January 2025")
        expect(status(page)).to_have_text("19 papers")
        page.go_back()
        expect(status(page)).to_have_text(f"{UNKNOWN_TOPIC} {NOTHING_ASKED}")

    def test_back_and_forward_follow_what_was_asked(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("marigolds")
        field(page).press("Enter")
        expect(status(page)).to_have_text("45 papers")
        page.get_by_label("From").select_option("January 2025")
        expect(status(page)).to_have_text("15 papers")
        page.go_back()
        expect(status(page)).to_have_text("45 papers")
        expect(page.get_by_label("From")).to_have_value("")
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

    def test_back_from_a_paper_returns_to_the_same_place(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds+weather")
        page.get_by_text("30 more with only some of the words").click()
        page.get_by_role("button", name="More of these").click()
        expect(page.locator(".search-some-results > li")).to_have_count(25)
        title = page.locator(".search-some-results a.search-title").nth(12)
        title.scroll_into_view_if_needed()
        place = page.evaluate("scrollY")
        assert place > 500
        title.click()
        expect(page.locator("h1")).to_contain_text("Marigolds")
        page.go_back()
        expect(page.locator(".search-some-results > li")).to_have_count(25)
        page.wait_for_function(f"Math.abs(scrollY - {place}) < 2")
        expect(field(page)).to_have_value("marigolds weather")

    def test_words_that_a_browser_took_from_the_field_come_back(self, site: Site, visit: Visits) -> None:
        """WebKit resets a field without autocompletion on a page that it restores, before or after `pageshow`."""
        page = visit(site / "search/")
        field(page).fill("marigolds")
        expect(status(page)).to_have_text("45 papers")
        page.evaluate("document.getElementById('search-page').reset()")
        expect(field(page)).to_have_value("marigolds")
        page.evaluate(
            "document.querySelector('#search-page [name=q]').value = '';"
            "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
        )
        expect(field(page)).to_have_value("marigolds")
        page.get_by_label("Topic").select_option("Translation")
        expect(page).to_have_url(site / "search/?q=marigolds&topic=translation")
        expect(status(page)).to_have_text("30 papers")

    def test_a_topic_a_month_and_an_author_that_the_words_name_are_offered(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        offers = page.locator(".search-offers > li")
        for words, offer, address in (
            ("robots", "→ Topic: Robotics 2 papers", "topics/robotics/"),  # its former name
            ("marigolds translations", "→ Topic: Translation 31 papers", "topics/translation/"),
            ("November 2024", "→ Month: November 2024", "months/2024-11/"),
            ("nov 2024", "→ Month: November 2024", "months/2024-11/"),
            ("2024-11", "→ Month: November 2024", "months/2024-11/"),
            ("ada example", "→ Author: Ada Example 1 paper", "search/?author=Ada+Example"),
        ):
            field(page).fill(words)
            expect(offers).to_have_text([offer])
            expect(offers.get_by_role("link")).to_have_attribute("href", site / address)
        for words in ("marigolds", "December 2024", "example"):
            field(page).fill(words)
            expect(offers).to_have_count(0)

    def test_an_author_s_papers_are_found_by_typing_the_name(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("ada example")
        expect(titles(page).first).to_have_text(LANTERN)
        page.locator(".search-offers").get_by_role("link", name="Ada Example").click()
        expect(titles(page)).to_have_text([LANTERN])
        expect(page.get_by_role("button", name="By Ada Example: show papers by anyone")).to_be_visible()

    def test_a_half_remembered_paper_is_one_step_away(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/")
        field(page).fill("what was the robot that walked in a libary")
        titles(page).first.click()
        expect(page.locator("h1")).to_have_text(ROBOT)

    def test_an_empty_field_offers_examples_and_recent_searches_that_can_be_forgotten(
        self, site: Site, visit: Visits
    ) -> None:
        page = visit(site / "search/")
        examples = page.locator(".search-start ul").first.get_by_role("link")
        expect(examples.first).to_have_text("Translation")
        examples.first.click()
        expect(page).to_have_url(site / "search/?q=Translation")
        expect(titles(page).first).to_be_visible()
        field(page).fill("lantern")
        field(page).press("Enter")
        expect(titles(page).first).to_have_text(LANTERN)
        field(page).fill("")
        recent = page.locator(".search-start ul").nth(1).get_by_role("link")
        expect(recent).to_have_text(["lantern", "Translation"])
        assert page.evaluate("Object.keys(localStorage)") == ["/archive/searches"]
        page.get_by_role("button", name="Forget them").click()
        expect(page.locator(".search-start ul")).to_have_count(1)
        expect(status(page)).to_have_text("Your recent searches are forgotten.")
        expect(field(page)).to_be_focused()
        assert page.evaluate("localStorage.length") == 0

    def test_it_works_where_a_browser_has_no_storage(self, site: Site, visit: Visits) -> None:
        page = visit(site / "")
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked') } })")
        page.goto(site / "search/?q=lantern")
        expect(titles(page).first).to_have_text(LANTERN)
        field(page).fill("")
        expect(page.locator(".search-start ul")).to_have_count(1)

    def test_a_search_can_be_shared_and_cited_below_its_results(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=marigolds+weather")
        copy = page.get_by_role("button", name="Copy link")
        expect(copy).to_have_attribute("data-copy", site / "search/?q=marigolds+weather")
        cite = page.locator("details.cite > summary")
        expect(cite).to_have_text("Cite these 15 papers")
        last = results(page).last.bounding_box()
        for part in (copy, cite):
            box = part.bounding_box()
            assert box
            assert last
            assert box["y"] > last["y"] + last["height"]
        field(page).fill("xylophone")
        expect(copy).to_be_hidden()
        expect(cite).to_be_hidden()

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


def test_a_browser_that_is_too_old_is_told_so(site: Site, visit: Visits) -> None:
    page = visit(site / "")
    page.add_init_script("delete window.DecompressionStream")
    page.goto(site / "search/?q=lantern")
    expect(status(page)).to_have_text(TOO_OLD)
    header_field(page).fill("lantern")
    expect(page.locator(".site-search-status")).to_have_text(TOO_OLD)


def test_a_browser_that_cannot_read_the_script_is_too_old(site: Site, visit: Visits) -> None:
    page = visit(site / "")
    page.route("**/search-question.js", lambda route: route.fulfill(body="?", content_type="text/javascript"))
    page.goto(site / "search/?q=lantern")
    expect(status(page)).to_have_text(TOO_OLD)


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
    page.get_by_label("Topic").select_option("Pretraining")
    expect(titles(page).first).to_have_text(title)
