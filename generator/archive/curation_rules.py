"""Rules for the entries of a curation file and for their order.

Each rule is a small generator of complaints. Form rules look at the text before it is parsed as a decision, and say
what to write instead; content rules look at the decision. No mistake breaks two rules. Entries are sorted by key, so
that two people rarely add theirs at the same place.
"""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from generator.archive.dates import is_plausible
from generator.archive.identifiers import doi_problem, read_doi
from generator.archive.links import link_problem
from generator.archive.messages import Complaint, shown
from generator.archive.models import ARXIV_PATTERN, CORRECTABLE, DOI_PATTERN, Decision
from generator.archive.names import without_nobody

MOST_TOPICS = 4
MOST_WORDS = 40  # of a summary
MOST_CHARACTERS = 400  # of a summary

_ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}")
_LAST_MONTH = 12
_TEXTS = ("summary", "title", "reason")
_QUOTES = {
    list: 'is a list: a text that begins with [ or "- " must be in quotes',
    dict: 'is a mapping: a text that holds ": " or begins with { must be in quotes',
    bool: "is true or false: put it in quotes",
}


def entry_problem(key: str, entry: object) -> str | None:
    """Return what is wrong with an entry that has no fields."""
    if entry is None or entry == {}:
        return f'"{shown(key)}" decides nothing: give it topics, a summary or a correction, or take it out'
    if isinstance(entry, dict):
        return None
    if isinstance(entry, list) and all(isinstance(item, str) for item in entry):
        return f'"{shown(key)}" must have fields: write topics: {_as_list(entry)}'
    fields = "topics, summary or correct, each with a colon and a space after its name"
    return f'"{shown(key)}" must have fields below it: {fields}'


def form_problems(entry: dict[str, Any]) -> Iterator[Complaint]:
    """Yield what is wrong with the form of an entry's fields, at most once per field, with the path to it."""
    if "topics" in entry:
        yield from _topics_form(entry["topics"])
    yield from _fields_form(entry, ("summary",))
    if "correct" in entry:
        yield from _correction_form(entry["correct"])


def content_problems(decision: Decision) -> Iterator[Complaint]:
    """Yield what is wrong with a decision whose fields have the right form, with the path to it."""
    if len(decision.topics) > MOST_TOPICS:
        yield f"topics: {len(decision.topics)} are too many: keep the {MOST_TOPICS} that fit best", ("topics",)
    if decision.summary:
        yield from _summary_problems(decision.summary)
    correct = decision.correct
    for name, text in (("title", correct.title), ("reason", correct.reason)):
        if message := _line_problem(text or ""):
            yield f"correct.{name}: {message}", ("correct", name)
    yield from _authors_problems(correct.authors or ())
    for name, day in (("published", correct.published), ("withdrawn", correct.withdrawn)):
        if day and not is_plausible(day):
            yield f"correct.{name}: must be a day from 1991, when arXiv began, to 2199", ("correct", name)
    month = (correct.arxiv_id or "")[2:4]
    if month.isdigit() and "/" not in (correct.arxiv_id or "") and not 1 <= int(month) <= _LAST_MONTH:
        message = f"correct.arxiv_id: must begin with year and month, such as 2401, and {month} is not a month"
        yield message, ("correct", "arxiv_id")
    if correct.doi and (wrong := doi_problem(correct.doi)):
        yield f"correct.doi: {wrong}", ("correct", "doi")
    if correct.url and (wrong := link_problem(correct.url)):
        yield f"correct.url: {wrong}", ("correct", "url")


def _topics_form(topics: object) -> Iterator[Complaint]:
    if topics is None or topics == []:
        yield "topics: name at least one, or leave topics out", ("topics",)
    elif isinstance(topics, str):
        names = [name.strip("[](){} ") for name in re.split("[,;]", topics)]
        yield f"topics: must be a list: write {_as_list(names)}", ("topics",)
    elif isinstance(topics, dict):
        yield f"topics: must be a list: write {_as_list(topics)}", ("topics",)


def _fields_form(fields: dict[str, Any], names: tuple[str, ...], *steps: str) -> Iterator[Complaint]:
    for name in names:
        field = ".".join((*steps, name))
        if name in fields and fields[name] is None:
            yield f"{field}: must not be blank: write it or take it out", (*steps, name)
        elif name in _TEXTS and (quotes := _QUOTES.get(type(fields.get(name)))):
            yield f"{field}: must be text, {quotes}", (*steps, name)


def _correction_form(correct: object) -> Iterator[Complaint]:
    if correct is None or (isinstance(correct, dict) and all(value in (None, False) for value in correct.values())):
        yield "correct: corrects nothing: write below it what is right, or take it out", ("correct",)
    elif isinstance(correct, str | list):
        yield 'correct: must have fields below it, such as title: "What Is Right"', ("correct",)
    elif isinstance(correct, dict):
        yield from _fields_form(correct, CORRECTABLE, "correct")
        yield from _arxiv_form(correct.get("arxiv_id"))
        yield from _doi_form(correct.get("doi"))
        yield from _authors_form(correct.get("authors"))
        yield from _hiding_form(correct)


def _arxiv_form(arxiv_id: object) -> Iterator[Complaint]:
    if isinstance(arxiv_id, str) and not re.match(ARXIV_PATTERN, arxiv_id) and (bare := _ARXIV_ID.search(arxiv_id)):
        message = f'correct.arxiv_id: must be the bare id, without a version: write "{bare[0]}"'
        yield message, ("correct", "arxiv_id")


def _doi_form(doi: object) -> Iterator[Complaint]:
    if isinstance(doi, str) and not re.match(DOI_PATTERN, doi) and (bare := read_doi(doi)):
        yield f'correct.doi: must be the bare DOI: write "{bare}"', ("correct", "doi")


def _authors_form(authors: object) -> Iterator[Complaint]:
    way = ("correct", "authors")
    if isinstance(authors, str):
        yield "correct.authors: must be a list of all authors: write each below it, on a line with - before it", way
    elif authors == []:
        yield "correct.authors: name all authors, or leave authors out", way


def _authors_problems(authors: Sequence[str]) -> Iterator[Complaint]:
    for place, author in enumerate(authors):
        way = ("correct", "authors", place)
        if message := _line_problem(author):
            yield f"correct.authors: each {message}", way
        elif without_nobody((author,)) != ((author,), False):
            yield f'correct.authors: "{shown(author)}" is not a name: name all authors and remove it', way


def _hiding_form(correct: dict[str, Any]) -> Iterator[Complaint]:
    hide, reason = correct.get("hide"), correct.get("reason")
    if hide is True and reason is None:
        yield "a paper is hidden only with a reason: add `reason:` beside `hide:`", ("correct", "hide")
    elif reason is not None and hide in (None, False) and not {"authors", "withdrawn"} & correct.keys():
        message = "correct.reason: says why a paper is hidden: add `hide: true`, or make the reason a comment (#)"
        yield message, ("correct", "reason")
    else:
        yield from _fields_form(correct, ("reason",), "correct")


def _summary_problems(summary: str) -> Iterator[Complaint]:
    words = len(summary.split())
    if message := _line_problem(summary):
        yield f"summary: {message}", ("summary",)
    elif words > MOST_WORDS:
        yield f"summary: has {words} words: say it in {MOST_WORDS} or fewer", ("summary",)
    elif len(summary.strip()) > MOST_CHARACTERS:
        count = len(summary.strip())
        yield f"summary: has {count} characters: say it in {MOST_CHARACTERS} or fewer", ("summary",)


def _line_problem(text: str) -> str | None:
    """Return what is wrong with a text that must be a single line."""
    return "must be one line, without a line break in it" if "\n" in text.strip() else None


def _as_list(names: Any) -> str:  # noqa: ANN401 - any collection of names
    return f"[{shown(', '.join(filter(None, names)))}]"


def order_problems(keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the order, and the entry's key, for the fewest entries that must move."""
    ordered = sorted(keys)
    in_place = _longest_run(keys)
    for key in keys:
        if key not in in_place:
            place = bisect_left(ordered, key)
            where = f'after "{ordered[place - 1]}"' if place else f'first, before "{ordered[1]}"'
            yield f'"{key}" must come {where}: entries are sorted by key', key


def _longest_run(keys: Sequence[str]) -> set[str]:
    """Return the longest increasing subsequence of the keys (patience sorting with back links)."""
    ends: list[str] = []  # of the best run of each length
    before: dict[str, str] = {}
    for key in keys:
        length = bisect(ends, key)
        before[key] = ends[length - 1] if length else ""
        ends[length : length + 1] = [key]
    run: set[str] = set()
    key = ends[-1] if ends else ""
    while key:
        run.add(key)
        key = before[key]
    return run
