"""Search records: the searchable and displayed fields of a paper."""

from dataclasses import dataclass
from datetime import date

from generator.archive.dates import long_day
from generator.archive.models import Topic
from generator.publish.paper import PaperView

HEAD = 3  # words at a title's head


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """The fields of a paper for searching, for hits and for filters.

    `day` is the last day that listed the paper; `suggested` tells whether keywords chose its topics.
    """

    address: str
    title: str
    facts: str
    summary: str
    abstract: tuple[str, ...]
    authors: tuple[str, ...]
    arxiv_id: str
    topics: tuple[Topic, ...]
    day: date | None
    upvotes: int
    suggested: bool = False
    doi: str = ""


def search_record(paper: PaperView) -> SearchRecord:
    """Return a paper's search record."""
    return SearchRecord(
        address=paper.address,
        title=paper.title,
        facts=" · ".join(filter(None, (paper.card_facts, long_day(paper.listed[0]) if paper.listed else ""))),
        summary=paper.summary,
        abstract=paper.abstract,
        authors=paper.authors,
        arxiv_id=paper.arxiv_id,
        doi=paper.paper.doi or "",
        topics=paper.topics,
        day=paper.listed[0] if paper.listed else None,
        upvotes=paper.upvotes,
        suggested=paper.topics_suggested,
    )


def head_of(title: str) -> str:
    """Return a title's first three words, or fewer before a colon: often the name of the paper's subject."""
    return " ".join(title.partition(":")[0].split()[:HEAD])


def rank(record: SearchRecord) -> tuple[int, int, int, str, str]:
    """Return the sort key for equally good matches: newest month, most upvotes, newest day, title."""
    day = record.day or date.min
    return (-(day.year * 12 + day.month), -record.upvotes, -day.toordinal(), record.title.casefold(), record.address)
