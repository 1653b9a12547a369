"""The whole benchmark: `python -m tests.bench`, or `make bench`. See `--help`."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import msgspec
import psutil

from generator.archive.listings import listing_paths, read_listing
from generator.incremental.processes import cores
from tests.bench import earlier
from tests.bench.costs import LibraryCost, SearchCosts
from tests.bench.earlier import Earlier, earlier_row, set_up
from tests.bench.kinds import kinds_of
from tests.bench.machine import describe, memory_folder
from tests.bench.measure import Bounds, NotFinishedError
from tests.bench.ours import FULL, HISTORY, TOOL, forget, our_rows, write_history
from tests.bench.peers import all_peers, peer_rows
from tests.bench.report import report
from tests.bench.rows import Bench, Corpus, Row, Rows
from tests.bench.synthetic import write_archive
from tests.support.archives import REPOSITORY

SEED = 1
PEERS = ("mkdocs", "zensical", "hugo", "pagefind")
RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: beside this project's own steps the peers, an earlier version (or why not), and the search."""

    bounds: Bounds
    runs: int
    peers: tuple[str, ...]
    earlier: Earlier | str
    search: bool


@click.command()
@click.option("--sizes", default="1000,18000,100000", show_default=True, help="How many invented papers; may be empty.")
@click.option("--history/--no-history", default=True, help="Whether to measure the real history too.")
@click.option("--peers", default=",".join(PEERS), show_default=True, help="Which others to measure; may be empty.")
@click.option("--against", default=earlier.REVISION, show_default=True, help="An earlier version; may be empty.")
@click.option("--runs", default=3, show_default=True, help="How often each step is done.")
@click.option("--limit", default=600, show_default=True, help="Seconds that a step may take.")
@click.option("--memory", type=float, help="Gigabytes that a step may take. Default: most of what is free.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to work. Default: a memory file system.")
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS, help="Default: tests/bench/RESULTS.md.")
@click.option("--search/--no-search", default=True, help="Whether to use search and library in a browser.")
def main(
    *,
    sizes: str,
    history: bool,
    peers: str,
    against: str,
    runs: int,
    limit: int,
    memory: float | None,
    folder: Path | None,
    output: Path,
    search: bool,
) -> None:
    """Build archives, let others render the same pages, and write what that took.

    What is known is written after each archive.
    """
    place = folder or memory_folder() or Path(tempfile.gettempdir())
    bounds = Bounds(limit, memory * 1e9 if memory else psutil.virtual_memory().available * 0.8)
    rows = Rows()
    with _earlier_version(against) as version:
        plan = Plan(bounds, runs, tuple(peers.split(",")), version, search)
        for corpus in corpora(sizes, history=history):
            with tempfile.TemporaryDirectory(dir=place, prefix="bench-") as work:
                _measure(Path(work), corpus, plan, rows)
            if search and not corpus.name:
                _search(corpus, limit, rows)
                _library(corpus, limit, rows)
            output.write_text(report(rows, describe(place), cores(), all_peers().values(), against), "utf-8")
    click.echo(f"{output}: written")


def corpora(sizes: str, *, history: bool) -> list[Corpus]:
    """Return what is measured, the smallest first."""
    found = [Corpus(int(size)) for size in sizes.split(",") if size]
    if history:
        keys = {paper.key for path in listing_paths(REPOSITORY / "content") for paper in read_listing(path).papers}
        found.append(Corpus(len(keys), HISTORY))
    return sorted(found, key=lambda corpus: corpus.papers)


@contextmanager
def _earlier_version(revision: str) -> Iterator[Earlier | str]:
    """Yield the version, or why there is none to compare with."""
    if not revision:
        yield "not asked for"
        return
    with tempfile.TemporaryDirectory(prefix="bench-earlier-") as folder:
        version: Earlier | str
        try:
            version = set_up(revision, Path(folder) / "project")
        except NotFinishedError as error:
            version = f"{revision} {error}"
            click.echo(version)
        yield version


def _measure(work: Path, corpus: Corpus, plan: Plan, rows: Rows) -> None:
    """Measure everything with one corpus, ours first: of what is not needed any more nothing stays in memory."""
    bench = Bench(corpus, plan.runs, plan.bounds)
    folder = work / "archive"
    root = write_history(folder) if corpus.name else write_archive(folder, corpus.papers, SEED)
    docs = work / "peers" / "docs"
    if not corpus.name:
        # In a process of its own, for what is forked from a large process looks large.
        subprocess.run([sys.executable, "-m", "tests.bench.documents", str(root), str(docs)], check=True)
    for row in our_rows(root, bench, SEED):
        _tell(row, rows)
        if row.step == FULL and row.site:
            rows.kinds[corpus.label] = kinds_of(root / "site")
        if row.step == FULL and not corpus.name:
            _tell(_earlier_row(plan.earlier, root, bench, work / "earlier"), rows)
            forget(work / "earlier")
    forget(root)
    if not corpus.name:
        for row in peer_rows(work / "peers", plan.peers, bench, rows):
            _tell(row, rows)


def _earlier_row(version: Earlier | str, root: Path, bench: Bench, folder: Path) -> Row:
    if isinstance(version, str):
        return Row(bench.corpus, earlier.TOOL, FULL, note=version)
    return earlier_row(version, root, bench, folder)


def _tell(row: Row, rows: Rows) -> None:
    rows.add(row)
    took = row.figures
    said = f"{took.seconds:.2f} s, {took.memory / 1e6:,.0f} MB" if took else row.note
    click.echo(f"{row.corpus.label}, {row.tool}, {row.step}: {said}")


def _search(corpus: Corpus, limit: int, rows: Rows) -> None:
    """Add what the benchmark of the search finds out."""
    if said := _asked("search", "first ten results of searches", corpus, limit, rows):
        (rows.searches[corpus.label],) = msgspec.json.decode(said, type=list[SearchCosts])


def _library(corpus: Corpus, limit: int, rows: Rows) -> None:
    """Add what the benchmark of the reader's library finds out."""
    if said := _asked("library", "steps with the reader's library", corpus, limit, rows):
        rows.libraries[corpus.label] = msgspec.json.decode(said, type=tuple[LibraryCost, ...])


def _asked(module: str, step: str, corpus: Corpus, limit: int, rows: Rows) -> bytes:
    """Return what another benchmark prints as JSON; nothing if it fails, which becomes a row."""
    command = [sys.executable, "-m", f"tests.bench.{module}", "--json", str(corpus.papers)]
    try:
        return subprocess.run(command, check=True, capture_output=True, timeout=limit).stdout
    except subprocess.SubprocessError as error:
        _tell(Row(corpus, TOOL, step, note=str(error)), rows)
        return b""


if __name__ == "__main__":
    main()
