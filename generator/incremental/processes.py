"""Forked: what a copy of this process works out while this one has other things to do.

A copy begins with everything that this process has read. No thread takes part: where there is one, a copy would lack
it but not the locks that it holds. What comes back is bytes, because a pickle of values takes longer than to make one.
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
    """Return how many processes this one may use at a time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Return whether processes can be forked: a copy of this one would lack the other threads, but not their locks."""
    return hasattr(os, "fork") and threading.active_count() == 1


class Forked:
    """A copy of this process that does one thing, answers, and ends."""

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
        """Return the descriptor that can be read once there is an answer."""
        return self._pipe

    def answer(self) -> bytes:
        """Wait for the answer. Raises BuildError where the process ended without one."""
        with open(self._pipe, "rb", closefd=False) as pipe:
            answer = pipe.read()
        if code := self._end():
            how = f"by signal {-code}" if code < 0 else f"with {code}"
            raise BuildError(f"a process of this build was ended {how}; where memory is short, --jobs 1 takes less")
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing, if it has not ended yet."""
        if not self._ended:
            os.kill(self._process, signal.SIGKILL)
            self._end()

    def _end(self) -> int:
        """Wait for the end of the process; return its exit code, negative for a signal."""
        with _interruptions_held():
            _, status = os.waitpid(self._process, 0)
            self._ended = True
            os.close(self._pipe)
        return os.waitstatus_to_exitcode(status)


class Crew:
    """Copies of this process, which end when it is left, whatever they are doing and however that comes."""

    def __init__(self) -> None:
        self._processes: list[Forked] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.dismiss()

    def dismiss(self) -> None:
        """End every process that is still at work."""
        with _interruptions_held():
            for process in self._processes:
                process.stop()

    def fork(self, work: Callable[[], bytes]) -> Forked:
        """Fork, and let the copy work. It never gets an interruption: who waits for its answer ends it."""
        with _interruptions_held():
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
    """Begin to work on some of all rows in each process, and yield what waits for the answers.

    Where there is one share alone, or processes cannot be forked, this one works when it is asked.
    """
    shares = min(shares, jobs)
    if shares == 1 or not can_fork():
        yield lambda: [work(slice(None))]
        return
    with Crew() as crew:
        processes = [crew.fork(partial(work, slice(share, None, shares))) for share in range(shares)]
        yield lambda: [process.answer() for process in processes]


@contextmanager
def _interruptions_held() -> Iterator[None]:
    """Let an interruption wait: what is done to a process and the note of it belong together."""
    came: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if came:
            signal.raise_signal(signal.SIGINT)


def _work(work: Callable[[], bytes], pipe: int, answers: int) -> NoReturn:
    """Answer, and end as nothing else of this program would: the process that was copied has all that to do."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.close(pipe)
        with open(answers, "wb") as file:
            file.write(work())
        code = 0
    except BrokenPipeError:
        pass  # nobody waits any more
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
