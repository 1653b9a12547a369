"""The values of the archive: records as listed, decisions as people write them, papers as merged.

Each fact about a paper is declared once, as a field of `Sighting`: records and papers inherit it, and whatever handles
facts one by one takes their names from the tuples below that class. A new fact is named in three more places: the
source that reads it, `PaperRecord` in `publish/data/records.py`, and the page that shows it; `tests/test_facts.py`
tells which of the first two is missing.

The values are msgspec structs, which are read and checked in one pass; a missing value is an absent key. No value can
be part of a cycle, so the garbage collector need not look at a hundred thousand of them (`gc=False`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, get_args

import msgspec
from msgspec import Meta

KEY_PATTERN = r"^[a-z0-9]+(?:[.-][a-z0-9]+)*\Z"
KEY_RULE = 'lower-case letters and digits, separated by single "-" or "."'
ARXIV_PATTERN = r"^(?:[0-9]{4}\.[0-9]{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/[0-9]{7})\Z"
# ISO 26324: a prefix that begins with 10, and a suffix of any printable characters; those that no DOI has in practice,
# and that would end a field or a command in BibTeX, are left out.
DOI_PATTERN = r"^10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"\\^`{|}]+\Z"
URL_PATTERN = r"^https?://[^\s\"<>]+\Z"
WORDS_PATTERN = r"\S"  # not blank
TOPIC_PATTERN = r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z"
TOPIC_RULE = 'lower-case letters and digits, separated by single "-"'

Key = Annotated[str, Meta(pattern=KEY_PATTERN, max_length=80)]
ArxivId = Annotated[str, Meta(pattern=ARXIV_PATTERN)]
Doi = Annotated[str, Meta(pattern=DOI_PATTERN, max_length=300)]
Text = Annotated[str, Meta(min_length=1)]
Words = Annotated[str, Meta(pattern=WORDS_PATTERN)]
Url = Annotated[str, Meta(pattern=URL_PATTERN, max_length=2000)]
Count = Annotated[int, Meta(ge=0)]
Moment = Annotated[datetime, Meta(tz=True)]
Status = Literal["complete", "partial", "empty"]


class Links(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Links to more of the authors' work."""

    code: Url | None = None
    project: Url | None = None


NO_LINKS = Links()


class Sighting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A paper as a source showed it. `published` is the day it came out, never the day it was listed on.

    `doi` is never the one that arXiv registers for each of its papers: that one follows from `arxiv_id`. `url` is where
    a paper is that has neither.
    """

    title: Text
    abstract: Text | None = None
    arxiv_id: ArxivId | None = None
    doi: Doi | None = None
    url: Url | None = None
    authors: tuple[Text, ...] = ()
    author_count: Count | None = None
    organization: Text | None = None
    published: date | None = None
    upvotes: Count | None = None
    comments: Count | None = None
    links: Links = NO_LINKS
    keywords: tuple[Text, ...] = ()
    withdrawn: date | None = None


def _facts(*types: object) -> tuple[str, ...]:
    """Return the names of the facts of one of the types, or of such a type or None."""
    fields = msgspec.structs.fields(Sighting)
    return tuple(field.name for field in fields if {field.type, *get_args(field.type)} & set(types))


#: Reactions to a paper at its source. They change from day to day, and only its lister reports them.
COUNTS = ("upvotes", "comments")
#: Facts that are the same wherever they are read, so that any source can complete them.
FACTS = tuple(name for name in Sighting.__struct_fields__ if name not in COUNTS)
#: Facts that readers see. The others only help to suggest topics.
SHOWN = tuple(name for name in FACTS if name != "keywords")
#: Facts that are free text, or lists of it: they must hold no invisible character.
TEXTS = _facts(Text, tuple[Text, ...])


class DatedUpvotes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """How many upvotes a paper had on a day (UTC)."""

    day: date
    upvotes: Count


DatedCounts = Annotated[tuple[DatedUpvotes, ...], Meta(max_length=4)]


class Record(Sighting, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A sighting that the archive keeps: the same facts under the paper's key.

    `unlisted` marks a paper that its source listed on that day once, and lists there no longer. `seen` is the second
    (UTC) of the fetch that first had the paper, kept where the paper came late: its feed entry is not dated before it.
    `upvotes_at` are the upvotes at a few readings after the listing: see `popularity.py`.
    """

    key: Key
    unlisted: bool = False
    seen: Moment | None = None
    upvotes_at: DatedCounts = ()


class Listing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source listed on one day; `day` is None for papers whose day is unknown."""

    day: date | None
    source: Text
    status: Status
    papers: tuple[Record, ...]


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """Facts that a person put right; they win over the source's. A hidden paper needs a reason."""

    title: Words | None = None
    arxiv_id: ArxivId | None = None
    doi: Doi | None = None
    url: Url | None = None
    authors: tuple[Words, ...] | None = None
    published: date | None = None
    withdrawn: date | None = None
    hide: bool = False
    reason: Words | None = None


#: Facts that a person can correct.
CORRECTABLE = tuple(name for name in Correction.__struct_fields__ if name in FACTS)


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """What people decided about one paper: they win for topics and summaries."""

    topics: tuple[str, ...] = ()
    summary: Words | None = None
    correct: Correction = Correction()


@dataclass(frozen=True, slots=True)
class GroupStyle:
    """How a group of topics looks: its hue, an angle of OKLCH from 0 to 359, and the name of its icon."""

    hue: int
    icon: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One subject that papers are filed under; `name` is its permanent address, `aliases` are names it once had.

    `keywords` suggest it for a paper, and so does a title with a phrase of each list of `combine`, unless they stand
    inside a phrase of `exclude`. `broader` are the topics that are not suggested beside it. `group_number` is the place
    of its group in topics.yml, from 1.
    """

    name: str
    title: str
    group: str
    description: str
    keywords: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    combine: tuple[tuple[str, ...], ...] = ()
    broader: tuple[str, ...] = ()
    group_number: int = 1

    @property
    def rules(self) -> tuple[object, ...]:
        """Everything that decides for which papers the topic is suggested."""
        return self.name, self.keywords, self.exclude, self.combine, self.broader

    @property
    def look(self) -> tuple[object, ...]:
        """Everything of the topic that is shown beside a paper."""
        return self.name, self.title, self.group, self.group_number


class Paper(Sighting, frozen=True, kw_only=True, gc=False):
    """One paper across all its listings: the newest known value of each fact, and every day it was on.

    `seen` is the time of the fetch that found it late, before which no feed dates it; None if it came in time.
    `upvotes_at` are its upvotes at a few readings after it was listed.
    """

    key: Key
    days: tuple[date, ...]
    undated: bool
    topics: tuple[str, ...]
    topics_suggested: bool
    summary: str | None
    seen: datetime | None = None
    upvotes_at: DatedCounts = ()

    @property
    def day(self) -> date | None:
        """The day the paper was first listed on, by which feeds date it; None if unknown."""
        return self.days[0] if self.days else None


def newer(old: Record | None, new: Record) -> Record:
    """Return one record with the newer value of each field, the older where the newer is missing.

    `unlisted` stays as it was: no value says whether the paper is still listed.
    """
    if old is None:
        return new
    known = {name: value for name, value in msgspec.structs.asdict(new).items() if value not in (None, ())}
    links = {**msgspec.structs.asdict(old.links), **_present(new.links)}
    return msgspec.structs.replace(old, **{**known, "key": old.key, "unlisted": old.unlisted, "links": Links(**links)})


def _present(links: Links) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(links).items() if value is not None}
