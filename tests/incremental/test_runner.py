"""The runner: what is current is skipped, what comes after another batch waits for it, what is gone is removed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import BuildError
from generator.incremental.output import RECORD, Output
from generator.incremental.progress import Stages
from generator.incremental.runner import Result, run
from generator.incremental.state import BuildState, state_of
from generator.incremental.task import Batch, Task
from tests.support.archives import files_of, silent


def task(name: str, text: str = "") -> Task:
    """Return a task for one file that holds its name and the text, from which alone it is made."""
    return Task(name, "pages", text.encode(), lambda: [(f"{name}.txt", f"{name}{text}".encode())])


def failing(name: str, text: str = "") -> Task:
    def fail() -> Iterator[tuple[str, bytes]]:
        raise AssertionError(f"{name} is current")

    return replace(task(name, text), make=fail)


def build(
    folder: Path,
    batches: Iterable[Batch],
    known: BuildState | None = None,
    differences: Iterable[str] = (),
    jobs: int = 1,
) -> Result:
    written = known.paths if known else ()
    output, stages = Output(folder, written), Stages(silent)
    return run(batches, output, known or BuildState(), frozenset(differences), jobs=jobs, stages=stages)


def state_after(folder: Path, *tasks: Task) -> BuildState:
    return state_of(b"", 0, build(folder, [Batch(tasks)]).tasks)


def texts_in(folder: Path) -> dict[str, str]:
    return {path: data.decode() for path, data in files_of(folder).items() if path != RECORD}


def test_a_task_with_the_same_fingerprint_is_not_run_again(tmp_path: Path) -> None:
    known = state_after(tmp_path, task("a"), task("b"))
    result = build(tmp_path, [Batch([failing("a"), task("b", " changed")])], known)
    assert (result.changed, result.removed) == (1, 0)
    assert texts_in(tmp_path) == {"a.txt": "a", "b.txt": "b changed"}
    assert result.tasks.keys() == {"a", "b"}


def test_a_task_whose_file_was_changed_is_run_again(tmp_path: Path) -> None:
    known = state_after(tmp_path, task("a"), task("b"))
    (tmp_path / "a.txt").write_text("another's")
    build(tmp_path, [Batch([task("a"), failing("b")])], known, {"a.txt"})
    assert texts_in(tmp_path) == {"a.txt": "a", "b.txt": "b"}


def test_files_that_no_task_makes_any_more_are_removed(tmp_path: Path) -> None:
    known = state_after(tmp_path, task("a"), task("b"))
    assert build(tmp_path, [Batch([task("a")])], known).removed == 1
    assert texts_in(tmp_path) == {"a.txt": "a"}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_finds_the_files_of_those_it_comes_after(tmp_path: Path, jobs: int) -> None:
    first = Batch([task("first")])
    listing = Task("list", "pages", b"", lambda: [("list.txt", (tmp_path / "first.txt").read_bytes() + b", and more")])
    build(tmp_path, [first, Batch([task("beside")]), Batch([listing], after=[first])], jobs=jobs)
    assert texts_in(tmp_path)["list.txt"] == "first, and more"


def test_the_tasks_of_a_batch_are_drawn_while_the_batch_before_it_is_not_finished(tmp_path: Path) -> None:
    finished: list[str] = []
    drawn: list[list[str]] = []

    def tasks() -> Iterator[Task]:
        drawn.append(list(finished))
        yield task("second")

    first = Batch([task("first")], then=lambda: finished.append("first"))
    build(tmp_path, [first, Batch(tasks(), after=[first], then=lambda: finished.append("second"))])
    assert (drawn, finished) == ([[]], ["first", "second"])


def test_two_tasks_that_make_one_file_are_refused(tmp_path: Path) -> None:
    other = replace(task("a"), name="b")
    with pytest.raises(BuildError, match=r"a\.txt: two pages have this address"):
        build(tmp_path, [Batch([task("a"), other])])
