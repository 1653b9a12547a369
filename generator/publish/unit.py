"""Units: files of the site that are made together, again only when what they are made from has changed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


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
