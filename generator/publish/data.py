"""The archive as data: every paper in one file, JSON of each day, month and topic, an index, schemas and sums.

A file changes only when what it holds does; `papers.jsonl.gz`, the status, the index and the sums speak of everything.
"""

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

import msgspec
from msgspec import UNSET

from generator.archive.load import Archive
from generator.archive.models import Topic
from generator.publish.addresses import DATA, STATUS, day_address, month_address, topic_address
from generator.publish.contents import Contents, Days
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
from generator.publish.manifest import Made
from generator.publish.records import PaperRecord, paper_entry, paper_record
from generator.publish.settings import Site
from generator.publish.views import PaperView

_LEVEL = 6  # of compression: nine takes three times as long for two hundredths of the size

ALL, INDEX, SUMS = "papers.jsonl.gz", "index.json", "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file by its path below the data, not yet made.

    `form` names its schema, `papers` is how many it holds; `made_from` is every value that decides its bytes.
    """

    path: str
    make: Callable[[], bytes]
    made_from: object
    form: str | None = None
    papers: int | None = None


def plan_data(archive: Archive, contents: Contents) -> Iterator[DataFile]:
    """Yield every data file but those that speak of all others."""
    records = Records(archive, contents.site)
    papers = contents.papers.values()
    yield DataFile(ALL, lambda: _lines(map(records.of, papers)), list(papers), "paper", len(papers))
    for day, listed in contents.days.items():
        yield _day_file(contents, records, day, listed)
    if contents.undated is not None:
        yield _day_file(contents, records, None, contents.undated)
    yield from _month_files(contents, records)
    yield from _topic_files(contents, records)
    yield DataFile(STATUS.removeprefix(DATA), partial(status, contents.ledger), contents.ledger, "status")
    for form in FORMS:
        yield DataFile(schema_path(form), partial(_schema, form, contents.site), None)


def closing_files(
    contents: Contents, planned: Iterable[DataFile], made: Mapping[str, Made]
) -> Iterator[tuple[str, bytes]]:
    """Yield the index and the sums of the files; what was made of each is given by its path below the site."""
    sums = {file.path: made[DATA + file.path].sha256.hex() for file in planned}
    index = _readable(_index(contents, [_entry(file, made[DATA + file.path].size) for file in planned]))
    sums[INDEX] = hashlib.sha256(index).hexdigest()
    yield DATA + INDEX, index
    yield DATA + SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def day_path(day: date | None) -> str:
    """Return the file of a day's papers, below the data."""
    return f"days/{day or 'undated'}.json"


class Records:
    """The records of papers, made when they are asked for."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._papers = {paper.key: paper for paper in archive.papers}
        self._site = site

    def of(self, paper: PaperView) -> PaperRecord:
        """Return a paper's record."""
        return paper_record(self._papers[paper.key], self._site)


def _entry(file: DataFile, size: int) -> FileEntry:
    return FileEntry(
        path=file.path,
        bytes=size,
        schema=schema_path(file.form) if file.form else UNSET,
        papers=UNSET if file.papers is None else file.papers,
    )


def _schema(form: str, site: Site) -> bytes:
    return _readable(schema_of(form, site))


def _lines(records: Iterable[PaperRecord]) -> bytes:
    """Return every record as a line of JSON, in gzip (RFC 1952) without the time of day and a file's name."""
    return gzip.compress(msgspec.json.Encoder().encode_lines(list(records)), compresslevel=_LEVEL, mtime=0)


def _day_file(contents: Contents, records: Records, day: date | None, papers: tuple[PaperView, ...]) -> DataFile:
    unlisted = contents.unlisted[day] if day else 0

    def make() -> bytes:
        content = DayFile(
            schema=f"../{schema_path('day')}",
            day=day,
            url=contents.site.url + day_address(day),
            unlisted=tuple(paper.key for paper in papers[len(papers) - unlisted :]),
            papers=tuple(map(records.of, papers)),
        )
        return _compact(content)

    return DataFile(day_path(day), make, (papers, unlisted), "day", len(papers))


def _month_files(contents: Contents, records: Records) -> Iterator[DataFile]:
    for month, days in contents.months.items():
        papers = _once(paper for listed in days.values() for paper in listed)
        make = partial(_month, contents.site, records, month, days, papers)
        yield DataFile(f"months/{month}.json", make, list(days.items()), "month", len(papers))


def _month(site: Site, records: Records, month: str, days: Days, papers: list[PaperView]) -> bytes:
    content = MonthFile(
        schema=f"../{schema_path('month')}",
        month=month,
        url=site.url + month_address(month),
        days=tuple(DayEntry(day=day, file=day_path(day), papers=len(listed)) for day, listed in days.items()),
        papers=tuple(paper_entry(records.of(paper)) for paper in papers),
    )
    return _compact(content)


def _topic_files(contents: Contents, records: Records) -> Iterator[DataFile]:
    for topic in contents.topics:
        papers = contents.by_topic[topic.name]
        make = partial(_topic, contents.site, records, topic, papers)
        yield DataFile(f"topics/{topic.name}.json", make, (topic, papers), "topic", len(papers))


def _topic(site: Site, records: Records, topic: Topic, papers: Iterable[PaperView]) -> bytes:
    content = TopicFile(
        schema=f"../{schema_path('topic')}",
        name=topic.name,
        title=topic.title,
        group=topic.group,
        description=topic.description,
        url=site.url + topic_address(topic.name),
        papers=tuple(paper_entry(records.of(paper)) for paper in papers),
    )
    return _compact(content)


def _once(papers: Iterable[PaperView]) -> list[PaperView]:
    """Return the papers, each once, in the order given."""
    return list({paper.key: paper for paper in papers}.values())


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
