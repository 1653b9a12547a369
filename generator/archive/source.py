"""The source of the listings: its name, and the days on which it can have listed papers."""

from dataclasses import dataclass
from datetime import date

from generator.archive.dates import Period


@dataclass(frozen=True, slots=True)
class Source:
    """A site that lists papers day by day.

    `name` stands in the listings that it filled, `title` is what people call it, and `first_day` is the first day on
    which it listed papers.
    """

    name: str
    title: str
    first_day: date

    def checked_day(self, day: date, today: date) -> date:
        """Return the day. Raises ValueError for one before the first day or after today, naming the nearest."""
        if day < self.first_day:
            raise ValueError(f"{day} is before {self.title} began: the first day is {self.first_day}")
        if day > today:
            raise ValueError(f"{day} has not come yet: the last day is {today} (UTC)")
        return day

    def days_of(self, month: Period, today: date) -> list[date]:
        """Return the days of a month that the source can have listed by today.

        Raises ValueError where there are none, naming the nearest month.
        """
        first, last = (Period.of("month", day) for day in (self.first_day, today))
        if month.first < first.first:
            raise ValueError(f"{month.name} is before {self.title} began: the first month is {first.name}")
        if month.first > last.first:
            raise ValueError(f"{month.name} has not come yet: the last month is {last.name} (UTC)")
        return [day for day in month.days if self.first_day <= day <= today]


DAILY_PAPERS = Source("huggingface", "Daily Papers", date(2023, 5, 4))
