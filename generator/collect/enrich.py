"""Enriching: papers known by their title alone get their arXiv id, and with it authors, abstract, date and links."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from generator.archive.ingest import PaperKeeper, without_abstract
from generator.archive.models import Paper, Sighting
from generator.errors import SourceDownError, SourceError

Finder = Callable[[str], tuple[Sighting, ...]]
Outcome = Literal["found", "not found", "ambiguous", "failed"]

_PATIENCE = 3  # times in a row that a source is down, after which it is asked no more


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one paper, with a word for the user where there is something to say."""

    key: str
    outcome: Outcome
    said: str = ""


class Finders:
    """The sources by name, asked one after the other. One that is down several times in a row is asked no more."""

    def __init__(self, finders: Mapping[str, Finder]) -> None:
        self._finders = dict(finders)
        self._down = dict.fromkeys(finders, 0)
        self.problems: list[str] = []

    def find(self, title: str) -> tuple[Sighting, ...] | None:
        """Return the papers of this title that the first source has which has any; None if one failed to answer.

        Raises SourceError once every source is down.
        """
        whole = len(self._finders) == len(self._down)
        for name, find in list(self._finders.items()):
            try:
                found = {paper.arxiv_id: paper for paper in find(title) if paper.arxiv_id}
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
                raise SourceError(f"no source answers; run it again later to go on. {self.problems.pop()}") from error


def enrich_papers(
    papers: Iterable[Paper], keeper: PaperKeeper, finders: Finders, *, abstracts: bool
) -> Iterator[Tried]:
    """Yield what became of each paper. Nothing is guessed: only one paper of the very title will do."""
    for paper in papers:
        candidates = finders.find(paper.title)
        if candidates is None:
            yield Tried(paper.key, "failed")
        elif not candidates:
            yield Tried(paper.key, "not found")
        elif len(candidates) > 1:
            ids = ", ".join(sorted(str(found.arxiv_id) for found in candidates))
            yield Tried(paper.key, "ambiguous", f"{ids} have this title; write the right one under `correct:`")
        elif doubt := keeper.doubt(paper.key, candidates[0]):
            yield Tried(paper.key, "ambiguous", doubt)
        else:
            (found,) = candidates
            keeper.complete(paper.key, found if abstracts else without_abstract(found))
            yield Tried(paper.key, "found", str(found.arxiv_id))
