"""Moves curation entries to the file of a day that lists their paper, after listings have moved papers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.archive.curation import curation_path
from generator.archive.load import Archive
from generator.archive.yaml_io.editor import move_entry, new_curation
from generator.errors import ArchiveError
from generator.files import replace_file


@dataclass(frozen=True, slots=True)
class Move:
    """An entry that was moved to another file, or the reason why it could not be."""

    key: str
    source: Path
    target: Path
    problem: str | None = None


def refile(content: Path, archive: Archive) -> Iterator[Move]:
    """Move each entry whose file is of a day that does not list its paper, and yield the outcome.

    The new file is written before the old one: if the program is stopped in between, both have the entry.
    """
    days: dict[str, set[date | None]] = {}
    for listing in archive.listings:
        for record in listing.papers:
            days.setdefault(record.key, set()).add(listing.day)
    for key, source in sorted(archive.curated_in.items()):
        if source not in {curation_path(content, day) for day in days[key]}:
            day = min(filter(None, days[key]), default=None)  # the first: edit links lead there
            target = curation_path(content, day)
            old = target.read_bytes().decode() if target.exists() else new_curation(day)
            try:
                rest, joined = move_entry((source, source.read_bytes().decode()), (target, old), key)
            except ArchiveError as error:
                yield Move(key, source, target, str(error))
                continue
            replace_file(target, joined.encode())
            replace_file(source, rest.encode())
            yield Move(key, source, target)
