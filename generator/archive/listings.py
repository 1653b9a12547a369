"""Listings on disk: one JSON file per day in `content/listings/`, written only by machines.

UTF-8, sorted keys, papers sorted by key, a final newline: each value has exactly one text, so a day's change is a small
diff, and a file is rewritten only when a value changed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date
from itertools import chain
from operator import attrgetter
from pathlib import Path
from shlex import quote

import msgspec

from generator.archive.conflicts import conflicts_in
from generator.archive.identifiers import doi_problem
from generator.archive.links import link_problem
from generator.archive.messages import Step
from generator.archive.models import NO_LINKS, TEXTS, Links, Listing, Record
from generator.archive.yaml_io.reader import located, problem_in_json, repeated_keys
from generator.errors import Problem, ProblemsError
from generator.files import read_bytes, read_text, replace_file
from generator.text import counted, hidden, hidden_problem

_LINKS = Links.__struct_fields__
_texts_of = attrgetter(*TEXTS)

ReadListing = Callable[[Path], Listing]


def listing_path(content: Path, day: date | None) -> Path:
    """Return the path of a day's listing, which is `undated.json` for papers without a known day."""
    if day is None:
        return content / "listings" / "undated.json"
    return content / "listings" / f"{day.year:04}" / f"{day}.json"


def listing_paths(content: Path) -> Iterator[Path]:
    """Yield the path of every listing: the undated one first, then day by day."""
    folder = content / "listings"
    yield from sorted(folder.glob("*.json"))
    yield from sorted(folder.glob("*/*.json"))


def decode_listing(data: bytes) -> Listing:
    """Return the listing in a JSON text. Raises msgspec.DecodeError if it is not one."""
    return msgspec.json.decode(data, type=Listing)


def encode_listing(listing: Listing) -> bytes:
    """Return the listing's unique text: decoding it gives the same value, and encoding that gives the same text."""
    papers = tuple(sorted(map(_without_empty_links, listing.papers), key=lambda record: record.key))
    ordered = msgspec.structs.replace(listing, papers=papers)
    return msgspec.json.format(msgspec.json.encode(ordered, order="sorted"), indent=2) + b"\n"


def read_listing(path: Path) -> Listing:
    """Return the listing in the file. Raises ProblemsError with the line of each problem."""
    data = read_bytes(path)
    with suppress(ValueError):  # the slower way below finds each problem and its line
        listing = decode_listing(data)
        if encode_listing(listing) == data and not any(_problems(listing)):
            return listing
    try:
        text = read_text(path)
    except ProblemsError as error:
        raise _restorable(error.problems) from error
    return _examined(path, text)


def _examined(path: Path, text: str) -> Listing:
    """Return the listing in a text that is invalid or not in canonical form. Raises ProblemsError if it is invalid."""
    if conflicts := [Problem(path, line, "is left over from a merge") for line in conflicts_in(text)]:
        raise _restorable(conflicts)
    try:
        listing = decode_listing(text.encode())
    except msgspec.ValidationError as error:
        raise ProblemsError([located(path, text, error)]) from error
    except msgspec.DecodeError as error:
        raise _restorable([located(path, text, error)]) from error
    problems = [problem_in_json(path, text, message, *steps) for message, steps in _problems(listing)]
    problems += repeated_keys(path, text)
    if problems:
        raise ProblemsError(problems)
    return listing


def write_listing(content: Path, listing: Listing) -> bool:
    """Write the listing to its file; return whether its bytes changed. Raises ArchiveError."""
    return replace_file(listing_path(content, listing.day), encode_listing(listing))


def _restorable(problems: Iterable[Problem]) -> ProblemsError:
    """Return an error that also says how to restore a file that only machines write."""
    messages = [(problem, f"{problem.message}; {_remedy(problem.path)}") for problem in problems]
    return ProblemsError([replace(problem, message=message) for problem, message in messages])


def _remedy(path: Path) -> str:
    """Return how to restore a listing: from Git (git-checkout, `git checkout TREE -- PATH`), or by fetching it."""
    committed = f"git -C {quote(str(path.parent))} checkout HEAD -- {quote(path.name)}"
    anew = f", or remove it and run papers fetch --date {path.stem}" if path.stem[:1].isdigit() else ""
    return f"to bring its last good version back: {committed} (or an older commit than HEAD){anew}"


def _problems(listing: Listing) -> Iterator[tuple[str, tuple[Step, ...]]]:
    if listing.day and (listing.status == "empty") != (not listing.papers):
        yield f'status is "{listing.status}", but it lists {counted(len(listing.papers), "paper")}', ("status",)
    seen: set[str] = set()
    for number, record in enumerate(listing.papers):
        if record.key in seen:
            yield f'paper "{record.key}" is listed twice; keep one of the two', ("papers", number, "key")
        seen.add(record.key)
        if record.seen and (record.seen.microsecond or record.seen.tzinfo is not UTC):
            yield 'seen must be a whole second in UTC, such as "2025-03-12T06:17:05Z"', ("papers", number, "seen")
        if record.doi and (message := doi_problem(record.doi)):
            yield f"doi: {message}", ("papers", number, "doi")
        if record.url and (message := link_problem(record.url)):
            yield f"url: {message}", ("papers", number, "url")
        for name in _LINKS if record.links != NO_LINKS else ():
            if (url := getattr(record.links, name)) and (message := link_problem(url)):
                yield f"links.{name}: {message}", ("papers", number, "links", name)
    yield from _hidden_problems(listing)


def _hidden_problems(listing: Listing) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield each text with an invisible character. All texts are first searched as one, which is faster."""
    if not hidden("\n".join(chain([listing.source], *map(_texts, listing.papers)))):
        return
    if message := hidden_problem(listing.source):
        yield f"source: {message}", ("source",)
    for number, record in enumerate(listing.papers):
        for name in TEXTS:
            value = getattr(record, name) or ""
            for place, text in enumerate((value,) if isinstance(value, str) else value):
                if message := hidden_problem(text):
                    steps = () if isinstance(value, str) else (place,)
                    yield f"{name}: {message}", ("papers", number, name, *steps)


def _texts(record: Record) -> Iterator[str]:
    for value in _texts_of(record):
        if isinstance(value, str):
            yield value
        elif value:
            yield from value


def _without_empty_links(record: Record) -> Record:
    """Return the record with the default links object if its links equal it: msgspec omits only that very object."""
    return msgspec.structs.replace(record, links=NO_LINKS) if record.links == NO_LINKS else record
