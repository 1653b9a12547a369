"""The archive cache: suggested topics, matches, and files that were checked, reused by the next build.

Computing these takes most of the time of reading an archive. Suggestions depend only on the topics' keywords and a
paper's own words, and few listings and curation files change between builds. Standing queries are matched with the
papers of one month after the other, and only with those of a month in which something changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from generator.archive.curation import Curation, Examine, examine_curation
from generator.archive.listings import ReadListing, decode_listing, read_listing
from generator.archive.load import Readers
from generator.archive.matching import matches
from generator.archive.models import Decision, Listing, Sighting, Topic
from generator.archive.queries import Query
from generator.archive.topics import ExamineTopics, Suggest, Topics, examine_topics, suggest_each
from generator.errors import Problem, ProblemsError
from generator.files import read_bytes
from generator.incremental.cache import Cache
from generator.incremental.fingerprint import digest_of
from generator.incremental.processes import in_shares
from generator.publish.catalog import Found, Match
from generator.publish.paper import Papers

SUGGESTIONS = "suggestions"
CURATION = "curation"
LISTINGS = "listings"
TOPICS = "topics"
MATCHES = "matches"

_FEW = 1_000  # papers per process: for fewer, starting a process takes longer than the work


@contextmanager
def remembering(folder: Path, recipe: bytes, jobs: int) -> Iterator[Readers]:
    """Yield functions that read an archive, and cache what they find in the folder.

    `recipe` is the digest of the rules; `jobs` is the number of processes.
    """
    with remembering_listings(folder, recipe) as listing:
        yield Readers(
            listing=listing,
            topics=remembering_topics(folder, recipe),
            curation=remembering_curation(folder, recipe),
            suggest=remembering_suggestions(folder, recipe, jobs),
        )


def remembering_suggestions(folder: Path, recipe: bytes, jobs: int) -> Suggest:
    """Return a function that suggests topics with `jobs` processes and caches the results in the folder.

    `recipe` is the digest of the rules.
    """
    cache = Cache(folder, dict[bytes, tuple[str, ...]])

    def suggest(topics: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
        rules = digest_of(recipe, [topics[name].rules for name in topics])
        digests = [digest_of(rules, paper.title, paper.keywords, paper.abstract) for paper in papers]
        known = cache.get(SUGGESTIONS) or {}
        missing = [number for number, digest in enumerate(digests) if digest not in known]
        if missing:
            found = _suggest_side_by_side(topics, [papers[number] for number in missing], jobs)
            known |= {digests[number]: names for number, names in zip(missing, found, strict=True)}
            cache.keep(SUGGESTIONS, {digest: known[digest] for digest in digests})
        return (known[digest] for digest in digests)

    return suggest


def _suggest_side_by_side(topics: Topics, papers: Sequence[Sighting], jobs: int) -> list[tuple[str, ...]]:
    """Return the suggested topics of each paper, computed by several processes."""

    def suggest(rows: slice) -> bytes:
        return msgspec.msgpack.encode(list(suggest_each(topics, papers[rows])))

    found: list[tuple[str, ...]] = [()] * len(papers)
    with in_shares(suggest, 1 + len(papers) // _FEW, jobs) as answers:
        answered = answers()
        for share, answer in enumerate(answered):
            found[share :: len(answered)] = msgspec.msgpack.decode(answer, type=list[tuple[str, ...]])
    return found


def remembering_matches(folder: Path, recipe: bytes) -> Match:
    """Return a function that matches standing queries with papers and caches the results in the folder.

    `recipe` is the digest of the rules. What a query found in a month holds until a paper of that month or the query
    itself changes.
    """
    cache = Cache(folder, dict[bytes, list[str]])

    def match(queries: Sequence[Query], topics: Topics, months: Mapping[str, Papers]) -> Found:
        rules = {query.name: digest_of(recipe, query.meaning, _present_names(query, topics)) for query in queries}
        known, kept = cache.get(MATCHES) or {}, dict[bytes, list[str]]()
        found: Found = {query.name: [] for query in queries}
        for papers in months.values():
            digests = {name: rule + papers.own_digest for name, rule in rules.items()}
            missing = [query for query in queries if digests[query.name] not in known]
            new = matches(missing, topics, (paper.paper for paper in papers)) if missing else {}
            for name, digest in digests.items():
                kept[digest] = new[name] if name in new else known[digest]
                found[name] += kept[digest]
        if kept.keys() != known.keys():
            cache.keep(MATCHES, kept)
        return found

    return match


def _present_names(query: Query, topics: Topics) -> list[str]:
    """Return the present names of the query's topics, which a renaming changes."""
    return [topics[name].name for terms in (query.wanted, query.unwanted) for name in terms.topics]


@contextmanager
def remembering_listings(folder: Path, recipe: bytes) -> Iterator[ReadListing]:
    """Yield a function that reads listings without checking again those in which the last build found no problem.

    `recipe` is the digest of the rules.
    """
    cache = Cache(folder, frozenset[bytes])
    known, sound = cache.get(LISTINGS) or frozenset(), set[bytes]()

    def read(path: Path) -> Listing:
        data = read_bytes(path)
        digest = digest_of(recipe, data)
        if digest in known:
            with suppress(msgspec.DecodeError):  # as in a file with a byte order mark
                listing = decode_listing(data)
                sound.add(digest)
                return listing
        listing = read_listing(path)
        sound.add(digest)
        return listing

    yield read
    if sound != known:
        cache.keep(LISTINGS, frozenset(sound))


class _Topics(msgspec.Struct, frozen=True, array_like=True):
    """The topics of a file without problems, and the styles that it chooses for groups."""

    digest: bytes
    topics: tuple[Topic, ...]
    hues: dict[str, int]
    icons: dict[str, str]


def remembering_topics(folder: Path, recipe: bytes) -> ExamineTopics:
    """Return a function that reads topics.yml, and caches them in the folder if there is no problem.

    `recipe` is the digest of the rules.
    """
    cache = Cache(folder, _Topics)

    def examine(path: Path) -> tuple[Topics | None, list[Problem]]:
        digest = _digest(recipe, path)
        known = cache.get(TOPICS)
        if known and known.digest == digest:
            return Topics(known.topics, known.hues, known.icons), []
        topics, problems = examine_topics(path)
        if topics is not None and digest and not problems:
            cache.keep(TOPICS, _Topics(digest, tuple(topics[name] for name in topics), *topics.chosen_styles))
        return topics, problems

    return examine


class _Curated(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The content of a valid curation file."""

    decisions: dict[str, Decision]
    lines: dict[str, int]


def remembering_curation(folder: Path, recipe: bytes) -> Examine:
    """Return a function that reads curation files and caches the content of the valid ones in the folder.

    `recipe` is the digest of the rules.
    """
    cache = Cache(folder, dict[bytes, _Curated])

    def examine(paths: Iterable[Path], topics: Topics | None) -> Iterator[tuple[Curation, list[Problem]]]:
        names = None if topics is None else [(name, topics[name].aliases) for name in topics]
        rules = digest_of(recipe, names)
        known, kept = cache.get(CURATION) or {}, dict[bytes, _Curated]()
        for path in paths:
            digest = _digest(rules, path)
            found = known.get(digest)
            if found is None:
                curation, problems = examine_curation(path, topics)
                if problems or not digest:
                    yield curation, problems
                    continue
                found = _Curated(curation.decisions, curation.lines)
            kept[digest] = found
            yield Curation(path, found.decisions, found.lines), []
        if kept.keys() != known.keys():
            cache.keep(CURATION, kept)

    return examine


def _digest(rules: bytes, path: Path) -> bytes:
    """Return the digest of a file's content and the rules, or nothing if it cannot be read."""
    try:
        return b"" if path.is_symlink() else digest_of(rules, read_bytes(path))
    except ProblemsError:
        return b""
