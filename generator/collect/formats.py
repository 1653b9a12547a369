"""The formats of files that papers are imported from, each with its reader."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.collect.bibtex import read_bibtex
from generator.collect.csv_table import read_csv
from generator.collect.jsonl import read_jsonl
from generator.collect.records import DayCheck, Records, read_records
from generator.collect.ris import read_ris
from generator.collect.scrape.scrape import page_records
from generator.errors import ArchiveError


class Format(NamedTuple):
    """A format: the endings of its files' names, its reader, and the source that listings of its papers name.

    A file that `may_have_gaps` has passages that are no papers, as a copied page does: to leave them out is no mistake.
    """

    endings: tuple[str, ...]
    read: Callable[[bytes, DayCheck, date | None], Records]
    source: str
    may_have_gaps: bool = False


#: By the name that `papers import --format` takes.
FORMATS = {
    "jsonl": Format((".jsonl", ".ndjson"), partial(read_records, read_jsonl), "import, JSON Lines"),
    "csv": Format((".csv", ".tsv"), partial(read_records, read_csv), "import, CSV"),
    "bibtex": Format((".bib", ".bibtex"), partial(read_records, read_bibtex), "import, BibTeX"),
    "ris": Format((".ris",), partial(read_records, read_ris), "import, RIS"),
    "page": Format(
        ("", ".txt", ".text", ".md", ".html", ".htm"),
        page_records,
        "huggingface.co/papers, text scrape",
        may_have_gaps=True,
    ),
}


def format_of(file: Path) -> str:
    """Return the name of the format that a file's ending names. Raises ArchiveError for an unknown ending."""
    for name, format_ in FORMATS.items():
        if file.suffix.lower() in format_.endings:
            return name
    *others, last = FORMATS
    raise ArchiveError(f"its name does not tell its format: add --format and {', '.join(others)} or {last}")
