"""Progress: shown on a terminal once a step takes long, without colours where NO_COLOR is set, nowhere else."""

import os
import re
from pathlib import Path

import pytest

from tests.support.forked import Forked, shown_by

COLOUR = re.compile(rb"\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|38;|48;)[0-9;]*m")
SLOW = ("-m", "tests.support.slow_step")


def on_a_terminal(*command: str | Path, **variables: str) -> bytes:
    """Run a program on a terminal that has colours, and return everything that it writes there."""
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    return shown_by(*command, env={**environment, "TERM": "xterm-256color", **variables})


def test_a_long_step_shows_a_spinner_and_removes_it() -> None:
    shown = on_a_terminal(*SLOW, "0")
    assert b"Counting moths" in shown
    assert shown.rpartition(b"\x1b[2K")[2] == b"counted\r\n"


def test_a_short_step_shows_nothing() -> None:
    assert on_a_terminal(*SLOW, "60") == b"counted\r\n"


def test_elsewhere_nothing_is_shown() -> None:
    assert Forked(*SLOW, "0").communicate() == ("counted\n", "")


@pytest.mark.parametrize("command", ["status", "topics", "build"])
def test_no_color_takes_the_colours_away(archive: Path, command: str) -> None:
    without = on_a_terminal("papers", "-C", archive, command, NO_COLOR="1")
    assert not COLOUR.search(without)


def test_a_state_has_a_colour_on_a_terminal(archive: Path) -> None:
    assert COLOUR.search(on_a_terminal("papers", "-C", archive, "status"))


def test_a_build_counts_its_tasks(archive: Path) -> None:
    shown = on_a_terminal("papers", "-C", archive, "build", "--jobs", "1", COLUMNS="200")
    assert re.search(rb"Making pages, feeds and search: \d+ of \d+ ", shown)
