"""Goals: what must hold for which archive, each a ratio within one run, or an amount, with the reason for it.

They were set for two cores and a memory file system. At 18,000 papers an archive is a little larger than the Daily
Papers are; 100,000 are what they may be in ten years.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from tests.bench import earlier, ours
from tests.bench.costs import QueryCost
from tests.bench.peers import STEP
from tests.bench.rows import Rows
from tests.bench.serving import REPORTED, SHOWN

CORES = 2
SMALL, MIDDLE, LARGE = "1,000", "18,000", "100,000"

Value = Callable[[Rows, str], float | None]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value that is worth knowing of any corpus."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Goal:
    """A value that may be so large at most, for one corpus by its label; `shown` is the limit in words."""

    corpus: str
    name: str
    value: Value
    shown: str
    reason: str

    @property
    def most(self) -> float:
        """The limit."""
        above, _, below = self.shown.replace(",", "").partition("/")
        return float(above) / float(below or 1)

    def holds(self, rows: Rows) -> bool | None:
        """Return whether it holds, None where it was not measured."""
        value = self.value(rows, self.corpus)
        return None if value is None else value <= self.most


def time_of(rows: Rows, corpus: str, *steps: tuple[str, str]) -> float | None:
    """Return the seconds of some steps together, None where one was not measured."""
    seconds = [rows.seconds(corpus, tool, step) for tool, step in steps]
    known = [one for one in seconds if one is not None]
    return sum(known) if len(known) == len(steps) else None


def ratio(step: str, *to: tuple[str, str]) -> Value:
    """Return the value of one of our steps against others together."""

    def value(rows: Rows, corpus: str) -> float | None:
        ours_took, they_took = time_of(rows, corpus, (ours.TOOL, step)), time_of(rows, corpus, *to)
        return None if ours_took is None or not they_took else ours_took / they_took

    return value


def seconds(step: str) -> Value:
    """Return the value of the time of one of our steps."""
    return lambda rows, corpus: rows.seconds(corpus, ours.TOOL, step)


def memory(rows: Rows, corpus: str) -> float | None:
    """Return the most memory that one of our builds took, in gigabytes."""
    builds = (rows.get(corpus, ours.TOOL, step) for step in ours.BUILDS)
    return max((row.figures.memory / 1e9 for row in builds if row and row.figures), default=None)


def megabytes(rows: Rows, corpus: str) -> float | None:
    """Return the bytes of our whole site, in megabytes."""
    row = rows.get(corpus, ours.TOOL, ours.FULL)
    return row.site.bytes / 1e6 if row and row.site else None


def files(rows: Rows, corpus: str) -> float | None:
    """Return how many files our whole site has."""
    row = rows.get(corpus, ours.TOOL, ours.FULL)
    return row.site.files if row and row.site else None


def search(amount: Callable[[QueryCost], float], *, by_upvotes: tuple[bool, ...]) -> Value:
    """Return the value of what the dearest search costs, of those that are sorted by upvotes or of the others."""

    def value(rows: Rows, corpus: str) -> float | None:
        costs = rows.searches.get(corpus)
        return (
            max((amount(cost) for cost in costs.queries if cost.by_upvotes in by_upvotes), default=None)
            if costs
            else None
        )

    return value


def growth(rows: Rows, corpus: str) -> float | None:
    """Return the exponent of the time of a full build from 1,000 invented papers up to so many."""
    corpora = [known for known in rows.corpora() if not known.name]
    times = {known.label: (known.papers, rows.seconds(known.label, ours.TOOL, ours.FULL)) for known in corpora}
    least, most = (times.get(label, (0, None))[0] for label in (SMALL, corpus))
    known = [(papers, seconds) for papers, seconds in times.values() if seconds and least <= papers <= most]
    return exponent(known) if least and most > least else None


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the line through the logarithms that misses them least (least squares)."""
    xs, ys = [log(x) for x, _ in points], [log(y) for _, y in points]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread


_FULL = (ours.TOOL, ours.FULL)
_HUGO, _PAGEFIND, _MATERIAL, _ZENSICAL = (("hugo", STEP), ("pagefind", STEP), ("mkdocs", STEP), ("zensical", STEP))

_PAGES = Quantity("pages only / Hugo", ratio(ours.PAGES, _HUGO))
_SEARCHABLE = Quantity("everything / Hugo and Pagefind", ratio(ours.FULL, _HUGO, _PAGEFIND))
_WITH_MATERIAL = Quantity("everything / Material with its search", ratio(ours.FULL, _MATERIAL))
_WITH_ZENSICAL = Quantity("everything / Zensical with its search", ratio(ours.FULL, _ZENSICAL))
_DAY = Quantity("one more day / everything", ratio(ours.DAY, _FULL))
_TOPIC = Quantity("one paper's topics changed / everything", ratio(ours.TOPIC, _FULL))
_TITLE = Quantity("a topic's title changed / everything", ratio(ours.TITLE, _FULL))
_NOTHING = Quantity("nothing changed / everything", ratio(ours.NOTHING, _FULL))
_EARLIER = Quantity("everything / everything by the earlier version", ratio(ours.FULL, (earlier.TOOL, ours.FULL)))

COMPARISONS = (
    _PAGES,
    _WITH_MATERIAL,
    _WITH_ZENSICAL,
    _SEARCHABLE,
    _DAY,
    _TOPIC,
    _TITLE,
    _NOTHING,
    _EARLIER,
)


def goals() -> Iterator[Goal]:
    """Yield every goal."""
    for what, reason, limits in (*_ratios(), *_amounts()):
        for corpus, limit in limits.items():
            yield Goal(corpus, what.name, what.value, limit, reason)


_Limits = tuple[Quantity, str, dict[str, str]]


def _ratios() -> Iterator[_Limits]:
    """Yield each comparison that has a limit, with the reason and the limit for each corpus."""
    yield (
        _PAGES,
        "Hugo is the fastest of the widely used generators, and its pages here are plainer: the same text, no more.",
        {MIDDLE: "0.4", LARGE: "0.5"},
    )
    yield (
        _WITH_MATERIAL,
        "It is what an archive built with MkDocs alone would take, and people wait for it.",
        {MIDDLE: "1/15"},
    )
    yield (
        _SEARCHABLE,
        "It is the fastest way to such pages with a search; feeds, data and citations come on top of it here.",
        {MIDDLE: "0.28", LARGE: "0.25"},
    )
    yield (
        _DAY,
        "It happens every day and changes a few hundred files, whatever the archive's size.",
        {MIDDLE: "1/8", LARGE: "1/15"},
    )
    yield (
        _TOPIC,
        "It is the commonest pull request, whose author waits for a preview; it changes fewer files than a day.",
        {MIDDLE: "1/8", LARGE: "1/15"},
    )
    yield (
        _TITLE,
        "The title stands on the pages of the topic's papers and in its lists: a few papers in a hundred.",
        {MIDDLE: "1/4", LARGE: "1/4"},
    )
    yield (_NOTHING, "Then all files are looked at and none is read.", {MIDDLE: "1/30", LARGE: "1/40"})
    yield (
        _EARLIER,
        "Richer pages, similar papers, trends, the library and standing queries came since; they may cost a quarter.",
        {MIDDLE: "1.25", LARGE: "1.25"},
    )


def _amounts() -> Iterator[_Limits]:
    """Yield each amount that has a limit, with the reason and the limit for each corpus."""
    yield (
        Quantity("peak memory of all processes of a build, GB", memory),
        "A build fits into the smallest machine that can be rented, a large one into a laptop beside other work.",
        {MIDDLE: "0.6", LARGE: "2.5"},
    )
    yield (
        Quantity("site, MB", megabytes),
        "GitHub Pages takes 1 GB: 60,000 papers at 16.7 kB each. A larger site needs another host.",
        {MIDDLE: "300", LARGE: "1,500"},
    )
    yield (
        Quantity("site, files", files),
        "Each file is uploaded and stored, whatever its size: not many more than the papers may be.",
        {LARGE: "160,000"},
    )
    network = "A reader on a phone, with 50 ms and 20 Mbit/s, waits for it and pays for it."
    yield (
        Quantity("search, first ten results, kB", search(_kilobytes, by_upvotes=(False,))),
        network,
        {MIDDLE: "165", LARGE: "165"},
    )
    yield (
        Quantity("search, first ten results by upvotes, kB", search(_kilobytes, by_upvotes=(True,))),
        "The same reader; the upvotes of all papers that are found must be known.",
        {MIDDLE: "250", LARGE: "250"},
    )
    yield (
        Quantity("search, first ten results, s", search(_seconds, by_upvotes=(False, True))),
        "Up to about a second a reader's flow of thought stays uninterrupted; the page itself needs the rest.",
        {MIDDLE: "0.7", LARGE: "0.7"},
    )
    yield (
        Quantity(f"{SHOWN}, s", seconds(SHOWN)),
        "Who edits looks at the page right away.",
        {ours.HISTORY: "1"},
    )
    yield (
        Quantity(f"{REPORTED}, s", seconds(REPORTED)),
        "Who makes a mistake must see it before going on.",
        {ours.HISTORY: "1"},
    )


def _kilobytes(cost: QueryCost) -> float:
    return cost.size / 1000


def _seconds(cost: QueryCost) -> float:
    return cost.milliseconds / 1000
