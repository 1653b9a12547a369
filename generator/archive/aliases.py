"""The names of topics and standing queries, and those that they once had, which lead to the present ones."""

import re
from collections.abc import Iterable, Iterator

from generator.archive.messages import Complaint, Step, shown
from generator.archive.models import TOPIC_PATTERN, TOPIC_RULE

Found = Iterable[tuple[str, tuple[str, ...], tuple[Step, ...]]]  # a name, those that it once was, and the way to it


def name_problems(found: Found, noun: str) -> Iterator[Complaint]:
    """Yield what is no name, and each former name that two claim: nothing says to which of them it leads."""
    owners: dict[str, str] = {}
    found = list(found)
    names = {name for name, *_ in found}
    for name, aliases, way in found:
        if not re.match(TOPIC_PATTERN, name):
            yield f'"{shown(name)}" cannot be a {noun}\'s name: {TOPIC_RULE}', way
        for number, alias in enumerate(aliases):
            steps = (*way, "aliases", number)
            if not re.match(TOPIC_PATTERN, alias):
                yield f'alias "{shown(alias)}" cannot have been a {noun}\'s name: {TOPIC_RULE}', steps
            owner = owners.setdefault(alias, name)
            if owner != name and alias not in names:
                yield f'alias "{alias}" is also an alias of {noun} "{owner}"; keep one', steps


def needless_aliases(found: Found, noun: str) -> Iterator[Complaint]:
    """Yield each former name that is given again, or gives way to a present one."""
    found = list(found)
    names = {name for name, *_ in found}
    for _, aliases, way in found:
        for number, alias in enumerate(aliases):
            steps = (*way, "aliases", number)
            if alias in names:
                yield f'alias "{alias}" is the name of a {noun}, to which the name leads; delete the alias', steps
            elif alias in aliases[:number]:
                yield f'alias "{alias}" is listed twice', steps
