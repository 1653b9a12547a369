"""What must hold between files: each rule is a small generator of problems."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.archive.curation import Curation, curation_path
from generator.archive.listings import listing_path
from generator.archive.located import nearest
from generator.archive.models import Listing
from generator.errors import Problem


def listing_problems(content: Path, listings: Mapping[Path, Listing]) -> Iterator[Problem]:
    """Yield what does not hold between a listing and its place, and between its papers."""
    for path, listing in listings.items():
        expected = listing_path(content, listing.day)
        if path != expected:
            yield Problem(path, 1, f"a listing of {listing.day or 'no day'} must stand in {expected}")
        if listing.day and (listing.status == "empty") != (not listing.papers):
            yield Problem(path, 1, f'status is "{listing.status}", but it lists {len(listing.papers)} papers')
        seen: set[str] = set()
        for record in listing.papers:
            if record.key in seen:
                yield Problem(path, 1, f'paper "{record.key}" is listed twice; keep one of the two')
            seen.add(record.key)


def curation_problems(content: Path, curations: Iterable[Curation], listings: Iterable[Listing]) -> Iterator[Problem]:
    """Yield what does not hold between decisions and the papers they are about."""
    homes: dict[str, set[Path]] = {}
    for listing in listings:
        for record in listing.papers:
            homes.setdefault(record.key, set()).add(curation_path(content, listing.day))
    curated: dict[str, Path] = {}
    for curation in curations:
        for key, line in curation.lines.items():
            if key not in homes:
                yield Problem(curation.path, line, f'no listing holds a paper "{key}"{nearest(key, list(homes))}')
            elif curation.path not in homes[key]:
                places = " or ".join(sorted(path.name for path in homes[key]))
                yield Problem(curation.path, line, f'"{key}" is not listed on this day; curate it in {places}')
            elif key in curated:
                yield Problem(curation.path, line, f'"{key}" is already curated in {curated[key].name}')
            curated.setdefault(key, curation.path)
