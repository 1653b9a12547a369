"""Limits: how much a document of a feed holds. No words make one longer than `DOCUMENT`."""

from dataclasses import dataclass

from generator.publish.feed_list import Feed

DOCUMENT = 250_000  # bytes
HEAD = 7_000  # bytes that a document's own words never reach: they are shortened
BRIEF = 1_300  # bytes that an entry in brief never passes in any format, with what parts it from the next
ENTRIES = 100  # papers that the newest document has
SHELF = (DOCUMENT - HEAD) // BRIEF  # papers: an archive document's entries fit, whatever they say


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the documents of a feed hold.

    `entries` is how many the newest document has, and more where its shelf has more; of these the newest are in full,
    and add no more than `full` bytes to it. `shelf` is how many papers an archive document has at most.
    """

    full: int
    entries: int = ENTRIES
    shelf: int = SHELF


# Everything is a few days' papers, nearly all in full; a topic's newest are weeks' and months'. Every site has those of
# a hundred topics in three formats, and readers fetch them again and again.
EVERYTHING = Limits(full=DOCUMENT)
TOPIC = Limits(full=20_000)


def limits_of(feed: Feed) -> Limits:
    """Return the limits of a feed's documents."""
    return TOPIC if feed.topic else EVERYTHING
