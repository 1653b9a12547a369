"""The source of an archive's papers: its names and addresses, and the days on which it can have listed papers."""

import re
from collections.abc import Iterator
from datetime import date

import msgspec

from generator.archive.dates import Period
from generator.archive.links import link_problem
from generator.text import hidden_problem

READER = "huggingface"  # the one program that reads a source, by its name in mkdocs.yml and in the listings

# What each paper's own is put in for, by the address that may hold it.
_PLACES: dict[str, tuple[str, ...]] = {"url": (), "paper_url": ("{arxiv_id}", "{key}"), "search_url": ("{title}",)}
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~!$&*+,;=:@%/?#-]+")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What lists the papers of an archive: `extra.source` in its mkdocs.yml.

    `name` is what people call the list, and `publisher` whose list it is, if that is to be named too. In `paper_url`,
    `{arxiv_id}` and `{key}` stand for the paper's own, and in `search_url` `{title}`. `first_day` is the first day
    that can have a list. `abstracts` says whether the abstracts that it shows may be kept. `reader` is the program
    that reads its lists: without one, days are imported or written by hand.
    """

    name: str = ""
    publisher: str = ""
    url: str = ""
    paper_url: str = ""
    search_url: str = ""
    first_day: date | None = None
    abstracts: bool = False
    reader: str | None = None

    @property
    def title(self) -> str:
        """What sentences call it: "Example University's List", "Example Labs' List"."""
        mark = "'" if self.publisher[-1:] in ("s", "S") else "'s"
        return f"{self.publisher}{mark} {self.name}" if self.publisher else self.name

    @property
    def label(self) -> str:
        """What links and lists of sources call it."""
        return self.publisher or self.name

    def lists(self, listing_source: str) -> bool:
        """Return whether a listing comes from here, by what the listing says of its source.

        A reader puts its own name there, and an import of copied pages the site's, which begins with it. Without a
        reader nothing tells one listing from another: each of them is the source's.
        """
        return self.reader is None or listing_source.startswith(self.reader)

    def checked_day(self, day: date, today: date) -> date:
        """Return the day. Raises ValueError for one before the first day or after today, naming the nearest."""
        if self.first_day and day < self.first_day:
            raise ValueError(f"{day} is before {self.name} began: the first day is {self.first_day}")
        if day > today:
            raise ValueError(f"{day} has not come yet: the last day is {today} (UTC)")
        return day

    def days_of(self, month: Period, today: date) -> list[date]:
        """Return the days of a month that the source can have listed by today.

        Raises ValueError where there are none, naming the nearest month.
        """
        first_day = self.first_day or date.min
        first, last = (Period.of("month", day) for day in (first_day, today))
        if month.first < first.first:
            raise ValueError(f"{month.name} is before {self.name} began: the first month is {first.name}")
        if month.first > last.first:
            raise ValueError(f"{month.name} has not come yet: the last month is {last.name} (UTC)")
        return [day for day in month.days if first_day <= day <= today]


def own_source(site_name: str) -> Source:
    """Return the source of an archive to which people add papers: the archive itself."""
    return Source(name=site_name)


def source_from(value: object, site_name: str) -> Source:
    """Return what `extra.source` of an mkdocs.yml says: for `none`, the archive is its own source.

    Raises ValueError with what must hold, to be read after the setting's name.
    """
    if isinstance(value, str) and value.casefold() == "none":
        return own_source(site_name)
    if not isinstance(value, dict):
        wanted = " must be none, or a mapping with the source's name, url and the like"
        raise ValueError(wanted)  # noqa: TRY004 - it is the file's mistake
    try:
        source = msgspec.convert(value, Source)
    except msgspec.ValidationError as error:
        from generator.archive.messages import explain  # noqa: PLC0415 - takes long to load, for errors alone

        raise ValueError(f": {explain(error, Source)[0]}") from error
    if message := next(_problems(source), None):
        raise ValueError(f".{message}")
    return source if source.name else msgspec.structs.replace(source, name=source.publisher or site_name, publisher="")


def _problems(source: Source) -> Iterator[str]:
    """Yield what does not hold in the texts and addresses of a source."""
    for name in ("name", "publisher"):
        if message := hidden_problem(getattr(source, name)):
            yield f"{name}: {message}"
    if source.reader not in (None, READER):
        yield f"reader must be {READER}, or be left out where days are imported or written by hand"
    for name, places in _PLACES.items():
        if address := getattr(source, name):
            yield from (f"{name} {message}" for message in _address_problems(address, places))


def _address_problems(address: str, places: tuple[str, ...]) -> Iterator[str]:
    filled = address
    for place in places:
        filled = filled.replace(place, "1")
    if places and filled == address:
        yield f"must hold {' or '.join(places)}, in whose place each paper's own is put"
    if message := link_problem(filled):
        yield message
    if not _ADDRESS.fullmatch(filled):
        also = f", beside {' and '.join(places)}" if places else ""
        yield f"must be an address whose special characters are %-encoded{also}"
