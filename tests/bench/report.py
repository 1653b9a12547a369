"""The report of a run, as Markdown: what must hold and why first, then ratios, which hold on other machines too."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tests.bench import ours
from tests.bench.costs import LibraryCost, QueryCost, SearchCosts
from tests.bench.goals import COMPARISONS, CORES, Goal, goals, growth
from tests.bench.peers import Peer
from tests.bench.rows import Corpus, Row, Rows

_VERDICTS = {True: "holds", False: "**does not hold**", None: "not measured"}
_WORDS = ("", "why", "program", "step", "asked")  # columns that hold no numbers
_INTRODUCTION = """\
# Benchmark

Written by `make bench`. Invented archives with the lengths, the vocabulary and the shares of real ones are built, and
the same pages are given to other generators in the same run. The real history is what this repository holds: facts
without abstracts. A ratio is the time by the clock of what stands before the stroke, divided by the time of what stands
behind it: 0.1 is ten times as fast.
"""
_METHOD = """\
## How this is measured

- *everything* is `papers build` from nothing: pages, feeds, search, data, sitemaps. *pages only* leaves out all but the
  pages. The other builds change something in the archive that was just built, and build again. *one more day* lists 25
  papers on the next weekday.
- *papers serve* is measured from saving a file to the moment when an open page has loaded again and shows it, or when
  the error is printed. CPU seconds are those of the whole build that follows.
- The peers get one folder of Markdown: every list exactly as the site publishes it, and one page a paper with title,
  authors, dates, counts, summary, links, topics, abstract and days. Material and Zensical come with their own search
  and a navigation of four entries; Hugo has a minimal theme and makes no lists, feeds or sitemap of its own; Pagefind
  indexes the papers' pages that Hugo made. None of them makes the feeds, the data, the structured data or the similar
  papers of the site. A peer whose site lacks pages counts as failed.
- The earlier version is a commit of this repository with the releases of its own lock. It builds the same archive
  without what it does not know.
- Each step runs three times, fewer times where that takes over a minute; the fastest run counts, for whatever else the
  machine does only adds to it. CPU is the processor time of the program and of all that it started.
- Peak memory is that of all processes together, each page of memory counted once (proportional set size), as a sampler
  sees it from outside; it is at least the system's own maximum of the largest process.
- Each search is asked in a browser by five readers with an empty cache, whose network has 50 ms and 20 Mbit/s, until
  there are ten results; the time is their median.
"""


def report(rows: Rows, machine: str, cores: int, peers: Iterable[Peer], against: str) -> str:
    """Return the whole report.

    `machine` says where it was measured, `cores` how many it has, `against` which revision the earlier version is.
    """
    parts = (
        _INTRODUCTION,
        f"Measured on {machine}.{_other_cores(cores)}",
        f"Peers: {_versions(peers)}. Earlier version: {against or 'none'}.",
        "## What must hold",
        _table(("what", "papers", "at most", "measured", "", "why"), _verdicts(rows)),
        "## Ratios",
        _table(("", *(corpus.label for corpus in rows.corpora())), _ratios(rows)),
        *_kinds(rows),
        *_searches(rows),
        *_libraries(rows),
        "## Figures",
        _table(
            ("papers", "program", "step", "seconds", "CPU seconds", "peak MB", "files", "MB"), map(_figures, rows.all())
        ),
        _METHOD,
    )
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _other_cores(cores: int) -> str:
    return "" if cores == CORES else f" The limits were set for {CORES} cores."


def _versions(peers: Iterable[Peer]) -> str:
    return ", ".join(f"{peer.title} {peer.version if peer.program else '(not installed)'}" for peer in peers)


def _verdicts(rows: Rows) -> Iterator[Sequence[str]]:
    for name, of_name in groupby(goals(), lambda goal: goal.name):
        for number, goal in enumerate(of_name):
            first = number == 0
            yield (name if first else "", *_verdict(goal, rows), goal.reason if first else "")


def _verdict(goal: Goal, rows: Rows) -> Sequence[str]:
    return goal.corpus, goal.shown, _rounded(goal.value(rows, goal.corpus)), _VERDICTS[goal.holds(rows)]


def _ratios(rows: Rows) -> Iterator[Sequence[str]]:
    labels = [corpus.label for corpus in rows.corpora()]
    for comparison in COMPARISONS:
        yield comparison.name, *(_rounded(comparison.value(rows, label)) for label in labels)
    yield "exponent of a full build's time, from 1,000", *(_rounded(growth(rows, label)) for label in labels)


def _kinds(rows: Rows) -> Iterator[str]:
    """Yield a table of the bytes by kind of file for each corpus."""
    corpora = [corpus for corpus in rows.corpora() if corpus.label in rows.kinds]
    if corpora:
        yield "## Bytes by kind of file"
    for corpus in corpora:
        yield f"### {_heading(corpus)}"
        yield _table(("kind", "files", "MB", "kB a paper"), _kinds_of(rows, corpus))


def _kinds_of(rows: Rows, corpus: Corpus) -> Iterator[Sequence[str]]:
    sizes = rows.kinds[corpus.label]
    lines = [(kind, size.files, size.bytes) for kind, size in sizes.items()]
    everything = ("everything", sum(files for _, files, _ in lines), sum(size for *_, size in lines))
    for kind, files, size in (*lines, everything):
        yield kind, f"{files:,}", f"{size / 1e6:,.1f}", f"{size / 1e3 / corpus.papers:.2f}"


def _searches(rows: Rows) -> Iterator[str]:
    """Yield what searches cost for each corpus."""
    if rows.searches:
        yield "## Search"
    for corpus in rows.corpora():
        if costs := rows.searches.get(corpus.label):
            yield f"### {_heading(corpus)}"
            yield _index(costs)
            yield _table(("query", "requests", "kB", "ms", "found", "asked"), map(_query, costs.queries))


def _libraries(rows: Rows) -> Iterator[str]:
    """Yield what the reader's own library costs for each corpus."""
    if rows.libraries:
        yield "## The reader's library"
    for corpus in rows.corpora():
        if costs := rows.libraries.get(corpus.label):
            yield f"### {_heading(corpus)}"
            yield _table(("step", "requests", "kB", "of it data", "ms"), map(_library, costs))


def _library(cost: LibraryCost) -> Sequence[str]:
    sizes = f"{cost.size / 1000:.1f}", f"{cost.data / 1000:.1f}"
    return cost.name, f"{cost.requests}", *sizes, f"{cost.milliseconds:.0f}"


def _index(costs: SearchCosts) -> str:
    index = costs.index
    return (
        f"The index has {index.files:,} files and {index.size / 1e6:.1f} MB: {index.size / index.papers:,.0f} bytes a "
        f"paper. One process made it in {index.cpu:.1f} s with at most {index.memory / 1e6:,.0f} MB of memory."
    )


def _query(cost: QueryCost) -> Sequence[str]:
    amounts = f"{cost.requests}", f"{cost.size / 1000:.0f}", f"{cost.milliseconds:.0f}", f"{cost.found:,}"
    return cost.name, *amounts, f"`{cost.asked}`"


def _heading(corpus: Corpus) -> str:
    return f"{corpus.name[:1].upper()}{corpus.name[1:]}" if corpus.name else f"{corpus.papers:,} papers"


def _figures(row: Row) -> Sequence[str]:
    name = "**papers**" if row.tool == ours.TOOL else row.tool
    if not row.figures:
        return row.corpus.label, name, f"{row.step}: {row.note}", "", "", "", "", ""
    took, site = row.figures, row.site
    files = (f"{site.files:,}", f"{site.bytes / 1e6:,.0f}") if site else ("", "")
    return (
        row.corpus.label,
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
    rules = ["---" if title in _WORDS or not number else "---:" for number, title in enumerate(head)]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in [head, rules, *rows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
