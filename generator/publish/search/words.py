"""Tokenizing: how texts and queries become the terms of the search index.

`overrides/assets/javascripts/search-words.js` applies the same rules to queries, and a browser test compares the two.
So each rule is a regular expression that works in both Python and JavaScript.
"""

import re
import unicodedata

# Invisible characters and modifier letters inside words: soft hyphens, joiners, direction marks.
_HIDDEN = re.compile("[\u00ad\u02b9-\u02bf\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff]+")

# Accents of Latin, Greek and Cyrillic letters, which few people type.
_ACCENTS = re.compile("[\u0300-\u036f]+")

# Letters that Unicode does not decompose, as people type them without the right keyboard (CLDR, Latin-ASCII).
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t", "ŋ": "n", "ƀ": "b",
     "ɓ": "b", "ɖ": "d", "ɗ": "d", "ɠ": "g", "ƙ": "k", "ƴ": "y", "ɛ": "e", "ɔ": "o", "ɨ": "i", "ʉ": "u",
     "ς": "σ", "∇": "nabla"}  # noqa: RUF001
)  # fmt: skip

# A Greek letter without other Greek letters beside it is replaced by its name, as in π0.
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

# Signs that are part of a word.
_SIGNS = (
    (re.compile(r"(?<![a-z0-9])([a-z])\+\+"), r"\1pp "),  # C++
    (re.compile(r"(?<=[a-z0-9])\+\+"), "-pp "),  # ControlNet++
    (re.compile(r"(?<![a-z0-9])([a-z])#(?![a-z0-9])"), r"\1sharp"),  # C#
    (re.compile(r"(?<![a-z0-9*])([a-z])\*(?![a-z0-9*])"), r"\1star"),  # A*
    (re.compile(r"(?<![a-z0-9])\.net(?![a-z0-9])"), "dotnet"),
    (re.compile(r"(?<=[0-9])×"), "x"),  # noqa: RUF001
)
_MAY_BE_SIGN = re.compile(r"\+\+|[#*]|\.[nN]")

# Chinese and Japanese have no spaces between words, so each character counts as a word.
_ALONE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

# Korean attaches its endings directly to foreign words.
_KOREAN = "\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"

# An arXiv id, or the start of one, is one word.
_ID = r"[0-9]{4}\.[0-9]{1,8}"
_RUN = rf"{_ID}|[{_ALONE}]|[{_KOREAN}]+|[^\W_{_ALONE}{_KOREAN}]+"
_WORD = re.compile(_RUN)

# Separators within a name that others write as one word: GPT-4o, BR^{3}, O'Reilly. A number often follows after a
# space. The parts of an id are not words.
_JOINED = re.compile(rf"{_ID}|({_RUN})[-\u2010\u2013\u2212_^{{}}.&'\u2019$]{{1,3}}(?=({_RUN}))")
_NUMBERED = re.compile("([A-Z][A-Za-z]*) (?=[vV]?[0-9])")
_MAY_BE_NUMBERED = re.compile(" [vV]?[0-9]")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_HAS_UMLAUT = re.compile("[äöüøå]")

# Fast path for ASCII, which most texts are: other characters become spaces, and words are what remains between them.
# Runs also keep the signs that join words.
_MAY_BE_ID = re.compile(r"\.(?<=[0-9]{4}\.)[0-9]")
_BETWEEN_BLANKS, _RUNS, _RUNS_WITH_DOTS = (
    "".join(letter.lower() if letter.isalnum() or letter in signs else " " for letter in map(chr, range(128)))
    for signs in ("", "-_^{}&'$+#*", "-_^{}&'$+#*.")
)
_HAS_DOT = re.compile(r"\.(?! |$)")  # not at the end of a sentence

JOINED = " "  # ends a compound: a term made of two words that others write as one


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits, ignoring case, accents and width (NFKD)."""
    if text.isascii() and not _MAY_BE_ID.search(text) and not _MAY_BE_SIGN.search(text):
        return text.translate(_BETWEEN_BLANKS).split()
    return _WORD.findall(_folded(text))


def joined_of(text: str) -> list[str]:
    """Return compounds: two words with a hyphen or similar sign between them, or a name and a number after a space."""
    pairs = _JOINED.findall(_folded(_with_numbers(text)))
    return [first + second for first, second in pairs if first]


def without_umlauts(text: str) -> list[str]:
    """Return the words with an umlaut in their spelling without it: Schoelkopf."""
    if text.isascii():
        return []
    words = _WORD.findall(unicodedata.normalize("NFC", _HIDDEN.sub("", text)).lower())
    return words_of(" ".join([word.translate(_UMLAUTS) for word in words if _HAS_UMLAUT.search(word)]))


def runs_of(text: str) -> str:
    """Return the runs of a text with spaces between them: pieces whose words and compounds are those of the text.

    Most runs are single words, and the others recur in other texts, so the terms of a run can be cached.
    """
    text = _with_numbers(text)
    if text.isascii():
        return _ascii_runs(text)
    runs = text.split()
    return " ".join([_ascii_runs(" ".join(filter(str.isascii, runs))), *(run for run in runs if not run.isascii())])


def _with_numbers(text: str) -> str:
    """Return the text with a hyphen instead of the space between a name and its number."""
    return _NUMBERED.sub(r"\1-", text) if _MAY_BE_NUMBERED.search(text) else text


def _ascii_runs(text: str) -> str:
    return text.translate(_RUNS_WITH_DOTS if _HAS_DOT.search(text) else _RUNS)


def _folded(text: str) -> str:
    if text.isascii():
        folded = text.lower()
    else:
        bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", _HIDDEN.sub("", text)))
        # upper().lower() folds like str.casefold, which JavaScript lacks, except for the two lowercase sigmas.
        plain = bare.upper().lower().translate(_LETTERS)
        folded = unicodedata.normalize("NFC", _GREEK.sub(lambda letter: _NAMES[letter[0]], plain))
    if _MAY_BE_SIGN.search(folded) or "×" in folded:  # noqa: RUF001
        for pattern, written in _SIGNS:
            folded = pattern.sub(written, folded)
    return folded
