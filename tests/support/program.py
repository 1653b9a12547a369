"""Running `papers` as from the command line, but in this process: a new process takes a third of a second to start.

Tests that need a process of its own start one: signals, terminals, concurrency, loaded modules.
"""

import contextlib
import gc
import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.cli import main


def papers(
    *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `papers` with the arguments and additional environment variables; return its exit code and output."""
    command = ["papers", *map(str, arguments)]
    with pytest.MonkeyPatch.context() as patch, _Output() as out, _Output() as err:
        patch.setattr(sys, "argv", command)
        patch.setattr(gc, "freeze", lambda: None)  # this process continues
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(cwd or Path.cwd()):
            code = _exit_code()
        return subprocess.CompletedProcess(command, code, out.text(), err.text())


def output_of(terminal: int) -> Iterator[bytes]:
    """Yield a program's terminal output until it ends."""
    with open(terminal, "rb", buffering=0) as file, contextlib.suppress(OSError):  # the end of a terminal is an error
        while data := file.read(1024):
            yield data


def _exit_code() -> int:
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


class _Output(io.TextIOWrapper):
    """A stream that captures a program's output, as text or bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)

    def text(self) -> str:
        self.seek(0)
        return self.read()
