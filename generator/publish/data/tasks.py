"""The archive as data: every paper in one file, JSON of each day, month and topic, an index, schemas and sums.

A file changes only when what it holds does; `papers.jsonl.gz`, the status, the index and the sums speak of everything.
Abstracts are most of what is known in bytes: `papers.jsonl.gz` alone has them, in a third of the space.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

import msgspec
from msgspec import UNSET

from generator.archive.dates import Period, month_of
from generator.archive.load import Archive
from generator.archive.models import Topic
from generator.incremental.fingerprint import digest_of, sha256_of
from generator.incremental.task import Made
from generator.publish.addresses import DATA, STATUS, day_address, period_address, topic_address
from generator.publish.catalog import Contents, Days, papers_on
from generator.publish.data.packing import pack
from generator.publish.data.records import Records
from generator.publish.data.schemas import (
    ALL,
    FORMS,
    INDEX,
    SUMS,
    DayEntry,
    DayFile,
    FileEntry,
    IndexFile,
    MonthFile,
    TopicFile,
    day_path,
    schema_of,
    schema_path,
)
from generator.publish.paper import Papers, PaperView
from generator.publish.settings import Site

PARTS = "parts"  # notes on the parts of the first of them, in the folder of the build


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


def plan_data(archive: Archive, contents: Contents, recipe: bytes) -> Iterator[DataFile]:
    """Yield every data file but those that speak of all others.

    `recipe` is the digest of everything but the content that decides a byte.
    """
    records = Records(archive, contents.site)
    yield _papers_file(contents, records, recipe)
    for day, listed in contents.days.items():
        yield _day_file(contents, records, day, listed)
    if contents.undated is not None:
        yield _day_file(contents, records, None, contents.undated)
    yield from _month_files(contents, records)
    yield from _topic_files(contents, records)
    yield DataFile(STATUS.removeprefix(DATA), partial(_readable, contents.ledger), contents.ledger, "status")
    for form in FORMS:
        yield DataFile(schema_path(form), partial(_schema, form, contents.site), None)


def closing_files(
    contents: Contents, planned: Iterable[DataFile], made: Mapping[str, Made]
) -> Iterator[tuple[str, bytes]]:
    """Yield the index and the sums of the files; what was made of each is given by its path below the site."""
    sums = {file.path: made[DATA + file.path].sha256.hex() for file in planned}
    index = _readable(_index(contents, [_entry(file, made[DATA + file.path].size) for file in planned]))
    sums[INDEX] = sha256_of(index).hex()
    yield DATA + INDEX, index
    yield DATA + SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def _entry(file: DataFile, size: int) -> FileEntry:
    return FileEntry(
        path=file.path,
        bytes=size,
        schema=schema_path(file.form) if file.form else UNSET,
        papers=UNSET if file.papers is None else file.papers,
    )


def _schema(form: str, site: Site) -> bytes:
    return _readable(schema_of(form, site))


def _papers_file(contents: Contents, records: Records, recipe: bytes) -> DataFile:
    """Return the file of all papers, packed a month at a time: a new day packs its own month again, and no other."""
    site, months = contents.site, list(_by_month(contents.papers.values()))
    parts = [(digest_of(recipe, papers), partial(_lines, records, papers)) for papers in months]
    make = partial(pack, parts, site.folder / DATA / ALL, site.build / PARTS)
    return DataFile(ALL, make, [digest for digest, _ in parts], "paper", len(contents.papers))


def _by_month(papers: Iterable[PaperView]) -> Iterator[Papers]:
    """Yield the papers first listed in each month, by the day that did; before all, those whose day nobody knows."""
    by_day = sorted(papers, key=lambda paper: paper.listed[-1:])
    for _, group in groupby(by_day, key=lambda paper: month_of(paper.listed[-1]) if paper.listed else None):
        yield Papers(group)


def _lines(records: Records, papers: Iterable[PaperView]) -> bytes:
    return msgspec.json.Encoder().encode_lines(records.whole(papers))


def _day_file(contents: Contents, records: Records, day: date | None, papers: Papers) -> DataFile:
    unlisted = contents.unlisted[day] if day else 0

    def make() -> bytes:
        content = DayFile(
            schema=f"../{schema_path('day')}",
            day=day,
            url=contents.site.url + day_address(day),
            unlisted=tuple(paper.key for paper in papers[len(papers) - unlisted :]),
            papers=records.of_day(papers),
        )
        return _compact(content)

    return DataFile(day_path(day), make, (papers, unlisted), "day", len(papers))


def _month_files(contents: Contents, records: Records) -> Iterator[DataFile]:
    for month, days in contents.periods("month").items():
        papers = papers_on(days)
        make = partial(_month, contents.site, records, month, days, papers)
        yield DataFile(f"months/{month.name}.json", make, list(days.items()), "month", len(papers))


def _month(site: Site, records: Records, month: Period, days: Days, papers: Papers) -> bytes:
    content = MonthFile(
        schema=f"../{schema_path('month')}",
        month=month.name,
        url=site.url + period_address(month),
        days=tuple(DayEntry(day=day, file=day_path(day), papers=len(listed)) for day, listed in days.items()),
        papers=records.short(papers),
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
        papers=records.short(papers),
    )
    return _compact(content)


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
