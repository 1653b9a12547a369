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
_EXCEL = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # a first line that tells Excel the separator


def read_csv(text: str) -> Iterator[Raw | Fault]:
    """Yield the record of each row that is not blank, or what is wrong with the header."""
    named = _EXCEL.match(text)
    skipped = 1 if named else 0
    text = text[named.end() :] if named else text
    separator = named[1] if named else _separator(text.lstrip().partition("\n")[0])
    csv.field_size_limit(4 * LONGEST_ABSTRACT)
    header: list[str] | None = None
    for line, row in _rows(text, separator):
        at = line + skipped
        if isinstance(row, csv.Error):
            yield Fault(at, f"must be CSV: {row}")
        elif not any(map(str.strip, row)):
            continue
        elif header is None:
            header = [_folded(name) for name in row]
            if faults := list(_header_faults(header, row, at)):
                yield from faults
                return
        elif len(row) != len(header):
            yield Fault(at, _wrong_number(len(row), len(header), separator))
        else:
            yield Raw(at, {name: _field(name, cell, at) for name, cell in zip(header, row, strict=True)})


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield each row, or why it is none, with the line on which it begins; below a mistake, reading goes on."""
    rows = csv.reader(StringIO(text, newline="\n"), delimiter=separator, strict=True)
    while True:
        line = rows.line_num + 1
        try:
            yield line, next(rows)
        except csv.Error as error:
            yield line, error
        except StopIteration:
            return


def _wrong_number(cells: int, columns: int, separator: str) -> str:
    must = f"must have {columns} cells, as the header has; it has {cells}"
    return f'{must}, more: put a cell that contains "{separator}" in quotes' if cells > columns else f"{must}, fewer"


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
    """Return the names in a cell. Without a semicolon, a comma may be within a name or between two names."""
    names = [in_reading_order(part) for part in cell.split(";") if part.strip()]
    if ";" not in cell and "," in cell and in_reading_order(cell) != cell.replace(",", "") and not is_group(cell):
        return Wrong('must be separated by semicolons, such as "Ada Finch; Bo Lee", and a single name end in one')
    return names
