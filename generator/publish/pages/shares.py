"""The topics of a period beside those of the period before: how many of its papers each has, in words and as a bar."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from generator.archive.dates import Period, is_weekend, long_day
from generator.archive.ledger import Ledger
from generator.archive.models import Topic
from generator.publish.addresses import topic_address
from generator.publish.paper import Papers

_SHOWN = 12
_ENOUGH = 0.75  # of a period's weekdays: holidays, on which nothing is listed, cannot be told from unread days
_SCALE = 300  # the length of the longest bar


@dataclass(frozen=True, slots=True)
class Share:
    """A topic's share of a period's papers.

    `percent` and `before` are the shares of this period and of the one before (None if these cannot be compared), `bar`
    and `mark` their lengths in the picture. `look` is the class of the topic's group.
    """

    title: str
    address: str
    look: str
    percent: int
    before: int | None
    bar: int
    mark: int


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """How many papers a period has, in all and for each topic."""

    papers: int
    topics: dict[str, int]


def topic_counts(papers: Papers) -> TopicCounts:
    """Return how many of the papers each topic has."""
    return TopicCounts(len(papers), Counter(chain.from_iterable([paper.topic_names for paper in papers])))


def shares(topics: Iterable[Topic], now: TopicCounts, before: TopicCounts | None) -> list[Share]:
    """Return the shares of a period's most frequent topics, beside those `before` if the two can be compared."""
    by_name = {topic.name: topic for topic in topics}
    order = {name: place for place, name in enumerate(by_name)}
    shown = sorted(now.topics, key=lambda name: (-now.topics[name], order[name]))[:_SHOWN]
    lengths = {name: (_share(now, name), _share(before, name) if before else 0.0) for name in shown}
    longest = max((length for pair in lengths.values() for length in pair), default=0)
    return [
        Share(
            title=by_name[name].title,
            address=topic_address(name),
            look=f"g{by_name[name].group_number}",
            percent=round(100 * lengths[name][0]),
            before=round(100 * lengths[name][1]) if before else None,
            bar=_length(lengths[name][0], longest),
            mark=_length(lengths[name][1], longest),
        )
        for name in shown
    ]


def _share(counts: TopicCounts, name: str) -> float:
    return counts.topics.get(name, 0) / counts.papers if counts.papers else 0.0


def _length(share: float, longest: float) -> int:
    return round(_SCALE * share / longest) if longest else 0


class Reading:
    """How much of a period the archive has: only whole periods are compared with each other."""

    def __init__(self, ledger: Ledger, *, is_read: bool) -> None:
        self._is_read = is_read
        self._read = {entry.day for entry in ledger.days if entry.state in ("complete", "empty")}
        self._until = ledger.days[-1].day if ledger.days else None

    def gap(self, period: Period) -> str:
        """Return what is known of a period that is not whole, in words; empty if it is whole.

        Without a reader nobody knows on which days something should have been listed: then a period is whole when it
        is over.
        """
        days = [day for day in period.days if not is_weekend(day)] if self._is_read else [period.last]
        if self._until is None:
            return "not read yet"
        if days[-1] > self._until:
            return f"up to {long_day(self._until)}"
        read = sum(day in self._read for day in days)
        if not self._is_read or read >= _ENOUGH * len(days):
            return ""
        return f"{read} of {len(days)} weekdays read in full"
