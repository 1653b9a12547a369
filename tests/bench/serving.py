"""How long `papers serve` takes to show an edit and to report an error.

The server tells open pages of each build. An edit is shown when a page that was told, and so loads again, has it.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from time import perf_counter
from urllib.parse import urljoin
from urllib.request import urlopen

import psutil

from tests.bench.changes import UNKNOWN_TOPIC, change_title, change_topics, decide, topics_of_paper
from tests.bench.measure import Bounds, Figures, NotFinishedError, Sampler
from tests.bench.rows import Bench, Row

SHOWN, SHOWN_TITLE, REPORTED = (
    "papers serve: a paper's topics are shown",
    "papers serve: a topic's title is shown",
    "papers serve: an error is reported",
)


def serve_rows(tool: str, command: Sequence[str], root: Path, bench: Bench, turns: Iterator[int]) -> Iterator[Row]:
    """Measure an edit of a paper, an edit of a topic and an error, each several times; the fastest counts."""
    steps: dict[str, Callable[[Preview], Figures]] = {
        SHOWN: lambda preview: preview.edit(lambda: change_topics(root, next(turns))),
        SHOWN_TITLE: lambda preview: preview.edit(lambda: change_title(root, next(turns))),
        REPORTED: lambda preview: preview.mistake(
            lambda: decide(root, UNKNOWN_TOPIC), partial(decide, root, topics_of_paper(root))
        ),
    }
    rows: dict[str, Row] = {}
    try:
        with preview_of(command, bench.bounds) as preview:
            for step, run in steps.items():
                runs = [run(preview) for _ in range(bench.runs)]
                rows[step] = Row(bench.corpus, tool, step, min(runs, key=lambda run: run.seconds))
    except (NotFinishedError, OSError) as error:
        rows = {step: rows.get(step, Row(bench.corpus, tool, step, note=str(error))) for step in steps}
    yield from rows.values()


class Preview:
    """A running `papers serve` and what it says."""

    def __init__(self, process: subprocess.Popen[str], sampler: Sampler, bounds: Bounds) -> None:
        """Wait until it serves the site. Raises NotFinishedError."""
        self._program = psutil.Process(process.pid)
        self._sampler = sampler
        self._bounds = bounds
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        Thread(target=self._listen, args=(process,), daemon=True).start()
        self._address = self._said(" shows the site").split()[0]

    def edit(self, change: Callable[[], tuple[str, str]]) -> Figures:
        """Make a change, which returns the address of a page and what will stand there; wait until it is shown."""
        return self._timed(lambda: self._shown(*change()), then="Rebuilt")

    def mistake(self, change: Callable[[], object], undo: Callable[[], object]) -> Figures:
        """Make a mistake, wait until it is reported, and undo it."""
        figures = self._timed(lambda: (change(), self._said(UNKNOWN_TOPIC)))
        undo()
        self._said("Rebuilt")
        return figures

    def _timed(self, work: Callable[[], object], then: str = "") -> Figures:
        """Return what the work took; processors are counted until the server says more, if there is more to come."""
        worked, begun = self._cpu(), perf_counter()
        work()
        seconds = perf_counter() - begun
        if then:
            self._said(then)
        return Figures(seconds, self._cpu() - worked, self._sampler.peak)

    def _shown(self, page: str, text: str) -> None:
        begun = perf_counter()
        while text.encode() not in self._answer(page):
            if perf_counter() - begun > self._bounds.seconds:
                raise NotFinishedError(f"{page} did not show the change after {self._bounds.seconds:.0f} s")
            self._answer("/preview-wait")  # answered after the next build, as the script of each page asks

    def _answer(self, address: str) -> bytes:
        with urlopen(urljoin(self._address, address), timeout=self._bounds.seconds) as answer:  # noqa: S310 - http
            return bytes(answer.read())

    def _said(self, text: str) -> str:
        """Wait for a line with that text, and return it."""
        try:
            while (line := self._lines.get(timeout=self._bounds.seconds)) is not None:
                if text in line:
                    return line
        except Empty:
            pass
        raise NotFinishedError(self._sampler.exceeded or f'it did not say "{text.strip()}"')

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        for line in process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def _cpu(self) -> float:
        """Return the seconds of processors that the server and its finished processes took."""
        times = self._program.cpu_times()
        return float(times.user + times.system + times.children_user + times.children_system)


@contextmanager
def preview_of(command: Sequence[str], bounds: Bounds) -> Iterator[Preview]:
    """Start the server and yield it; it is stopped at the end. Raises NotFinishedError."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        sampler = Sampler(process.pid, bounds)
        try:
            yield Preview(process, sampler, bounds)
        finally:
            sampler.end()
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
