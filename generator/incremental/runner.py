"""The runner: runs batches in order, and skips tasks whose files are current."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from generator.errors import BuildError
from generator.incremental.output import Output
from generator.incremental.pool import Pool, Queue
from generator.incremental.progress import WORK, Stages
from generator.incremental.state import BuildState
from generator.incremental.task import Batch, MadeTask, Task


@dataclass(frozen=True, slots=True)
class Result:
    """Every task of a build by name, and how many files were written and removed."""

    tasks: dict[str, MadeTask]
    changed: int
    removed: int


def run(
    batches: Iterable[Batch],
    output: Output,
    known: BuildState,
    differences: AbstractSet[str],
    *,
    jobs: int,
    stages: Stages,
) -> Result:
    """Run the tasks that are not current, and remove files that no task makes any more. Raises ArchiveError.

    `differences` are the paths of files that changed since the last build, whose state is `known`.
    """
    known_tasks = known.made_tasks()
    with output:
        with Pool(output, known_tasks, jobs) as pool:
            runner = _Runner(pool, known_tasks, differences, stages)
            for batch in batches:
                runner.start(batch)
            runner.finish_all()
        stages.begin("tidy", "Tidying up")
        removed = output.keep_only(_paths(output.folder, runner.tasks))
    return Result(runner.tasks, runner.changed, removed)


class _Runner:
    """Starts batches, and collects what their tasks made."""

    def __init__(
        self, pool: Pool, known: Mapping[str, MadeTask], differences: AbstractSet[str], stages: Stages
    ) -> None:
        self.tasks: dict[str, MadeTask] = {}
        self.changed = 0
        self._pool = pool
        self._known = known
        self._differences = differences
        self._stages = stages
        self._running: dict[Batch, Queue] = {}

    def start(self, batch: Batch) -> None:
        """Generate the batch's tasks, wait for the batches it depends on, and start those that are not current."""
        stale = self._stale(batch.tasks)
        for before in batch.after:
            self._finish(before)
        self._running[batch] = self._pool.start(stale)

    def finish_all(self) -> None:
        """Wait for all batches, in the order in which they were started."""
        for batch in list(self._running):
            self._finish(batch)

    def _finish(self, batch: Batch) -> None:
        if batch not in self._running:
            return
        self._stages.begin(WORK, "Making pages, feeds and search")
        for task, finished in self._pool.finish(self._running.pop(batch), self._stages.tick):
            self.tasks[task.name] = finished.made
            self.changed += finished.changed
            self._stages.add_work(task.kind, finished.seconds)
        if batch.then:
            batch.then()

    def _stale(self, tasks: Iterable[Task]) -> list[Task]:
        """Return the tasks that must run, and carry the others over from the last build."""
        self._stages.begin("compare", "Looking for what changed")
        stale = []
        for task in tasks:
            made = self._known.get(task.name)
            if made and made.fingerprint == task.fingerprint and self._is_intact(made):
                self.tasks[task.name] = made
            else:
                stale.append(task)
        return stale

    def _is_intact(self, made: MadeTask) -> bool:
        return not self._differences or not any(file.path in self._differences for file in made.files)


def _paths(folder: str, tasks: Mapping[str, MadeTask]) -> set[str]:
    """Return the path of every file. Raises BuildError if two tasks made the same one."""
    makers: dict[str, str] = {}
    for name, task in tasks.items():
        for file in task.files:
            if makers.setdefault(file.path, name) != name:
                raise BuildError(f"{folder}/{file.path}: two pages have this address; give one of them another")
    return set(makers)
