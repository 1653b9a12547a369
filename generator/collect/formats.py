"""The formats of files that papers are imported from, each with its reader."""

from pathlib import Path
from typing import NamedTuple

from generator.collect.bibtex import read_bibtex
from generator.collect.csv_table import read_csv
from generator.collect.jsonl import read_jsonl
from generator.collect.records import Read
from generator.collect.ris import read_ris


class Format(NamedTuple):
    """A format: what people call it, the endings of its files' names, and its reader."""

    title: str
    endings: tuple[str, ...]
    read: Read


#: By the name that `papers import --format` takes.
FORMATS = {
    "jsonl": Format("JSON Lines", (".jsonl", ".ndjson"), read_jsonl),
    "csv": Format("CSV", (".csv", ".tsv"), read_csv),
    "bibtex": Format("BibTeX", (".bib", ".bibtex"), read_bibtex),
    "ris": Format("RIS", (".ris",), read_ris),
}


def format_of(file: Path) -> str | None:
    """Return the name of the format that a file's ending names, None for any other ending."""
    return next((name for name, format_ in FORMATS.items() if file.suffix.lower() in format_.endings), None)
