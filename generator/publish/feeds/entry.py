"""Entries: a paper's id, time, texts and links in a feed, independent of the format."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import quote

from generator.archive.dates import long_day
from generator.archive.links import mended_link
from generator.archive.models import Topic
from generator.archive.seen import entry_time
from generator.publish.addresses import FEEDS
from generator.publish.paper import PaperView
from generator.publish.render import Link, render_html
from generator.publish.settings import Site
from generator.text import shorten

_AUTHORS = 20
_LONGEST_SUMMARY, _LONGEST_BARE_TITLE = 400, 80

_URI = "/:?@!$&'()*+,;=%"  # delimiters and other characters that a URI may contain besides letters and digits
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. All texts are plain except `html`, the content, which only full entries have."""

    id: str
    url: str
    title: str
    when: datetime
    summary: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    links: tuple[Link, ...] = ()


def full_entry(site: Site, paper: PaperView) -> Entry:
    """Return the full entry of a dated paper, including its abstract."""
    named = named_entry(site, paper)
    links = tuple(Link(link.label, _uri(link.url)) for link in paper.links)
    summary = paper.summary or " ".join(paper.abstract)
    return replace(
        named,
        summary=shorten(summary, _LONGEST_SUMMARY) or named.summary,
        html=_html(paper, (Link("Page", named.url), *links)),
        authors=_named(paper.authors),
        topics=paper.topics,
        links=links,
    )


def brief_entry(site: Site, paper: PaperView) -> Entry:
    """Return the short entry of a dated paper for an archive document, with authors and topics."""
    return replace(named_entry(site, paper), authors=(paper.byline,) if paper.authors else (), topics=paper.topics)


def named_entry(site: Site, paper: PaperView) -> Entry:
    """Return the minimal entry of a dated paper, with one sentence: readers show nothing without a summary."""
    return Entry(
        id=entry_id(site, paper.address[:-1]),
        url=site.url + paper.address,
        title=paper.title,
        when=paper_time(paper),
        summary=shorten(paper.summary, _LONGEST_SUMMARY) or paper.byline or _listed_on(paper.listed[-1]),
    )


def bare_entry(entry: Entry) -> Entry:
    """Return an entry reduced to the fewest bytes, for one whose texts are too long."""
    title = shorten(entry.title, _LONGEST_BARE_TITLE)
    return Entry(entry.id, entry.url, title, entry.when, _listed_on(entry.when.date()))


def ended_entry(site: Site, tag: str, *, page: str, label: str, ended: date, when: datetime) -> Entry:
    """Return the last entry of a feed, which says that it has ended."""
    return Entry(
        id=entry_id(site, f"{tag}/ended"),
        url=site.url + page,
        title=f"This feed has ended: {label}",
        when=when,
        summary=f"Papers listed after {long_day(ended)} are not added to it. All feeds: {site.url}{FEEDS}",
    )


def entry_id(site: Site, name: str) -> str:
    """Return the id of a feed or an entry: a tag URI (RFC 4151), which stays the same if the site moves."""
    return f"tag:{site.feed_authority}:{name}"


def timestamp(when: datetime) -> str:
    """Return a time in UTC in the format of RFC 3339."""
    return when.isoformat().replace("+00:00", "Z")


def paper_time(paper: PaperView) -> datetime:
    """Return the time of a dated paper's entry: on the day that first listed it or, if it came late, of its fetch."""
    own = entry_time(paper.key, paper.listed[-1])
    return max(own, paper.seen) if paper.seen else own


def oldest_first(papers: Iterable[PaperView]) -> list[PaperView]:
    """Return the dated papers, oldest first. Undated papers are in no feed."""
    dated = (paper for paper in papers if paper.listed)
    return sorted(dated, key=lambda paper: (paper_time(paper), paper.key))


def html_size(html: str) -> int:
    """Return the most bytes that HTML takes in a document, where XML or JSON escapes special characters."""
    marks = {"<": 3, ">": 3, "&": 4, '"': 5, "'": 5, "\\": 1, "\n": 1}
    return len(html.encode()) + sum(html.count(mark) * more for mark, more in marks.items())


def _listed_on(day: date) -> str:
    return f"Listed on {long_day(day)}"


def _named(authors: tuple[str, ...]) -> tuple[str, ...]:
    """Return at most 20 names, with the number of further authors."""
    if len(authors) <= _AUTHORS:
        return authors
    return (*authors[:_AUTHORS], f"and {len(authors) - _AUTHORS:,} more")


def _uri(url: str) -> str:
    """Return a paper's link as a valid URI (RFC 3986), as Atom requires; sources send what browsers merely tolerate."""
    url = url if url.isascii() else mended_link(url)  # its host in ASCII
    before, mark, fragment = _LONE_PERCENT.sub("%25", url).partition("#")
    return quote(before, safe=_URI) + mark + quote(fragment, safe=_URI)


def _html(paper: PaperView, links: Iterable[Link]) -> str:
    """Return the HTML that a reader shows of a paper, without counts, which change all the time."""
    facts = " · ".join(filter(None, (paper.byline, *paper.facts)))
    texts = [text for text in (facts, paper.summary, *paper.abstract) if text]
    return render_html("feeds/entry.html", texts=texts, links=links)
