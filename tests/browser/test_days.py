"""Days, weeks, months, years and the archive: few clicks lead there, and a day's papers can be filtered and sorted."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from tests.browser.sites import Site, serve_archive
from tests.browser.test_look import assert_stands_out
from tests.browser.visits import PHONE, Visits
from tests.support.archives import make_archive

DAY = "days/2025-03-10/"
GRIPPERS, LANTERN = "Grippers That Hesitate", "A Lantern for Translators"

# Adds up how far visible content moves without the reader's doing (web.dev/articles/cls).
SHIFTS = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""


def titles(page: Page) -> list[str]:
    return page.locator(".papers .paper:visible").all_inner_texts()


@pytest.mark.parametrize("script", [True, False])
def test_what_was_big_in_a_month_is_two_clicks_from_home(site: Site, visit: Visits, script: bool) -> None:
    page = visit(site / "", java_script_enabled=script)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Archive").click()
    page.locator(".month-list").get_by_role("link", name="March").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("March 2025")
    expect(page.locator(".papers .facts > b").first).to_be_visible()
    assert GRIPPERS in titles(page)[0]


@pytest.mark.parametrize("script", [True, False])
def test_a_day_s_papers_of_a_topic_are_two_clicks_from_home(site: Site, visit: Visits, script: bool) -> None:
    page = visit(site / "", java_script_enabled=script)
    page.locator(f'main a[href$="{DAY}"]').first.click()
    filters = page.get_by_role("navigation", name="Papers by topic")
    expect(filters.locator("[aria-current]")).to_have_count(1 if script else 0)  # its script has run
    filters.get_by_role("link", name="Language").click()
    expect(page).to_have_url(re.compile("#group-1$"))
    if script:
        assert titles(page) == [LANTERN]
    else:
        expect(page.locator("#group-1:target + .titles")).to_contain_text(LANTERN)
        expect(page.locator("#group-1:target + .titles")).to_be_in_viewport()
        page.locator("#group-1:target + .titles").get_by_role("link", name=LANTERN).click()
        expect(page.locator(".paper:target")).to_have_text(LANTERN)


@pytest.mark.parametrize("key", ["click", "Enter"])
def test_a_filter_hides_the_other_papers_and_the_first_one_shows_all(site: Site, visit: Visits, key: str) -> None:
    page = visit(site / DAY)
    filters = page.get_by_role("navigation", name="Papers by topic")
    machines, every = filters.get_by_role("link", name="Machines"), filters.get_by_role("link", name="All 2")
    for link, shown in ((machines, 1), (every, 2)):
        link.click() if key == "click" else link.press(key)
        expect(page.locator(".papers .paper:visible")).to_have_count(shown)
        expect(link).to_have_attribute("aria-current", "true")
        expect(filters.locator("[aria-current]")).to_have_count(1)
        expect(page.locator("main [role=status]")).to_have_text(f"{shown} of 2 papers")
    assert GRIPPERS in titles(page)[0]


def test_an_address_may_name_a_filter(site: Site, visit: Visits) -> None:
    page = visit(site / f"{DAY}#group-2")
    expect(page.locator(".papers .paper:visible")).to_have_count(1)
    assert GRIPPERS in titles(page)[0]


def test_a_filter_in_use_stands_out_under_the_pointer(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    link = page.get_by_role("navigation", name="Papers by topic").get_by_role("link", name="Machines")
    link.click()
    link.hover()
    assert_stands_out(page)


@pytest.fixture(scope="module")
def aged_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of an archive with a day whose papers have arXiv ids, all but one."""
    root = make_archive(tmp_path_factory.mktemp("aged") / "archive")
    papers = [
        Record(key=key, title=f"Translation {key}", arxiv_id=key if "." in key else None, upvotes=upvotes)
        for key, upvotes in (("2505.00007", 9), ("no-id", 8), ("2505.00019", 5), ("2504.12345", 1))
    ]
    write_listing(
        root / "content", Listing(day=date(2025, 5, 5), source="sample", status="complete", papers=tuple(papers))
    )
    with serve_archive(root) as site:
        yield site


def test_a_day_is_sorted_by_upvotes_and_can_be_sorted_by_age(aged_site: Site, visit: Visits) -> None:
    page = visit(aged_site / "days/2025-05-05/")
    by_votes = [f"Translation {key}" for key in ("2505.00007", "no-id", "2505.00019", "2504.12345")]
    by_age = [f"Translation {key}" for key in ("2505.00019", "2505.00007", "2504.12345", "no-id")]
    votes, newest = page.get_by_role("group", name="Sort").get_by_role("button").all()
    assert titles(page) == by_votes
    newest.click()
    expect(newest).to_have_attribute("aria-pressed", "true")
    expect(votes).to_have_attribute("aria-pressed", "false")
    assert titles(page) == by_age
    votes.click()
    assert titles(page) == by_votes


def test_without_two_known_ages_there_is_nothing_to_sort(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    expect(page.get_by_text("Cite these 2 papers")).to_be_visible()
    expect(page.get_by_role("group", name="Sort")).to_have_count(0)


@pytest.mark.parametrize("path", [DAY, "weeks/2025-W11/", "months/2025-03/", "years/2025/", "archive/"])
def test_nothing_moves_when_the_scripts_have_run(site: Site, visit: Visits, path: str) -> None:
    page = visit("about:blank", **PHONE)
    page.add_init_script(f"({SHIFTS})()")
    page.goto(site / path, wait_until="networkidle")
    page.wait_for_timeout(300)
    assert page.evaluate("window.moved") < 0.01


def test_a_folded_day_opens_by_keyboard_and_leads_to_its_page(site: Site, visit: Visits) -> None:
    page = visit(site / "months/2025-03/")
    day = page.locator("#day-2025-03-11")
    expect(day.locator("li").first).to_be_hidden()
    day.locator("summary").press("Enter")
    expect(day.locator("li").first).to_be_visible()
    day.get_by_role("link", name="11 March 2025").click()
    expect(page).to_have_url(site / "days/2025-03-11/")


def test_years_months_and_weeks_lead_up_and_down(site: Site, visit: Visits) -> None:
    page = visit(site / "archive/")
    page.get_by_role("navigation", name="Years").get_by_role("link", name="2024").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2024")
    page.locator(".neighbours").get_by_role("link", name="2025").click()
    page.locator("#month-2025-03 summary").click()
    page.get_by_role("link", name="All papers of March 2025").click()
    expect(page).to_have_url(site / "months/2025-03/")
    page.locator(".month").get_by_role("link", name="10").click()
    page.locator(".neighbours").get_by_role("link", name="Week 11").click()
    expect(page).to_have_url(site / "weeks/2025-W11/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("shade", ["shade-0", "shade-1", "shade-2", "shade-3", "shade-4"])
def test_the_busiest_day_can_be_read_in_both_schemes(site: Site, visit: Visits, scheme: str, shade: str) -> None:
    page = visit(site / "archive/", color_scheme=scheme)
    page.locator(".month td a").evaluate_all("(days, shade) => days.forEach((day) => (day.className = shade))", shade)
    assert_stands_out(page)


@pytest.mark.parametrize("path", [DAY, "weeks/2025-W11/", "months/2025-03/", "years/2025/", "archive/"])
def test_on_paper_there_are_no_controls(site: Site, visit: Visits, path: str) -> None:
    page = visit(site / path)
    page.emulate_media(media="print")
    shown = page.locator("main").inner_text()
    assert not re.search(r"Abstract|[▾▴▸]|Cite|Sort|All \d", shown)
    assert page.locator(".filters:visible, .tools:visible, .neighbours:visible").count() == 0


@pytest.mark.parametrize("path", [DAY, "weeks/2025-W11/", "months/2025-03/", "years/2025/", "archive/"])
def test_targets_are_large_enough_for_a_finger(site: Site, visit: Visits, path: str) -> None:
    page = visit(site / path, **PHONE)
    for part in page.locator(".filters a, .neighbours a, .month td a, .fold > summary, .years a, .shares a").all():
        if part.is_visible():
            box = part.bounding_box()
            assert box
            assert box["height"] >= 24, part.inner_text()  # WCAG 2.2, 2.5.8
