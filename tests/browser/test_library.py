"""The reader's own library: what is saved on any page, kept in the browser, and found again."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.sites import Site
from tests.browser.visits import PHONE, Visits

DAY = "days/2025-03-10/"
MANY = "days/2025-01-06/"  # a day with fifteen papers
LANTERN = "papers/a-lantern-for-translators/"
SHORT = 320

# Scripts that change what a browser does before a page's own run.
REFUSING = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
FULL = "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };"
SHIFTS = """window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shifts += value)))
  .observe({ type: "layout-shift", buffered: true });"""
# A database as the first version of the site made it, with one paper.
FIRST_VERSION = """([name, paper]) => new Promise((resolve) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("papers", { keyPath: "key" }).put(paper);
    request.result.createObjectStore("settings", { keyPath: "name" });
  };
  request.onsuccess = () => resolve(request.result.close());
})"""


def star(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Save: {title}", exact=True)


def header_link(page: Page) -> Locator:
    return page.locator(".starred")


def tab(page: Page, name: str) -> Locator:
    """Return the link to one of the library's views."""
    return page.locator(".views").get_by_role("link", name=name)


def save_first(page: Page, number: int) -> list[str]:
    """Save the first papers of a list, and return their titles."""
    titles = [title.inner_text() for title in page.locator(".papers .paper > a").all()[:number]]
    for at, title in enumerate(titles, 1):
        star(page, title).click()
        expect(header_link(page)).to_have_attribute("data-count", str(at))
    return titles


def titles_of(page: Page) -> Locator:
    return page.locator(".library-list h2 > a")


def new_tab(page: Page, address: str) -> Page:
    tab = page.context.new_page()
    tab.goto(address)
    return tab


@pytest.fixture
def saved(site: Site, visit: Visits) -> Page:
    """Return the library of a reader who saved three papers."""
    page = visit(site / MANY, permissions=["clipboard-read", "clipboard-write"])
    save_first(page, 3)
    page.goto(site / "library/#saved")
    expect(titles_of(page)).to_have_count(3)
    return page


class TestSaving:
    def test_a_star_on_a_card_saves_its_paper_for_good(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        (title,) = save_first(page, 1)
        expect(star(page, title)).to_have_attribute("aria-pressed", "true")
        page.close()
        page = new_tab(page, site / DAY)
        expect(star(page, title)).to_have_attribute("aria-pressed", "true")
        header_link(page).click()
        expect(titles_of(page)).to_have_text([title])
        titles_of(page).click()
        expect(page.locator("h1")).to_have_text(title)

    def test_a_second_click_removes_it(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        (title,) = save_first(page, 1)
        star(page, title).click()
        expect(star(page, title)).to_have_attribute("aria-pressed", "false")
        expect(header_link(page)).to_have_attribute("data-count", "")

    def test_a_paper_s_page_has_one_too(self, site: Site, visit: Visits) -> None:
        page = visit(site / LANTERN)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("button", name="Saved", exact=True)).to_have_attribute("aria-pressed", "true")
        page.goto(site / "library/")
        expect(titles_of(page)).to_have_text(["A Lantern for Translators"])
        expect(page.locator(".library-list .facts")).to_contain_text("Ada Example, Bo Sample")

    @pytest.mark.parametrize("path", [DAY, LANTERN, ""])
    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    def test_nothing_moves_when_stars_come(
        self, site: Site, visit: Visits, path: str, device: dict[str, object]
    ) -> None:
        page = visit("about:blank", **device)
        page.add_init_script(SHIFTS)
        page.goto(site / path, wait_until="networkidle")
        expect(page.locator(".star").first).to_be_visible()
        assert page.evaluate("shifts") == 0

    def test_stars_can_be_hit_with_a_finger(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY, **PHONE)
        boxes = [part.bounding_box() for part in page.locator(".star, .starred").all()]
        assert all(box and min(box["width"], box["height"]) >= 24 for box in boxes)

    def test_a_damaged_summary_is_as_good_as_none(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        for damaged in ("{", "7", "null", '{"saved": 5}', '{"saved": {"a": 1}}', '"text"'):
            page.evaluate(
                "(value) => localStorage.setItem(new URL('../../', location).pathname + 'library', value)", damaged
            )
            page.reload()
            expect(page.locator(".star").first).to_have_attribute("aria-pressed", "false")
        save_first(page, 1)


class TestTwoTabs:
    def test_what_one_saves_the_other_shows(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        other, library = new_tab(page, site / DAY), new_tab(page, site / "library/")
        expect(library.get_by_text("Nothing saved yet")).to_be_visible()
        (title,) = save_first(page, 1)
        expect(star(other, title)).to_have_attribute("aria-pressed", "true")
        expect(titles_of(library)).to_have_text([title])
        star(other, title).click()
        expect(star(page, title)).to_have_attribute("aria-pressed", "false")
        expect(titles_of(library)).to_have_count(0)

    def test_what_a_reader_writes_is_not_lost_to_another_tab(self, saved: Page, site: Site) -> None:
        saved.locator("summary").first.click()
        note = saved.get_by_label("Private note").first
        note.press_sequentially("half a th")
        page = new_tab(saved, site / LANTERN)
        page.locator(".actions .star").click()
        expect(saved.locator(".views [href$='#saved'] b")).to_have_text("4")
        note.press_sequentially("ought")
        expect(note).to_have_value("half a thought")
        note.blur()
        expect(titles_of(saved)).to_have_count(4)
        expect(saved.get_by_text("half a thought").first).to_be_visible()

    def test_what_two_tabs_change_of_one_paper_both_stays(self, saved: Page, site: Site) -> None:
        title = titles_of(saved).first.inner_text()
        other = new_tab(saved, site / "library/#saved")
        saved.locator("summary").first.click()
        note = saved.get_by_label("Private note").first
        note.press_sequentially("mine")
        other.get_by_label(f"Status of {title}").select_option("reading")
        expect(other.get_by_role("button", name="Reading 1")).to_be_visible()
        note.blur()
        expect(saved.get_by_text("mine").first).to_be_visible()
        other.reload()
        expect(other.get_by_label(f"Status of {title}")).to_have_value("reading")
        expect(other.locator(".library-text")).to_have_text("mine")


class TestStorage:
    def test_a_browser_without_channels_between_tabs_saves_and_shows(self, site: Site, visit: Visits) -> None:
        page = visit("about:blank")
        page.add_init_script("BroadcastChannel = class { constructor() { throw new DOMException('no', 'X'); } };")
        page.goto(site / DAY)
        save_first(page, 1)
        page.goto(site / "library/")
        expect(titles_of(page)).to_have_count(1)
        page.locator("summary").first.click()
        page.get_by_role("button", name="Remove").first.click()
        expect(page.get_by_text("Removed 1 paper.")).to_be_visible()

    def test_a_browser_that_keeps_nothing_is_told_so(self, site: Site, visit: Visits) -> None:
        page = visit("about:blank")
        page.add_init_script(REFUSING)
        page.goto(site / DAY)
        page.locator(".star").first.click()
        expect(page.get_by_role("alert")).to_contain_text("does not let the site keep anything")
        expect(page.locator(".star").first).to_have_attribute("aria-pressed", "false")
        page.goto(site / "library/")
        expect(page.get_by_role("alert")).to_contain_text("does not let the site keep anything")

    def test_full_storage_is_said_and_changes_nothing(self, site: Site, visit: Visits) -> None:
        page = visit("about:blank")
        page.add_init_script(FULL)
        page.goto(site / DAY)
        page.locator(".star").first.click()
        expect(page.get_by_role("alert")).to_contain_text("storage for this site is full")
        page.goto(site / "library/")
        expect(page.get_by_text("Nothing saved yet")).to_be_visible()

    def test_a_browser_without_local_storage_still_saves(self, site: Site, visit: Visits) -> None:
        page = visit("about:blank")
        page.add_init_script(
            "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };"
        )
        page.goto(site / DAY)
        page.locator(".star").first.click()
        page.wait_for_timeout(300)
        page.goto(site / "library/")
        expect(titles_of(page)).to_have_count(1)


class TestTheSavedPapers:
    def test_status_tags_and_note_stay(self, saved: Page) -> None:
        title = titles_of(saved).first.inner_text()
        saved.get_by_label(f"Status of {title}").select_option("reading")
        expect(saved.get_by_role("button", name="Reading 1")).to_be_visible()
        saved.locator("summary").first.click()
        saved.get_by_label("Tags").first.fill("agents,  survey 2026 ,, agents")
        saved.get_by_label("Private note").first.fill("<b>Compare</b>\nwith ours")
        row = saved.locator(".library-list > li").first
        expect(row.locator(".library-text")).to_be_visible()  # kept while it is written
        saved.reload()
        expect(row.locator(".library-tag")).to_have_text(["agents", "survey 2026"])
        expect(row.locator(".library-text")).to_have_text("<b>Compare</b>\nwith ours")
        saved.get_by_role("button", name="Reading 1").click()
        expect(titles_of(saved)).to_have_text([title])
        saved.get_by_role("button", name="All 3").click()
        saved.get_by_label("Tag", exact=True).select_option("survey 2026")
        expect(titles_of(saved)).to_have_text([title])

    def test_they_can_be_sorted(self, saved: Page) -> None:
        titles = titles_of(saved).all_inner_texts()
        saved.get_by_label("Sort").select_option("First saved")
        expect(titles_of(saved)).to_have_text(titles[::-1])
        saved.get_by_label("Sort").select_option("Title")
        expect(titles_of(saved)).to_have_text(sorted(titles))

    def test_a_removed_one_comes_back_as_it_was(self, saved: Page) -> None:
        title = titles_of(saved).first.inner_text()
        saved.get_by_label(f"Status of {title}").select_option("read")
        saved.locator("summary").first.click()
        saved.get_by_role("button", name=f"Remove {title}").click()
        expect(titles_of(saved)).to_have_count(2)
        saved.get_by_role("button", name="Undo").click()
        expect(titles_of(saved)).to_have_count(3)
        expect(saved.get_by_label(f"Status of {title}")).to_have_value("read")

    def test_everything_can_be_done_with_the_keyboard(self, site: Site, visit: Visits) -> None:
        page = visit(site / DAY)
        page.locator(".star").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".star").first).to_have_attribute("aria-pressed", "true")
        header_link(page).focus()
        page.keyboard.press("Enter")
        expect(titles_of(page)).to_have_count(1)
        page.get_by_role("button", name="All 1").focus()
        for press in ("Tab", "Tab", "Tab", "Tab"):  # three statuses, then the order
            page.keyboard.press(press)
        expect(page.get_by_label("Sort")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        expect(page.get_by_role("region", name="Selected papers")).to_be_visible()
        page.keyboard.press("Tab")
        expect(titles_of(page)).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("a tag")
        page.keyboard.press("Tab")
        expect(page.locator(".library-tag")).to_have_text("a tag")

    @pytest.mark.parametrize("width", [SHORT, 390])
    def test_on_a_phone_it_fits_and_can_be_hit(self, site: Site, visit: Visits, width: int) -> None:
        page = visit(site / DAY, **{**PHONE, "viewport": {"width": width, "height": 800}})
        save_first(page, 2)
        page.goto(site / "library/")
        page.locator("summary").first.tap()
        page.get_by_role("checkbox").first.tap()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        parts = page.locator("#library :is(button, select, summary, .choose, .views a):visible").all()
        boxes = [(part.inner_text(), part.bounding_box()) for part in parts]
        assert [text for text, box in boxes if box and min(box["width"], box["height"]) < 24] == []


class TestExporting:
    def test_everything_is_exported_forgotten_and_imported(self, saved: Page, tmp_path: Path) -> None:
        title = titles_of(saved).first.inner_text()
        saved.get_by_label(f"Status of {title}").select_option("read")
        tab(saved, "Settings").click()
        with saved.expect_download() as download:
            saved.get_by_role("button", name="Export").click()
        file = tmp_path / "library.json"
        download.value.save_as(file)
        library = json.loads(file.read_text("utf-8"))
        assert [paper["status"] for paper in library["papers"]].count("read") == 1
        saved.get_by_role("button", name="Forget everything…").click()
        saved.get_by_role("button", name="Yes, forget everything").click()
        expect(saved.get_by_role("status").filter(has_text="Forgotten: 3 papers")).to_be_visible()
        expect(header_link(saved)).to_have_attribute("data-count", "")
        assert saved.evaluate("localStorage.length") == 0
        saved.locator("input[type=file]").set_input_files(file)
        expect(saved.get_by_role("status").filter(has_text="Imported 3 papers")).to_be_visible()
        tab(saved, "Saved").click()
        expect(saved.get_by_label(f"Status of {title}")).to_have_value("read")

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "is not JSON"),
            ("null", "is not an exported library"),
            ('{"papers": {}}', "is not an exported library"),
            ('{"version": 99, "papers": []}', "newer version"),
            ('{"papers": [null, 5, {"key": "../../x"}, {"key": 7}]}', "Imported 0 papers. Left out: 4"),
        ],
    )
    def test_a_file_that_is_none_is_refused_in_a_sentence(
        self, saved: Page, tmp_path: Path, text: str, sentence: str
    ) -> None:
        file = tmp_path / "list.json"
        file.write_text(text, "utf-8")
        tab(saved, "Settings").click()
        saved.locator("input[type=file]").set_input_files(file)
        expect(saved.get_by_role("status").filter(has_text=sentence)).to_be_visible()
        expect(saved.locator(".views [href$='#saved'] b")).to_have_text("3")

    def test_hostile_values_of_a_file_stay_text(self, site: Site, visit: Visits, tmp_path: Path) -> None:
        page = visit(site / "library/#settings")
        evil = "<img src=x onerror=alert(1)>"
        paper = {
            "key": "x",
            "title": evil,
            "byline": evil,
            "note": evil,
            "tags": [evil, 3],
            "status": evil,
            "saved": evil,
        }
        file = tmp_path / "list.json"
        file.write_text(json.dumps({"papers": [paper, {"key": "y", "title": "z" * 100_000}]}), "utf-8")
        page.locator("input[type=file]").set_input_files(file)
        tab(page, "Saved").click()
        expect(titles_of(page).filter(has_text=evil)).to_have_count(1)
        expect(page.locator("#library img")).to_have_count(0)
        expect(page.locator(".library-tag")).to_have_text([evil])
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_is_sent_anywhere(site: Site, visit: Visits) -> None:
    page = visit(site / DAY)
    context: BrowserContext = page.context
    sent: list[str] = []
    context.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data or ''}"))
    save_first(page, 2)
    page.goto(site / "library/")
    page.locator("summary").first.click()
    page.get_by_label("Private note").first.fill("my-secret")
    page.get_by_label("Tags").first.fill("my-secret-tag")
    page.get_by_label("Tags").first.blur()
    expect(page.locator(".library-tag")).to_have_text("my-secret-tag")
    tab(page, "Settings").click()
    expect(page.get_by_role("button", name="Export")).to_be_visible()
    assert [one for one in sent if not one.startswith(f"GET {site.address}") or "secret" in one or "?" in one] == []


def test_without_scripts_the_page_explains_itself(site: Site, visit: Visits) -> None:
    page = visit(site / DAY, java_script_enabled=False)
    expect(page.locator(".star")).to_have_count(0)
    header_link(page).click()
    expect(page.locator("article noscript p")).to_contain_text("needs JavaScript")
