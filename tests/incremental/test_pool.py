"""The workshop: any number of processes makes every unit once; whatever ends one of them ends all, with a sentence."""

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
from generator.incremental.pool import Workshop
from generator.incremental.task import Unit
from tests.support.archives import REPOSITORY, files_of

PATIENCE = 30  # seconds


def unit(path: str, make: Callable[[], bytes]) -> Unit:
    """Return a unit of one file."""
    return Unit("pages", path, b"", lambda: [(path, make())])


def units(count: int) -> list[Unit]:
    return [unit(f"{number}/a.txt", lambda: str(os.getpid()).encode()) for number in range(count)]


def wait_for(path: Path) -> bytes:
    """Return as soon as there is such a file."""
    until = time.monotonic() + PATIENCE
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.001)
    return b"there it is"


@contextmanager
def workshop_in(folder: Path, jobs: int) -> Iterator[Workshop]:
    with Output(folder) as output, Workshop(output, {}, jobs) as workshop:
        yield workshop


def made_in(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in files_of(folder).items() if path != RECORD}


def make_all(folder: Path, stale: list[Unit], jobs: int) -> set[bytes]:
    """Make the units in a round; return the ids of the processes that made units()."""
    with workshop_in(folder, jobs) as workshop:
        finished = list(workshop.finish(workshop.begin(stale)))
    assert sorted(unit.name for unit, _ in finished) == sorted(unit.name for unit in stale)
    assert sum(done.changed for _, done in finished) == len(stale)
    return set(made_in(folder).values())


@pytest.fixture(autouse=True)
def nobody_lingers() -> Iterator[None]:
    """Hold that no process is left when a test ends."""
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 3, 100])
def test_every_unit_is_made_once(tmp_path: Path, jobs: int, count: int) -> None:
    makers = make_all(tmp_path, units(count), jobs)
    assert len(made_in(tmp_path)) == count
    assert len(makers) <= jobs
    assert (str(os.getpid()).encode() in makers) == (jobs == 1 and count > 0)


def test_beside_threads_one_process_makes_everything(tmp_path: Path) -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    makers = make_all(tmp_path, units(20), 4)
    end.set()
    thread.join()
    assert makers == {str(os.getpid()).encode()}


def test_units_are_made_side_by_side(tmp_path: Path) -> None:
    """Each of two waits for the other."""
    first = Unit("pages", "first", b"", lambda: given("a", tmp_path / "b"))
    second = Unit("pages", "second", b"", lambda: given("b", tmp_path / "a"))
    with workshop_in(tmp_path, 2) as workshop:
        assert len(list(workshop.finish(workshop.begin([first, second])))) == 2


def given(path: str, wanted: Path) -> Iterable[tuple[str, bytes]]:
    wanted.with_name(path).touch()
    return [(f"{path}.txt", wait_for(wanted))]


def test_who_has_nothing_left_goes_on_with_the_next_round(tmp_path: Path) -> None:
    """The first round ends only when the second one is made."""
    waiting = unit("waiting.txt", lambda: wait_for(tmp_path / "second.txt"))
    with workshop_in(tmp_path, 2) as workshop:
        first = workshop.begin([waiting, *units(5)])
        second = workshop.begin([unit("second.txt", lambda: b"2")])
        assert len(list(workshop.finish(second))) == 1
        assert len(list(workshop.finish(first))) == 6
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
        (is_killed, "by signal 9; where memory is short, --jobs 1 takes less"),
        (is_wrong, "a process of this build was ended with 1"),
    ],
)
def test_what_ends_a_process_ends_the_build(tmp_path: Path, make: Callable[[], bytes], message: str) -> None:
    stale = [*units(5), unit("x", make), *units(5), unit("for-ever", lambda: wait_for(tmp_path / "never"))]
    with workshop_in(tmp_path, 2) as workshop, pytest.raises(BuildError, match=message):
        list(workshop.finish(workshop.begin(stale)))


def test_a_mistake_in_the_program_is_shown_with_its_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with workshop_in(tmp_path, 2) as workshop, pytest.raises(BuildError):
        list(workshop.finish(workshop.begin([unit("x", is_wrong)])))
    assert "LookupError: a mistake in the program" in capfd.readouterr().err


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, jobs: int) -> None:
    (tmp_path / "0").write_bytes(b"a file in the place of a folder")
    with workshop_in(tmp_path, jobs) as workshop, pytest.raises(BuildError, match=r"/0.*: cannot be written: "):
        list(workshop.finish(workshop.begin(units(3))))


def test_an_interruption_ends_all(tmp_path: Path) -> None:
    """The terminal sends it to every process: those that make units leave the answer to the one that waits."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    parent = os.getpid()

    def interrupts() -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(parent, signal.SIGINT)
        return wait_for(tmp_path / "never")

    try:
        with workshop_in(tmp_path, 2) as workshop, pytest.raises(KeyboardInterrupt):
            list(workshop.finish(workshop.begin([unit("x", interrupts), *units(5)])))
    finally:
        signal.signal(signal.SIGINT, before)


ENDLESS = """
import time
from generator.incremental.task import Unit
from generator.incremental.pool import Workshop
def make():
    time.sleep(0.01)
    return []
with Workshop(".", {}, 2) as workshop:
    begun = workshop.begin([Unit("pages", str(number), b"", make) for number in range(20_000)])
    print("begun", flush=True)
    list(workshop.finish(begun))
"""


def test_processes_end_when_nobody_waits_for_them_any_more() -> None:
    with subprocess.Popen([sys.executable, "-c", ENDLESS], cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"begun\n"
        process.kill()
        assert process.stdout.read() == b""  # which ends when all have ended that could still write
