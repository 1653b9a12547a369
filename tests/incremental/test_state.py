"""What a build remembers: all that it kept, or, of a file that holds anything else, nothing."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incremental.state import NAME, TIMES, BuildState, read_made, read_state, state_of, write_state
from generator.incremental.task import Made, MadeTask

FILES = st.builds(Made, st.text(), st.binary(min_size=32, max_size=32), st.integers(0, 2**40), st.integers(0, 2**62))
TASKS = st.dictionaries(st.text(), st.builds(MadeTask, st.binary(), st.lists(FILES, max_size=3).map(tuple)), max_size=4)


@given(TASKS)
def test_tasks_are_those_that_were_kept(tmp_path_factory: pytest.TempPathFactory, tasks: dict[str, MadeTask]) -> None:
    build = tmp_path_factory.mktemp("build")
    write_state(build, state_of(b"inputs", 7, tasks))
    known = read_state(build)
    assert (known.inputs, known.papers, known.made_tasks()) == (b"inputs", 7, tasks)
    kept = [file for _, task in sorted(tasks.items()) for file in task.files]
    assert [msgspec.structs.replace(file, written=0) for file in kept] == list(read_made(build))


@given(TASKS, st.randoms())
def test_neither_times_nor_the_order_of_work_change_the_state(
    tmp_path_factory: pytest.TempPathFactory, tasks: dict[str, MadeTask], random: Random
) -> None:
    build = tmp_path_factory.mktemp("build")
    write_state(build, state_of(b"inputs", 7, tasks))
    before = (build / NAME).read_bytes()
    shuffled = {
        name: MadeTask(task.fingerprint, tuple(msgspec.structs.replace(file, written=5) for file in task.files))
        for name, task in random.sample(sorted(tasks.items()), len(tasks))
    }
    write_state(build, state_of(b"other inputs", 7, shuffled))
    assert (build / NAME).read_bytes() == before


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"damaged")])
def test_without_the_times_all_else_is_known(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    tasks = {"a": MadeTask(b"made from", (Made("a", b"1" * 32, 1, 5),))}
    write_state(tmp_path, state_of(b"inputs", 1, tasks))
    spoil(tmp_path / TIMES)
    known = read_state(tmp_path)
    assert (known.inputs, known.made(0)) == (b"", Made("a", b"1" * 32, 1, 0))
    assert known.made_tasks()["a"].fingerprint == b"made from"


def test_the_times_of_another_state_are_not_taken(tmp_path: Path) -> None:
    """A build may be killed between the two files."""
    write_state(tmp_path, state_of(b"old", 1, {"a": MadeTask(b"", (Made("a", b"1" * 32, 1, 5),))}))
    times = (tmp_path / TIMES).read_bytes()
    write_state(tmp_path, state_of(b"new", 1, {"a": MadeTask(b"", (Made("a", b"2" * 32, 1, 6),))}))
    (tmp_path / TIMES).write_bytes(times)
    known = read_state(tmp_path)
    assert (known.inputs, known.written) == (b"", [0])


def test_without_a_build_state_nothing_is_known(tmp_path: Path) -> None:
    assert read_state(tmp_path) == BuildState()


@pytest.mark.parametrize(
    "damage",
    [
        {"paths": []},
        {"sizes": [1]},
        {"written": [1, 2, 3]},
        {"sha256": b"1" * 63},
        {"tasks": [("a", b"", 1)]},
    ],
)
def test_where_columns_do_not_fit_together_nothing_is_known(tmp_path: Path, damage: dict[str, object]) -> None:
    files = (Made("a", b"1" * 32, 1, 1), Made("b", b"2" * 32, 2, 2))
    whole = state_of(b"", 1, {"a": MadeTask(b"", files)})
    (tmp_path / NAME).write_bytes(msgspec.msgpack.encode(whole))
    assert read_state(tmp_path) == whole
    (tmp_path / NAME).write_bytes(msgspec.msgpack.encode(msgspec.structs.replace(whole, **damage)))
    assert read_state(tmp_path) == BuildState()


def test_files_are_known_from_the_build_state_of_an_earlier_version_too(tmp_path: Path) -> None:
    """Its columns went on with folders and the times of their last change."""
    columns = [b"inputs", 1, ["a", "b"], b"1" * 32 + b"2" * 32, [1, 2], [3, 4], [""], [9], [["all", b"", 2]]]
    (tmp_path / NAME).write_bytes(msgspec.msgpack.encode(columns))
    assert read_state(tmp_path) == BuildState()
    assert list(read_made(tmp_path)) == [Made("a", b"1" * 32, 1, 3), Made("b", b"2" * 32, 2, 4)]


@pytest.mark.parametrize("data", [b"", b"\x93what", msgspec.msgpack.encode([b"", 1, ["a"], b"", [], []])])
def test_of_a_damaged_build_state_no_file_is_known(tmp_path: Path, data: bytes) -> None:
    (tmp_path / NAME).write_bytes(data)
    assert list(read_made(tmp_path)) == []
