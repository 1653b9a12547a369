"""Papers: all records of a paper become one, corrected and with its topics."""

from collections.abc import Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import Any

import msgspec

from generator.archive.models import CORRECTABLE, Correction, Decision, Listing, Paper, Record, Sighting, newer
from generator.archive.names import without_nobody
from generator.archive.topics import Suggest, Topics, suggest_each

_NO_DECISION = Decision()
_facts_of = attrgetter(*Sighting.__struct_fields__)


def merge_decisions(decided: Iterable[Mapping[str, Decision]]) -> dict[str, Decision]:
    """Return what was decided about each paper, of several files that decide about it, the oldest first.

    As with listings the newest wins field by field. A paper that one of them hides is hidden.
    """
    merged: dict[str, Decision] = {}
    for decisions in decided:
        for key, decision in decisions.items():
            old = merged.get(key, _NO_DECISION)
            correct = msgspec.structs.replace(old.correct, **_given(decision.correct))
            merged[key] = msgspec.structs.replace(old, **{**_given(decision), "correct": correct})
    return merged


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
    facts = {name: value for name in CORRECTABLE if (value := getattr(correct, name)) is not None}
    if correct.authors is not None:  # the whole list
        facts["author_count"] = None
    return msgspec.structs.replace(record, **facts) if facts else record


def _authors(record: Record) -> tuple[tuple[str, ...], int | None]:
    """Return the authors of a record who are named, and how many there are if the source or the list says so."""
    authors, more = without_nobody(record.authors)
    if authors is record.authors:
        return authors, record.author_count
    count = record.author_count and record.author_count - (len(record.authors) - len(authors))
    return authors, max(count or 0, len(authors) + 1) if more else count


def _paper(
    record: Record, decision: Decision, suggested: tuple[str, ...], days: tuple[date, ...], *, undated: bool
) -> Paper:
    facts = dict(zip(Sighting.__struct_fields__, _facts_of(record), strict=True))
    facts["authors"], facts["author_count"] = _authors(record)
    return Paper(
        **facts,
        key=record.key,
        days=days,
        undated=undated,
        topics=decision.topics or suggested,
        topics_suggested=not decision.topics,
        summary=decision.summary,
        seen=record.seen,
        upvotes_at=record.upvotes_at,
    )
