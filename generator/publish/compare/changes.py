"""Changes: what readers will see change between two versions of an archive, in a form short enough for a comment.

They are also passed on as JSON, from a workflow run that executed untrusted code to one that may write comments.
Therefore every text has a pattern and a maximum length, every list a maximum size, and `read_changes` refuses
everything else.
"""

from typing import Annotated, Generic, TypeVar

import msgspec
from msgspec import Meta

from generator.archive.messages import explain
from generator.archive.models import SHOWN, TOPIC_PATTERN, Key
from generator.errors import ArchiveError
from generator.text import clean, shorten

MOST = 20  # items of each list
MOST_GROUPS = 200
MOST_BYTES = 1_000_000

# One line, without characters that hide or reorder text.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]+\Z"
# Segments of letters, digits and a few other characters, the rest %-encoded; no `..`, which could leave the site.
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
    """The first items of a list, and the size of the whole list."""

    count: Number
    first: Annotated[tuple[Item, ...], Meta(max_length=MOST)]

    def __post_init__(self) -> None:
        if self.count < len(self.first):
            raise ValueError("count must not be less than the number of items in first")

    @property
    def more(self) -> int:
        """The number of items that are not in `first`."""
        return self.count - len(self.first)


class PaperName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper that changed."""

    key: Key
    title: Line


class Filing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The topics of a paper, and whether they are only suggested."""

    topics: Annotated[tuple[TopicName, ...], Meta(max_length=MOST)]
    suggested: bool


class Retagged(PaperName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper whose topics changed: other topics, another order, or chosen by people instead of suggested."""

    before: Filing
    after: Filing


class Corrected(PaperName, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper with changed facts."""

    facts: Annotated[tuple[Fact, ...], Meta(max_length=MOST)]


class TopicChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The number of papers of a topic (None if there is no such topic), and how many it gained and lost."""

    name: TopicName
    title: Line
    before: Number | None
    after: Number | None
    gained: Number
    lost: Number


class QueryChange(TopicChange, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same of a standing query; `edited` if it looks for something else now, `ended` if it has ended now."""

    edited: bool
    ended: bool


class Difference(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Addresses whose content changed, that are new, or that are gone."""

    changed: First[Address]
    new: First[Address]
    gone: First[Address]

    @property
    def count(self) -> int:
        """The number of addresses that differ."""
        return self.changed.count + self.new.count + self.gone.count


class Changes(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What readers will see change. `pages` are grouped by the first segment of their address, such as `days/`."""

    settings: bool
    theme: bool
    added: First[PaperName]
    removed: First[PaperName]
    hidden: First[PaperName]
    retagged: First[Retagged]
    summarised: First[PaperName]
    corrected: First[Corrected]
    topics: First[TopicChange]
    queries: First[QueryChange] = First(count=0, first=())
    pages: Annotated[dict[Group, Difference], Meta(max_length=MOST_GROUPS)]
    feeds: Difference


def read_changes(data: bytes) -> Changes:
    """Return the changes in untrusted JSON. Raises ArchiveError if it is anything else."""
    if len(data) > MOST_BYTES:
        raise ArchiveError(f"a comparison must be at most {MOST_BYTES:,} bytes long")
    try:
        return msgspec.json.decode(data, type=Changes)
    except msgspec.ValidationError as error:
        raise ArchiveError(f"is not a comparison: {shorten(clean(explain(error, Changes)[0]), 300)}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ArchiveError("is not a comparison: it must be JSON written by `papers compare --format json`") from error
