"""Edits curation as text: changes a paper's topics, summary and corrections, and nothing else.

Text in, text out. Entries and fields are located by YAML's own position marks, so comments, order, quotes, blank lines
and line endings of everything that is not replaced stay the same to the character.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from generator.archive.yaml_io.reader import Document
from generator.errors import ArchiveError, ProblemsError
from generator.text import clean, shorten

_LONGEST_TITLE = 80  # of the comment beside a key
_SLUG = re.compile(r"[a-z]+(-[a-z0-9]+)+")  # most other keys: YAML can only read this as text

Value = list[str] | str
Fields = dict[str, Value]

_COMMENT = re.compile("#[^\r\n\x85\u2028\u2029]*")  # to the end of the line, by YAML 1.1's breaks (b-char)
_BLOCK_HEAD = re.compile(r"[|>][^\s#]*[ \t]+(#[^\r\n\x85\u2028\u2029]*)")


@dataclass(frozen=True, slots=True)
class Edit:
    """The new values of a paper's entry; None leaves a field unchanged. The title is the comment of a new entry."""

    key: str
    title: str
    topics: tuple[str, ...] | None = None
    summary: str | None = None
    authors: tuple[str, ...] | None = None
    withdrawn: date | None = None


def new_curation(day: date | None) -> str:
    """Return the text of an empty curation file: one line that says what belongs in it."""
    papers = f"Papers listed on {day}" if day else "Papers without a known day"
    return f"# {papers}. topics: names from content/topics.yml, most specific first.\n"


def new_entry(key: str, title: str, topics: tuple[str, ...]) -> str:
    """Return the lines of an entry with a paper's topics, and its title as a comment."""
    return f"{_head(key, title)}\n  topics: {_written(list(topics))}\n"


def edit_curation(path: Path, text: str, edit: Edit) -> str:
    """Return the text with the entry's fields replaced or added; a new entry is inserted in key order.

    A field that already has the value is not touched. Raises ProblemsError if the text is invalid, and ArchiveError if
    it uses so rare a form of YAML that only a person can edit it.
    """
    mark, body = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    entries = _entries(path, body)
    entry = entries.get(edit.key) or {}
    changes = {name: value for name, value in _fields(edit) if entry.get(name) != value}
    correct = entry.get("correct") or {}
    corrections = {name: value for name, value in _corrections(edit) if correct.get(name) != value}
    if not changes and not corrections:
        return text
    wanted = {**entry, **changes, **({"correct": {**correct, **corrections}} if corrections else {})}
    try:
        for name, value in changes.items():
            body = _with_field(body, edit, name, value)
        if corrections:
            body = _with_corrections(body, edit, corrections)
        safe = _entries(path, body) == {**entries, edit.key: wanted}
    except (ProblemsError, yaml.YAMLError):
        safe = False
    if not safe:
        raise ArchiveError(f'{path}: "{edit.key}" stands here in a form that is not edited safely: edit it by hand')
    return mark + body


def move_entry(source: tuple[Path, str], target: tuple[Path, str], key: str) -> tuple[str, str]:
    """Return the texts of two curation files after moving the key's entry from the first to the second.

    Its lines, with comments right above it, are kept as written. Raises ArchiveError if a file is in a form that cannot
    be edited safely, or if the second already has an entry with the key.
    """
    (from_path, from_text), (to_path, to_text) = source, target
    before, after = _entries(from_path, from_text), _entries(to_path, to_text)
    rest, lines = _cut(from_text, key)
    joined = _pasted(to_text, key, lines)
    try:
        safe = (
            key not in after
            and _entries(from_path, rest) == {name: entry for name, entry in before.items() if name != key}
            and _entries(to_path, joined) == {**after, key: before[key]}
        )
    except (ProblemsError, yaml.YAMLError):
        safe = False
    if not safe:
        raise ArchiveError(f'{from_path}: "{key}" cannot be moved safely to {to_path}: move it by hand')
    return rest, joined


def _cut(text: str, key: str) -> tuple[str, list[str]]:
    """Return the text without the lines of an entry, and these lines."""
    root = cast("yaml.MappingNode", yaml.compose(text, Loader=yaml.CSafeLoader))
    number = [name.value for name, _ in root.value].index(key)
    first, last = (_line_above(text, root, at) + 1 for at in (number, number + 1))
    lines = text.splitlines(keepends=True)
    return "".join(lines[:first] + lines[last:]), [line.rstrip("\r\n\x85\u2028\u2029") for line in lines[first:last]]


def _pasted(text: str, key: str, lines: list[str]) -> str:
    """Return the text with the lines of an entry inserted in key order."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):  # nothing but comments
        return _below(text, len(text.splitlines()) - 1, lines)
    smaller = sum(1 for name, _ in root.value if name.value < key)
    return _below(text, _line_above(text, root, smaller), lines)


def _fields(edit: Edit) -> Iterator[tuple[str, Value]]:
    if edit.topics is not None:
        yield "topics", list(edit.topics)
    if edit.summary is not None:
        yield "summary", edit.summary


def _corrections(edit: Edit) -> Iterator[tuple[str, Value]]:
    if edit.authors is not None:
        yield "authors", list(edit.authors)
    if edit.withdrawn is not None:
        yield "withdrawn", str(edit.withdrawn)


def _entries(path: Path, text: str) -> dict[str, Any]:
    document = Document(path, text)
    entries = {} if document.value is None else document.value
    if not isinstance(entries, dict):
        document.complain("must map the keys of papers to what is decided about them")
    document.raise_problems()
    return cast("dict[str, Any]", entries)


def _with_corrections(text: str, edit: Edit, corrections: Fields) -> str:
    """Return the text with each correction replaced, or added above the existing ones."""
    for name, value in corrections.items():
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        entry = pair_of(root, edit.key) if isinstance(root, yaml.MappingNode) else None
        correct = pair_of(entry[1], "correct") if entry and isinstance(entry[1], yaml.MappingNode) else None
        if correct is None:
            return _with_field(text, edit, "correct", corrections)
        key, fields = correct
        if not isinstance(fields, yaml.MappingNode):
            raise yaml.YAMLError("no mapping")
        flow = bool(fields.flow_style)
        if field := pair_of(fields, name):
            text = _with_value(text, *field, value, flow=flow)
        elif flow:
            at = fields.start_mark.index + 1
            text = f"{text[:at]}{name}: {_written(value, flow=True)}{', ' if fields.value else ''}{text[at:]}"
        else:
            text = _below(text, line_at(text, key.end_mark.index), [indented(fields, f"{name}: {_written(value)}")])
    return text


def _with_field(text: str, edit: Edit, name: str, value: Value | Fields) -> str:
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode):  # nothing but comments
        return _below(text, len(text.splitlines()) - 1, _entry(edit, name, value))
    pair = pair_of(root, edit.key)
    if pair is None:
        return _with_entry(text, root, edit, name, value)
    key, entry = pair
    if not isinstance(entry, yaml.MappingNode):  # a key with nothing beside it
        return _with_first_field(text, root, pair, (name, value))
    if (field := pair_of(entry, name)) and not isinstance(value, dict):
        return _with_value(text, *field, value, flow=bool(root.flow_style or entry.flow_style))
    # A summary follows the topics, and corrections follow both.
    before = (pair_of(entry, "summary") if name == "correct" else None) or pair_of(entry, "topics")
    if root.flow_style or entry.flow_style:
        at = end_of(text, before[1]) if before else entry.start_mark.index + 1
        new = f"{name}: {_written(value, flow=True)}"
        new = f", {new}" if before else f"{new}, " if entry.value else new
        return text[:at] + new + text[at:]
    line = line_at(text, end_of(text, before[1] if before else key))
    return _below(text, line, [indented(entry, new) for new in _lines(name, value)])


def _with_entry(text: str, root: yaml.MappingNode, edit: Edit, name: str, value: Value | Fields) -> str:
    """Return the text with a new entry before the first one whose key is greater."""
    smaller = 0
    while smaller < len(root.value) and root.value[smaller][0].value < edit.key:
        smaller += 1
    if root.flow_style:
        new = f"{_written(edit.key, flow=True)}: {{{name}: {_written(value, flow=True)}}}"
        if smaller:
            at, new = end_of(text, root.value[smaller - 1][1]), f", {new}"
        else:
            at, new = root.start_mark.index + 1, f"{new}, " if root.value else new
        return text[:at] + new + text[at:]
    entry = [indented(root, line) for line in _entry(edit, name, value)]
    return _below(text, _line_above(text, root, smaller), entry)


def _line_above(text: str, root: yaml.MappingNode, smaller: int) -> int:
    """Return the line below which to insert a new entry that follows that many others."""
    lines = text.splitlines()
    if smaller:
        line = line_at(text, end_of(text, root.value[smaller - 1][1]))
        while line + 1 < len(lines) and lines[line + 1][:1].isspace() and lines[line + 1].lstrip()[:1] == "#":
            line += 1  # an indented comment belongs to the entry above it
        return line
    first = line = root.start_mark.line
    while line and lines[line - 1].lstrip()[:1] == "#":
        line -= 1  # a comment right above an entry belongs to that entry, unless it is the file's own
    return (line or first) - 1


def _with_first_field(
    text: str, root: yaml.MappingNode, pair: tuple[yaml.Node, yaml.Node], field: tuple[str, Value | Fields]
) -> str:
    """Return the text with a first field added to an entry that is empty or `~`."""
    (key, nothing), (name, value) = pair, field
    start, end = nothing.start_mark.index, nothing.end_mark.index
    if root.flow_style:
        return f"{text[:start]}{_joint(text, key, start)}{{{name}: {_written(value, flow=True)}}}{text[end:]}"
    lines = [indented(root, f"  {line}") for line in _lines(name, value)]
    return _below(text[:start].rstrip(" \t") + text[end:], line_at(text, key.end_mark.index), lines)


def _with_value(text: str, key: yaml.Node, old: yaml.Node, value: Value, *, flow: bool) -> str:
    """Return the text with a field's value replaced, in the style of the old one; comments inside it move above it."""
    start, end = old.start_mark.index, end_of(text, old)
    if start == end:  # a field with nothing beside it
        return f"{text[:start]}{_joint(text, key, start)}{_written(value, flow=flow)}{text[end:]}"
    break_ = newline_of(text) + " " * old.start_mark.column
    if isinstance(value, list) and isinstance(old, yaml.SequenceNode) and not old.flow_style:
        new = break_.join(f"- {_written(item)}" for item in value)
    else:
        new = _written(value, flow=flow)
    return text[:start] + "".join(comment + break_ for comment in comments_in(text, old)) + new + text[end:]


def _joint(text: str, key: yaml.Node, start: int) -> str:
    """Return the characters missing between a key and a value inserted at `start`."""
    between = text[key.end_mark.index : start]
    return ("" if ":" in between else ":") + ("" if between[-1:].isspace() else " ")


def _entry(edit: Edit, name: str, value: Value | Fields) -> list[str]:
    return [_head(edit.key, edit.title), *(f"  {line}" for line in _lines(name, value))]


def _lines(name: str, value: Value | Fields) -> list[str]:
    """Return the lines of a field in block style."""
    if isinstance(value, dict):
        return [f"{name}:", *(f"  {inner}: {_written(part)}" for inner, part in value.items())]
    return [f"{name}: {_written(value)}"]


def _head(key: str, title: str) -> str:
    return f"{_written(key)}:  # {shorten(clean(title), _LONGEST_TITLE)}"


def _written(value: Value | Fields, *, flow: bool = False) -> str:
    """Return a value as one line of YAML, with double quotes around text that would otherwise be read differently."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {_written(part, flow=True)}' for name, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_text(item, flow=True) for item in value)}]"
    return _text(value, flow=flow)


@lru_cache(1024)  # topics recur
def _text(value: str, *, flow: bool) -> str:
    if value.replace(".", "").isdecimal():  # an arXiv id, as many keys are; YAML is slow
        return f'"{value}"'
    if _SLUG.fullmatch(value):
        return value
    dumped = yaml.safe_dump([value], default_flow_style=flow, allow_unicode=True, width=float("inf"))
    return value if dumped.strip() in (f"[{value}]", f"- {value}") else json.dumps(value, ensure_ascii=False)


def _below(text: str, line: int, new: list[str]) -> str:
    """Return the text with lines added below the given line, counted from 0; -1 adds them at the top."""
    break_ = newline_of(text)
    lines = text.splitlines(keepends=True)
    above, rest = "".join(lines[: line + 1]), "".join(lines[line + 1 :])
    if above and above == above.rstrip("\r\n\x85\u2028\u2029"):  # the last line of a file that ends without a break
        above += break_
    return above + "".join(added + break_ for added in new) + rest


def pair_of(node: yaml.MappingNode, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the nodes of a key and its value."""
    return next(((key, value) for key, value in node.value if key.value == name), None)


def end_of(text: str, node: yaml.Node) -> int:
    """Return the index after a node's last character.

    libyaml ends a block collection where the next token begins, and a block scalar after its empty lines.
    """
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(start + len(text[start:end].rstrip()))
    return int(end)


def line_at(text: str, index: int) -> int:
    """Return the line, from 0, of an index."""
    return len(f"{text[:index]}.".splitlines()) - 1


def indented(node: yaml.Node, line: str) -> str:
    """Return the line indented to the column of the node."""
    return " " * node.start_mark.column + line


def newline_of(text: str) -> str:
    """Return the first line's ending, a line feed if there is none."""
    first = next(iter(text.splitlines(keepends=True)), "")
    return next((ending for ending in ("\r\n", "\n", "\r") if first.endswith(ending)), "\n")


def comments_in(text: str, node: yaml.Node) -> Iterator[str]:
    """Yield the comments inside a list or after the header of a block scalar."""
    if isinstance(node, yaml.ScalarNode):
        if head := _BLOCK_HEAD.match(text, node.start_mark.index):
            yield head[1]
        return
    position = node.start_mark.index
    for item in node.value:
        yield from _COMMENT.findall(text, position, item.start_mark.index)
        position = end_of(text, item)
    yield from _COMMENT.findall(text, position, end_of(text, node))
