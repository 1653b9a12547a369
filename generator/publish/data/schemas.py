"""The forms of the data files, one struct a kind, and their JSON Schemas (draft 2020-12)."""

from datetime import date
from inspect import cleandoc
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from generator.archive.ledger import Ledger
from generator.archive.models import Count
from generator.publish.addresses import DATA
from generator.publish.data.records import LIST, SOURCE, PaperEntry, PaperRecord
from generator.publish.settings import Site

_Schema = Annotated[str, Meta(description="The way to the JSON Schema of this file.")]
_Url = Annotated[str, Meta(description="The page that shows the same.", extra_json_schema={"format": "uri"})]
_Path = Annotated[str, Meta(description="A file, below the address of the data.")]
_Papers = Annotated[Count, Meta(description="How many papers it holds.")]

ALL, INDEX, SUMS = "papers.jsonl.gz", "index.json", "SHA256SUMS"


class DayFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was listed on one day, in the order of the day's page."""

    schema: _Schema = msgspec.field(name="$schema")
    day: Annotated[date | None, Meta(description="The day, null in the file of the papers whose day nobody knows.")]
    url: _Url
    unlisted: Annotated[
        tuple[str, ...], Meta(description="Keys of those that the source listed on this day once, and does no longer.")
    ]
    papers: Annotated[
        tuple[PaperRecord, ...],
        Meta(description="Each paper, but for its abstract and what follows from the rest: url, doi, undated."),
    ]


class DayEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a month, and its file."""

    day: date
    file: _Path
    papers: _Papers


class MonthFile(msgspec.Struct, frozen=True, kw_only=True):
    """What was listed in one month: its days, and each paper once."""

    schema: _Schema = msgspec.field(name="$schema")
    month: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}$")]
    url: _Url
    days: tuple[DayEntry, ...]
    papers: tuple[PaperEntry, ...]


class TopicFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is filed under one topic, the newest first."""

    schema: _Schema = msgspec.field(name="$schema")
    name: Annotated[str, Meta(description="The topic's name. It never changes.")]
    title: str
    group: str
    description: str
    url: _Url
    papers: tuple[PaperEntry, ...]


class FileEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One data file; a schema has no schema of ours."""

    path: _Path
    bytes: Annotated[int, Meta(ge=0, description="Its size.")]
    schema: Annotated[str, Meta(description="Its JSON Schema; of a .jsonl file, that of each line.")] | UnsetType = (
        UNSET
    )
    papers: _Papers | UnsetType = UNSET


class IndexFile(msgspec.Struct, frozen=True, kw_only=True):
    """All data files, but for this one and the sums."""

    schema: _Schema = msgspec.field(name="$schema")
    name: str
    description: str
    url: _Url
    papers: _Papers
    sums: Annotated[str, Meta(description="The SHA-256 sum of every file, as coreutils' sha256sum reads them.")]
    files: tuple[FileEntry, ...]


FORMS: dict[str, Any] = {
    "paper": PaperRecord,
    "day": DayFile,
    "month": MonthFile,
    "topic": TopicFile,
    "status": Ledger,
    "index": IndexFile,
}


def schema_path(form: str) -> str:
    """Return the file of a form's schema, below the data."""
    return f"schemas/{form}.json"


def schema_of(form: str, site: Site) -> dict[str, Any]:
    """Return the JSON Schema of one of the forms."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": site.url + DATA + schema_path(form)}
    schema = msgspec.json.schema(FORMS[form])
    for definition in schema["$defs"].values():
        definition["description"] = cleandoc(definition["description"])  # which Python does itself from 3.13 on
        for field in definition["properties"].values():
            if "x-source" in field:
                field["x-source"] = _filled(field["x-source"], site)
    return head | schema


def _filled(text: str, site: Site) -> str:
    """Return where a field comes from, by the names that the archive's source has."""
    return text.replace(LIST, site.source.title).replace(SOURCE, site.source.label)


def day_path(day: date | None) -> str:
    """Return the file of a day's papers, below the data."""
    return f"days/{day or 'undated'}.json"
