"""Curation on disk: one YAML file per day in `content/curation/`, written only by people.

A file maps each paper's key to what people decided about it: topics, a summary, corrections.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from slugify import slugify

from generator.archive.curation_rules import content_problems, entry_problem, form_problems, order_problems
from generator.archive.ids import MAX_KEY
from generator.archive.messages import Complaint, shown
from generator.archive.models import KEY_PATTERN, KEY_RULE, Correction, Decision
from generator.archive.topics import Topics
from generator.archive.yaml_io.reader import Document, without
from generator.errors import Problem, ProblemsError, errors_in
from generator.files import read_text


@dataclass(frozen=True, slots=True)
class Curation:
    """The content of a curation file: decisions by paper key, and the line on which each begins."""

    path: Path
    decisions: dict[str, Decision]
    lines: dict[str, int]


@cache
def curation_path(content: Path, day: date | None) -> Path:
    """Return the curation file for the papers of a day."""
    if day is None:
        return content / "curation" / "undated.yml"
    return content / "curation" / f"{day.year:04}" / f"{day}.yml"


def curation_paths(content: Path) -> Iterator[Path]:
    """Yield every curation file in a stable order, including any that end in .yaml, so that none is overlooked."""
    folder = content / "curation"
    yield from sorted(folder.glob("*.y*ml"))
    yield from sorted(folder.glob("*/*.y*ml"))


def examine_curation(path: Path, topics: Topics | None) -> tuple[Curation, list[Problem]]:
    """Return the valid part of the file, and every problem in it.

    `lines` has every valid key, `decisions` only the entries without problems. A topic's old name is replaced by its
    current one. If `topics` is None, because topics.yml cannot be read, topic names are not checked.
    """
    try:
        document = _document(path)
    except ProblemsError as error:
        return Curation(path, {}, {}), error.problems
    return _examined(path, document, topics)


Examine = Callable[[Iterable[Path], Topics | None], Iterable[tuple[Curation, list[Problem]]]]


def examine_each(paths: Iterable[Path], topics: Topics | None) -> Iterator[tuple[Curation, list[Problem]]]:
    """Yield the valid part of each file, and every problem in it."""
    return (examine_curation(path, topics) for path in paths)


def parse_curation(path: Path, text: str, topics: Topics | None) -> Curation:
    """Return the curation in a text meant for the file. Raises ProblemsError if it is not valid."""
    curation, problems = _examined(path, Document(path, text), topics)
    if errors_in(problems):
        raise ProblemsError(problems)
    return curation


def _examined(path: Path, document: Document, topics: Topics | None) -> tuple[Curation, list[Problem]]:
    lines = document.key_lines()
    decisions: dict[str, Decision] = {}
    for key, entry in _entries(document, lines).items():
        before = len(document.problems)
        if key in lines and not re.match(KEY_PATTERN, key):
            document.complain(f'"{shown(key)}" cannot be a paper\'s key: {KEY_RULE}{_near_key(key)}', key)
            del lines[key]
        decision = _decision(document, key, entry, topics)
        if decision and key in lines and len(document.problems) == before:
            names = dict.fromkeys(_present_name(name, topics) for name in decision.topics)
            decisions[key] = msgspec.structs.replace(decision, topics=tuple(names))
    for message, key in order_problems(list(lines)):
        document.complain(message, key)
    return Curation(path, decisions, lines), [*document.problems, *document.warnings]


def _document(path: Path) -> Document:
    if path.is_symlink():  # it could point outside the repository
        raise ProblemsError([Problem(path, 1, "must be a real file, not a link")])
    return Document(path, read_text(path))


def _entries(document: Document, lines: dict[str, int]) -> dict[str, object]:
    """Return the entries by key, without fields in the place of a key, whose lines are removed."""
    entries = document.value
    if not isinstance(entries, dict):
        if entries is not None:
            hint = 'without "- " before each' if isinstance(entries, list) else "each with a colon"
            document.complain(f"must map the keys of papers to what is decided about them, {hint}")
        return {}
    names = {*Decision.__struct_fields__, *Correction.__struct_fields__}
    fields = [key for key, entry in entries.items() if key in names and not isinstance(entry, dict)]
    for key in fields:
        document.complain(f'"{key}" is a field: indent it below the key of its paper', key)
        lines.pop(key, None)
    return {key: entry for key, entry in entries.items() if key not in fields and not (fields and entry is None)}


def _decision(document: Document, key: str, entry: object, topics: Topics | None) -> Decision | None:
    """Return the valid part of the entry, and add its problems to the document."""
    if message := entry_problem(key, entry):
        document.complain(message, key)
    if not isinstance(entry, dict):
        return None
    for message, steps in list(form_problems(entry)):
        document.complain(message, key, *steps)
        entry = without(entry, steps)
    decision = document.convert(entry, Decision, key)
    if decision:
        for message, steps in (*_topic_problems(decision, topics), *content_problems(decision)):
            document.complain(message, key, *steps)
        for message, steps in _renamed_twice(decision, topics):
            document.warn(message, key, *steps)
    return decision


def _topic_problems(decision: Decision, topics: Topics | None) -> Iterator[Complaint]:
    for number, name in enumerate(decision.topics):
        if topics is not None and name not in topics:
            yield f'"{shown(name)}" is not a topic in topics.yml{topics.nearest(name)}', ("topics", number)
        elif name in decision.topics[:number]:
            yield f'topic "{shown(name)}" is listed twice', ("topics", number)


def _renamed_twice(decision: Decision, topics: Topics | None) -> Iterator[Complaint]:
    """Yield each topic that is listed under two names, which can happen after one topic is merged into another."""
    for number, name in enumerate(decision.topics):
        before = decision.topics[:number]
        present = _present_name(name, topics)
        same = [other for other in before if _present_name(other, topics) == present]
        if same and name not in before:
            message = f'topic "{shown(name)}" is the same as "{shown(same[0])}", and counts once; keep "{present}"'
            yield message, ("topics", number)


def _present_name(name: str, topics: Topics | None) -> str:
    return topics[name].name if topics is not None and name in topics else name


def _near_key(key: str) -> str:
    """Return a hint at the key that was meant by a title, an address or an id in another notation."""
    arxiv_id = re.search(r"[0-9]{4}\.[0-9]{4,5}", key)
    near = arxiv_id[0] if arxiv_id else slugify(key, max_length=MAX_KEY, word_boundary=True, save_order=True)
    return f' (did you mean "{near}"?)' if near else ""
