"""What similar papers keep from one build to the next: a day's vectors and neighbours, as columns of bytes."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from generator.incremental.cache import Cache

FOLDER = "similar"
_COUNTED = "counted"


class VectorColumns(msgspec.Struct, frozen=True, array_like=True):
    """The vectors of a day's papers: how many terms each has, their numbers and weights, and which are in a title.

    `subjects` has a row for each paper.
    """

    sizes: bytes
    numbers: bytes
    weights: bytes
    titled: bytes
    subjects: bytes


class LinkColumns(msgspec.Struct, frozen=True, array_like=True):
    """The neighbours of a day's papers: how many each has, their rows and closeness, and their shared terms.

    `shares` has a line for each neighbour, and tabs between its terms.
    """

    counts: bytes
    rows: bytes
    closeness: bytes
    shares: str

    def links(self) -> Iterator[tuple[int, int, str]]:
        """Yield the row, the closeness and the shared terms of each neighbour."""
        rows, closeness = memoryview(self.rows).cast("I"), memoryview(self.closeness).cast("H")
        return zip(rows, closeness, self.shares.split("\n") if rows else (), strict=True)


class KeptDay(msgspec.Struct, frozen=True, array_like=True):
    """A day's vectors and neighbours, and the digest of what they were made from.

    `shown` is the digest of what pages show of the neighbours.
    """

    made_from: bytes
    vectors: VectorColumns
    links: LinkColumns
    shown: bytes


class Counted(msgspec.Struct, frozen=True, array_like=True):
    """In how many papers of earlier months each term is, and the digest of these papers."""

    made_from: bytes
    papers: int
    slots: bytes
    counts: bytes


class Store:
    """The days of each month, and the frequencies, in the build folder; with no folder nothing is kept."""

    def __init__(self, build: Path | None) -> None:
        self._months = Cache(build / FOLDER, list[KeptDay]) if build else None
        self._counted = Cache(build / FOLDER, Counted) if build else None
        self._known: dict[str, list[bytes]] = {}

    def month(self, name: str) -> Sequence[KeptDay]:
        """Return the days that are kept of a month."""
        kept = (self._months.get(name) if self._months else None) or []
        self._known[name] = [day.made_from for day in kept]
        return kept

    def keep_month(self, name: str, days: Iterable[KeptDay]) -> None:
        """Keep the days of a month, if they are not those that are kept. Raises ArchiveError."""
        kept = list(days)
        if self._months and self._known.get(name) != [day.made_from for day in kept]:
            self._months.keep(name, kept)

    def counted(self) -> Counted | None:
        """Return the frequencies that are kept."""
        return self._counted.get(_COUNTED) if self._counted else None

    def keep_counted(self, counted: Counted) -> None:
        """Keep the frequencies. Raises ArchiveError."""
        if self._counted:
            self._counted.keep(_COUNTED, counted)
