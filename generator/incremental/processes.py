"""Forked processes: work done in a copy of this process while this one does something else.

A copy starts with everything that this process has read. There must be no other thread: a copy would lack it, but not
the locks that it holds. Answers are bytes, because pickling values takes longer than making them.
"""

import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NoReturn, Self

from generator.errors import BuildError


def cores() -> int:
    """Return the number of CPU cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes can be forked: a copy of this one would lack the other threads, but not their locks."""
    return hasattr(os, "fork") and threading.active_count() == 1


class Forked:
    """A copy of this process that does one piece of work, answers and exits."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._ended = False
        self._pipe, answers = os.pipe()
        try:
            self._process = os.fork()
        except OSError as error:
            raise BuildError(f"no other process can be started: {error.strerror}; --jobs 1 needs none") from error
        if self._process == 0:
            _work(work, self._pipe, answers)
        os.close(answers)

    def fileno(self) -> int:
        """Return the file descriptor that becomes readable once there is an answer."""
        return self._pipe

    def answer(self) -> bytes:
        """Wait for the answer. Raises BuildError if the process ended without one."""
        with open(self._pipe, "rb", closefd=False) as pipe:
            answer = pipe.read()
        if code := self._end():
            how = f"by signal {-code}" if code < 0 else f"with {code}"
            raise BuildError(f"a process of this build was ended {how}; if memory is short, --jobs 1 needs less")
        return answer

    def stop(self) -> None:
        """Kill the process if it has not ended yet."""
        if not self._ended:
            os.kill(self._process, signal.SIGKILL)
            self._end()

    def _end(self) -> int:
        """Wait for the process to end; return its exit code, negative for a signal."""
        with interruptions_held():
            _, status = os.waitpid(self._process, 0)
            self._ended = True
            os.close(self._pipe)
        return os.waitstatus_to_exitcode(status)


class Crew:
    """Copies of this process; leaving the context kills those that are still running."""

    def __init__(self) -> None:
        self._processes: list[Forked] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """Kill every process that is still running."""
        with interruptions_held():
            for process in self._processes:
                process.stop()

    def fork(self, work: Callable[[], bytes]) -> Forked:
        """Fork a process that does the work. It ignores interruptions: the one that waits for its answer ends it."""
        with interruptions_held():
            process = Forked(work)
            self._processes.append(process)
        return process


def answered(processes: Iterable[Forked], *, seconds: float) -> list[Forked]:
    """Return the processes that have an answer or ended; if there is none yet, wait that many seconds for one."""
    poll = select.poll()
    by_pipe = {process.fileno(): process for process in processes}
    for pipe in by_pipe:
        poll.register(pipe, select.POLLIN)
    return [by_pipe[pipe] for pipe, _ in poll.poll(seconds * 1000)]


@contextmanager
def in_shares(work: Callable[[slice], bytes], shares: int, jobs: int) -> Iterator[Callable[[], list[bytes]]]:
    """Start processes that each work on a share of the rows, and yield a function that waits for their answers.

    If there is only one share, or processes cannot be forked, that function does the work itself.
    """
    shares = min(shares, jobs)
    if shares == 1 or not can_fork():
        yield lambda: [work(slice(None))]
        return
    with Crew() as crew:
        processes = [crew.fork(partial(work, slice(share, None, shares))) for share in range(shares)]
        yield lambda: [process.answer() for process in processes]


@contextmanager
def interruptions_held() -> Iterator[None]:
    """Defer interruptions, so that none separates an action on a process from the record of it."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _work(work: Callable[[], bytes], pipe: int, answers: int) -> NoReturn:
    """Answer and exit without any cleanup, which is left to the parent process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(pipe)
        with open(answers, "wb") as file:
            file.write(work())
        code = 0
    except BrokenPipeError:
        pass  # the parent no longer waits
    except BaseException:  # noqa: BLE001 - this process ends here in any case
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
