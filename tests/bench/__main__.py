"""The whole benchmark: `python -m tests.bench`, or `make bench`. See `--help`."""

import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import click
import psutil

from tests.bench.machine import describe, memory_folder
from tests.bench.measure import Bounds
from tests.bench.ours import forget, our_rows
from tests.bench.peers import all_peers, peer_rows
from tests.bench.report import report
from tests.bench.rows import Bench, Row, Rows
from tests.bench.synthetic import write_archive

SEED = 1
IN_BROWSER = ("search", "library")
PEERS = ("mkdocs", "zensical", "hugo", "pagefind")
RESULTS = Path(__file__).parent / "RESULTS.md"


@click.command()
@click.option("--sizes", default="1000,18000,100000", show_default=True, help="How many papers, the smallest first.")
@click.option("--peers", default=",".join(PEERS), show_default=True, help="Which others to measure; may be empty.")
@click.option("--runs", default=5, show_default=True, help="How often each step is done.")
@click.option("--limit", default=600, show_default=True, help="Seconds that a step may take.")
@click.option("--memory", type=float, help="Gigabytes that a step may take. Default: most of what is free.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where to work. Default: a memory file system.")
@click.option("--output", type=click.Path(path_type=Path), default=RESULTS, help="Default: tests/bench/RESULTS.md.")
@click.option("--search/--no-search", default=True, help="Whether to use search and library in a browser.")
def main(
    *,
    sizes: str,
    peers: str,
    runs: int,
    limit: int,
    memory: float | None,
    folder: Path | None,
    output: Path,
    search: bool,
) -> None:
    """Build synthetic archives, let others render the same pages, and write what that took.

    What is known is written after each size.
    """
    place = folder or memory_folder() or Path(tempfile.gettempdir())
    bounds = Bounds(limit, memory * 1e9 if memory else psutil.virtual_memory().available * 0.8)
    rows = Rows()
    found: list[str] = []
    for size in sorted(int(text) for text in sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=place, prefix="bench-") as work:
            _measure(Path(work), Bench(size, runs, bounds), peers.split(","), rows)
        found += [_printed(name, size, limit) for name in IN_BROWSER] if search else []
        text = report(rows, describe(place), all_peers().values(), "\n".join(filter(None, found)))
        output.write_text(text, "utf-8")
    click.echo(f"{output}: written")


def _measure(work: Path, bench: Bench, peers: Iterable[str], rows: Rows) -> None:
    """Measure everything at one size, ours first: of what is not needed any more nothing stays in memory."""
    root = write_archive(work / "archive", bench.papers, SEED)
    docs = work / "peers" / "docs"
    # In a process of its own, for what is forked from a large process looks large.
    subprocess.run([sys.executable, "-m", "tests.bench.documents", str(root), str(docs)], check=True)
    for row in our_rows(root, bench, SEED):
        _tell(row, rows)
    forget(root)
    for row in peer_rows(work / "peers", peers, bench, rows):
        _tell(row, rows)


def _tell(row: Row, rows: Rows) -> None:
    rows.add(row)
    took = row.figures
    said = f"{took.seconds:.2f} s, {took.memory / 1e6:,.0f} MB" if took else row.note
    click.echo(f"{row.papers:,} papers, {row.tool}, {row.step}: {said}")


def _printed(name: str, size: int, limit: int) -> str:
    """Return what the benchmark of the search or of the library prints of one size."""
    if find_spec(f"tests.bench.{name}") is None:
        return ""
    command = [sys.executable, "-m", f"tests.bench.{name}", str(size)]
    try:
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=limit)
    except subprocess.SubprocessError as error:
        return f"{size:,} papers: {error}"
    return said.stdout.rstrip()


if __name__ == "__main__":
    main()
