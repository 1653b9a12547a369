"""Evaluation: how well suggested topics agree with those that people chose."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.archive.models import Paper
from generator.archive.topics import Topics
from generator.archive.yaml_io.reader import Document
from generator.files import read_text

_ONE_IN = 5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two choices of topics, counted: how often people chose, how often the rules did, and how often both."""

    chosen: int
    suggested: int
    both: int

    @property
    def precision(self) -> float:
        """The share of the suggestions that people chose too; 0 without one."""
        return self.both / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """The share of what people chose that was suggested too; 0 without one."""
        return self.both / self.chosen if self.chosen else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.chosen + self.suggested
        return 2 * self.both / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The topics of one paper: those that people chose, and those that its words suggest."""

    chosen: frozenset[str]
    suggested: frozenset[str]


def choices(papers: Iterable[Paper], topics: Topics, *, titles_alone: bool = False) -> dict[str, Choice]:
    """Return the two choices for each paper whose topics people chose, by key.

    Suggestions are those of all words that the archive has of a paper, or of its title alone.
    """

    def suggested(paper: Paper) -> tuple[str, ...]:
        return topics.suggest(paper.title, *(() if titles_alone else (paper.keywords, paper.abstract)))

    chosen = (paper for paper in papers if not paper.topics_suggested)
    return {paper.key: Choice(frozenset(paper.topics), frozenset(suggested(paper))) for paper in chosen}


def read_test_set(path: Path) -> frozenset[str]:
    """Return the keys of the test papers, none without the file. Raises ProblemsError if it is not a list of keys.

    They are of many months, and were curated by a person who saw neither keywords nor suggestions.
    """
    if not path.exists():
        return frozenset()
    document = Document(path, read_text(path))
    keys = document.convert(document.value or [], list[str])
    document.raise_problems()
    return frozenset(keys or ())


def is_held_out(key: str) -> bool:
    """Return whether a paper is one of every fifth that nobody looks at while writing keywords, by a hash of its key.

    So what the keywords do for these papers is what they will do for new ones.
    """
    return int.from_bytes(hashlib.sha256(key.encode()).digest()) % _ONE_IN == 0


def agreement(of_papers: Iterable[Choice]) -> Agreement:
    """Return the agreement over all topics of the papers (what is called micro-averaged)."""
    of_papers = list(of_papers)
    return Agreement(
        chosen=sum(len(choice.chosen) for choice in of_papers),
        suggested=sum(len(choice.suggested) for choice in of_papers),
        both=sum(len(choice.chosen & choice.suggested) for choice in of_papers),
    )


def agreement_by_topic(of_papers: Iterable[Choice], topics: Iterable[str]) -> Mapping[str, Agreement]:
    """Return the agreement on each of the topics."""
    chosen, suggested, both = Counter[str](), Counter[str](), Counter[str]()
    for choice in of_papers:
        chosen.update(choice.chosen)
        suggested.update(choice.suggested)
        both.update(choice.chosen & choice.suggested)
    return {name: Agreement(chosen[name], suggested[name], both[name]) for name in topics}
