"""The search index: files from which a browser answers a query by loading a few of them.

`search.md` beside this file describes the format and its promises, and says why it is our own;
`overrides/assets/javascripts/search-index.js` reads it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import msgspec

from generator.archive.models import Topic
from generator.publish.contents import years_of
from generator.publish.search_shards import Postings, shards_of
from generator.publish.search_words import terms_of, words_of
from generator.publish.views import PaperView

FOLDER = "search-index/"
SEGMENTS = ("newest", "year", "past")
VERSION = 1
BLOCK = 8  # papers in one file of what hits show


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """What a paper is found by, what a hit shows, and what it can be filtered by.

    `day` is the last one that the paper was listed on; `years` are all in which it was.
    """

    address: str
    title: str
    facts: str
    summary: str
    abstract: tuple[str, ...]
    authors: tuple[str, ...]
    arxiv_id: str
    topics: tuple[Topic, ...]
    years: tuple[str, ...]
    day: date | None
    upvotes: int


@dataclass(frozen=True, slots=True)
class _Packed:
    """A compressed file, and the digest of what is in it: another zlib may compress the same otherwise."""

    data: bytes
    digest: bytes


def search_segments(papers: Iterable[PaperView]) -> dict[str, list[PaperView]]:
    """Return the papers of each segment: of the newest month, of its year before it, and of all years before.

    So a new day writes the few papers of its month again, and no others.
    """
    papers = list(papers)
    newest = max((paper.listed[0] for paper in papers if paper.listed), default=date.min)
    parts: dict[str, list[PaperView]] = {name: [] for name in SEGMENTS}
    for paper in papers:
        day = paper.listed[0] if paper.listed else date.min
        parts[SEGMENTS[(day.year < newest.year) + ((day.year, day.month) < (newest.year, newest.month))]].append(paper)
    return parts


def segment_files(name: str, records: Iterable[SearchRecord]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a segment by their path below the site; the same records give the same bytes.

    All but the manifest stand in a folder that is named after what they hold, so a file of a name never changes.
    """
    ordered = sorted(records, key=rank)
    with ThreadPoolExecutor() as pool:  # zlib lets other threads run, and this one go on
        blocks = pool.map(_packed, (_block(ordered[at : at + BLOCK]) for at in range(0, len(ordered), BLOCK)))
        postings = Postings()
        for number, record in enumerate(ordered):
            postings.add(number, *_grades(record))
        shards = list(shards_of((term, postings.encoded(term)) for term in postings.terms()))
        files = {f"t{number}.bin": file for number, file in enumerate(pool.map(_packed, (s.data for s in shards)))}
        files |= {f"d{number}.bin": file for number, file in enumerate(blocks)}
    folder = hashlib.sha256(b"".join(file.digest for file in files.values())).hexdigest()[:12]
    manifest = {
        "version": VERSION,
        "folder": folder,
        "papers": len(ordered),
        "block": BLOCK,
        "starts": [shard.start for shard in shards],
        "common": postings.common(),
    }
    yield f"{FOLDER}{name}.json", msgspec.json.encode(manifest)
    yield from ((f"{FOLDER}{folder}/{path}", file.data) for path, file in files.items())


def _packed(data: bytes) -> _Packed:
    return _Packed(zlib.compress(data), hashlib.sha256(data).digest())


def search_record(paper: PaperView) -> SearchRecord:
    """Return what the search knows of a paper."""
    return SearchRecord(
        address=paper.address,
        title=paper.title,
        facts=paper.line,
        summary=paper.summary,
        abstract=paper.abstract,
        authors=paper.authors,
        arxiv_id=paper.arxiv_id,
        topics=paper.topics,
        years=tuple(year for year in years_of([paper]) if year.isdigit()),
        day=paper.listed[0] if paper.listed else None,
        upvotes=paper.upvotes,
    )


def rank(record: SearchRecord) -> tuple[int, int, int, str, str]:
    """Sort papers that a query finds equally good: by month, the newest first, then by upvotes, then by day."""
    day = record.day or date.min
    return (-(day.year * 12 + day.month), -record.upvotes, -day.toordinal(), record.title.casefold(), record.address)


def _grades(record: SearchRecord) -> tuple[set[str], set[str], set[str]]:
    """Return a paper's terms by the place where it has them, the best place first, and what it is filtered by.

    A filter's term begins with a sign that no word holds.
    """
    names = [topic.title for topic in record.topics]
    about = set(terms_of("\n".join((record.summary, *names, *record.authors, record.arxiv_id))))
    about.update(f"#{topic.name}" for topic in record.topics)
    about.update(f"@{year}" for year in record.years)
    about.update(f"&{' '.join(words_of(name))}" for name in record.authors)
    return set(terms_of(record.title)), about, set(terms_of("\n".join(record.abstract)))


def _block(records: list[SearchRecord]) -> bytes:
    """Return what hits show of some papers."""
    return msgspec.json.encode(
        [
            (
                record.address,
                record.title,
                record.facts,
                [topic.name for topic in record.topics],
                ", ".join(record.authors),
                [text for text in (record.summary, *record.abstract) if text],
            )
            for record in records
        ]
    )
