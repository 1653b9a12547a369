"""Citations: the tags from which Google Scholar and Zotero read a paper's page.

RIS, CSL-JSON and a line of text are made of these tags in the browser (overrides/assets/javascripts/citation.js).
"""

from html import escape

from generator.publish.bibtex import known_month
from generator.publish.views import PaperView


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, by Google Scholar's inclusion guidelines for webmasters.

    Every author in a tag of their own, in order, as they are written; the date as `2025/03/11`, or the year alone
    where only that is known; arXiv's PDF and id. What is not known has no tag. Title and page are Open Graph's too and
    stand in the shell (overrides/main.html).
    """
    tags = [("author", escape(author)) for author in paper.authors]
    if paper.published:
        tags.append(("publication_date", paper.published.isoformat().replace("-", "/")))
    elif month := known_month(paper):
        tags.append(("publication_date", str(month[0])))
    if paper.arxiv_id:
        tags += [("pdf_url", f"https://arxiv.org/pdf/{paper.arxiv_id}"), ("arxiv_id", paper.arxiv_id)]
    return "\n".join([f'<meta name=citation_{name} content="{value}">' for name, value in tags])
