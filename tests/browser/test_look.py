"""Pages can be read and used: on a phone, in light and dark, with the keyboard, without scripts; feeds too."""

import re
from itertools import combinations, pairwise
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from generator.publish.pages.webmanifest import COLOURS
from tests.browser.sites import KINDS, Site
from tests.browser.visits import PHONE, SMALL_PHONE, Visits, each_kind

SECTIONS = {
    "Home": "",
    "Archive": "archive/",
    "Topics": "topics/",
    "Trends": "trends/",
    "Feeds": "feeds/",
    "About": "about/",
}
BUTTONS = ".cite, .share, .star, .select, .fix, details.why, .follow button"  # what only scripts show
DARKER, LIGHTER = "Switch to dark colours", "Switch to light colours"
LEAST_CONTRAST = 4.5  # for text of any size (WCAG 2.2, 1.4.3)

# Returns [text, contrast] of every element with text of its own that can be seen: its colour on what lies below it,
# each layer painted on the other, so that transparent colours count as what they look like.
CONTRASTS = """() => {
  document.getAnimations().forEach((animation) => animation.finish());
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour, opacity) => {
    brush.globalAlpha = opacity;
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (pixel) => {
    const [red, green, blue] = pixel.map((byte) => {
      const value = byte / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const below = (element) => (element.parentElement ? [...below(element.parentElement), element] : [element]);
  const contrast = (element) => {
    let opacity = 1;
    let ground = paint("white", opacity);
    for (const layer of below(element).map((layer) => getComputedStyle(layer))) {
      opacity *= layer.opacity;
      ground = paint(layer.backgroundColor, opacity);
    }
    const text = paint(getComputedStyle(element).color, opacity);
    const [darker, lighter] = [luminance(ground), luminance(text)].sort((one, other) => one - other);
    return (lighter + 0.05) / (darker + 0.05);
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll(":not(script, noscript, option)")]
    .filter((element) => speaks(element) && element.checkVisibility({ checkOpacity: true }))
    .map((element) => [`${element.className || element.localName}: ${element.textContent.trim()}`, contrast(element)]);
}"""

# Returns the width of the page, and the box of each part of the header that can be seen: its name and its buttons.
HEADER = """() => {
  const parts = [...document.querySelectorAll(".md-header > *")];
  const shown = parts.filter((part) => part.checkVisibility({ visibilityProperty: true }));
  const boxes = shown.map((part) => [part.title || part.className, part.getBoundingClientRect().toJSON()]);
  return [document.documentElement.scrollWidth, Object.fromEntries(boxes.filter(([, box]) => box.width && box.height))];
}"""


def box_of(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box, part
    return box


def apart(one: FloatRect, other: FloatRect) -> bool:
    return one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]


def assert_fits(page: Page, width: int) -> None:
    widest, parts = page.evaluate(HEADER)
    assert widest <= width
    assert len(parts) == 6
    for name, box in parts.items():
        assert 0 <= box["x"] <= box["x"] + box["width"] <= width, name
    for (name, box), (other_name, other) in combinations(parts.items(), 2):
        assert apart(box, other), f"{name} and {other_name}"
    expect(page.locator(".md-header__title")).to_be_in_viewport(ratio=1)


def assert_stands_out(page: Page) -> None:
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 10
    assert [text for text, contrast in contrasts if contrast < LEAST_CONTRAST] == []


class TestOnAPhone:
    @pytest.mark.parametrize(("device", "scheme"), [(SMALL_PHONE, "light"), (PHONE, "dark")])
    def test_every_page_fits_and_its_header_too(
        self, site: Site, visit: Visits, device: dict[str, Any], scheme: str
    ) -> None:
        for page in each_kind(site, visit, **device, color_scheme=scheme):
            assert_fits(page, device["viewport"]["width"])

    def test_the_drawer_leads_to_every_section(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/2503.00042/", **PHONE)
        drawer = page.get_by_role("navigation", name="Sections")
        for name, path in SECTIONS.items():
            expect(drawer.get_by_role("link", name=name, exact=True)).not_to_be_in_viewport()
            page.locator(".md-header").get_by_title("Sections").tap()
            expect(drawer.get_by_role("link")).to_have_count(len(SECTIONS))
            drawer.get_by_role("link", name=name, exact=True).tap()
            expect(page).to_have_url(site / path)

    def test_a_feed_has_letters_of_a_page_s_size(self, site: Site, visit: Visits) -> None:
        page = visit(site / "feeds/all.atom.xml", **PHONE)
        # A phone shows what does not tell its width as if it were much wider, and everything smaller.
        size, scale = page.evaluate("""() => {
          const summary = document.querySelector("entry > summary");
          return [parseFloat(getComputedStyle(summary).fontSize), screen.width / innerWidth];
        }""")
        assert scale < 0.5
        assert 14 <= size * scale <= 18
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")

    def test_links_in_rows_are_large_enough_for_a_finger(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=lantern", **PHONE)
        topics = page.locator(".search-results .topics a")
        expect(topics.first).to_be_visible()
        assert all(box_of(link)["height"] >= 24 for link in topics.all())  # WCAG 2.2, 2.5.8

    def test_long_words_do_not_widen_a_page(self, hostile_site: Site, visit: Visits) -> None:
        page = visit(hostile_site / "papers/a-long-one/", **SMALL_PHONE)
        for path in ("papers/a-long-one/", "days/2025-06-02/", "topics/", "search/?q=zebrafish"):
            page.goto(hostile_site / path)
            assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, path


class TestColours:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_the_text_of_every_page_stands_out(self, site: Site, visit: Visits, scheme: str) -> None:
        for page in each_kind(site, visit, color_scheme=scheme):
            page.locator("details").evaluate_all("(all) => all.forEach((details) => (details.open = true))")
            assert_stands_out(page)

    @pytest.mark.parametrize("scheme", ["default", "slate"])
    def test_text_stands_out_in_every_palette_of_the_theme(self, site: Site, visit: Visits, scheme: str) -> None:
        page = visit(site / "days/2025-03-10/")
        for primary in COLOURS:
            page.locator("body").evaluate(
                "(body, [scheme, primary]) => Object.assign(body.dataset, "
                "{ mdColorScheme: scheme, mdColorPrimary: primary, mdColorAccent: primary })",
                [scheme, primary],
            )
            contrasts = page.evaluate(CONTRASTS)
            assert len(contrasts) > 10
            assert [text for text, contrast in contrasts if contrast < LEAST_CONTRAST] == [], primary

    def test_what_is_found_stands_out(self, site: Site, visit: Visits) -> None:
        page = visit(site / "search/?q=heartbeat", color_scheme="light")
        expect(page.locator(".search-results > li")).to_have_count(1)
        page.get_by_role("combobox", name="Search papers").fill("lantern")
        expect(page.locator(".site-search-hits a")).to_have_count(1)
        assert_stands_out(page)
        page.get_by_title(DARKER).click()
        page.get_by_role("combobox", name="Search papers").focus()
        expect(page.locator(".site-search-hits a")).to_be_visible()
        assert_stands_out(page)

    @pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
    def test_they_are_those_of_the_reader_s_system(self, site: Site, visit: Visits, scheme: str, name: str) -> None:
        page = visit(site / "", color_scheme=scheme)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)

    @pytest.mark.parametrize("device", [{}, PHONE], ids=["desktop", "phone"])
    def test_they_can_be_switched_and_stay_so_on_the_next_page(
        self, site: Site, visit: Visits, device: dict[str, Any]
    ) -> None:
        page = visit(site / "", **device, color_scheme="light")
        body = page.locator("body")
        for toggle, scheme in ((DARKER, "slate"), (LIGHTER, "default"), (DARKER, "slate")):
            page.get_by_title(toggle).click()
            expect(body).to_have_attribute("data-md-color-scheme", scheme)
        page.goto(site / "papers/2503.00042/")
        expect(body).to_have_attribute("data-md-color-scheme", "slate")
        expect(page.get_by_title(LIGHTER)).to_be_visible()


class TestOnPaper:
    def test_there_is_nothing_that_only_a_screen_can_do(self, site: Site, visit: Visits) -> None:
        page = visit(site / "", color_scheme="dark")
        page.emulate_media(media="print")
        for path in KINDS.values():
            page.goto(site / path, wait_until="networkidle")
            expect(page.locator("button:visible, input:visible, .neighbours:visible")).to_have_count(0)
            # Of a list's citations a reader sees those that were asked for.
            expect(page.locator(".cite:visible").filter(has_not=page.locator("pre"))).to_have_count(0)

    def test_nothing_is_cut_off(self, hostile_site: Site, visit: Visits) -> None:
        page = visit(hostile_site / "papers/a-long-one/")
        page.emulate_media(media="print")
        for part in page.locator(".authors").all():
            assert part.evaluate("(part) => part.scrollHeight <= part.clientHeight")

    def test_a_paper_s_citation_is_unfolded_and_of_feeds_what_the_reader_did(self, site: Site, visit: Visits) -> None:
        page = visit(site / "papers/a-lantern-for-translators/")
        page.emulate_media(media="print")
        expect(page.locator(".cite pre + p")).to_be_visible()
        expect(page.locator(".cite pre")).to_be_hidden()
        page.goto(site / "feeds/")
        expect(page.locator(".feeds .feed:visible").first).to_be_visible()
        expect(page.locator("details:visible")).to_have_count(0)
        page.locator("details").first.evaluate("(details) => (details.open = true)")
        expect(page.locator("details :visible").get_by_text("A Lantern for Translators")).to_have_count(1)

    @pytest.mark.parametrize("path", ["days/2025-03-10/", "months/2025-03/", "about/"])
    def test_links_have_their_full_addresses(self, site: Site, visit: Visits, path: str) -> None:
        page = visit(site / path)
        page.emulate_media(media="print")
        expect(page.locator("article [data-address]").first).to_be_visible()
        shown = page.locator("article [data-address]").evaluate_all(
            "(links) => links.map((link) => getComputedStyle(link, '::after').content)"
        )
        assert all(text.startswith('" http') for text in shown)
        assert page.locator("article .paper > a:not([data-address])").count() == 0

    def test_links_stand_out_whatever_the_colours_were(self, site: Site, visit: Visits) -> None:
        page = visit(site / "days/2025-03-10/", color_scheme="dark")
        page.emulate_media(media="print", color_scheme="dark")
        assert_stands_out(page)


class TestTextThatRunsToTheLeft:
    @pytest.mark.parametrize(
        ("path", "title"),
        [
            ("papers/2503.00042/", "h1"),
            ("days/2025-03-10/", ".paper > a"),
            ("", ".rows li > a"),
            ("search/?q=lantern", ".search-title"),
        ],
    )
    def test_a_title_ends_at_its_left(self, site: Site, visit: Visits, path: str, title: str) -> None:
        page = visit(site / path)
        first, last = page.locator(f"article {title}").first.evaluate("""(title) => {
          title.textContent = "\u05e9\u05dc\u05d5\u05dd!";
          return [0, 4].map((at) => {
            const letter = document.createRange();
            letter.setStart(title.firstChild, at);
            letter.setEnd(title.firstChild, at + 1);
            return letter.getBoundingClientRect().left;
          });
        }""")
        assert last < first


class TestTheCalendar:
    def test_its_rows_are_equally_high(self, site: Site, visit: Visits) -> None:
        page = visit(site / "archive/")
        heights = page.locator(".month tbody tr").evaluate_all("(rows) => rows.map((row) => row.offsetHeight)")
        assert len(set(heights)) == 1


class TestWithTheKeyboard:
    def test_the_first_key_leads_to_the_heading(self, site: Site, visit: Visits) -> None:
        for page in each_kind(site, visit):
            page.keyboard.press("Tab")
            expect(page.locator(".md-skip")).to_be_focused()
            expect(page.locator(".md-skip")).to_be_in_viewport()
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile(r"#[a-z]+$"))
            expect(page.locator("h1:target")).to_be_in_viewport()


def remove_buttons(page: Page) -> None:
    page.locator(BUTTONS).evaluate_all("(all) => all.forEach((part) => part.remove())")


class TestWithoutScripts:
    def test_every_page_shows_its_content(self, site: Site, visit: Visits) -> None:
        shown = {}
        for page in each_kind(site, visit):
            remove_buttons(page)
            shown[page.url] = page.locator("article").inner_text()
        for page in each_kind(site, visit, java_script_enabled=False):
            expect(page.locator("h1")).to_be_visible()
            expect(page.get_by_role("navigation", name="Sections").get_by_role("link")).to_have_count(len(SECTIONS))
            if page.url not in {
                site / KINDS[kind] for kind in ("search", "feeds", "library")
            }:  # made by scripts, or copies
                remove_buttons(page)
                # With scripts, the topics beside a day's papers filter these instead of listing them once more.
                page.locator(".rail .dot + .titles").evaluate_all("(lists) => lists.forEach((list) => list.remove())")
                assert page.locator("article").inner_text() == shown[page.url]

    def test_links_lead_on(self, site: Site, visit: Visits) -> None:
        page = visit(site / "days/2025-03-10/", java_script_enabled=False)
        page.locator(".paper").get_by_role("link", name="A Lantern for Translators", exact=True).click()
        expect(page.locator("h1")).to_have_text("A Lantern for Translators")

    def test_the_drawer_opens(self, site: Site, visit: Visits) -> None:
        page = visit(site / "", **PHONE, java_script_enabled=False)
        page.locator(".md-header").get_by_title("Sections").tap()
        page.get_by_role("navigation", name="Sections").get_by_role("link", name="Topics").tap()
        expect(page).to_have_url(site / "topics/")

    def test_search_says_that_it_needs_them(self, site: Site, visit: Visits) -> None:
        page = visit(site / "topics/", java_script_enabled=False)
        page.get_by_role("searchbox", name="Search papers").fill("lantern")
        page.get_by_role("searchbox", name="Search papers").press("Enter")
        expect(page).to_have_url(site / "search/?q=lantern")
        expect(page.locator("article noscript p")).to_contain_text("needs JavaScript")
        page.locator("article noscript a").first.click()
        expect(page).to_have_url(site / "archive/")


@pytest.mark.parametrize(
    ("path", "entry"), [("feeds/all.atom.xml", "entry"), ("feeds/topics/translation.rss.xml", "item")]
)
def test_a_feed_is_a_readable_list(site: Site, visit: Visits, path: str, entry: str) -> None:
    page = visit(site / path)
    says = page.evaluate("() => getComputedStyle(document.documentElement, '::before').content")
    assert "This is a feed" in says
    titles = page.locator(f"{entry} > title").all()
    assert len(titles) > 30
    expect(page.get_by_text("A Lantern for Translators").first).to_be_visible()
    boxes = [box_of(title) for title in titles]
    assert all(above["y"] + above["height"] < below["y"] for above, below in pairwise(boxes))
    expect(page.locator(f"{entry} > link").first).to_be_visible()
