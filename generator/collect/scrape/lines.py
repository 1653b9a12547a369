"""The lines of a page by kind: of its frame, facts of a paper, or text, which is a title or an abstract."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple, Self

from generator.collect.scrape.labels import (
    BANNER,
    GLUED_MENU,
    MONTHS,
    REST_OF_MONTH,
    SUBMITTED,
    TALLIES,
    WORDS,
    has_label,
)
from generator.collect.scrape.texts import SURE_ABSTRACT, is_abstract
from generator.text import clean

LONGEST_LAB = 100
_LONGEST_FACTS = 300
_LONGEST_SUBMITTER = 80
_LONGEST_CUT = 60  # of what a message quotes
_A_LEAP_YEAR = 2000  # has every day that any year has

_COUNT = r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}"
_DATE = rf"(?P<month>{'|'.join(MONTHS)})(?:{REST_OF_MONTH})? (?P<day>[0-9]{{1,2}})(?:, (?P<year>[0-9]{{4}}))?"
_FACTS = re.compile(
    rf"(?:[•·]? ?(?P<authors>{_COUNT}) authors?)? ?[•·]? ?"
    rf"(?:(?:Published on )?{_DATE}(?: (?P<comments>{_COUNT}))?)? ?[•·]?",
    re.IGNORECASE,
)
_LAB_AND_FACTS = re.compile(rf"[^•·]{{1,{LONGEST_LAB}}}?(?P<facts>[•·].+)")
_PAGE_DAY = re.compile(_DATE, re.IGNORECASE)


class Kind(Enum):
    """What a line is."""

    BANNER = auto()  # only in headers
    WORD = auto()  # in headers; elsewhere part of a menu
    MENU = auto()  # in headers, between papers and at the foot of a page
    SUBMITTED = auto()  # above papers, like a tally of upvotes
    TALLY = auto()
    FACTS = auto()  # below papers; a date alone may be a header's day
    TEXT = auto()


ABOVE = {Kind.SUBMITTED, Kind.TALLY}  # a title
FRAME = {Kind.MENU, Kind.WORD, *ABOVE}


class Line(NamedTuple):
    """A line by its number; `facts` are those of a line of facts: authors, month, day, year, comments."""

    number: int
    text: str
    kind: Kind
    facts: Mapping[str, str] = MappingProxyType({})

    @property
    def has_date(self) -> bool:
        """Whether it tells a day that some year has."""
        return date_of(self.facts, _A_LEAP_YEAR) is not None

    @property
    def is_day(self) -> bool:
        """Whether it is a day and nothing else, as the page's own."""
        return _PAGE_DAY.fullmatch(self.text) is not None and self.has_date

    @property
    def tally(self) -> int | None:
        """The count that stands alone on the line."""
        return count_of(self.text) if self.kind is Kind.TALLY and re.fullmatch(_COUNT, self.text) else None


def count_of(facts: str | None) -> int | None:
    """Return a count as a number."""
    return int(facts.replace(",", "")) if facts else None


def date_of(facts: Mapping[str, str], year: int | None) -> date | None:
    """Return the date in the facts, in `year` unless they have their own; None if none exists."""
    year = int(facts["year"]) if "year" in facts else year
    if year is None or "month" not in facts:
        return None
    try:
        return date(year, MONTHS.index(facts["month"].capitalize()) + 1, int(facts["day"]))
    except ValueError:
        return None


def read_lines(text: str) -> list[Line]:
    """Return the lines that are not blank."""
    # str.splitlines would also split at characters such as U+2028, which occur inside abstracts.
    lines = enumerate(text.replace("\ufeff", "").split("\n"), start=1)
    return _without_names([read_line(number, clean(line)) for number, line in lines if line.strip()])


def read_line(number: int, text: str) -> Line:
    """Return a line that stands alone."""
    if text in WORDS:
        return Line(number, text, Kind.WORD)
    if text and len(text) <= _LONGEST_FACTS and (facts := _FACTS.fullmatch(text) or _facts_behind_lab(text)):
        return Line(number, text, Kind.FACTS, {name: value for name, value in facts.groupdict().items() if value})
    return Line(number, text, _kind(text))


def _kind(text: str) -> Kind:
    if not text or len(text) > _LONGEST_FACTS:
        return Kind.TEXT
    if TALLIES.fullmatch(text):
        return Kind.TALLY
    if len(text) <= _LONGEST_SUBMITTER and SUBMITTED.fullmatch(text):
        return Kind.SUBMITTED
    if GLUED_MENU.fullmatch(text):
        return Kind.BANNER if BANNER.search(text) else Kind.MENU
    return Kind.MENU if has_label(text) else Kind.TEXT


def _facts_behind_lab(text: str) -> re.Match[str] | None:
    """Return the facts of a line such as `Lab · Published on Aug 5`."""
    behind = _LAB_AND_FACTS.fullmatch(text)
    facts = _FACTS.fullmatch(behind["facts"]) if behind else None
    return facts if facts and any(facts.groupdict().values()) else None


def _without_names(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, with each name below `Submitted by` classified as part of the frame.

    It is a name unless an abstract follows: then the page shows no name, and it is the title.
    """
    read = list(lines)
    for at, (above, line) in enumerate(pairwise(lines), start=1):
        alone = above.kind is Kind.SUBMITTED and not SUBMITTED.sub(r"\g<name>", above.text).strip()
        short = line.kind is Kind.TEXT and len(line.text) <= _LONGEST_SUBMITTER
        if alone and short and _begin_with_title(lines[at + 1 : at + 3]):
            read[at] = line._replace(kind=Kind.SUBMITTED)
    return read


def _begin_with_title(lines: Sequence[Line]) -> bool:
    """Return whether lines begin with a title or its tally; a title that ends like a sentence has a long abstract."""
    if not lines or lines[0].kind not in {Kind.TALLY, Kind.TEXT}:
        return False
    long = [line.kind is Kind.TEXT and len(line.text) >= SURE_ABSTRACT for line in lines]
    return not is_abstract(lines[0].text) or long == [False, True]


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread passage, from `line` to `last`; the message says what is required and quotes the text."""

    line: int
    message: str
    last: int

    @classmethod
    def of(cls, must: str, lines: Sequence[Line]) -> Self:
        """Return the passage from the first of the lines to the last one."""
        text = lines[0].text or lines[-1].text
        cut = text if len(text) <= _LONGEST_CUT else f"{text[:_LONGEST_CUT]}…"
        return cls(lines[0].number, f"{must}: “{cut}”", lines[-1].number)
