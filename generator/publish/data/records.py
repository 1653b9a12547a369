"""Records: the structs in the data files, from which their JSON Schemas and the data page are generated.

Unknown values are left out. Each field of a paper states its source (`x-source`) and its licence (`x-licence`).
"""

from datetime import date
from operator import attrgetter
from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from generator.archive.identifiers import doi_of_arxiv
from generator.archive.models import ARXIV_PATTERN, DOI_PATTERN, KEY_PATTERN, TOPIC_PATTERN, Count, DatedUpvotes, Paper
from generator.publish.addresses import paper_address
from generator.publish.settings import Site

Value = TypeVar("Value")

FACT, OURS = "none: a fact", "MIT"
# "Terms of Use for arXiv APIs": descriptive metadata are under CC0 (https://info.arxiv.org/help/api/tou.html).
ABSTRACT = "CC0 as arXiv metadata, else the paper's authors'"
LIST, SOURCE = "{list}", "{source}"  # schema_of() replaces them with the names of the archive's source
_LISTING = LIST
_READ = f"{SOURCE}, arXiv"
_FACTS = f"{_READ}; corrected by contributors"
_ALONE = "only in papers.jsonl.gz"
_PEOPLE, _ARCHIVE = "contributors", "the archive"


def _pattern(pattern: str) -> str:
    r"""Return a pattern in the ECMA-262 syntax of JSON Schema, which has no `\Z`."""
    return pattern.removesuffix(r"\Z") + "$"


def _field(description: str, source: str, licence: str) -> Meta:
    return Meta(description=description, extra_json_schema={"x-source": source, "x-licence": licence})


_Key = Annotated[
    str,
    Meta(pattern=_pattern(KEY_PATTERN)),
    _field("The paper's name in the archive. It never changes: papers/KEY/ is always its page.", _ARCHIVE, FACT),
]
_Title = Annotated[str, _field("The title.", _FACTS, FACT)]
_Days = Annotated[tuple[date, ...], _field("Every day it was listed on, earliest first.", _LISTING, FACT)]
_ArxivId = Annotated[
    str, Meta(pattern=_pattern(ARXIV_PATTERN)), _field("The arXiv id, without a version.", _FACTS, FACT)
]
_TopicName = Annotated[str, Meta(pattern=_pattern(TOPIC_PATTERN))]
_Url = Annotated[str, Meta(extra_json_schema={"format": "uri"})]


_Doi = Annotated[
    str,
    Meta(pattern=_pattern(DOI_PATTERN)),
    _field(f"Its DOI. The one that arXiv registered for a paper without another is {_ALONE}.", _FACTS, FACT),
]
_PaperUrl = Annotated[
    _Url, _field("Where the paper itself is, if that follows from neither arXiv id nor DOI.", _FACTS, FACT)
]


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
        Annotated[bool, _field(f"Whether it was also listed on an unknown date; {_ALONE}.", _LISTING, FACT)] | UnsetType
    ) = UNSET
    authors: Annotated[tuple[str, ...], _field("The authors' names in order, if known.", _READ, FACT)]
    author_count: Annotated[Count, _field("How many authors it has.", _LISTING, FACT)] | UnsetType = UNSET
    organization: Annotated[str, _field("The organization that it comes from.", SOURCE, FACT)] | UnsetType = UNSET
    published: Annotated[date, _field("The day it came out on arXiv.", _FACTS, FACT)] | UnsetType = UNSET
    arxiv_id: _ArxivId | UnsetType = UNSET
    doi: _Doi | UnsetType = UNSET
    paper_url: _PaperUrl | UnsetType = UNSET
    withdrawn: Annotated[date, _field("The day it was withdrawn.", _READ, FACT)] | UnsetType = UNSET
    upvotes: Annotated[Count, _field("How many upvotes it had when last read.", _LISTING, FACT)] | UnsetType = UNSET
    upvotes_at: (
        Annotated[
            tuple[DatedUpvotes, ...],
            _field(f"How many it had about 1, 3, 7 and 14 days after it was listed; {_ALONE}.", _LISTING, FACT),
        ]
        | UnsetType
    ) = UNSET
    comments: Annotated[Count, _field("How many comments it had when last read.", _LISTING, FACT)] | UnsetType = UNSET
    links: Annotated[LinkRecord | UnsetType, _field("Its code and its project page.", SOURCE, FACT)] = UNSET
    keywords: Annotated[tuple[str, ...], _field("Words that the source describes it with.", SOURCE, FACT)] = ()
    topics: Annotated[tuple[_TopicName, ...], _field("The names of its topics.", _PEOPLE, OURS)]
    topics_suggested: Annotated[bool, _field("Whether keywords chose the topics, not a person.", _ARCHIVE, FACT)]
    summary: Annotated[str, _field("What it does, in one sentence.", _PEOPLE, OURS)] | UnsetType = UNSET
    abstract: (
        Annotated[str, _field(f"The abstract, if the archive keeps it; {_ALONE}.", "its authors", ABSTRACT)] | UnsetType
    ) = UNSET


_MADE = ("url", "paper_url", "links", "upvotes_at")  # from other values of a paper
_WHOLE = tuple(name for name in PaperRecord.__struct_fields__ if name not in _MADE)
_BRIEF = tuple(name for name in _WHOLE if name not in ("undated", "abstract"))
_whole_of, _brief_of = attrgetter(*_WHOLE), attrgetter(*_BRIEF)


class PaperEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One paper in a list: enough to name it; its key leads to the rest. No `arxiv_id` if it is the same as the key."""

    key: _Key
    title: _Title
    days: _Days
    arxiv_id: _ArxivId | UnsetType = UNSET


class TopEntry(PaperEntry, frozen=True, kw_only=True, omit_defaults=True):
    """One of the most upvoted papers: enough to name it, with its counts."""

    upvotes: Annotated[Count, _field("How many upvotes it had when last read.", _LISTING, FACT)]
    comments: Annotated[Count, _field("How many comments it had when last read.", _LISTING, FACT)] | UnsetType = UNSET


def paper_record(paper: Paper, site: Site, *, whole: bool) -> PaperRecord:
    """Return the record of a paper; if not `whole`, without its abstract and the fields that follow from others."""
    links = {name: url for name in LinkRecord.__struct_fields__ if (url := getattr(paper.links, name))}
    names, values_of = (_WHOLE, _whole_of) if whole else (_BRIEF, _brief_of)
    values = dict(zip(names, values_of(paper), strict=True))
    if whole and paper.arxiv_id and not paper.doi:
        values["doi"] = doi_of_arxiv(paper.arxiv_id)
    return PaperRecord(
        **{name: value for name, value in values.items() if value is not None},
        paper_url=_known(paper.url),
        links=LinkRecord(**links) if links else UNSET,
        url=site.url + paper_address(paper.key) if whole else UNSET,
        upvotes_at=paper.upvotes_at if whole and paper.upvotes_at else UNSET,
    )


def paper_entry(paper: Paper) -> PaperEntry:
    """Return the entry of a paper in a list."""
    arxiv_id = UNSET if paper.arxiv_id == paper.key else _known(paper.arxiv_id)
    return PaperEntry(key=paper.key, title=paper.title, days=paper.days, arxiv_id=arxiv_id)


def top_entry(paper: Paper) -> TopEntry:
    """Return the entry of a counted paper in a list of the most upvoted."""
    entry = msgspec.structs.asdict(paper_entry(paper))
    return TopEntry(**entry, upvotes=paper.upvotes or 0, comments=_known(paper.comments))


def _known(value: Value | None) -> Value | UnsetType:
    return UNSET if value is None else value
