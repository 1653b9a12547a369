"""This project's own steps: a build from nothing, the small changes of every day after it, and other commands."""

import shutil
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.bench.changes import add_day, change_title, change_topics, later_days
from tests.bench.rows import Bench, Row
from tests.bench.serving import serve_rows
from tests.support.archives import REPOSITORY

TOOL = "papers"
PAPERS = str(Path(sys.executable).parent / "papers")
PAGES, FULL, NOTHING, DAY, TOPIC, TITLE, HELP, CHECK = (
    "pages only",
    "everything",
    "nothing changed",
    "one more day",
    "one paper's topics changed",
    "a topic's title changed",
    "papers --help",
    "papers check",
)
BUILDS = (PAGES, FULL, NOTHING, DAY, TOPIC, TITLE)
HISTORY = "real history"


def write_history(folder: Path) -> Path:
    """Make a folder an archive of the real history that is bundled with the project: facts without abstracts."""
    shutil.copytree(REPOSITORY / "content", folder / "content")
    shutil.copy(REPOSITORY / "mkdocs.yml", folder)
    return folder


def our_rows(root: Path, bench: Bench, seed: int) -> Iterator[Row]:
    """Measure each step in the archive in the folder, which has more days and other topics afterwards."""
    build = [PAPERS, "build", "-C", str(root)]
    pages = [sys.executable, "-m", "tests.bench.pages_only", *build[1:]]
    days, turns, site = later_days(root), count(), root / "site"

    def one_more_day() -> None:
        add_day(root, next(days), seed, abstracts=bench.corpus.name != HISTORY)

    yield bench.row(TOOL, PAGES, pages, prepare=lambda: forget(root), site=site)
    yield bench.row(TOOL, FULL, build, prepare=lambda: forget(root), site=site)
    yield bench.row(TOOL, NOTHING, build, site=site)
    yield bench.row(TOOL, DAY, build, prepare=one_more_day, site=site)
    yield bench.row(TOOL, TOPIC, build, prepare=lambda: change_topics(root, next(turns)), site=site)
    yield bench.row(TOOL, TITLE, build, prepare=lambda: change_title(root, next(turns)), site=site)
    yield from serve_rows(TOOL, [PAPERS, "serve", "--port", "0", "-C", str(root)], root, bench, turns)
    yield bench.row(TOOL, HELP, [PAPERS, "--help"])
    yield bench.row(TOOL, CHECK, [PAPERS, "check", "-C", str(root)])


def forget(root: Path) -> None:
    """Remove everything that builds left in an archive."""
    for name in ("site", "build"):
        shutil.rmtree(root / name, ignore_errors=True)
