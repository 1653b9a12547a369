"""Citations: the tags from which Google Scholar and Zotero read a paper's page.

RIS, CSL-JSON and a line of text are made of these tags in the browser (overrides/assets/javascripts/citation.js).
"""

from generator.archive.names import read_name
from generator.publish.citations.bibtex import known_month
from generator.publish.paper import PaperView
from generator.publish.render import render_html


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, by Google Scholar's inclusion guidelines for webmasters.

    Every author in a tag of their own, in order, as `Family, Given, Suffix`, a group as it is; the date as
    `2025/03/11`, or the year alone where only that is known; DOI, arXiv's PDF and id. What is not known has no tag.
    Title and page are Open Graph's too and stand in the shell (overrides/main.html).
    """
    published = paper.published and paper.published.isoformat().replace("-", "/")
    if not published and (month := known_month(paper)):
        published = str(month[0])
    authors = [read_name(author).inverted for author in paper.authors]
    return render_html("citation-tags.html", paper=paper, authors=authors, published=published).rstrip()
