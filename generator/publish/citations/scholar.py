"""Citations: the tags from which Google Scholar and Zotero read a paper's page.

RIS, CSL-JSON and a line of text are made of these tags in the browser (overrides/assets/javascripts/citation.js).
"""

from generator.archive.names import read_name
from generator.publish.citations.bibtex import known_month, withdrawn_note
from generator.publish.paper import PaperView
from generator.publish.render import render_html


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, by Google Scholar's inclusion guidelines for webmasters.

    Every author in a tag of their own, in order, as `Family, Given, Suffix`, a group as it is; the date as
    `2025/03/11`, or the year alone where only that is known; the abstract, which Zotero would otherwise take from the
    page's shortened description; DOI, arXiv's PDF and id. Highwire's tags have none for a withdrawal: Dublin Core's
    description says so. What is not known has no tag. Title and page are Open Graph's too and stand in the shell
    (overrides/main.html).
    """
    published = paper.published and paper.published.isoformat().replace("-", "/")
    if not published and (month := known_month(paper)):
        published = str(month[0])
    authors = [read_name(author).inverted for author in paper.authors]
    return render_html(
        "citation-tags.html",
        paper=paper,
        authors=authors,
        published=published,
        abstract=" ".join(paper.abstract),
        withdrawn=withdrawn_note(paper),
    ).rstrip()
