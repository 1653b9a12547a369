"""Conflict markers that Git leaves in a file when a merge finds two versions of some lines.

A marker is a line of seven signs, which a space and a name may follow (git-merge, "How conflicts are presented"). If a
person has removed the outer markers, the inner ones are still found wherever they cannot be anything else.
"""

import re
from collections.abc import Iterator

LEFT_FROM_MERGE = "is left over from a merge: keep one of the two versions and remove the markers"

_MARK = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?=[ \t\r]|$)", re.MULTILINE)
_FIRST, _COMMON, _BETWEEN, _LAST = "<" * 7, "|" * 7, "=" * 7, ">" * 7

# Markdown: a code fence (CommonMark, section 4.5), and lines that equals signs below them do not turn into a heading.
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_NO_TITLE = re.compile(r"\s*$|#{1,6}\s|[-*+>|]\s?|={3,}\s*$| {0,3}(`{3}|~{3})")


def conflicts_in(text: str) -> Iterator[int]:
    """Yield the line (from 1) at which each conflict begins, or of a single marker left over from one.

    A line of equals signs alone is not a marker: in Markdown it turns the line above it into a heading.
    """
    if _FIRST not in text and _LAST not in text:  # the usual case
        return
    is_open = False
    for mark in _MARK.finditer(text):
        if mark[1] == _FIRST or not (is_open or mark[1] == _BETWEEN):
            yield text.count("\n", 0, mark.start()) + 1
        is_open = mark[1] != _LAST and (is_open or mark[1] == _FIRST)


def leftovers_in_yaml(text: str) -> Iterator[int]:
    """Yield the line (from 1) of each marker: none of them is valid YAML at the beginning of a line."""
    if _COMMON in text or _BETWEEN in text:
        yield from (text.count("\n", 0, mark.start()) + 1 for mark in _MARK.finditer(text))


def leftovers_in_markdown(text: str) -> Iterator[int]:
    """Yield the line (from 1) of each inner conflict marker that can be neither a heading nor a table row.

    The signs `=======` turn the line of text above them into a heading (CommonMark, section 4.3) and are literal inside
    a code fence. Below a second line of text, the engine does not make a heading.
    """
    if _COMMON not in text and _BETWEEN not in text:
        return
    lines = [line.rstrip() for line in text.split("\n")]
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if found and (not fence or (line.strip() == found["fence"] and found["fence"].startswith(fence))):
            fence = "" if fence else found["fence"]
        before, after = lines[number - 1] if number else "", "".join(lines[number + 1 : number + 2])
        if (not fence and line == _BETWEEN and not _is_heading(lines, number)) or (
            _is_common_mark(line) and not _has_cells(before) and not _has_cells(after)
        ):
            yield number + 1


def _is_heading(lines: list[str], number: int) -> bool:
    """Return whether the line of equals signs is below a single line of text that begins a paragraph."""
    above = lines[number - 1] if number else ""
    return not _NO_TITLE.match(above) and (number == 1 or bool(_NO_TITLE.match(lines[number - 2])))


def _is_common_mark(line: str) -> bool:
    """Return whether the line is the marker before the common version, not a table row, which has more bars."""
    return line == _COMMON or (line.startswith(f"{_COMMON} ") and "|" not in line[len(_COMMON) :])


def _has_cells(line: str) -> bool:
    return "|" in line and not _MARK.match(line)
