"""Every page of the site, in one list: planned, not yet written."""

import re
from collections.abc import Iterator
from itertools import chain

import msgspec

from generator.archive.yaml_io.reader import Document
from generator.publish.addresses import ARCHIVE, HOME, TOPICS
from generator.publish.catalog import Contents
from generator.publish.pages.data import data_page
from generator.publish.pages.days import archive_page, day_pages, month_pages, week_pages
from generator.publish.pages.feeds import feeds_page
from generator.publish.pages.home import home_page, search_page
from generator.publish.pages.jsonld import collection, website
from generator.publish.pages.topics import topic_pages, topics_page
from generator.publish.render import markdown_text
from generator.publish.settings import Site
from generator.publish.theme.default_pages import page_text
from generator.publish.theme.page import Page

_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def plan_pages(contents: Contents) -> Iterator[Page]:
    """Yield every generated page but those of papers."""
    site = contents.site
    title, description, intro = _read_home(site)
    yield website(site, home_page(contents, title=title, description=description, intro=intro))
    yield collection(site, archive_page(contents), above=HOME)
    yield collection(site, topics_page(contents), above=HOME)
    yield search_page(contents)
    yield feeds_page(contents)
    yield data_page(contents)
    for page in chain(day_pages(contents), week_pages(contents), month_pages(contents)):
        yield collection(site, page, above=ARCHIVE)
    for page in topic_pages(contents):
        yield collection(site, page, above=TOPICS)


class _FrontMatter(msgspec.Struct, frozen=True):
    """What stands above a hand-written page's Markdown; the theme reads more than this."""

    title: str | None = None
    description: str | None = None


def _read_home(site: Site) -> tuple[str, str, str]:
    """Return title, description and Markdown of the hand-written front page; an archive need not have one."""
    path = site.pages / "index.md"
    text = page_text(site, path) if path.is_file() else ""
    match = _FRONT_MATTER.match(text)
    document = Document(path, f"\n{match[1]}" if match else "")  # the lines of the file: one comes before
    meta = document.convert(document.value or {}, _FrontMatter) or _FrontMatter()
    document.raise_problems()
    intro = text[match.end() :].strip() if match else text.strip()
    heading = f"# {markdown_text(site.name)} {{ #content }}"
    return meta.title or site.name, meta.description or site.description, intro or heading
