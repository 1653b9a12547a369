"""Sitemaps: every page once, with the day its content last changed, in files that stay as they are."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import etree

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.publish.pages import sitemap
from generator.publish.pages.sitemap import sitemap_files
from generator.publish.settings import Site, read_site
from generator.publish.site import build_site
from tests.support.archives import files_of, make_archive, silent

ROOT = "https://daily-papers.github.io/archive/"
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
Entries = dict[str, str | None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return read_site(make_archive(tmp_path_factory.mktemp("settings") / "archive"))


def entries(data: bytes, root: str, entry: str) -> Entries:
    """Return the addresses below the site of a sitemap or an index, each once, with their days."""
    tree = etree.fromstring(data)
    assert tree.tag == NAMESPACE + root
    assert {child.tag for child in tree} <= {NAMESPACE + entry}
    found = [(child.findtext(f"{NAMESPACE}loc") or "", child.findtext(f"{NAMESPACE}lastmod")) for child in tree]
    assert len(dict(found)) == len(found)
    assert all(address.startswith(ROOT) for address, _ in found)
    return {address.removeprefix(ROOT): day for address, day in found}


def read(files: dict[str, bytes]) -> tuple[Entries, dict[str, Entries]]:
    """Return the entries of the index, and of each sitemap that it names."""
    index = entries(files["sitemap.xml"], "sitemapindex", "sitemap")
    return index, {path: entries(files[path], "urlset", "url") for path in index}


def test_every_page_stands_in_one_sitemap_with_the_newest_day_that_it_shows(sample_site: Path) -> None:
    files = files_of(sample_site)
    _, parts = read(files)
    named = [address for part in parts.values() for address in part]
    pages = {path.removesuffix("index.html") for path in files if path.endswith("index.html")}
    leading = {"papers/2402.09999/", "topics/robots/", "topics/robots/2025/", "topics/robots/top/"}  # to another page
    assert sorted(named) == sorted(pages - leading)
    assert parts["sitemap-days-2025.xml"] == {
        f"days/{day}/": day for day in ("2025-03-10", "2025-03-11", "2025-03-15", "2025-04-01")
    }
    assert parts["sitemap-weeks-2025.xml"] == {"weeks/2025-W11/": "2025-03-15", "weeks/2025-W14/": "2025-04-01"}
    assert parts["sitemap-months-2025.xml"] == {"months/2025-03/": "2025-03-15", "months/2025-04/": "2025-04-01"}
    assert parts["sitemap-papers-2025.xml"]["papers/2503.00042/"] == "2025-03-10"
    assert parts["sitemap-papers-undated.xml"] == {"papers/the-cat-sat-again/": None}
    assert parts["sitemap-topics-undated.xml"]["topics/unused/"] is None
    assert parts["sitemap-pages.xml"] == {
        "": "2025-04-01",
        "about/": None,
        "archive/": "2025-04-01",
        "data/": "2025-04-01",
        "feeds/": None,
        "library/": None,
        "search/": None,
        "topics/": "2025-04-01",
        "trends/": "2025-04-01",
    }


def test_the_index_says_of_each_sitemap_its_newest_day_and_robots_txt_names_the_index(sample_site: Path) -> None:
    files = files_of(sample_site)
    index, parts = read(files)
    assert index == {path: max(filter(None, part.values()), default=None) for path, part in parts.items()}
    assert f"Sitemap: {ROOT}sitemap.xml\n".encode() in files["robots.txt"]


def test_no_file_has_more_addresses_than_it_may(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sitemap.MOST_ADDRESSES == 50_000
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES", 3)
    first = date(2024, 1, 1)
    changes = {f"papers/p{number:02}/": first + timedelta(number) for number in range(8)}
    _, parts = read(dict(sitemap_files(site, changes)))
    assert [(path, len(part)) for path, part in parts.items()] == [
        ("sitemap-papers-2024-2.xml", 3),
        ("sitemap-papers-2024-3.xml", 2),
        ("sitemap-papers-2024.xml", 3),
    ]
    assert {address for part in parts.values() for address in part} == changes.keys()


def test_a_new_year_leaves_the_sitemaps_of_the_old_one_as_they_are(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive")
    before = files_of(build_site(root, report=silent).folder)
    paper = Record(key="new-year", title="New Year")
    write_listing(root / "content", Listing(day=date(2026, 1, 5), source="test", status="complete", papers=(paper,)))
    after = files_of(build_site(root, report=silent).folder)
    old = {path for path in before if path.startswith("sitemap-") and "2025" in path}
    assert len(old) == 6
    assert {path for path in old if after[path] != before[path]} == set()
    assert b"papers/new-year/" in after["sitemap-papers-2026.xml"]
