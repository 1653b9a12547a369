"""The report of a run, as Markdown: ratios first, for they hold on other machines too, absolute figures after them."""

from collections.abc import Iterable, Iterator, Sequence

from tests.bench import ours
from tests.bench.goals import COMPARISONS, Goal, goals, growth
from tests.bench.peers import Peer
from tests.bench.rows import Row, Rows

_VERDICTS = {True: "holds", False: "**does not hold**", None: "not measured"}
_INTRODUCTION = """\
# Benchmark

Written by `make bench`. Synthetic archives with the lengths and the vocabulary of real ones are built, and the same
pages are given to other generators in the same run. A ratio is the time by the clock of what stands before the stroke,
divided by the time of what stands behind it: 0.1 is ten times as fast.
"""
_METHOD = """\
## How this is measured

- *everything* is `papers build` from nothing: pages, feeds, search, data, sitemaps. *pages only* leaves out all but the
  pages. The other steps change something in the archive that was just built, and build again.
- The peers get one folder of Markdown: every list exactly as the site publishes it, and one page a paper with title,
  authors, dates, counts, summary, links, topics, abstract and days. Material and Zensical come with their own search
  and a navigation of four entries; Hugo has a minimal theme and makes no lists, feeds or sitemap of its own; Pagefind
  indexes the papers' pages that Hugo made. None of them makes the feeds, the data or the structured data of the site.
- A peer whose site lacks pages counts as failed.
- Each step runs up to five times, fewer times where that takes over a minute; the fastest run counts, for whatever else
  the machine does only adds to it. CPU is the processor time of the program and of all that it started.
- Peak memory is that of all processes together, each page of memory counted once (proportional set size), as a sampler
  sees it from outside; it is at least the system's own maximum of the largest process.
"""


def report(rows: Rows, machine: str, peers: Iterable[Peer], search: str) -> str:
    """Return the whole report; `machine` says where, `search` what the benchmarks in a browser printed."""
    parts = (
        _INTRODUCTION,
        f"Measured on: {machine}.",
        f"Peers: {_versions(peers)}.",
        "## What must hold",
        _table(("papers", "what", "at most", "measured", ""), (_verdict(goal, rows) for goal in goals())),
        "## Ratios",
        _table(("", *(f"{size:,}" for size in rows.sizes())), _ratios(rows)),
        *(
            ["## Search and library", "For one reader with an empty cache, in a browser:", f"```text\n{search}\n```"]
            if search
            else []
        ),
        "## Figures",
        _table(
            ("papers", "program", "step", "seconds", "CPU seconds", "peak MB", "files", "MB"), map(_figures, rows.all())
        ),
        _METHOD,
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _versions(peers: Iterable[Peer]) -> str:
    return ", ".join(f"{peer.title} {peer.version if peer.program else '(not installed)'}" for peer in peers)


def _verdict(goal: Goal, rows: Rows) -> Sequence[str]:
    value = goal.value(rows, goal.papers)
    return f"{goal.papers:,}", goal.name, goal.shown, _rounded(value), _VERDICTS[goal.holds(rows)]


def _ratios(rows: Rows) -> Iterator[Sequence[str]]:
    for comparison in COMPARISONS:
        yield comparison.name, *(_rounded(comparison.value(rows, size)) for size in rows.sizes())
    yield "exponent of a full build's time, from 1,000", *(_rounded(growth(rows, size)) for size in rows.sizes())


def _figures(row: Row) -> Sequence[str]:
    name = "**papers**" if row.tool == ours.TOOL else row.tool
    if not row.figures:
        return f"{row.papers:,}", name, f"{row.step}: {row.note}", "", "", "", "", ""
    took, site = row.figures, row.site
    files = (f"{site.files:,}", f"{site.bytes / 1e6:,.0f}") if site else ("", "")
    return (
        f"{row.papers:,}",
        name,
        row.step,
        f"{took.seconds:,.2f}",
        f"{took.cpu:,.2f}",
        f"{took.memory / 1e6:,.0f}",
        *files,
    )


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---", *("---:" if title else "---" for title in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
