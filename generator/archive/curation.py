"""Curation on disk: one YAML file a day below `content/curation/`, written by people only.

A file maps a paper's key to what people decided about it: its topics, a summary, corrections.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from generator.archive.explain import Step, nearest
from generator.archive.files import read_text
from generator.archive.located import Document
from generator.archive.models import KEY_PATTERN, KEY_RULE, Decision
from generator.archive.topics import Topics
from generator.errors import ProblemsError


@dataclass(frozen=True, slots=True)
class Curation:
    """What one curation file says: decisions by the paper's key, and the line on which each begins."""

    path: Path
    decisions: dict[str, Decision]
    lines: dict[str, int]


@cache
def curation_path(content: Path, day: date | None) -> Path:
    """Return where people curate the papers of a day's listing."""
    if day is None:
        return content / "curation" / "undated.yml"
    return content / "curation" / f"{day.year:04}" / f"{day}.yml"


def curation_paths(content: Path) -> Iterator[Path]:
    """Yield every curation file, in one stable order; one that ends in .yaml too, so that it is not overlooked."""
    folder = content / "curation"
    yield from sorted(folder.glob("*.y*ml"))
    yield from sorted(folder.glob("*/*.y*ml"))


def read_curation(path: Path, topics: Topics | None) -> Curation:
    """Return what the file says. Raises ProblemsError with everything in it that does not hold.

    Without topics, because topics.yml itself cannot be read, the names of topics are not checked.
    """
    document = Document(path, read_text(path))
    entries = {} if document.value is None else document.value
    if not isinstance(entries, dict):
        raise ProblemsError([document.problem("must map the keys of papers to what is decided about them")])
    decisions: dict[str, Decision] = {}
    for key, entry in entries.items():
        if not re.match(KEY_PATTERN, key):
            document.complain(f'"{key}" cannot be a paper\'s key: {KEY_RULE}', key)
        decision = document.convert({} if entry is None else entry, Decision, key)
        if decision:
            decisions[key] = decision
            for message, steps in _decision_problems(decision, topics):
                document.complain(message, key, *steps)
    document.raise_problems()
    return Curation(path, decisions, document.key_lines())


def _decision_problems(decision: Decision, topics: Topics | None) -> Iterator[tuple[str, tuple[Step, ...]]]:
    for number, name in enumerate(decision.topics):
        if topics is not None and name not in topics:
            yield f'"{name}" is no topic of topics.yml{nearest(name, topics)}', ("topics", number)
        elif name in decision.topics[:number]:
            yield f'topic "{name}" stands here twice', ("topics", number)
    if decision.correct.hide and not decision.correct.reason:
        yield "a paper is hidden only with a reason: add `reason:` beside `hide:`", ("correct", "hide")
