"""Repairs listings written by earlier versions, before today's rules for texts and links."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from generator.archive.links import link_problem, mended_link
from generator.archive.listings import decode_listing, encode_listing, listing_paths, read_listing
from generator.archive.models import TEXTS, Links, Record
from generator.errors import ProblemsError
from generator.files import read_bytes, replace_file
from generator.text import without_hidden


def mend_listings(content: Path) -> Iterator[Path]:
    """Rewrite each listing with invisible characters or invalid links, and yield its path.

    Files that are not listings are left alone: reading them reports the problem. Raises ArchiveError.
    """
    for path in listing_paths(content):
        with suppress(ProblemsError):  # a valid listing needs no repair
            read_listing(path)
            continue
        try:
            listing = decode_listing(read_bytes(path))
        except ValueError:
            continue
        mended = msgspec.structs.replace(listing, papers=tuple(map(_mended, listing.papers)))
        if mended != listing:
            replace_file(path, encode_listing(mended))
            yield path


def _mended(record: Record) -> Record:
    links = {name: _link(url) for name, url in msgspec.structs.asdict(record.links).items()}
    texts = {name: _text(getattr(record, name)) for name in TEXTS}
    texts["title"] = texts["title"] or record.title
    return msgspec.structs.replace(record, **texts, links=Links(**links))


def _text(value: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(filter(None, map(without_hidden, value)))
    return without_hidden(value or "") or None


def _link(url: str | None) -> str | None:
    mended = mended_link(url) if url and link_problem(url) else url
    return None if mended and link_problem(mended) else mended
