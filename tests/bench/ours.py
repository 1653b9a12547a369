"""This project's own steps: a build from nothing, and the small changes of every day after it."""

import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

from generator.archive.curation import curation_paths
from generator.archive.listings import write_listing
from tests.bench.rows import Bench, Row
from tests.bench.synthetic import LAST_DAY, listing_of, next_day

TOOL = "papers"
PAGES, FULL, NOTHING, DAY, TOPIC = (
    "pages only",
    "everything",
    "nothing changed",
    "one more day",
    "one paper's topics changed",
)


def our_rows(root: Path, bench: Bench, seed: int) -> Iterator[Row]:
    """Measure each step in the synthetic archive in the folder, which has more days and other topics afterwards."""
    papers = [str(Path(sys.executable).parent / "papers"), "build", "-C", str(root)]
    pages = [sys.executable, "-m", "tests.bench.pages_only", *papers[1:]]
    days, turns = later_days(), count()
    site = root / "site"
    yield bench.row(TOOL, PAGES, pages, prepare=lambda: forget(root), site=site)
    yield bench.row(TOOL, FULL, papers, prepare=lambda: forget(root), site=site)
    yield bench.row(TOOL, NOTHING, papers, prepare=lambda: None, site=site)
    yield bench.row(TOOL, DAY, papers, prepare=lambda: add_day(root, next(days), seed), site=site)
    yield bench.row(TOOL, TOPIC, papers, prepare=lambda: change_topics(root, next(turns)), site=site)


def forget(root: Path) -> None:
    """Remove everything that builds left in an archive."""
    for name in ("site", "build"):
        shutil.rmtree(root / name, ignore_errors=True)


def later_days() -> Iterator[date]:
    """Yield the days after those of a synthetic archive."""
    day = LAST_DAY
    while True:
        day = next_day(day)
        yield day


def add_day(root: Path, day: date, seed: int) -> None:
    """List that day's papers."""
    write_listing(root / "content", listing_of(day, seed))


def change_topics(root: Path, turn: int) -> None:
    """Give a paper another topic at each turn: the first in a file of decisions from the middle of the archive."""
    paths = sorted(curation_paths(root / "content"))
    names = re.findall(r"^    (\S+):$", (root / "content" / "topics.yml").read_text("utf-8"), re.MULTILINE)
    path = paths[len(paths) // 2]
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"topics: \[.*\]", f"topics: [{names[turn % len(names)]}]", text, count=1), "utf-8")
