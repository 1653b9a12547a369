"""The search page: its form, with the topics and months of the archive, and examples of what to search for."""

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter

from generator.archive.dates import Period
from generator.publish.addresses import SEARCH
from generator.publish.catalog import Catalog, days_with_papers, everything
from generator.publish.paper import PaperView
from generator.publish.theme.page import Page, PageKind, PagePlan

SEARCH_PAGE = PageKind(SEARCH, "search")

_MOST_WORDS = 3  # of a name


def search_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the search page."""
    yield PagePlan(SEARCH, SEARCH_PAGE, everything(catalog), partial(_search_page, catalog))


def _search_page(catalog: Catalog) -> Page:
    months = sorted(
        {Period.of("month", day) for day in days_with_papers(catalog.days)}, key=attrgetter("name"), reverse=True
    )
    years = [(year, list(months)) for year, months in groupby(months, key=lambda month: month.first.year)]
    return SEARCH_PAGE.at(
        SEARCH,
        title="Search",
        description="Search titles, summaries, abstracts, authors and topics of all papers.",
        groups=list(catalog.groups.items()),
        years=years,
        examples=list(_examples(catalog, months)),
        repository=catalog.site.repo_url,
    )


def _examples(catalog: Catalog, months: list[Period]) -> Iterator[str]:
    """Yield queries that find something: the biggest topic, a month, and the name and first author of a paper of it."""
    topics = [counted for counts in catalog.groups.values() for counted in counts if counted[1]]
    if topics:
        yield max(topics, key=lambda counted: counted[1])[0].title
    # The newest month may have one day only.
    for month in months[1:2] or months:
        yield month.heading
        papers = [
            paper for paper in catalog.papers.values() if paper.listed and Period.of("month", paper.listed[0]) == month
        ]
        named = [paper for paper in papers if paper.authors and 0 < len(_name(paper).split()) <= _MOST_WORDS]
        if named:
            top = max(named, key=lambda paper: (paper.upvotes, paper.key))
            yield _name(top)
            yield top.authors[0]


def _name(paper: PaperView) -> str:
    """Return what a title begins with before a colon; empty without one."""
    return paper.title.partition(":")[0] if ":" in paper.title else ""
