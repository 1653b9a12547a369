"""The archive as data: every paper in one file, JSON of each day, month and topic, an index, schemas and sums.

A file changes only when what it holds does; `papers.jsonl.gz`, the status, the index and the sums speak of everything.
"""

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import msgspec
from msgspec import UNSET

from generator.archive.load import Archive
from generator.publish.addresses import DATA, STATUS, day_address, month_address, topic_address
from generator.publish.contents import Contents
from generator.publish.data_forms import (
    FORMS,
    DayEntry,
    DayFile,
    FileEntry,
    IndexFile,
    MonthFile,
    TopicFile,
    schema_of,
    schema_path,
)
from generator.publish.exports import status
from generator.publish.records import PaperEntry, PaperRecord, paper_entry, paper_record
from generator.publish.views import PaperView

ALL, INDEX, SUMS = "papers.jsonl.gz", "index.json", "SHA256SUMS"

_Records = dict[str, PaperRecord]


@dataclass(frozen=True, slots=True)
class _File:
    """A file by its path below the data; `form` names its schema, `papers` is how many it holds."""

    path: str
    data: bytes
    form: str | None = None
    papers: int | None = None

    @property
    def entry(self) -> FileEntry:
        return FileEntry(
            path=self.path,
            bytes=len(self.data),
            schema=schema_path(self.form) if self.form else UNSET,
            papers=UNSET if self.papers is None else self.papers,
        )


def data_files(archive: Archive, contents: Contents) -> Iterator[tuple[str, bytes]]:
    """Yield every data file by its path below the site."""
    entries: list[FileEntry] = []
    sums: dict[str, str] = {}
    for file in _files(archive, contents):
        entries.append(file.entry)
        sums[file.path] = hashlib.sha256(file.data).hexdigest()
        yield DATA + file.path, file.data
    index = _readable(_index(contents, entries))
    sums[INDEX] = hashlib.sha256(index).hexdigest()
    yield DATA + INDEX, index
    yield DATA + SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def day_path(day: date | None) -> str:
    """Return the file of a day's papers, below the data."""
    return f"days/{day or 'undated'}.json"


def _files(archive: Archive, contents: Contents) -> Iterator[_File]:
    """Yield all but the index and the sums."""
    records = {paper.key: paper_record(paper, contents.site) for paper in archive.papers}
    yield _File(ALL, _lines(records.values()), "paper", len(records))
    for day, papers in contents.days.items():
        yield _day_file(contents, records, day, papers)
    if contents.undated is not None:
        yield _day_file(contents, records, None, contents.undated)
    yield from _month_files(contents, records)
    yield from _topic_files(contents, records)
    yield _File(STATUS.removeprefix(DATA), status(contents.ledger), "status")
    for form in FORMS:
        yield _File(schema_path(form), _readable(schema_of(form, contents.site)))


def _lines(records: Iterable[PaperRecord]) -> bytes:
    """Return every record as a line of JSON, in gzip (RFC 1952) without the time of day and a file's name."""
    target = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=target, mtime=0) as file:
        for record in records:
            file.write(msgspec.json.encode(record) + b"\n")
    return target.getvalue()


def _day_file(contents: Contents, records: _Records, day: date | None, papers: tuple[PaperView, ...]) -> _File:
    unlisted = contents.unlisted[day] if day else 0
    content = DayFile(
        schema=f"../{schema_path('day')}",
        day=day,
        url=contents.site.url + day_address(day),
        unlisted=tuple(paper.key for paper in papers[len(papers) - unlisted :]),
        papers=tuple(records[paper.key] for paper in papers),
    )
    return _File(day_path(day), _compact(content), "day", len(papers))


def _month_files(contents: Contents, records: _Records) -> Iterator[_File]:
    for month, days in contents.months.items():
        listed = _entries(records, (paper for papers in days.values() for paper in papers))
        content = MonthFile(
            schema=f"../{schema_path('month')}",
            month=month,
            url=contents.site.url + month_address(month),
            days=tuple(DayEntry(day=day, file=day_path(day), papers=len(papers)) for day, papers in days.items()),
            papers=listed,
        )
        yield _File(f"months/{month}.json", _compact(content), "month", len(listed))


def _topic_files(contents: Contents, records: _Records) -> Iterator[_File]:
    for topic in contents.topics:
        listed = _entries(records, contents.by_topic[topic.name])
        content = TopicFile(
            schema=f"../{schema_path('topic')}",
            name=topic.name,
            title=topic.title,
            group=topic.group,
            description=topic.description,
            url=contents.site.url + topic_address(topic.name),
            papers=listed,
        )
        yield _File(f"topics/{topic.name}.json", _compact(content), "topic", len(listed))


def _entries(records: _Records, papers: Iterable[PaperView]) -> tuple[PaperEntry, ...]:
    """Return the papers as lists name them, each once."""
    return tuple(paper_entry(records[key]) for key in dict.fromkeys(paper.key for paper in papers))


def _index(contents: Contents, entries: list[FileEntry]) -> IndexFile:
    return IndexFile(
        schema=schema_path("index"),
        name=contents.site.name,
        description=contents.site.description,
        url=contents.site.url + DATA,
        papers=len(contents.papers),
        sums=SUMS,
        files=tuple(entries),
    )


def _compact(content: msgspec.Struct) -> bytes:
    return msgspec.json.encode(content) + b"\n"


def _readable(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
