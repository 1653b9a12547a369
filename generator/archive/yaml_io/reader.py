"""Positions of values in YAML and JSON files, so that every problem has its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from generator.archive.conflicts import LEFT_FROM_MERGE, conflicts_in, leftovers_in_yaml
from generator.archive.messages import Step, explain, shown
from generator.archive.yaml_io.errors import Mark, reason, refused_events, with_plain_lines
from generator.errors import Problem, ProblemsError
from generator.text import hidden_in_lines, hidden_problem

_STRING = "tag:yaml.org,2002:str"
_NO_NAME = "there must be a name before the colon"
_JSON_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]')

Value = TypeVar("Value")


class Document:
    """A YAML (or JSON) text as plain values with their lines; aliases and repeated keys are refused.

    A plain value is a mapping, a list, a boolean, None, or text: numbers and dates are kept as written.
    `problems` are the errors found so far, `warnings` are oddities whose meaning is clear.
    """

    def __init__(self, path: Path, text: str, *, named_at: int | None = None) -> None:
        """Read the text. Raises ProblemsError if it is not YAML, or has an alias, a tag or a second document.

        A key that is not text or is given twice is a problem too, but the rest is read; the last of two values counts.
        In mappings at the depth `named_at` (0 is the outermost), a repeated key is a warning. An invisible character is
        a problem, whether in a value or in a comment.
        """
        self._path = path
        self._root: yaml.Node | None = None
        self.warnings: list[Problem] = []
        self._lines = len(text.rstrip("\n").split("\n"))  # something missing at the end is reported on the last line
        text = with_plain_lines(text)
        self.problems = [
            Problem(path, line, LEFT_FROM_MERGE) for line in [*conflicts_in(text)] or leftovers_in_yaml(text)
        ]
        self.raise_problems()
        try:
            self.problems = [self._problem(mark, message) for mark, message in refused_events(text)]
            self.raise_problems()
            self._root = yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.reader.ReaderError as error:
            line = text.encode().count(b"\n", 0, error.position) + 1
            message = f"holds the control character U+{error.character:04X}, which YAML does not allow: take it out"
            raise ProblemsError([Problem(path, line, message)]) from error
        except yaml.MarkedYAMLError as error:
            raise ProblemsError([self._problem(*reason(error, text))]) from error
        self.problems += _hidden_problems(path, text, self._root)
        for key, depth, is_repeated in _keys(self._root):
            if problem := _key_problem(key):
                self.problems.append(self._problem(key.start_mark, problem))
            if is_repeated and depth == named_at:
                message = f'"{shown(key.value)}" is given twice, and this one counts; keep one of the two'
                self.warnings.append(replace(self._problem(key.start_mark, message), warning=True))
            elif is_repeated:
                self.problems.append(self._problem(key.start_mark, _twice(key.value)))
        self.value = _plain(self._root)

    def line(self, *steps: Step) -> int:
        """Return the line (from 1) of the value at the path `steps`, or of the nearest value on the way to it."""
        node, line = self._root, self._root.start_mark.line + 1 if self._root else 1
        for step in steps:
            child = _child(node, step)
            if child is None:
                break
            node, line = child
        return line

    def key_lines(self) -> dict[str, int]:
        """Return the line of each text key of the outermost mapping."""
        entries = self._root.value if isinstance(self._root, yaml.MappingNode) else []
        return {key.value: key.start_mark.line + 1 for key, _ in entries if key.tag == _STRING}

    def problem(self, message: str, *steps: Step) -> Problem:
        """Return a problem of the value that the keys and indices lead to."""
        return Problem(self._path, self.line(*steps), message)

    def convert(self, value: object, kind: type[Value], *steps: Step) -> Value | None:
        """Return the value at the path `steps` as that kind, without its invalid fields.

        Every reason is added to the problems. None if the rest is not enough.
        """
        left_out = False
        while True:
            try:
                return msgspec.convert(value, kind)
            except msgspec.ValidationError as error:
                message, further = explain(error, kind)
            if further or not left_out:  # otherwise the missing field is one that was left out
                self.complain(message, *steps, *further)
            fields = list(takewhile(lambda step: isinstance(step, str), further))
            if not fields or not _leads(value, fields):
                return None
            value = without(value, fields)
            left_out = True

    def complain(self, message: str, *steps: Step) -> None:
        """Add a problem of the value that the keys and indices lead to."""
        self.problems.append(self.problem(message, *steps))

    def warn(self, message: str, *steps: Step) -> None:
        """Add a warning about the value that the keys and indices lead to."""
        self.warnings.append(replace(self.problem(message, *steps), warning=True))

    def raise_problems(self) -> None:
        """Raise ProblemsError if there is a problem other than warnings."""
        if self.problems:
            raise ProblemsError([*self.problems, *self.warnings])

    def _problem(self, mark: Mark | None, message: str) -> Problem:
        return Problem(self._path, min(mark.line + 1, self._lines) if mark else 1, message)


def located(path: Path, text: str, error: msgspec.DecodeError) -> Problem:
    """Return the problem of a JSON text, with its line and a message for people."""
    if isinstance(error, msgspec.ValidationError):
        message, steps = explain(error)
        return problem_in_json(path, text, message, *steps)
    data = text.rstrip().encode()
    position = re.search(r"\(byte (\d+)\)", str(error))
    line = data.count(b"\n", 0, int(position[1]) if position else len(data)) + 1
    return Problem(path, line, f"must be JSON, and is not, or not whole: {error}")


def problem_in_json(path: Path, text: str, message: str, *steps: Step) -> Problem:
    """Return a problem of the value that the keys and indices lead to."""
    try:
        return Document(path, text).problem(message, *steps)
    except ProblemsError:  # JSON allows things that we forbid in YAML, such as repeated keys
        return Problem(path, 1, message)


def repeated_keys(path: Path, text: str) -> Iterator[Problem]:
    """Yield a problem for each repeated key in a JSON object; decoders silently use the last value."""
    objects: list[set[str]] = []
    for token in _JSON_TOKEN.finditer(text):
        if token[0] == "{":
            objects.append(set())
        elif token[0] == "}":
            objects.pop()
        elif token[2]:  # a colon follows the string
            if token[1] in objects[-1]:
                yield Problem(path, text.count("\n", 0, token.start()) + 1, _twice(token[1]))
            objects[-1].add(token[1])


def without(value: Any, fields: Sequence[Step]) -> Any:  # noqa: ANN401 - a plain value has any type
    """Return the value without the field at the path."""
    first, *rest = fields
    others = {name: item for name, item in value.items() if name != first}
    return {**others, first: without(value[first], rest)} if rest else others


def _leads(value: object, fields: Sequence[Step]) -> bool:
    """Return whether the names lead to a field; msgspec's path is ambiguous if a name has dots or brackets."""
    for name in fields:
        if not isinstance(value, dict) or name not in value:
            return False
        value = value[name]
    return True


def _nodes(node: yaml.Node | None, depth: int = 0) -> Iterator[tuple[yaml.Node, int]]:
    """Yield every node, values with their keys, and its depth."""
    if node:
        yield node, depth
    if isinstance(node, yaml.CollectionNode):
        for inner in chain.from_iterable(node.value) if isinstance(node, yaml.MappingNode) else node.value:
            yield from _nodes(inner, depth + 1)


def _keys(root: yaml.Node | None) -> Iterator[tuple[yaml.Node, int, bool]]:
    """Yield the key of each field, the depth of its mapping, and whether the mapping has it twice."""
    for node, depth in _nodes(root):
        seen: set[str] = set()
        for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
            yield key, depth, isinstance(key, yaml.ScalarNode) and key.value in seen
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)


def _key_problem(key: yaml.Node) -> str | None:
    if not isinstance(key, yaml.ScalarNode):
        return "a key must be text, not a list or a mapping"
    if key.tag == _STRING:
        return None
    return f'a key must be text: write it in quotes, "{shown(key.value)}"' if key.value else _NO_NAME


def _hidden_problems(path: Path, text: str, root: yaml.Node | None) -> Iterator[Problem]:
    """Yield each line with an invisible character, literal or, in double quotes, escaped."""
    found = dict(hidden_in_lines(text))
    if "\\" in text:
        texts = (
            (node.start_mark.line + 1, node.value) for node, _ in _nodes(root) if isinstance(node, yaml.ScalarNode)
        )
        found = {line: message for line, value in texts if (message := hidden_problem(value))} | found
    yield from (Problem(path, line, message) for line, message in sorted(found.items()))


def _twice(key: str) -> str:
    return f'"{shown(key)}" is given twice; keep one of the two'


def _child(node: yaml.Node | None, step: Step) -> tuple[yaml.Node, int] | None:
    """Return the value at the key or index, and its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in reversed(node.value):
            if key.value == step:
                return value, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark.line + 1
    return None


def _plain(node: yaml.Node | None) -> object:
    """Return the node's plain value. As a YAML number, 2401.10000 would lose its zeros; text keeps them."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool" and node.value.lower() in yaml.CSafeLoader.bool_values:
        return yaml.CSafeLoader.bool_values[node.value.lower()]
    return node.value
