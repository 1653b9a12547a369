"""The meta tags that Google Scholar and Zotero read on a paper's page.

In the browser, RIS, CSL-JSON and plain text are generated from them (overrides/assets/javascripts/citation.js).
"""

from generator.archive.names import read_name
from generator.publish.citations.bibtex import known_month, withdrawn_note
from generator.publish.paper import PaperView
from generator.publish.render import render_html


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, following Google Scholar's inclusion guidelines for webmasters.

    - Authors: one tag each, in order, as `Family, Given, Suffix`; a group's name is unchanged.
    - Date: `2025/03/11`, or the year if only that is certain.
    - Abstract: otherwise Zotero would use the page's shortened description.
    - DOI, and arXiv's PDF and id; for a paper that is not on arXiv, its own address.
    - Withdrawal: in Dublin Core's description, as Highwire has no tag for it.

    Unknown values have no tag. Title and address share their tags with Open Graph, in the shell (overrides/main.html).
    """
    published = paper.published and paper.published.isoformat().replace("-", "/")
    if not published and (month := known_month(paper)):
        published = str(month[0])
    authors = [read_name(author).inverted for author in paper.authors]
    return render_html(
        "citations/tags.html",
        paper=paper,
        authors=authors,
        published=published,
        abstract=" ".join(paper.abstract),
        withdrawn=withdrawn_note(paper),
    ).rstrip()
