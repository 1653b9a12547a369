"""The list of formats: every writer is in it, and what announces feeds names all that it lists."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from lxml import html

from generator.publish import feeds
from generator.publish.feeds.formats import FORMATS
from tests.support.archives import xpath


def writers() -> set[Callable[..., bytes]]:
    """Return every function of a module of feeds that writes a document: by its name, such as `atom_document`."""
    modules = [import_module(f"{feeds.__name__}.{module.name}") for module in iter_modules(feeds.__path__)]
    return {
        made
        for module in modules
        for name, made in vars(module).items()
        if name.endswith("_document") and name[0] != "_"
    }


def test_every_writer_of_documents_is_a_format_in_the_list() -> None:
    assert writers() == {form.document for form in FORMATS}


def test_formats_have_names_endings_and_types_of_their_own() -> None:
    for values in zip(*((form.name, form.ending, form.media_type) for form in FORMATS), strict=True):
        assert len(set(values)) == len(FORMATS)


def test_a_topic_s_page_announces_its_feed_in_every_format(sample_site: Path) -> None:
    page = html.fromstring((sample_site / "topics/robotics/index.html").read_bytes())
    links = xpath(page, "//head/link[@rel='alternate']")
    announced = {(link.get("type"), link.get("href")) for link in links}
    assert announced >= {(form.media_type, f"../../feeds/topics/robotics.{form.ending}") for form in FORMATS}


def test_the_page_of_feeds_names_and_links_every_format(sample_site: Path) -> None:
    page = html.fromstring((sample_site / "feeds/index.html").read_bytes())
    names = f"{', '.join(form.name for form in FORMATS[:-1])} and {FORMATS[-1].name}"
    assert f"{names} have the same content" in html.tostring(page, encoding="unicode")
    targets = set(xpath(page, "//article//a/@href"))
    assert targets >= {f"../feeds/all.{form.ending}" for form in FORMATS}
