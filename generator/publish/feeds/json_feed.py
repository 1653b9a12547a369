"""JSON Feed 1.1 (jsonfeed.org/version/1.1): the same entries for programs that prefer JSON to XML."""

from collections.abc import Sequence
from typing import Any

import msgspec

from generator.publish.feeds.entry import Entry, timestamp
from generator.publish.feeds.feed import Head

JSON_TYPE = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"
_COMMENT = "This is a feed: add its address to a feed reader to get new papers."


def json_entry(entry: Entry) -> bytes:
    """Return an entry as an item; the format requires content."""
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": next((link.url for link in entry.links if link.label == "arXiv"), ""),
        "title": entry.title,
        "summary": entry.summary if entry.html else "",
        "content_html": entry.html,
        "content_text": "" if entry.html else entry.summary or entry.title,
        "date_published": timestamp(entry.when),
        "authors": [{"name": name} for name in entry.authors],
        "tags": [topic.title for topic in entry.topics],
    }
    return msgspec.json.encode({name: value for name, value in item.items() if value})


def json_document(head: Head, items: Sequence[bytes]) -> bytes:
    """Return a JSON document with one item per line. It does not link to archive documents, which are not JSON."""
    site, feed = head.site, head.feed
    values = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": site.url + feed.page,
        "feed_url": site.url + head.address,
        "description": feed.description,
        "user_comment": _COMMENT,
        "authors": [{"name": site.name, "url": site.url}],
        "language": "en",
        **({"expired": True} if feed.ended else {}),
    }
    start = msgspec.json.encode(values)
    return b"".join([start.removesuffix(b"}"), b',"items":[\n', b",\n".join(items), b"\n]}\n"])
