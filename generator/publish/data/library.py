"""The file that a reader's own library is exported to and imported from; only browsers make one.

`overrides/assets/javascripts/library-files.js` writes and reads it.
"""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from generator.archive.models import Key

_Title = Annotated[str, Meta(max_length=500, description="Its title when it was added.")]
_Byline = Annotated[str, Meta(max_length=200, description="Its first authors and its organization, as a line of text.")]
_Time = Annotated[datetime, Meta(tz=True)]


class SavedPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A saved paper, and what the reader noted of it."""

    key: Key
    title: _Title
    byline: _Byline
    status: Literal["to read", "reading", "read"]
    tags: Annotated[tuple[str, ...], Meta(max_length=20)]
    note: Annotated[str, Meta(max_length=10_000)]
    saved: _Time
    changed: _Time


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A topic, an author or words that the reader follows."""

    id: str
    kind: Literal["topic", "author", "words"]
    value: Annotated[str, Meta(max_length=100, description="The topic's name, the author's name, or the words.")]
    title: str


class InboxPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that matched a rule, and what became of it."""

    key: Key
    title: _Title
    byline: _Byline
    day: Annotated[date, Meta(description="The day on which it was listed.")]
    upvotes: Annotated[int, Meta(ge=0)]
    because: Annotated[tuple[str, ...], Meta(description="The ids of the rules that it matched.")]
    state: Literal["new", "seen", "skipped"]


class LibraryFile(msgspec.Struct, frozen=True, kw_only=True):
    """A reader's own library. The site has no such file: a browser exports it, and imports it again."""

    schema: Annotated[str, Meta(description="The address of this schema.")] | UnsetType = msgspec.field(
        name="$schema", default=UNSET
    )
    version: Annotated[int, Meta(ge=1)]
    papers: tuple[SavedPaper, ...]
    follows: tuple[Rule, ...] = ()
    inbox: tuple[InboxPaper, ...] = ()
    keys: Annotated[bool, Meta(description="Whether single keys are on.")] = True
