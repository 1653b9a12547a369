"""Segments, put together from parts: manifests, and shards in folders.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from operator import eq

import msgspec

from generator.publish.search.parts import BLOCK, Month, Part, folder_of
from generator.publish.search.postings import Postings, some_of, together, written
from generator.publish.search.shards import common, groups_of, shards_of

VERSION = 4


def segment_of(
    planned: Sequence[bytes], before: Part | None, made: Callable[[int], Part]
) -> tuple[list[Month], Postings]:
    """Return the months of a segment, which are planned by their digests in order, and the postings of all.

    With as many as it begins and ends with as `before`, it is taken from there; others are made, by their place.
    """
    months: list[Month] = []

    def told() -> Iterator[Postings]:
        for some, postings in _pieces(planned, before or Part([], "", b"", b""), made):
            months.extend(some)
            yield postings

    return months, together(told())


def _pieces(
    planned: Sequence[bytes], before: Part, made: Callable[[int], Part]
) -> Iterator[tuple[Sequence[Month], Postings]]:
    """Yield the months of a segment, one or more at a time: each takes much memory."""
    known = [month.made_from for month in before.months]
    head = _shared(planned, known)
    tail = _shared(planned[head:][::-1], known[head:][::-1])
    postings = before.postings()

    def same(first: int, last: int) -> tuple[Sequence[Month], Postings]:
        ends = [sum(month.papers for month in before.months[:at]) for at in (first, last)]
        return before.months[first:last], some_of(postings, *ends)

    yield same(0, head)
    for part in map(made, range(head, len(planned) - tail)):
        yield part.months, part.postings()
    yield same(len(known) - tail, len(known))


def _shared(some: Sequence[bytes], others: Sequence[bytes]) -> int:
    """Return with how many digests both begin."""
    return sum(1 for _ in takewhile(bool, map(eq, some, others)))


def segment_files(name: str, months: Sequence[Month], postings: Postings) -> Iterator[tuple[str, bytes]]:
    """Yield the manifest and the shards of a segment by their path below the index.

    All but the manifest stand in folders that are named after what these hold.
    """
    shards = list(shards_of(postings.terms, *written(postings)))
    groups = groups_of(shards)
    folders = [folder_of(shard.data for shard in group) for group in groups]
    manifest = {
        "version": VERSION,
        "parts": [(month.folder, month.papers) for month in months],
        "block": BLOCK,
        "groups": [(folder, len(group)) for folder, group in zip(folders, groups, strict=True)],
        "starts": [shard.start for shard in shards],
        "common": common(postings),
    }
    yield f"{name}.json", msgspec.json.encode(manifest)
    for folder, group in zip(folders, groups, strict=True):
        for number, shard in enumerate(group):
            yield f"{name}/{folder}/t{number}.bin", shard.packed()
