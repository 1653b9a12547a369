"""The formats of the data files, one struct for each kind, and their JSON Schemas (draft 2020-12)."""

from datetime import date
from inspect import cleandoc
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from generator.archive.ledger import Ledger
from generator.archive.models import Count
from generator.publish.addresses import DATA
from generator.publish.data.library import LibraryFile
from generator.publish.data.records import LIST, SOURCE, PaperEntry, PaperRecord, TopEntry
from generator.publish.data.trends import TrendsFile
from generator.publish.settings import Site

_Schema = Annotated[str, Meta(description="The relative path to this file's JSON Schema.")]
_Url = Annotated[str, Meta(description="The page with the same content.", extra_json_schema={"format": "uri"})]
_Path = Annotated[str, Meta(description="A file, relative to the address of the data.")]
_Papers = Annotated[Count, Meta(description="The number of papers in it.")]

ALL, TOPICS_FILE, INDEX, SUMS = "papers.jsonl.gz", "topics.json", "index.json", "SHA256SUMS"


class DayFile(msgspec.Struct, frozen=True, kw_only=True):
    """The papers listed on one day, in the order of the day's page."""

    schema: _Schema = msgspec.field(name="$schema")
    day: Annotated[date | None, Meta(description="The day; null in the file of papers with an unknown listing date.")]
    url: _Url
    unlisted: Annotated[
        tuple[str, ...], Meta(description="Keys of papers that the source once listed on this day and no longer does.")
    ]
    papers: Annotated[
        tuple[PaperRecord, ...],
        Meta(description="Each paper, without its abstract and what follows from the rest: url, undated, arXiv's DOI."),
    ]


class DayEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a month, and its file."""

    day: date
    file: _Path
    papers: _Papers


class MonthFile(msgspec.Struct, frozen=True, kw_only=True):
    """The papers listed in one month: its days, and each paper once."""

    schema: _Schema = msgspec.field(name="$schema")
    month: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}$")]
    url: _Url
    days: tuple[DayEntry, ...]
    papers: tuple[PaperEntry, ...]


class TopicFile(msgspec.Struct, frozen=True, kw_only=True):
    """The papers on one topic, newest first."""

    schema: _Schema = msgspec.field(name="$schema")
    name: Annotated[str, Meta(description="The topic's name. It never changes.")]
    title: str
    group: str
    description: str
    url: _Url
    papers: tuple[PaperEntry, ...]


class SimilarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A similar paper."""

    key: str
    title: str
    closeness: Annotated[int, Meta(ge=0, description="How close it is: the more, the closer.")]
    shares: Annotated[tuple[str, ...], Meta(description="Terms that both papers have, the strongest first.")]


class SimilarFile(msgspec.Struct, frozen=True, kw_only=True):
    """The similar papers of those first listed in one month: listed on or before a paper's day, or newer ones."""

    schema: _Schema = msgspec.field(name="$schema")
    month: Annotated[
        str | None, Meta(description="The month; null in the files of papers with an unknown listing date.")
    ]
    papers: Annotated[
        dict[str, tuple[SimilarEntry, ...]],
        Meta(
            description="The similar papers, closest first, by the key of the paper; papers without any are left out."
        ),
    ]


class TopicEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A topic, and the file of its papers."""

    name: Annotated[str, Meta(description="The topic's name. It never changes.")]
    title: str
    group: str
    description: str
    aliases: Annotated[tuple[str, ...], Meta(description="Names that it once had.")] = ()
    file: _Path


class TopicsFile(msgspec.Struct, frozen=True, kw_only=True):
    """All topics, in the order of their groups."""

    schema: _Schema = msgspec.field(name="$schema")
    url: _Url
    topics: tuple[TopicEntry, ...]


class TopFile(msgspec.Struct, frozen=True, kw_only=True):
    """The most upvoted papers that were first listed in a period; papers whose upvotes are not known are left out."""

    schema: _Schema = msgspec.field(name="$schema")
    period: Annotated[
        str,
        Meta(
            pattern="^(all|[0-9]{4}|[0-9]{4}-[0-9]{2}|[0-9]{4}-W[0-9]{2})$",
            description="A year, a month, a week as in ISO 8601, or `all`.",
        ),
    ]
    url: Annotated[
        str,
        Meta(description="The page of the period, of `all` that of the archive.", extra_json_schema={"format": "uri"}),
    ]
    papers: Annotated[
        tuple[TopEntry, ...],
        Meta(description="The most upvoted first, ties by comments, then title."),
    ]


class FileEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One data file. A schema or a CSV file has no `schema` here."""

    path: _Path
    bytes: Annotated[int, Meta(ge=0, description="Its size in bytes.")]
    schema: Annotated[str, Meta(description="Its JSON Schema; for a .jsonl file, that of each line.")] | UnsetType = (
        UNSET
    )
    papers: _Papers | UnsetType = UNSET


class IndexFile(msgspec.Struct, frozen=True, kw_only=True):
    """All data files except this one and the checksums."""

    schema: _Schema = msgspec.field(name="$schema")
    name: str
    description: str
    url: _Url
    papers: _Papers
    sums: Annotated[str, Meta(description="The file of SHA-256 checksums, in the format of coreutils' sha256sum.")]
    files: tuple[FileEntry, ...]


FORMS: dict[str, Any] = {
    "paper": PaperRecord,
    "day": DayFile,
    "month": MonthFile,
    "topic": TopicFile,
    "similar": SimilarFile,
    "topics": TopicsFile,
    "top": TopFile,
    "trends": TrendsFile,
    "status": Ledger,
    "index": IndexFile,
    "library": LibraryFile,
}


def schema_path(form: str) -> str:
    """Return the path of a form's schema, relative to the data."""
    return f"schemas/{form}.json"


def schema_of(form: str, site: Site) -> dict[str, Any]:
    """Return the JSON Schema of a form."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": site.url + DATA + schema_path(form)}
    schema = msgspec.json.schema(FORMS[form])
    for definition in schema["$defs"].values():
        definition["description"] = cleandoc(definition["description"])  # Python 3.13 and later do this themselves
        for field in definition["properties"].values():
            if "x-source" in field:
                field["x-source"] = _filled(field["x-source"], site)
    return head | schema


def _filled(text: str, site: Site) -> str:
    """Return where a field comes from, with the names of the archive's source."""
    return text.replace(LIST, site.source.title).replace(SOURCE, site.source.label)


def day_path(day: date | None) -> str:
    """Return the path of a day's file, relative to the data."""
    return f"days/{day or 'undated'}.json"


def similar_path(month: str, *, newer: bool = False) -> str:
    """Return the path of the file of a month's similar papers, or of those newer than the papers."""
    return f"similar/newer/{month}.json" if newer else f"similar/{month}.json"
