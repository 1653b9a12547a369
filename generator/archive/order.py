"""The order of a curation file: entries stand by their keys, so that two people seldom add theirs at one place."""

from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence


def order_problems(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the order of an entry, and its key, for the fewest entries that must move."""
    ordered = sorted(keys)
    in_place = _longest_run(keys)
    for key in keys:
        if key not in in_place:
            place = bisect_left(ordered, key)
            where = f'after "{ordered[place - 1]}"' if place else f'first, before "{ordered[1]}"'
            yield f'"{key}" must stand {where}: entries stand in the order of their keys', key


def _longest_run(keys: Sequence[str]) -> set[str]:
    """Return the most keys that stand in order as they are (patience sorting, linked back)."""
    ends: list[str] = []  # of the best run of each length
    before: dict[str, str | None] = {}
    for key in keys:
        length = bisect(ends, key)
        before[key] = ends[length - 1] if length else None
        ends[length : length + 1] = [key]
    run: set[str] = set()
    key_of_run = ends[-1] if ends else None
    while key_of_run is not None:
        run.add(key_of_run)
        key_of_run = before[key_of_run]
    return run
