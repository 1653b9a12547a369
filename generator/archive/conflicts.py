"""Marks that Git leaves in a file where a merge found two versions of some lines.

A line of seven signs, which a blank and a name may follow (git-merge, "How conflicts are presented").
"""

import re
from collections.abc import Iterator

LEFT_FROM_MERGE = "is left from a merge: keep one of the two versions, and take the marks out"

_MARK = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?=[ \t\r]|$)", re.MULTILINE)
_FIRST, _LAST, _BETWEEN = "<" * 7, ">" * 7, "=" * 7


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
