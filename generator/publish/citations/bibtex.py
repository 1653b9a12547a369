"""BibTeX entries of papers, written for BibTeX, biber and reference managers."""

import re
from collections.abc import Iterator

from generator.archive.dates import long_day
from generator.publish.citations.latex import latex_names, latex_text, latex_title
from generator.publish.paper import PaperView
from generator.publish.settings import Site

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_MONTH = re.compile(r"(?:.*/)?(\d\d)(0[1-9]|1[0-2])")


def bibtex_entry(paper: PaperView, site: Site) -> str:
    """Return a paper's entry with one field per line and a newline at the end.

    The citation key is the paper's own key: it is ASCII, unique, and stays the same if the title or authors change. A
    paper on arXiv has `eprint` and `archivePrefix`, as arXiv recommends and biblatex supports, and its DataCite DOI.
    The classic styles print none of these: `url` is for plainnat and IEEEtran, `howpublished` for plain, acm and
    ieeetr. Any other paper links to its own address, that of its DOI or its page in the archive, and names its source
    in `howpublished`, not in `note`, because Zotero turns each `note` into a separate note.
    """
    return ",\n  ".join(bibtex_fields(paper, site)) + ",\n}\n"


def bibtex_fields(paper: PaperView, site: Site) -> Iterator[str]:
    """Yield the start of an entry, and then its fields."""
    yield f"@misc{{{paper.key}"
    yield f"title = {{{latex_title(paper.full_title)}}}"
    if paper.authors:
        others = " and others" if paper.authors_missing else ""
        yield f"author = {{{latex_names(paper.authors)}{others}}}"
    else:
        yield f"key = {{{paper.key}}}"  # styles sort by it if there is no author
    if month := known_month(paper):
        yield f"year = {{{month[0]}}}"
        yield f"month = {_MONTHS[month[1] - 1]}"
    if paper.arxiv_id:
        yield f"eprint = {{{paper.arxiv_id}}}"
        yield "archivePrefix = {arXiv}"
    if paper.doi:
        yield f"doi = {{{paper.doi}}}"
    yield f"url = {{{_verbatim(paper.home or site.url + paper.address)}}}"
    where = f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else latex_text(_source(paper))
    yield f"howpublished = {{{where}}}"
    if note := withdrawn_note(paper):
        yield f"note = {{{note}}}"


def withdrawn_note(paper: PaperView) -> str:
    """Return the note for citations of a withdrawn paper; empty for any other paper."""
    return f"Withdrawn {long_day(paper.withdrawn)}" if paper.withdrawn else ""


def arxiv_month(arxiv_id: str) -> tuple[int, int] | None:
    """Return the year and month in an arXiv id: when the paper was submitted, in the scheme used since 1991."""
    match = _ARXIV_MONTH.match(arxiv_id)
    return ((1900 if match[1] >= "91" else 2000) + int(match[1]), int(match[2])) if match else None


def known_month(paper: PaperView) -> tuple[int, int] | None:
    """Return the year and month of publication: from the paper's date, else from its arXiv id, else None."""
    if paper.published:
        return paper.published.year, paper.published.month
    return arxiv_month(paper.arxiv_id) if paper.arxiv_id else None


def _verbatim(url: str) -> str:
    """Return an address for a field that is read as it stands: without braces and backslashes, which BibTeX counts."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def _source(paper: PaperView) -> str:
    """Return what listed a paper, with its first day, which a later listing does not change."""
    return f"Listed in {paper.listed_in}" + (f" on {long_day(paper.listed[-1])}" if paper.listed else "")
