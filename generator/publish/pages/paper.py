"""The paper pages: one for each paper, however often it was listed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from generator.archive.dates import long_day, month_of
from generator.publish.addresses import PAPERS, day_address, to_root
from generator.publish.catalog import Catalog
from generator.publish.citations.bibtex import bibtex_entry
from generator.publish.citations.scholar import citation_tags
from generator.publish.discover.similar import Neighbour, similar_papers
from generator.publish.pages.edit_links import CurationFile, CurationFiles, fix_links
from generator.publish.pages.jsonld import article
from generator.publish.paper import UNDATED, PaperView, newest_day
from generator.publish.render import Markdown, anchors, html_text
from generator.publish.settings import Site
from generator.publish.theme.page import Page, PageKind

PAPER_PAGE = PageKind(f"{PAPERS}shell/", "paper", format="html")

_ROOT = to_root(f"{PAPERS}key/")
_ROOM, _AROUND = 1_080, 54  # bytes for similar papers, and for the markup around each
_DAYS = 1_000  # cached day links: consecutive papers are often of the same days


@dataclass(frozen=True, slots=True)
class Similar:
    """A similar paper as a page shows it."""

    key: str
    title: str
    shares: str


def paper_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every paper."""
    files = CurationFiles(catalog.archive, catalog.site)
    similar = {
        key: found for group in similar_papers(catalog).months.values() for key, found in group.neighbours().items()
    }
    return (
        paper_page(catalog.site, paper, files[paper.paper], similar[paper.key]) for paper in catalog.papers.values()
    )


def paper_page(site: Site, paper: PaperView, file: CurationFile, similar: Sequence[Neighbour]) -> Page:
    """Return a paper's page; `file` is its curation file. Its body is HTML for speed: there may be 100,000 of them."""
    links = (*paper.links, *fix_links(paper.paper, file, site))
    return Page(
        address=paper.address,
        kind=PAPER_PAGE,
        title=paper.full_title,
        description=paper.description,
        values={
            "title": paper.full_title,
            "authors": ", ".join(paper.authors) or paper.byline,
            "organization": paper.organization,
            "facts": _facts(paper),
            "summary": paper.summary,
            "links": anchors(links, " · "),
            "topics_label": "Suggested topics" if paper.topics_suggested else "Topics",
            "topics": anchors(paper.topic_links, " ", _ROOT),
            "bibtex": bibtex_entry(paper, site),
            "abstract": paper.abstract,
            "similar": list(_fitting(similar)),
            "newer": month_of(paper.listed[-1]) if paper.listed else UNDATED,
        },
        head=f"{citation_tags(paper)}\n{article(paper)}",
        changed=newest_day([paper]),
    )


def _fitting(similar: Sequence[Neighbour]) -> Iterator[Similar]:
    """Yield what the page shows of similar papers, as far as there is room for them."""
    room = _ROOM
    for one in similar:
        shown = Similar(one.paper.key, one.paper.title, ", ".join(one.shares))
        room -= _AROUND + len(f"{html_text(shown.key)}{html_text(shown.title)}{html_text(shown.shares)}".encode())
        if room < 0:
            return
        yield shown


def _facts(paper: PaperView) -> Markdown:
    """Return the paper's dates, listing days and counts as HTML."""
    listed = [_day_link(day) for day in paper.listed]
    if paper.undated:
        listed.append(anchors([("on an unknown date", day_address(None))], "", _ROOT))
    days = f"listed {', '.join(listed)}"
    return Markdown(" · ".join([*map(html_text, paper.facts), days, *map(html_text, paper.counts)]))


@lru_cache(_DAYS)
def _day_link(day: date) -> Markdown:
    return anchors([(long_day(day), day_address(day))], "", _ROOT)
