"""Edits curation as text: changes a paper's topics, summary and corrections, and nothing else.

Text in, text out. Entries and fields are located by YAML's own position marks, so comments, order, quotes, blank lines
and line endings of everything that is not replaced stay the same to the character. Only block style is edited: an entry
in braces is first written as lines.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
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
_BREAKS = "\r\n\x85\u2028\u2029"  # YAML 1.1's line breaks (b-char)
_COMMENT = re.compile(f"#[^{_BREAKS}]*")
_BLOCK_HEAD = re.compile(rf"[|>][^\s#]*[ \t]+(#[^{_BREAKS}]*)")

Fields = Mapping[str, Any]  # plain values by name: texts, lists of texts, and in `correct` further fields
Pair = tuple[yaml.Node, yaml.Node]  # a key and its value


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
    return "".join(f"{line}\n" for line in _entry(key, title, {"topics": list(topics)}))


def edit_curation(path: Path, text: str, edit: Edit) -> str:
    """Return the text with the entry's fields replaced or added; a new entry is inserted in key order.

    A field that already has the value is not touched. Raises ProblemsError if the text is invalid, and ArchiveError if
    it uses so rare a form of YAML that only a person can edit it.
    """
    mark, body = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    entries = _entries(path, body)
    entry = entries.get(edit.key) or {}
    changes = _changes(edit, entry)
    if not changes:
        return text
    wanted = {**entries, edit.key: _merged(entry, changes)}
    try:
        if edit.key in entries:
            body = _with_fields(body, (edit.key,), entry, changes)
        else:
            body = _with_entry(body, edit.key, _entry(edit.key, edit.title, changes))
        safe = _entries(path, body) == wanted
    except (ProblemsError, yaml.YAMLError):
        safe = False
    if not safe:
        raise ArchiveError(f'{path}: "{edit.key}" is written in a form that cannot be edited safely: edit it by hand')
    return mark + body


def move_entry(source: tuple[Path, str], target: tuple[Path, str], key: str) -> tuple[str, str]:
    """Return the texts of two curation files after moving the key's entry from the first to the second.

    Its lines, with comments right above it, are kept as written. Raises ArchiveError if a file is in a form that cannot
    be edited safely, or if the second already has an entry with the key.
    """
    (from_path, from_text), (to_path, to_text) = source, target
    before, after = _entries(from_path, from_text), _entries(to_path, to_text)
    try:
        rest, lines = _cut(from_text, key)
        joined = _with_entry(to_text, key, lines)
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


def _entries(path: Path, text: str) -> dict[str, Any]:
    document = Document(path, text)
    entries = {} if document.value is None else document.value
    if not isinstance(entries, dict):
        document.complain("must map the keys of papers to what is decided about them")
    document.raise_problems()
    return cast("dict[str, Any]", entries)


def _changes(edit: Edit, entry: Fields) -> Fields:
    """Return the fields of the entry that the edit changes, as plain values."""

    def new(old: Fields, *names: str) -> dict[str, Any]:
        given = {name: value for name in names if (value := getattr(edit, name)) is not None}
        plain = {name: list(value) if isinstance(value, tuple) else str(value) for name, value in given.items()}
        return {name: value for name, value in plain.items() if old.get(name) != value}

    correct = new(entry.get("correct") or {}, "authors", "withdrawn")
    return new(entry, "topics", "summary") | ({"correct": correct} if correct else {})


def _merged(old: Fields, changes: Fields) -> Fields:
    new = {
        name: _merged(old.get(name) or {}, value) if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    return {**old, **new}


def _cut(text: str, key: str) -> tuple[str, list[str]]:
    """Return the text without the lines of an entry, and these lines."""
    root = _root(text)
    number = [name.value for name, _ in root.value].index(key)
    first, last = (_line_above(text, root, at) + 1 for at in (number, number + 1))
    lines = text.splitlines(keepends=True)
    return "".join(lines[:first] + lines[last:]), [line.rstrip(_BREAKS) for line in lines[first:last]]


def _with_entry(text: str, key: str, lines: Sequence[str]) -> str:
    """Return the text with the lines of an entry inserted before the first one whose key is greater."""
    if not isinstance(yaml.compose(text, Loader=yaml.CSafeLoader), yaml.MappingNode):  # nothing but comments
        return _below(text, len(text.splitlines()) - 1, lines)
    root = _root(text)
    smaller = next((at for at, (name, _) in enumerate(root.value) if name.value > key), len(root.value))
    return _below(text, _line_above(text, root, smaller), [_indented(root, line) for line in lines])


def _line_above(text: str, root: yaml.MappingNode, smaller: int) -> int:
    """Return the line below which to insert a new entry that follows that many others."""
    lines = text.splitlines()
    if smaller:
        line = _line_at(text, _end_of(text, root.value[smaller - 1][1]))
        while line + 1 < len(lines) and lines[line + 1][:1].isspace() and lines[line + 1].lstrip()[:1] == "#":
            line += 1  # an indented comment belongs to the entry above it
        return line
    first = line = root.start_mark.line
    while line and lines[line - 1].lstrip()[:1] == "#":
        line -= 1  # a comment right above an entry belongs to that entry, unless it is the file's own
    return (line or first) - 1


def _with_fields(text: str, way: tuple[str, ...], old: Fields, changes: Fields) -> str:
    """Return the text with fields of the mapping at the end of the way replaced or added; `old` is its plain value."""
    text = _in_lines(text, way, old)
    for name, value in changes.items():
        if isinstance(value, dict) and name in old:
            text = _with_fields(text, (*way, name), old[name] or {}, value)
        else:
            text = _with_field(text, way, name, value)
    return text


def _in_lines(text: str, way: tuple[str, ...], value: Fields) -> str:
    """Return the text with the mapping at the end of the way in block style, if it is in braces or says nothing."""
    key, node = _pair_at(text, way)
    if isinstance(node, yaml.MappingNode) and not node.flow_style:
        return text
    start, end = node.start_mark.index, node.end_mark.index
    if len(text[start:end].splitlines()) > 1 and "#" in text[start:end]:
        raise yaml.YAMLError("comments in braces")
    lines = [f"  {line}" for name, part in value.items() for line in _lines(name, part)]
    rest = text[:start].rstrip(" \t") + text[end:]
    return _below(rest, _line_at(rest, key.end_mark.index), [_indented(key, line) for line in lines])


def _with_field(text: str, way: tuple[str, ...], name: str, value: Any) -> str:  # noqa: ANN401 - a plain value
    """Return the text with a field replaced, or added: a summary follows the topics, and corrections follow both."""
    key, fields = _pair_at(text, way)
    pairs: dict[str, Pair] = {pair[0].value: pair for pair in fields.value} if fields.value else {}
    if name in pairs:
        return _with_value(text, *pairs[name], value)
    before = (pairs.get("summary") if name == "correct" else None) or pairs.get("topics")
    line = _line_at(text, _end_of(text, before[1] if before else key))
    beside = [_indented(fields, new) for new in _lines(name, value)]
    below = [_indented(key, f"  {new}") for new in _lines(name, value)]
    return _below(text, line, beside if pairs else below)


def _with_value(text: str, key: yaml.Node, old: yaml.Node, value: Any) -> str:  # noqa: ANN401 - as above
    """Return the text with a field's value replaced, in the style of the old one; comments inside it move above it."""
    start, end = old.start_mark.index, _end_of(text, old)
    if start == end:  # a field with nothing beside it
        return f"{text[: key.end_mark.index]}: {_written(value)}{text[key.end_mark.index :].removeprefix(':')}"
    break_ = _newline_of(text) + " " * old.start_mark.column
    if isinstance(value, list) and isinstance(old, yaml.SequenceNode) and not old.flow_style:
        new = break_.join(f"- {_written(item)}" for item in value)
    else:
        new = _written(value)
    return text[:start] + "".join(comment + break_ for comment in _comments_in(text, old)) + new + text[end:]


def _entry(key: str, title: str, fields: Fields) -> list[str]:
    """Return the lines of a new entry."""
    head = f"{_written(key)}:  # {shorten(clean(title), _LONGEST_TITLE)}"
    return [head, *(f"  {line}" for name, value in fields.items() for line in _lines(name, value))]


def _lines(name: str, value: Any) -> list[str]:  # noqa: ANN401 - as above
    """Return the lines of a field."""
    if isinstance(value, dict):
        return [f"{name}:", *(f"  {line}" for inner, part in value.items() for line in _lines(inner, part))]
    return [f"{name}: {_written(value)}"]


def _written(value: Any) -> str:  # noqa: ANN401 - as above
    """Return a value as one line of YAML, with double quotes around text that would otherwise be read differently."""
    if isinstance(value, list):
        return f"[{', '.join(_text(str(item), in_list=True) for item in value)}]"
    return _text(value, in_list=False) if isinstance(value, str) else json.dumps(value)


@lru_cache(1024)  # topics recur
def _text(value: str, *, in_list: bool) -> str:
    if value.replace(".", "").isdecimal():  # an arXiv id, as many keys are; YAML is slow
        return f'"{value}"'
    if _SLUG.fullmatch(value):
        return value
    dumped = yaml.safe_dump([value], default_flow_style=in_list, allow_unicode=True, width=float("inf"))
    return value if dumped.strip() in (f"[{value}]", f"- {value}") else json.dumps(value, ensure_ascii=False)


def _below(text: str, line: int, new: Sequence[str]) -> str:
    """Return the text with lines added below the given line, counted from 0; -1 adds them at the top."""
    break_ = _newline_of(text)
    lines = text.splitlines(keepends=True)
    above, rest = "".join(lines[: line + 1]), "".join(lines[line + 1 :])
    if new and above and above == above.rstrip(_BREAKS):  # the last line of a file that ends without a break
        above += break_
    return above + "".join(added + break_ for added in new) + rest


def _root(text: str) -> yaml.MappingNode:
    """Return the mapping of all entries. Raises YAMLError if it is in braces."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise yaml.YAMLError("no mapping in block style")
    return root


def _pair_at(text: str, way: Sequence[str]) -> Pair:
    """Return the nodes of the key at the end of the way and of its value."""
    node: yaml.Node = _root(text)
    for name in way:
        key, node = next(pair for pair in node.value if pair[0].value == name)
    return key, node


def _end_of(text: str, node: yaml.Node) -> int:
    """Return the index after a node's last character.

    libyaml ends a block collection where the next token begins, and a block scalar after its empty lines.
    """
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end_of(text, last[1] if isinstance(node, yaml.MappingNode) else last)
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return int(start + len(text[start:end].rstrip()))
    return int(end)


def _line_at(text: str, index: int) -> int:
    """Return the line, from 0, of an index."""
    return len(f"{text[:index]}.".splitlines()) - 1


def _indented(node: yaml.Node, line: str) -> str:
    """Return the line indented to the column of the node."""
    return " " * node.start_mark.column + line


def _newline_of(text: str) -> str:
    """Return the first line's ending, a line feed if there is none."""
    first = next(iter(text.splitlines(keepends=True)), "")
    return next((ending for ending in ("\r\n", "\n", "\r") if first.endswith(ending)), "\n")


def _comments_in(text: str, node: yaml.Node) -> Iterator[str]:
    """Yield the comments inside a list or after the header of a block scalar."""
    if isinstance(node, yaml.ScalarNode):
        if head := _BLOCK_HEAD.match(text, node.start_mark.index):
            yield head[1]
        return
    position = node.start_mark.index
    for item in node.value:
        yield from _COMMENT.findall(text, position, item.start_mark.index)
        position = _end_of(text, item)
    yield from _COMMENT.findall(text, position, _end_of(text, node))
