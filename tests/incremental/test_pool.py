"""The pool: any number of workers runs every task once; whatever ends one of them ends all, with a sentence."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.errors import ArchiveError, BuildError
from generator.incremental.output import RECORD, Output
from generator.incremental.pool import Pool
from generator.incremental.task import Task
from tests.support.archives import REPOSITORY, files_of
from tests.support.children import no_child_left

PATIENCE = 30  # seconds


def task(path: str, make: Callable[[], bytes]) -> Task:
    """Return a task of one file."""
    return Task(path, "pages", b"", lambda: [(path, make())])


def tasks(count: int) -> list[Task]:
    return [task(f"{number}/a.txt", lambda: str(os.getpid()).encode()) for number in range(count)]


def wait_for(path: Path) -> bytes:
    """Return as soon as there is such a file."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.001)
    return b"there it is"


@contextmanager
def pool_in(folder: Path, jobs: int) -> Iterator[Pool]:
    with Output(folder) as output, Pool(output, {}, jobs) as pool:
        yield pool


def made_in(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(folder).items() if path != RECORD}


def make_all(folder: Path, stale: list[Task], jobs: int) -> set[bytes]:
    """Run the tasks; return the ids of the processes that ran tasks()."""
    with pool_in(folder, jobs) as pool:
        finished = list(pool.finish(pool.start(stale)))
    assert sorted(task.name for task, _ in finished) == sorted(task.name for task in stale)
    assert sum(done.changed for _, done in finished) == len(stale)
    return set(made_in(folder).values())


@pytest.fixture(autouse=True)
def nobody_lingers() -> Iterator[None]:
    """Hold that no process is left when a test ends."""
    with no_child_left():
        yield


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_every_task_is_run_once(tmp_path: Path, jobs: int, count: int) -> None:
    makers = make_all(tmp_path, tasks(count), jobs)
    assert len(made_in(tmp_path)) == count
    assert len(makers) <= jobs
    assert (str(os.getpid()).encode() in makers) == (jobs == 1 and count > 0)


def test_beside_threads_one_process_makes_everything(tmp_path: Path) -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    makers = make_all(tmp_path, tasks(20), 4)
    end.set()
    thread.join()
    assert makers == {str(os.getpid()).encode()}


def test_tasks_run_side_by_side(tmp_path: Path) -> None:
    """Each of two waits for the other."""
    first = Task("first", "pages", b"", lambda: given("a", tmp_path / "b"))
    second = Task("second", "pages", b"", lambda: given("b", tmp_path / "a"))
    with pool_in(tmp_path, 2) as pool:
        assert len(list(pool.finish(pool.start([first, second])))) == 2


def given(path: str, wanted: Path) -> Iterable[tuple[str, bytes]]:
    wanted.with_name(path).touch()
    return [(f"{path}.txt", wait_for(wanted))]


def test_an_idle_worker_goes_on_with_the_next_tasks(tmp_path: Path) -> None:
    """The first tasks are finished only when the second ones are."""
    waiting = task("waiting.txt", lambda: wait_for(tmp_path / "second.txt"))
    with pool_in(tmp_path, 2) as pool:
        first = pool.start([waiting, *tasks(5)])
        second = pool.start([task("second.txt", lambda: b"2")])
        assert len(list(pool.finish(second))) == 1
        assert len(list(pool.finish(first))) == 6
    assert files_of(tmp_path)["waiting.txt"] == b"there it is"


def fails() -> bytes:
    raise ArchiveError("content/topics.yml:1: must hold")


def is_killed() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def is_wrong() -> bytes:
    raise LookupError("a mistake in the program")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (fails, r"^content/topics\.yml:1: must hold$"),
        (is_killed, "by signal 9; if memory is short, --jobs 1 needs less"),
        (is_wrong, "a process of this build was ended with 1"),
    ],
)
def test_what_ends_a_process_ends_the_build(tmp_path: Path, make: Callable[[], bytes], message: str) -> None:
    stale = [*tasks(5), task("x", make), *tasks(5), task("for-ever", lambda: wait_for(tmp_path / "never"))]
    with pool_in(tmp_path, 2) as pool, pytest.raises(BuildError, match=message):
        list(pool.finish(pool.start(stale)))


def test_a_mistake_in_the_program_is_shown_with_its_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pool_in(tmp_path, 2) as pool, pytest.raises(BuildError):
        list(pool.finish(pool.start([task("x", is_wrong)])))
    assert "LookupError: a mistake in the program" in capfd.readouterr().err


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "0").write_bytes(b"a file in the place of a folder")
    with pool_in(tmp_path, jobs) as pool, pytest.raises(BuildError, match=r"/0.*: cannot be written: "):
        list(pool.finish(pool.start(tasks(3))))


def test_an_interruption_ends_all(tmp_path: Path) -> None:
    """The terminal sends it to every process: those that run tasks leave the answer to the one that waits."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = os.getpid()

    def interrupts() -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(parent, signal.SIGINT)
        return wait_for(tmp_path / "never")

    try:
        with pool_in(tmp_path, 2) as pool, pytest.raises(KeyboardInterrupt):
            list(pool.finish(pool.start([task("x", interrupts), *tasks(5)])))
    finally:
        signal.signal(signal.SIGINT, before)


ENDLESS = """
import time
from generator.incremental.task import Task
from generator.incremental.pool import Pool
def make():
    time.sleep(0.01)
    return []
with Pool(".", {}, 2) as pool:
    begun = pool.start([Task(str(number), "pages", b"", make) for number in range(20_000)])
    print("begun", flush=True)
    list(pool.finish(begun))
"""


def test_processes_end_when_nobody_waits_for_them_any_more() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        process.kill()
        assert process.stdout.read() == b""  # which ends when all have ended that could still write
