"""Importing records: the papers of a file go into the listings of their days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from generator.archive.ingest import Added, Ingest
from generator.archive.models import Sighting
from generator.collect.records import Fault, Found, Records
from generator.text import counted, shorten


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a file: a line for the user, what was left out by line number, and remarks."""

    summary: str
    left_out: tuple[Fault, ...]
    notes: tuple[str, ...]


def import_records(ingest: Ingest, records: Records, source: str, *, abstracts: bool, site: str = "") -> Imported:
    """Add the records of a file to the listings of their days, which name the `source`; return what to report.

    `site` is the address of the archive's own site: it is no paper's address, although its BibTeX says so.
    """
    by_day: dict[date | None, list[Found]] = {}
    for found in records.papers:
        by_day.setdefault(found.day, []).append(found)
    days = sorted(by_day, key=lambda one: one or date.min)
    added: list[Added] = []
    faults = list(records.faults)
    for day in days:
        papers = by_day[day]
        added.append(ingest.add(day, [_without_own(found.paper, site) for found in papers], source))
        faults += _unclear(papers, added[-1])
    notes = [
        *_elsewhere(days, added), *_namesakes(added), *_twice(added), *_left_out(records.papers, abstracts),
        *records.notes,
    ]  # fmt: skip
    return Imported(_summary(len(records.papers), added, len(faults)), tuple(sorted(faults)), tuple(notes))


def _without_own(paper: Sighting, site: str) -> Sighting:
    is_own = site and paper.url and paper.url.startswith(site)
    return msgspec.structs.replace(paper, url=None) if is_own else paper


def _summary(read: int, added: Sequence[Added], faults: int) -> str:
    new = sum(len(one.filed.new) for one in added)
    known = sum(one.filed.known for one in added)
    written = sum(one.changed for one in added)
    problems = f", {counted(faults, 'problem')}" if faults else ""
    listings = f"{counted(written, 'listing')} written" if written else "no listing changed"
    if len(added) == 1:
        listings = f"{added[0].path} {'written' if written else 'unchanged'}"
    return f"{counted(read, 'paper')} read, {new:,} new, {known:,} already known{problems}; {listings}"


def _unclear(papers: Sequence[Found], added: Added) -> Iterator[Fault]:
    for number, keys in added.filed.unclear.items():
        title = shorten(papers[number].paper.title, 60)
        yield Fault(
            papers[number].line,
            f"title: “{title}” is that of {keys}: give the arXiv id, the DOI, the authors or the date of the one meant",
        )


def _elsewhere(days: Sequence[date | None], added: Sequence[Added]) -> Iterator[str]:
    for day, one in zip(days, added, strict=True):
        if day != one.day:
            yield f"The source's complete list of {day} has none of these papers, so they are kept without a day."


def _namesakes(added: Sequence[Added]) -> Iterator[str]:
    for one in added:
        for key, others in one.filed.namesakes.items():
            if others.number:
                have = "has" if others.number == 1 else "have"
                yield f"{key} is a separate paper: {others} {have} the same title, but ids, dates or authors differ."


def _twice(added: Sequence[Added]) -> Iterator[str]:
    if twice := sum(one.twice for one in added):
        yield f"{counted(twice, 'paper')} with a day now, which the listing without a day has too."


def _left_out(papers: Sequence[Found], abstracts: bool) -> Iterator[str]:
    if not abstracts and (number := sum(found.paper.abstract is not None for found in papers)):
        are = "is" if number == 1 else "are"
        yield (
            f"{counted(number, 'abstract')} {are} left out, as this archive's settings say; to keep them, set "
            "extra.abstracts: keep in mkdocs.yml or pass --abstracts."
        )
