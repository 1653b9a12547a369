"""Segments, put together from parts: manifests, and shards in folders.

`search.md` beside this file describes the format; `overrides/assets/javascripts/search-index.js` reads it.
"""

from collections.abc import Iterable, Iterator

import msgspec

from generator.publish.search_parts import BLOCK, Part, folder_of
from generator.publish.search_postings import Postings, together, written
from generator.publish.search_shards import common, groups_of, shards_of

VERSION = 3


def segment_files(name: str, parts: Iterable[Part]) -> Iterator[tuple[str, bytes]]:
    """Yield the manifest and the shards of a segment by their path below the index.

    All but the manifest stand in folders that are named after what these hold.
    """
    told: list[tuple[str, int]] = []
    postings = together(_postings(parts, told))
    shards = list(shards_of(postings.terms, *written(postings)))
    groups = groups_of(shards)
    folders = [folder_of(shard.data for shard in group) for group in groups]
    manifest = {
        "version": VERSION,
        "parts": told,
        "block": BLOCK,
        "groups": [(folder, len(group)) for folder, group in zip(folders, groups, strict=True)],
        "starts": [shard.start for shard in shards],
        "common": common(postings),
    }
    yield f"{name}.json", msgspec.json.encode(manifest)
    for folder, group in zip(folders, groups, strict=True):
        for number, shard in enumerate(group):
            yield f"{name}/{folder}/t{number}.bin", shard.packed()


def _postings(parts: Iterable[Part], told: list[tuple[str, int]]) -> Iterator[Postings]:
    """Yield the postings of each part, and tell the folder of its blocks and how many papers it has."""
    for part in parts:
        told.append((part.folder, part.papers))
        yield part.postings()
