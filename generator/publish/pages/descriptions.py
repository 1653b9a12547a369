"""Descriptions of pages for search engines: what a page lists, and some of its papers."""

from collections.abc import Sequence

from generator.publish.paper import Papers, PaperView
from generator.text import counted, shorten


def described(span: str, papers: Papers, number: int) -> str:
    """Return the description of a page with that number of papers, which names some of them."""
    if not papers:
        return f"No papers were listed on {span}."
    return with_titles(f"{counted(number, 'paper')} of {span}", papers)


def with_titles(start: str, papers: Sequence[PaperView]) -> str:
    """Return a description that goes on with the titles of the first papers, as far as they fit."""
    titles = "; ".join(paper.title for paper in papers[:5])
    return shorten(f"{start}: {titles}" if titles else f"{start}.", 200)
