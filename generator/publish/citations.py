"""Citations: a paper as one line of text, and in the tags from which Google Scholar and Zotero read a page.

RIS and CSL-JSON are made of these tags in the browser (overrides/assets/javascripts/citation.js).
"""

from collections.abc import Iterator
from html import escape

from generator.publish.bibtex import known_month
from generator.publish.settings import Site
from generator.publish.views import PaperView

MOST_NAMED = 6  # authors; of more the first three are named
_FIRST = 3


def plain_citation(paper: PaperView, site: Site) -> str:
    """Return a reference as in a list: authors (year). Title. Where it is. Without authors the title leads."""
    month = known_month(paper)
    year = f"({month[0]})" if month else ""
    names = _names(paper)
    parts = (" ".join(filter(None, (names, year))), paper.full_title) if names else (paper.full_title, year)
    where = f"arXiv:{paper.arxiv_id}. https://doi.org/{paper.doi}" if paper.arxiv_id else site.url + paper.address
    return " ".join(_ended(part) for part in parts if part) + f" {where}"


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, by Google Scholar's inclusion guidelines for webmasters.

    Every author in a tag of their own, in order, as they are written; the date as `2025/03/11`, or the year alone
    where only that is known; arXiv's PDF and id. What is not known has no tag. Title and page are Open Graph's too and
    stand in the shell (overrides/main.html).
    """
    return "\n".join([f'<meta name="citation_{name}" content="{escape(value)}">' for name, value in _tags(paper)])


def _tags(paper: PaperView) -> Iterator[tuple[str, str]]:
    for author in paper.authors:
        yield "author", author
    if paper.published:
        yield "publication_date", paper.published.isoformat().replace("-", "/")
    elif month := known_month(paper):
        yield "publication_date", str(month[0])
    if paper.arxiv_id:
        yield "pdf_url", f"https://arxiv.org/pdf/{paper.arxiv_id}"
        yield "arxiv_id", paper.arxiv_id


def _names(paper: PaperView) -> str:
    names = paper.authors
    if names and (paper.authors_missing or len(names) > MOST_NAMED):
        return f"{', '.join(names[:_FIRST])}{',' if len(names) > 1 else ''} et al."
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
