"""Where in a file a value stands, and what a person must know about a value that does not hold."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec
import yaml

from generator.archive.models import ARXIV_PATTERN, KEY_PATTERN
from generator.errors import Problem, ProblemsError

_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "array": "a list",
    "object": "a mapping",
    "date": "a day written as YYYY-MM-DD",
    "bool": "true or false",
    "null": "nothing",
    "float": "a number with a point",
}

_MEANINGS = {
    repr(KEY_PATTERN): "a paper's key: lower-case letters and digits, parted by single '-' or '.'",
    repr(ARXIV_PATTERN): "an arXiv id without its version, such as 2401.10000",
}

Step = str | int
Mark = Any  # yaml's mark of a place; its pure and its C reader each have a class of their own


class Document:
    """A YAML (or JSON) text as plain values, with the line of each. Without aliases and with keys given once."""

    def __init__(self, path: Path, text: str) -> None:
        """Read the text. Raises ProblemsError: no YAML, an alias, a key that is no text or is given twice."""
        self._path = path
        try:
            problems = [self._problem(mark, message) for mark, message in _alias_problems(text)]
            self._root = None if problems else yaml.compose(text, Loader=yaml.CSafeLoader)
            if self._root:
                problems += [self._problem(mark, message) for mark, message in _key_problems(self._root)]
            if problems:
                raise ProblemsError(problems)
            self.value = _construct(self._root)
        except yaml.YAMLError as error:
            problem = self._problem(getattr(error, "problem_mark", None), _reason(error))
            raise ProblemsError([problem]) from error
        except RecursionError as error:
            raise ProblemsError([self._problem(None, "is nested too deeply to be read")]) from error

    def line(self, *steps: Step) -> int:
        """Return the line (from 1) of the value that the keys and indices lead to, as far as they lead."""
        node, line = self._root, 1
        for step in steps:
            child = _child(node, step)
            if child is None:
                break
            node, line = child
        return line

    def problem(self, message: str, *steps: Step) -> Problem:
        """Return a problem of the value that the keys and indices lead to."""
        return Problem(self._path, self.line(*steps), message)

    def _problem(self, mark: Mark | None, message: str) -> Problem:
        return Problem(self._path, mark.line + 1 if mark else 1, message)


def located(path: Path, text: str, error: msgspec.DecodeError) -> Problem:
    """Return the problem that a JSON text has, on its line, in words for a person."""
    if not isinstance(error, msgspec.ValidationError):
        position = re.search(r"\(byte (\d+)\)", str(error))
        at = int(position[1]) if position else len(text.encode())
        line = text.encode()[:at].count(b"\n") + 1
        return Problem(path, line, f"must be JSON, and is not, or not whole: {error}")
    message, steps = explain(error)
    try:
        return Document(path, text).problem(message, *steps)
    except ProblemsError:  # JSON allows what we forbid YAML, such as a key given twice
        return Problem(path, 1, message)


def explain(error: msgspec.ValidationError) -> tuple[str, tuple[Step, ...]]:
    """Return what must hold, for a person, and the way to the value that does not."""
    message, _, where = str(error).partition(" - at `$")
    steps = tuple(int(index) if index else name for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", where.rstrip("`")))
    for pattern, meaning in _MEANINGS.items():
        if pattern in message:
            message = f"must be {meaning}"
    message = re.sub(r"^Expected `([^`]+)`", lambda m: f"must be {_TYPE_NAMES.get(m[1], m[1])}", message)
    message = re.sub(r"got `([^`]+)`", lambda m: f"is {_TYPE_NAMES.get(m[1], m[1])}", message)
    name = ".".join(str(step) for step in steps if isinstance(step, str))
    return f"{name}: {message}" if name else message, steps


def nearest(word: str, words: Iterator[str] | list[str]) -> str:
    """Return ` (did you mean "x"?)` for the nearest of the words, nothing where none is near."""
    near = get_close_matches(word, list(words), n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def _alias_problems(text: str) -> Iterator[tuple[Mark, str]]:
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield event.start_mark, "write the value out: anchors (&) and aliases (*) are not allowed"


def _key_problems(node: yaml.Node) -> Iterator[tuple[Mark, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                yield key.start_mark, f'a key must be text: write it in quotes, "{key.value}"'
            elif key.value in seen:
                yield key.start_mark, f'"{key.value}" stands here a second time; keep one of the two'
            seen.add(str(key.value))
            yield from _key_problems(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _key_problems(item)


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Node, int] | None:
    """Return the value below the key or index, and the line on which it is given."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None


def _construct(node: yaml.Node | None) -> object:
    loader = yaml.CSafeLoader("")
    try:
        return loader.construct_document(node) if node else None
    finally:
        loader.dispose()


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or str(error)
    if "'\\t'" in problem:
        return "indent with spaces: YAML does not allow tabs"
    return f"must be YAML: {problem}"
