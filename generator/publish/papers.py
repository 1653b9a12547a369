"""The pages of papers: one a paper, however often it was listed."""

from collections.abc import Iterator

from generator.archive.dates import long_day
from generator.publish.addresses import day_address, to_root
from generator.publish.contents import Contents
from generator.publish.page import Page, Place
from generator.publish.render import render_html
from generator.publish.views import PaperView


def paper_pages(contents: Contents) -> Iterator[Page]:
    """Yield the page of every paper. Its body is HTML: it is made a hundred thousand times."""
    for paper in contents.papers.values():
        yield Page(
            address=paper.address,
            shell="papers/shell/",
            title=paper.title,
            description=paper.description,
            body=_body(paper),
            format="html",
        )


def _body(paper: PaperView) -> str:
    return render_html("paper.html", base=to_root(paper.address), paper=paper, listed=list(_listed(paper))).rstrip()


def _listed(paper: PaperView) -> Iterator[Place]:
    yield from (Place(long_day(day), day_address(day)) for day in paper.listed)
    if paper.undated:
        yield Place("On a day that nobody knows", day_address(None))
