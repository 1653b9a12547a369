"""How well the search answers real questions: `python -m tests.bench.queries ARCHIVE`.

`queries.tsv` has what people ask for and the papers that they expect. The archive must hold the Daily Papers from May
2023 to August 2026, which `papers fetch --month` brings. Each query is asked in a real browser of an index that is
built for the purpose. What is counted:

- success: whether one of the first three results is an expected paper;
- reciprocal rank: 1 where the first result is one, 1/2 where only the second is, 0 beyond the tenth;
- precision: the share of expected papers in as many results as there are expected papers, of three at most;
- all words: how many papers have every word of the query, for rules that make words equal must not find all.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from statistics import mean, median

import click
from playwright.sync_api import Page, sync_playwright

from generator.archive.load import load_archive
from generator.publish.catalog import catalog_of
from generator.publish.search.tasks import closing_tasks, tasks
from generator.publish.settings import read_site
from tests.bench.machine import memory_folder
from tests.bench.search import MODULES, serve, site_files
from tests.browser.install import launch

QUERIES = Path(__file__).with_suffix(".tsv")
FIRST = 3
MOST = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, and the arXiv ids of the papers that they expect."""

    kind: str
    text: str
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which of the first results are expected, how many papers have all words, and what was offered instead."""

    query: Query
    right: tuple[bool, ...]
    complete: int
    instead: str

    @property
    def success(self) -> bool:
        """Whether an expected paper is among the first three."""
        return any(self.right[:FIRST])

    @property
    def reciprocal_rank(self) -> float:
        """One divided by the place of the first expected paper."""
        return 1 / (self.right.index(True) + 1) if any(self.right) else 0

    @property
    def precision(self) -> float:
        """The share of expected papers among as many as there are, of three at most."""
        first = min(len(self.query.expected), FIRST)
        return sum(self.right[:first]) / first


def read_queries(path: Path = QUERIES) -> list[Query]:
    """Return the queries of the file: a line each, its kind, text and expected ids parted by tabs."""
    lines = (line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [Query(kind, text, tuple(expected.split())) for kind, text, expected in lines]


@click.command()
@click.argument("archive", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(archive: Path) -> None:
    """Ask the queries of the archive in the folder ARCHIVE, and tell how well they are answered."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        addresses = build(Path(folder), archive)
        queries = read_queries()
        missing = sorted({paper for query in queries for paper in query.expected} - addresses.keys())
        if missing:
            raise click.UsageError(f"{archive} must hold the papers that are expected, and lacks {', '.join(missing)}")
        with serve(Path(folder)) as address, sync_playwright() as playwright, launch(playwright) as browser:
            page = browser.new_page()
            page.goto(address)
            outcomes = [ask(page, query, addresses) for query in queries]
    for line in report(outcomes):
        click.echo(line)


def build(folder: Path, archive: Path) -> dict[str, str]:
    """Make the archive's search index, and return the address of each paper by its arXiv id."""
    site = replace(read_site(archive), root=folder)  # so that what a build keeps is kept there
    catalog = catalog_of(load_archive(archive / "content"), site)
    files = {path: data for task in chain(tasks(catalog), closing_tasks(catalog)) for path, data in task.make()}
    for path, data in {**files, **site_files()}.items():
        place = folder / "site" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    size = sum(map(len, files.values()))
    click.echo(f"{len(catalog.papers):,} papers, {len(files):,} files of the index, {size:,} bytes")
    return {paper.arxiv_id: paper.address for paper in catalog.papers.values() if paper.arxiv_id}


def ask(page: Page, query: Query, addresses: dict[str, str]) -> Outcome:
    """Ask a query in the browser."""
    script = """async ([module, query, most]) => {
        const { openIndex } = await import(module);
        const { hits, complete, instead } = await (await openIndex(location.href)).search(query, {}, most);
        return [hits.map(({ address }) => address), complete, instead];
    }"""
    found, complete, instead = page.evaluate(script, [f"/{MODULES[0].name}", query.text, MOST])
    expected = {addresses[paper] for paper in query.expected}
    return Outcome(query, tuple(address in expected for address in found), complete, instead)


def report(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the figures of all queries, and each one that fails."""
    yield f"{sum(outcome.success for outcome in outcomes)} of {len(outcomes)} queries succeed at {FIRST}"
    yield f"mean reciprocal rank {mean(outcome.reciprocal_rank for outcome in outcomes):.3f}"
    yield f"mean precision {mean(outcome.precision for outcome in outcomes):.3f}"
    yield f"median of papers with all words {median(outcome.complete for outcome in outcomes):g}"
    for outcome in outcomes:
        if not outcome.success:
            place = f"place {outcome.right.index(True) + 1}" if any(outcome.right) else "not among the first ten"
            offered = f", offered instead: {outcome.instead}" if outcome.instead else ""
            yield f"  fails: {outcome.query.text} ({outcome.query.kind}): {place}{offered}"


if __name__ == "__main__":
    main()
