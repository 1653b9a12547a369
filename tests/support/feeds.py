"""Shared helpers for feeds: the feeds of made-up listings, and the content of a document in any format."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from lxml import etree

from generator.archive.load import Archive
from generator.archive.models import Decision, Listing, Record
from generator.archive.papers import merge_papers
from generator.archive.topics import read_topics
from generator.incremental.task import Task
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.feeds.feed import Feed, Limits, limits_of
from generator.publish.feeds.tasks import tasks
from generator.publish.settings import read_site
from tests.support.archives import REPOSITORY, SAMPLE

DATA = Path(__file__).parents[1] / "data"
ENDINGS = ("atom.xml", "rss.xml", "json")
ROOT = "https://daily-papers.github.io/archive/"
ATOM = "{http://www.w3.org/2005/Atom}"

_SITE = read_site(REPOSITORY)
_TOPICS = read_topics(SAMPLE / "topics.yml")
_RULES = etree.RelaxNG(etree.parse(DATA / "atom.rng"))
_SCHEMA = Draft202012Validator(json.loads((DATA / "jsonfeed.schema.json").read_bytes()))


def listing(day: date, papers: Iterable[Record]) -> Listing:
    """Return a day's complete listing."""
    found = tuple(papers)
    return Listing(day=day, source="huggingface", status="complete" if found else "empty", papers=found)


def catalog_with(listings: Iterable[Listing], summary: str | None = None) -> Catalog:
    """Return the catalog of an archive of the listings, with the sample's topics; all papers have that summary."""
    kept = tuple(listings)
    decisions = {paper.key: Decision(summary=summary) for one in kept for paper in one.papers}
    return catalog_of(Archive(kept, merge_papers(kept, decisions, _TOPICS), _TOPICS, {}, frozenset()), _SITE)


def feeds_with(
    listings: Iterable[Listing], limits: Callable[[Feed], Limits] = limits_of, summary: str | None = None
) -> dict[str, bytes]:
    """Return every feed of an archive of the listings, by path; all papers have that summary."""
    return made(tasks(catalog_with(listings, summary), limits))


def made(tasks: Iterable[Task]) -> dict[str, bytes]:
    """Return every file that the tasks write, by path."""
    return {path: data for task in tasks for path, data in task.make()}


def feeds_among(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return the feeds among a site's files."""
    return {path: data for path, data in files.items() if path.startswith("feeds/") and path.endswith(ENDINGS)}


def ids(data: bytes) -> list[str]:
    """Return the ids of a document's entries, in order."""
    if data.startswith(b"{"):
        return [item["id"] for item in json.loads(data)["items"]]
    root = etree.fromstring(data)
    found = root.iterfind(f"{ATOM}entry/{ATOM}id") if root.tag == f"{ATOM}feed" else root.iter("guid")
    return [str(element.text) for element in found]


def chain(files: dict[str, bytes], name: str) -> Iterator[str]:
    """Yield the path of an Atom feed and of every archive document that it links to, directly or indirectly."""
    path: str | None = f"feeds/{name}.atom.xml"
    while path:
        yield path
        link = etree.fromstring(files[path]).find(f"{ATOM}link[@rel='prev-archive']")
        path = str(link.get("href")).removeprefix(ROOT) if link is not None else None


def assert_is_valid(path: str, data: bytes) -> None:
    """Fail unless a document is valid in its format."""
    if path.endswith(".json"):
        _SCHEMA.validate(json.loads(data))
    elif path.endswith(".atom.xml"):
        root = etree.fromstring(data)
        _RULES.assertValid(root)
        for entry in root.iterfind(f"{ATOM}entry"):  # not expressible in the grammar: RFC 4287, section 4.1.2
            alternates = [link for link in entry.iterfind(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
            assert len(alternates) == 1, path
    else:
        assert_is_rss(etree.fromstring(data))


def assert_is_rss(root: Any) -> None:  # noqa: ANN401 - lxml's element
    """Fail unless a document has what RSS 2.0 requires."""
    channel = root.find("channel")
    assert root.get("version") == "2.0"
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    for item in channel.iterfind("item"):
        assert item.findtext("title")
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.find("author") is None
