"""Marks that Git leaves in a file where a merge found two versions of some lines.

A line of seven signs, which a blank and a name may follow (git-merge, "How conflicts are presented"). Where a person
has taken out the first mark and the last, those between them are still found where they can be nothing else.
"""

import re
from collections.abc import Iterator

LEFT_FROM_MERGE = "is left from a merge: keep one of the two versions, and take the marks out"

_MARK = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?=[ \t\r]|$)", re.MULTILINE)
_FIRST, _COMMON, _BETWEEN, _LAST = "<" * 7, "|" * 7, "=" * 7, ">" * 7

# Markdown: a fence of code (CommonMark, section 4.5), and lines below which equals signs make no heading of them.
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})")
_NO_TITLE = re.compile(r"\s*$|#{1,6}\s|[-*+>|]\s?|={3,}\s*$| {0,3}(`{3}|~{3})")


def conflicts_in(text: str) -> Iterator[int]:
    """Yield the line (from 1) at which each conflict begins, or the mark that is left of one.

    A line of equals signs alone is no mark: in Markdown it makes a heading of the line above it.
    """
    if _FIRST not in text and _LAST not in text:  # as nearly always
        return
    is_open = False
    for mark in _MARK.finditer(text):
        if mark[1] == _FIRST or not (is_open or mark[1] == _BETWEEN):
            yield text.count("\n", 0, mark.start()) + 1
        is_open = mark[1] != _LAST and (is_open or mark[1] == _FIRST)


def leftovers_in_yaml(text: str) -> Iterator[int]:
    """Yield the line (from 1) of each mark: at the beginning of a line, YAML has no use for any of them."""
    if _COMMON in text or _BETWEEN in text:
        yield from (text.count("\n", 0, mark.start()) + 1 for mark in _MARK.finditer(text))


def leftovers_in_markdown(text: str) -> Iterator[int]:
    """Yield the line (from 1) of each inner mark of a conflict that can be neither a heading nor a table's row.

    The signs `=======` make a heading of the line of text above them (CommonMark, section 4.3), and are what they are
    within a fence of code. Below a second line of text the engine makes no heading of them.
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
    """Return whether the line of equals signs stands below one line of text that begins a paragraph."""
    above = lines[number - 1] if number else ""
    return not _NO_TITLE.match(above) and (number == 1 or bool(_NO_TITLE.match(lines[number - 2])))


def _is_common_mark(line: str) -> bool:
    """Return whether the line is the mark before the common version, and no row of a table, which has more bars."""
    return line == _COMMON or (line.startswith(f"{_COMMON} ") and "|" not in line[len(_COMMON) :])


def _has_cells(line: str) -> bool:
    return "|" in line and not _MARK.match(line)
