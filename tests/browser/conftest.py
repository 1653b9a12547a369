"""What browser tests are given: one browser, sites to visit, and visits that fail their test when a page does."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.install import launch
from tests.browser.sites import Site, sample_with_many_papers, serve_archive
from tests.browser.visits import PATIENCE, Visits
from tests.support.hostile import hostile_archive

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return the browser; it starts once, and ends with these tests: others count threads and processes."""
    with sync_playwright() as playwright, launch(playwright) as browser:
        yield browser


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of the sample archive with more papers than one page of results shows."""
    with serve_archive(sample_with_many_papers(tmp_path_factory.mktemp("sample") / "archive")) as site:
        yield site


@pytest.fixture(scope="package")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of the archive in which every text tries to be more than text."""
    with serve_archive(hostile_archive(tmp_path_factory.mktemp("hostile") / "archive")) as site:
        yield site


@pytest.fixture(scope="package")
def real_site(scraped_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return the site of the three real scrapes with their abstracts, where those are at hand."""
    with serve_archive(shutil.copytree(scraped_root, tmp_path_factory.mktemp("real") / "archive")) as site:
        yield site


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visits]:
    """Return a function that opens an address; the test fails if a page that it opened had a problem."""
    visits = Visits(browser)
    yield visits
    visits.end()
    assert visits.problems == []


@pytest.fixture(scope="package")
def modules(browser: Browser, site: Site) -> Iterator[Page]:
    """Return a page whose tests call functions of the site's modules and change nothing."""
    visits = Visits(browser)
    yield visits(site / "papers/2503.00042/")
    visits.end()
    assert visits.problems == []
