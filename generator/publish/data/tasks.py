"""The archive as data: all papers in one file; JSON of days, months, topics, tops, trends; an index, schemas and sums.

A file changes only if its content does; `papers.jsonl.gz`, the status, the index and the checksums cover everything.
Abstracts make up most of the data, so only `papers.jsonl.gz` has them, compressed to a third.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from itertools import groupby

import msgspec
from msgspec import UNSET

from generator.archive.dates import Period, month_of
from generator.archive.models import Topic
from generator.incremental.fingerprint import digest_of, sha256_of
from generator.incremental.task import Files, Task
from generator.publish.addresses import DATA, STATUS, TOPICS, day_address, period_address, topic_address
from generator.publish.catalog import Catalog, Days, papers_on
from generator.publish.data.packing import pack
from generator.publish.data.records import paper_entry, paper_record, top_entry
from generator.publish.data.schemas import (
    ALL,
    FORMS,
    INDEX,
    SUMS,
    TOPICS_FILE,
    DayEntry,
    DayFile,
    FileEntry,
    IndexFile,
    MonthFile,
    SimilarEntry,
    SimilarFile,
    TopFile,
    TopicEntry,
    TopicFile,
    TopicsFile,
    day_path,
    schema_of,
    schema_path,
    similar_path,
)
from generator.publish.data.tops import Top, top_path, tops
from generator.publish.data.trends import (
    CHANGES_CSV,
    MONTHS_CSV,
    TOPICS_CSV,
    TRENDS_JSON,
    changes_csv,
    months_csv,
    topics_csv,
    trends_file,
)
from generator.publish.discover.similar import Group, Neighbour, similar_papers
from generator.publish.discover.trends import Trends, trends_of
from generator.publish.paper import UNDATED, Papers, PaperView
from generator.publish.settings import Site

PARTS = "parts"  # notes on the parts of papers.jsonl.gz, in the build folder

_Planned = tuple[FileEntry, Task]  # a file's entry in the index, still without its size, and the task that writes it


def tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield a task for every data file except the index and the checksums."""
    for _, task in _planned(catalog):  # not before the first is asked for: it waits for the similar papers
        yield task


def closing_tasks(catalog: Catalog) -> Iterator[Task]:
    """Yield the task for the index and the checksums; it reads the files that tasks() wrote."""
    planned = _planned(catalog)
    entries, fingerprints = [entry for entry, _ in planned], [task.fingerprint for _, task in planned]
    yield catalog.task("data", "data", partial(_closing_files, catalog, entries), fingerprints)


@lru_cache(1)
def _planned(catalog: Catalog) -> list[_Planned]:
    return list(_all_files(catalog))


def _all_files(catalog: Catalog) -> Iterator[_Planned]:
    site = catalog.site
    yield _papers_file(catalog)
    for day, listed in catalog.days.items():
        yield _day_file(catalog, day, listed)
    if catalog.undated is not None:
        yield _day_file(catalog, None, catalog.undated)
    for month, days in catalog.periods("month").items():
        papers = papers_on(days)
        made_from = [(day, listed.own_digest) for day, listed in days.items()]
        make = partial(_month, site, month, days, papers)
        yield _file(catalog, f"months/{month.name}.json", make, made_from, form="month", papers=papers)
    for topic in catalog.topics:
        papers = catalog.by_topic[topic.name]
        make = partial(_topic, site, topic, papers)
        yield _file(catalog, f"topics/{topic.name}.json", make, topic, papers.own_digest, form="topic", papers=papers)
    similar = similar_papers(catalog)
    for newer, groups in ((False, similar.months), (True, similar.newer)):
        for name, group in groups.items():
            make = partial(_similar, name, group, newer=newer)
            yield _file(catalog, similar_path(name, newer=newer), make, group.digest, form="similar")
    topics = partial(_topics, site, catalog.topics)
    yield _file(catalog, TOPICS_FILE, topics, catalog.topics, form="topics")
    for top in tops(catalog.papers.values()):
        make = partial(_top, site, top)
        yield _file(catalog, top_path(top.name), make, top.papers.own_digest, form="top", papers=top.papers)
    yield from _trends_files(catalog)
    ledger = catalog.ledger
    yield _file(catalog, STATUS.removeprefix(DATA), lambda: _readable(ledger), ledger, form="status")
    for form in FORMS:
        yield _file(catalog, schema_path(form), partial(_schema, form, site))


def _trends_files(catalog: Catalog) -> Iterator[_Planned]:
    site, trends = catalog.site, trends_of(catalog)
    digest = digest_of(trends)
    make = partial(_trends, site, trends)
    yield _file(catalog, TRENDS_JSON, make, digest, form="trends")
    for path, table in ((MONTHS_CSV, months_csv), (TOPICS_CSV, topics_csv), (CHANGES_CSV, changes_csv)):
        yield _file(catalog, path, partial(table, trends), digest)


def _file(
    catalog: Catalog,
    path: str,
    make: Callable[[], bytes],
    *made_from: object,
    form: str | None = None,
    papers: Sequence[object] | None = None,
) -> _Planned:
    """Plan the file at a path relative to the data; `form` names its schema, `papers` are its papers."""
    entry = FileEntry(
        path=path,
        bytes=0,
        schema=schema_path(form) if form else UNSET,
        papers=UNSET if papers is None else len(papers),
    )
    return entry, catalog.task("data", DATA + path, lambda: [(DATA + path, make())], *made_from)


def _closing_files(catalog: Catalog, entries: Iterable[FileEntry]) -> Files:
    """Yield the index and the checksums."""
    sums, listed = {}, []
    for entry in entries:
        data = (catalog.site.folder / DATA / entry.path).read_bytes()
        sums[entry.path] = sha256_of(data).hex()
        listed.append(msgspec.structs.replace(entry, bytes=len(data)))
    index = _readable(_index(catalog, listed))
    sums[INDEX] = sha256_of(index).hex()
    yield DATA + INDEX, index
    yield DATA + SUMS, "".join(f"{sums[path]}  {path}\n" for path in sorted(sums)).encode()


def _schema(form: str, site: Site) -> bytes:
    return _readable(schema_of(form, site))


def _papers_file(catalog: Catalog) -> _Planned:
    """Plan the file of all papers. Each month is a part of its own, so a new day only recompresses its month."""
    site, months = catalog.site, list(_by_month(catalog.papers.values()))
    parts = [(digest_of(catalog.recipe, papers.own_digest), partial(_lines, site, papers)) for papers in months]
    make = partial(pack, parts, site.folder / DATA / ALL, site.build / PARTS)
    fingerprints = [fingerprint for fingerprint, _ in parts]
    return _file(catalog, ALL, make, fingerprints, form="paper", papers=list(catalog.papers))


def _by_month(papers: Iterable[PaperView]) -> Iterator[Papers]:
    """Yield the papers first listed in each month, sorted by that day; undated papers come first."""
    by_day = sorted(papers, key=lambda paper: paper.listed[-1:])
    for _, group in groupby(by_day, key=lambda paper: month_of(paper.listed[-1]) if paper.listed else None):
        yield Papers(group)


def _lines(site: Site, papers: Iterable[PaperView]) -> bytes:
    return msgspec.json.Encoder().encode_lines([paper_record(paper.paper, site, whole=True) for paper in papers])


def _day_file(catalog: Catalog, day: date | None, papers: Papers) -> _Planned:
    site, unlisted = catalog.site, catalog.unlisted[day] if day else 0

    def make() -> bytes:
        content = DayFile(
            schema=f"../{schema_path('day')}",
            day=day,
            url=site.url + day_address(day),
            unlisted=tuple(paper.key for paper in papers[len(papers) - unlisted :]),
            papers=tuple([paper_record(paper.paper, site, whole=False) for paper in papers]),
        )
        return _compact(content)

    return _file(catalog, day_path(day), make, papers.own_digest, unlisted, form="day", papers=papers)


def _month(site: Site, month: Period, days: Days, papers: Papers) -> bytes:
    content = MonthFile(
        schema=f"../{schema_path('month')}",
        month=month.name,
        url=site.url + period_address(month),
        days=tuple(DayEntry(day=day, file=day_path(day), papers=len(listed)) for day, listed in days.items()),
        papers=tuple([paper_entry(paper.paper) for paper in papers]),
    )
    return _compact(content)


def _topic(site: Site, topic: Topic, papers: Iterable[PaperView]) -> bytes:
    content = TopicFile(
        schema=f"../{schema_path('topic')}",
        name=topic.name,
        title=topic.title,
        group=topic.group,
        description=topic.description,
        url=site.url + topic_address(topic.name),
        papers=tuple([paper_entry(paper.paper) for paper in papers]),
    )
    return _compact(content)


def _similar(month: str, group: Group, *, newer: bool) -> bytes:
    content = SimilarFile(
        schema=f"{'../' * (2 if newer else 1)}{schema_path('similar')}",
        month=None if month == UNDATED else month,
        papers={key: tuple(map(_similar_entry, found)) for key, found in group.neighbours().items() if found},
    )
    return _compact(content)


def _similar_entry(one: Neighbour) -> SimilarEntry:
    return SimilarEntry(key=one.paper.key, title=one.paper.title, closeness=one.closeness, shares=one.shares)


def _topics(site: Site, topics: Iterable[Topic]) -> bytes:
    entries = (
        TopicEntry(
            name=topic.name,
            title=topic.title,
            group=topic.group,
            description=topic.description,
            aliases=topic.aliases,
            file=f"topics/{topic.name}.json",
        )
        for topic in topics
    )
    return _compact(TopicsFile(schema=schema_path("topics"), url=site.url + TOPICS, topics=tuple(entries)))


def _top(site: Site, top: Top) -> bytes:
    schema = f"../{schema_path('top')}"
    papers = tuple(top_entry(paper.paper) for paper in top.papers)
    return _compact(TopFile(schema=schema, period=top.name, url=site.url + top.page, papers=papers))


def _trends(site: Site, trends: Trends) -> bytes:
    return _compact(trends_file(trends, site, f"../{schema_path('trends')}"))


def _index(catalog: Catalog, entries: list[FileEntry]) -> IndexFile:
    return IndexFile(
        schema=schema_path("index"),
        name=catalog.site.name,
        description=catalog.site.description,
        url=catalog.site.url + DATA,
        papers=len(catalog.papers),
        sums=SUMS,
        files=tuple(entries),
    )


def _compact(content: msgspec.Struct) -> bytes:
    return msgspec.json.encode(content) + b"\n"


def _readable(content: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
