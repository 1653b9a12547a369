"""The entry pages: home and search."""

import re
from collections.abc import Iterator

import msgspec

from generator.archive.yaml_io.reader import Document
from generator.publish.addresses import HOME, SEARCH, atom_address, day_address, rss_address
from generator.publish.catalog import Catalog, days_with_papers, years_of
from generator.publish.pages.days import day_section
from generator.publish.pages.jsonld import website
from generator.publish.paper import UNDATED
from generator.publish.render import Markdown, markdown_text
from generator.publish.settings import Site
from generator.publish.theme.default_pages import FRONT, hand_written_pages, page_text
from generator.publish.theme.page import Page, PageKind

HOME_PAGE = PageKind(HOME, "home")
SEARCH_PAGE = PageKind(SEARCH, "search")

_LATEST_DAYS = 5
_OF_EACH_DAY = 8
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


def home_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the front page: the hand-written introduction (Markdown), the latest days, topics and feeds."""
    title, description, intro = _read_home(catalog.site)
    latest = sorted(days_with_papers(catalog.days).items(), reverse=True)[:_LATEST_DAYS]
    page = HOME_PAGE.at(
        HOME,
        title=title,
        description=description,
        changed=max(catalog.days, default=None),
        intro=Markdown(intro),
        count=f"{len(catalog.papers):,}",
        days=[day_section(day, papers, catalog.unlisted[day], _OF_EACH_DAY) for day, papers in latest],
        undated=day_address(None) if catalog.undated else None,
        groups=list(catalog.groups.items()),
        atom=atom_address(),
        rss=rss_address(),
    )
    yield website(catalog.site, page)


def search_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the search page with its filters."""
    years = [year for year in years_of(catalog.papers.values()) if year != UNDATED]
    yield SEARCH_PAGE.at(
        SEARCH,
        title="Search",
        description="Search titles, summaries, abstracts, authors and topics of all papers.",
        groups=list(catalog.groups.items()),
        years=years,
    )


class _FrontMatter(msgspec.Struct, frozen=True):
    """The front matter of the hand-written front page, as far as it is used here."""

    title: str | None = None
    description: str | None = None


def _read_home(site: Site) -> tuple[str, str, str]:
    """Return the title, description and Markdown of the hand-written front page, which is optional."""
    path = hand_written_pages(site).get(FRONT, site.pages / FRONT)
    text = page_text(site, path) if path.is_file() else ""
    match = _FRONT_MATTER.match(text)
    document = Document(path, f"\n{match[1]}" if match else "")  # one line before it keeps the file's line numbers
    meta = document.convert(document.value or {}, _FrontMatter) or _FrontMatter()
    document.raise_problems()
    intro = text[match.end() :].strip() if match else text.strip()
    heading = f"# {markdown_text(site.name)} {{ #content }}"
    return meta.title or site.name, meta.description or site.description, intro or heading
