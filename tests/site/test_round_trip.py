"""A contributor's round trip: a topic is edited, checked and built, and what shows that paper changes, nothing else."""

from pathlib import Path

import pytest

from generator.archive.load import load_archive
from generator.incremental.output import RECORD
from generator.publish.catalog import catalog_of
from generator.publish.compare.changes import Changes, Difference, read_changes
from generator.publish.search.document import search_record
from generator.publish.settings import read_site
from tests.support.archives import files_of, retagged, run

KEY = "a-lantern-for-translators"
# The paper's page, the days, week and month that list it, both topics with their years, and every count of topics.
CHANGED = {
    "",
    "days/2025-03-10/",
    "days/2025-03-11/",
    "feeds/",
    "months/2025-03/",  # shows the topics of its most upvoted papers, and how large topics are
    f"papers/{KEY}/",
    "search/",  # offers topics with their numbers of papers
    "topics/",
    "topics/robotics/",
    "topics/robotics/2025/",
    "topics/robotics/top/",
    "topics/translation/",
    "weeks/2025-W11/",
    "years/2025/",
}
GONE = {"topics/translation/2025/"}  # it was the topic's only paper
FEEDS = {
    "feeds/all",
    "feeds/archive/all/2025-03-10",
    "feeds/archive/topics/robotics/2025-03",
    "feeds/archive/topics/translation/2025-03",
    "feeds/topics/robotics",
    "feeds/topics/translation",
}
OLD_NAMES = {"feeds/topics/robots", "feeds/archive/topics/robots/2025-03", "data/topics/robots"}  # of robotics
CITATIONS = {f"cite/topics/{name}/2025" for name in ("robotics", "robots", "translation")}
# The whole records of the paper, both topics' lists, and what speaks of everything; a month's list has no topics.
DATA = {
    f"data/{name}"
    for name in (
        "days/2025-03-10",
        "days/2025-03-11",
        "topics/robotics",
        "topics/translation",
        "papers",
        "index",
        "SHA256SUMS",
    )
}
SITEMAPS = {"sitemap-topics-2025", "sitemap-topics-undated"}  # the topic without papers has no day any more

Sites = tuple[dict[str, bytes], dict[str, bytes]]


@pytest.fixture
def edited(archive: Path) -> Path:
    """Return a copy of the archive, checked, in which a person has moved the paper from translation to robotics."""
    after = retagged(archive)
    assert "no problems" in run("check", "-C", str(after)).output
    return after


@pytest.fixture
def sites(sample_site: Path, edited: Path) -> Sites:
    """Return the files of the site before the edit and after it."""
    run("build", "-C", str(edited))
    return files_of(sample_site), files_of(edited / "site")


def shows(data: bytes) -> bool:
    return KEY.encode() in data


def differing(sites: Sites) -> set[str]:
    before, after = sites
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def pages(paths: set[str], ending: str) -> set[str]:
    return {path.removesuffix(f"index.{ending}") for path in paths if path.endswith(f"index.{ending}")}


def test_the_paper_moves_from_the_old_topic_to_the_new_one(sites: Sites, edited: Path) -> None:
    before, after = sites
    for path in ("topics/{}/index.html", "feeds/topics/{}.atom.xml", "feeds/topics/{}.rss.xml"):
        old, new = path.format("translation"), path.format("robotics")
        assert (shows(before[old]), shows(before[new])) == (True, False)
        assert (shows(after[old]), shows(after[new])) == (False, True)
    catalog = catalog_of(load_archive(edited / "content"), read_site(edited))
    assert [topic.name for topic in search_record(catalog.papers[KEY]).topics] == ["robotics"]


def test_nothing_changes_but_what_shows_the_paper_or_counts_its_topics(sites: Sites) -> None:
    paths = {path for path in differing(sites) if not path.startswith("search-index/")}
    assert paths < differing(sites)  # the search knows of it
    assert pages(paths, "html") == CHANGED | GONE
    html_alone = {address for address in CHANGED | GONE if address.startswith("papers/") or address.endswith("/2025/")}
    assert pages(paths, "md") == (CHANGED | GONE) - html_alone
    others = {path for path in paths if not path.endswith(("index.html", "index.md"))} - {RECORD}
    assert {path.partition(".")[0] for path in others} == FEEDS | OLD_NAMES | CITATIONS | DATA | SITEMAPS


def test_the_report_names_exactly_these_pages_and_feeds(archive: Path, edited: Path, sites: Sites) -> None:
    found = report(archive, edited)
    assert {at for part in found.pages.values() for at in part.changed.first} == CHANGED
    assert {at for part in found.pages.values() for at in part.gone.first} == GONE
    assert not any(part.new.count for part in found.pages.values())
    assert named(found.feeds) == {path for path in differing(sites) if path.partition(".")[0] in FEEDS}


def report(before: Path, after: Path) -> Changes:
    return read_changes(run("compare", str(before), "-C", str(after), "--format", "json").output.encode())


def named(found: Difference) -> set[str]:
    return {*found.changed.first, *found.new.first, *found.gone.first}
