"""The tasks that write the BibTeX files: one for each month, and one for each topic and year."""

from collections.abc import Iterable, Iterator
from functools import partial

from generator.archive.dates import month_of
from generator.incremental.task import Task
from generator.publish.addresses import bibtex_address
from generator.publish.catalog import Catalog, by_year
from generator.publish.citations.bibtex import bibtex_fields
from generator.publish.paper import UNDATED, Papers, PaperView
from generator.publish.settings import Site


def tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for the files of each year."""
    for year, papers in bibtex_years(catalog).items():
        make = partial(bibtex_files, catalog.site, year, papers)
        yield catalog.task("citations", f"citations of {year}", make, papers.own_digest)


def bibtex_years(catalog: Catalog) -> dict[str, Papers]:
    """Return the papers of each year's files, and the undated ones, sorted by key."""
    years = by_year(catalog.papers.values())
    undated = Papers(paper for paper in catalog.papers.values() if paper.undated)
    return years | ({UNDATED: undated} if undated else {})


def bibtex_files(site: Site, year: str, papers: Iterable[PaperView]) -> Iterator[tuple[str, bytes]]:
    """Yield a year's BibTeX files: one for each month, and one for each topic.

    Papers are sorted by key, so that a new one does not move others. Entries are the same as on the papers' own pages,
    without whitespace.
    """
    files: dict[str, list[str]] = {}
    for paper in papers:
        entry = ",\n".join(field.replace(" = ", "=", 1) for field in bibtex_fields(paper, site)) + "}\n"
        for address in _addresses(paper, year):
            files.setdefault(address, []).append(entry)
    yield from ((address, "\n".join(entries).encode()) for address, entries in files.items())


def _addresses(paper: PaperView, year: str) -> Iterator[str]:
    """Yield the files of a year that include a paper. A paper with a known day is in no topic's undated file."""
    if year == UNDATED:
        yield bibtex_address()
    else:
        yield from dict.fromkeys(bibtex_address(month=month_of(day)) for day in paper.listed if str(day.year) == year)
    if year in paper.years:
        yield from (bibtex_address(topic=topic, year=year) for topic in paper.topic_names)
