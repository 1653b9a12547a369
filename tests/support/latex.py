"""LaTeX read back: what a reader sees of a field of a BibTeX entry."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.text import clean

# pylatexenc reads these two as other characters.
_MACROS = get_default_latex_context_db()
_MACROS.add_context_category(
    "own", macros=[MacroTextSpec("surd", "\u221a"), MacroTextSpec("textperiodcentered", "\u00b7")], prepend=True
)
_PLAIN = re.compile(r"[A-Za-z0-9 .:;()]*")
_COMMA_BELOW = re.compile(r"\\textcommabelow\{(.)\}")
_RAISED = re.compile(r"\{\$[_^]\{(.+?)\}\$\}")  # and lowered
_READER = LatexNodes2Text(latex_context=_MACROS)
_T1_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0323\u0326\u0327\u0328")


@cache
def shown(latex: str) -> str:
    """Return the text that LaTeX shows, whatever its letters are styled like."""
    if _PLAIN.fullmatch(latex):
        return latex  # reading it takes much longer than all else
    latex = _COMMA_BELOW.sub("\\1\u0326", latex)
    read = _READER.latex_to_text(_RAISED.sub(r"\1", latex).replace(r"\^{}", r"{\string^}"))
    return _unstyled(str(read))


def composed(text: str) -> str:
    """Return a text as an entry gives it back: without what no page can carry and what T1 fonts lack."""
    composed = unicodedata.normalize("NFC", clean(text))
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return _unstyled("".join(map(_with_known_marks, re.findall(r"[^\W\d_]?[\u0300-\u036f]+|.", visible, re.DOTALL))))


def _with_known_marks(cluster: str) -> str:
    parts = unicodedata.normalize("NFD", cluster)
    if not (parts[0].isascii() and parts[0].isalpha()):
        return cluster
    return parts[0] + "".join(mark for mark in parts[1:] if mark in _T1_MARKS)


def _unstyled(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate({0x2032: "'", 0x2212: "-", 0x22C5: "\u00b7"})


def names_in(authors: str) -> list[str]:
    """Return the names of a list of BibTeX's as they are shown: `and` parts them outside of braces."""
    return [shown(_in_reading_order(name)) for name in _parted(authors)]


def _in_reading_order(name: str) -> str:
    parts = re.split(r", (?![^{]*\})", name)
    return " ".join([*parts[2:], parts[0], parts[1]] if len(parts) > 2 else parts[::-1])


def _parted(authors: str) -> Iterator[str]:
    depth = start = 0
    for at, char in enumerate(authors):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if not depth and authors[at : at + 5].lower() == " and ":
            yield authors[start:at]
            start = at + 5
    yield authors[start:]
