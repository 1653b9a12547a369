"""Stages: what a build was spent on adds up to the time that passed, however many processes worked."""

import pytest

from generator.incremental.progress import Stages
from tests.support.archives import silent


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the time of a clock that stands still unless a test moves it."""
    now = [100.0]
    monkeypatch.setattr("generator.incremental.progress.perf_counter", lambda: now[0])
    return now


def test_the_parts_add_up_to_the_time_that_passed(clock: list[float]) -> None:
    stages = Stages(silent)
    for name, took in (("read", 2.0), ("make", 3.0), ("compare", 1.0), ("make", 1.0)):
        stages.begin(name, name)
        clock[0] += took
    stages.end()
    stages.add_work("pages", 6.0)  # two processes work side by side: more seconds of work than passed
    stages.add_work("search", 1.5)
    stages.add_work("search", 0.5)
    assert stages.seconds == pytest.approx({"read": 2.0, "compare": 1.0, "pages": 3.0, "search": 1.0})
    assert sum(stages.seconds.values()) == pytest.approx(clock[0] - 100.0)


def test_waiting_without_work_keeps_its_own_name(clock: list[float]) -> None:
    stages = Stages(silent)
    stages.begin("make", "Making")
    clock[0] += 0.5
    stages.end()
    assert stages.seconds == {"make": 0.5}


def test_work_that_nobody_waited_for_takes_no_time(clock: list[float]) -> None:
    stages = Stages(silent)
    stages.begin("read", "Reading")
    clock[0] += 1.0
    stages.end()
    stages.add_work("feeds", 4.0)
    assert stages.seconds == {"read": 1.0, "feeds": 0.0}


def test_a_stage_is_reported_once_in_a_row() -> None:
    reported: list[str] = []
    stages = Stages(reported.append)
    for words in ("Reading", "Planning", "Planning", "Reading"):
        stages.begin("x", words)
    assert reported == ["Reading", "Planning", "Reading"]
