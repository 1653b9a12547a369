"""Merging: new sightings into a listing, and all records of a paper, with people's decisions, into one paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from generator.archive.ids import KnownPapers
from generator.archive.models import Correction, Decision, Links, Listing, Paper, Record, Sighting
from generator.archive.topics import Suggest, Topics, suggest_each

_NO_DECISION = Decision()


@dataclass(frozen=True, slots=True)
class Filed:
    """Sightings under their papers' keys, and which of the papers the archive did not know before."""

    records: tuple[Record, ...]
    new: frozenset[str]

    @property
    def known(self) -> int:
        """How many of the records are of papers that were known by then, be it from the same scrape."""
        return len(self.records) - len(self.new)


def file_sightings(sightings: Iterable[Sighting], known: KnownPapers) -> Filed:
    """Give each sighting the key of its paper, a new one where the archive does not know the paper yet."""
    records: list[Record] = []
    new: set[str] = set()
    for sighting in sightings:
        key = known.find(sighting)
        if key is None:
            key = known.new_key(sighting)
            new.add(key)
        known.remember(key, sighting)
        records.append(Record(key=key, **msgspec.structs.asdict(sighting)))
    return Filed(tuple(records), frozenset(new))


def without_abstract(sighting: Sighting) -> Sighting:
    """Return the facts of a sighting: its abstract is its authors' text."""
    return msgspec.structs.replace(sighting, abstract=None)


def update_listing(listing: Listing | None, day: date | None, source: str, records: Iterable[Record]) -> Listing:
    """Return the day's listing with the records added: newer values win, and no value and no paper is lost."""
    papers = {record.key: record for record in listing.papers} if listing else {}
    for record in records:
        papers[record.key] = newer(papers.get(record.key), record)
    return Listing(
        day=day,
        source=listing.source if listing else source,
        status=listing.status if listing and listing.papers else "partial" if papers else "empty",
        papers=tuple(papers.values()),
    )


def newer(old: Record | None, new: Record) -> Record:
    """Return one record with the newer value of each field, the older where the newer is missing.

    Whether the paper is still listed is not said by its values: that mark stays as it was.
    """
    if old is None:
        return new
    known = {name: value for name, value in msgspec.structs.asdict(new).items() if value not in (None, ())}
    links = {**msgspec.structs.asdict(old.links), **_present(new.links)}
    return msgspec.structs.replace(old, **{**known, "key": old.key, "unlisted": old.unlisted, "links": Links(**links)})


def merge_papers(
    listings: Iterable[Listing],
    decisions: Mapping[str, Decision],
    topics: Topics,
    suggest: Suggest = suggest_each,
) -> tuple[Paper, ...]:
    """Return every paper once, by key: all its records merged, corrected and with its topics, hidden ones left out.

    The newest listing wins field by field; a listing without a day counts as the oldest. Topics that nobody chose
    are those that `suggest` returns.
    """
    merged: dict[str, Record] = {}
    days: dict[str, set[date | None]] = {}
    for listing in sorted(listings, key=lambda listing: listing.day or date.min):
        for record in listing.papers:
            merged[record.key] = newer(merged.get(record.key), record)
            days.setdefault(record.key, set()).add(listing.day)
    papers = [
        _paper(record, days[key], decisions.get(key, _NO_DECISION))
        for key, record in sorted(merged.items())
        if not decisions.get(key, _NO_DECISION).correct.hide
    ]
    open_ = [paper for paper in papers if not paper.topics]
    suggested = {paper.key: names for paper, names in zip(open_, suggest(topics, open_), strict=True)}
    return tuple(replace(paper, topics=suggested.get(paper.key, paper.topics)) for paper in papers)


def _paper(record: Record, days: set[date | None], decision: Decision) -> Paper:
    """Return the paper with the topics that people chose, which may be none."""
    facts = {**msgspec.structs.asdict(record), **_facts(decision.correct)}
    del facts["unlisted"]  # says something of a day, nothing of the paper
    return Paper(
        **facts,
        days=tuple(sorted(day for day in days if day is not None)),
        undated=None in days,
        topics=decision.topics,
        topics_suggested=not decision.topics,
        summary=decision.summary,
    )


def _facts(correction: Correction) -> dict[str, object]:
    facts = _present(correction)
    return {name: value for name, value in facts.items() if name not in ("hide", "reason")}


def _present(struct: Links | Correction) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(struct).items() if value is not None}
