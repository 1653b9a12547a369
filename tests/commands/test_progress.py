"""Progress: shown on a terminal once a step takes long, without colours where NO_COLOR is set, nowhere else."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import output_of

COLOUR = re.compile(rb"\x1b\[[0-9;]*(3[0-7]|4[0-7]|9[0-7]|38;|48;)[0-9;]*m")
SLOW = """
import sys, time
from generator.commands import progress
progress._SOON = {soon}
with progress.working("Counting moths"):
    time.sleep(0.6)
print("counted")
"""


def on_a_terminal(*command: str, **variables: str) -> bytes:
    """Run a program on a terminal of its own and return everything that it writes there."""
    terminal, inside = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    environment |= {"TERM": "xterm-256color", **variables}
    with subprocess.Popen(command, stdin=inside, stdout=inside, stderr=inside, env=environment) as process:
        os.close(inside)
        shown = b"".join(output_of(terminal))
    assert process.returncode == 0
    return shown


def test_a_long_step_shows_a_spinner_and_removes_it() -> None:
    shown = on_a_terminal(sys.executable, "-c", SLOW.format(soon=0))
    assert b"Counting moths" in shown
    assert shown.rpartition(b"\x1b[2K")[2] == b"counted\r\n"


def test_a_short_step_shows_nothing() -> None:
    assert on_a_terminal(sys.executable, "-c", SLOW.format(soon=60)) == b"counted\r\n"


def test_elsewhere_nothing_is_shown() -> None:
    command = [sys.executable, "-c", SLOW.format(soon=0)]
    result = subprocess.run(command, capture_output=True, check=True)
    assert (result.stdout, result.stderr) == (b"counted\n", b"")


@pytest.mark.parametrize("command", ["status", "topics", "build"])
def test_no_color_takes_the_colours_away(archive: Path, command: str) -> None:
    program = str(Path(sys.executable).parent / "papers")
    without = on_a_terminal(program, "-C", str(archive), command, NO_COLOR="1")
    assert not COLOUR.search(without)


def test_a_state_has_a_colour_on_a_terminal(archive: Path) -> None:
    program = str(Path(sys.executable).parent / "papers")
    assert COLOUR.search(on_a_terminal(program, "-C", str(archive), "status"))


def test_a_build_counts_its_tasks(archive: Path) -> None:
    program = str(Path(sys.executable).parent / "papers")
    shown = on_a_terminal(program, "-C", str(archive), "build", "--jobs", "1", COLUMNS="200")
    assert re.search(rb"Making pages, feeds and search: \d+ of \d+ ", shown)
