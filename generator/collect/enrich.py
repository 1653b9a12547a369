"""Enrichment: papers known only by title get their arXiv id, and with it authors, abstract, date and links."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.archive.ingest import Ingest
from generator.archive.models import Paper, Sighting
from generator.collect.source import Finder
from generator.errors import SourceDownError, SourceError

Outcome = Literal["found", "not found", "ambiguous", "failed"]

_PATIENCE = 3  # failures in a row after which a source counts as down and is no longer asked


@dataclass(frozen=True, slots=True)
class Tried:
    """The outcome for one paper, with a message for the user if there is one."""

    key: str
    outcome: Outcome
    said: str = ""


class Finders:
    """The sources by name, asked in order. One that is down several times in a row is no longer asked."""

    def __init__(self, finders: Mapping[str, Finder]) -> None:
        self._finders = dict(finders)
        self._down = dict.fromkeys(finders, 0)
        self.problems: list[str] = []

    def find(self, title: str) -> tuple[Sighting, ...] | None:
        """Return the papers with this title from the first source that has any, None if none has but one failed.

        Raises SourceError once every source is down.
        """
        whole = len(self._finders) == len(self._down)
        for name, finder in list(self._finders.items()):
            try:
                found = {paper.arxiv_id: paper for paper in finder.find(title) if paper.arxiv_id}
            except SourceError as error:
                whole = False
                self._fail(name, error)
                continue
            self._down[name] = 0
            if found:
                return tuple(found.values())
        return () if whole else None

    def _fail(self, name: str, error: SourceError) -> None:
        self.problems.append(f"{name}: {error}")
        self._down[name] = self._down[name] + 1 if isinstance(error, SourceDownError) else 0
        if self._down[name] == _PATIENCE:
            del self._finders[name]
            if not self._finders:
                raise SourceError(
                    f"no source answers; run it again later to continue. {self.problems.pop()}"
                ) from error


def enrich_papers(papers: Iterable[Paper], ingest: Ingest, finders: Finders) -> Iterator[Tried]:
    """Yield the outcome for each paper. Nothing is guessed: exactly one paper must have the same title."""
    for paper in papers:
        candidates = finders.find(paper.title)
        if candidates is None:
            yield Tried(paper.key, "failed")
        elif not candidates:
            yield Tried(paper.key, "not found")
        elif len(candidates) > 1:
            ids = ", ".join(sorted(str(found.arxiv_id) for found in candidates))
            yield Tried(paper.key, "ambiguous", f"{ids} have this title; write the right one under `correct:`")
        elif doubt := ingest.doubt(paper.key, candidates[0]):
            yield Tried(paper.key, "ambiguous", doubt)
        else:
            ingest.complete(paper.key, candidates[0])
            yield Tried(paper.key, "found", str(candidates[0].arxiv_id))
