"""What was once published stays reachable: topics that were renamed, with their pages, feeds and curation."""

from collections.abc import Callable
from pathlib import Path

from lxml import html

from generator.publish.plan import with_old_names
from tests.support.archives import broken_links, xpath

Build = Callable[..., dict[str, bytes]]


def target(files: dict[str, bytes], address: str) -> tuple[str, str]:
    """Return where a page leads at once, and what it calls the present address of its content."""
    page = html.fromstring(files[f"{address}index.html"])
    (refresh,) = xpath(page, "//meta[@http-equiv='refresh']/@content")
    (canonical,) = xpath(page, "//link[@rel='canonical']/@href")
    assert xpath(page, "//a/@href") == [refresh.removeprefix("0; url=")]
    return refresh, canonical


def rename(archive: Path) -> None:
    """Rename a topic as CONTRIBUTING.md says: a new name, and the old one as an alias."""
    path = archive / "content" / "topics.yml"
    text = path.read_text("utf-8")
    renamed = text.replace("    translation:\n", "    machine-translation:\n      aliases: [translation]\n")
    assert renamed != text
    path.write_text(renamed, "utf-8")


def test_a_topic_s_old_addresses_lead_to_its_present_pages(build: Build, archive: Path) -> None:
    rename(archive)
    files = build()
    for year in ("", "2025/"):
        refresh, canonical = target(files, f"topics/translation/{year}")
        assert refresh == f"0; url=../../{'../' * bool(year)}topics/machine-translation/{year}"
        assert canonical.endswith(f"/topics/machine-translation/{year}")
        assert f"topics/machine-translation/{year}index.html" in files
    assert broken_links(files) == []
    assert b"topics/translation/" not in files["sitemap.xml"] + files["topics/index.html"] + files["feeds/index.html"]


def test_all_that_was_published_under_a_topic_s_old_name_is_still_there(build: Build, archive: Path) -> None:
    before = build()
    rename(archive)
    after = build()
    lost = [path for path in before.keys() - after.keys() if not path.startswith(("search-index/", "assets/"))]
    assert lost == []
    moved = after["topics/translation/index.md"].decode()
    assert moved.endswith("[Translation](../../topics/machine-translation/index.md)\n")


def test_the_feeds_of_an_old_name_are_those_of_the_present_one(build: Build, archive: Path) -> None:
    rename(archive)
    files = build()
    feeds = {path for path in files if path.startswith("feeds/topics/machine-translation.")}
    assert feeds
    for path in feeds:
        assert files[path.replace("machine-translation", "translation")] == files[path]
        assert b"/feeds/topics/machine-translation." in files[path]


def test_an_old_name_that_is_added_later_is_served_though_the_topic_has_no_paper(build: Build, archive: Path) -> None:
    build()
    path = archive / "content" / "topics.yml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("    unused:\n", "    unused:\n      aliases: [lonely]\n"), "utf-8")
    files = build()
    for of_topic in ("feeds/topics/{}.atom.xml", "feeds/topics/{}.rss.xml", "data/topics/{}.json"):
        assert files[of_topic.format("lonely")] == files[of_topic.format("unused")]


def test_old_curation_of_a_renamed_topic_is_read_as_the_present_one(build: Build, archive: Path) -> None:
    rename(archive)
    assert b"topics: [translation]" in (archive / "content" / "curation" / "2025" / "2025-03-10.yml").read_bytes()
    page = html.fromstring(build()["topics/machine-translation/index.html"])
    assert "A Lantern for Translators" in xpath(page, "//h3//text()")


def test_every_file_of_a_topic_s_feeds_is_served_under_each_old_name() -> None:
    feeds = [
        ("feeds/all.atom.xml", b"all"),
        ("feeds/topics/boats.atom.xml", b"atom"),
        ("feeds/topics/boats/2024.xml", b"archive"),
        ("feeds/topics/boats-and-kettles.atom.xml", b"another"),
    ]
    served = dict(with_old_names(lambda: feeds, {"boats": ("ferries", "ships"), "boats-and-kettles": ()}))
    assert served == dict(feeds) | {
        "feeds/topics/ferries.atom.xml": b"atom",
        "feeds/topics/ships.atom.xml": b"atom",
        "feeds/topics/ferries/2024.xml": b"archive",
        "feeds/topics/ships/2024.xml": b"archive",
    }
