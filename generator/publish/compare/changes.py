"""Changes: what differs for readers between two editions of an archive, small enough to be a comment.

They also travel as JSON, from a run that has seen a stranger's code to one that may write comments. So every text
has a pattern and a greatest length here, every list a greatest number, and `read_changes` refuses all else.
"""

from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from generator.archive.messages import explain
from generator.archive.models import SHOWN, TOPIC_PATTERN, Key
from generator.errors import ArchiveError
from generator.text import clean, shorten

MOST = 20  # of each list, that many are named
MOST_GROUPS = 200
MOST_BYTES = 1_000_000

# One line, without what hides or reorders the rest of it.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+\Z"
# Segments of letters, digits and a few signs, others %-encoded; none of dots alone leads up and out of the site.
_SEGMENT = r"(?!\.+(?:/|\Z))(?:[A-Za-z0-9._~-]|%(?!2E)[0-9A-F]{2})+"
_ADDRESS = rf"^(?:{_SEGMENT}/)*(?:{_SEGMENT})?\Z"

Item = TypeVar("Item")
Number = Annotated[int, Meta(ge=0, le=10_000_000)]
Line = Annotated[str, Meta(pattern=_LINE, max_length=300)]
TopicName = Annotated[str, Meta(pattern=TOPIC_PATTERN, max_length=200)]
Address = Annotated[str, Meta(pattern=_ADDRESS, max_length=500)]
Group = Annotated[str, Meta(pattern=rf"^(?:{_SEGMENT}/)?\Z", max_length=200)]
FACTS = (*SHOWN, "days")
Fact = Annotated[str, Meta(pattern=rf"^(?:{'|'.join(FACTS)})\Z")]


class First(msgspec.Struct, Generic[Item], frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many there are, and the first of them."""

    count: Number
    first: Annotated[tuple[Item, ...], Meta(max_length=MOST)]

    def __post_init__(self) -> None:
        if self.count < len(self.first):
            raise ValueError("count must be the number of all, and more are named")

    @property
    def more(self) -> int:
        """How many there are beside those named."""
        return self.count - len(self.first)


class PaperName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper that changes."""

    key: Key
    title: Line


class Filing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The topics that a paper stands under, and whether people chose them or words suggest them."""

    topics: Annotated[tuple[TopicName, ...], Meta(max_length=MOST)]
    suggested: bool


class Retagged(PaperName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper that stands under other topics, in another order, or under topics that are suggested no more."""

    before: Filing
    after: Filing


class Corrected(PaperName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper of which other facts are told."""

    facts: Annotated[tuple[Fact, ...], Meta(max_length=MOST)]


class TopicChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A topic's number of papers, None where there is no such topic, and how many of them are new to it or gone."""

    name: TopicName
    title: Line
    before: Number | None
    after: Number | None
    gained: Number
    lost: Number


class Difference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Addresses at which something else stands, something for the first time, or nothing any longer."""

    changed: First[Address]
    new: First[Address]
    gone: First[Address]

    @property
    def count(self) -> int:
        """How many addresses differ."""
        return self.changed.count + self.new.count + self.gone.count


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What differs for readers. `pages` stand by the first part of their address, such as `days/`, or none."""

    settings: bool
    theme: bool
    added: First[PaperName]
    removed: First[PaperName]
    hidden: First[PaperName]
    retagged: First[Retagged]
    summarised: First[PaperName]
    corrected: First[Corrected]
    topics: First[TopicChange]
    pages: Annotated[dict[Group, Difference], Meta(max_length=MOST_GROUPS)]
    feeds: Difference


def read_changes(data: bytes) -> Changes:
    """Return the changes that were written as JSON, by whomever. Raises ArchiveError for anything else."""
    if len(data) > MOST_BYTES:
        raise ArchiveError(f"a comparison must not be longer than {MOST_BYTES:,} bytes")
    try:
        return msgspec.json.decode(data, type=Changes)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"is no comparison: {shorten(clean(explain(error, Changes)[0]), 300)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArchiveError("is no comparison: it must be JSON as `papers compare --format json` writes it") from error
