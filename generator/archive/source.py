"""The source of an archive's papers: its names and addresses, and the days on which it can have listed papers."""

from datetime import date
from typing import Literal

import msgspec

from generator.archive.dates import Period

ReaderName = Literal["huggingface"]


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
    reader: ReaderName | None = None

    @property
    def title(self) -> str:
        """What sentences call it."""
        return f"{self.publisher}'s {self.name}" if self.publisher else self.name

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
