"""LaTeX as plain text: what a reader sees of a field of a BibTeX entry."""

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexMacroNode
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_parser_context_db
from pylatexenc.macrospec import std_macro

DEEPEST = 40  # braces within each other

_LATEX = re.compile(r"[\\$%~^&]|--|``|''")
_BRACE = re.compile(r"[{}]")
_BARE = re.compile(r"(?<!\\)[%&]")  # a comment and a column's end are never meant
_DOLLAR = re.compile(r"(?<!\\)\$")
_LOGO = re.compile(r"\\((?:La|Bib)?TeX)(?![A-Za-z])(?:\{\})?")
# pylatexenc does not stack accents, and does not know the comma below.
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


def plain_text(latex: str) -> str:
    """Return LaTeX as plain text. Raises ValueError if its braces are nested too deeply."""
    if not _LATEX.search(latex):  # most texts; braces alone only protect capitals
        return _BRACE.sub("", latex)
    if _depth(latex) > DEEPEST:
        raise ValueError(f"must have at most {DEEPEST} braces within each other")
    latex = _LOGO.sub(r"{\1}", _BARE.sub(r"\\\g<0>", latex))
    if len(_DOLLAR.findall(latex)) % 2:  # an amount, not a formula
        latex = _DOLLAR.sub(r"\\$", latex)
    decoder, parser = _contexts()
    return unicodedata.normalize("NFC", str(decoder.latex_to_text(latex, latex_context=parser)))


def _depth(latex: str) -> int:
    depth = deepest = 0
    for brace in _BRACE.findall(latex):
        depth += 1 if brace == "{" else -1
        deepest = max(deepest, depth)
    return deepest


@cache
def _contexts() -> tuple[LatexNodes2Text, object]:
    """Return the decoder, and what its parser knows of commands."""
    own = [MacroTextSpec("surd", "\u221a"), MacroTextSpec("textperiodcentered", "\u00b7")]
    macros = get_default_latex_context_db()
    macros.add_context_category("own", macros=[*own, *(_accent(*known) for known in _ACCENTS.items())], prepend=True)
    parser = get_default_parser_context_db()
    parser.add_context_category("own", macros=[std_macro("textcommabelow", False, 1)], prepend=True)
    return LatexNodes2Text(latex_context=macros, math_mode="text"), parser


def _accent(command: str, mark: str) -> MacroTextSpec:
    def read(node: LatexMacroNode, l2tobj: LatexNodes2Text) -> str:
        letter = str(l2tobj.nodelist_to_text(node.nodeargs)) if node.nodeargs else ""
        if not letter:  # the sign itself, as in 2\^{}3
            return "" if command.isalpha() else command
        return unicodedata.normalize("NFC", letter.replace("\u0131", "i").replace("\u0237", "j") + mark)

    return MacroTextSpec(command, read)
