"""RIS: records of lines `TAG  - value`, from `TY` to `ER`, as reference managers and this archive write them.

The format is read here rather than by a library, because libraries for it do not report line numbers
(the specification: https://en.wikipedia.org/wiki/RIS_(file_format), after Research Information Systems, 2001).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.archive.identifiers import is_arxiv_address, read_arxiv_id, read_doi
from generator.archive.names import in_reading_order
from generator.collect.records import Fault, Field, Raw

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,3}-(?: (.*))?")
_DATE = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[T/ ].*)?", re.ASCII)
_TITLES, _AUTHORS, _ABSTRACTS, _DATES = ("TI", "T1", "CT", "BT"), ("AU", "A1"), ("AB", "N2"), ("DA", "Y1", "PY")
_BY_PUBLISHER = ("RPRT", "THES")  # types whose publisher is where the authors are


class _Line(NamedTuple):
    number: int
    tag: str
    value: str


def read_ris(text: str) -> Iterator[Raw | Fault]:
    """Yield each record, and each line that belongs to none."""
    lines: list[_Line] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        found = _TAG.fullmatch(line.rstrip())
        tag, value = (found[1], found[2] or "") if found else ("", line.strip())
        if tag == "TY":
            if lines is not None:
                yield Fault(number, f"must come after ER  - , which ends the record of line {lines[0].number}")
                yield _record(lines)
            lines = [_Line(number, tag, value)]
        elif tag == "ER" and lines is not None:
            yield _record(lines)
            lines = None
        elif lines is not None and tag:
            lines.append(_Line(number, tag, value))
        elif lines is not None and value:  # a value of several lines
            lines[-1] = lines[-1]._replace(value=f"{lines[-1].value}\n{value}")
        elif value or tag:
            yield Fault(number, "must be in a record, which begins with TY  - and ends with ER  - ")
    if lines is not None:
        yield Fault(lines[0].number, "must end with ER  - : the file ends within this record")


def _record(lines: list[_Line]) -> Raw:
    found = {
        "title": _first(lines, _TITLES),
        "authors": _names(lines),
        "abstract": _first(lines, _ABSTRACTS),
        "published": _published(lines),
        "arxiv_id": _arxiv_id(lines),
        "doi": _first(lines, ("DO",)),
        "url": _url(lines),
        "keywords": _keywords(lines),
        "organization": _first(lines, ("PB",)) if lines[0].value.strip() in _BY_PUBLISHER else None,
    }
    return Raw(lines[0].number, {name: field for name, field in found.items() if field})


def _having(lines: list[_Line], tags: tuple[str, ...]) -> list[_Line]:
    """Return the lines with one of the tags that have a value, by the order of the tags."""
    return [line for tag in tags for line in lines if line.tag == tag and line.value]


def _first(lines: list[_Line], tags: tuple[str, ...]) -> Field | None:
    found = _having(lines, tags)
    return Field(found[0].value, found[0].number, found[0].tag) if found else None


def _names(lines: list[_Line]) -> Field | None:
    found = _having(lines, _AUTHORS)
    return Field([in_reading_order(line.value) for line in found], found[0].number, found[0].tag) if found else None


def _keywords(lines: list[_Line]) -> Field | None:
    found = _having(lines, ("KW",))
    parts = [part for line in found for part in re.split("[;\n]", line.value) if part.strip()]
    return Field(parts, found[0].number, "KW") if found else None


def _published(lines: list[_Line]) -> Field | None:
    """Return the first whole date: many records have a year alone."""
    for line in _having(lines, _DATES):
        if found := _DATE.fullmatch(line.value.strip()):
            year, month, day = found.groups()
            return Field(f"{year}-{month:0>2}-{day:0>2}", line.number, line.tag)
    return None


def _arxiv_id(lines: list[_Line]) -> Field | None:
    for line in _having(lines, ("AN", "M1", "UR", "L1")):
        value = line.value.strip()
        if (value.lower().startswith("arxiv:") or is_arxiv_address(value)) and (arxiv_id := read_arxiv_id(value)):
            return Field(arxiv_id, line.number, line.tag)
    return None


def _url(lines: list[_Line]) -> Field | None:
    """Return the first address that is neither arXiv's nor a DOI's, which say nothing new, else any."""
    found = _having(lines, ("UR",))
    own = [line for line in found if not (is_arxiv_address(line.value.strip()) or read_doi(line.value.strip()))]
    return next((Field(line.value, line.number, line.tag) for line in [*own, *found]), None)
