"""Files that are made together, again only when what they are made from has changed, and what was made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import msgspec

Files = Iterable[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Unit:
    """Some files of the site.

    `kind` is the part of the site that they belong to, `name` the unit's own in the whole site; `made_from` is the
    digest of every value that decides a byte of the files, the recipe among them; `make` gives each file by its path
    below the site.
    """

    kind: str
    name: str
    made_from: bytes
    make: Callable[[], Iterable[tuple[str, bytes]]]


class Made(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file of the site as it was written: path, SHA-256 of the content, size in bytes, time in nanoseconds."""

    path: str
    sha256: bytes
    size: int
    written: int


class MadeUnit(msgspec.Struct, frozen=True, array_like=True):
    """A unit's files, and the digest of what they were made from."""

    made_from: bytes
    files: tuple[Made, ...]
