"""Adding a standing query to `content/feeds.yml` as text: what is there stays to the character."""

from collections.abc import Container
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import asdict
from slugify import slugify

from generator.archive.queries import Query, Terms, examine_text
from generator.archive.topics import Topics
from generator.errors import ArchiveError, ProblemsError

_LONGEST_NAME = 60


def with_query(path: Path, text: str, query: Query, topics: Topics) -> str:
    """Return the text of feeds.yml with the query at its end.

    Raises ProblemsError with what does not hold in the query, and ArchiveError if only a person can edit the file.
    """
    alone, problems = examine_text(path, _entry(query), topics)
    if alone is None:
        raise ProblemsError(problems)
    new = f"{text.rstrip()}\n\n{_entry(query)}" if text.strip() else _entry(query)
    before, after = (examine_text(path, one, topics)[0] for one in (text, new))
    if before is None or after != (*before, *alone):
        raise ArchiveError(f"{path}: stands in a form that cannot be edited safely: edit it by hand")
    return new


def named(query: Query, taken: Container[str]) -> Query:
    """Return the query with a name made of its title that is not taken."""
    name = slugify(query.title, max_length=_LONGEST_NAME, word_boundary=True, save_order=True, entities=False) or "feed"
    names = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return replace(query, name=next(name for name in names if name not in taken))


def _entry(query: Query) -> str:
    wanted, unwanted = _lists(query.wanted), _lists(query.unwanted)
    entry = {
        "title": query.title,
        "description": query.description,
        "query": {**wanted, **({"not": unwanted} if unwanted else {})},
    }
    return yaml.safe_dump(
        {query.name: entry}, allow_unicode=True, sort_keys=False, default_flow_style=None, width=float("inf")
    )


def _lists(terms: Terms) -> dict[str, Any]:
    return {name: list(values) for name, values in asdict(terms).items() if values}
