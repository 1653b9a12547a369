"""Messages about invalid values: what is required, what was found, and what may have been meant."""

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

import msgspec

from generator.archive.models import ARXIV_PATTERN, DOI_PATTERN, KEY_PATTERN, KEY_RULE, URL_PATTERN, WORDS_PATTERN

_TYPE_NAMES = {
    "str": "text",
    "int": "a whole number",
    "array": "a list",
    "object": "a mapping",
    "date": "a day written as YYYY-MM-DD",
    "datetime": "a time such as 2025-03-12T06:17:05Z",
    "bool": "true or false",
    "null": "nothing",
    "float": "a number with a point",
}

_MEANINGS = {
    repr(KEY_PATTERN): f"must be a paper's key: {KEY_RULE}",
    repr(ARXIV_PATTERN): "must be an arXiv id without its version, such as 2401.10000",
    repr(DOI_PATTERN): "must be a DOI without https://doi.org/, such as 10.1000/182",
    repr(URL_PATTERN): "must be an address that begins with http:// or https://",
    repr(WORDS_PATTERN): "must not be blank: write it or take it out",
    "Invalid enum value": "must be complete, partial or empty",  # only a listing's status is an enum
    "with a timezone component": "must end in Z, as a time in UTC does, such as 2025-03-12T06:17:05Z",
    "Invalid RFC3339 encoded datetime": "must be a time in UTC, such as 2025-03-12T06:17:05Z",
    "Invalid RFC3339 encoded date": "must be a day in the calendar, written as YYYY-MM-DD",
}

_LONGEST_SHOWN = 80  # characters, as long as a key can be
_WORD = re.compile(r"[^\W\d_]{3,}")

Step = str | int
Complaint = tuple[str, tuple[Step, ...]]  # what must hold, and the way to the value for which it does not


def explain(error: msgspec.ValidationError, kind: object = None) -> tuple[str, tuple[Step, ...]]:
    """Return what is required, for a person, and the path to the invalid value within a value of that kind."""
    message, _, where = str(error).partition(" - at `$")
    steps = tuple(int(index) if index else name for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", where.rstrip("`")))
    if unknown := re.fullmatch("Object contains unknown field `(.*)`", message, re.DOTALL):
        field = unknown[1]
        return f'there is no field "{shown(field)}"{_instead(field, kind, steps)}', (*steps, field)
    if missing := re.fullmatch("Object missing required field `(.*)`", message):
        return f"{missing[1]}: must be given", steps
    message = next((meaning for part, meaning in _MEANINGS.items() if part in message), message)
    message = re.sub(r"^Expected `([^`]+?)(?: \| null)?`", lambda match: f"must be {_named(match[1])}", message)
    message = re.sub(r"got `([^`]+)`", lambda match: f"is {_named(match[1])}", message)
    name = ".".join(step for step in steps if isinstance(step, str))
    each = "each item " if name and isinstance(steps[-1], int) else ""
    return f"{name}: {each}{message}" if name else message, steps


def nearest(word: str, words: Iterable[str], meaning: Callable[[str], str] = str) -> str:
    """Return ` (did you mean "x"?)` with the meaning of the nearest word, nothing if none is near."""
    found = near(word, words)
    return f' (did you mean "{meaning(found)}"?)' if found else ""


def near(word: str, words: Iterable[str]) -> str | None:
    """Return the word nearest to one that may be mistyped or incomplete, regardless of case.

    This is the most similar word, otherwise the shortest that contains a similar one: `agents` is near
    `language-agents`.
    """
    known = {other.casefold(): other for other in words}
    parts = {part: other for other in sorted(known, key=len, reverse=True) for part in _WORD.findall(other)}
    folded = word.casefold()
    for found in get_close_matches(folded, known, n=1):
        return known[found]
    for found in get_close_matches(folded, parts, n=1, cutoff=0.8):
        return known[parts[found]]
    return None


def shown(text: str) -> str:
    """Return a text for use in a message, shortened if it is long."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _named(type_name: str) -> str:
    return _TYPE_NAMES.get(type_name, type_name)


def _instead(field: str, kind: object, steps: Iterable[Step]) -> str:
    """Return a hint at the field that was meant, for an unknown field of the value at the end of the steps."""
    kinds = [kind]
    for step in steps:
        kinds.append(next((inner.type for inner in _fields(kinds[-1]) if inner.encode_name == step), None))
    fields = {inner.encode_name: inner for inner in _fields(kinds[-1])}
    if near := nearest(field, fields):
        return near
    for name, inner in fields.items():
        if any(field == deeper.encode_name for deeper in _fields(inner.type)):
            return f' here: it belongs below "{name}:"'
    if any(field == outer.encode_name for outer_kind in kinds[:-1] for outer in _fields(outer_kind)):
        return " here: it belongs further out"
    return f"; there are {', '.join(fields)}" if fields else ""


def _fields(kind: object) -> tuple[msgspec.structs.FieldInfo, ...]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return msgspec.structs.fields(kind)
    return ()
