"""What stands around every page's text works: colours from the first moment, the drawer by keys, the way to the top."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.sites import Site
from tests.browser.visits import PHONE, SMALL_PHONE, Visits, each_kind

DARKER, LIGHTER = "Switch to dark colours", "Switch to light colours"

# Notes the colour scheme of the body whenever the browser is about to show something.
WATCH = """() => {
  window.shown = new Set();
  const look = () => {
    if (document.body) window.shown.add(document.body.dataset.mdColorScheme);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
# Scroll, and wait until the page was told: browsers tell it once a frame, and of two heights only the last.
SCROLL = """(height) => new Promise((done) => {
  scrollTo(0, height);
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
OUTLINE = "(part) => getComputedStyle(part).outlineStyle"
# Returns the colour of the header, and the shape and the colour of each icon that can be seen there.
ICONS = """(header) => {
  const parts = [...header.querySelectorAll("button, .repository")];
  const shown = parts.filter((part) => part.offsetWidth && part.checkVisibility({ visibilityProperty: true }));
  const icons = shown.map((part) => getComputedStyle(part, "::before"));
  return [getComputedStyle(header).backgroundColor, icons.map((icon) => [icon.maskImage, icon.backgroundColor])];
}"""


def late(route: Route) -> None:
    """Answer as a slow network does."""
    route.request.frame.page.wait_for_timeout(300)
    route.continue_()


def visit_slowly(page: Page, address: str) -> set[str]:
    """Return every colour scheme that was shown while the page loaded."""
    page.add_init_script(f"({WATCH})()")
    page.route("**/shell.js", late)
    page.goto(address)
    expect(page.locator(".colours")).to_be_visible()
    page.wait_for_function("() => window.shown.size")
    return set(page.evaluate("() => [...window.shown]"))


class TestColours:
    @pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
    def test_no_other_is_ever_shown_than_the_system_s(self, site: Site, visit: Visits, scheme: str, name: str) -> None:
        page = visit("about:blank", color_scheme=scheme)
        assert visit_slowly(page, site / "papers/2503.00042/") == {name}

    def test_no_other_is_ever_shown_than_the_reader_s(self, site: Site, visit: Visits) -> None:
        page = visit(site / "", color_scheme="light")
        page.get_by_title(DARKER).click()
        assert visit_slowly(page, site / "papers/2503.00042/") == {"slate"}
        assert visit_slowly(page, site / "no/such/page/") == {"slate"}

    def test_a_page_that_is_gone_back_to_has_the_new_ones(self, site: Site, visit: Visits) -> None:
        page = visit(site / "", color_scheme="light")
        page.goto(site / "topics/")
        page.get_by_title(DARKER).click()
        page.go_back()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")

    def test_until_there_is_a_choice_they_follow_the_system(self, site: Site, visit: Visits) -> None:
        page = visit(site / "", color_scheme="light")
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.get_by_title(LIGHTER).click()
        page.emulate_media(color_scheme="light")
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")

    def test_a_browser_that_forbids_storage_can_switch_all_the_same(self, site: Site, visit: Visits) -> None:
        page = visit("about:blank", color_scheme="light")
        page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })")
        page.goto(site / "")
        page.get_by_title(DARKER).click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


class TestWithTheKeyboard:
    def test_the_drawer_opens_and_closes(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/2503.00042/", viewport={"width": 800, "height": 600})
        topics = page.get_by_role("navigation", name="Sections").get_by_role("link", name="Topics")
        expect(topics).to_have_count(0)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        button = page.get_by_role("button", name="Sections")
        expect(button).to_be_focused()
        assert button.evaluate(OUTLINE) == "solid"
        for close in ("Space", "Escape"):
            page.keyboard.press("Space")
            expect(topics).to_be_in_viewport()
            page.keyboard.press(close)
            expect(topics).to_have_count(0)

    def test_the_drawer_needs_no_script(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/2503.00042/", **PHONE, java_script_enabled=False)
        page.get_by_role("button", name="Sections").tap()
        page.get_by_role("link", name="Topics", exact=True).tap()
        expect(page).to_have_url(site / "topics/")

    def test_what_has_the_focus_can_be_seen(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/2503.00042/")
        for name in (".md-skip", ".md-header__title", *6 * [".md-tabs a"], ".colours"):
            page.keyboard.press("Tab")
            focused = page.locator(f"{name}:focus")
            expect(focused).to_have_count(1)
            assert focused.evaluate(OUTLINE) != "none", name

    def test_the_header_hides_nothing_that_has_the_focus(self, site: Site, visit: Visits) -> None:
        page = visit(site / "topics/translation/", viewport={"width": 1280, "height": 400})
        page.evaluate(SCROLL, 1500)
        page.locator("article a").last.evaluate("(link) => link.focus({ preventScroll: true })")
        header = page.locator(".md-header").evaluate("(header) => header.getBoundingClientRect().bottom")
        for _step in range(30):
            page.keyboard.press("Shift+Tab")
            assert page.locator(":focus").evaluate("(part) => part.getBoundingClientRect().top") >= header


class TestScrolling:
    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    def test_who_turns_back_is_offered_the_way_to_the_top(
        self, site: Site, visit: Visits, device: dict[str, object]
    ) -> None:
        page = visit(site / "topics/translation/", **device)
        top = page.get_by_role("button", name="Back to top")
        for height, offered in ((0, False), (900, False), (700, True), (800, False), (600, True)):
            page.evaluate(SCROLL, height)
            expect(top).to_have_count(1 if offered else 0)
        top.click()
        page.wait_for_function("() => scrollY === 0")
        expect(top).to_have_count(0)


def test_every_icon_of_the_header_can_be_seen_also_in_colours_that_are_forced(site: Site, visit: Visits) -> None:
    for options in ({}, {"forced_colors": "active"}):
        for page in each_kind(site, visit, **options):
            ground, icons = page.locator(".md-header").evaluate(ICONS)
            assert len(icons) >= 3
            for mask, painted in icons:
                assert mask.startswith('url("data:image/svg+xml')
                assert painted != ground


def test_code_can_be_copied(site: Site, visit: Visits) -> None:
    page = visit(site / "data/", permissions=["clipboard-read", "clipboard-write"])
    copy = page.get_by_role("button", name="Copy", exact=True).first
    copy.click()
    expect(page.locator(".copy-code").first).to_have_text("Copied")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    assert page.evaluate("() => navigator.clipboard.readText()") == page.locator("pre > code").first.text_content()


def test_code_can_be_copied_without_the_browser_s_leave_too(site: Site, visit: Visits) -> None:
    page = visit(site / "data/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no leave')); }")
    page.locator(".copy-code").first.click()
    expect(page.locator(".copy-code").first).to_have_text("Copied")


def test_keys_scroll_what_is_too_large_for_its_place(site: Site, visit: Visits) -> None:
    page = visit(site / "data/", **SMALL_PHONE)
    wide = page.locator("pre > code, table").evaluate_all("""(parts) => parts
      .filter((part) => part.scrollWidth > part.clientWidth)
      .map((part) => [part.localName, part.tabIndex])""")
    assert ["table", 0] in wide
    assert ["code", 0] in wide
    assert ["table", -1] not in wide


def test_nothing_is_asked_for_that_is_not_there_or_not_needed(site: Site, visit: Visits) -> None:
    asked: list[str] = []
    page = visit("about:blank")
    page.on("request", lambda request: asked.append(request.url.removeprefix(site.address)))
    page.goto(site / "papers/2503.00042/", wait_until="networkidle")
    assert len(asked) == len(set(asked)) <= 14  # page, styles, icon, and scripts of one subject each
    assert not [address for address in asked if "bundle" in address or "sitemap" in address]
