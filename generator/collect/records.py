"""Records: papers from a file of JSON Lines, CSV, BibTeX or RIS, checked field by field.

A format's reader yields the fields of each record as the file has them, with their lines; here they become sightings.
Every problem of a file is found at once. A record with a problem is left out, the others are kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from generator.archive.dates import is_plausible
from generator.archive.identifiers import (
    arxiv_id_of_doi,
    arxiv_id_problem,
    is_arxiv_address,
    read_arxiv_id,
    read_doi,
)
from generator.archive.links import link_problem, mended_link
from generator.archive.messages import nearest, shown
from generator.archive.models import Links, Sighting
from generator.collect.cleaning import read_abstract
from generator.text import clean

LARGEST_FILE = 200_000_000  # bytes; 10,000 papers with abstracts have 20 million
LONGEST_TITLE, LONGEST_ABSTRACT, LONGEST_NAME = 2_000, 50_000, 300
_MOST_NAMES = 10_000
_LARGEST_COUNT = 1_000_000_000
_FIRST_YEAR, _LAST_YEAR = 1500, 2199  # of papers

_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_COUNT = re.compile(r"[0-9]{1,10}", re.ASCII)


class Field(NamedTuple):
    """A field as the file has it: a text, several texts, or whatever JSON allows; `name` is what the file calls it."""

    value: object
    line: int
    name: str


class Wrong(NamedTuple):
    """What must hold of a field, instead of a value that its reader cannot parse."""

    message: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as the file has it: its fields by the names of `FIELDS`, and the line on which it begins."""

    line: int
    fields: Mapping[str, Field]


class Fault(NamedTuple):
    """A place of a file that is not as it must be, and what must hold."""

    line: int
    message: str


class Found(NamedTuple):
    """A paper, the line on which its record begins, and the day on which it was listed, if the file has it."""

    line: int
    paper: Sighting
    day: date | None


@dataclass(frozen=True, slots=True)
class Records:
    """The content of a file: its papers in their order, every fault by line, and what else to tell the user."""

    papers: tuple[Found, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...] = ()


Read = Callable[[str], Iterator[Raw | Fault]]
DayCheck = Callable[[date], date]


def read_records(read: Read, data: bytes, checked_day: DayCheck, day: date | None = None) -> Records:
    """Return the papers that `read` finds in a file's bytes; `day` is that of the papers whose record has none.

    `checked_day` returns a day on which papers can be listed, and raises ValueError for any other.
    """
    text = decoded(data)
    if isinstance(text, Fault):
        return Records((), (text,))
    papers: list[Found] = []
    faults: list[Fault] = []
    for raw in read(text):
        if isinstance(raw, Fault):
            faults.append(raw)
            continue
        record = _Record(raw)
        if found := record.found(checked_day, day):
            papers.append(found)
        faults += record.faults
    if not (papers or faults):
        faults.append(Fault(1, "holds no record of a paper"))
    return Records(tuple(papers), tuple(sorted(faults)))


def decoded(data: bytes) -> str | Fault:
    """Return the text of a file in UTF-8, with or without a byte order mark, or why it is none."""
    if len(data) > LARGEST_FILE:
        return Fault(1, f"must have at most {LARGEST_FILE:,} bytes: divide the file")
    if data.startswith(b"\x1f\x8b"):  # RFC 1952, section 2.3.1
        return Fault(1, "must be text; this is compressed by gzip: unpack it first")
    if encoding := _BYTE_ORDER_MARKS.get(data[:2]):
        return Fault(1, f"must be text in UTF-8; this is {encoding}: save it as UTF-8")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        byte = f"0x{data[error.start]:02x}"
        return Fault(line, f'must be text in UTF-8, and has the byte {byte}: save it as UTF-8 ("CSV UTF-8" in Excel)')
    if "\0" in text:
        return Fault(text.count("\n", 0, text.index("\0")) + 1, "must be text; this is binary: it has the byte 0x00")
    return text.replace("\r\n", "\n").replace("\r", "\n")


class _Record:
    """A record while it is read: the valid values of its fields, and the faults of the others."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self.faults: list[Fault] = []
        self._values: dict[str, object] = {}
        for name, field in raw.fields.items():
            value = field.value
            if value is None or value == [] or (isinstance(value, str) and not value.strip()):
                continue
            if isinstance(value, Wrong):
                self._complain(name, value.message)
                continue
            try:
                self._values[name] = FIELDS[name](value)
            except ValueError as error:
                self._complain(name, str(error))

    def found(self, checked_day: DayCheck, day: date | None) -> Found | None:
        """Return the paper, None if the record has a fault."""
        if "title" not in self._raw.fields or not (self._values.get("title") or self._has_fault("title")):
            self._complain("title", "must be given")
        self._identify()
        try:
            day = checked_day(own) if isinstance(own := self._values.pop("day", None), date) else day
        except ValueError as error:
            self._complain("day", str(error))
        if self.faults:
            return None
        links = {name: self._values.pop(name) for name in LINKS if name in self._values}
        facts = {name: value for name, value in self._values.items() if value not in (None, ())}
        return Found(self._raw.line, Sighting(**facts, links=Links(**links)), day)  # type: ignore[arg-type]

    def _identify(self) -> None:
        """Take an arXiv id or a DOI out of another field; what only repeats it is not kept."""
        url, doi = self._values.get("url"), self._values.get("doi")
        if isinstance(url, str) and is_arxiv_address(url):
            del self._values["url"]
            self._same("arxiv_id", read_arxiv_id(url), "url")
        elif isinstance(url, str) and (named := read_doi(url)):
            del self._values["url"]
            self._values.setdefault("doi", named)
            doi = self._values["doi"]
        if isinstance(doi, str) and (arxiv_id := arxiv_id_of_doi(doi)):
            del self._values["doi"]
            self._same("arxiv_id", arxiv_id, "doi")

    def _same(self, name: str, value: str | None, where: str) -> None:
        known = self._values.setdefault(name, value)
        if known != value:
            self._complain(where, f"names the arXiv id {value}, but the record has {known}: give the right one")

    def _has_fault(self, name: str) -> bool:
        return any(fault.message.startswith(f"{self._name(name)}: ") for fault in self.faults)

    def _complain(self, name: str, message: str) -> None:
        field = self._raw.fields.get(name)
        self.faults.append(Fault(field.line if field else self._raw.line, f"{self._name(name)}: {message}"))

    def _name(self, name: str) -> str:
        field = self._raw.fields.get(name)
        return field.name if field else name


def unknown(name: str, what: str) -> str:
    """Return a message about a field that there is not, with the nearest one."""
    return f'there is no {what} "{shown(name)}"{nearest(name, FIELDS) or "; there are " + ", ".join(FIELDS)}'


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be text")  # noqa: TRY004 - it is the file's mistake, here and below
    return value


def _short(longest: int) -> Callable[[object], str | None]:
    def read(value: object) -> str | None:
        text = clean(_text(value))
        if len(text) > longest:
            raise ValueError(f"must have at most {longest:,} characters, and has {len(text):,}")
        return text or None

    return read


def _abstract(value: object) -> str | None:
    text = read_abstract(_text(value), paragraphs=True)
    if text and len(text) > LONGEST_ABSTRACT:
        raise ValueError(f"must have at most {LONGEST_ABSTRACT:,} characters, and has {len(text):,}")
    return text


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise ValueError('must be a list of texts, such as ["Ada Finch", "Bo Lee"]')
    if len(value) > _MOST_NAMES:
        raise ValueError(f"must have at most {_MOST_NAMES:,} items, and has {len(value):,}")
    return tuple(filter(None, map(_short(LONGEST_NAME), value)))


def _count(value: object) -> int:
    if isinstance(value, str) and _COUNT.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST_COUNT:
        raise ValueError("must be a whole number, such as 0 or 12")
    return value


def _day(value: object) -> date:
    """Return a day on which papers were listed."""
    day = _date(value)
    if not is_plausible(day):
        raise ValueError("must be a day from 1991 to 2199")
    return day


def _date(value: object) -> date:
    text = value.strip() if isinstance(value, str) else str(value)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        must = "must be a day in the calendar, written as YYYY-MM-DD, such as 2025-03-11"
        raise ValueError(f'{must}, not "{shown(clean(text))}"') from None
    if str(day) != text:
        raise ValueError(f'must be written as YYYY-MM-DD (did you mean "{day}"?)')
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"must be a day from {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


def _arxiv_id(value: object) -> str:
    text = clean(_text(value))
    if arxiv_id := read_arxiv_id(text) or arxiv_id_of_doi(read_doi(text) or ""):
        return arxiv_id
    if problem := arxiv_id_problem(text):
        raise ValueError(problem)
    raise ValueError("must be an arXiv id, such as 2401.10000 or cs/0112017")


def _doi(value: object) -> str:
    text = clean(_text(value))
    if doi := read_doi(text):
        return doi
    raise ValueError("must be a DOI, such as 10.1000/182 or https://doi.org/10.1000/182")


def _url(value: object) -> str:
    url = mended_link(_text(value).strip())
    if problem := link_problem(url):
        near = f"https://{url}"
        hint = f' (did you mean "{shown(near)}"?)' if "://" not in url and not link_problem(near) else ""
        raise ValueError(f"{problem}{hint}")
    return url


#: How the value of each field is read; a ValueError says what must hold.
FIELDS: dict[str, Callable[[object], object]] = {
    "title": _short(LONGEST_TITLE),
    "authors": _texts,
    "abstract": _abstract,
    "day": _day,
    "arxiv_id": _arxiv_id,
    "doi": _doi,
    "url": _url,
    "keywords": _texts,
    "organization": _short(LONGEST_NAME),
    "upvotes": _count,
    "comments": _count,
    "published": _date,
    "author_count": _count,
    "withdrawn": _date,
    "code": _url,
    "project": _url,
}
LINKS = Links.__struct_fields__
LISTS = ("authors", "keywords")
