"""The benchmark's parts at a size that takes no time: no test here measures any."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from generator.archive.load import load_archive
from tests.bench import ours
from tests.bench.__main__ import PEERS, main
from tests.bench.documents import write_documents
from tests.bench.goals import COMPARISONS, LARGE, REAL, SMALL, exponent, goals, growth
from tests.bench.measure import Bounds, Figures, NotFinishedError, Size, measure, repeat, size_of
from tests.bench.peers import STEP, all_peers, peer_rows, too_long
from tests.bench.report import report
from tests.bench.rows import Bench, Row, Rows
from tests.bench.synthetic import write_archive
from tests.support.archives import REPOSITORY, files_of, run

PAPERS = 50
BOUNDS = Bounds(seconds=60, memory=8e9)
BENCH = Bench(PAPERS, runs=1, bounds=BOUNDS)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("bench") / "archive", PAPERS, seed=1)


def took(papers: int, tool: str, step: str, seconds: float) -> Row:
    return Row(papers, tool, step, Figures(seconds, seconds, 500_000_000), Size(10, 200_000_000))


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_synthetic_archive_passes_the_check(root: Path) -> None:
    assert "50 papers in 2 listings, no problems" in run("check", "-C", str(root)).output


def test_one_more_day_and_other_topics_leave_an_archive_that_passes(tmp_path: Path) -> None:
    root = write_archive(tmp_path, PAPERS, seed=1)
    before = load_archive(root / "content").papers
    days = ours.later_days()
    for turn in range(2):
        ours.add_day(root, next(days), seed=1)
        ours.change_topics(root, turn)
    after = {paper.key: paper for paper in load_archive(root / "content").papers}
    changed = [paper for paper in before if after[paper.key].topics != paper.topics]
    assert len(after) == PAPERS + 2 * 25
    assert len(changed) == 1


def test_pages_alone_are_the_pages_of_the_whole_site(root: Path) -> None:
    pages_only = [sys.executable, "-m", "tests.bench.pages_only", "build", "-C", str(root)]
    subprocess.run(pages_only, check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    pages = files_of(root / "site")
    assert not any(path.startswith(("data/papers", "feeds/all", "search-index/", "sitemap")) for path in pages)
    run("build", "-C", str(root))
    whole = files_of(root / "site")
    assert pages == {path: whole[path] for path in pages}
    assert {path for path in whole if path.endswith("/index.html")} <= pages.keys()
    ours.forget(root)
    assert sorted(path.name for path in root.iterdir()) == ["content", "mkdocs.yml"]


def test_peers_get_every_generated_page_as_a_document(root: Path, tmp_path: Path) -> None:
    write_documents(root, tmp_path)
    texts = {path: data.decode() for path, data in files_of(tmp_path).items()}
    assert {"index.md", "archive.md", "days/2025-06-30.md", "months/2025-06.md"} <= texts.keys()
    papers = load_archive(root / "content").papers
    assert sum(path.startswith("papers/") for path in texts) == PAPERS
    for paper in papers:
        document = texts[f"papers/{paper.key}.md"]
        _, head, body = document.split("---\n", 2)
        assert yaml.safe_load(head)["title"] == paper.title
        assert paper.title in body
        assert all(name in body for name in paper.authors)
        assert str(paper.abstract) in body


def test_a_program_is_measured_with_all_that_it_starts() -> None:
    held = 64_000_000
    child = f"held = b'x' * {held}; print(flush=True); input()"
    code = (
        "import subprocess, sys, time\n"
        f"start = lambda: subprocess.Popen([sys.executable, '-c', {child!r}], stdin=-1, stdout=-1)\n"
        "children = [start(), start()]\n"
        "[child.stdout.readline() for child in children]\n"
        "time.sleep(1.5)  # long enough to be looked at\n"
        "[child.communicate(b'\\n') for child in children]"
    )
    assert measure(python(code), BOUNDS).memory > 2 * held


@pytest.mark.parametrize(
    ("code", "bounds", "reason"),
    [
        ("print('one'); raise SystemExit('this is why\\n')", BOUNDS, "this is why"),
        ("raise SystemExit(3)", BOUNDS, "it failed"),
        ("import time; time.sleep(50)", replace(BOUNDS, seconds=0.1), "stopped after 0 s"),
        ("import time; x = b'x' * 1_200_000_000; time.sleep(50)", replace(BOUNDS, memory=1e9), "more than 1 GB"),
    ],
)
def test_a_program_that_fails_or_takes_too_much_says_why(code: str, bounds: Bounds, reason: str) -> None:
    with pytest.raises(NotFinishedError, match=reason):
        measure(python(code), bounds)


def test_each_run_is_prepared(tmp_path: Path) -> None:
    prepared: list[int] = []
    repeat(3, lambda: prepared.append(1), python(f"open({str(tmp_path / 'a')!r}, 'a').write('12')"), BOUNDS)
    assert len(prepared) == 3
    assert size_of(tmp_path) == Size(1, 6)


def test_the_fastest_run_counts_with_the_most_memory_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = iter([Figures(5.0, 9.0, 100), Figures(3.0, 8.0, 80), Figures(4.0, 7.0, 120)])
    monkeypatch.setattr("tests.bench.measure.measure", lambda *_: next(runs))
    assert repeat(3, lambda: None, [], BOUNDS) == Figures(3.0, 8.0, 120)


def test_a_site_that_lacks_pages_has_failed(tmp_path: Path) -> None:
    (tmp_path / "index.html").touch()
    (made, lacking) = (
        BENCH.row("tool", "step", python(""), prepare=lambda: None, site=tmp_path, pages=pages) for pages in (1, 2)
    )
    assert made.figures and made.site == Size(1, 0)  # noqa: PT018
    assert lacking == Row(PAPERS, "tool", "step", note="failed: it made 1 pages of 2")


def test_peers_that_cannot_run_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.peers._hugo", lambda: (None, ""))
    (tmp_path / "docs").mkdir()
    rows = list(peer_rows(tmp_path, ["hugo", "pagefind"], BENCH, Rows()))
    assert [(row.tool, row.note) for row in rows] == [("hugo", "not installed"), ("pagefind", "hugo has not run")]


def test_what_would_take_too_long_is_not_started() -> None:
    before = Rows([took(1_000, "zensical", STEP, 4.0)])
    bench = Bench(100_000, runs=1, bounds=Bounds(seconds=399, memory=1e9))
    assert too_long("zensical", bench, before) == "not started: 400 s to be expected"
    assert too_long("zensical", replace(bench, bounds=replace(BOUNDS, seconds=401)), before) == ""
    assert too_long("hugo", bench, before) == ""


def test_material_renders_every_document(root: Path, tmp_path: Path) -> None:
    write_documents(root, tmp_path / "docs")
    (row,) = peer_rows(tmp_path, ["mkdocs"], BENCH, Rows())
    assert row.note == ""
    assert row.site and row.site.files > PAPERS  # noqa: PT018


def test_growth_is_the_slope_between_logarithms() -> None:
    assert exponent([(10, 3.0), (100, 30.0), (1000, 300.0)]) == pytest.approx(1.0)
    assert exponent([(10, 1.0), (1000, 10.0)]) == pytest.approx(0.5)
    rows = Rows([took(size, ours.TOOL, ours.FULL, size / 100) for size in (SMALL, REAL, LARGE)])
    assert growth(rows, LARGE) == pytest.approx(1.0)
    assert growth(rows, SMALL) is None
    assert growth(Rows(), LARGE) is None


def test_goals_hold_up_to_their_limit_and_not_beyond() -> None:
    rows = Rows(
        [
            took(REAL, ours.TOOL, ours.FULL, 8.0),
            took(REAL, ours.TOOL, ours.DAY, 1.0),
            took(REAL, ours.TOOL, ours.NOTHING, 0.41),
            took(REAL, "hugo", STEP, 10.0),
            took(REAL, "pagefind", STEP, 30.0),
        ]
    )
    verdicts = {goal.name: goal.holds(rows) for goal in goals() if goal.papers == REAL}
    assert verdicts == {
        "pages only / Hugo": None,
        "everything / Material with its search": None,
        "everything / Hugo and Pagefind": True,
        "one more day / everything": True,
        "nothing changed / everything": False,
        "peak memory of all processes, GB": True,
        "site, all files, MB": True,
    }


def test_the_report_says_ratios_first_and_what_was_not_measured() -> None:
    rows = Rows(
        [
            took(REAL, ours.TOOL, ours.FULL, 8.0),
            took(REAL, "hugo", STEP, 10.0),
            took(REAL, "pagefind", STEP, 30.0),
            Row(REAL, "zensical", STEP, note="stopped | after 600 s"),
        ]
    )
    text = report(rows, "4 cores, tmpfs", all_peers().values(), "18,000 papers: 9 requests")
    assert "Measured on: 4 cores, tmpfs." in text
    assert "| 18,000 | everything / Hugo and Pagefind | 1/5 | 0.2 | holds |" in text
    assert "| 100,000 | everything / Hugo and Pagefind | 1/8 |  | not measured |" in text
    assert "| 18,000 | **papers** | everything | 8.00 | 8.00 | 500 | 10 | 200 |" in text
    assert "| 18,000 | zensical | everything: stopped \\| after 600 s |" in text
    assert text.index("## Ratios") < text.index("## Search") < text.index("## Figures")
    assert len(COMPARISONS) == len({comparison.name for comparison in COMPARISONS})


def test_all_peers_are_measured_unless_some_are_chosen() -> None:
    default = next(option.default for option in main.params if option.name == "peers")
    assert default == ",".join(PEERS) == ",".join(all_peers())
