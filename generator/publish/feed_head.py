"""What a document of a feed says before its entries, in every format alike."""

from dataclasses import dataclass
from datetime import datetime

from generator.publish.feed_list import Feed
from generator.publish.settings import Site


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document.

    `previous` is the address of the archive document before it (RFC 5005, section 4), `archive` marks one of those.
    """

    site: Site
    feed: Feed
    address: str
    updated: datetime | None = None
    previous: str = ""
    archive: bool = False
