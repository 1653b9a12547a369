"""A build after another makes only what changed, and whatever came before, the site is that of a build from nothing."""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import filelock
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.archive.listings import write_listing
from generator.archive.models import Listing
from generator.errors import BuildError
from generator.files import replace_file
from generator.incremental.output import RECORD
from generator.publish.site import build_site
from tests.support.archives import files_of, make_archive, silent
from tests.support.forked import is_killed_at

Step = Callable[[Path], object]


def from_nothing(archive: Path) -> dict[str, bytes]:
    """Return the site that a first build makes of the archive as it is now."""
    fresh = archive.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(archive, fresh, ignore=shutil.ignore_patterns("site", "build"))
    return files_of(build_site(fresh, report=silent).folder)


def edit(archive: Path, path: str, old: str, new: str) -> None:
    file = archive / path
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def add_day(archive: Path) -> None:
    listings = archive / "content" / "listings" / "2025"
    day = f"2025-05-{len(list(listings.iterdir())):02}"
    text = (listings / "2025-03-10.json").read_text("utf-8").replace("2025-03-10", day)
    (listings / f"{day}.json").write_text(text.replace("Grippers", f"Grippers of {day}"), "utf-8")


def add_an_empty_day(archive: Path) -> None:
    nothing = Listing(day=date(2025, 6, 30), source="test", status="empty", papers=())
    write_listing(archive / "content", nothing)


def remove_a_day_and_the_build_folder(archive: Path) -> None:
    (archive / "content" / "listings" / "2025" / "2025-04-01.json").unlink(missing_ok=True)
    shutil.rmtree(archive / "build")


def swap_groups(archive: Path) -> None:
    file = archive / "content" / "topics.yml"
    head, first, second = file.read_text("utf-8").split("- group: ")
    file.write_text(f"{head}- group: {second}- group: {first}", "utf-8")


STEPS: dict[str, Step] = {
    "add a day": add_day,
    "add an empty day": add_an_empty_day,
    "remove a day": lambda root: (root / "content/listings/2025/2025-04-01.json").unlink(missing_ok=True),
    "retag a paper": lambda root: edit(root, "content/curation/2025/2025-03-10.yml", "[translation]", "[robotics]"),
    "tag it as before": lambda root: edit(root, "content/curation/2025/2025-03-10.yml", "[robotics]", "[translation]"),
    "title a topic anew": lambda root: edit(root, "content/topics.yml", "title: Robotics", "title: Robots & more"),
    "describe a topic anew": lambda root: edit(root, "content/topics.yml", "Machines that move", "Whatever moves"),
    "suggest a topic for other reasons": lambda root: edit(root, "content/topics.yml", "[robot,", "[hesitate, robot,"),
    "put another group first": swap_groups,
    "read a day in part": lambda root: edit(root, "content/listings/2025/2025-03-10.json", '"complete"', '"partial"'),
    "count upvotes anew": lambda root: edit(
        root, "content/listings/2025/2025-03-10.json", '"upvotes": ', '"upvotes": 1'
    ),
    "suggest another topic": lambda root: edit(root, "content/topics.yml", "[unobtainium]", "[library]"),
    "hide a paper": lambda root: edit(
        root,
        "content/curation/2025/2025-03-10.yml",
        '    published: "2025-03-02"',
        "    hide: true\n    reason: a test",
    ),
    "write a page": lambda root: (root / "content/pages/more.md").write_text("# More\n", "utf-8"),
    "change the configuration": lambda root: edit(root, "mkdocs.yml", "site_name: Daily", "site_name: Our Daily"),
    "change the theme": lambda root: replace_file(root / "overrides/partials/footer.html", b"<footer>Ours</footer>"),
    "damage the site": lambda root: (root / "site/index.html").write_text("<p>damaged", "utf-8"),
    "lose a page": lambda root: (root / "site/papers/2503.00042/index.html").unlink(missing_ok=True),
    "damage the manifest": lambda root: (root / "build/manifest").write_bytes(b"\x93what"),
    "damage the papers' file": lambda root: (root / "site/data/papers.jsonl.gz").write_bytes(b"damaged"),
    "damage the notes on its parts": lambda root: (root / "build/parts").write_bytes(b"\x92what"),
    "damage the theme's part": lambda root: (root / "build/engine/site/404.html").write_text("damaged", "utf-8"),
    "remove the build folder": lambda root: shutil.rmtree(root / "build"),
    "remove it with a day": remove_a_day_and_the_build_folder,
    "lose the record": lambda root: (root / "site/.built-by-papers").unlink(),
}


@pytest.mark.parametrize("step", STEPS)
def test_after_a_step_the_site_is_that_of_a_build_from_nothing(archive: Path, step: str) -> None:
    build_site(archive, report=silent)
    STEPS[step](archive)
    assert files_of(build_site(archive, report=silent).folder) == from_nothing(archive)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chain=st.lists(st.sampled_from(sorted(STEPS)), min_size=2, max_size=5, unique=True), jobs=st.integers(1, 2))
def test_after_a_chain_of_steps_it_is_too(tmp_path: Path, chain: list[str], jobs: int) -> None:
    shutil.rmtree(tmp_path / "archive", ignore_errors=True)
    archive = make_archive(tmp_path / "archive")
    build_site(archive, report=silent)
    for step in chain:
        STEPS[step](archive)
        built = build_site(archive, report=silent, jobs=jobs)
    assert files_of(built.folder) == from_nothing(archive)


@pytest.mark.parametrize("folder", ["content/pages", "overrides/assets"])
def test_files_that_moved_to_another_folder_are_where_they_are_now(archive: Path, folder: str) -> None:
    (archive / folder / "before").mkdir(parents=True)
    (archive / folder / "before" / "note.txt").write_text("Somewhere", "utf-8")
    build_site(archive, report=silent)
    (archive / folder / "before").rename(archive / folder / "now")
    assert files_of(build_site(archive, report=silent).folder) == from_nothing(archive)


def install(folder: Path, name: str, version: str) -> None:
    """Put a library's metadata into the folder, as pip would."""
    (folder / f"{name}-{version}.dist-info").mkdir(parents=True)
    (folder / f"{name}-{version}.dist-info" / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    )


def test_another_version_of_a_library_makes_everything_anew(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(archive, report=silent)
    assert build_site(archive, report=silent).seconds.keys() == {"read"}
    install(tmp_path / "newer", "msgspec", "99")
    monkeypatch.syspath_prepend(tmp_path / "newer")
    assert {"engine", "pages", "feeds", "search"} <= build_site(archive, report=silent).seconds.keys()


def test_what_only_looks_changed_is_looked_at_and_not_made_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(archive, report=silent)
    install(tmp_path / "more", "of-no-use-here", "1")
    monkeypatch.syspath_prepend(tmp_path / "more")
    os.utime(archive / "mkdocs.yml", (1, 1))
    os.utime(archive / "content" / "topics.yml", (1, 1))
    seconds = build_site(archive, report=silent).seconds.keys()
    assert "compare" in seconds
    assert not {"pages", "feeds", "search"} & seconds
    assert build_site(archive, report=silent).seconds.keys() == {"read"}


def test_where_nothing_changed_nothing_is_read_but_names_sizes_and_times(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_site(archive, report=silent)
    monkeypatch.setattr("generator.publish.plan.load_archive", None)
    second = build_site(archive, report=silent)
    assert (second.pages, second.papers) == (first.pages, first.papers)
    assert (second.written.changed, second.written.removed) == (0, 0)
    assert second.written.unchanged == len(files_of(archive / "site").keys() - {RECORD})


def test_a_changed_topic_makes_no_page_again_that_does_not_show_it(archive: Path) -> None:
    folder = build_site(archive, report=silent).folder
    before = {path: (folder / path).stat().st_mtime_ns for path in files_of(folder)}
    STEPS["retag a paper"](archive)
    build_site(archive, report=silent)
    kept = {path for path in files_of(folder) if (folder / path).stat().st_mtime_ns == before.get(path)}
    assert "papers/a-lantern-for-translators/index.html" not in kept
    assert {"papers/2504.00001/index.html", "days/2025-04-01/index.html", "about/index.html"} <= kept


@pytest.mark.parametrize("step", ["write a page", "change the theme"])
def test_what_only_the_engine_reads_makes_no_feed_and_no_search_again(archive: Path, step: str) -> None:
    build_site(archive, report=silent)
    STEPS[step](archive)
    seconds = build_site(archive, report=silent).seconds.keys()
    assert "pages" in seconds
    assert not {"feeds", "search", "data", "citations"} & seconds


def test_a_copied_site_is_known_by_its_content(archive: Path) -> None:
    folder = build_site(archive, report=silent).folder
    for path in files_of(folder):
        os.utime(folder / path, (1, 1))
    built = build_site(archive, report=silent)
    assert (built.written.changed, built.written.removed) == (0, 0)


def test_clean_makes_everything_and_writes_what_differs(archive: Path) -> None:
    build_site(archive, report=silent)
    built = build_site(archive, report=silent, clean=True)
    assert "pages" in built.seconds
    assert built.written.changed == 0


@pytest.mark.real_engine
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_any_number_of_processes_makes_the_same(archive: Path, jobs: int) -> None:
    assert files_of(build_site(archive, report=silent, jobs=jobs).folder) == from_nothing(archive)


def test_of_two_builds_at_once_the_second_says_so(archive: Path) -> None:
    (archive / "build").mkdir()
    with (
        filelock.FileLock(archive / "build" / "lock"),
        pytest.raises(BuildError, match="another build is running in this folder"),
    ):
        build_site(archive, report=silent)
    assert not (archive / "site").exists()


@pytest.mark.parametrize("moment", [2, 20, 90, 300])
def test_a_build_that_is_killed_is_completed_by_the_next(archive: Path, moment: int) -> None:
    killed = []
    for step in ("add a day", "retag a paper"):
        STEPS[step](archive)
        killed.append(is_killed_at(moment, "build", "--jobs", "2", "-C", archive))
        with filelock.FileLock(archive / "build" / "lock", timeout=30):  # forked processes may end a little later
            pass
    assert killed[0]
    assert files_of(build_site(archive, report=silent).folder) == from_nothing(archive)
