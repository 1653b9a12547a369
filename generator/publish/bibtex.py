"""BibTeX: an entry a paper, as BibTeX, biber and reference managers read it, and the files of topics and months."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from generator.archive.dates import long_day
from generator.publish.addresses import bibtex_address
from generator.publish.contents import Contents
from generator.publish.latex import latex_names, latex_text, latex_title
from generator.publish.settings import Site
from generator.publish.views import PaperView

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_MONTH = re.compile(r"(?:.*/)?(\d\d)(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class BibtexFile:
    """A BibTeX file by its address, and its papers in the order of their keys: a new one moves none of the others."""

    address: str
    papers: tuple[PaperView, ...]

    def content(self, site: Site) -> bytes:
        """Return the entries of all papers."""
        return "\n".join(bibtex_entry(paper, site) for paper in self.papers).encode()


def bibtex_files(contents: Contents) -> Iterator[BibtexFile]:
    """Yield the BibTeX file of each topic and month that has papers, and of the papers without a known day."""
    groups: dict[str, Iterable[PaperView]] = {
        **{bibtex_address(topic=name): papers for name, papers in contents.by_topic.items()},
        **{bibtex_address(month=month): chain(*days.values()) for month, days in contents.months.items()},
        bibtex_address(): contents.undated or (),
    }
    for address, group in groups.items():
        if papers := {paper.key: paper for paper in group}:
            yield BibtexFile(address, tuple(papers[key] for key in sorted(papers)))


def bibtex_entry(paper: PaperView, site: Site) -> str:
    """Return a paper's entry, with a newline at its end.

    It is cited by the paper's own key: that is ASCII, never given twice, and stays when a title or its authors change.
    A paper on arXiv has `eprint` and `archivePrefix`, as arXiv asks for and biblatex reads too, and the DOI that
    DataCite knows it by; both lead there, so that no `url` is needed. Any other has its page in the archive.
    """
    entry = f"@misc{{{paper.key},\n  title = {{{latex_title(paper.full_title)}}},\n"
    if paper.authors:
        others = " and others" if paper.authors_missing else ""
        entry += f"  author = {{{latex_names(paper.authors)}{others}}},\n"
    if month := known_month(paper):
        entry += f"  year = {{{month[0]}}},\n  month = {_MONTHS[month[1] - 1]},\n"
    if paper.arxiv_id:
        entry += f"  eprint = {{{paper.arxiv_id}}},\n  archivePrefix = {{arXiv}},\n  doi = {{{paper.doi}}},\n"
    else:
        note = latex_text(_note(paper.listed))
        entry += f"  url = {{{site.url}{paper.address}}},\n  note = {{{note}}},\n"
    return f"{entry}}}\n"


def arxiv_month(arxiv_id: str) -> tuple[int, int] | None:
    """Return the year and the month in which arXiv took a paper in, which ids begin with since 1991."""
    match = _ARXIV_MONTH.match(arxiv_id)
    return ((1900 if match[1] >= "91" else 2000) + int(match[1]), int(match[2])) if match else None


def known_month(paper: PaperView) -> tuple[int, int] | None:
    """Return the year and month of publication: from the paper's date, else from its arXiv id, else None."""
    if paper.published:
        return paper.published.year, paper.published.month
    return arxiv_month(paper.arxiv_id) if paper.arxiv_id else None


def _note(listed: tuple[date, ...]) -> str:
    """Return where a paper is known from; of its days the first, which a later listing does not change."""
    return "Listed in Hugging Face's Daily Papers" + (f" on {long_day(listed[-1])}" if listed else "")
