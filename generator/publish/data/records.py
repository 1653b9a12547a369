"""Records: what the data files hold. Their JSON Schemas and the page about them are made from these very structs.

A value that nobody knows is an absent key. Each field of a paper says where it comes from (`x-source`) and who may do
what with it (`x-licence`).
"""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from generator.archive.load import Archive
from generator.archive.models import ARXIV_PATTERN, KEY_PATTERN, TOPIC_PATTERN, Count, Paper
from generator.publish.addresses import paper_address
from generator.publish.paper import PaperView
from generator.publish.settings import Site

Value = TypeVar("Value")

FACT, OURS, AUTHORS = "none: a fact", "MIT", "the paper's authors'"
LIST, SOURCE = "{list}", "{source}"  # which schema_of() fills in with what the archive's source is called
_LISTING = LIST
_READ = f"{SOURCE}, arXiv"
_FACTS = f"{_READ}; corrected by contributors"
_ALONE = "in papers.jsonl.gz alone"
_PEOPLE, _ARCHIVE = "contributors", "the archive"


def _pattern(pattern: str) -> str:
    r"""Return a pattern in the words of ECMA-262, which JSON Schema uses: it has no `\Z`."""
    return pattern.removesuffix(r"\Z") + "$"


def _field(description: str, source: str, licence: str) -> Meta:
    return Meta(description=description, extra_json_schema={"x-source": source, "x-licence": licence})


_Key = Annotated[
    str,
    Meta(pattern=_pattern(KEY_PATTERN)),
    _field("The paper's name in the archive. It never changes: papers/KEY/ is always its page.", _ARCHIVE, FACT),
]
_Title = Annotated[str, _field("The title.", _FACTS, FACT)]
_Days = Annotated[tuple[date, ...], _field("Every day it was listed on, the first one first.", _LISTING, FACT)]
_ArxivId = Annotated[
    str, Meta(pattern=_pattern(ARXIV_PATTERN)), _field("The arXiv id, without a version.", _FACTS, FACT)
]
_TopicName = Annotated[str, Meta(pattern=_pattern(TOPIC_PATTERN))]
_Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


class LinkRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a paper's authors put more of their work."""

    code: _Url | UnsetType = UNSET
    project: _Url | UnsetType = UNSET


class PaperRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper, with everything that the archive knows of it."""

    key: _Key
    url: Annotated[_Url, _field(f"Its page; {_ALONE}.", _ARCHIVE, FACT)] | UnsetType = UNSET
    title: _Title
    days: _Days
    undated: (
        Annotated[bool, _field(f"Whether it was also listed on a day that nobody knows; {_ALONE}.", _LISTING, FACT)]
        | UnsetType
    ) = UNSET
    authors: Annotated[tuple[str, ...], _field("The authors' names in their order, where known.", _READ, FACT)]
    author_count: Annotated[Count, _field("How many authors it has.", _LISTING, FACT)] | UnsetType = UNSET
    published: Annotated[date, _field("The day it came out on arXiv.", _FACTS, FACT)] | UnsetType = UNSET
    arxiv_id: _ArxivId | UnsetType = UNSET
    doi: Annotated[str, _field(f"The DOI that arXiv registered for it; {_ALONE}.", "arXiv", FACT)] | UnsetType = UNSET
    withdrawn: Annotated[date, _field("The day it was withdrawn.", _READ, FACT)] | UnsetType = UNSET
    upvotes: Annotated[Count, _field("How many upvotes it had when last read.", _LISTING, FACT)] | UnsetType = UNSET
    comments: Annotated[Count, _field("How many comments it had when last read.", _LISTING, FACT)] | UnsetType = UNSET
    links: Annotated[LinkRecord | UnsetType, _field("Its code and its project page.", SOURCE, FACT)] = UNSET
    topics: Annotated[tuple[_TopicName, ...], _field("The names of its topics.", _PEOPLE, OURS)]
    topics_suggested: Annotated[bool, _field("Whether keywords chose the topics, not a person.", _ARCHIVE, FACT)]
    summary: Annotated[str, _field("What it does, in one sentence.", _PEOPLE, OURS)] | UnsetType = UNSET
    abstract: (
        Annotated[str, _field(f"The abstract, where the archive quotes it; {_ALONE}.", "its authors", AUTHORS)]
        | UnsetType
    ) = UNSET


_WHOLE = tuple(name for name in PaperRecord.__struct_fields__ if name not in ("url", "links"))
_BRIEF = tuple(name for name in _WHOLE if name not in ("undated", "doi", "abstract"))  # url too is in the whole alone
_whole_of, _brief_of = attrgetter(*_WHOLE), attrgetter(*_BRIEF)


class PaperEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper in a list: enough to name it; its key leads to the rest. Where that is its arXiv id, none is told."""

    key: _Key
    title: _Title
    days: _Days
    arxiv_id: _ArxivId | UnsetType = UNSET


class Records:
    """What the files hold of papers, made when it is asked for."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._papers = {paper.key: paper for paper in archive.papers}
        self._site = site

    def whole(self, papers: Iterable[PaperView]) -> list[PaperRecord]:
        """Return the papers with all that is known of them."""
        return [paper_record(self._papers[paper.key], self._site, whole=True) for paper in papers]

    def of_day(self, papers: Iterable[PaperView]) -> tuple[PaperRecord, ...]:
        """Return the papers as the file of a day tells of them."""
        return tuple([paper_record(self._papers[paper.key], self._site, whole=False) for paper in papers])

    def short(self, papers: Iterable[PaperView]) -> tuple[PaperEntry, ...]:
        """Return the papers as lists name them."""
        return tuple([paper_entry(self._papers[paper.key]) for paper in papers])


def paper_record(paper: Paper, site: Site, *, whole: bool) -> PaperRecord:
    """Return the record of a paper; if not `whole`, without its abstract and without what follows from the rest."""
    links = {name: url for name in LinkRecord.__struct_fields__ if (url := getattr(paper.links, name))}
    names, values_of = (_WHOLE, _whole_of) if whole else (_BRIEF, _brief_of)
    values = zip(names, values_of(paper), strict=True)
    return PaperRecord(
        **{name: value for name, value in values if value is not None},
        links=LinkRecord(**links) if links else UNSET,
        url=site.url + paper_address(paper.key) if whole else UNSET,
    )


def paper_entry(paper: Paper) -> PaperEntry:
    """Return a paper as lists name it."""
    arxiv_id = UNSET if paper.arxiv_id == paper.key else _known(paper.arxiv_id)
    return PaperEntry(key=paper.key, title=paper.title, days=paper.days, arxiv_id=arxiv_id)


def _known(value: Value | None) -> Value | UnsetType:
    return UNSET if value is None else value
