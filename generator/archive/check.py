"""What must hold between files: each rule is a small generator of problems."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.archive.curation import Curation, curation_path
from generator.archive.explain import nearest
from generator.archive.listings import listing_path
from generator.archive.models import Listing
from generator.errors import Problem


def listing_problems(content: Path, listings: Mapping[Path, Listing]) -> Iterator[Problem]:
    """Yield what does not hold between a listing and its place."""
    for path, listing in listings.items():
        expected = listing_path(content, listing.day)
        if path != expected:
            yield Problem(path, 1, f"a listing of {listing.day or 'no day'} must stand in {expected}")


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
                yield Problem(
                    curation.path, line, f'"{key}" must be curated in {places}, the file of a day that lists it'
                )
            elif key in curated:
                yield Problem(curation.path, line, f'"{key}" is already curated in {curated[key].name}')
            curated.setdefault(key, curation.path)
