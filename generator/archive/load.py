"""The whole archive as one value: everything below `content/`, read, checked and merged."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from generator.archive.check import (
    conflict_problems,
    curation_problems,
    identity_problems,
    link_problems,
    listing_problems,
    missing_topics_problems,
    page_address_problems,
    settings_problems,
    stray_problems,
)
from generator.archive.curation import Curation, Examine, curation_paths, examine_each
from generator.archive.ids import KnownPapers
from generator.archive.listings import ReadListing, listing_paths, read_listing
from generator.archive.matched import Matched, matched_problems, read_matched
from generator.archive.models import Listing, Paper
from generator.archive.papers import merge_decisions, merge_papers
from generator.archive.queries import Query, examine_queries
from generator.archive.topics import ExamineTopics, Suggest, Topics, examine_topics, suggest_each, suggest_nothing
from generator.errors import Problem, ProblemsError, errors_in
from generator.files import files_below, read_text
from generator.text import hidden_in_lines

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Archive:
    """All listings, papers, topics and standing queries, and the file in which each paper is curated.

    `matched` are the papers that each query is known to have found, by its name. `warnings` are problems whose intended
    meaning is clear.
    """

    listings: tuple[Listing, ...]
    papers: tuple[Paper, ...]
    topics: Topics
    curated_in: dict[str, Path]
    curation_files: frozenset[Path]
    warnings: tuple[Problem, ...] = ()
    queries: tuple[Query, ...] = ()
    matched: Matched = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readers:
    """The functions that read the parts of an archive; builds pass versions that remember.

    `suggest` returns the topics of papers for which nobody chose any.
    """

    listing: ReadListing = read_listing
    topics: ExamineTopics = examine_topics
    curation: Examine = examine_each
    suggest: Suggest = suggest_each


READERS = Readers()
WITHOUT_SUGGESTIONS = Readers(suggest=suggest_nothing)


def load_archive(content: Path, readers: Readers = READERS) -> Archive:
    """Return the archive in the folder.

    Raises ProblemsError with every problem of every file at once, unless all of them are warnings.
    """
    problems: list[Problem] = []
    listings = _read_all(readers.listing, listing_paths(content), problems)
    problems += listing_problems(content, listings)
    problems += stray_problems(content, [*listing_paths(content), *curation_paths(content)])
    # Otherwise every decision about a paper in a broken listing would be a problem too.
    listings_hold = not any(problem.path.is_relative_to(content / "listings") for problem in problems)
    problems += _problems_of_pages(content)
    _read_all(_read_page, _pages(content), problems)  # an engine's own message about a page that is not text is no help
    topics_file = content / "topics.yml"
    topics, found = readers.topics(topics_file)
    problems += found
    queries, matched = _queries(content, topics, problems)
    curations: dict[Path, Curation] = {}
    for curation, found in readers.curation(curation_paths(content), topics if topics_file.exists() else None):
        curations[curation.path] = curation
        problems += found
    problems += missing_topics_problems(topics_file, curations.values())
    if listings_hold:
        problems += curation_problems(content, curations.values(), listings.values())
    decisions = merge_decisions(curation.decisions for curation in curations.values())
    will_fail = topics is None or bool(errors_in(problems))
    suggest = suggest_nothing if will_fail else readers.suggest
    papers = merge_papers(listings.values(), decisions, topics or Topics([]), suggest)
    if listings_hold:
        broken = {key for curation in curations.values() for key in curation.lines.keys() - curation.decisions.keys()}
        sound = [paper for paper in papers if paper.key not in broken]
        problems += identity_problems(content, sound, curations.values())
    if topics is None or errors_in(problems):
        raise ProblemsError(problems)
    return Archive(
        listings=tuple(listings.values()),
        papers=papers,
        topics=topics,
        curated_in={key: path for path, curation in curations.items() for key in curation.decisions},
        curation_files=frozenset(curations),
        warnings=tuple(sorted(set(problems))),
        queries=queries,
        matched=matched,
    )


def _problems_of_pages(content: Path) -> Iterator[Problem]:
    """Yield what does not hold in the settings, the hand-written pages and the archive's own theme files."""
    yield from link_problems(content)
    yield from settings_problems(content.parent / "mkdocs.yml")
    yield from page_address_problems(content)
    yield from conflict_problems(content / "pages", content.parent / "overrides")


def _queries(content: Path, topics: Topics | None, problems: list[Problem]) -> tuple[tuple[Query, ...], Matched]:
    """Return the standing queries and what they are known to have found; problems are added to `problems`."""
    queries, found = examine_queries(content / "feeds.yml", topics)
    problems += found
    if queries is None:
        return (), {}
    matched, found = read_matched(content, queries)
    problems += [*found, *matched_problems(content, queries)]
    return queries, matched


def load_listings(content: Path) -> tuple[Listing, ...]:
    """Return every listing. Raises ProblemsError with the problems of all listings at once."""
    problems: list[Problem] = []
    listings = _read_all(read_listing, listing_paths(content), problems)
    if problems:
        raise ProblemsError(problems)
    return tuple(listings.values())


def known_papers(content: Path, listings: Iterable[Listing]) -> KnownPapers:
    """Return the papers of the listings, recognisable by their facts as listed and as corrected.

    Invalid parts of curation files are ignored here: `load_archive` reports them.
    """
    curations = examine_each(curation_paths(content), None)
    decisions = merge_decisions(curation.decisions for curation, _ in curations)
    corrections = {key: decision.correct for key, decision in decisions.items()}
    return KnownPapers((record for listing in listings for record in listing.papers), corrections)


def _pages(content: Path) -> Iterator[Path]:
    folder = content / "pages"
    paths = (folder / file for file in files_below(folder) if file.endswith(".md"))
    return (path for path in paths if not path.is_symlink())


def _read_page(path: Path) -> str:
    """Return the text of a hand-written page. Raises ProblemsError with each line that has an invisible character."""
    text = read_text(path)
    if problems := [Problem(path, line, message) for line, message in hidden_in_lines(text)]:
        raise ProblemsError(problems)
    return text


def _read_all(read: Callable[[Path], Value], paths: Iterable[Path], problems: list[Problem]) -> dict[Path, Value]:
    """Return the value read from each file; problems of unreadable files are added to `problems`."""
    values: dict[Path, Value] = {}
    for path in paths:
        try:
            values[path] = read(path)
        except ProblemsError as error:
            problems += error.problems
    return values
