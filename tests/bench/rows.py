"""Rows: what each step took at each size, as the report needs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Bounds, Figures, NotFinishedError, Size, repeat, size_of


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a tool at one size: what it took and the site that stood then, or, in a note, why that is not known.

    `papers` is the size; tools go by their program's name, `papers` for this project's own.
    """

    papers: int
    tool: str
    step: str
    figures: Figures | None = None
    site: Size | None = None
    note: str = ""


class Rows:
    """All rows of a run, found by what they are about."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = {(row.papers, row.tool, row.step): row for row in rows}

    def add(self, row: Row) -> None:
        """Add a row."""
        self._rows[row.papers, row.tool, row.step] = row

    def all(self) -> list[Row]:
        """Return every row, as they were added."""
        return list(self._rows.values())

    def sizes(self) -> list[int]:
        """Return every size, the smallest first."""
        return sorted({row.papers for row in self._rows.values()})

    def seconds(self, papers: int, tool: str, step: str) -> float | None:
        """Return what a step took by the clock, None where it was not measured."""
        row = self._rows.get((papers, tool, step))
        return row.figures.seconds if row and row.figures else None

    def of(self, papers: int, tool: str) -> list[Row]:
        """Return the rows of a tool at one size."""
        return [row for row in self._rows.values() if (row.papers, row.tool) == (papers, tool)]


@dataclass(frozen=True, slots=True)
class Bench:
    """A place to measure at: the size, how often a step is done at most, and what it may take."""

    papers: int
    runs: int
    bounds: Bounds

    def row(
        self,
        tool: str,
        step: str,
        command: Sequence[str],
        *,
        prepare: Callable[[], object],
        site: Path,
        pages: int | None = None,
    ) -> Row:
        """Measure a step that makes a site; where that lacks pages, the step has failed."""
        try:
            figures = repeat(self.runs, prepare, command, self.bounds)
        except NotFinishedError as error:
            return Row(self.papers, tool, step, note=str(error))
        made = sum(1 for _ in site.rglob("index.html"))
        if pages is not None and made != pages:
            return Row(self.papers, tool, step, note=f"failed: it made {made:,} pages of {pages:,}")
        return Row(self.papers, tool, step, figures, size_of(site))
