"""Cleaning text from outside: one rule for the characters that any text may contain, whatever its source.

A text contains only what people can see. Invisible characters are removed from what machines send (`clean`) and refused
in what people write (`hidden`):

- controls, surrogates and noncharacters (Unicode Standard, section 23), which XML, TeX or UTF-8 cannot represent;
- private-use characters, which look different in every font;
- every default ignorable code point (DerivedCoreProperties.txt): soft hyphens, zero-width spaces and joiners,
  directional marks, fillers, variation selectors, and tags, which hide text from people but not from language models;
- interlinear annotation and U+FFFC, which are placeholders for something that is missing.

Four of these are kept where a script or symbol needs them, one at a time:

- U+200C and U+200D directly after a letter or mark of a script that joins, such as Persian or Hindi
  (Unicode Standard, section 23.2);
- U+200D between two emoji, U+FE0E and U+FE0F after one or in a keycap, and the tags of the three flags in use:
  England, Scotland and Wales (UTS #51);
- Mongolian variation selectors after a Mongolian letter (Unicode Standard, section 13.5);
- U+FE00 to U+FE02 after a mathematical operator, an ideograph or a letter of Myanmar or Phags-pa, U+E0100 to U+E01EF
  after an ideograph (UTS #37): they distinguish names of people.

Directional marks are not kept: pages isolate each text, so none needs them. Every kind of white space becomes a space.
The rule is written as ranges because Python's own tables differ between versions.
"""

import re
import unicodedata
from collections.abc import Iterator

# Scripts whose letters join or stack, except ignorable characters: Arabic to Mandaic and its extensions, those of
# South and South-East Asia, Mongolian, and similar scripts in the supplementary planes.
_JOINING = (
    "\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0e80-\u109f\u1700-\u17b3\u17b6-\u17ff\u1807\u180a\u1820-\u18af\u1900-\u1cff"
    "\ua800-\ua8ff\ua930-\ua9ff\uaa00-\uaadf\uaae0-\uaaff\uabc0-\uabff\U00010a00-\U00010fff\U00011000-\U00011fff"
    "\U0001e900-\U0001e95f"
)
# First characters of emoji (emoji-variation-sequences.txt, emoji-zwj-sequences.txt), and their neighbours.
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_VARYING = f"\u2200-\u22ff\u2a00-\u2aff\u1000-\u109f\ua840-\ua877{_IDEOGRAPHS}"
_FLAG = "\U0001f3f4\U000e0067\U000e0062{}\U000e007f"
_FLAGS = [_FLAG.format("".join(chr(0xE0000 + ord(letter)) for letter in name)) for name in ("eng", "sct", "wls")]

_NEVER = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe03-\ufe0d\ufeff"
    "\uffa0\ufff0-\ufffc\ufffe\uffff"
)
_NEVER_BEYOND = "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U0010ffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000)
)
# A superset of the hidden characters: searching for it is many times faster than the exact rule.
_SUSPECT = re.compile(
    f"[{_NEVER}\u200c\u200d\ufe00-\ufe02\ufe0e\ufe0f\u180b-\u180f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001fffe-\U0010ffff]"
)
_HIDDEN = re.compile(
    rf"(?P<kept>{'|'.join(_FLAGS)})|(?P<hidden>[{_NEVER}{_NEVER_BEYOND}]"
    rf"|\u200c(?<![{_JOINING}]\u200c)"
    rf"|\u200d(?<![{_JOINING}]\u200d)(?!(?:(?<=[{_EMOJI}]\u200d)|(?<=[{_EMOJI}]\ufe0f\u200d))[{_EMOJI}])"
    rf"|[\ufe0e\ufe0f](?<![{_EMOJI}][\ufe0e\ufe0f])(?!(?<=[#*0-9]\ufe0f)\u20e3)"
    rf"|[\u180b-\u180f](?<![\u1820-\u18aa][\u180b-\u180f])"
    rf"|[\ufe00-\ufe02](?<![{_VARYING}][\ufe00-\ufe02])"
    rf"|[\U000e0100-\U000e01ef](?<![{_IDEOGRAPHS}][\U000e0100-\U000e01ef]))"
)
_SENTENCE_END = re.compile(r"[.!?][)\]\"'\u201d\u2019]*(?=\s+[\[(\"'\u201c\u2018]*[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|cf|vs|resp|approx|Fig|Figs|Eq|Eqs|Sec|Tab|No|Dr|Prof|St)|\b[A-Z])\.$"
)
_LONGEST_ABBREVIATION = len("approx")
_SEEN_AS_BLANK = re.compile("[\u2800\u3164\uffa0]")


def clean(text: str) -> str:
    """Return the text as one line, without invisible characters and with runs of white space collapsed."""
    if text.isascii() and text.isprintable() and "  " not in text:  # the fast path: most texts are plain
        return text.strip()
    one_line = " ".join(_SEEN_AS_BLANK.sub(" ", text).split())  # first, because some hidden characters separate words
    return " ".join(without_hidden(one_line).split())


def without_hidden(text: str) -> str:
    """Return the text without invisible characters, its white space unchanged."""
    return _HIDDEN.sub(lambda found: found["kept"] or "", text) if _SUSPECT.search(text) else text


def hidden(text: str) -> str | None:
    """Return the first invisible character that the text must not contain, None if there is none."""
    if (text.isascii() and text.replace("\n", "").isprintable()) or not _SUSPECT.search(text):
        return None
    return next((found["hidden"] for found in _HIDDEN.finditer(text) if found["hidden"]), None)


def hidden_problem(text: str) -> str | None:
    """Return a message about the first invisible character of the text, None if there is none."""
    character = hidden(text)
    return f"holds the invisible character {_named(character)}: take it out" if character else None


def hidden_in_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number (from 1) of each line with an invisible character, and a message about it."""
    if hidden(text):
        for number, line in enumerate(text.split("\n"), 1):
            if message := hidden_problem(line):
                yield number, message


def fold(text: str) -> str:
    """Return the normal form of a title, for comparison: NFKC, case folded, only letters and digits.

    A title that is only punctuation keeps it (NFKC, without white space), so that two such titles differ.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded)) or "".join(folded.split())


def shorten(text: str, longest: int) -> str:
    """Return the text; if it is longer than that, it is cut at a word and ends with an ellipsis."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip() + "…"


def first_sentence(text: str) -> str:
    """Return the text up to the end of its first sentence, or all of it if that cannot be told.

    A sentence ends with a period, question or exclamation mark before a space and a capital letter, unless the word is
    an initial or an abbreviation.
    """
    ends = (
        match
        for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATED.search(text, max(match.start() - _LONGEST_ABBREVIATION, 0), match.start() + 1)
    )
    end = next(ends, None)
    return text[: end.end()].rstrip() if end else text


def counted(number: int, noun: str) -> str:
    """Return the number with its noun in the singular or the plural."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _named(character: str) -> str:
    """Return a character's code point and name, or its kind if Unicode gives it no name."""
    point = ord(character)
    number = f"U+{point:04X}"
    if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF:  # noqa: PLR2004 - Unicode Standard, section 23.7
        return f"{number} (a noncharacter)"
    kinds = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Co": "a private-use character"}
    kind = kinds.get(unicodedata.category(character), "an unassigned character")
    return f"{number} {unicodedata.name(character, '') or f'({kind})'}"
