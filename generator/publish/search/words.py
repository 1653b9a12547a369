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
_JOINED = re.compile(rf"({_RUN})[-\u2010\u2013\u2212_^{{}}.&'\u2019$]{{1,3}}(?=({_RUN}))")
_MAY_JOIN = re.compile(r"[-_^{}.&'$+][^ \n]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_HAS_UMLAUT = re.compile("[äöüøå]")
_NUMBERED = re.compile("([A-Z][A-Za-z]*) (?=[0-9])")

# Most texts are of ASCII and hold nothing that may be an id: their words lie between blanks, if all else is made one.
_MAY_BE_ID = re.compile(r"\.(?<=[0-9]{4}\.)[0-9]")
_BETWEEN_BLANKS = "".join(letter.lower() if letter.isalnum() else " " for letter in map(chr, range(128)))


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits, without case, accents and width (NFKD)."""
    if text.isascii() and not _MAY_BE_ID.search(text) and not _MAY_BE_SIGN.search(text):
        return text.translate(_BETWEEN_BLANKS).split()
    return _WORD.findall(_folded(text))


def joined_of(text: str) -> list[str]:
    """Return words in another way of writing: those that a hyphen or the like parts, as one; those with an umlaut."""
    text = _NUMBERED.sub(r"\1-", text)
    if text.isascii():
        if not _MAY_JOIN.search(text):
            return []
        # Most runs are plain words, perhaps with a comma behind them: they hold nothing to join.
        return _pairs(" ".join([run for run in text.split() if not run[:-1].isalnum()]))
    return _pairs(text) + _without_umlauts(text)


def _pairs(text: str) -> list[str]:
    return [first + second for first, second in _JOINED.findall(_folded(text))]


def _without_umlauts(text: str) -> list[str]:
    """Return the words that have an umlaut as people write them who lack it: Schoelkopf."""
    runs = unicodedata.normalize("NFC", text).lower().replace("\n", " ").split(" ")
    return words_of(" ".join([run.translate(_UMLAUTS) for run in runs if _HAS_UMLAUT.search(run)]))


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
