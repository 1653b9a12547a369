"""The values of the archive: records as listed, decisions as people write them, papers as merged.

They are msgspec structs, which are read and checked in one pass; a missing value is an absent key. None can be part of
a cycle, so the garbage collector need not look at a hundred thousand of them (`gc=False`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

KEY_PATTERN = r"^[a-z0-9]+(?:[.-][a-z0-9]+)*\Z"
KEY_RULE = 'lower-case letters and digits, parted by single "-" or "."'
ARXIV_PATTERN = r"^(?:[0-9]{4}\.[0-9]{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/[0-9]{7})\Z"
URL_PATTERN = r"^https?://[^\s\"<>]+\Z"
WORDS_PATTERN = r"\S"  # not blank
TOPIC_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z"
TOPIC_RULE = 'lower-case letters and digits, parted by single "-"'

Key = Annotated[str, Meta(pattern=KEY_PATTERN, max_length=80)]
ArxivId = Annotated[str, Meta(pattern=ARXIV_PATTERN)]
Text = Annotated[str, Meta(min_length=1)]
Words = Annotated[str, Meta(pattern=WORDS_PATTERN)]
Url = Annotated[str, Meta(pattern=URL_PATTERN, max_length=2000)]
Count = Annotated[int, Meta(ge=0)]
Status = Literal["complete", "partial", "empty"]


class Links(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Where a paper's authors put more of their work."""

    code: Url | None = None
    project: Url | None = None


NO_LINKS = Links()


class Sighting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A paper as a source showed it. `published` is its date on arXiv, never the day it was listed on."""

    title: Text
    abstract: Text | None = None
    arxiv_id: ArxivId | None = None
    authors: tuple[Text, ...] = ()
    author_count: Count | None = None
    published: date | None = None
    upvotes: Count | None = None
    comments: Count | None = None
    links: Links = NO_LINKS
    keywords: tuple[Text, ...] = ()
    withdrawn: date | None = None


class Record(Sighting, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A sighting that the archive keeps: the same facts under the paper's key.

    `unlisted` marks a paper that its source listed on that day once, and lists there no longer.
    """

    key: Key
    unlisted: bool = False


class Listing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source listed on one day; `day` is None for papers whose day nobody knows."""

    day: date | None
    source: Text
    status: Status
    papers: tuple[Record, ...]


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Facts that a person put right; they win over the source's. A hidden paper needs a reason."""

    title: Words | None = None
    arxiv_id: ArxivId | None = None
    authors: tuple[Words, ...] | None = None
    published: date | None = None
    withdrawn: date | None = None
    hide: bool = False
    reason: Words | None = None


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What people decided about one paper: they win for topics and summaries."""

    topics: tuple[str, ...] = ()
    summary: Words | None = None
    correct: Correction = Correction()


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that papers are filed under; `name` is its permanent address, `aliases` are names it once had.

    `keywords` suggest it for a paper, unless they stand inside a phrase of `exclude`.
    """

    name: str
    title: str
    group: str
    description: str
    keywords: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One paper across all its listings: the newest known value of each field, and every day it was on."""

    key: str
    title: str
    days: tuple[date, ...]
    undated: bool
    abstract: str | None
    arxiv_id: str | None
    authors: tuple[str, ...]
    author_count: int | None
    published: date | None
    upvotes: int | None
    comments: int | None
    links: Links
    keywords: tuple[str, ...]
    withdrawn: date | None
    topics: tuple[str, ...]
    topics_suggested: bool
    summary: str | None

    @property
    def day(self) -> date | None:
        """The day the paper was first listed on, by which feeds date it; None where nobody knows."""
        return self.days[0] if self.days else None

    @property
    def doi(self) -> str | None:
        """The DOI that arXiv registers for each of its papers, under its prefix 10.48550; None without an arXiv id."""
        return f"10.48550/arXiv.{self.arxiv_id}" if self.arxiv_id else None
