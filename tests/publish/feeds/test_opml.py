"""The list of all feeds, as readers import it."""

from pathlib import Path

from lxml import etree

from tests.support.archives import xpath
from tests.support.feeds import ROOT


def test_the_list_names_every_feed_by_group(sample_site: Path) -> None:
    root = etree.fromstring((sample_site / "feeds.opml").read_bytes())
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Daily Papers")
    groups = {
        str(group.get("text")): [str(feed.get("xmlUrl")).removeprefix(f"{ROOT}feeds/") for feed in group]
        for group in root.iterfind("body/outline")
    }
    assert groups == {
        "All papers": ["all.atom.xml", "daily.atom.xml", "weekly.atom.xml", "monthly.atom.xml", "weekly-top.atom.xml"],
        "Language": ["topics/translation.atom.xml", "topics/summarization.atom.xml"],
        "Machines & bodies": ["topics/robotics.atom.xml", "topics/unused.atom.xml"],
    }


def test_each_feed_it_names_is_there_with_the_page_it_follows(sample_site: Path) -> None:
    feeds = xpath(etree.fromstring((sample_site / "feeds.opml").read_bytes()), "//outline[@xmlUrl]")
    for feed in feeds:
        assert feed.get("type") == "rss"
        assert feed.get("text") == feed.get("title")
        assert (sample_site / feed.get("xmlUrl").removeprefix(ROOT)).is_file()
        assert (sample_site / feed.get("htmlUrl").removeprefix(ROOT) / "index.html").is_file()
