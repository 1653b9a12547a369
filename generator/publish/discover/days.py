"""Days: the neighbours of each day's papers, of which only those of new and changed days are computed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from pathlib import Path

import msgspec
import numpy as np

from generator import stems
from generator.archive.dates import month_of
from generator.archive.models import Paper
from generator.incremental.fingerprint import digest_of, sha256_of
from generator.publish import arrays
from generator.publish.discover.columns import Terms, Vectors, Weighed, linked
from generator.publish.discover.kept import Counted, KeptDay, LinkColumns, Store, VectorColumns
from generator.publish.discover.neighbours import Index
from generator.publish.discover.terms import terms_of, texts_of
from generator.publish.discover.vectors import Frequencies, weighed
from generator.publish.paper import UNDATED

_AT_ONCE = 100  # papers whose neighbours are computed together: memory grows with their number


@dataclass(frozen=True, slots=True)
class Day:
    """The papers first listed on a day, sorted by key, and the row of the first one; undated papers come first.

    `counted` is the digest of the papers by which terms are weighed, `made_from` that of everything that the vectors
    and the neighbours depend on.
    """

    day: date | None
    month: str
    papers: tuple[Paper, ...]
    row: int
    counted: bytes
    made_from: bytes


def days_of(papers: Iterable[Paper]) -> list[Day]:
    """Return the papers by the day that first listed them."""
    ordered = sorted(papers, key=lambda paper: (paper.day or date.min, paper.key))
    until = listed = counted = _rules()
    first_month = month = ""
    days: list[Day] = []
    row = 0
    for day, of_day in groupby(ordered, key=lambda paper: paper.day):
        group = tuple(of_day)
        features = digest_of([(paper.key, *texts_of(paper)) for paper in group])
        until = digest_of(until, features)
        if day:
            if (new := month_of(day)) != month:
                first_month, month, counted = first_month or new, new, listed
            listed = digest_of(listed, features)
            if month == first_month:
                counted = listed
        days.append(Day(day, month or UNDATED, group, row, counted, until))
        row += len(group)
    return days


def kept_days(days: Sequence[Day], store: Store) -> list[KeptDay]:
    """Return the vectors and neighbours of each day. Raises ArchiveError if they cannot be kept."""
    months = dict.fromkeys(day.month for day in days)
    known = {kept.made_from: kept for month in months for kept in store.month(month)}
    fresh = _fresh([day for day in days if day.made_from not in known], days, store)
    if fresh:
        columns = [
            known[at].vectors if (at := day.made_from) in known else VectorColumns(*fresh[at].vectors.packed())
            for day in days
        ]
        index = Index(
            Vectors.unpacked(map(msgspec.structs.astuple, columns)),
            np.concatenate([one.vectors.numbers for one in fresh.values()]),
            np.repeat([day.row + len(day.papers) for day in days], [len(day.papers) for day in days]),
        )
        titles = [(paper.key, paper.title) for day in days for paper in day.papers]
        for day, vectors in zip(days, columns, strict=True):
            if day.made_from in fresh:
                known[day.made_from] = kept_day(day, vectors, fresh[day.made_from], index, titles)
    found = [known[day.made_from] for day in days]
    for month, of_month in groupby(zip(days, found, strict=True), key=lambda pair: pair[0].month):
        store.keep_month(month, [one for _, one in of_month])
    return found


def _rules() -> bytes:
    """Return the digest of the program's files that decide what the terms and the neighbours are."""
    own = Path(__file__).parent.iterdir()
    files = sorted([*(path for path in own if path.is_file()), Path(arrays.__file__), Path(stems.__file__)])
    return digest_of(np.__version__, [(path.name, sha256_of(path.read_bytes())) for path in files])


def _fresh(new: Iterable[Day], days: Sequence[Day], store: Store) -> dict[bytes, Weighed]:
    """Return the vectors of new days, by what they are made from."""
    wanted = {day.made_from for day in new}
    months = [list(of_month) for _, of_month in groupby(days, key=lambda day: day.month)]
    fresh: list[tuple[Day, Weighed]] = []
    if wanted and months[0][0].day is None:
        (undated,) = months.pop(0)
        fresh += _in_turn([undated])
    counting = _Counting(months, store)
    for number, month in enumerate(months):
        of_month = [day for day in month if day.made_from in wanted]
        if of_month and number == 0:
            fresh += _in_turn(month)
        elif of_month:
            frequencies = counting.before(number)
            terms = counting.terms(number) if len(of_month) == len(month) else _terms_of(of_month)
            vectors = weighed(terms, frequencies).apart([len(day.papers) for day in of_month])
            fresh += zip(of_month, vectors, strict=True)
    return {day.made_from: vectors for day, vectors in fresh if day.made_from in wanted}


def _in_turn(days: Iterable[Day]) -> Iterator[tuple[Day, Weighed]]:
    """Yield the vectors of days whose terms are weighed by the papers of these days, up to each one."""
    frequencies = Frequencies()
    for day in days:
        terms = _terms_of([day])
        frequencies.add(terms)
        yield day, weighed(terms, frequencies)


class _Counting:
    """In how many papers of earlier months each term is, counted from month to month."""

    def __init__(self, months: Sequence[Sequence[Day]], store: Store) -> None:
        self._months = months
        self._store = store
        self._number = 0
        self._frequencies = Frequencies()
        self._terms: tuple[int, Terms] | None = None

    def terms(self, number: int) -> Terms:
        """Return the terms of a month; those of the last one asked for are at hand."""
        if self._terms is None or self._terms[0] != number:
            self._terms = number, _terms_of(self._months[number])
        return self._terms[1]

    def before(self, number: int) -> Frequencies:
        """Return the frequencies among the papers of all months before this one, and keep them. Months only go up."""
        kept = self._store.counted() if self._number == 0 else None
        for at in range(number, 0, -1):
            if kept and kept.made_from == self._months[at][0].counted:
                self._number, self._frequencies = at, Frequencies.unpacked(kept.papers, kept.slots, kept.counts)
                break
        for at in range(self._number, number):
            self._frequencies.add(self.terms(at))
        if number == len(self._months) - 1 and (not kept or self._number != number):
            self._store.keep_counted(Counted(self._months[number][0].counted, *self._frequencies.packed()))
        self._number = number
        return self._frequencies


def _terms_of(days: Iterable[Day]) -> Terms:
    return terms_of([paper for day in days for paper in day.papers])


def kept_day(
    day: Day, vectors: VectorColumns, papers: Weighed, index: Index, titles: Sequence[tuple[str, str]]
) -> KeptDay:
    """Return a day's vectors with its neighbours."""
    sizes = [len(day.papers[at : at + _AT_ONCE]) for at in range(0, len(day.papers), _AT_ONCE)]
    pieces = zip(count(day.row, _AT_ONCE), papers.apart(sizes), strict=False)
    columns = LinkColumns(*linked([index.neighbours(piece, first) for first, piece in pieces]).packed())
    shown = digest_of(columns, [titles[row] for row in memoryview(columns.rows).cast("I")])
    return KeptDay(day.made_from, vectors, columns, shown)
