"""The trends as data: one JSON file with everything, and a CSV file for each chart of the trends page."""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from generator.archive.models import Count
from generator.publish.addresses import TRENDS
from generator.publish.data.tables import csv_file
from generator.publish.discover.trends import Change, Changes, Month, Share, Trends, changes_of
from generator.publish.settings import Site

TRENDS_JSON = "trends/trends.json"
MONTHS_CSV, TOPICS_CSV, CHANGES_CSV = "trends/months.csv", "trends/topics.csv", "trends/changes.csv"

_MonthName = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}$")]
_Name = Annotated[str, Meta(description="The topic's name. It never changes.")]


class MonthEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A month, from the first with a listing to the last."""

    month: _MonthName
    papers: Annotated[Count, Meta(description="The papers that were first listed in it.")]
    weekdays: Annotated[Count, Meta(description="Its days from Monday to Friday.")]
    read: Annotated[Count, Meta(description="How many of them were read in full.")]
    complete: Annotated[
        bool,
        Meta(
            description="Whether it is over, no weekday of it is partial, and at least nine in ten were read; "
            "in an archive without a reader, whether it is over."
        ),
    ]


class TopicEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A topic, and its papers in each month."""

    name: _Name
    title: str
    group: str
    papers: Annotated[tuple[Count, ...], Meta(description="Its papers first listed in each month, in their order.")]


class ShareEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Some papers of all papers of a time."""

    papers: Count
    of: Count


class ChangeEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A topic whose share changed."""

    name: _Name
    recent: ShareEntry
    before: ShareEntry


class ChangesEntry(msgspec.Struct, frozen=True, kw_only=True):
    """The last three complete months against the twelve before: the topics that clearly changed, most changed first."""

    recent: tuple[_MonthName, ...]
    before: tuple[_MonthName, ...]
    rising: tuple[ChangeEntry, ...]
    falling: tuple[ChangeEntry, ...]


class TrendsFile(msgspec.Struct, frozen=True, kw_only=True):
    """Papers by topic and month. A paper counts once, in the month that first listed it."""

    schema: Annotated[str, Meta(description="The relative path to this file's JSON Schema.")] = msgspec.field(
        name="$schema"
    )
    url: Annotated[str, Meta(description="The page with the same content.", extra_json_schema={"format": "uri"})]
    months: tuple[MonthEntry, ...]
    topics: tuple[TopicEntry, ...]
    changes: ChangesEntry


def trends_file(trends: Trends, site: Site, schema: str) -> TrendsFile:
    """Return the trends as they are published."""
    return TrendsFile(
        schema=schema,
        url=site.url + TRENDS,
        months=tuple(
            MonthEntry(
                month=month.name, papers=month.papers, weekdays=month.weekdays, read=month.read, complete=month.complete
            )
            for month in trends.months
        ),
        topics=tuple(
            TopicEntry(
                name=trend.topic.name,
                title=trend.topic.title,
                group=trend.topic.group,
                papers=tuple(share.papers for share in trend.shares),
            )
            for trend in trends.topics
        ),
        changes=_changes_entry(changes_of(trends)),
    )


def months_csv(trends: Trends) -> bytes:
    """Return the papers of each month as CSV."""
    header = ("month", "papers", "weekdays", "weekdays_read", "complete")
    return csv_file(
        header,
        ((month.name, month.papers, month.weekdays, month.read, _truth(month)) for month in trends.months),
    )


def topics_csv(trends: Trends) -> bytes:
    """Return the papers and the share of each topic in each month as CSV."""
    header = ("month", "topic", "papers", "of", "percent", "complete")
    return csv_file(
        header,
        (
            (month.name, trend.topic.name, share.papers, share.of, _percent(share), _truth(month))
            for trend in trends.topics
            for month, share in zip(trends.months, trend.shares, strict=True)
        ),
    )


def changes_csv(trends: Trends) -> bytes:
    """Return the rising and the falling topics as CSV."""
    header = (
        "topic", "title", "group", "recent_from", "recent_to", "recent_papers", "recent_of", "recent_percent",
        "before_from", "before_to", "before_papers", "before_of", "before_percent",
    )  # fmt: skip
    changes = changes_of(trends)
    return csv_file(header, (_change_row(changes, change) for change in (*changes.rising, *changes.falling)))


def _change_row(changes: Changes, change: Change) -> tuple[str | int | Decimal, ...]:
    topic = change.trend.topic
    row: list[str | int | Decimal] = [topic.name, topic.title, topic.group]
    for months, share in ((changes.recent, change.recent), (changes.before, change.before)):
        row += [months[0].name, months[-1].name, share.papers, share.of, _percent(share)]
    return tuple(row)


def _changes_entry(changes: Changes) -> ChangesEntry:
    recent, before = (tuple(month.name for month in months) for months in (changes.recent, changes.before))
    rising, falling = (tuple(map(_change_entry, found)) for found in (changes.rising, changes.falling))
    return ChangesEntry(recent=recent, before=before, rising=rising, falling=falling)


def _change_entry(change: Change) -> ChangeEntry:
    recent, before = (ShareEntry(papers=share.papers, of=share.of) for share in (change.recent, change.before))
    return ChangeEntry(name=change.trend.topic.name, recent=recent, before=before)


def _percent(share: Share) -> Decimal:
    return Decimal(share.basis_points).scaleb(-2)


def _truth(month: Month) -> str:
    return "true" if month.complete else "false"
