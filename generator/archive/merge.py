"""Merging: new sightings into a listing, and all records of a paper, with people's decisions, into one paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from generator.archive.ids import KnownPapers
from generator.archive.models import Correction, Decision, Links, Listing, Paper, Record, Sighting
from generator.archive.topics import Suggest, Topics, suggest_each

_NO_DECISION = Decision()
_FACTS = ("title", "arxiv_id", "published")  # that a person can correct


@dataclass(frozen=True, slots=True)
class Filed:
    """Sightings under their papers' keys, and which of the papers the archive did not know before.

    `namesakes` has, for each new paper, the other papers of its title; `unclear`, by the sighting's number, the papers
    of its title where nothing tells which one was sighted: such a sighting is in no record.
    """

    records: tuple[Record, ...]
    new: frozenset[str]
    namesakes: Mapping[str, tuple[str, ...]]
    unclear: Mapping[int, tuple[str, ...]]

    @property
    def known(self) -> int:
        """How many of the records are of papers that were known by then, be it from the same scrape."""
        return len(self.records) - len(self.new)


def file_sightings(sightings: Iterable[Sighting], known: KnownPapers) -> Filed:
    """Give each sighting the key of its paper, a new one where the archive does not know the paper yet."""
    records: list[Record] = []
    namesakes: dict[str, tuple[str, ...]] = {}
    unclear: dict[int, tuple[str, ...]] = {}
    for number, sighting in enumerate(sightings):
        candidates = known.candidates(sighting)
        if len(candidates) > 1 and not sighting.arxiv_id:
            unclear[number] = candidates
            continue
        if len(candidates) == 1:
            key = candidates[0]
        else:
            key = known.new_key(sighting)
            namesakes[key] = known.namesakes(sighting)
        known.remember(key, sighting)
        records.append(Record(key=key, **msgspec.structs.asdict(sighting)))
    return Filed(tuple(records), frozenset(namesakes), namesakes, unclear)


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


def merge_decisions(decided: Iterable[Mapping[str, Decision]]) -> dict[str, Decision]:
    """Return what was decided about each paper, of several files that decide about it, the oldest first.

    As with listings the newest wins field by field. A paper that one of them hides is hidden.
    """
    merged: dict[str, Decision] = {}
    for decisions in decided:
        for key, decision in decisions.items():
            merged[key] = _newer_decision(merged[key], decision) if key in merged else decision
    return merged


def _newer_decision(old: Decision, new: Decision) -> Decision:
    corrections = {**_given(old.correct), **_given(new.correct)}
    return msgspec.structs.replace(old, **{**_given(old), **_given(new), "correct": Correction(**corrections)})


def _given(value: Decision | Correction) -> dict[str, Any]:
    return {name: field for name, field in msgspec.structs.asdict(value).items() if field}


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
    records, days, undated = _by_key(listings)
    shown = {key: records[key] for key in sorted(records)}
    for key in decisions.keys() & records.keys():
        correct = decisions[key].correct
        if correct.hide:
            del shown[key]
        else:
            shown[key] = _corrected(shown[key], correct)
    open_ = [record for key, record in shown.items() if not decisions.get(key, _NO_DECISION).topics]
    suggested = dict(zip((record.key for record in open_), suggest(topics, open_), strict=True))
    return tuple(
        _paper(record, decisions.get(key, _NO_DECISION), suggested.get(key, ()), days[key], undated=key in undated)
        for key, record in shown.items()
    )


def _by_key(listings: Iterable[Listing]) -> tuple[dict[str, Record], dict[str, tuple[date, ...]], set[str]]:
    """Return each paper's records as one, the days on which it was listed, and the papers listed without a day."""
    records: dict[str, Record] = {}
    days: dict[str, tuple[date, ...]] = {}
    undated: set[str] = set()
    for listing in sorted(listings, key=lambda listing: listing.day or date.min):
        day = (listing.day,) if listing.day else ()  # one for all the many papers that are listed once
        for record in listing.papers:
            key = record.key
            known = records.get(key)
            records[key] = newer(known, record)
            days[key] = days[key] + day if known else day
        if not listing.day:
            undated.update(record.key for record in listing.papers)
    return records, days, undated


def _corrected(record: Record, correct: Correction) -> Record:
    facts = {name: value for name in _FACTS if (value := getattr(correct, name)) is not None}
    return msgspec.structs.replace(record, **facts) if facts else record


def _paper(
    record: Record, decision: Decision, suggested: tuple[str, ...], days: tuple[date, ...], *, undated: bool
) -> Paper:
    return Paper(
        key=record.key,
        title=record.title,
        days=days,
        undated=undated,
        abstract=record.abstract,
        arxiv_id=record.arxiv_id,
        authors=record.authors,
        author_count=record.author_count,
        published=record.published,
        upvotes=record.upvotes,
        comments=record.comments,
        links=record.links,
        keywords=record.keywords,
        withdrawn=record.withdrawn,
        topics=decision.topics or suggested,
        topics_suggested=not decision.topics,
        summary=decision.summary,
        seen=record.seen,
    )


def _present(links: Links) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(links).items() if value is not None}
