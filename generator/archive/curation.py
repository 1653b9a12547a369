"""Curation on disk: one YAML file a day below `content/curation/`, written by people only.

A file maps a paper's key to what people decided about it: its topics, a summary, corrections.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from generator.archive.files import read_text
from generator.archive.located import Document, explain, nearest
from generator.archive.models import KEY_PATTERN, Decision
from generator.archive.topics import Topics
from generator.errors import Problem, ProblemsError


@dataclass(frozen=True, slots=True)
class Curation:
    """What one curation file says: decisions by the paper's key, and the line on which each begins."""

    path: Path
    decisions: dict[str, Decision]
    lines: dict[str, int]


def curation_path(content: Path, day: date | None) -> Path:
    """Return where people curate the papers of a day's listing."""
    if day is None:
        return content / "curation" / "undated.yml"
    return content / "curation" / f"{day.year:04}" / f"{day}.yml"


def curation_paths(content: Path) -> Iterator[Path]:
    """Yield every curation file, in one stable order."""
    folder = content / "curation"
    yield from sorted(folder.glob("*.yml"))
    yield from sorted(folder.glob("*/*.yml"))


def read_curation(path: Path, topics: Topics | None) -> Curation:
    """Return what the file says. Raises ProblemsError with everything in it that does not hold.

    Without topics, because topics.yml itself cannot be read, the names of topics are not checked.
    """
    document = Document(path, read_text(path))
    entries = {} if document.value is None else document.value
    if not isinstance(entries, dict):
        raise ProblemsError([document.problem("must map the keys of papers to what is decided about them")])
    decisions: dict[str, Decision] = {}
    problems: list[Problem] = []
    for key, entry in entries.items():
        problems += (document.problem(message, key, *steps) for message, steps in _key_problems(key))
        try:
            decisions[key] = msgspec.convert(entry, Decision)
        except msgspec.ValidationError as error:
            message, steps = explain(error)
            problems.append(document.problem(message, key, *steps))
        else:
            found = _decision_problems(decisions[key], topics)
            problems += (document.problem(message, key, *steps) for message, steps in found)
    if problems:
        raise ProblemsError(problems)
    return Curation(path, decisions, {key: document.line(key) for key in decisions})


def _key_problems(key: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if not re.match(KEY_PATTERN, key):
        yield (
            f'"{key}" cannot be a paper\'s key: lower-case letters and digits, parted by single "-" or "."',
            (),
        )


def _decision_problems(decision: Decision, topics: Topics | None) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    for number, name in enumerate(decision.topics):
        if topics and name not in topics:
            yield f'"{name}" is no topic of topics.yml{nearest(name, list(topics))}', ("topics", number)
        elif name in decision.topics[:number]:
            yield f'topic "{name}" stands here twice', ("topics", number)
    if decision.correct.hide and not decision.correct.reason:
        yield "a paper is hidden only with a reason: add `reason:` beside `hide:`", ("correct", "hide")
