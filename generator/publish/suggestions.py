"""Suggestions of topics: worked out side by side, and remembered from one build to the next.

They are most of what reading an archive takes, and change only with topics.yml or a paper's own words.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from generator.archive.files import replace_file
from generator.archive.models import Sighting
from generator.archive.topics import Suggest, Topics, suggest_each
from generator.publish.digest import digest_of
from generator.publish.forked import in_shares

NAME = "suggestions"

_FEW = 1_000  # papers: fewer are sooner done than processes start

_Known = dict[bytes, tuple[str, ...]]


def remembering(folder: Path, recipe: bytes, jobs: int) -> Suggest:
    """Return what suggests topics by as many processes, and keeps in the folder what it found.

    `recipe` is the digest of the rules. What is kept is a cache: missing or damaged, it costs time alone.
    """

    def suggest(topics: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
        rules = digest_of(recipe, [topics[name] for name in topics])
        digests = [digest_of(rules, paper.title, paper.keywords, paper.abstract) for paper in papers]
        known = _read(folder)
        missing = [number for number, digest in enumerate(digests) if digest not in known]
        found = _suggest_side_by_side(topics, [papers[number] for number in missing], jobs)
        known |= {digests[number]: names for number, names in zip(missing, found, strict=True)}
        if missing:
            used = {digest: known[digest] for digest in digests}
            replace_file(folder / NAME, msgspec.msgpack.encode(list(used.items())), durable=False)
        return (known[digest] for digest in digests)

    return suggest


def _read(folder: Path) -> _Known:
    try:
        return dict(msgspec.msgpack.decode((folder / NAME).read_bytes(), type=list[tuple[bytes, tuple[str, ...]]]))
    except (OSError, msgspec.DecodeError):
        return {}


def _suggest_side_by_side(topics: Topics, papers: Sequence[Sighting], jobs: int) -> list[tuple[str, ...]]:
    """Return the topics that each paper's words suggest."""

    def suggest(rows: slice) -> bytes:
        return msgspec.msgpack.encode(list(suggest_each(topics, papers[rows])))

    found: list[tuple[str, ...]] = [()] * len(papers)
    with in_shares(suggest, 1 + len(papers) // _FEW, jobs) as answers:
        answered = answers()
        for share, answer in enumerate(answered):
            found[share :: len(answered)] = msgspec.msgpack.decode(answer, type=list[tuple[str, ...]])
    return found
