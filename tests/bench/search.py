"""What a search costs a phone, and what its index costs a build: `python -m tests.bench.search 18000 100000`.

With `--json` the same comes as values, which the whole benchmark reads.

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
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from operator import itemgetter
from pathlib import Path
from statistics import median
from threading import Thread

import click
import msgspec
from playwright.sync_api import Browser, sync_playwright

from generator.archive.load import load_archive
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.search.tasks import closing_tasks, tasks
from generator.publish.settings import read_site
from tests.bench.costs import IndexCost, QueryCost, SearchCosts
from tests.bench.machine import memory_folder
from tests.bench.measure import KILOBYTES
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


@click.command()
@click.argument("counts", nargs=-1, type=int, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print values instead of text.")
def main(counts: tuple[int, ...], *, as_json: bool) -> None:
    """Measure the search of synthetic archives of so many papers."""
    found = []
    for count in counts:
        costs = measured(count)
        found.append(costs)
        if not as_json:
            click.echo("\n".join(lines_of(costs)))
    if as_json:
        click.echo(msgspec.json.encode(found))


def measured(count: int) -> SearchCosts:
    """Return what the search of a synthetic archive of so many papers costs."""
    with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
        # Another process, so that its peak is its own.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            index, queries = pool.apply(build, (Path(folder), count))
        with serve(Path(folder)) as address, sync_playwright() as playwright, launch(playwright) as browser:
            costs = [cost_of(browser, address, name, query) for name, query in queries.items()]
    return SearchCosts(index, tuple(costs))


def lines_of(costs: SearchCosts) -> Iterator[str]:
    """Yield the costs as lines of text."""
    index = costs.index
    name, seconds = index.longest
    yield (
        f"{index.papers:,} papers: index built in {index.seconds:.1f} s ({index.cpu:.1f} s of processors), "
        f"{index.files:,} files, {index.size / 1e6:.1f} MB, {index.size / index.papers:.0f} bytes a paper, "
        f"peak memory {index.memory / 1e6:,.0f} MB; the longest task, {name}, took {seconds:.1f} s"
    )
    for cost in costs.queries:
        yield (
            f"  {cost.name:24} {cost.requests:3} requests {cost.size / 1000:6.0f} kB {cost.milliseconds:5.0f} ms"
            f"  {cost.found:7,} found  {cost.asked}"
        )


def build(folder: Path, count: int) -> tuple[IndexCost, dict[str, Query]]:
    """Make a site of a synthetic archive's search alone, and return what that took and queries for it."""
    root = write_archive(folder / "archive", count, SEED)
    catalog = catalog_of(load_archive(root / "content"), read_site(root))
    gc.disable()  # as a build does
    begun, worked = time.perf_counter(), time.process_time()
    files: dict[str, bytes] = {}
    seconds: dict[str, float] = {}
    for task in chain(tasks(catalog), closing_tasks(catalog)):
        start = time.process_time()
        files.update(task.make())
        seconds[task.name] = time.process_time() - start
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    longest = max(seconds.items(), key=itemgetter(1))
    cost = IndexCost(count, took, worked, len(files), sum(map(len, files.values())), peak(), longest)
    for path, data in {**files, **site_files()}.items():
        place = folder / "site" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return cost, dict(queries_for(catalog))


def site_files() -> dict[str, bytes]:
    """Return what a site needs beside the index: a page, and the search's modules."""
    return {"index.html": b"", **{module.name: module.read_bytes() for module in MODULES}}


def peak() -> int:
    """Return the most memory that this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTES


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


def cost_of(browser: Browser, address: str, name: str, query: Query) -> QueryCost:
    """Return what a query costs; its time is the median of several readers."""
    costs = [ask(browser, address, query) for _ in range(TIMES)]
    found, requests, size, _ = costs[0]
    words, filters = query
    asked = " ".join([words.strip(), *(f"{field}:{value}" for field, value in filters.items())]).strip()
    by_upvotes = filters.get("sort") == "upvotes"
    return QueryCost(name, asked, found, requests, size, median(cost[-1] for cost in costs), by_upvotes)


def ask(browser: Browser, address: str, query: Query) -> tuple[int, int, int, float]:
    """Ask as a new reader on a phone's network; return the papers found, requests, bytes and milliseconds."""
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
        return total, len(sizes), int(sum(sizes)), milliseconds


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
