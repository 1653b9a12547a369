"""Measuring a program: wall time, processor time and the most memory of it and all processes that it starts.

Memory is the sum of each process's proportional set size (PSS, proc_pid_smaps(5)): pages that several processes
share count once, which resident sizes count in each of them. Where a system knows no PSS it is the unique set size.
A sampler looks from outside, and rests so long after each look that it takes a twenty-fifth of one core at most. What
it misses between two looks, the system's own maximum of the largest process (getrusage(2)) makes good in part.
"""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

import psutil

KILOBYTES = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
_SHORTEST_REST, _REST = 0.02, 25  # seconds; times what the look before took
_ENOUGH = 60.0  # seconds: what took so long is not done once more


class NotFinishedError(Exception):
    """A program that failed, or was stopped because it took more than it may."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may take at most: seconds, and bytes of memory."""

    seconds: float
    memory: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What a program took: seconds by the clock, seconds of all processors, and the peak of memory in bytes."""

    seconds: float
    cpu: float
    memory: int


@dataclass(frozen=True, slots=True)
class Size:
    """The files of a folder: their number and all their bytes."""

    files: int
    bytes: int


def measure(command: Sequence[str], bounds: Bounds) -> Figures:
    """Run the command once. Raises NotFinishedError with the last thing that it said, or what it took too much of."""
    with tempfile.TemporaryFile() as said:
        begun = perf_counter()
        # A session of its own, so that nothing that it started outlives it.
        with subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, start_new_session=True) as process:
            sampler = Sampler(process.pid, bounds)
            _, status, usage = os.wait4(process.pid, 0)
            seconds = perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            sampler.end()
        if sampler.exceeded:
            raise NotFinishedError(sampler.exceeded)
        if process.returncode:
            said.seek(0)
            lines = said.read().decode(errors="replace").split("\n")
            raise NotFinishedError(next((line.strip() for line in reversed(lines) if line.strip()), "it failed"))
    return Figures(seconds, usage.ru_utime + usage.ru_stime, max(sampler.peak, _largest(usage)))


def _largest(usage: resource.struct_rusage) -> int:
    """Return the most memory of the largest process in bytes, 0 where that is unknown.

    Linux hands the maximum of this process down to a program that it starts: only more than that is the program's own.
    """
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage.ru_maxrss * KILOBYTES if usage.ru_maxrss > own else 0


def repeat(times: int, prepare: Callable[[], object], command: Sequence[str], bounds: Bounds) -> Figures:
    """Run the command so many times, fewer where it takes long, each prepared anew; return the fastest run.

    Whatever else a machine does only adds to the time (docs.python.org, timeit.Timer.repeat). The memory is the most of
    all runs.
    """
    runs: list[Figures] = []
    while len(runs) < times and sum(run.seconds for run in runs) < _ENOUGH:
        prepare()
        runs.append(measure(command, bounds))
    fastest = min(runs, key=lambda run: run.seconds)
    return replace(fastest, memory=max(run.memory for run in runs))


def size_of(folder: Path) -> Size:
    """Return how many files there are below the folder, and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Size(len(sizes), sum(sizes))


class Sampler:
    """Looks at a program's memory until it is told to end, and kills the program where it takes too much."""

    def __init__(self, pid: int, bounds: Bounds) -> None:
        self.peak = 0
        self.exceeded = ""
        self._pid = pid
        self._bounds = bounds
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        begun = looked = perf_counter()
        while True:
            self.peak = max(self.peak, _memory_of(self._pid))
            if self.peak > self._bounds.memory:
                self._stop(f"stopped: it took more than {self._bounds.memory / 1e9:.0f} GB")
            if perf_counter() - begun > self._bounds.seconds:
                self._stop(f"stopped after {self._bounds.seconds:.0f} s")
            if self._ended.wait(max(_SHORTEST_REST, _REST * (perf_counter() - looked))):
                return
            looked = perf_counter()

    def _stop(self, reason: str) -> None:
        self.exceeded = self.exceeded or reason
        if not self._ended.is_set():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)


def _memory_of(pid: int) -> int:
    with contextlib.suppress(psutil.Error):
        program = psutil.Process(pid)
        return sum(map(_share_of, (program, *program.children(recursive=True))))
    return 0


def _share_of(process: psutil.Process) -> int:
    with contextlib.suppress(psutil.Error):
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.uss))
    return 0
