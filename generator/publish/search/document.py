"""Records: what the search knows of a paper."""

from dataclasses import dataclass
from datetime import date

from generator.archive.models import Topic
from generator.publish.paper import PaperView

HEAD = 3  # words at a title's head


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
        years=tuple(year for year in paper.years if year.isdigit()),
        day=paper.listed[0] if paper.listed else None,
        upvotes=paper.upvotes,
    )


def head_of(title: str) -> str:
    """Return a title's first three words, or fewer before a colon: there stands the name of what it is about."""
    return " ".join(title.partition(":")[0].split()[:HEAD])


def rank(record: SearchRecord) -> tuple[int, int, int, str, str]:
    """Sort papers that a query finds equally good: by month, the newest first, then by upvotes, then by day."""
    day = record.day or date.min
    return (-(day.year * 12 + day.month), -record.upvotes, -day.toordinal(), record.title.casefold(), record.address)
