"""Following topics, authors and words: what is new since the last visit, and what is done with it."""

import base64
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.sites import Site
from tests.browser.test_library import FIRST_VERSION, SHIFTS, header_link, tab, titles_of
from tests.browser.visits import PHONE, Visits
from tests.support.archives import REPOSITORY
from tests.support.matching import AUTHORS, WORDS, AuthorCase, WordsCase

RULES_SCRIPT = REPOSITORY / "overrides" / "assets" / "javascripts" / "library-rules.js"
MATCHED = """async ([module, cases]) => {
  const { matcher, ruleOf } = await import(module);
  return cases.map(([kind, text, paper]) => matcher(ruleOf(kind, text))({ title: "", authors: [], ...paper }));
}"""
DAYS = [f"2025-02-{day:02}" for day in range(3, 29)]
RULES = ["robot", "lantern", '"long context"', "zebra", "quark", "onyx", "plum", "fig", "sage", "teal"]


class Days:
    """What a reader's browser gets of the site's data: days and their papers, which a test changes."""

    def __init__(self) -> None:
        self.days: dict[str, list[dict[str, Any]]] = {}
        self.read: list[str] = []
        self.size = 0

    def add(self, day: str, *titles: str, **fields: object) -> None:
        """List papers on a day, after those that it has."""
        papers = self.days.setdefault(day, [])
        for title in titles:
            key = f"{day}-{len(papers)}"
            papers.append({"key": key, "title": title, "authors": ["Ada Example"], "topics": [], **fields})

    def answer(self, route: Route) -> None:
        """Answer a request for one of the files."""
        path = route.request.url.partition("/data/")[2]
        self.read.append(path)
        if path == "index.json":
            content: object = {
                "files": [{"path": f"days/{day}.json", "papers": len(p)} for day, p in self.days.items()]
            }
        elif path == "topics.json":
            topic = {"name": "robotics", "title": "Robotics", "group": "Machines", "aliases": ["robots"]}
            content = {"topics": [topic, {"name": "weather", "title": "Weather", "group": "Machines"}]}
        else:
            day = path.removeprefix("days/").removesuffix(".json")
            content = {"day": day, "unlisted": [], "papers": self.days[day]}
        body = json.dumps(content)
        self.size += len(gzip.compress(body.encode()))
        route.fulfill(body=body, content_type="application/json")


@pytest.fixture
def days() -> Days:
    made = Days()
    for day in DAYS[:10]:
        made.add(day, f"A Robot of {day}", f"Something Else of {day}")
    return made


@pytest.fixture
def reader(site: Site, visit: Visits, days: Days) -> Callable[..., Page]:
    """Return a function that opens the library for a new reader, whose data the test decides."""

    def opened(path: str = "library/#following", **options: Any) -> Page:  # noqa: ANN401 - as a visit's
        page = visit("about:blank", **options)
        page.context.route("**/data/**/*.json", days.answer)
        page.context.route("**/data/*.json", days.answer)
        page.goto(site / path)
        return page

    return opened


def follow(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Enter")
    expect(page.get_by_role("button", name=f"Unfollow {text}")).to_be_visible()


def inbox(page: Page) -> Locator:
    return page.locator(".library-day h3 > a")


def return_to_inbox(page: Page, site: Site) -> None:
    page.goto("about:blank")
    page.goto(site / "library/#inbox")


def test_a_rule_finds_papers_of_about_a_week_at_once(reader: Callable[..., Page]) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    expect(header_link(page)).to_have_attribute("title", "Library: 5 new, nothing saved")
    header_link(page).click()
    tab(page, "Inbox").click()
    expect(inbox(page)).to_have_text([f"A Robot of {day}" for day in reversed(DAYS[5:10])])
    expect(page.locator(".library-day .library-tag").first).to_have_text("robot")


def test_a_week_away_with_ten_rules_reads_little_and_finds_everything(
    reader: Callable[..., Page], site: Site, days: Days
) -> None:
    page = reader()
    for rule in RULES:
        follow(page, "Words", rule)
    expect(header_link(page)).to_have_attribute("data-count", "5")
    return_to_inbox(page, site)
    page.get_by_role("button", name="Mark all as seen").click()
    expect(page.get_by_text("Nothing new")).to_be_visible()
    for day in DAYS[10:15]:
        names = [f"Person {number} of {day} Surname" for number in range(30)]
        days.add(day, *(f"Paper {number} on Lanterns of {day}" for number in range(40)), authors=names)
    days.read, days.size = [], 0
    return_to_inbox(page, site)
    expect(header_link(page)).to_have_attribute("data-count", "99+")
    expect(inbox(page)).to_have_count(200)
    assert sorted(days.read) == [*(f"days/{day}.json" for day in DAYS[10:15]), "index.json"]
    assert days.size <= 150_000


def test_a_day_that_grew_is_read_again(reader: Callable[..., Page], site: Site, days: Days) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    days.add(DAYS[9], "A Late Robot")
    days.read = []
    return_to_inbox(page, site)
    expect(inbox(page)).to_have_count(6)
    assert days.read == ["index.json", f"days/{DAYS[9]}.json"]


@pytest.mark.parametrize(
    ("rule", "paper", "matches"),
    [
        (("Words", "robot"), {"title": "Robots That Wait"}, True),
        (("Words", "robot"), {"title": "Robotics"}, False),
        (("Words", "study robot"), {"title": "Robot, a Study"}, True),
        (("Words", '"robot study"'), {"title": "Robot: Studies"}, True),
        (("Words", '"robot study"'), {"title": "Study of a Robot"}, False),
        (("Words", "ＲＯＢＯＴ"), {"title": "robot"}, True),
        (("Words", "heartbeat"), {"title": "X", "summary": "It counts heartbeats."}, True),
        (("Words", "heartbeat"), {"title": "X", "keywords": ["heartbeat"]}, True),
        (("Words", "机器人"), {"title": "机器人 robot"}, True),
        (("An author", "Jose Núñez"), {"title": "X", "authors": ["B C", "José M. Nunez"]}, True),
        (("An author", "Jose Nunez"), {"title": "X", "authors": ["José Other", "Ana Nunez"]}, False),
    ],
)
def test_rules_match_in_the_browser(
    reader: Callable[..., Page], days: Days, rule: tuple[str, str], paper: dict[str, Any], matches: bool
) -> None:
    days.days = {DAYS[0]: [{"key": "one", "authors": [], "topics": [], **paper}]}
    page = reader()
    follow(page, *rule)
    tab(page, "Inbox").click()
    expect(page.get_by_text("Looking for new papers")).to_have_count(0)
    if matches:
        expect(inbox(page)).to_have_count(1)
    else:
        expect(page.get_by_text("Nothing new")).to_be_visible()


def test_rules_match_as_standing_queries_do(browser: Browser) -> None:
    words = [("words", f'"{case.phrase}"', paper) for case in WORDS for paper in texts(case.text)]
    authors = [("author", case.wanted, {"authors": ["Bo Sample", case.author]}) for case in AUTHORS]
    page = browser.new_page()
    found = page.evaluate(MATCHED, [as_module(RULES_SCRIPT), [*words, *authors]])
    page.close()
    cases: list[WordsCase | AuthorCase] = [*(case for case in WORDS for _ in texts("")), *AUTHORS]
    assert [case for case, matches in zip(cases, found, strict=True) if matches != case.matches] == []


def texts(text: str) -> list[dict[str, Any]]:
    """Return papers that have a text in each place that words are looked for in."""
    return [{"title": text}, {"summary": text}, {"keywords": ["x", text]}]


def as_module(script: Path) -> str:
    """Return an address from which a script without imports can be loaded."""
    return f"data:text/javascript;base64,{base64.b64encode(script.read_bytes()).decode()}"


def test_keywords_of_a_day_s_file_match(site: Site, visit: Visits) -> None:
    page = visit(site / "library/#following")
    follow(page, "Words", '"assembly planning"')
    expect(header_link(page)).to_have_attribute("data-count", "1")


def test_two_topics_are_followed_with_four_clicks(reader: Callable[..., Page], days: Days) -> None:
    days.add(DAYS[9], "Storms", topics=["weather"])
    page = reader("")
    header_link(page).click()
    tab(page, "Following").click()
    page.get_by_role("button", name="Robotics", exact=True).click()
    page.get_by_role("button", name="Weather", exact=True).click()
    expect(page.get_by_role("button", name="Unfollow Weather")).to_be_visible()
    expect(page.get_by_role("button", name="Unfollow Robotics")).to_be_visible()
    expect(header_link(page)).to_have_attribute("data-count", "1")


def test_a_topic_s_page_is_followed_with_one_and_home_says_what_is_new(
    reader: Callable[..., Page], site: Site, days: Days
) -> None:
    days.add(DAYS[9], "Grippers", topics=["robotics"])
    page = reader("topics/robotics/")
    page.get_by_role("button", name="Follow here").click()
    expect(page.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")
    expect(header_link(page)).to_have_attribute("data-count", "1")
    page.goto(site / "")
    expect(page.locator(".yours")).to_contain_text("1 new")
    page.locator(".yours").get_by_role("link", name="1 new").click()
    expect(inbox(page)).to_have_text(["Grippers"])


@pytest.mark.parametrize("number", [1, 3, 7])
def test_nothing_moves_on_home_when_the_reader_s_topics_come(
    reader: Callable[..., Page], site: Site, number: int
) -> None:
    page = reader(viewport={"width": 1280, "height": 1000})
    for rule in RULES[:number]:
        follow(page, "Words", rule)
    follow(page, "Words", "a long rule that no line of the rail has room for whatever its width may be")
    page.add_init_script(SHIFTS)
    page.goto(site / "")
    expect(page.locator(".yours li")).to_have_count(min(5, number + 1))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("shifts") == 0


def test_a_renamed_topic_stays_followed(reader: Callable[..., Page], site: Site, days: Days, tmp_path: Path) -> None:
    days.add(DAYS[9], "Grippers", topics=["robotics"])
    page = reader("library/#settings")
    file = tmp_path / "old.json"
    rule = {"kind": "topic", "value": "robots", "title": "Robots"}
    file.write_text(json.dumps({"papers": [], "follows": [rule, {"kind": "evil", "value": "x"}, None]}), "utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="1 rule to follow")).to_be_visible()
    return_to_inbox(page, site)
    expect(inbox(page)).to_have_text(["Grippers"])


def test_papers_are_seen_skipped_and_saved(reader: Callable[..., Page], site: Site) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    return_to_inbox(page, site)
    page.get_by_role("button", name="Seen: ").first.click()
    expect(inbox(page)).to_have_count(4)
    page.get_by_role("button", name="Skip: ").first.click()
    expect(inbox(page)).to_have_count(3)
    page.get_by_role("button", name="Save: ").first.click()
    expect(inbox(page)).to_have_count(2)
    page.get_by_role("button", name="Seen 1").click()
    expect(inbox(page)).to_have_text([f"A Robot of {DAYS[9]}"])
    tab(page, "Saved").click()
    expect(titles_of(page)).to_have_text([f"A Robot of {DAYS[7]}"])
    return_to_inbox(page, site)  # and nothing of it comes back
    expect(inbox(page)).to_have_count(2)


def test_single_keys_move_save_and_can_be_switched_off(reader: Callable[..., Page], site: Site) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    return_to_inbox(page, site)
    expect(page.get_by_text("Looking for new papers")).to_have_count(0)
    expect(inbox(page)).to_have_count(5)
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(inbox(page).nth(at)).to_be_focused()
    page.keyboard.press("s")
    expect(inbox(page)).to_have_count(4)
    expect(inbox(page).nth(1)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    tab(page, "Settings").click()
    page.get_by_label("Single keys").uncheck()
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    return_to_inbox(page, site)
    expect(inbox(page)).to_have_count(4)
    page.keyboard.press("j")
    expect(page.locator("body")).to_be_focused()


def test_the_slash_is_switched_off_with_the_other_keys(site: Site, visit: Visits) -> None:
    page = visit(site / "library/#settings")
    field = page.get_by_role("combobox", name="Search papers")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    page.get_by_label("Single keys").uncheck()
    page.get_by_label("Single keys").blur()
    for path in ("library/#settings", "about/"):
        page.goto(site / path)
        expect(field).to_have_attribute("role", "combobox")
        page.keyboard.press("/")
        expect(field).not_to_be_focused()


def test_full_storage_is_said_in_the_inbox(reader: Callable[..., Page], site: Site) -> None:
    page = reader()
    follow(page, "Words", "quark")
    page.add_init_script(
        "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    return_to_inbox(page, site)
    expect(page.get_by_text("storage for this site is full")).to_be_visible()


def test_an_imported_inbox_takes_nothing_back(reader: Callable[..., Page], site: Site, tmp_path: Path) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    tab(page, "Settings").click()
    page.get_by_label("Single keys").uncheck()
    expect(page.get_by_text("Single keys are off.")).to_be_visible()
    file = tmp_path / "library.json"
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    download.value.save_as(file)
    return_to_inbox(page, site)
    page.get_by_role("button", name="Skip: ").first.click()
    expect(inbox(page)).to_have_count(4)
    tab(page, "Settings").click()
    page.get_by_label("Single keys").check()
    expect(page.get_by_text("Single keys are on.")).to_be_visible()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("status").filter(has_text="Imported 0 papers and 1 rule to follow.")).to_be_visible()
    return_to_inbox(page, site)
    expect(page.get_by_text("Looking for new papers")).to_have_count(0)
    expect(inbox(page)).to_have_count(4)
    tab(page, "Settings").click()
    expect(page.get_by_label("Single keys")).not_to_be_checked()


def test_what_is_no_longer_followed_leaves_the_inbox(reader: Callable[..., Page]) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    page.get_by_role("button", name="Unfollow robot").click()
    expect(header_link(page)).to_have_attribute("data-count", "")


def test_a_site_that_does_not_answer_is_a_sentence(reader: Callable[..., Page], site: Site) -> None:
    page = reader()
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    page.context.unroute("**/data/*.json")
    page.context.route("**/data/index.json", lambda route: route.fulfill(body="<html>"))
    return_to_inbox(page, site)
    expect(page.get_by_text("the site did not answer")).to_be_visible()
    expect(inbox(page)).to_have_count(5)


def test_a_reader_who_follows_nothing_asks_for_nothing(reader: Callable[..., Page], site: Site, days: Days) -> None:
    page = reader("")
    page.goto(site / "library/")
    page.goto(site / "days/2025-03-10/", wait_until="networkidle")
    assert days.read == []


def test_the_first_version_s_library_is_kept(site: Site, visit: Visits) -> None:
    page = visit(site / "404.html")
    paper = {
        "key": "a-lantern-for-translators",
        "title": "A Lantern",
        "byline": "Ada",
        "status": "reading",
        "tags": ["x"],
    }
    dates = {"note": "mine", "saved": "2026-01-02T00:00:00Z", "changed": "2026-01-02T00:00:00Z"}
    page.evaluate(FIRST_VERSION, ["/archive/library", paper | dates])
    page.goto(site / "library/#saved")
    expect(titles_of(page)).to_have_text(["A Lantern"])
    expect(page.get_by_label("Status of A Lantern")).to_have_value("reading")
    page.goto(site / "topics/robotics/")
    page.get_by_role("button", name="Follow here").click()
    expect(page.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")


def test_hostile_rules_and_titles_stay_text(reader: Callable[..., Page], days: Days) -> None:
    evil = "<img src=x onerror=alert(1)> robot"
    days.add(DAYS[9], evil, authors=[evil])
    page = reader()
    follow(page, "Words", "<img src=x onerror=alert(1)>")
    tab(page, "Inbox").click()
    expect(inbox(page)).to_have_text([evil])
    expect(page.locator("#library img")).to_have_count(0)


def test_on_a_phone_everything_fits_and_can_be_hit(reader: Callable[..., Page], site: Site) -> None:
    page = reader(**{**PHONE, "viewport": {"width": 320, "height": 800}})
    follow(page, "Words", "robot")
    expect(header_link(page)).to_have_attribute("data-count", "5")
    for path in ("library/#following", "library/#inbox", "library/#settings"):
        page.goto("about:blank")
        page.goto(site / path)
        expect(page.locator(".library-view :is(button, label)").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        parts = page.locator("#library :is(button, summary, label):visible").all()
        boxes = [(part.inner_text(), part.bounding_box()) for part in parts]
        assert [text for text, box in boxes if not box or min(box["width"], box["height"]) < 24] == []
