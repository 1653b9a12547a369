"""What the head of a page names is there, and a browser takes it without a complaint."""

from tests.browser.sites import Site
from tests.browser.visits import Visits, each_kind

# Asks for everything of the site that the head names, and returns the answers that were none.
FAILURES = """async () => {
  const parts = [...document.querySelectorAll("head link[href], head script[src]")];
  const own = parts.map((part) => part.href || part.src).filter((link) => new URL(link).host === location.host);
  const answers = await Promise.all(own.map((link) => fetch(link)));
  return answers.filter((answer) => !answer.ok).map((answer) => answer.url);
}"""


def test_nothing_that_a_head_names_is_missing(site: Site, visit: Visits) -> None:
    for page in each_kind(site, visit):
        assert page.evaluate(FAILURES) == [], page.url


def test_the_manifest_is_read_without_an_error(site: Site, visit: Visits) -> None:
    page = visit(site / "")
    read = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert read["url"] == site / "site.webmanifest"
    assert read["errors"] == []
    assert '"Daily Papers"' in read["data"]


def test_blocks_of_data_are_not_run_and_the_policy_has_nothing_against_them(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "papers/hostile-2/")
    block = page.locator("head > script[type='application/ld+json']")
    assert page.evaluate("(text) => JSON.parse(text).headline", block.text_content()).startswith("</title>")


def test_a_file_is_loaded_by_its_stable_address(site: Site, visit: Visits) -> None:
    page = visit(site / "data/")
    day = page.evaluate("async () => (await fetch('days/2025-03-10.json')).json()")
    assert [paper["key"] for paper in day["papers"]] == ["2503.00042", "a-lantern-for-translators"]
