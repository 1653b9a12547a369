"""Decoding LaTeX: the text that a reader sees for a field of a BibTeX entry."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_parser_context_db
from pylatexenc.macrospec import std_macro

from generator.text import clean

# The commands for accents that T1 fonts have.
_ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}


def _accent(command: str, mark: str) -> MacroTextSpec:
    """Return the decoder for an accent: pylatexenc cannot stack accents and does not know the comma below."""

    def read(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
        letter = str(l2tobj.nodelist_to_text(node.nodeargs)) if node.nodeargs else ""
        return unicodedata.normalize("NFC", letter.replace("\u0131", "i").replace("\u0237", "j") + mark)

    return MacroTextSpec(command, read)


# pylatexenc decodes these two to other characters.
_OTHERS = [MacroTextSpec("surd", "\u221a"), MacroTextSpec("textperiodcentered", "\u00b7")]
_MACROS = get_default_latex_context_db()
_MACROS.add_context_category("own", macros=[*_OTHERS, *(_accent(*known) for known in _ACCENTS.items())], prepend=True)
_PARSER = get_default_parser_context_db()
_PARSER.add_context_category("own", macros=[std_macro("textcommabelow", False, 1)], prepend=True)
_PLAIN = re.compile(r"[A-Za-z0-9 .:;()]*")
_RAISED = re.compile(r"\{\$[_^]\{(.+?)\}\$\}")  # and lowered
_READER = LatexNodes2Text(latex_context=_MACROS)
_T1_MARKS = frozenset(_ACCENTS.values())


@cache
def shown(latex: str) -> str:
    """Return the text that LaTeX shows, ignoring letter styles."""
    if _PLAIN.fullmatch(latex):
        return latex  # decoding is by far the slowest step
    latex = _RAISED.sub(r"\1", latex).replace(r"\^{}", r"{\string^}")
    read = _READER.latex_to_text(latex, latex_context=_PARSER)
    return _unstyled(str(read))


def composed(text: str) -> str:
    """Return a text as an entry should show it: without invisible characters and accents that T1 fonts lack."""
    composed = unicodedata.normalize("NFC", clean(text))
    visible = "".join(char for char in composed if unicodedata.category(char) != "Cf")
    return _unstyled("".join(map(_with_known_marks, re.findall(r"[^\W\d_]?[\u0300-\u036f]+|.", visible, re.DOTALL))))


def _with_known_marks(cluster: str) -> str:
    parts = unicodedata.normalize("NFD", cluster)
    if not (parts[0].isascii() and parts[0].isalpha()):
        return cluster
    return parts[0] + "".join(mark for mark in parts[1:] if mark in _T1_MARKS)


def _unstyled(text: str) -> str:
    """Return a text with plain letters and digits instead of styled ones, and signs replaced by their look-alikes."""
    plain = (unicodedata.normalize("NFKC", char) for char in text)
    plain = (bare if bare.isalnum() else char for bare, char in zip(plain, text, strict=True))
    return unicodedata.normalize("NFC", "".join(plain)).translate({0x2032: "'", 0x2212: "-", 0x22C5: "\u00b7"})


def is_same_name(read: str, name: str) -> bool:
    """Return whether a decoded name is the author's. The parts of a name with a comma may be in any order."""
    expected = composed(name)
    if "," in expected:
        return sorted(read.replace(",", " ").split()) == sorted(expected.replace(",", " ").split())
    return read.split() == expected.split()


def names_in(authors: str) -> list[str]:
    """Return the decoded names of a BibTeX list, which `and` separates outside braces."""
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
