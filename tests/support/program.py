"""`papers` as a person starts it, but inside this process: a program of its own takes a third of a second to start.

What only a program of its own can show is tested with one: signals, terminals, several at once, what is loaded.
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
    """Run `papers` with the arguments and, beside this process's own, the variables; return how it ended."""
    command = ["papers", *map(str, arguments)]
    with pytest.MonkeyPatch.context() as patch, _Output() as out, _Output() as err:
        patch.setattr(sys, "argv", command)
        patch.setattr(gc, "freeze", lambda: None)  # this process goes on
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(cwd or Path.cwd()):
            code = _exit_code()
        return subprocess.CompletedProcess(command, code, out.text(), err.text())


def output_of(terminal: int) -> Iterator[bytes]:
    """Yield what a program writes to its terminal, until it ends."""
    with open(terminal, "rb", buffering=0) as file, contextlib.suppress(OSError):  # the end of a terminal is an error
        while data := file.read(1024):
            yield data


def _exit_code() -> int:
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


class _Output(io.TextIOWrapper):
    """What a program writes, as text and as bytes."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), "utf-8", write_through=True)

    def text(self) -> str:
        self.seek(0)
        return self.read()
