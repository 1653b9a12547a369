"""Text from outside, made safe to keep: what no page, feed or file can carry is taken out on the way in."""

import re
import unicodedata

# XML 1.0, section 2.2 (Char), forbids the C0 controls but tab, newline and return, the surrogates, U+FFFE and
# U+FFFF. The C1 controls, byte order marks and the bidirectional overrides (Unicode UAX #9, section 2) are
# allowed there, but no title needs them and each can hide or reorder what a person reads.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def clean(text: str) -> str:
    """Return the text as one line: unwanted characters gone, runs of white space folded to one space."""
    if text.isascii() and text.isprintable() and "  " not in text:  # as most are, a hundred thousand times
        return text.strip()
    one_line = " ".join(text.split())  # first: some of the unwanted characters part words
    return " ".join(_UNWANTED.sub("", one_line).split())


def unwanted(text: str) -> str | None:
    """Return the first character of the text that no page should carry, None where there is none."""
    found = _UNWANTED.search(text)
    return found[0] if found else None


def fold(text: str) -> str:
    """Return what two spellings of one title share: NFKC, case folded, letters and digits only.

    A title of punctuation alone folds to itself (NFKC, without blanks), so that two of them stay two papers.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def shorten(text: str, longest: int) -> str:
    """Return the text, cut at a word where it is longer than that many characters, with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip() + "…"
