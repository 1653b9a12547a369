"""LaTeX read back: what a reader sees of a field of a BibTeX entry."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from generator.text import clean

# pylatexenc reads ^'s own macro as U+02C6, which looks like it.
_MACROS = get_default_latex_context_db()
_MACROS.add_context_category("own", macros=[MacroTextSpec("textasciicircum", "^")], prepend=True)
_PLAIN = re.compile(r"[A-Za-z0-9 .:;()]*")
_READER = LatexNodes2Text(latex_context=_MACROS)


@cache
def shown(latex: str) -> str:
    """Return the text that LaTeX shows."""
    if _PLAIN.fullmatch(latex):
        return latex  # reading it takes much longer than all else
    return str(_READER.latex_to_text(latex))


def composed(text: str) -> str:
    """Return a text as an entry gives it back: without what no page can carry, its accents joined with letters."""
    return unicodedata.normalize("NFC", clean(text))


def names_in(authors: str) -> list[str]:
    """Return the names of a list of BibTeX's as they are shown: `and` parts them outside of braces."""
    return [shown(name) for name in _parted(authors)]


def _parted(authors: str) -> Iterator[str]:
    depth = start = 0
    for at, char in enumerate(authors):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if not depth and authors[at : at + 5].lower() == " and ":
            yield authors[start:at]
            start = at + 5
    yield authors[start:]
