"""CSV (RFC 4180): a header that names fields of `records.FIELDS`, then a record in each row.

Commas, semicolons and tabs separate cells: spreadsheets write what the system's language has. Names and keywords are
separated by semicolons within their cell.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO

from generator.archive.names import in_reading_order, is_group
from generator.collect.records import FIELDS, LISTS, LONGEST_ABSTRACT, Fault, Field, Raw, Wrong, unknown

_SEPARATORS = ",;\t"
_EXCEL = re.compile(r"sep=(.)\n", re.IGNORECASE)  # a first line that tells Excel the separator


def read_csv(text: str) -> Iterator[Raw | Fault]:
    """Yield the record of each row that is not blank, or what is wrong with the header."""
    told = _EXCEL.match(text)
    skipped = 1 if told else 0
    text = text[told.end() :] if told else text
    separator = told[1] if told else _separator(text.partition("\n")[0])
    csv.field_size_limit(4 * LONGEST_ABSTRACT)
    rows = csv.reader(StringIO(text, newline="\n"), delimiter=separator, strict=True)
    header: list[str] | None = None
    line = 1 + skipped
    try:
        for row in rows:
            if not any(map(str.strip, row)):
                pass
            elif header is None:
                header = [_folded(name) for name in row]
                if faults := list(_header_faults(header, row, line)):
                    yield from faults
                    return
            elif len(row) != len(header):
                many = "more" if len(row) > len(header) else "fewer"
                quote = f': put a cell that contains "{separator}" in quotes' if many == "more" else ""
                yield Fault(line, f"must have {len(header)} cells, as the header has; it has {len(row)}, {many}{quote}")
            else:
                yield Raw(line, {name: _field(name, cell, line) for name, cell in zip(header, row, strict=True)})
            line = rows.line_num + 1 + skipped
    except csv.Error as error:
        yield Fault(line, f"must be CSV: {error}; this row and all below it are left out")


def _separator(header: str) -> str:
    """Return the separator that divides the header into the most known names."""

    def known(separator: str) -> int:
        return sum(_folded(name.strip('"')) in FIELDS for name in header.split(separator))

    return max(_SEPARATORS, key=known)


def _folded(name: str) -> str:
    """Return a column's name as people may write it, such as `arXiv ID`, in the form of the fields' names."""
    return "_".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _header_faults(header: Sequence[str], row: Sequence[str], line: int) -> Iterator[Fault]:
    for at, (name, written) in enumerate(zip(header, row, strict=True)):
        if name not in FIELDS:
            yield Fault(line, unknown(written, "column") if name else f"column {at + 1} must have a name")
        elif name in header[:at]:
            yield Fault(line, f'has the column "{name}" twice: keep one')
    if "title" not in header:
        yield Fault(line, "must have a column title: the first line names the columns")


def _field(name: str, cell: str, line: int) -> Field:
    if name == "authors":
        return Field(_names(cell), line, name)
    if name in LISTS:
        return Field([part for part in cell.split(";" if ";" in cell else ",") if part.strip()], line, name)
    return Field(cell, line, name)


def _names(cell: str) -> list[str] | Wrong:
    """Return the names in a cell. Without a semicolon, a comma may stand within a name or between two."""
    names = [in_reading_order(part) for part in cell.split(";") if part.strip()]
    if ";" not in cell and "," in cell and in_reading_order(cell) != cell.replace(",", "") and not is_group(cell):
        return Wrong('must be separated by semicolons, such as "Ada Finch; Bo Lee", and a single name end in one')
    return names
