"""Curation on disk: one YAML file a day below `content/curation/`, written by people only.

A file maps a paper's key to what people decided about it: its topics, a summary, corrections.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from slugify import slugify

from generator.archive.curation_rules import Complaint, content_problems, entry_problem, form_problems, order_problems
from generator.archive.ids import MAX_KEY
from generator.archive.messages import shown
from generator.archive.models import KEY_PATTERN, KEY_RULE, Correction, Decision
from generator.archive.topics import Topics
from generator.archive.yaml_io.reader import Document, without
from generator.errors import Problem, ProblemsError, errors_in
from generator.files import read_text


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


def examine_curation(path: Path, topics: Topics | None) -> tuple[Curation, list[Problem]]:
    """Return what the file says as far as it holds, and everything in it that does not.

    The lines are those of every key that a paper can have, the decisions those in which all holds. A topic's old name
    is read as its present one. Without topics, because topics.yml itself cannot be read, their names are not checked.
    """
    try:
        document = _document(path)
    except ProblemsError as error:
        return Curation(path, {}, {}), error.problems
    return _examined(path, document, topics)


Examine = Callable[[Iterable[Path], Topics | None], Iterable[tuple[Curation, list[Problem]]]]


def examine_each(paths: Iterable[Path], topics: Topics | None) -> Iterator[tuple[Curation, list[Problem]]]:
    """Yield what each of the files says as far as it holds, and everything in it that does not."""
    return (examine_curation(path, topics) for path in paths)


def parse_curation(path: Path, text: str, topics: Topics | None) -> Curation:
    """Return what a text says that is to stand in the file. Raises ProblemsError where that is not clear."""
    curation, problems = _examined(path, Document(path, text), topics)
    if errors_in(problems):
        raise ProblemsError(problems)
    return curation


def _examined(path: Path, document: Document, topics: Topics | None) -> tuple[Curation, list[Problem]]:
    lines = document.key_lines()
    decisions: dict[str, Decision] = {}
    for key, entry in _entries(document, lines).items():
        told = len(document.problems)
        if key in lines and not re.match(KEY_PATTERN, key):
            document.complain(f'"{shown(key)}" cannot be a paper\'s key: {KEY_RULE}{_near_key(key)}', key)
            del lines[key]
        decision = _decision(document, key, entry, topics)
        if decision and key in lines and len(document.problems) == told:
            decisions[key] = _with_present_names(decision, topics)
    for message, key in order_problems(list(lines)):
        document.complain(message, key)
    return Curation(path, decisions, lines), [*document.problems, *document.warnings]


def _document(path: Path) -> Document:
    if path.is_symlink():  # it could lead out of the repository
        raise ProblemsError([Problem(path, 1, "must be a file of its own, and is a link")])
    return Document(path, read_text(path))


def _entries(document: Document, lines: dict[str, int]) -> dict[str, object]:
    """Return the entries by their keys, without fields that stand where a key must; their lines are removed."""
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
    """Return what the entry says as far as it holds, and complain of what does not."""
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
            yield f'"{shown(name)}" is no topic of topics.yml{topics.nearest(name)}', ("topics", number)
        elif name in decision.topics[:number]:
            yield f'topic "{shown(name)}" stands here twice', ("topics", number)


def _renamed_twice(decision: Decision, topics: Topics | None) -> Iterator[Complaint]:
    """Yield each topic that stands here under two names, as it may where one topic became a part of another."""
    for number, name in enumerate(decision.topics):
        before = decision.topics[:number]
        present = _present_name(name, topics)
        same = [other for other in before if _present_name(other, topics) == present]
        if same and name not in before:
            message = f'topic "{shown(name)}" is the same as "{shown(same[0])}", and counts once; keep "{present}"'
            yield message, ("topics", number)


def _with_present_names(decision: Decision, topics: Topics | None) -> Decision:
    names = tuple(dict.fromkeys([_present_name(name, topics) for name in decision.topics]))
    return decision if names == decision.topics else msgspec.structs.replace(decision, topics=names)


def _present_name(name: str, topics: Topics | None) -> str:
    return topics[name].name if topics is not None and name in topics else name


def _near_key(key: str) -> str:
    """Return the key that a person may have meant who wrote a title, an address or an id as others write it."""
    arxiv_id = re.search(r"[0-9]{4}\.[0-9]{4,5}", key)
    near = arxiv_id[0] if arxiv_id else slugify(key, max_length=MAX_KEY, word_boundary=True, save_order=True)
    return f' (did you mean "{near}"?)' if near else ""
