"""What standing queries have found: one JSON file per query in `content/matches/`, written only by machines.

A build has no memory, and much that a query looks at changes: suggested topics with the keywords in topics.yml, chosen
topics and summaries by pull requests, titles and abstracts at the source. So `papers fetch`, `import` and `enrich`
record the papers that each query finds, and a recorded paper stays in the feed. It leaves only if the paper is hidden
or deleted, or if the query itself is edited: a record holds for the query whose digest it has.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.archive.messages import nearest
from generator.archive.models import Key
from generator.archive.queries import Query
from generator.archive.yaml_io.reader import located
from generator.errors import Problem, ProblemsError
from generator.files import files_below, read_text, replace_file

Matched = Mapping[str, frozenset[str]]

_REMEDY = "restore it with git, or delete it: papers fetch writes it again"


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The papers that a query found; `query` is the digest of what it looks for."""

    query: str
    papers: tuple[Key, ...]


def read_matched(content: Path, queries: Iterable[Query]) -> tuple[Matched, list[Problem]]:
    """Return the recorded papers of each query by its name, and everything in the files that does not hold."""
    matched: dict[str, frozenset[str]] = {}
    problems: list[Problem] = []
    for query in queries:
        for name in (query.name, *query.aliases):
            path = _path(content, name)
            try:
                record = _read(path) if path.exists() else None
            except ProblemsError as error:
                problems += error.problems
            else:
                if record and record.query == query.meaning:
                    matched[query.name] = matched.get(query.name, frozenset()) | frozenset(record.papers)
    return matched, problems


def matched_problems(content: Path, queries: Iterable[Query]) -> Iterator[Problem]:
    """Yield, as warnings, each feed that was published once and is no longer there, and files that are not read."""
    names = {name for query in queries for name in (query.name, *query.aliases)}
    folder = content / "matches"
    for file in sorted(files_below(folder)):
        name, dot, ending = file.rpartition(".")
        if file.startswith("."):
            continue
        if ending != "json" or not dot or "/" in file:
            yield Problem(folder / file, 1, "is not read: a file in content/matches is named NAME.json", warning=True)
        elif name not in names:
            message = (
                f'feed "{name}" is no longer in feeds.yml{nearest(name, names)}: its readers would never learn of it. '
                "Put it back with removed: and the day, make it an alias of the feed that replaces it, "
                "or delete this file"
            )
            yield Problem(folder / file, 1, message, warning=True)


def record_matched(
    content: Path, queries: Sequence[Query], known: Matched, found: Mapping[str, Iterable[str]]
) -> Iterator[Path]:
    """Write the papers that each query has found, those known from its record included; yield each changed file."""
    for query in queries:
        papers = known.get(query.name, frozenset()).union(found[query.name])
        record = {"papers": sorted(papers), "query": query.meaning}
        path = _path(content, query.name)
        if (papers or path.exists()) and replace_file(path, msgspec.json.format(msgspec.json.encode(record)) + b"\n"):
            yield path


def _path(content: Path, name: str) -> Path:
    return content / "matches" / f"{name}.json"


def _read(path: Path) -> _Record:
    """Return the record in the file. Raises ProblemsError."""
    text = read_text(path)
    try:
        return msgspec.json.decode(text, type=_Record)
    except msgspec.DecodeError as error:
        problem = located(path, text, error)
        raise ProblemsError([Problem(path, problem.line, f"{problem.message}; {_REMEDY}")]) from error
