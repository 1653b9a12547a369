"""Standing queries: the feeds of `content/feeds.yml` that people asked for, read and checked."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from generator.archive.aliases import name_problems, needless_aliases
from generator.archive.dates import is_plausible
from generator.archive.keywords import words_of
from generator.archive.messages import Complaint, Step, shown
from generator.archive.models import Words
from generator.archive.topics import Topics
from generator.archive.yaml_io.reader import Document
from generator.errors import Problem, ProblemsError
from generator.files import read_text
from generator.text import clean

MOST_QUERIES = 200
MOST_TERMS = 50  # of one field

_LISTS = ("topics", "authors", "words")
_EMPTY = "query: must hold topics, authors or words: an empty one would match nothing"


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a paper must have: one of each list that is not empty."""

    topics: tuple[Words, ...] = ()
    authors: tuple[Words, ...] = ()
    words: tuple[Words, ...] = ()


NO_TERMS = Terms()


class _QueryEntry(Terms, frozen=True, forbid_unknown_fields=True):
    not_: Terms = msgspec.field(name="not", default=NO_TERMS)


class _FeedEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: Words
    description: Words
    query: _QueryEntry
    aliases: tuple[str, ...] = ()
    removed: date | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A standing query; `name` is the permanent address of its feed and page, `aliases` are names it once had.

    A paper matches if it has one of each list of `wanted`, and nothing of `unwanted`. A query that was `removed` has
    the papers up to that day.
    """

    name: str
    title: str
    description: str
    wanted: Terms
    unwanted: Terms = NO_TERMS
    aliases: tuple[str, ...] = ()
    removed: date | None = None

    @property
    def meaning(self) -> str:
        """A short digest of what it looks for: the same whatever the order, and however title and text change."""
        parts = [[sorted(set(of)) for of in msgspec.structs.astuple(one)] for one in (self.wanted, self.unwanted)]
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]


def examine_queries(path: Path, topics: Topics | None) -> tuple[tuple[Query, ...] | None, list[Problem]]:
    """Return the queries of the file, none without it, and everything in it that does not hold."""
    if not path.exists():
        return (), []
    try:
        text = read_text(path)
    except ProblemsError as error:
        return None, error.problems
    return examine_text(path, text, topics)


def examine_text(path: Path, text: str, topics: Topics | None) -> tuple[tuple[Query, ...] | None, list[Problem]]:
    """Return the queries of the file's text, and every problem in it.

    Where all of that is still clear, it is warnings; else there are no queries to return. Of two queries of one name
    the last one counts, and a query's name counts more than an old name of another. If `topics` is None, because
    topics.yml cannot be read, names of topics are not checked.
    """
    try:
        document = Document(path, text, named_at=0)
    except ProblemsError as error:
        return None, error.problems
    queries = list(_read(document))
    for query in queries:
        for message, steps in _problems(query, topics):
            document.complain(message, query.name, *steps)
        for message, steps in _repeated(query):
            document.warn(message, query.name, *steps)
    for query in queries[MOST_QUERIES:][:1]:
        message = f"there are {len(queries)} queries, and at most {MOST_QUERIES}: each is matched with every paper"
        document.complain(message, query.name)
    named = [(query.name, query.aliases, (query.name,)) for query in queries]
    for message, steps in name_problems(named, "feed"):
        document.complain(message, *steps)
    for message, steps in needless_aliases(named, "feed"):
        document.warn(message, *steps)
    problems = [*document.problems, *document.warnings]
    return None if document.problems else tuple(_settled(queries)), problems


def _read(document: Document) -> Iterator[Query]:
    """Yield each query that holds together."""
    content = {} if document.value is None else document.value
    for name, value in (document.convert(content, dict[str, object]) or {}).items():
        problems = len(document.problems)
        entry = document.convert(value, _FeedEntry, name)
        if entry:
            is_whole = len(document.problems) == problems
            if is_whole and not any(getattr(entry.query, kind) for kind in _LISTS):
                document.complain(_EMPTY, name, "query")
            wanted = Terms(entry.query.topics, entry.query.authors, entry.query.words)
            title, description = clean(entry.title), clean(entry.description)
            yield Query(name, title, description, wanted, entry.query.not_, entry.aliases, entry.removed)


def _settled(queries: Sequence[Query]) -> Iterator[Query]:
    """Yield the queries without old names that lead to another."""
    names = {query.name for query in queries}
    for query in queries:
        yield replace(query, aliases=tuple(dict.fromkeys(alias for alias in query.aliases if alias not in names)))


def _problems(query: Query, topics: Topics | None) -> Iterator[Complaint]:
    if query.removed and not is_plausible(query.removed):
        yield f"removed: {query.removed} cannot be the day on which a feed ended", ("removed",)
    for kind, terms, steps in _lists(query):
        yield from _problems_of_terms(kind, terms, steps, topics)


def _problems_of_terms(
    kind: str, terms: Sequence[str], steps: tuple[Step, ...], topics: Topics | None
) -> Iterator[Complaint]:
    if len(terms) > MOST_TERMS:
        yield f"{kind}: must hold at most {MOST_TERMS}, and holds {len(terms)}: make two queries of it", steps
    for number, term in enumerate(terms):
        if kind == "topics" and topics is not None and term not in topics:
            yield f'"{shown(term)}" is not a topic in topics.yml{topics.nearest(term)}', (*steps, number)
        elif kind != "topics" and not words_of(term):
            yield f'"{shown(term)}" in {kind} holds no letter or digit', (*steps, number)


def _lists(query: Query) -> Iterator[tuple[str, tuple[str, ...], tuple[Step, ...]]]:
    """Yield each list of the query, with its name and the way to it."""
    for terms, steps in ((query.wanted, ("query",)), (query.unwanted, ("query", "not"))):
        yield from ((kind, getattr(terms, kind), (*steps, kind)) for kind in _LISTS)


def _repeated(query: Query) -> Iterator[Complaint]:
    """Yield each term that is twice in its list, and each that is both wanted and ruled out."""
    for kind, terms, steps in _lists(query):
        folded = [" ".join(words_of(term)) for term in terms]
        for number, term in enumerate(terms):
            if folded[number] in folded[:number]:
                yield f'"{shown(term)}" is listed twice in {kind}', (*steps, number)
            elif "not" in steps and term in getattr(query.wanted, kind):
                yield f'"{shown(term)}" is wanted and ruled out in {kind}, and so never matches', (*steps, number)
