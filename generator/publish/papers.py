"""The pages of papers: one a paper, however often it was listed."""

from collections.abc import Iterator

from generator.archive.dates import long_day
from generator.publish.addresses import PAPER_SHELL, day_address
from generator.publish.bibtex import bibtex_entry
from generator.publish.citations import citation_tags, plain_citation
from generator.publish.metadata import article
from generator.publish.page import Page, Place
from generator.publish.settings import Site
from generator.publish.views import PaperView, newest_day


def paper_page(site: Site, paper: PaperView) -> Page:
    """Return the page of a paper. Its body is HTML: it is made a hundred thousand times."""
    return Page(
        address=paper.address,
        shell=PAPER_SHELL,
        title=paper.full_title,
        description=paper.description,
        template="paper",
        values={
            "paper": paper,
            "listed": list(_listed(paper)),
            "bibtex": bibtex_entry(paper, site),
            "citation": plain_citation(paper, site),
        },
        format="html",
        head=f"{citation_tags(paper)}\n{article(paper)}",
        changed=newest_day([paper]),
    )


def _listed(paper: PaperView) -> Iterator[Place]:
    yield from (Place(long_day(day), day_address(day)) for day in paper.listed)
    if paper.undated:
        yield Place("On a day that nobody knows", day_address(None))
