"""`papers` in a process that is killed at a moment which does not depend on the speed of the machine.

Moments are counted: each change on the disk is one, and each program that is started. Python reports them to audit
hooks (sys.addaudithook; "Audit events table" of the library reference). The process is forked from one that has the
program loaded, which takes a tenth of the time of a new interpreter.
"""

import os
import signal
import sys
from collections.abc import Mapping
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from generator.cli import main
from generator.commands import build, fetch  # noqa: F401 - loaded here, once for all processes

_MOMENTS = frozenset({"os.mkdir", "os.remove", "os.rename", "os.rmdir", "subprocess.Popen"})
_WRITING = os.O_WRONLY | os.O_RDWR

_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])


def is_killed_at(moment: int, *arguments: str | Path, env: Mapping[str, str] | None = None) -> bool:
    """Run `papers` and kill it, and all processes that it started, right before the moment (the first one is 1).

    Return False if it ended well without coming so far.
    """
    process = _FORKS.Process(target=_run, args=(moment, [*map(str, arguments)], dict(env or {})))
    process.start()
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}
    return process.exitcode != 0


def _run(moment: int, arguments: list[str], env: dict[str, str]) -> None:
    os.setsid()  # a group of its own, which is killed as a whole
    for stream in (1, 2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
    os.environ.update(env)
    sys.argv = ["papers", *arguments]
    moments = count(1)

    def see(event: str, details: tuple[object, ...]) -> None:
        is_moment = event in _MOMENTS or (event == "open" and isinstance(details[2], int) and details[2] & _WRITING)
        if is_moment and next(moments) == moment:
            os.killpg(0, signal.SIGKILL)

    sys.addaudithook(see)
    main()
