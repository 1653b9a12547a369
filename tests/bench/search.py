"""What a search costs a phone, and what its index costs a build: `python -m tests.bench.search 18000 100000`.

Each query is asked by a new reader whose cache is empty, in a real browser whose network is slowed down to a phone's.
What is counted begins with the search module and ends with ten results. The server speaks HTTP/1.1 (six connections)
and compresses what GitHub Pages does.
"""

import gc
import gzip
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from pathlib import Path
from statistics import median
from threading import Thread

import click
from playwright.sync_api import Browser, sync_playwright

from generator.archive.load import load_archive
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.search.tasks import closing_tasks, tasks
from generator.publish.settings import read_site
from tests.bench.machine import memory_folder
from tests.bench.synthetic import write_archive
from tests.browser.install import launch
from tests.support.archives import REPOSITORY

SEED = 1
LATENCY = 50  # milliseconds there and back
SPEED = 20_000_000 // 8  # bytes a second
TIMES = 5
COMPRESSED = (".html", ".js", ".css", ".json")
MODULES = [
    REPOSITORY / "overrides" / "assets" / "javascripts" / name
    for name in (
        "search-index.js",
        "search-excerpt.js",
        "search-question.js",
        "search-ranking.js",
        "search-segments.js",
        "search-typos.js",
        "search-words.js",
    )
]

Query = tuple[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What the first ten results took: requests, bytes as they went over the wire, milliseconds."""

    total: int
    requests: int
    size: int
    time: float


@click.command()
@click.argument("counts", nargs=-1, type=int, required=True)
def main(counts: tuple[int, ...]) -> None:
    """Measure the search of synthetic archives of so many papers."""
    for count in counts:
        with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
            # Another process, so that its peak is its own.
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                queries = pool.apply(build, (Path(folder), count))
            with serve(Path(folder)) as address, sync_playwright() as playwright, launch(playwright) as browser:
                for name, query in queries.items():
                    costs = [ask(browser, address, query) for _ in range(TIMES)]
                    cost, slow = costs[0], median(cost.time for cost in costs)
                    click.echo(
                        f"  {name:22} {cost.requests:3} requests {cost.size / 1000:6.0f} kB {slow:5.0f} ms"
                        f"  {cost.total:7,} found  {query[0]} {' '.join(query[1].values())}"
                    )


def build(folder: Path, count: int) -> dict[str, Query]:
    """Make a site of a synthetic archive's search alone, tell what that took, and return queries for it."""
    root = write_archive(folder / "archive", count, SEED)
    catalog = catalog_of(load_archive(root / "content"), read_site(root))
    gc.disable()  # as a build does
    before = peak()
    begun, worked = time.perf_counter(), time.process_time()
    files: dict[str, bytes] = {}
    seconds: dict[str, float] = {}
    for task in chain(tasks(catalog), closing_tasks(catalog)):
        start = time.process_time()
        files.update(task.make())
        seconds[task.name] = time.process_time() - start
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    click.echo(
        f"{count:,} papers: index built in {took:.1f} s ({worked:.1f} s of processors), {len(files):,} files, "
        f"{sum(map(len, files.values())) / 1e6:.1f} MB, {sum(map(len, files.values())) / count:.0f} bytes a paper, "
        f"peak memory {peak():,.0f} MB ({before:,.0f} MB before)"
    )
    longest = max(seconds, key=lambda name: seconds[name])
    click.echo(f"  {len(seconds)} tasks; the longest, {longest}, took {seconds[longest]:.1f} s")
    for path, data in {**files, **site_files()}.items():
        place = folder / "site" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return dict(queries_for(catalog))


def site_files() -> dict[str, bytes]:
    """Return what a site needs beside the index: a page, and the search's modules."""
    return {"index.html": b"", **{module.name: module.read_bytes() for module in MODULES}}


def peak() -> float:
    """Return the most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def queries_for(catalog: Catalog) -> Iterator[tuple[str, Query]]:
    """Yield queries of each kind by name."""
    paper = sorted(catalog.papers.values(), key=lambda paper: paper.key)[len(catalog.papers) // 2]
    coined = next(paper for paper in catalog.papers.values() if ":" in paper.title)
    yield "rare word", (coined.title.split(":")[0], {})
    yield "common word", ("model ", {})
    yield "four common words", ("language model learning data", {})
    yield "four of the commonest", ("the of and to ", {})
    yield "word as it is typed", ("lear", {})
    yield "one letter", ("s", {})
    yield "common words, typed", ("language model lea", {})
    yield "phrase in an abstract", (f'"{" ".join(paper.abstract[0].split(". ")[1].split()[:4])}"', {})
    yield "phrase in a title", (f'"{paper.title}"', {})
    yield "phrase of common words", ('"of the"', {})
    yield "topic", ("", {"topic": paper.topics[0].name})
    yield (
        "word, topic and year",
        (
            "model ",
            {"topic": paper.topics[0].name, "from": f"{paper.listed[0]:%Y-01}", "to": f"{paper.listed[0]:%Y-12}"},
        ),
    )
    yield "common word by upvotes", ("model ", {"sort": "upvotes"})
    yield "common words by upvotes", ("language model learning data", {"sort": "upvotes"})
    yield "topic, newest first", ("", {"topic": paper.topics[0].name, "sort": "newest"})
    yield "author", ("", {"author": paper.authors[0]})


def ask(browser: Browser, address: str, query: Query) -> Cost:
    """Ask as a new reader on a phone's network."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
        session.send("Network.emulateNetworkConditions", conditions)
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        total, milliseconds = page.evaluate(
            """async ([module, words, query, filters]) => {
                const begun = performance.now();
                words.forEach((module) => import(module)); // as search.js does
                const { openIndex } = await import(module);
                const { total, hits } = await (await openIndex(location.href)).search(query, filters, 10);
                return [total, performance.now() - begun];
            }""",
            [f"{address}{MODULES[0].name}", [f"{address}{module.name}" for module in MODULES[1:]], *query],
        )
        page.wait_for_timeout(100)  # for the last event
        return Cost(total, len(sizes), int(sum(sizes)), milliseconds)


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve the site in the folder, and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder / "site"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Handler(SimpleHTTPRequestHandler):
    """Answers with a file, compressed where GitHub Pages compresses such files."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        if path.suffix in COMPRESSED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""


if __name__ == "__main__":
    main()
