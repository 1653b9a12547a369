"""Words: how a text becomes the terms that the search index knows it by.

`overrides/assets/javascripts/search-index.js` makes terms of a query by the same rules, and a test in a browser holds
the two against each other. So each rule is one regular expression that Python and JavaScript read alike.
"""

import re
import unicodedata

# Accents of Latin, Greek and Cyrillic letters: few people type them.
_ACCENTS = re.compile("[\u0300-\u036f]+")

# Chinese and Japanese put no blanks between words: there each character counts as one.
_ALONE = "\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"

# An arXiv id is one word, and so is its beginning.
_ID = r"[0-9]{4}\.[0-9]{1,8}"
_WORD = re.compile(rf"{_ID}|[{_ALONE}]|[^\W_{_ALONE}]+")

# Most texts are of ASCII and hold nothing that may be an id: their words lie between blanks, if all else is made one.
_MAY_BE_ID = re.compile(r"\.(?<=[0-9]{4}\.)[0-9]")
_BETWEEN_BLANKS = "".join(letter.lower() if letter.isalnum() else " " for letter in map(chr, range(128)))

_LONGEST = 40  # letters that a word is known by

# Plurals. `bias` and `lens` look like some, and this field is full of both.
_STEMS = (
    (re.compile(r"^(bias|lens)(?:es)?$"), ""),
    (re.compile(r"^(.{2,})ies$"), "y"),
    (re.compile(r"^(.+(?:ss|x|ch|sh|zz))es?$"), ""),
    (re.compile(r"^(.{2,}[^sui])s$"), ""),
)

_LAST_LETTERS = ("s", "e")  # no other word is a plural, or shares a stem with one: nothing to ask the rules


def words_of(text: str) -> list[str]:
    """Return the words of a text in order: runs of letters and digits, without case, accents and width (NFKD)."""
    if text.isascii() and not _MAY_BE_ID.search(text):
        return text.translate(_BETWEEN_BLANKS).split()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    # Up and down again folds as str.casefold does, which JavaScript lacks; a sigma has two small letters.
    folded = bare.upper().lower().replace("ς", "σ")  # noqa: RUF001
    return _WORD.findall(unicodedata.normalize("NFC", folded))


def stem(word: str) -> str:
    """Return what a word and its plural share, and all words that begin as this one does if it is very long."""
    word = word[:_LONGEST]
    if word[-1:] not in _LAST_LETTERS:
        return word
    for pattern, ending in _STEMS:
        if match := pattern.match(word):
            return match[1] + ending
    return word
