"""The library page: it is laid out by a stylesheet of its own."""

from pathlib import Path

from lxml import html

from tests.support.archives import xpath


def test_it_has_its_own_stylesheet(sample_site: Path) -> None:
    page = html.fromstring((sample_site / "library" / "index.html").read_bytes())
    assert "../assets/stylesheets/library.css" in xpath(page, "//link[@rel='stylesheet']/@href")
    assert (sample_site / "assets" / "stylesheets" / "library.css").is_file()
