"""Commands that write below content/ wait for each other: no update is lost, and a kill leaves nothing behind."""

import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import filelock
import pytest

from generator.archive.listings import read_listing, write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.archive.writing import only_writer
from tests.support.archives import REPOSITORY, make_archive
from tests.support.forked import Forked

LANTERN = "a-lantern-for-translators"


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def start(root: Path, *arguments: str) -> Forked:
    return Forked("papers", *arguments, "-C", root)


@pytest.fixture
def held(archive: Path) -> filelock.BaseFileLock:
    """Return the lock of another command that is writing to the archive."""
    (archive / "build").mkdir()
    lock = filelock.FileLock(archive / "build" / "content.lock")
    lock.acquire()
    return lock


def test_of_many_decisions_at_once_none_is_lost(archive: Path) -> None:
    """All go into one file, which each command reads and writes as a whole."""
    keys = [f"lighthouse-{letter}" for letter in "abc"]
    records = tuple(Record(key=key, title=f"The {key} Blinks") for key in keys)
    write_listing(archive / "content", Listing(day=date(2025, 3, 20), source="test", status="partial", papers=records))
    summaries = {key: f"Tells what became of {key}." for key in keys}
    processes = [start(archive, "curate", key, "--summary", text) for key, text in summaries.items()]
    processes += [start(archive, "curate", key, "--topics", "robotics") for key in keys]
    for process in processes:
        _, said = process.communicate()
        assert process.returncode == 0, said
    papers = {paper.key: paper for paper in load_archive(archive / "content").papers}
    assert {key: papers[key].summary for key in keys} == summaries
    assert {papers[key].topics for key in keys} == {("robotics",)}


def test_of_many_imports_into_one_day_no_paper_is_lost(tmp_path: Path) -> None:
    root = make_archive(tmp_path / "archive")
    processes = []
    for number in range(4):
        scrape = tmp_path / f"{number}.txt"
        titles = [f"Lighthouse {number}{letter} Blinks by Itself" for letter in "abcdef"]
        scrape.write_text(
            "".join(f"{title}\nIt blinks where nobody looks, and saves half of its lamps.\n" for title in titles)
        )
        processes.append(start(root, "import", str(scrape), "--date", "2025-03-20"))
    for process in processes:
        said = process.communicate()
        assert process.returncode == 0, said
    kept = read_listing(root / "content" / "listings" / "2025" / "2025-03-20.json")
    assert len({paper.title for paper in kept.papers}) == 24


def test_who_waits_says_so_and_goes_on_when_the_other_has_ended(archive: Path, held: filelock.BaseFileLock) -> None:
    with start(archive, "curate", LANTERN, "--topics", "robotics") as process:
        assert process.stderr.readline() == (
            f"{archive / 'content'}: another command is writing here; waiting for it to end (Ctrl+C gives up)\n"
        )
        assert process.poll() is None
        held.release()
        said, _ = process.communicate()
    assert (process.returncode, said.startswith(f"{LANTERN}: topics robotics")) == (0, True)


@pytest.mark.parametrize(
    "arguments", [["curate", LANTERN, "--topics", "robotics"], ["import", __file__], ["fetch"], ["enrich"]]
)
def test_every_command_that_writes_waits_and_can_be_interrupted(
    archive: Path, held: filelock.BaseFileLock, arguments: list[str]
) -> None:
    with start(archive, *arguments) as process:
        assert "waiting" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert (process.returncode, said.strip()) == (130, "Interrupted")
    assert held.is_locked


def test_who_only_reads_waits_for_nobody(archive: Path, held: filelock.BaseFileLock) -> None:
    with start(archive, "check") as process:
        said, _ = process.communicate()
    assert (process.returncode, "no problems" in said) == (0, True)
    assert held.is_locked


def test_a_command_that_was_killed_holds_nothing_up(archive: Path, held: filelock.BaseFileLock) -> None:
    held.release()
    holds = "import sys, time; from pathlib import Path; from generator.archive.writing import only_writer\n"
    holds += "with only_writer(Path(sys.argv[1]), print): print('holds', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", holds, str(archive / "content")]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "holds\n"
        process.kill()
    with only_writer(archive / "content", pytest.fail):
        pass


LEFT = [
    "listings/2025/.2025-03-10.json.k3x_9a1z.new",
    "curation/2025/.2025-03-10.yml.abcdefgh.new",
    ".topics.yml.00000000.new",
]
NOT_OURS = ["listings/.gitkeep", "listings/2025/.notes.new", "pages/news.new", "pages/.a.md.abcdefgh.new.bak"]


def test_what_a_killed_command_left_half_written_is_removed_by_the_next(archive: Path) -> None:
    for name in [*LEFT, *NOT_OURS]:
        (archive / "content" / name).write_bytes(b"{")
    with only_writer(archive / "content", pytest.fail):
        assert not any((archive / "content" / name).exists() for name in LEFT)
    assert all((archive / "content" / name).exists() for name in NOT_OURS)


STOPPED_BEFORE_THE_RENAME = """
import os, signal, sys
from pathlib import Path
from generator.files import replace_file
Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
replace_file(Path(sys.argv[1]), b"{}")
"""


def test_it_is_known_by_the_name_that_replacing_gives_it(archive: Path) -> None:
    folder = archive / "content" / "listings" / "2025"
    before = names(folder)
    subprocess.run(
        [sys.executable, "-c", STOPPED_BEFORE_THE_RENAME, folder / "2025-03-10.json"], cwd=REPOSITORY, check=False
    )
    (left,) = names(folder) - before
    assert re.fullmatch(r"\.2025-03-10\.json\..*\.new", left)
    with only_writer(archive / "content", pytest.fail):
        assert names(folder) == before
