"""The names of topics and standing queries, and those that they once had, which lead to the present ones."""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from generator.archive.messages import Complaint, Step, shown
from generator.archive.models import TOPIC_PATTERN, TOPIC_RULE


class Named(Protocol):
    """Something with a name, and with aliases that it once had."""

    @property
    def name(self) -> str:
        """The present name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The former names."""


Found = Iterable[tuple[Named, tuple[Step, ...]]]  # each with the way to it


def name_problems(found: Found, noun: str) -> Iterator[Complaint]:
    """Yield what is no name, and each former name that two claim: nothing says to which of them it leads."""
    owners: dict[str, str] = {}
    found = list(found)
    names = {one.name for one, _ in found}
    for one, way in found:
        if not re.match(TOPIC_PATTERN, one.name):
            yield f'"{shown(one.name)}" cannot be a {noun}\'s name: {TOPIC_RULE}', way
        for number, alias in enumerate(one.aliases):
            steps = (*way, "aliases", number)
            if not re.match(TOPIC_PATTERN, alias):
                yield f'alias "{shown(alias)}" cannot have been a {noun}\'s name: {TOPIC_RULE}', steps
            owner = owners.setdefault(alias, one.name)
            if owner != one.name and alias not in names:
                yield f'alias "{alias}" already stands at {noun} "{owner}"; keep one', steps


def needless_aliases(found: Found, noun: str) -> Iterator[Complaint]:
    """Yield each former name that is given again, or gives way to a present one."""
    found = list(found)
    names = {one.name for one, _ in found}
    for one, way in found:
        for number, alias in enumerate(one.aliases):
            steps = (*way, "aliases", number)
            if alias in names:
                yield f'alias "{alias}" is the name of a {noun}, to which the name leads; delete the alias', steps
            elif alias in one.aliases[:number]:
                yield f'alias "{alias}" is listed twice', steps
