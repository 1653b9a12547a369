"""Limits: how much a document of a feed holds. No words make one longer than `DOCUMENT`."""

from dataclasses import dataclass
from datetime import timedelta

from generator.publish.feed_list import Feed

DOCUMENT = 250_000  # bytes
HEAD = 7_000  # bytes that a document's own words never reach: they are shortened
BRIEF = 1_300  # bytes that an entry in brief never passes in any format, with what parts it from the next
ENTRIES = 100  # papers that the newest document has
SHELF = (DOCUMENT - HEAD) // BRIEF  # papers: an archive document's entries fit, whatever they say


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the documents of a feed hold.

    `entries` is how many the newest document has, and more where its shelf has more; of these, those that came in
    less than `recent` before the newest are in full, until the document has `full` bytes. `shelf` is how many papers an
    archive document has at most.
    """

    full: int
    recent: timedelta = timedelta.max
    entries: int = ENTRIES
    shelf: int = SHELF


# Everything is a few days' papers, nearly all in full; a topic's are weeks' and months', and who looks once a fortnight
# gets each in full. Every site has those of a hundred topics in three formats, and readers fetch them again and again.
EVERYTHING = Limits(full=DOCUMENT)
TOPIC = Limits(full=100_000, recent=timedelta(days=14))


def limits_of(feed: Feed) -> Limits:
    """Return the limits of a feed's documents."""
    return TOPIC if feed.topic else EVERYTHING
