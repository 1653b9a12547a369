"""The address that asks for a feed of a search, made by the script as the search page uses it."""

import base64
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, expect

from generator.collect.follow_form import LABELS
from tests.browser.sites import Site
from tests.browser.visits import Visits
from tests.support.archives import REPOSITORY
from tests.support.hostile import TEXTS

REPO = "https://github.com/o/r"
SCRIPT = REPOSITORY / "overrides" / "assets" / "javascripts" / "follow.js"
FORM = yaml.safe_load((REPOSITORY / ".github" / "ISSUE_TEMPLATE" / "follow.yml").read_text())

Follow = Callable[..., str | None]


@pytest.fixture(scope="module")
def follow(browser: Browser) -> Iterator[Follow]:
    """Return the script's function."""
    page = browser.new_page()
    module = f"data:text/javascript;base64,{base64.b64encode(SCRIPT.read_bytes()).decode()}"
    call = "async ([module, repo, search]) => (await import(module)).followAddress(repo, search)"
    yield lambda repo=REPO, **search: page.evaluate(call, [module, repo, search])
    page.close()


def fields(address: str | None) -> dict[str, str]:
    assert address is not None
    split = urlsplit(address)
    assert f"{split.scheme}://{split.netloc}{split.path}" == f"{REPO}/issues/new"
    return {name: value for name, (value,) in parse_qs(split.query, strict_parsing=True).items()}


def test_a_search_fills_in_the_form(follow: Follow) -> None:
    found = fields(follow(text='robots  that "dexterous hand" grip', author="Zo\u00eb Bo", topic="robotics"))
    assert found == {
        "template": "follow.yml",
        "title": "Follow: dexterous hand, robots that grip, Zo\u00eb Bo, robotics",
        "feed": "dexterous hand, robots that grip, Zo\u00eb Bo, robotics",
        "authors": "Zo\u00eb Bo",
        "topics": "robotics",
        "words": "dexterous hand\nrobots that grip",
    }
    ids = {part.get("id") for part in FORM["body"]}
    assert found.keys() - {"template", "title"} <= ids
    assert len(ids - {None}) == len(LABELS)


@pytest.mark.parametrize("search", [{}, {"text": '  "" ?! '}, {"author": " "}])
def test_a_search_for_nothing_has_no_feed(follow: Follow, search: dict[str, str]) -> None:
    assert follow(**search) is None
    assert follow(repo="", text="robots") is None


@pytest.mark.parametrize("text", [*TEXTS, "x " * 50_000, "\ud83e\uddea" * 5_000])
def test_any_text_stays_text_and_no_address_is_too_long(follow: Follow, text: str) -> None:
    address = follow(text=text, author=text[:200])
    if address is not None:
        assert len(address) <= 8_000
        assert fields(address)["template"] == "follow.yml"


def test_the_search_page_leads_to_the_form_as_soon_as_something_is_found(site: Site, visit: Visits) -> None:
    page = visit(site / 'search/?q="lantern"&topic=translation&author=Ada+Example')
    link = page.get_by_role("link", name="Follow as a feed")
    expect(link).to_be_visible()
    address = str(link.get_attribute("href"))
    query = {name: value for name, (value,) in parse_qs(urlsplit(address).query).items()}
    assert (query["words"], query["authors"], query["topics"]) == ("lantern", "Ada Example", "translation")
    page.locator("#search-page").get_by_role("searchbox").fill("qqqqzzzzxxxx")
    expect(link).to_be_hidden()
