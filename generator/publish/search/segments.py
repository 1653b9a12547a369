"""Segments, merged from parts: manifests, and shards in folders.

`search.md` describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, groupby, takewhile
from operator import eq

import msgspec
import numpy as np
from isal import isal_zlib

from generator.publish.search.parts import BLOCK, Month, Part, folder_of
from generator.publish.search.postings import Postings, some_of, together, varints, written
from generator.publish.search.shards import common, groups_of, shards_of

VERSION = 5


def segment_of(
    planned: Sequence[bytes], before: Part | None, made: Callable[[int], Part]
) -> tuple[list[Month], Postings]:
    """Return the months and the merged postings of a segment.

    `planned` are the digests of its months in order, `before` is the segment of the last build. The leading and
    trailing months that both share are taken from there; `made` returns the part of any other month by its index.
    """
    months: list[Month] = []

    def pieces() -> Iterator[Postings]:
        for some, postings in _pieces(planned, before or Part([], "", b"", b""), made):
            months.extend(some)
            yield postings

    return months, together(pieces())


def _pieces(
    planned: Sequence[bytes], before: Part, made: Callable[[int], Part]
) -> Iterator[tuple[Sequence[Month], Postings]]:
    """Yield the months of a segment, one or more at a time to limit memory."""
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
    """Return the length of the common prefix."""
    return sum(1 for _ in takewhile(bool, map(eq, some, others)))


def segment_files(name: str, months: Sequence[Month], postings: Postings) -> Iterator[tuple[str, bytes]]:
    """Yield the manifest and the shards of a segment, by path below the index.

    Shards are in folders named by a hash of their content.
    """
    shards = list(shards_of(postings.terms, *written(postings)))
    groups = groups_of(shards)
    folders = [folder_of(shard.data for shard in group) for group in groups]
    order = _order(months)
    manifest = {
        "version": VERSION,
        "parts": [(month.folder, month.papers, month.name, _levels(month)) for month in months],
        "order": folder_of([order]),
        "block": BLOCK,
        "groups": [(folder, len(group)) for folder, group in zip(folders, groups, strict=True)],
        "starts": [shard.start for shard in shards],
        "common": common(postings),
    }
    yield f"{name}.json", msgspec.json.encode(manifest)
    if months:
        yield f"{name}/{manifest['order']}/order.bin", isal_zlib.compress(order, isal_zlib.ISAL_BEST_COMPRESSION)
    for folder, group in zip(folders, groups, strict=True):
        for number, shard in enumerate(group):
            yield f"{name}/{folder}/t{number}.bin", shard.packed()


def _levels(month: Month) -> list[int]:
    """Return the length and the level of each run of papers with the same level: the binary digits of their upvotes."""
    levels = groupby(month.upvotes, key=lambda run: run[1].bit_length())
    return list(chain.from_iterable((sum(papers for papers, _ in runs), level) for level, runs in levels))


def _order(months: Sequence[Month]) -> bytes:
    """Return what sorting by upvotes or by day needs: for each month the runs of equal upvotes, and all days."""
    return b"".join(varints(np.array(month.upvotes, np.uint32).ravel())[0] + month.days for month in months)
