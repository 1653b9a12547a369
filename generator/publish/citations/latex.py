r"""Text as BibTeX and LaTeX read it: whatever it holds stays text, and a title keeps the capitals that matter.

pdfLaTeX typesets every form with T1 fonts and no other package. Of several forms the one is taken that Zotero reads
back too: `{$<$}` instead of the kernel's command for text, `{\l }` with a blank. What has no form stays as it is, in
UTF-8, except marks on a Latin letter that T1 fonts lack and characters that show nothing, which are left out. BibTeX
counts braces even behind a backslash, so `\{` is written only where each brace has its partner. CONTRIBUTING.md lists
what some programs read differently.
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
    "<": "{$<$}",  # text fonts of old show another character for these three
    ">": "{$>$}",
    "|": "{$|$}",
    "^": r"\^{}",  # biber takes the inner braces away where outer ones stand around it
    "~": r"{\textasciitilde}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "\u02c6": "\u02c6",  # its form is that of ^
    "\u02d9": "\u02d9",  # its form is that of \u00b7
    "\u0141": r"{\L }",  # the blank is for Zotero; LaTeX takes it for the command's end
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
# Characters that are joined to another: by TeX's fonts, such as -- to a dash, or by Zotero, such as !? and TEL.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=[`?!])(?=`)|(?<=')(?=')|(?<=,)(?=,)|(?<=!)(?=[!?])|(?<=\?)(?=!)|(?<=T)(?=EL)")
_BRACE = re.compile("[{}]")

# Most titles: nothing in them needs a form, but for ligatures. What `_is_capital` says, said of their words at once.
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;?!()/+=*@\[\]'\"-]*")
_CAPITALS = re.compile(r"\b(?:[A-Za-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z][0-9]+|[B-Z])\b")

_WORD = re.compile(rf"(?:[^\W_][{_MARKS}]*)+")
# The commands for marks on letters that T1 fonts have, by Unicode's combining marks.
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
_DOTTED = frozenset(("i", mark) for mark in "\u0300\u0301\u0302\u0308")  # LaTeX takes the dot away, and pandoc reads it
_BELOW = frozenset("\u0323\u0326\u0327\u0328\u0331")  # leave an i its dot
# What LaTeX's kernel defines in math, of all that pylatexenc writes; the rest asks for packages.
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
# Unicode's styled letters, by words of their names: the kernel's alphabet that is nearest.
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
# Most parts of names: nothing in them needs a form.
_PLAIN_NAME = re.compile(r"[A-Za-z .-]*")

_MATH = r"{\ensuremath{"
_encoder = UnicodeToLatexEncoder(
    unknown_char_policy="keep", unknown_char_warning=False, replacement_latex_protection="braces-all"
)
_decoder = LatexNodes2Text()


def latex_text(text: str) -> str:
    """Return a text as LaTeX that shows it as it is, on one line, with its braces balanced."""
    cleaned = clean(text)
    if _is_plain(cleaned):
        return cleaned
    return _joined([_SPECIAL.sub(_form, unicodedata.normalize("NFC", cleaned))], cleaned)


def latex_title(text: str) -> str:
    """Return a title as LaTeX: styles that write titles small leave the words alone that stand in braces.

    Those are the words that hold a capital for its own sake, such as `{BERT}` and `{GPT}-4`. The first capital of
    other words is not protected: in most titles it is a matter of style.
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

    A group's name, and whatever else is no plain name, stands in braces as one.
    """
    name = read_name(text)
    if not name.given:
        return f"{{{_latex_part(name.family)}}}"
    # BibTeX takes all words up to the last one written small for particles, unless braces hold them together.
    family = _latex_part(name.family)
    if " " in family and any(word[0].islower() for word in name.family.split()[:-1]):
        family = f"{{{family}}}"
    surname = f"{_latex_part(name.particle)} {family}" if name.particle else family
    return ", ".join(part for part in (surname, _latex_part(name.suffix), _latex_part(name.given)) if part)


def _latex_part(part: str) -> str:
    return part if _PLAIN_NAME.fullmatch(part) and not _LIGATURE.search(part) else latex_text(part)


def _joined(parts: Iterable[str], text: str) -> str:
    """Return the parts of a text as one, in the forms that depend on all of it."""
    latex = _LIGATURE.sub("{}", "".join(parts))
    if "{" in text and _has_partners(text):
        latex = latex.replace(_FORMS["{"], r"\{").replace(_FORMS["}"], r"\}")
        latex = latex.replace("\\{\\", "\\{{}\\")  # BibTeX takes a brace before a backslash for an accented letter
    if r"\$" in latex and latex.count("$") > 1:
        # Zotero takes dollar signs in pairs for math, except one right before another: an empty formula.
        latex = latex.replace(r"\$", r"\$${}$")
    return latex


def _has_partners(text: str) -> bool:
    """Tell whether each brace of a text has its partner."""
    depths = list(accumulate(1 if brace == "{" else -1 for brace in _BRACE.findall(text)))
    return min(depths) >= 0 and depths[-1] == 0


def _is_plain(text: str) -> bool:
    """Tell whether a text is LaTeX as it is, and shows as it is."""
    return bool(_PLAIN.fullmatch(text)) and not _LIGATURE.search(text)


def _is_capital(word: str) -> bool:
    """Tell whether a word holds a capital beyond its first letter, or one beside a digit, or is a letter alone."""
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
    if all(unicodedata.category(char) == "Cf" for char in text):  # shows nothing, and stops pdfLaTeX
        return ""
    return _accented(text) or _encoded(text) or _styled(text) or text


def _accented(text: str) -> str:
    r"""Return a Latin letter with the marks that T1 fonts have, `{\~{\^e}}`.

    Other marks on it are left out, because pdfLaTeX stops at them.
    """
    parts = unicodedata.normalize("NFD", text)
    base = parts[0]
    # LaTeX puts a mark above only on a letter itself, one below on whatever it is given.
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
    """Return the form that pylatexenc knows, unless it asks for packages or does not read back as the character."""
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
    """Return a letter of another alphabet, such as U+211D, in the nearest one that LaTeX has without packages."""
    plain, name = unicodedata.normalize("NFKC", char), unicodedata.name(char[0], "")
    if plain == char or not plain.isalnum():
        return ""
    if not plain.isascii():
        return _form_of(plain) if len(plain) == 1 else ""
    alphabet = next((command for word, command in _ALPHABETS.items() if word in name.split()), None)
    if alphabet == r"\mathcal" and not plain.isupper():  # has capitals alone
        alphabet = r"\mathit"
    return f"{{${alphabet}{{{plain}}}$}}" if alphabet else plain
