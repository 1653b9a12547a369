"""The pool: worker processes, one per core, run the tasks of a batch and write their files.

While one batch is running, the next can be planned: workers that run out of tasks exit, and new ones that know the next
batch are forked. That also frees the memory that a process accumulates over time.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from time import perf_counter
from typing import Self

import msgspec

from generator.errors import ArchiveError, BuildError
from generator.incremental.output import Output
from generator.incremental.processes import Crew, Forked, answered, can_fork
from generator.incremental.progress import Tick, no_tick
from generator.incremental.task import MadeTask, Task

# Forked processes share these counters; other start methods would need an extra process to track them.
_CONTEXT = get_context("fork") if hasattr(os, "fork") else get_context()

_TICK = 0.2  # seconds between two looks at the workers


class Finished(msgspec.Struct, frozen=True, array_like=True):
    """A finished task: its index in the queue, what it made, how many files were written, and the seconds it took."""

    task: int
    made: MadeTask
    changed: int
    seconds: float


class Queue:
    """Tasks that can run side by side; idle workers take the next one."""

    def __init__(self, tasks: Sequence[Task], next_one: "Synchronized[int]") -> None:
        self.tasks = tasks
        self.finished: list[Finished] = []
        self.workers = 0  # forked for this queue
        self._next = next_one

    @property
    def is_finished(self) -> bool:
        """Whether all tasks are finished."""
        return len(self.finished) == len(self.tasks)

    @property
    def taken(self) -> int:
        """How many tasks workers have taken."""
        return min(self._next.get_obj().value, len(self.tasks))

    @property
    def wants_another(self) -> bool:
        """Whether another worker would find a task to take."""
        return max(self.workers, self._next.get_obj().value) < len(self.tasks)

    def take(self) -> Iterator[int]:
        """Yield the index of each task that this worker takes."""
        while True:
            with self._next.get_lock():
                number = self._next.value
                self._next.value += 1
            if number >= len(self.tasks):
                return
            yield number


class Pool:
    """Runs tasks and writes the files that differ to the output; leaving the context ends all workers.

    `known` are the tasks of the last build. Workers start with everything that this process has read, and send back
    only what the build state keeps. If processes cannot be forked, this one runs everything itself.
    """

    def __init__(self, output: Output, known: Mapping[str, MadeTask], jobs: int) -> None:
        self._output = output
        self._known = known
        self._jobs = jobs if can_fork() else 1
        self._queues: list[Queue] = []
        self._crew = Crew()
        self._workers: dict[Forked, Queue] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._crew.dismiss()

    def start(self, tasks: Sequence[Task]) -> Queue:
        """Queue the tasks after those started earlier. Raises ArchiveError."""
        queue = Queue(tasks, _CONTEXT.Value("q", 0))
        if self._jobs > 1:
            self._queues.append(queue)
            self._look_round(wait=False)
        return queue

    def finish(self, queue: Queue, tick: Tick = no_tick) -> Iterator[tuple[Task, Finished]]:
        """Wait until all tasks of a queue are finished, and yield them. Raises ArchiveError.

        While it waits, `tick` is called now and then.
        """
        if self._jobs == 1:
            for number in queue.take():
                tick(queue.taken, len(queue.tasks))
                queue.finished.append(self._make(queue, number))
        while not queue.is_finished:
            self._look_round(wait=True)
            tick(queue.taken, len(queue.tasks))
        yield from ((queue.tasks[finished.task], finished) for finished in queue.finished)

    def _look_round(self, *, wait: bool) -> None:
        """Collect the answers of workers that ended, and fork as many new ones."""
        for worker in answered(self._workers, seconds=_TICK if wait and self._workers else 0):
            answer = msgspec.msgpack.decode(worker.answer(), type=list[Finished] | str)
            if isinstance(answer, str):
                raise BuildError(answer)
            self._workers.pop(worker).finished += answer
        for queue in self._queues:
            while queue.wants_another and len(self._workers) < self._jobs:
                queue.workers += 1
                self._workers[self._crew.fork(partial(self._work, queue, os.getpid()))] = queue
        self._queues = [queue for queue in self._queues if not queue.is_finished]

    def _work(self, queue: Queue, parent: int) -> bytes:
        """Run tasks until none is left or the parent has ended; answer once, with all results or an error.

        As there is one answer, no worker waits for it to be read.
        """
        finished: list[Finished] | str = []
        try:
            finished = [self._make(queue, number) for number in queue.take() if os.getppid() == parent]
        except ArchiveError as error:
            finished = str(error)
        return msgspec.msgpack.encode(finished)

    def _make(self, queue: Queue, number: int) -> Finished:
        since = perf_counter()
        task = queue.tasks[number]
        before = self._known.get(task.name)
        known = {file.path: file for file in before.files} if before else {}
        try:
            written = [self._output.write(path, data, known.get(path)) for path, data in task.make()]
        except OSError as error:
            raise BuildError(f"{error.filename or self._output.folder}: cannot be written: {error.strerror}") from error
        made = MadeTask(task.fingerprint, tuple(made for made, _ in written))
        return Finished(number, made, sum(changed for _, changed in written), perf_counter() - since)
