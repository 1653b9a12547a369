r"""An emulation of Zotero's BibTeX import, with the rules that affect titles and names.

Zotero's translator (zotero/translators, BibTeX.js) is not a LaTeX parser. It replaces the entries of a table, in table
order and wherever they occur, so `\omega` is affected by `\o`, which means `ø`. Then it removes pairs of dollar signs,
as math, then braces, then the backslash before a sign. An unknown command remains with its name.
"""

import re
import unicodedata

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
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
# The commands of the table in order, each with its character; `\url` and `\href` are removed.
_FIRST = """
    textexclamdown ¡ textcent ¢ textsterling £ textyen ¥ textbrokenbar ¦ textsection § textasciidieresis ¨
    textcopyright © textordfeminine ª guillemotleft « textlnot ¬ textregistered ® textasciimacron ¯ textdegree °
    textpm ± texttwosuperior ² textthreesuperior ³ textasciiacute ´ textmu µ textparagraph ¶ textperiodcentered ·
    textonesuperior ¹ textordmasculine º guillemotright » textonequarter ¼ textonehalf ½ textthreequarters ¾
    textquestiondown ¿ AE Æ DH Ð texttimes × O Ø TH Þ ss ß ae æ dh ð textdiv ÷ o ø th þ i ı NG Ŋ ng ŋ OE Œ oe œ
    textasciicircum ˆ textacutedbl ˝
"""
_GREEK = """
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ varepsilon ε
    zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ varsigma ς sigma σ tau τ upsilon υ varphi φ
    chi χ psi ψ omega ω vartheta ϑ Upsilon ϒ phi ϕ varpi ϖ varrho ϱ epsilon ϵ infty ∞
"""
_SECOND = """
    textendash – textemdash — textbardbl ‖ textunderscore ‗ textquoteleft ‘ textquoteright ’ textquotesingle '
    quotesinglbase ‚ textquotedblleft “ textquotedblright ” quotedblbase „ textdagger † textdaggerdbl ‡ textbullet •
    textellipsis … textperthousand ‰ guilsinglleft ‹ guilsinglright › textfractionsolidus ⁄ texteuro € textcelsius ℃
    textnumero № textcircledP ℗ textservicemark ℠ texttrademark ™ textohm Ω textestimated ℮ textleftarrow ←
    textuparrow ↑ textrightarrow → textdownarrow ↓ textlangle 〈 textrangle 〉 textvisiblespace ␣ textopenbullet ◦
"""
# Sequences of plain characters that it joins into one.
_JOINED = {
    "---": "—",
    "--": "–",
    "'''": "‴",
    "''": "”",
    "``": "“",
    "!!": "‼",
    "?!": "⁈",
    "!?": "⁉",
    "TEL": "℡",
}
_RAISED = dict(zip("0456789+-=()n", "⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_LOWERED = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _accented() -> dict[str, str]:
    found = {}
    for command, mark in _ACCENTS.items():
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz":
            composed = unicodedata.normalize("NFC", letter + mark)
            if len(composed) == 1 and composed < "\u1f00":
                found[rf"{{\{command}{' ' * command.isalpha()}{letter}}}"] = composed
    return found | {r"{\L }": "Ł", r"{\l }": "ł", r"{\AA}": "Å", r"{\aa}": "å"}


_TABLE = (
    {r"\url": "", r"\href": ""}
    | {rf"{{\{name}}}": char for name, char in _pairs(_FIRST).items()}
    | {rf"$\{name}$": char for name, char in _pairs(_GREEK).items()}
    | {rf"{{\{name}}}": char for name, char in _pairs(_SECOND).items()}
    | _JOINED
    | _accented()
    | {r"{\~}": "∼", "~": "\u00a0"}
)
# Each rule is applied as it is, and then without its braces.
_RULES = [(latex, re.sub("[{}]", "", latex), char) for latex, char in _TABLE.items()]
_ACCENT = re.compile(r"\{?(\\[`\"'^~=])\{?\\?([A-Za-z])\}")
_LETTER_ACCENT = re.compile(r"(\\[a-z])\{(\\?[A-Za-z])\}")
_ITALIC = re.compile(r"\\textit\{([^}]+\})")
_BOLD = re.compile(r"\\textbf\{([^}]+\})")
_SCRIPT = re.compile(r"\$([^{$]*)([_^])\{([^}]+)\}\$")
_MATH = re.compile(r"\$([^$]+)\$")
_BRACES = re.compile(r"([^\\])[{}]+")
_ESCAPED = re.compile(r"([^\\])\\([#$%&~_^\\{}])")


def imported(value: str) -> str:
    """Return the value of a field as Zotero imports it."""
    if len(value) < 2:
        return value
    value = _ACCENT.sub(r"{\1\2}", value)
    value = _LETTER_ACCENT.sub(r"{\1 \2}", value)
    value = _BOLD.sub(r"<b>\1</b>", _ITALIC.sub(r"<i>\1</i>", value))
    value = _SCRIPT.sub(_script, value)
    for latex, bare, char in _RULES:
        value = value.replace(latex, char).replace(bare, char)
    value = _BRACES.sub(r"\1", _MATH.sub(r"\1", value)).removeprefix("{")
    value = _ESCAPED.sub(r"\1\2", _ESCAPED.sub(r"\1\2", value))
    if value[:1] == "\\" and value[1:2] in set("#$%&~_^\\{}"):
        value = value[1:]
    return re.sub(r"\s+", " ", value.replace(r"\\", "\\"))


def imported_names(value: str) -> list[str]:
    """Return the creators that Zotero imports from a BibTeX list of names, in reading order."""
    return [_creator(name) for name in _parted(value, " and ")]


def _creator(name: str) -> str:
    parts = [imported(part) for part in _parted(name, ", ")]
    return " ".join([parts[-1], parts[0], *parts[1:-1]] if len(parts) > 1 else parts)


def _script(match: re.Match[str]) -> str:
    before, sign, text = match.groups()
    char = (_RAISED if sign == "^" else _LOWERED).get(text)
    tag = "sup" if sign == "^" else "sub"
    return (f"${before}$" if before else "") + (char or f"<{tag}>{text}</{tag}>")


def _parted(text: str, separator: str) -> list[str]:
    """Return the parts between separators outside braces. A character after a backslash does not count as a brace."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(text):
        if not depth and text.startswith(separator, at):
            parts.append(text[start:at])
            at = start = at + len(separator)
            continue
        if text[at] == "\\":
            at += 1
        else:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return [*parts, text[start:]]
