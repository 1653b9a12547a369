"""Lists of papers leave the site as citations, text, tables and addresses, and come in again."""

import base64
import csv
import gzip
import json
import zlib
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Locator, Page, expect

from tests.browser.sites import Site
from tests.browser.test_cite import keys_of
from tests.browser.test_library import DAY, MANY, header_link, save_first, tab, titles_of
from tests.browser.visits import PHONE, Visits

CLIPBOARD = ["clipboard-read", "clipboard-write"]
KILOBYTE = 1000
EVIL = "=cmd|'/C calc'!A0"
BROKEN = "is damaged"
LISTS = """async ([name, list]) => {
  const lists = await import(new URL("../../assets/javascripts/library-lists.js", location));
  return lists[name](list);
}"""


KEPT = """async () => {
  const { paperOf } = await import(new URL("../../../assets/javascripts/library-save.js", location));
  return [...document.querySelectorAll(".main .rows li")].map((row) => paperOf(row, "x").byline);
}"""


def bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Selected papers")


def copied(page: Page) -> str:
    expect(bar(page).get_by_role("status")).to_contain_text("Copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def packed(text: bytes) -> str:
    squeezed = zlib.compressobj(wbits=-15)
    return "z" + base64.urlsafe_b64encode(squeezed.compress(text) + squeezed.flush()).decode().rstrip("=")


@pytest.fixture
def five(site: Site, visit: Visits) -> Page:
    """Return a page with a list of which five papers are selected, with six clicks."""
    page = visit(site / MANY, permissions=CLIPBOARD)
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.get_by_role("checkbox")).to_have_count(15)
    for box in page.get_by_role("checkbox").all()[:5]:
        box.click()
    expect(bar(page)).to_contain_text("5 selected")
    return page


class TestSelectedPapers:
    def test_five_are_cited_with_the_seventh_click(self, five: Page) -> None:
        bar(five).get_by_role("button", name="Copy BibTeX").click()
        assert len(keys_of(copied(five))) == 5

    def test_other_formats_are_there_as_well(self, five: Page) -> None:
        bar(five).get_by_text("More formats").click()
        for name in ("BibTeX", "RIS", "CSL-JSON", "Text"):
            expect(bar(five).get_by_role("button", name=f"Copy {name}", exact=True).last).to_be_visible()

    def test_they_are_copied_as_markdown(self, five: Page, site: Site) -> None:
        bar(five).get_by_role("button", name="Copy as Markdown").click()
        lines = copied(five).splitlines()
        assert len(lines) == 5
        assert lines[0].startswith(f"- [Marigolds and Weather, Part 1]({site / 'papers/'}")

    def test_they_are_downloaded_as_a_table(self, five: Page) -> None:
        with five.expect_download() as download:
            bar(five).get_by_role("button", name="CSV").click()
        assert download.value.suggested_filename == "days-2025-01-06.csv"
        rows = list(csv.DictReader(StringIO(download.value.path().read_bytes().decode("utf-8-sig"))))
        assert rows[0]["title"] == "Marigolds and Weather, Part 1"
        assert len(rows) == 5

    def test_they_are_saved(self, five: Page, site: Site) -> None:
        bar(five).get_by_role("button", name="Save", exact=True).click()
        expect(header_link(five)).to_have_attribute("data-count", "5")
        five.goto(site / "library/")
        expect(titles_of(five)).to_have_count(5)

    def test_all_none_and_done(self, five: Page) -> None:
        bar(five).get_by_role("button", name="All").click()
        expect(bar(five)).to_contain_text("15 selected")
        bar(five).get_by_role("button", name="None").click()
        expect(bar(five)).to_be_hidden()
        five.get_by_role("button", name="Done").click()
        expect(five.get_by_role("checkbox")).to_have_count(0)

    def test_a_page_that_cannot_be_loaded_is_named(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY, permissions=CLIPBOARD)
        page.context.route("**/papers/a-lantern*/", lambda route: route.abort("aborted"))
        page.get_by_role("button", name="Select", exact=True).click()
        page.get_by_role("checkbox", name="Select A Lantern for Translators", exact=True).click()
        bar(page).get_by_role("button", name="Copy BibTeX").click()
        expect(bar(page)).to_contain_text("Could not load: A Lantern for Translators")

    @pytest.mark.parametrize("width", [320, 390])
    def test_on_a_phone_the_bar_fits_and_can_be_hit(self, site: Site, visit: Visits, width: int) -> None:
        page = visit(site / MANY, **{**PHONE, "viewport": {"width": width, "height": 800}})
        page.get_by_role("button", name="Select", exact=True).tap()
        page.get_by_role("checkbox").first.tap()
        expect(bar(page)).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = [part.bounding_box() for part in page.locator(".select, .choose, .selection button:visible").all()]
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)

    def test_results_of_a_search_can_be_saved_and_selected(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=lantern", permissions=CLIPBOARD)
        page.locator(".search-results .star").first.click()
        expect(header_link(page)).to_have_attribute("data-count", "1")
        page.get_by_role("button", name="Select", exact=True).click()
        page.get_by_role("checkbox").first.click()
        bar(page).get_by_role("button", name="Copy BibTeX").click()
        assert len(keys_of(copied(page))) == 1


@pytest.mark.parametrize(
    "path",
    [
        "",
        DAY,
        "weeks/2025-W11/",
        "months/2025-03/",
        "years/2025/",
        "topics/robotics/",
        "topics/robotics/top/",
        "topics/robotics/2025/",
        "search/?q=lantern",
        "search/?author=Ada+Example",
        "feeds/by/marigolds/",
    ],
)
def test_papers_can_be_selected_on_every_page_that_lists_them(site: Site, visit: Visits, path: str) -> None:
    page = visit(site / path, permissions=CLIPBOARD)
    page.get_by_role("button", name="Select", exact=True).click()
    page.locator(".choose:visible").first.click()
    bar(page).get_by_role("button", name="Copy BibTeX").click()
    assert len(keys_of(copied(page))) == 1
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".choose")).to_have_count(0)


@pytest.mark.parametrize("path", ["topics/unused/", "archive/", "library/"])
def test_nothing_is_offered_for_selection_where_no_paper_is_listed(site: Site, visit: Visits, path: str) -> None:
    page = visit(site / path)
    expect(page.get_by_role("button", name="Select", exact=True)).to_have_count(0)


def test_results_that_come_later_can_be_selected_as_well(site: Site, visit: Visits) -> None:
    page = visit(site / "search/?q=marigolds")
    page.get_by_role("button", name="Select", exact=True).click()
    page.locator(".choose").first.click()
    page.get_by_role("button", name="More results").click()
    expect(page.locator(".choose")).to_have_count(40)
    expect(bar(page)).to_contain_text("1 selected")
    page.locator(".choose").last.click()
    expect(bar(page)).to_contain_text("2 selected")


class TestASharedList:
    def test_it_opens_in_an_empty_browser(self, five: Page, visit: Visits) -> None:
        bar(five).get_by_role("button", name="Share").click()
        address = copied(five)
        page = visit(address)
        expect(page.get_by_role("heading", name="A shared list of 5 papers")).to_be_visible()
        expect(header_link(page)).to_have_attribute("data-count", "")
        page.get_by_role("button", name="Save all 5").click()
        expect(header_link(page)).to_have_attribute("data-count", "5")
        tab(page, "Saved").click()
        expect(titles_of(page)).to_have_count(5)

    def test_one_that_is_not_compressed_opens_too(self, site: Site, visit: Visits) -> None:
        text = base64.urlsafe_b64encode(json.dumps([["2503.00042", "Grippers"]]).encode()).decode()
        page = visit(site / f"library/#list=j{text.rstrip('=')}")
        expect(page.get_by_role("heading", name="A shared paper")).to_be_visible()
        page.get_by_role("link", name="Grippers").click()
        expect(page.locator("h1")).to_contain_text("Grippers")

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ("z" + "A" * 100_000, "longer than"),
            ("", BROKEN),
            ("z", BROKEN),
            ("z%%%", BROKEN),
            ("zAAAA", BROKEN),
            (packed(b'[["2503.00042","Grippers"]]')[:-6], BROKEN),
            (packed(b"not json"), BROKEN),
            (packed(b"null"), BROKEN),
            (packed(b"[1]"), BROKEN),
            (packed(b"[" + b" " * 5_000_000 + b"]"), BROKEN),
            (packed(b"[]"), "has no papers"),
            (packed(b'[["../../evil","x"],[5,"x"],["javascript:alert(1)","x"]]'), "has no papers"),
        ],
    )
    def test_one_that_is_damaged_is_a_sentence(self, site: Site, visit: Visits, content: str, sentence: str) -> None:
        page = visit(site / f"library/#list={content}")
        expect(page.get_by_role("alert")).to_contain_text(sentence)

    def test_hostile_titles_stay_text(self, site: Site, visit: Visits) -> None:
        evil = "<img src=x onerror=alert(1)>"
        page = visit(site / f"library/#list={packed(json.dumps([['x', evil], ['y', 5]]).encode())}")
        expect(page.locator(".papers .paper > a")).to_have_text([evil, "y"])
        expect(page.locator("#library img")).to_have_count(0)

    def test_titles_of_every_length_and_script_open_again(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        for title in ("\u673a" * 500, "\u0001" * 500, "\U0001f9ea" * 260, "a" * 600):
            papers = [{"key": f"2503.{n:05}", "title": title} for n in range(200)]
            page.goto(page.evaluate(LISTS, ["sharedAddress", papers]))
            page.reload()
            expect(page.locator(".papers .paper")).to_have_count(200)
            page.goto(site / DAY)

    def test_two_hundred_papers_fit_and_more_are_refused(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        papers = [{"key": f"2503.{n:05}", "title": f"Paper {n} on a Subject of Some Length"} for n in range(201)]
        address = page.evaluate(LISTS, ["sharedAddress", papers[:200]])
        assert len(address) <= 16_384
        with pytest.raises(Exception, match="at most 200 papers"):
            page.evaluate(LISTS, ["sharedAddress", papers])
        page.goto(address)
        expect(page.locator(".papers .paper")).to_have_count(200)


class TestText:
    @pytest.mark.parametrize("text", [EVIL, "+1", "-1", "@x", "\t=1", " =1", "\uff1d1", "\r=1"])
    def test_a_table_has_no_formulas(self, modules: Page, text: str) -> None:
        table = modules.evaluate(LISTS, ["csv", [{"key": "x", "title": text, "note": 'a "b", c\nd'}]])
        (row,) = csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline=""))
        assert (row["title"], row["note"]) == (f"'{text}", 'a "b", c\nd')

    def test_markdown_keeps_titles_as_text(self, modules: Page, site: Site) -> None:
        text = modules.evaluate(LISTS, ["markdown", [{"key": "x", "title": "[a](b) *c*\n<d>", "byline": ""}]])
        assert text == f"- [\\[a\\](b) \\*c\\* \\<d\\>]({site / 'papers/x/'})\n"

    def test_followed_topics_are_exported_for_a_feed_reader(self, site: Site, visit: Visits) -> None:
        page = visit(site / "topics/robotics/")
        page.get_by_role("button", name="Follow here").click()
        expect(page.get_by_role("button", name="Following")).to_be_visible()
        page.goto(site / "library/#following")
        with page.expect_download() as download:
            page.get_by_role("button", name="Topics as OPML").click()
        (outline,) = ET.fromstring(download.value.path().read_bytes()).iter("outline")  # noqa: S314 - our own
        assert outline.get("xmlUrl") == site / "feeds/topics/robotics.atom.xml"
        assert (site.folder / "feeds/topics/robotics.atom.xml").is_file()

    def test_opml_is_well_formed_whatever_a_title_has(self, modules: Page) -> None:
        title = "a & <b> \"c\" 'd' \u0007"
        text = modules.evaluate(LISTS, ["opml", [{"kind": "topic", "value": "x", "title": title}]])
        (outline,) = ET.fromstring(text).iter("outline")  # noqa: S314 - our own
        assert outline.get("title") == title.rstrip("\u0007")


def test_an_exported_library_is_as_its_schema_says(site: Site, visit: Visits) -> None:
    page = visit(site / "topics/robotics/")
    page.get_by_role("button", name="Follow here").click()
    expect(page.get_by_role("button", name="Following")).to_be_visible()
    page.goto(site / DAY)
    page.locator(".star").first.click()
    expect(page.locator(".star").first).to_have_attribute("aria-pressed", "true")
    page.goto(site / "library/#settings")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    library = json.loads(download.value.path().read_text("utf-8"))
    schema = json.loads((site.folder / "data/schemas/library.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(library)
    assert library["$schema"] == site / "data/schemas/library.json"
    assert [rule["id"] for rule in library["follows"]] == ["topic:robotics"]


def packed_size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_the_library_is_small(site: Site) -> None:
    assets = site.folder / "assets"
    always = assets / "javascripts" / "library-stars.js"
    on_use = [path for path in (assets / "javascripts").glob("library-*.js") if path != always]
    assert packed_size(always) <= 1.5 * KILOBYTE
    assert sum(map(packed_size, [*on_use, assets / "stylesheets" / "library.css"])) <= 30 * KILOBYTE


def test_saved_papers_can_be_removed_together(site: Site, visit: Visits) -> None:
    page = visit(site / MANY)
    save_first(page, 3)
    page.goto(site / "library/#saved")
    page.get_by_role("checkbox").first.click()
    bar(page).get_by_role("button", name="All").click()
    bar(page).get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing saved yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(titles_of(page)).to_have_count(3)


def test_of_a_paper_of_a_topic_s_year_the_authors_are_kept_and_not_the_day(site: Site, visit: Visits) -> None:
    page = visit(site / "topics/robotics/2025/")
    expect(page.locator(".main .rows small").first).to_have_text("Author 1 et al. · 1 Apr")
    assert page.evaluate(KEPT) == ["Author 1 et al.", "Dee Placeholder · Sample & <Sons>"]
