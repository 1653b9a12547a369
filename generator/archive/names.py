"""Authors' names: the parts that citation formats need, parsed once for all of them.

A person's name has a family name, given names, particles (`van der`) and a suffix (`Jr.`). A group's name, and anything
else that is not a plain name, is kept whole. nameparser finds the parts; it is used only for the few names that contain
one of its special words, because it takes a hundred times as long as finding the last word.
"""

import re
import unicodedata
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from nameparser import Parser

NAMES = 1 << 17  # cached: more than an archive of 18,000 papers has

_GROUPS = (
    "academy|alliance|association|center|centre|collaboration|college|committee|community|company|consortium|contributors"
    "|corporation|foundation|gmbh|group|inc|initiative|institute|lab|laboratories|laboratory|labs|ltd|network"
    "|organization|project|research|robotics|school|society|team|teams|university|workshop"
)
_COMPANIES = (
    "alibaba|anthropic|baidu|bytedance|deepmind|deepseek|google|huggingface|hunyuan|ibm|meituan|microsoft"
    "|nvidia|openai|qwen|salesforce|stepfun|tencent|xiaomi"
)
# A word of a group, alone or at the end of another (`OpenAI`, `KimiTeam`); a person can be named Ai, or DAI.
_GROUP = re.compile(rf"(?<![^\s-])\.*(?:(?:\w*[a-z])?(?:AI|Team)|(?i:{_GROUPS}|{_COMPANIES}))[.,]*(?![^\s-])")
_LIST_WORD = re.compile(r"(?:^|\s)(?:and|&)(?:\s|$)|^others$", re.IGNORECASE)
# Entries of author lists that are not names: up to three punctuation marks, or a hint at more authors.
_MARK = r"(?:\s*[!-/:-@\[-`{-~\xb7\u2010-\u2027\u2030-\u205e\u3001\u3002]\s*)"
_NOBODY = re.compile(
    rf"{_MARK}{{1,3}}|{_MARK}{{,3}}\b(?P<more>(?:and\s+)?(?:others|et(?:\.\s*|\s+)al))\b{_MARK}{{,3}}", re.IGNORECASE
)

_SUFFIX = r"(?:Jr|Sr|Junior|Senior|II|III|IV)\.?"
_SUFFIX_BEFORE_GIVEN = re.compile(rf"([^,]+),\s*({_SUFFIX}),\s*([^,]+)", re.IGNORECASE)  # as BibTeX writes it
_SUFFIX_WORD = re.compile(rf"{_SUFFIX}|V|Ph\.?D\.?", re.IGNORECASE)
_INVERTED = (1, 2, 3)  # parts of a name between commas
# The only characters of a person's name that are not letters, marks or spaces.
_IN_NAMES = frozenset(".,-'\"\u00b7\u2010\u2011\u2018\u2019\u201c\u201d")
_SIMPLE = re.compile(r"[A-Za-z]+\.?(?:[ -][A-Za-z]+\.?)*")  # most names
# Irish, Arabic, Hebrew and Italian prefixes of family names that nameparser does not know.
_PREFIXES = frozenset({"ó", "ní", "uí", "el", "ben", "bou", "abou", "lo"})
# Particles to nameparser, but among authors of papers far more often given names or parts of them.
_NO_PARTICLES = frozenset({"af", "bar", "op", "te"})


class Name(msgspec.Struct, frozen=True, gc=False):
    """A name in its parts. A group, or a person with a single name, has only `family`."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    is_group: bool = False

    @property
    def surname(self) -> str:
        """The family name, preceded by its particles."""
        return f"{self.particle} {self.family}" if self.particle else self.family

    @property
    def inverted(self) -> str:
        """The name for RIS and citation_author tags, where only commas separate parts: `Family, Given, Suffix`."""
        if not self.given:
            return self.surname.replace(", ", " ").replace(",", "")
        inverted = f"{self.surname}, {self.given}"
        return f"{inverted}, {self.suffix}" if self.suffix else inverted


def without_nobody(names: tuple[str, ...]) -> tuple[tuple[str, ...], bool]:
    """Return the real names, and whether the list says that there are more authors (`et al.`)."""
    if not any(map(_names_nobody, names)):
        return names, False
    more = any(bool(found and found["more"]) for found in map(_NOBODY.fullmatch, names))
    return tuple([name for name in names if not _names_nobody(name)]), more


@lru_cache(NAMES)
def read_name(text: str) -> Name:
    """Return a name in its parts. No letter is lost: if nameparser would drop any, the name is kept whole."""
    simple = _SIMPLE.fullmatch(text)
    words, said = text.split(), _said_by(text)
    if simple and len(words) > 1 and "AI" not in text and "Team" not in text and _unusual_words().isdisjoint(said):
        return Name(words[-1], " ".join(words[:-1]))  # most names
    if is_group(text):
        return Name(text, is_group=True)
    if len(words) <= 1 or not (simple or all(map(_is_in_names, text))) or _LIST_WORD.search(text):
        return Name(text)
    if "," not in text and _special_words().isdisjoint(said):
        name = Name(words[-1], " ".join(words[:-1]))
    else:
        name = _parted(text)
        if _words(name) != sorted(text.replace(",", " ").split()):
            return Name(text)
    # BibTeX reads a lone hyphen as a space, and then lacks the name beside it.
    return name if simple or all(any(map(str.isalpha, part)) for part in (name.family, name.given)) else Name(text)


def in_reading_order(text: str) -> str:
    """Return a name as listings have it, `Given Family Suffix`, where it is written with commas.

    Written so are `Family, Given`, RIS's `Family, Given, Suffix` and BibTeX's `Family, Suffix, Given`. A group's name
    may have commas of its own.
    """
    if "," not in text or is_group(text):
        return text.strip()
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) not in _INVERTED:
        return text.strip()
    if len(parts) > 1 and (suffix := next(filter(_SUFFIX_WORD.fullmatch, parts[1:]), "")):
        parts.remove(suffix)
        return " ".join([*parts[1:], parts[0], suffix])
    return " ".join([*parts[1:], parts[0]]) if len(parts) <= 2 else text.strip()  # noqa: PLR2004


def is_group(text: str) -> bool:
    """Return whether the name is that of a group, such as a team or a company."""
    return bool(_GROUP.search(text))


@lru_cache(NAMES)
def _names_nobody(name: str) -> bool:
    return bool(_NOBODY.fullmatch(name))


def _parted(text: str) -> Name:
    """Return the parts that nameparser finds, corrected for authors of papers."""
    found = _parser().parse(_SUFFIX_BEFORE_GIVEN.sub(r"\1, \3, \2", text))
    given = " ".join(filter(None, (found.title, found.given, found.middle))).split()
    family, suffix = found.family.split(), found.suffix
    if suffix and not all(map(_SUFFIX_WORD.fullmatch, suffix.replace(",", " ").split())):
        return Name(text)
    if not family and suffix.casefold() == "junior":  # a family name if there is no other
        family, suffix = [suffix], ""
    if not family or (not given and "," not in text):  # `De Wang`: a word that begins a name is not a particle
        given, family = (given + family)[:-1], (given + family)[-1:]
    if not (given and family):
        return Name(text)
    # BibTeX and CSL separate a particle only if it is in lower case.
    large = next((at for at, word in enumerate(family) if not word[0].islower()), len(family) - 1)
    return Name(" ".join(family[large:]), " ".join(given), " ".join(family[:large]), suffix)


def _words(name: Name) -> list[str]:
    return sorted(f"{name.given} {name.particle} {name.family} {name.suffix}".replace(",", " ").split())


def _said_by(text: str) -> list[str]:
    """Return the words of a name in the form used by the word lists."""
    return text.casefold().replace(".", "").replace("-", " ").split()


@cache
def _unusual_words() -> frozenset[str]:
    """Return the words of names that are not simply given names and a family name."""
    return _special_words().union(_GROUPS.split("|"), _COMPANIES.split("|"), ("and", "others"))


def _is_in_names(char: str) -> bool:
    return char.isspace() or char in _IN_NAMES or unicodedata.category(char)[0] in "LM"


@cache
def _parser() -> "Parser":
    """Return nameparser without titles and degrees: lists of authors have none, and many are names (`Lama`)."""
    from nameparser import Lexicon, Parser, Policy  # noqa: PLC0415 - slow to load, and only needed for new pages

    known = Lexicon.default()
    none: frozenset[str] = frozenset()
    lexicon = replace(
        known,
        titles=none,
        given_name_titles=none,
        maiden_markers=none,
        suffix_acronyms=frozenset({"phd"}),
        suffix_acronyms_ambiguous=none,
        particles=(known.particles | _PREFIXES) - _NO_PARTICLES,
        particles_ambiguous=(known.particles_ambiguous | _PREFIXES) - _NO_PARTICLES,
    )
    policy = Policy(nickname_delimiters=frozenset(), segment_scripts=frozenset(), script_orders=())
    return Parser(lexicon=lexicon, policy=policy)


@cache
def _special_words() -> frozenset[str]:
    """Return the words that make nameparser split a name elsewhere than before its last word."""
    lexicon = _parser().lexicon
    return lexicon.particles | lexicon.conjunctions | lexicon.suffix_words | lexicon.suffix_acronyms
