"""Tables: CSV files (RFC 4180) that a spreadsheet opens without running any cell."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

# What makes a spreadsheet take a text for a formula (owasp.org, CSV Injection); the last four are the fullwidth forms.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

Cell = str | int | Decimal


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as CSV in UTF-8, with a header."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def _safe(cell: Cell) -> Cell:
    """Return a cell that is no formula: a text that looks like one gets an apostrophe in front. Numbers stay."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else cell
