"""Merging: new sightings into a listing, and all records of a paper, with people's decisions, into one paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from generator.archive.ids import KnownPapers
from generator.archive.models import Correction, Decision, Links, Listing, Paper, Record, Sighting
from generator.archive.names import without_nobody
from generator.archive.topics import Suggest, Topics, suggest_each

_NO_DECISION = Decision()
_FACTS = ("title", "arxiv_id", "authors", "published", "withdrawn")  # that a person can correct


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
    if correct.authors is not None:  # the whole list
        facts["author_count"] = None
    return msgspec.structs.replace(record, **facts) if facts else record


def _authors(record: Record) -> tuple[tuple[str, ...], int | None]:
    """Return the authors of a record who are somebody, and how many there are where the source or the list says so."""
    authors, more = without_nobody(record.authors)
    if authors is record.authors:
        return authors, record.author_count
    count = record.author_count and record.author_count - (len(record.authors) - len(authors))
    return authors, max(count or 0, len(authors) + 1) if more else count


def _paper(
    record: Record, decision: Decision, suggested: tuple[str, ...], days: tuple[date, ...], *, undated: bool
) -> Paper:
    authors, author_count = _authors(record)
    return Paper(
        key=record.key,
        title=record.title,
        days=days,
        undated=undated,
        abstract=record.abstract,
        arxiv_id=record.arxiv_id,
        authors=authors,
        author_count=author_count,
        published=record.published,
        upvotes=record.upvotes,
        comments=record.comments,
        links=record.links,
        keywords=record.keywords,
        withdrawn=record.withdrawn,
        topics=decision.topics or suggested,
        topics_suggested=not decision.topics,
        summary=decision.summary,
    )


def _present(links: Links) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(links).items() if value is not None}
