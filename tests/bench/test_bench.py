"""The benchmark's parts at a size that takes no time: no test here measures any."""

import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import yaml

from generator.archive.listings import listing_paths, read_listing
from generator.archive.load import load_archive
from generator.archive.topics import read_topics
from tests.bench import earlier, ours
from tests.bench.__main__ import PEERS, corpora, main
from tests.bench.changes import add_day, change_title, change_topics, decide, later_days, topics_of_paper
from tests.bench.costs import IndexCost, LibraryCost, QueryCost, SearchCosts
from tests.bench.documents import write_documents
from tests.bench.earlier import Earlier, copy_for, set_up
from tests.bench.goals import COMPARISONS, LARGE, MIDDLE, SMALL, exponent, goals, growth
from tests.bench.kinds import KINDS, kind_of, kinds_of
from tests.bench.measure import Bounds, Figures, NotFinishedError, Size, measure, repeat, size_of
from tests.bench.ours import HISTORY, PAPERS
from tests.bench.peers import STEP, all_peers, peer_rows, too_long
from tests.bench.report import report
from tests.bench.rows import Bench, Corpus, Row, Rows
from tests.bench.search import lines_of
from tests.bench.serving import REPORTED, SHOWN, SHOWN_TITLE, serve_rows
from tests.bench.synthetic import LAST_DAY, write_archive
from tests.support.archives import REPOSITORY, files_of, run

FEW = Corpus(50)
BOUNDS = Bounds(seconds=60, memory=8e9)
BENCH = Bench(FEW, runs=1, bounds=BOUNDS)
THOUSAND, MANY, MOST = Corpus(1_000), Corpus(18_000), Corpus(100_000)
REAL = Corpus(14_000, HISTORY)
SEARCH = SearchCosts(
    IndexCost(18_000, 5.0, 4.0, 5_500, 19_800_000, 250_000_000, ("past", 0.9)),
    (
        QueryCost("common word", "model", 5_746, 17, 160_400, 339.4),
        QueryCost("by upvotes", "model sort:upvotes", 5_746, 19, 240_000, 701.0, by_upvotes=True),
    ),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_archive(tmp_path_factory.mktemp("bench") / "archive", FEW.papers, seed=1)


def took(corpus: Corpus, tool: str, step: str, seconds: float) -> Row:
    return Row(corpus, tool, step, Figures(seconds, seconds, 500_000_000), Size(10, 200_000_000))


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_a_synthetic_archive_passes_the_check(root: Path) -> None:
    assert "50 papers in 2 listings, no problems" in run("check", "-C", str(root)).output


def test_one_more_day_and_other_topics_leave_an_archive_that_passes(tmp_path: Path) -> None:
    root = write_archive(tmp_path, FEW.papers, seed=1)
    before = load_archive(root / "content").papers
    days = later_days(root)
    addresses = set()
    for turn in range(2):
        add_day(root, next(days), seed=1, abstracts=turn == 0)
        addresses.add(change_topics(root, turn)[0])
    after = {paper.key: paper for paper in load_archive(root / "content").papers}
    changed = [paper for paper in before if after[paper.key].topics != paper.topics]
    assert len(after) == FEW.papers + 2 * 25
    assert addresses == {f"papers/{paper.key}/" for paper in changed}
    assert sum(paper.abstract is None for paper in after.values()) == 25


def test_each_turn_gives_a_paper_another_topic_and_a_topic_another_title(tmp_path: Path) -> None:
    """In the real history too, whose files people have written."""
    shutil.copytree(REPOSITORY / "content" / "curation", tmp_path / "content" / "curation")
    shutil.copy(REPOSITORY / "content" / "topics.yml", tmp_path / "content")
    seen = [topics_of_paper(tmp_path)]
    for turn in range(3):
        _, shown = change_topics(tmp_path, turn)
        seen.append(topics_of_paper(tmp_path))
        assert shown == f"topics/{seen[-1]}/"
    assert len(set(seen)) == len(seen)
    key = decide(tmp_path, seen[0])
    assert files_of(tmp_path / "content" / "curation") == files_of(REPOSITORY / "content" / "curation")
    assert any(key in path.read_text("utf-8") for path in (REPOSITORY / "content" / "curation").rglob("*.yml"))
    for turn in range(2):
        address, title = change_title(tmp_path, turn)
        topics = read_topics(tmp_path / "content" / "topics.yml")
        assert topics[address.split("/")[1]].title == title


def test_the_days_after_the_real_history_are_not_in_it() -> None:
    day = next(later_days(REPOSITORY))
    assert day > LAST_DAY
    assert not (REPOSITORY / f"content/listings/{day.year}/{day}.json").exists()


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
    assert sum(path.startswith("papers/") for path in texts) == FEW.papers
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


def test_a_small_program_does_not_look_as_large_as_the_one_that_measures_it() -> None:
    held = b"x" * 200_000_000
    memory = measure(python("import time; time.sleep(0.5)"), BOUNDS).memory
    assert 1_000_000 < memory < len(held)


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
    assert lacking == Row(FEW, "tool", "step", note="failed: it made 1 pages of 2")


def test_peers_that_cannot_run_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.peers._hugo", lambda: (None, ""))
    (tmp_path / "docs").mkdir()
    rows = list(peer_rows(tmp_path, ["hugo", "pagefind"], BENCH, Rows()))
    assert [(row.tool, row.note) for row in rows] == [("hugo", "not installed"), ("pagefind", "hugo has not run")]


def test_what_would_take_too_long_is_not_started() -> None:
    before = Rows.of_rows(took(Corpus(300), "zensical", STEP, 4.0), took(THOUSAND, "zensical", STEP, 4.0))
    bench = Bench(MOST, runs=1, bounds=Bounds(seconds=399, memory=1e9))
    assert too_long("zensical", bench, before) == "not started: 400 s to be expected"
    assert too_long("zensical", replace(bench, bounds=replace(BOUNDS, seconds=401)), before) == ""
    assert too_long("hugo", bench, before) == ""


def test_material_renders_every_document(root: Path, tmp_path: Path) -> None:
    write_documents(root, tmp_path / "docs")
    (row,) = peer_rows(tmp_path, ["mkdocs"], BENCH, Rows())
    assert row.note == ""
    assert row.site and row.site.files > FEW.papers  # noqa: PT018


def test_growth_is_the_slope_between_logarithms() -> None:
    assert exponent([(10, 3.0), (100, 30.0), (1000, 300.0)]) == pytest.approx(1.0)
    assert exponent([(10, 1.0), (1000, 10.0)]) == pytest.approx(0.5)
    sizes = [took(corpus, ours.TOOL, ours.FULL, corpus.papers / 100) for corpus in (THOUSAND, MANY, MOST)]
    rows = Rows.of_rows(*sizes, took(REAL, ours.TOOL, ours.FULL, 1.0))
    assert growth(rows, LARGE) == pytest.approx(1.0)
    assert growth(rows, SMALL) is None
    assert growth(rows, HISTORY) is None
    assert growth(Rows(), LARGE) is None


def test_what_is_measured_is_sorted_by_its_papers_and_shown_with_the_invented_ones_first() -> None:
    small, real, large = corpora("100000,1000", history=True)
    assert (small, large) == (THOUSAND, MOST)
    assert (real.label, large.label) == (HISTORY, "100,000")
    assert real.papers > 13_000
    assert corpora("", history=False) == []
    rows = Rows.of_rows(*(took(corpus, ours.TOOL, ours.FULL, 1.0) for corpus in (REAL, MOST, MANY)))
    assert rows.corpora() == [MANY, MOST, REAL]


LIMITS: dict[str, dict[str, float]] = {
    "pages only / Hugo": {MIDDLE: 0.4, LARGE: 0.5},
    "everything / Material with its search": {MIDDLE: 1 / 15},
    "everything / Hugo and Pagefind": {MIDDLE: 0.28, LARGE: 0.25},
    "one more day / everything": {MIDDLE: 1 / 8, LARGE: 1 / 15},
    "one paper's topics changed / everything": {MIDDLE: 1 / 8, LARGE: 1 / 15},
    "a topic's title changed / everything": {MIDDLE: 1 / 4, LARGE: 1 / 4},
    "nothing changed / everything": {MIDDLE: 1 / 30, LARGE: 1 / 40},
    "everything / everything by the earlier version": {MIDDLE: 1.25, LARGE: 1.25},
    "peak memory of all processes of a build, GB": {MIDDLE: 0.6, LARGE: 2.5},
    "site, MB": {MIDDLE: 300, LARGE: 1500},
    "site, files": {LARGE: 160_000},
    "search, first ten results, kB": {MIDDLE: 165, LARGE: 165},
    "search, first ten results by upvotes, kB": {MIDDLE: 250, LARGE: 250},
    "search, first ten results, s": {MIDDLE: 0.7, LARGE: 0.7},
    "papers serve: a paper's topics are shown, s": {HISTORY: 1},
    "papers serve: an error is reported, s": {HISTORY: 1},
}


def test_each_goal_has_a_limit_and_a_reason() -> None:
    assert [(goal.name, goal.corpus, goal.most) for goal in goals()] == [
        (name, corpus, most) for name, limits in LIMITS.items() for corpus, most in limits.items()
    ]
    assert all(goal.reason.endswith(".") for goal in goals())


def test_goals_hold_up_to_their_limit_and_not_beyond() -> None:
    rows = Rows.of_rows(
        took(MANY, ours.TOOL, ours.FULL, 8.0),
        took(MANY, ours.TOOL, ours.DAY, 1.0),
        took(MANY, ours.TOOL, ours.NOTHING, 0.41),
        took(MANY, "hugo", STEP, 10.0),
        took(MANY, "pagefind", STEP, 30.0),
        took(MANY, earlier.TOOL, ours.FULL, 6.4),
        Row(MANY, ours.TOOL, SHOWN, Figures(2.0, 2.0, 900_000_000)),
        Row(REAL, ours.TOOL, SHOWN, Figures(0.9, 2.0, 900_000_000)),
        Row(REAL, ours.TOOL, REPORTED, Figures(1.1, 2.0, 900_000_000)),
    )
    rows.searches[MIDDLE] = SEARCH
    verdicts = {(goal.name, goal.corpus): goal.holds(rows) for goal in goals() if goal.corpus in (MIDDLE, HISTORY)}
    assert {name: verdict for (name, _), verdict in verdicts.items()} == {
        "pages only / Hugo": None,
        "everything / Material with its search": None,
        "everything / Hugo and Pagefind": True,
        "one more day / everything": True,
        "one paper's topics changed / everything": None,
        "a topic's title changed / everything": None,
        "nothing changed / everything": False,
        "everything / everything by the earlier version": True,
        "peak memory of all processes of a build, GB": True,
        "site, MB": True,
        "search, first ten results, kB": True,
        "search, first ten results by upvotes, kB": True,
        "search, first ten results, s": False,
        "papers serve: a paper's topics are shown, s": True,
        "papers serve: an error is reported, s": False,
    }


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("papers/2501.00001/index.html", "papers"),
        ("days/2025-03-11/index.md", "days"),
        ("weeks/2025-W11/index.html", "periods"),
        ("years/2025/index.html", "periods"),
        ("topics/agents/2025/index.html", "topics"),
        ("feeds/archive/topics/agents/2025-03.atom.xml", "feed archives"),
        ("feeds/by/robots/index.html", "feeds"),
        ("data/papers.jsonl.gz", "data"),
        ("cite/months/2025-03.bib", "citations"),
        ("search-index/meta.json", "search"),
        ("assets/javascripts/search.js", "assets"),
        ("index.html", "other pages and files"),
        ("sitemap-papers-2025.xml", "other pages and files"),
    ],
)
def test_the_folder_of_a_file_tells_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_the_kinds_of_files_make_up_the_whole_site(tmp_path: Path) -> None:
    for path, size in {"papers/a/index.html": 5, "papers/b/index.html": 6, "months/a.html": 1, "404.html": 7}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)
    kinds = kinds_of(tmp_path)
    assert tuple(kinds) == KINDS
    found = {kind: size for kind, size in kinds.items() if size.files}
    assert found == {"papers": Size(2, 11), "periods": Size(1, 1), "other pages and files": Size(1, 7)}


def test_a_preview_is_asked_for_an_edit_a_title_and_an_error(tmp_path: Path) -> None:
    root = write_archive(tmp_path / "archive", FEW.papers, seed=1)
    command = [PAPERS, "serve", "--port", "0", "-C", str(root)]
    rows = list(serve_rows(ours.TOOL, command, root, BENCH, count()))
    assert [(row.step, row.note) for row in rows] == [(SHOWN, ""), (SHOWN_TITLE, ""), (REPORTED, "")]
    assert all(row.figures and row.figures.cpu > 0 and row.figures.memory > 1_000_000 for row in rows)
    assert "no problems" in run("check", "-C", str(root)).output


def test_a_preview_that_does_not_start_says_why(root: Path) -> None:
    rows = list(serve_rows(ours.TOOL, python("print('Reading'); raise SystemExit(1)"), root, BENCH, count()))
    assert {row.note for row in rows} == {'it did not say "shows the site"'}


def test_an_earlier_version_gets_the_archive_without_what_it_does_not_know(root: Path, tmp_path: Path) -> None:
    version = Earlier(tmp_path / "project", frozenset({"key", "title", "upvotes", "links"}))
    version.folder.mkdir()
    (version.folder / "mkdocs.yml").write_text("site_name: Then", "utf-8")
    copy_for(version, root, tmp_path / "copy")
    assert (tmp_path / "copy" / "mkdocs.yml").read_text("utf-8") == "site_name: Then"
    (before, *_), (after, *_) = (
        [read_listing(path) for path in listing_paths(folder / "content")] for folder in (root, tmp_path / "copy")
    )
    assert after.day == before.day
    assert [(paper.key, paper.title, paper.upvotes, paper.links) for paper in after.papers] == [
        (paper.key, paper.title, paper.upvotes, paper.links) for paper in before.papers
    ]
    assert not any(paper.abstract or paper.organization or paper.upvotes_at for paper in after.papers)
    assert files_of(root / "content" / "curation") == files_of(tmp_path / "copy" / "content" / "curation")


def test_an_earlier_version_that_cannot_be_had_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFinishedError, match=r"could not be set up: .*no-such-revision"):
        set_up("no-such-revision", tmp_path / "project")


def test_what_a_search_costs_is_a_line_for_the_index_and_one_for_each_query() -> None:
    index, *queries = lines_of(SEARCH)
    assert index.startswith(
        "18,000 papers: index built in 5.0 s (4.0 s of processors), 5,500 files, 19.8 MB, 1100 bytes"
    )
    assert [" ".join(line.split()) for line in queries] == [
        "common word 17 requests 160 kB 339 ms 5,746 found model",
        "by upvotes 19 requests 240 kB 701 ms 5,746 found model sort:upvotes",
    ]


def test_the_report_says_what_must_hold_first_and_what_was_not_measured() -> None:
    rows = Rows.of_rows(
        took(MANY, ours.TOOL, ours.FULL, 8.0),
        took(MANY, "hugo", STEP, 10.0),
        took(MANY, "pagefind", STEP, 30.0),
        Row(MANY, "zensical", STEP, note="stopped | after 600 s"),
        Row(REAL, ours.TOOL, SHOWN, Figures(0.5, 2.25, 400_000_000)),
    )
    rows.kinds[HISTORY] = {"papers": Size(14_000, 84_000_000), "days": Size(2, 26_000_000)}
    rows.searches[MIDDLE] = SEARCH
    text = report(rows, "4 cores, tmpfs", 4, all_peers().values(), "c2d1fbd")
    assert "Measured on 4 cores, tmpfs. The limits were set for 2 cores." in text
    assert "Earlier version: c2d1fbd." in text
    assert "| everything / Hugo and Pagefind | 18,000 | 0.28 | 0.2 | holds | It is " in text
    assert "|  | 100,000 | 0.25 |  | not measured |  |" in text
    assert "| search, first ten results, s | 18,000 | 0.7 | 0.701 | **does not hold** |" in text
    assert "### Real history\n\n| kind | files | MB | kB a paper |" in text
    assert (
        "| papers | 14,000 | 84.0 | 6.00 |\n| days | 2 | 26.0 | 1.86 |\n| everything | 14,002 | 110.0 | 7.86 |" in text
    )
    assert "| common word | 17 | 160 | 339 | 5,746 | `model` |" in text
    assert "| 18,000 | **papers** | everything | 8.00 | 8.00 | 500 | 10 | 200 |" in text
    assert f"| real history | **papers** | {SHOWN} | 0.50 | 2.25 | 400 |  |  |" in text
    assert "| 18,000 | zensical | everything: stopped \\| after 600 s |" in text
    titles = [line.removeprefix("## ") for line in text.split("\n") if line.startswith("## ")]
    assert titles == [
        "What must hold", "Ratios", "Bytes by kind of file", "Search", "Figures", "How this is measured",
    ]  # fmt: skip
    assert "limits were set" not in report(rows, "2 cores", 2, (), "")
    assert len(COMPARISONS) == len({comparison.name for comparison in COMPARISONS})


def test_all_peers_are_measured_unless_some_are_chosen() -> None:
    default = next(option.default for option in main.params if option.name == "peers")
    assert default == ",".join(PEERS) == ",".join(all_peers())


def test_what_the_library_costs_is_in_the_report() -> None:
    rows = Rows.of_rows(Row(MANY, ours.TOOL, ours.FULL))
    rows.libraries[MANY.label] = (LibraryCost("inbox, a week away", 34, 138_300, 68_000, 1_370.2),)
    text = report(rows, "a machine", 2, (), "")
    assert "| inbox, a week away | 34 | 138.3 | 68.0 | 1370 |" in text
