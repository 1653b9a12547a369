r"""Escaping for BibTeX and LaTeX: text is shown literally, and titles keep their significant capitals.

pdfLaTeX typesets every form with T1 fonts and without further packages. Among several forms, the one that Zotero can
import is used: `{$<$}` instead of the kernel's text command, `{\l }` with a space. Characters without a form stay as
UTF-8, except invisible characters and accents on a Latin letter that T1 fonts lack, which are left out. BibTeX counts
braces even after a backslash, so `\{` is used only if all braces are balanced. CONTRIBUTING.md lists what some programs
read differently.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import UnicodeToLatexEncoder

from generator.archive.names import NAMES, read_name
from generator.text import clean

_FORMS = {
    "\\": r"{\textbackslash}",
    "{": r"{$\lbrace$}",
    "}": r"{$\rbrace$}",
    "<": "{$<$}",  # old text fonts show other characters for these three
    ">": "{$>$}",
    "|": "{$|$}",
    "^": r"\^{}",  # biber removes the inner braces if there are outer ones
    "~": r"{\textasciitilde}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "\u02c6": "\u02c6",  # pylatexenc's form is the same as for ^
    "\u02d9": "\u02d9",  # pylatexenc's form is the same as for \u00b7
    "\u0141": r"{\L }",  # the space is for Zotero; for LaTeX it ends the command
    "\u0142": r"{\l }",
    "\u00b1": r"{\textpm}",
    "\u00b7": r"{\textperiodcentered}",
    "\u2016": r"{\textbardbl}",
    "\u2032": "{$'$}",
    "\u2212": "{$-$}",
    "\u22c5": r"{$\cdot$}",
    "\u2205": r"{$\emptyset$}",
    "\u221a": r"{$\surd$}",
}
_MARKS = "\u0300-\u036f"
_SPECIAL = re.compile(rf"[^\W\d_]?[{_MARKS}]+|[\\{{}}<>|^~$&%#_]|[^\x00-\x7f]")
# Sequences that are joined into one character: by TeX's fonts, such as --, or by Zotero, such as !? and TEL.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=[`?!])(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=!)(?=[!?])|(?<=\?)(?=!)|(?<=T)(?=EL)")
_BRACE = re.compile("[{}]")

# Fast path for most titles: no character needs a form, and one pattern does the work of `_is_capital` for all words.
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;?!()/+=*@\[\]'\"-]*")
_PLAIN_LIGATURES = ("--", "''", ",,", "!!", "!?", "?!", "TEL")  # those of `_LIGATURE` that such a text can have
_CAPITALS = re.compile(r"\b(?:[A-Za-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z][0-9]+|[B-Z])\b")

_WORD = re.compile(rf"(?:[^\W_][{_MARKS}]*)+")
# LaTeX's commands for the accents that T1 fonts have, by Unicode combining mark.
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_DOTTED = frozenset(
    ("i", mark) for mark in "\u0300\u0301\u0302\u0308"
)  # LaTeX removes the dot itself; pandoc reads this form
_BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")  # an i keeps its dot
# Of the math commands that pylatexenc writes, those in LaTeX's kernel; the others need packages.
_IN_KERNEL = """
    Delta Downarrow Gamma Lambda Leftarrow Leftrightarrow Longleftarrow Longleftrightarrow Longrightarrow Omega Phi
    Pi Psi Rightarrow Sigma Theta Uparrow Updownarrow Upsilon Vert Xi acute aleph alpha amalg angle approx asymp
    beta bigcap bigcup bigtriangledown bigtriangleup bigvee bigwedge bowtie bullet cap cdots chi circ cong coprod
    cup dashv ddot ddots delta diamond doteq ell epsilon equiv eta exists flat forall frown gamma geq gg
    hookleftarrow hookrightarrow in infty int iota kappa lambda langle lceil leftharpoondown leftharpoonup
    leftrightarrow leq lfloor ll lmoustache longleftarrow longleftrightarrow longmapsto longrightarrow mapsto mathbf
    mathit mathsf mathtt mp mu nabla nearrow natural neq ni not notin nu nwarrow odot oint omega ominus oplus oslash
    otimes parallel partial perp phi pi pm prec preceq prod propto psi rangle rceil rfloor rho rightharpoondown
    rightharpoonup rightleftharpoons rmoustache searrow sharp sigma sim simeq smile sqcap sqcup sqsubseteq
    sqsupseteq star subset subseteq succ succeq sum supset supseteq swarrow tau theta top triangleleft triangleright
    updownarrow uplus upsilon varepsilon varphi varpi varrho varsigma vartheta vdash vdots vee wedge wp wr xi zeta
"""
_KERNEL = frozenset(_IN_KERNEL.split())
_NEEDS_MORE = (
    *("blacksquare", "cyr", "quarternote", "textfrac", "texthvlig", "textnrleg"),
    *("textschwa", "textphi", "textglotstop", "textturnk"),
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# The nearest math alphabet in the kernel for Unicode's styled letters, by a word in their names.
_ALPHABETS = {
    "SUBSCRIPT": "_",
    "SUPERSCRIPT": "^",
    "SCRIPT": r"\mathcal",
    "DOUBLE-STRUCK": r"\mathbf",
    "FRAKTUR": r"\mathbf",
    "BLACK-LETTER": r"\mathbf",
    "BOLD": r"\mathbf",
    "SANS-SERIF": r"\mathsf",
    "MONOSPACE": r"\mathtt",
    "ITALIC": r"\mathit",
}
# Fast path for most names: no character needs a form, and of ligatures they may have two.
_PLAIN_NAME = re.compile(r"[A-Za-z .-]*")

_MATH = r"{\ensuremath{"
_encoder = UnicodeToLatexEncoder(
    unknown_char_policy="keep", unknown_char_warning=False, replacement_latex_protection="braces-all"
)
_decoder = LatexNodes2Text()


def latex_text(text: str) -> str:
    """Return a text as LaTeX that shows it literally, on one line and with balanced braces."""
    cleaned = clean(text)
    if _is_plain(cleaned):
        return cleaned
    return _joined([_SPECIAL.sub(_form, unicodedata.normalize("NFC", cleaned))], cleaned)


def latex_title(text: str) -> str:
    """Return a title as LaTeX, with braces that protect significant capitals from styles that lowercase titles.

    Protected are words such as `{BERT}` and `{GPT}-4`. The initial capital of other words is not: in most titles it is
    a matter of style.
    """
    cleaned = clean(text)
    if _is_plain(cleaned):
        return _CAPITALS.sub(_braced, cleaned)
    composed = unicodedata.normalize("NFC", cleaned)
    parts, end = [], 0
    for word in _WORD.finditer(composed):
        if _is_capital(word[0]):
            parts += [composed[end : word.start()], word[0]]
            end = word.end()
    escaped = [_SPECIAL.sub(_form, part) for part in [*parts, composed[end:]]]
    braced = (f"{{{part}}}" if place % 2 else part for place, part in enumerate(escaped))
    return _joined(braced, cleaned)


def latex_names(names: Sequence[str]) -> str:
    """Return authors' names as BibTeX's list of names."""
    return " and ".join(map(latex_name, names))


@lru_cache(NAMES)
def latex_name(text: str) -> str:
    """Return an author's name for BibTeX's list of names, as `von Last, Jr, First` (btxdoc, section 4).

    A group's name, and anything else that is not a personal name, is one unit in braces.
    """
    name = read_name(text)
    is_plain = _PLAIN_NAME.fullmatch(text) and "--" not in text and "TEL" not in text
    latex = str if is_plain else latex_text
    if not name.given:
        return f"{{{latex(name.family)}}}"
    # BibTeX reads all words up to the last lowercase one as particles, unless they are in braces.
    family = latex(name.family)
    if " " in family and any(word[0].islower() for word in name.family.split()[:-1]):
        family = f"{{{family}}}"
    surname = f"{latex(name.particle)} {family}" if name.particle else family
    return ", ".join(filter(None, (surname, name.suffix and latex(name.suffix), latex(name.given))))


def _joined(parts: Iterable[str], text: str) -> str:
    """Return the joined parts of a text, with the forms that depend on the whole text."""
    latex = _LIGATURE.sub("{}", "".join(parts))
    if "{" in text and _has_partners(text):
        latex = latex.replace(_FORMS["{"], r"\{").replace(_FORMS["}"], r"\}")
        latex = latex.replace("\\{\\", "\\{{}\\")  # BibTeX reads a brace before a backslash as an accented letter
    if r"\$" in latex and latex.count("$") > 1:
        # Zotero reads a pair of dollar signs as math, unless nothing is between them: an empty formula.
        latex = latex.replace(r"\$", r"\$${}$")
    return latex


def _has_partners(text: str) -> bool:
    """Return whether the braces of a text are balanced."""
    depths = list(accumulate(1 if brace == "{" else -1 for brace in _BRACE.findall(text)))
    return min(depths) >= 0 and depths[-1] == 0


def _is_plain(text: str) -> bool:
    """Return whether a text needs no escaping in LaTeX."""
    return bool(_PLAIN.fullmatch(text)) and not any(pair in text for pair in _PLAIN_LIGATURES)


def _is_capital(word: str) -> bool:
    """Return whether a word has a significant capital: after its first letter, beside a digit, or as a lone letter."""
    has_capital = any(map(str.isupper, word))
    return has_capital and (not word[1:].islower() if len(word) > 1 else word != "A")


def _braced(match: re.Match[str]) -> str:
    return f"{{{match[0]}}}"


def _form(match: re.Match[str]) -> str:
    return _form_of(match[0])


@cache
def _form_of(text: str) -> str:
    """Return the LaTeX form of a character, or of a letter with its combining marks."""
    if text in _FORMS:
        return _FORMS[text]
    if all(unicodedata.category(char) == "Cf" for char in text):  # invisible, and an error in pdfLaTeX
        return ""
    return _accented(text) or _encoded(text) or _styled(text) or text


def _accented(text: str) -> str:
    r"""Return a Latin letter with the accents that T1 fonts have, such as `{\~{\^e}}`.

    Other accents on it are left out, because they are errors in pdfLaTeX.
    """
    parts = unicodedata.normalize("NFD", text)
    base = parts[0]
    # LaTeX can put an accent above only on a plain letter, but one below on anything.
    marks = sorted((mark for mark in parts[1:] if mark in _ACCENTS), key=_BELOW.__contains__)
    if parts == base or not (base.isascii() and base.isalpha()):
        return ""
    is_dotless = base in "ij" and any(mark not in _BELOW for mark in marks) and (base, *marks) not in _DOTTED
    form = rf"\{base}" if is_dotless else base
    for mark in marks:
        command = _ACCENTS[mark]
        bare = not command.isalpha() and form in (base, rf"\{base}")
        if bare:
            form = rf"\{command}{form}"
        else:
            form = rf"\H {base}" if command == "H" and form == base else rf"\{command}{{{form}}}"  # as Zotero reads it
    return f"{{{form}}}" if marks else form


def _encoded(char: str) -> str:
    """Return pylatexenc's form, unless it needs packages or does not decode to the same character."""
    form = str(_encoder.unicode_to_latex(char))
    commands = [command for command in _COMMAND.findall(form) if command != "ensuremath"]
    if form.startswith(_MATH):
        form = f"{{${form.removeprefix(_MATH)[:-2]}$}}"
        usable = _KERNEL.issuperset(commands)
    elif not _KERNEL.isdisjoint(commands):
        form = f"{{${form[1:-1]}$}}"
        usable = _KERNEL.issuperset(commands)
    else:
        usable = not any(command.casefold().startswith(_NEEDS_MORE) for command in commands)
    return form if usable and form != char and _decoder.latex_to_text(form) == char else ""


def _styled(char: str) -> str:
    """Return a styled letter, such as U+211D, in the nearest math alphabet that LaTeX has without packages."""
    plain, name = unicodedata.normalize("NFKC", char), unicodedata.name(char[0], "")
    if plain == char or not plain.isalnum():
        return ""
    if not plain.isascii():
        return _form_of(plain) if len(plain) == 1 else ""
    alphabet = next((command for word, command in _ALPHABETS.items() if word in name.split()), None)
    if alphabet == r"\mathcal" and not plain.isupper():  # has only capitals
        alphabet = r"\mathit"
    return f"{{${alphabet}{{{plain}}}$}}" if alphabet else plain
