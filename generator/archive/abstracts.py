"""Abstracts: which listings lack some, and which hold some although the archive leaves them out."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import msgspec

from generator.archive.listings import listing_path, listing_paths, read_listing, write_listing
from generator.archive.models import Listing
from generator.archive.yaml_io.reader import problem_in_json
from generator.errors import Problem, ProblemsError
from generator.files import read_text
from generator.text import counted

_MOST_NAMED = 5  # papers that a message names


def lacking_abstracts(listings: Iterable[Listing]) -> dict[date, int]:
    """Return how many of the papers that a complete day still lists have no abstract, by day, the oldest first."""
    lacking = {
        listing.day: sum(record.abstract is None and not record.unlisted for record in listing.papers)
        for listing in listings
        if listing.day and listing.status == "complete"
    }
    return {day: lacking[day] for day in sorted(lacking) if lacking[day]}


def remove_abstracts(content: Path) -> Iterator[Path]:
    """Rewrite each listing that holds abstracts without them, and yield its path.

    Invalid listings are skipped: the next command that reads them reports them. Raises ArchiveError.
    """
    for path in listing_paths(content):
        with suppress(ProblemsError):
            listing = read_listing(path)
            if any(record.abstract for record in listing.papers):
                papers = tuple(msgspec.structs.replace(record, abstract=None) for record in listing.papers)
                write_listing(content, msgspec.structs.replace(listing, papers=papers))
                yield path


def left_abstracts(content: Path, listings: Iterable[Listing]) -> Iterator[Problem]:
    """Yield a warning for each listing that holds abstracts although the archive leaves them out."""
    for listing in listings:
        numbers = [number for number, record in enumerate(listing.papers) if record.abstract]
        if numbers:
            path = listing_path(content, listing.day)
            keys = [listing.papers[number].key for number in numbers]
            more = f" and {len(keys) - _MOST_NAMED:,} more" if len(keys) > _MOST_NAMED else ""
            message = (
                f"holds {counted(len(keys), 'abstract')}, and this archive leaves them out: the next papers fetch, "
                f"import or enrich removes them ({', '.join(keys[:_MOST_NAMED])}{more})"
            )
            found = problem_in_json(path, read_text(path), message, "papers", numbers[0], "abstract")
            yield Problem(found.path, found.line, found.message, warning=True)
