"""The trends page: what rises is told without script; with script, a reader compares topics and shares the chart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.sites import Site, serve_archive
from tests.browser.visits import PHONE, SMALL_PHONE, Visits
from tests.support.archives import fill_sixteen_months, make_archive

axe = pytest.importorskip("axe_playwright_python.sync_playwright")


@pytest.fixture(scope="module")
def trends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of the sample archive with sixteen months before it, so that topics rise and fall."""
    root = make_archive(tmp_path_factory.mktemp("trends") / "archive")
    fill_sixteen_months(root)
    with serve_archive(root) as site:
        yield site


def paths(page: Page) -> list[str | None]:
    """Return the lines of the charts in the comparison."""
    return [line.get_attribute("d") for line in page.locator("#comparison .line").all()]


def chosen(page: Page) -> list[str]:
    return [text.split("×")[0].strip() for text in page.locator(".chosen li").all_inner_texts()]


def test_what_rises_is_one_click_from_home(trends: Site, visit: Visits) -> None:
    page = visit(trends / "")
    page.get_by_role("banner").get_by_role("link", name="Trends").click()
    rising = page.get_by_role("region", name="Rising").get_by_role("row", name="Robotics")
    expect(rising).to_contain_text("0.0%")
    expect(rising).to_contain_text("100.0%")
    expect(page.get_by_role("region", name="Falling").get_by_role("row", name="Translation")).to_be_visible()


def test_without_script_the_chart_of_the_build_is_there_and_no_chooser(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/", java_script_enabled=False)
    expect(page.locator("#comparison").get_by_role("img")).to_be_visible()
    expect(page.get_by_label("Add a topic")).to_be_hidden()
    page.locator("#comparison").get_by_text("Table", exact=True).click()
    expect(page.locator("#comparison").get_by_role("columnheader", name="Robotics")).to_be_visible()


def test_the_script_draws_what_the_build_draws(trends: Site, visit: Visits) -> None:
    built = paths(visit(trends / "trends/", java_script_enabled=False))
    page = visit(trends / "trends/")
    assert paths(page) == built
    page.get_by_role("button", name="Remove Translation").click()
    expect(page.locator("#comparison").get_by_role("status")).to_have_text("Translation removed.")
    assert len(paths(page)) == len(built) - 2  # in the chart for wide and in that for narrow screens
    page.get_by_label("Add a topic").select_option("Translation")
    expect(page.locator("#comparison").get_by_role("status")).to_have_text("Translation added.")
    assert sorted(filter(None, paths(page))) == sorted(filter(None, built))


def test_the_address_keeps_the_chosen_topics(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/")
    page.get_by_role("button", name="Remove Robotics").click()
    expect(page).to_have_url(trends / "trends/#topics=translation,summarization")
    other = visit(page.url)
    expect(other.locator("#comparison .line.series-1:visible")).to_have_count(1)
    assert chosen(other) == ["Translation", "Summarization"]


def test_an_old_name_in_an_address_leads_to_the_present_topic(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/#topics=robots")
    expect(page.locator("#comparison .line:visible")).to_have_count(1)
    assert chosen(page) == ["Robotics"]


def test_a_name_that_no_topic_has_is_told(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/#topics=robotics,kettles")
    expect(page.locator("#comparison").get_by_role("status")).to_have_text("No topic here is named kettles.")
    assert chosen(page) == ["Robotics"]


def test_a_changed_address_changes_the_chart(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/#topics=robotics")
    expect(page.locator("#comparison .line:visible")).to_have_count(1)
    page.goto(trends / "trends/#topics=translation,robotics")
    expect(page.locator("#comparison .line:visible")).to_have_count(2)


def test_it_works_with_the_keyboard_alone(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/#topics=robotics,translation")
    expect(page.locator("#comparison .line:visible")).to_have_count(2)
    page.get_by_role("button", name="Remove Robotics").press("Enter")
    expect(page.get_by_role("button", name="Remove Translation")).to_be_focused()
    page.get_by_role("button", name="Remove Translation").press("Enter")
    expect(page.get_by_label("Add a topic")).to_be_focused()
    page.keyboard.type("Robotics")
    expect(page.locator("#comparison").get_by_role("status")).to_have_text("Robotics added.")
    assert chosen(page) == ["Robotics"]


def test_the_table_shows_what_the_chart_shows(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/#topics=robotics")
    expect(page.locator("#comparison .line:visible")).to_have_count(1)
    page.locator("#comparison").get_by_text("Table", exact=True).click()
    table = page.locator("#comparison").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Month", "Robotics"])
    expect(table.get_by_role("row", name="2024-11")).to_contain_text("0.0%")
    expect(table.get_by_role("row", name="2024-12")).to_contain_text("100.0%")
    expect(table.get_by_role("row", name="2025-03*")).to_be_visible()


def test_nothing_moves_when_the_chooser_appears(trends: Site, visit: Visits) -> None:
    page = visit(trends / "trends/")
    shifts = page.evaluate(
        """() => new Promise((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((entry) => (sum += entry.value)))
            .observe({ type: "layout-shift", buffered: true });
          setTimeout(() => resolve(sum), 300);
        })"""
    )
    assert shifts < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_every_table_open(trends: Site, visit: Visits, scheme: str) -> None:
    page = visit(trends / "trends/#topics=robotics,translation", color_scheme=scheme)
    expect(page.locator("#comparison .line:visible")).to_have_count(2)
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => (part.open = true))")
    found = axe.Axe().run(page).response["violations"]
    assert [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]] == []


@pytest.mark.parametrize("phone", [PHONE, SMALL_PHONE])
def test_it_fits_a_phone(trends: Site, visit: Visits, phone: dict[str, object]) -> None:
    page = visit(trends / "trends/", **phone)
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => (part.open = true))")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for small in page.locator("article :is(button, select, summary, th > a, .multiples a, .sources a):visible").all():
        box = small.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
