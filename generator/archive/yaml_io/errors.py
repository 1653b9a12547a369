"""Advice about text that is not YAML, or that uses YAML features that the archive does not allow."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from generator.archive.conflicts import LEFT_FROM_MERGE

Mark = Any  # yaml's position in a text; its Python and C readers each have a class of their own
Found = tuple[Mark, str]

# libyaml's messages for the most common mistakes, and what to do about them.
_REASONS = {
    "found unexpected end of stream": "a quote is opened and never closed",
    "found invalid Unicode character escape code": 'write the character itself, or "\\\\" for a backslash',
    "found unknown escape character": 'in double quotes write "\\\\" for a backslash, or use single quotes',
    "could not find expected ':'": "must be a field, with a colon and a space after its name",
    "did not find expected ',' or ']'": "a list that begins with [ must end with ], with commas between its items",
    "did not find expected ',' or '}'": "what begins with { must end with }, with commas between its fields",
    "did not find expected '-' indicator": 'must begin with "- ", as the items above it do',
    "did not find expected comment or line break": "the text must begin on the line below | or >, or stand in quotes",
    "did not find expected alphabetic or numeric character": "a text that begins with * or & must be in quotes",
    "found undefined tag handle": "a text that begins with ! must be in quotes",
    "block sequence entries are not allowed in this context": (
        'a list in "- " form must begin on a line of its own, and a text that begins with "- " must be in quotes'
    ),
    "did not find expected <document start>": (
        'comes after the end: remove the line "...", the bracket or the quote that ends the file above it'
    ),
    "found unexpected document indicator": "a quote is opened and never closed",
    "mapping keys are not allowed in this context": "a text that begins with ? must be in quotes",
}

_MISPLACED = ("found character that cannot start any token", "did not find expected node content")
_LONGEST_KEY = 1024  # characters, YAML 1.1 section 7.4.2
_DEEPEST = 50  # levels of nesting; libyaml's composer recurses in C, where too many crash the program

# YAML 1.1 ends lines at these characters (section 5.4), editors do not: replacing them by spaces keeps line numbers.
_ODD_LINE_ENDS = {0x85: " ", 0x2028: " ", 0x2029: " "}


def with_plain_lines(text: str) -> str:
    """Return the text with only the line breaks that editors know; all positions stay the same."""
    return text.translate(_ODD_LINE_ENDS)


# Every refused text has one of these: a sign of an anchor, an alias, a tag or a merge, a document marker, nested
# brackets, or the beginning of a line that can open many nested blocks.
_SIGNS = ("&", "*", "!", "<<", "\n---", "\n...", "\n%", "\r")
_NESTED = re.compile(r"[\[{][^\]}]*[\[{]")
_INDENTED = re.compile(r"\n[-?: ]{20}")


def refused_events(text: str) -> Iterator[Found]:
    """Yield where the text nests too deeply, begins a second document, or holds an anchor, an alias or a tag.

    May raise yaml.YAMLError if it is not YAML. Most files have none of the signs and are not even parsed.
    """
    lines = f"\n{text}"
    if not (any(sign in lines for sign in _SIGNS) or _NESTED.search(lines) or _INDENTED.search(lines)):
        return
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > _DEEPEST:
            yield event.start_mark, "is nested too deeply to be read"
            return
        if documents > 1:
            yield event.start_mark, 'begins a second document: take the line "---" out, and give each key once'
            return
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield event.start_mark, "anchors (&) and aliases (*) are not allowed: write it out, or put it in quotes"
        elif getattr(event, "tag", None):
            yield event.start_mark, "a text that begins with ! must be in quotes"
        elif isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
            yield event.start_mark, "merging (<<) is not allowed: write the fields out"


def reason(error: yaml.MarkedYAMLError, text: str) -> Found:
    """Return where the text stops being YAML, and what to do about it."""
    problem, context = error.problem or "", error.context or ""
    # Anything left open is noticed far below the place to look at.
    opened = context.startswith(("while scanning a", "while parsing a flow sequence", "while parsing a flow mapping"))
    where: Mark = (opened and "tab character" not in problem and error.context_mark) or error.problem_mark
    before = text[text.rfind("\n", 0, where.index) + 1 : where.index]
    found = text[where.index : where.index + 7]
    return where, _advice(problem, context, before, found) or (
        _REASONS.get(problem) or f"must be YAML: {', '.join(filter(None, (context, problem)))}"
    )


def _advice(problem: str, context: str, before: str, found: str) -> str | None:
    """Return the advice that depends on the text before and at the position."""
    if found == "=======":  # the other markers are found before the text is parsed
        return LEFT_FROM_MERGE
    if "tab character" in problem or (found.startswith("\t") and problem in _MISPLACED):
        return "indent with spaces: YAML does not allow tabs"
    if "directive" in context:
        return "a line cannot begin with %: take it out"
    if problem in _MISPLACED:
        return _of_character(found)
    if problem == "mapping values are not allowed in this context":
        return _of_colon(before)
    return _of_key(before, found) if problem == "did not find expected key" else None


def _of_character(found: str) -> str:
    if not found.strip():
        return "is not whole: a bracket above is opened and never closed"
    if found.startswith("```"):
        return "take the line ``` out: only what stands between two of them is YAML"
    if found[0] == ",":
        return "a comma too many: take it out, or put the text in quotes"
    return f"a text that begins with {found[0]} must be in quotes"


def _of_colon(before: str) -> str:
    if ": " in before:
        return 'a text that holds ": " must be in quotes'
    if len(before) > _LONGEST_KEY:
        return "is too long for a key"
    return (
        "must begin in the column of the fields around it, below a line that has its colon; "
        'a text that holds ": " must be in quotes'
    )


def _of_key(before: str, found: str) -> str:
    if found.startswith(":"):
        return "there must be a name before the colon"
    if before.strip():
        return "nothing may follow a closing quote or bracket; a quote inside a text is written twice"
    return "must begin in the column of the fields above it, with a name and a colon"
