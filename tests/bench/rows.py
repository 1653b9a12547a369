"""Rows: what each step took with each corpus, as the report needs it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.costs import LibraryCost, SearchCosts
from tests.bench.measure import Bounds, Figures, NotFinishedError, Size, repeat, size_of


@dataclass(frozen=True, slots=True)
class Corpus:
    """The papers that a step works on: so many invented ones, or those of a name."""

    papers: int
    name: str = ""

    @property
    def label(self) -> str:
        """The name by which rows are found: `18,000` for so many invented papers."""
        return self.name or f"{self.papers:,}"


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a tool with one corpus: what it took, or, in a note, why that is not known.

    Tools go by their program's name, `papers` for this project's own. `site` is what stood there afterwards.
    """

    corpus: Corpus
    tool: str
    step: str
    figures: Figures | None = None
    site: Size | None = None
    note: str = ""


@dataclass(slots=True)
class Rows:
    """Everything that a run measured; the mappings have an entry for each corpus, by its label.

    `kinds` are the files of the site by kind.
    """

    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    kinds: dict[str, Mapping[str, Size]] = field(default_factory=dict)
    searches: dict[str, SearchCosts] = field(default_factory=dict)
    libraries: dict[str, tuple[LibraryCost, ...]] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, *rows: Row) -> "Rows":
        """Return these rows alone."""
        made = cls()
        for row in rows:
            made.add(row)
        return made

    def add(self, row: Row) -> None:
        """Add a row."""
        self.rows[row.corpus.label, row.tool, row.step] = row

    def all(self) -> list[Row]:
        """Return every row, as they were added."""
        return list(self.rows.values())

    def corpora(self) -> list[Corpus]:
        """Return every corpus: the invented ones, the smallest first, then those with a name."""
        return sorted({row.corpus for row in self.all()}, key=lambda corpus: (corpus.name, corpus.papers))

    def get(self, label: str, tool: str, step: str) -> Row | None:
        """Return a row, None where there is none."""
        return self.rows.get((label, tool, step))

    def seconds(self, label: str, tool: str, step: str) -> float | None:
        """Return what a step took by the clock, None where it was not measured."""
        row = self.get(label, tool, step)
        return row.figures.seconds if row and row.figures else None


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured how: the corpus, how often a step is done at most, and what it may take."""

    corpus: Corpus
    runs: int
    bounds: Bounds

    def row(
        self,
        tool: str,
        step: str,
        command: Sequence[str],
        *,
        prepare: Callable[[], object] = lambda: None,
        site: Path | None = None,
        pages: int | None = None,
    ) -> Row:
        """Measure a step, be it one that makes a site; where that lacks pages, the step has failed."""
        try:
            figures = repeat(self.runs, prepare, command, self.bounds)
        except NotFinishedError as error:
            return Row(self.corpus, tool, step, note=str(error))
        if site is None:
            return Row(self.corpus, tool, step, figures)
        made = sum(1 for _ in site.rglob("index.html"))
        if pages is not None and made != pages:
            return Row(self.corpus, tool, step, note=f"failed: it made {made:,} pages of {pages:,}")
        return Row(self.corpus, tool, step, figures, size_of(site))
