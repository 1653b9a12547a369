"""Pages of standing queries: what they show, at at present and old addresses, whichever way they are built."""

import re
from pathlib import Path

import pytest
from lxml import html

from generator.publish.site import build_site
from tests.support.archives import broken_links, files_of, silent, unpacked, xpath

FEEDS = """
lamps:
  title: Lamps & <b>light</b>
  description: Whatever *shines*, or helps to read.
  query:
    topics: [translation, robotics]
    words: [lantern, summary, "a <script>alert(1)</script> | b"]
    not: {authors: [Nobody O'Here], words: [kettle]}
  aliases: [lights]
short:
  title: Short ones
  description: Summaries.
  query: {words: [summaries], authors: [Nobody Here, Ada Example]}
  removed: 2025-03-11
"""


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the site of the sample with two queries, with pages stamped and with pages by the engine."""
    from tests.support.archives import make_archive  # noqa: PLC0415

    sites = []
    for name, plain in (("stamped", False), ("plain", True)):
        archive = make_archive(tmp_path_factory.mktemp(name) / "archive")
        (archive / "content" / "feeds.yml").write_text(FEEDS)
        build_site(archive, report=silent, plain=plain, jobs=1)
        sites.append(files_of(archive / "site"))
    return sites[0], sites[1]


def test_both_ways_to_build_give_the_same_pages(builds: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    stamped, plain = builds
    paths = sorted(path for path in stamped if path.startswith("feeds"))
    assert "feeds/by/lamps/index.html" in paths
    assert paths == sorted(path for path in plain if path.startswith("feeds"))
    for path in paths:
        assert stamped[path] == plain[path], path


def test_no_link_is_broken_and_every_text_stays_text(builds: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    site = builds[0]
    assert broken_links(site) == []
    assert [path for path, data in site.items() if b"<script>alert" in unpacked(data) and path.endswith("html")] == []
    page = site["feeds/by/lamps/index.html"].decode()
    assert re.search(r"Lamps (&amp;|&#38;) (&lt;|&#60;)b(>|&gt;|&#62;)light", page)
    assert "A Lantern for Translators" in page
    assert 'data-copy="https://daily-papers.github.io/archive/feeds/by/lamps.atom.xml"' in page


def test_a_page_says_what_its_query_looks_for(builds: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    page = html.fromstring(builds[0]["feeds/by/lamps/index.html"])
    labels = [label.text_content() for label in xpath(page, "//aside//strong")]
    assert labels[:4] == ["Topics:", "Words:", "Without words:", "Without authors:"]


def test_a_renamed_query_is_found_at_its_old_addresses(builds: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
    site = builds[0]
    assert b"url=../../../feeds/by/lamps/" in site["feeds/by/lights/index.html"]
    assert site["feeds/by/lights/index.md"].startswith(b"This feed has a new address: [Lamps")
    names = ("by/{}.atom.xml", "by/{}.rss.xml", "by/{}.json", "archive/by/{}/2025-03.atom.xml")
    for place in (f"feeds/{name}" for name in names):
        assert site[place.format("lights")] == site[place.format("lamps")]


def test_an_ended_feed_s_page_says_so_and_the_lists_leave_it_out(
    builds: tuple[dict[str, bytes], dict[str, bytes]],
) -> None:
    site = builds[0]
    assert b"This feed ended on 11 March 2025" in site["feeds/by/short/index.html"]
    assert b"by/lamps" in site["feeds/index.html"]
    assert b"by/short" not in site["feeds/index.html"] + site["feeds.opml"]


def test_an_archive_without_queries_has_none_of_it(sample_site: Path) -> None:
    assert not (sample_site / "feeds" / "by").exists()
    assert b"Words and authors" not in (sample_site / "feeds" / "index.html").read_bytes()
