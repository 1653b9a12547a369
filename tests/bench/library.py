"""What the reader's own library costs a phone: `python -m tests.bench.library 18000`.

Each step is done by a new reader whose cache is empty, in a real browser whose network is slowed down to a phone's.
What is counted begins with the click or the address, and ends when the reader sees the result.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

import click
import msgspec
from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from generator.archive.load import load_archive
from generator.archive.models import Paper
from tests.bench.costs import LibraryCost
from tests.bench.machine import memory_folder
from tests.bench.search import LATENCY, SEED, SPEED, serve
from tests.bench.synthetic import write_archive
from tests.browser.install import launch

TIMES = 5
SAVED = 200  # papers; a shared list has no more
WEEK = 5  # listed days
WORDS = ("agent", "diffusion", "robot", "video", '"long context"', "benchmark", "speech")
TOPICS = 10 - len(WORDS)

_SAVE = """async ([scripts, papers]) => (await import(`${scripts}library-store.js`)).savePapers(papers)"""
_SHARE = """async ([scripts, papers]) => (await import(`${scripts}library-lists.js`)).sharedAddress(papers)"""
# Follow ten rules, and note every listed day but the newest ones as read.
_FOLLOW = """async ([scripts, rules, week]) => {
  const { change, follow } = await import(`${scripts}library-store.js`);
  const { ruleOf } = await import(`${scripts}library-rules.js`);
  for (const [kind, text] of rules) await follow(ruleOf(kind, text));
  const { files } = await (await fetch(`${scripts}../../data/index.json`)).json();
  const days = files.filter(({ path }) => /^days\\/\\d/.test(path));
  const known = days.map(({ path, papers }) => ({ day: path.slice(5, 15), papers }));
  await change(["days"], (days) => known.slice(0, -week).forEach((day) => days.put(day)));
}"""


Step = Callable[[Page, str, list[Paper]], tuple[Callable[[], object], Callable[[], object]]]


@click.command()
@click.argument("counts", nargs=-1, type=int, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print values instead of text.")
def main(counts: tuple[int, ...], *, as_json: bool) -> None:
    """Measure the library on the sites of synthetic archives of so many papers."""
    for count in counts:
        with tempfile.TemporaryDirectory(dir=memory_folder()) as folder:
            root = write_archive(Path(folder), count, SEED)
            command = [str(Path(sys.executable).parent / "papers"), "build", "-C", str(root)]
            subprocess.run(command, check=True, capture_output=True)
            papers = sorted(load_archive(root / "content").papers, key=lambda paper: paper.days[-1:])
            with serve(root) as address, sync_playwright() as playwright, launch(playwright) as browser:
                found = list(costs(browser, address, papers))
        click.echo(msgspec.json.encode(found) if as_json else "\n".join([f"{count:,} papers", *map(_line, found)]))


def costs(browser: Browser, address: str, papers: list[Paper]) -> Iterator[LibraryCost]:
    """Yield what each step costs: the median of the times."""
    for name, step in STEPS.items():
        found = [measured(browser, address, papers, (name, step)) for _ in range(TIMES)]
        yield msgspec.structs.replace(found[0], milliseconds=median(cost.milliseconds for cost in found))


def _line(cost: LibraryCost) -> str:
    sizes = f"{cost.size / 1000:6.1f} kB, {cost.data / 1000:5.1f} kB of it data"
    return f"  {cost.name:36} {cost.requests:3} requests {sizes} {cost.milliseconds:5.0f} ms"


def measured(browser: Browser, address: str, papers: list[Paper], named: tuple[str, Step]) -> LibraryCost:
    """Do a step as a new reader on a phone's network."""
    name, step = named
    with browser.new_context() as context:
        page = context.new_page()
        act, wait = step(page, address, papers)
        session = context.new_cdp_session(page)
        sizes, addresses = _counted(session)
        begun = page.evaluate("Date.now()")
        act()
        wait()
        took = page.evaluate("Date.now()") - begun
        page.wait_for_load_state("networkidle")
        data = sum(size for name, size in sizes.items() if "/data/" in addresses.get(name, ""))
        return LibraryCost(name, len(sizes), int(sum(sizes.values())), int(data), took)


def _counted(session: CDPSession) -> tuple[dict[str, float], dict[str, str]]:
    """Slow the network down, and return what will be the sizes and the addresses of all requests."""
    sizes: dict[str, float] = {}
    addresses: dict[str, str] = {}
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    conditions = {"offline": False, "latency": LATENCY, "downloadThroughput": SPEED, "uploadThroughput": SPEED}
    session.send("Network.emulateNetworkConditions", conditions)
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    return sizes, addresses


def first_save(page: Page, address: str, papers: list[Paper]) -> tuple[Callable[[], object], Callable[[], object]]:
    """Save a paper of the newest day."""
    page.goto(f"{address}days/{papers[-1].days[-1]}/", wait_until="networkidle")
    star = page.locator(".papers .star").first
    return star.click, lambda: expect(star).to_have_attribute("aria-pressed", "true")


def full_library(page: Page, address: str, papers: list[Paper]) -> tuple[Callable[[], object], Callable[[], object]]:
    """Open the saved papers."""
    _prepare(page, address, _SAVE, _few(papers))
    page.goto("about:blank")
    rows = page.locator(".library-list > li")
    return partial(page.goto, f"{address}library/#saved", wait_until="commit"), lambda: expect(rows).to_have_count(
        SAVED
    )


def week_away(page: Page, address: str, papers: list[Paper]) -> tuple[Callable[[], object], Callable[[], object]]:
    """Open the inbox after a week."""
    names = sorted({name for paper in papers[-100:] for name in paper.topics})[:TOPICS]
    rules = [*(("topic", name) for name in names), *(("words", words) for words in WORDS)]
    _prepare(page, address, _FOLLOW, rules, WEEK)
    page.goto("about:blank")
    return partial(page.goto, f"{address}library/#inbox", wait_until="commit"), partial(_wait_for_inbox, page)


def _wait_for_inbox(page: Page) -> None:
    expect(page.locator(".library-day").first).to_be_visible()
    expect(page.locator(".library-said")).to_have_text("")


def shared_list(page: Page, address: str, papers: list[Paper]) -> tuple[Callable[[], object], Callable[[], object]]:
    """Open a shared list."""
    shared = _prepare(page, address, _SHARE, _few(papers))
    page.goto("about:blank")
    rows = page.locator(".papers .paper")
    return partial(page.goto, str(shared), wait_until="commit"), lambda: expect(rows).to_have_count(SAVED)


def _prepare(page: Page, address: str, script: str, *given: object) -> object:
    page.goto(f"{address}404.html")
    return page.evaluate(script, [f"{address}assets/javascripts/", *given])


def _few(papers: list[Paper]) -> list[dict[str, str]]:
    return [
        {"key": paper.key, "title": paper.title, "byline": ", ".join(paper.authors[:3])} for paper in papers[:SAVED]
    ]


STEPS: dict[str, Step] = {
    "first paper saved": first_save,
    f"library of {SAVED} papers opened": full_library,
    "inbox, a week away with ten rules": week_away,
    f"shared list of {SAVED} papers opened": shared_list,
}


if __name__ == "__main__":
    main()
