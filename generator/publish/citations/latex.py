"""Text as BibTeX and LaTeX read it: whatever it holds stays text, and a title keeps the capitals that matter.

Every character that LaTeX has a form for takes it; what has none stays as it is, in UTF-8. No `{` or `}` of a text
is left, because BibTeX counts them even behind a backslash.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexencode import UnicodeToLatexEncoder

from generator.text import clean

_FORMS = {
    "\\": r"{\textbackslash}",
    "{": r"{\ensuremath{\lbrace}}",
    "}": r"{\ensuremath{\rbrace}}",
    "<": r"{\ensuremath{<}}",  # text fonts of old show another character for these three
    ">": r"{\ensuremath{>}}",
    "|": r"{\ensuremath{|}}",
    "^": r"{\textasciicircum}",
    "~": r"{\textasciitilde}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
}
_SPECIAL = re.compile(r"[\\{}<>|^~$&%#_]|[^\x00-\x7f]")
# Two characters that TeX's fonts join to a third: -- becomes a dash, ?` an inverted question mark.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=[`?!])(?=`)|(?<=')(?=')|(?<=,)(?=,)")

# Most titles: nothing in them needs a form, but for ligatures. What `_is_capital` says, said of their words at once.
_PLAIN = re.compile(r"[A-Za-z0-9 .,:;?!()/+=*@\[\]'\"-]*")
_CAPITALS = re.compile(r"\b(?:[A-Za-z0-9]+[A-Z][A-Za-z0-9]*|[A-Z][0-9]+|[B-Z])\b")

_WORD = re.compile(r"[^\W_]+")
_AND = re.compile(r"(?:^|\s)and(?:\s|$)|^others$", re.IGNORECASE)
# What is no letter, mark or blank, nor one of these, does not occur in a person's name.
_IN_NAMES = frozenset(".-'\u00b7\u2010\u2011\u2019")
_GROUPS = (
    "collaboration|community|consortium|foundation|group|inc|institute|lab|laboratory|labs"
    "|project|research|team|university"
)
_GROUP = re.compile(rf"(?<![^\s-])\.*(?:AI|(?i:{_GROUPS}))\.*(?![^\s-])")
# Most names: nothing in them needs a form, and what is not a group's is a person's.
_SIMPLE_NAME = re.compile(r"[A-Za-z]+\.?(?:[ -][A-Za-z]+\.?)*")
# Most lists of names: a simple one a line, without a word that could stand for a group or for a list's own words.
_SIMPLE_NAMES = re.compile(r"[A-Za-z]+(?:\.?[ \n-][A-Za-z]+)*\.?")
_NOT_SIMPLE = frozenset({"ai", "and", "others", *_GROUPS.split("|")})

_encoder = UnicodeToLatexEncoder(
    unknown_char_policy="keep", unknown_char_warning=False, replacement_latex_protection="braces-all"
)
_decoder = LatexNodes2Text()


def latex_text(text: str) -> str:
    """Return a text as LaTeX that shows it as it is, on one line, with its braces balanced."""
    cleaned = clean(text)
    if _is_plain(cleaned):
        return cleaned
    return _LIGATURE.sub("{}", _SPECIAL.sub(_form, unicodedata.normalize("NFC", cleaned)))


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
    return _LIGATURE.sub("{}", "".join(braced))


def latex_names(names: Sequence[str]) -> str:
    """Return authors' names as BibTeX's list of names."""
    lines = "\n".join(names)
    if _SIMPLE_NAMES.fullmatch(lines):
        words = lines.lower().replace(".", " ").replace("-", " ").split()
        if _NOT_SIMPLE.isdisjoint(words):
            return " and ".join(names)
    return " and ".join(map(latex_name, names))


def latex_name(name: str) -> str:
    """Return an author's name for BibTeX's list of names, where a blank, a comma and `and` have a meaning.

    A person's name stays as it is written, for BibTeX to part; a group's, and whatever else is no plain name, stands
    in braces as one.
    """
    escaped = name if _SIMPLE_NAME.fullmatch(name) else latex_text(name)
    return escaped if is_person(name) else f"{{{escaped}}}"


def is_person(name: str) -> bool:
    """Tell whether a name reads as a person's: letters alone, and no word that only groups are called by."""
    if _AND.search(name) or _GROUP.search(name):
        return False
    return bool(_SIMPLE_NAME.fullmatch(name)) or all(map(_is_in_names, name))


def _is_plain(text: str) -> bool:
    """Tell whether a text is LaTeX as it is, and shows as it is."""
    return bool(_PLAIN.fullmatch(text)) and "--" not in text and "''" not in text and ",," not in text


def _is_in_names(char: str) -> bool:
    return char.isspace() or char in _IN_NAMES or unicodedata.category(char)[0] in "LM"


def _is_capital(word: str) -> bool:
    """Tell whether a word holds a capital beyond its first letter, or one beside a digit, or is a letter alone."""
    has_capital = any(map(str.isupper, word))
    return has_capital and (not word[1:].islower() if len(word) > 1 else word != "A")


def _braced(match: re.Match[str]) -> str:
    return f"{{{match[0]}}}"


def _form(match: re.Match[str]) -> str:
    return _form_of(match[0])


@cache
def _form_of(char: str) -> str:
    """Return a character's LaTeX form; one that does not read back as the character, or asks for fonts, is none.

    U+02C6 shares its form with `^`, which needs it; Cyrillic letters have forms that few documents load.
    """
    if char in _FORMS:
        return _FORMS[char]
    form = str(_encoder.unicode_to_latex(char))
    if char == "\u02c6" or r"\cyr" in form.casefold() or r"\textfrac" in form:
        return char
    return form if _decoder.latex_to_text(form) == char else char
