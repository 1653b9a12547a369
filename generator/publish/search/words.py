"""Words: how a text becomes the terms that the search index knows it by.

`overrides/assets/javascripts/search-index.js` makes terms of a query by the same rules, and a test in a browser holds
the two against each other. So each rule is one regular expression that Python and JavaScript read alike.
"""

import re
import unicodedata

# Characters that nobody sees, and marks that stand in a word as a letter would: soft hyphens, joiners, directions.
_HIDDEN = re.compile("[\u00ad\u02b9-\u02bf\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+")

# Accents of Latin, Greek and Cyrillic letters: few people type them.
_ACCENTS = re.compile("[\u0300-\u036f]+")

# Letters that Unicode does not take apart, as people write them who lack the key (CLDR, Latin-ASCII).
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƀ": "b",
     "ɓ": "b", "ɖ": "d", "ɗ": "d", "ɠ": "g", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u",
     "ς": "σ", "∇": "nabla"}  # noqa: RUF001
)  # fmt: skip

# A Greek letter that stands alone among others is a name, as in π0.
_GREEK = re.compile("(?<![α-ω])[α-ω](?![α-ω])")  # noqa: RUF001
_NAMES = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψω",
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "zeta",
            "eta",
            "theta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "omicron",
            "pi",
            "rho",
            "sigma",
            "tau",
            "upsilon",
            "phi",
            "chi",
            "psi",
            "omega",
        ],
        strict=True,
    )
)

# Signs that make another word of the one before or after them.
_SIGNS = (
    (re.compile(r"(?<![a-z0-9])([a-z])\+\+"), r"\1pp "),  # C++
    (re.compile(r"(?<=[a-z0-9])\+\+"), "-pp "),  # ControlNet++
    (re.compile(r"(?<![a-z0-9])([a-z])#(?![a-z0-9])"), r"\1sharp"),  # C#
    (re.compile(r"(?<![a-z0-9*])([a-z])\*(?![a-z0-9*])"), r"\1star"),  # A*
    (re.compile(r"(?<![a-z0-9])\.net(?![a-z0-9])"), "dotnet"),
    (re.compile(r"(?<=[0-9])×"), "x"),  # noqa: RUF001
)
_MAY_BE_SIGN = re.compile(r"\+\+|[#*]|\.[nN]")

# Chinese and Japanese put no blanks between words: there each character counts as one.
_ALONE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

# Korean puts its endings right behind a foreign word.
_KOREAN = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"

# An arXiv id is one word, and so is its beginning.
_ID = r"[0-9]{4}\.[0-9]{1,8}"
_RUN = rf"{_ID}|[{_ALONE}]|[{_KOREAN}]+|[^\W_{_ALONE}{_KOREAN}]+"
_WORD = re.compile(_RUN)

# What parts a name that others write as one word: GPT-4o, BR^{3}, O'Reilly. A number often stands behind a blank.
# The parts of an id are no words.
_JOINED = re.compile(rf"{_ID}|({_RUN})[-\u2010\u2013\u2212_^{{}}.&'\u2019$]{{1,3}}(?=({_RUN}))")
_NUMBERED = re.compile("([A-Z][A-Za-z]*) (?=[vV]?[0-9])")
_MAY_BE_NUMBERED = re.compile(" [vV]?[0-9]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_HAS_UMLAUT = re.compile("[äöüøå]")

# Most texts are of ASCII: their words lie between blanks, if all else is made one. Their runs keep signs that join.
_MAY_BE_ID = re.compile(r"\.(?<=[0-9]{4}\.)[0-9]")
_BETWEEN_BLANKS, _RUNS, _RUNS_WITH_DOTS = (
    "".join(letter.lower() if letter.isalnum() or letter in signs else " " for letter in map(chr, range(128)))
    for signs in ("", "-_^{}&'$+#*", "-_^{}&'$+#*.")
)
_HAS_DOT = re.compile(r"\.(?! |$)")  # that ends no sentence

JOINED = " "  # ends a term that two words are only written as elsewhere


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits, without case, accents and width (NFKD)."""
    if text.isascii() and not _MAY_BE_ID.search(text) and not _MAY_BE_SIGN.search(text):
        return text.translate(_BETWEEN_BLANKS).split()
    return _WORD.findall(_folded(text))


def joined_of(text: str) -> list[str]:
    """Return two words as one where a hyphen or the like parts them, or a blank a name and its number."""
    pairs = _JOINED.findall(_folded(_with_numbers(text)))
    return [first + second for first, second in pairs if first]


def without_umlauts(text: str) -> list[str]:
    """Return the words that have an umlaut as people write them who lack it: Schoelkopf."""
    if text.isascii():
        return []
    words = _WORD.findall(unicodedata.normalize("NFC", _HIDDEN.sub("", text)).lower())
    return words_of(" ".join([word.translate(_UMLAUTS) for word in words if _HAS_UMLAUT.search(word)]))


def runs_of(text: str) -> list[str]:
    """Return the pieces of a text that have no blank within: the words of each, also joined, are those of the text.

    Most of them are words already, and the others come again in other texts: what they hold need not be found again.
    """
    text = _with_numbers(text)
    if text.isascii():
        return _ascii_runs(text)
    runs = text.split()
    return _ascii_runs(" ".join(filter(str.isascii, runs))) + [run for run in runs if not run.isascii()]


def _with_numbers(text: str) -> str:
    """Return the text with a hyphen between a name and its number, which a blank parts."""
    return _NUMBERED.sub(r"\1-", text) if _MAY_BE_NUMBERED.search(text) else text


def _ascii_runs(text: str) -> list[str]:
    return text.translate(_RUNS_WITH_DOTS if _HAS_DOT.search(text) else _RUNS).split()


def _folded(text: str) -> str:
    if text.isascii():
        folded = text.lower()
    else:
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", _HIDDEN.sub("", text)))
        # Up and down again folds as str.casefold does, which JavaScript lacks; a sigma has two small letters.
        plain = bare.upper().lower().translate(_LETTERS)
        folded = unicodedata.normalize("NFC", _GREEK.sub(lambda letter: _NAMES[letter[0]], plain))
    if _MAY_BE_SIGN.search(folded) or "×" in folded:  # noqa: RUF001
        for pattern, written in _SIGNS:
            folded = pattern.sub(written, folded)
    return folded
