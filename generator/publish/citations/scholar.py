"""The meta tags that Google Scholar and Zotero read on a paper's page.

In the browser, RIS, CSL-JSON and plain text are generated from them (overrides/assets/javascripts/citation.js).
"""

from collections.abc import Iterator

from generator.archive.names import read_name
from generator.publish.citations.bibtex import known_month, withdrawn_note
from generator.publish.paper import PaperView
from generator.publish.render import html_text


def citation_tags(paper: PaperView) -> str:
    """Return the tags of a paper's page, following Google Scholar's inclusion guidelines for webmasters.

    - Authors: one tag each, in order, as `Family, Given, Suffix`; a group's name is unchanged.
    - Date: `2025/03/11`, or the year if only that is certain.
    - Abstract, unless it is the page's description, which Zotero reads where it finds no other (its translator
      "Embedded Metadata", `addLowQualityMetadata`). A withdrawal would take its place.
    - DOI, and arXiv's PDF and id; for a paper that is not on arXiv, its own address.
    - Withdrawal: in Dublin Core's description, as Highwire has no tag for it.

    Unknown values have no tag. Title and address share their tags with Open Graph, in the shell (overrides/main.html).
    """
    tags = [f'<meta name={name} content="{html_text(value)}">' for name, value in _tags(paper) if value]
    return "\n".join(tags)


def _tags(paper: PaperView) -> Iterator[tuple[str, str]]:
    """Yield the tags' names and values; a value that is not known is empty."""
    for author in paper.authors:
        yield "citation_author", read_name(author).inverted
    yield "citation_publication_date", _published(paper)
    if paper.summary or paper.withdrawn:
        yield "citation_abstract", " ".join(paper.abstract)
    yield "dc.description", withdrawn_note(paper)
    if paper.arxiv_id:
        yield "citation_pdf_url", f"https://arxiv.org/pdf/{paper.arxiv_id}"
    yield "citation_doi", paper.doi
    if paper.arxiv_id:
        yield "citation_arxiv_id", paper.arxiv_id
    else:
        yield "citation_public_url", paper.paper.url or ""


def _published(paper: PaperView) -> str:
    if paper.published:
        return paper.published.isoformat().replace("-", "/")
    month = known_month(paper)
    return str(month[0]) if month else ""
