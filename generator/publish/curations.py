"""Curation: what its files say, remembered from one build to the next.

YAML is most of what reading a curated archive takes, and few of its files change from one build to the next.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.archive.curation import Curation, Examine, examine_curation
from generator.archive.files import read_bytes, replace_file
from generator.archive.models import Decision
from generator.archive.topics import Topics
from generator.errors import Problem, ProblemsError
from generator.publish.digest import digest_of

NAME = "curation"


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a file without problems says, and the digest of what that was read from."""

    read_from: bytes
    decisions: dict[str, Decision]
    lines: dict[str, int]


def remembering_curation(folder: Path, recipe: bytes) -> Examine:
    """Return what reads curation files, and keeps in the folder what those without problems say.

    `recipe` is the digest of the rules. What is kept is a cache: missing or damaged, it costs time alone.
    """

    def examine(paths: Iterable[Path], topics: Topics | None) -> Iterator[tuple[Curation, list[Problem]]]:
        names = None if topics is None else [(name, topics[name].aliases) for name in topics]
        rules = digest_of(recipe, names)
        known, kept = _read(folder), dict[str, _Kept]()
        for path in paths:
            read_from, found = _digest(rules, path), known.get(str(path))
            if found is None or found.read_from != read_from:
                curation, problems = examine_curation(path, topics)
                if problems or not read_from:
                    yield curation, problems
                    continue
                found = _Kept(read_from, curation.decisions, curation.lines)
            kept[str(path)] = found
            yield Curation(path, found.decisions, found.lines), []
        if kept.keys() != known.keys() or any(found is not known[path] for path, found in kept.items()):
            replace_file(folder / NAME, msgspec.msgpack.encode(kept), durable=False)

    return examine


def _digest(rules: bytes, path: Path) -> bytes:
    """Return the digest of what a file is read from, nothing where it is not to be read."""
    try:
        return b"" if path.is_symlink() else digest_of(rules, read_bytes(path))
    except ProblemsError:
        return b""


def _read(folder: Path) -> dict[str, _Kept]:
    try:
        return msgspec.msgpack.decode((folder / NAME).read_bytes(), type=dict[str, _Kept])
    except (OSError, msgspec.DecodeError):
        return {}
