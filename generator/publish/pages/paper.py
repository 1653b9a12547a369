"""The paper pages: one for each paper, however often it was listed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from generator.archive.dates import long_day, month_of
from generator.archive.models import Topic
from generator.archive.topics import Topics
from generator.publish.addresses import PAPERS, TOPICS, author_search, day_address, to_root
from generator.publish.catalog import Catalog
from generator.publish.citations.bibtex import bibtex_entry
from generator.publish.citations.scholar import citation_tags
from generator.publish.discover.similar import Group, Neighbour, similar_papers
from generator.publish.pages.edit_links import CurationFile, CurationFiles, fix_links
from generator.publish.pages.jsonld import article
from generator.publish.pages.places import ListedDay, Place, listed_days, places
from generator.publish.pages.reasons import reasons
from generator.publish.paper import UNDATED, PaperView, newest_day, votes
from generator.publish.render import Link, Markdown, anchors, html_text, recurring_anchors
from generator.publish.settings import Site
from generator.publish.theme.page import Page, PageKind
from generator.text import counted, shorten

PAPER_PAGE = PageKind(f"{PAPERS}shell/", "paper", format="html")

MOST_AUTHORS = 10  # shown at once
FEWEST_FOLDED = 3  # authors
MOST_LINKED = 50  # authors: some papers have thousands
_CRUMBS = 2
_LONGEST_TITLE = 60  # of the papers beside it

_ROOT = to_root(f"{PAPERS}key/")
_ROOM, _AROUND = 1_080, 54  # bytes for similar papers, and for the markup around each
_REMEMBERED = 5_000  # cached days
_WITHOUT_ABSTRACT = frozenset(("PDF", "Code", "Project"))
_RANKS = ("first", "second", "third")


def paper_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page of every paper."""
    files = CurationFiles(catalog.archive, catalog.site)
    for listed in listed_days(catalog):
        of_day = [files[paper.paper] for paper in listed.first_listed]
        similar = similar_papers(catalog).of_day(listed.day)
        yield from pages_of_day(catalog.site, listed, of_day, catalog.archive.topics, similar)


def pages_of_day(
    site: Site, listed: ListedDay, files: Iterable[CurationFile], topics: Topics, similar: Group
) -> Iterator[Page]:
    """Yield the pages of the papers that a day listed first; `files` are their curation files."""
    in_day, neighbours = places(listed), similar.neighbours()
    for paper, file in zip(listed.first_listed, files, strict=True):
        yield paper_page(site, paper, file, in_day[paper.key], reasons(paper, topics), similar=neighbours[paper.key])


def paper_page(
    site: Site,
    paper: PaperView,
    file: CurationFile,
    place: Place,
    why: Sequence[tuple[Topic, str]] = (),
    *,
    similar: Sequence[Neighbour] = (),
) -> Page:
    """Return a paper's page. Its body is HTML for speed: there may be 100,000 of them.

    `file` is its curation file, `place` its place among the papers of its day, `why` what suggested its topics, and
    `similar` are its neighbours.
    """
    return Page(
        address=paper.address,
        kind=PAPER_PAGE,
        title=paper.full_title,
        description=paper.description,
        values={
            "crumbs": recurring_anchors(paper.topic_links[:_CRUMBS] or [Link("Topics", TOPICS)], " \u203a ", _ROOT),
            "previous": _beside(place.previous),
            "next": _beside(place.next),
            "place": _place_link(paper, place),
            "title": paper.full_title,
            "authors": _authors(paper),
            "organization": paper.organization,
            "facts": _facts(paper, place),
            "links": anchors(_actions(paper), "\n"),
            "bibtex": bibtex_entry(paper, site),
            "summary": paper.summary,
            "hue": f"g{paper.topics[0].group_number}" if paper.topics else "",
            "abstract": paper.abstract,
            "elsewhere": anchors(_elsewhere(paper), ""),
            "topics_label": "Suggested topics" if paper.topics_suggested else "Topics",
            "suggested": paper.topics_suggested,
            "topics": recurring_anchors(_chips(paper), " ", _ROOT),
            "reasons": why,
            "similar": list(_fitting(similar)),
            "newer": month_of(paper.listed[-1]) if paper.listed else UNDATED,
            "fix": anchors(fix_links(paper.paper, file, site), " "),
        },
        head=f"{citation_tags(paper)}\n{article(paper)}",
        changed=newest_day([paper]),
    )


class Similar(NamedTuple):
    """A similar paper as a page shows it."""

    key: str
    title: str
    shares: str


def _fitting(similar: Sequence[Neighbour]) -> Iterator[Similar]:
    """Yield what the page shows of similar papers, as far as there is room for them."""
    room = _ROOM
    for one in similar:
        shown = Similar(one.paper.key, one.paper.title, ", ".join(one.shares))
        room -= _AROUND + len(f"{html_text(shown.key)}{html_text(shown.title)}{html_text(shown.shares)}".encode())
        if room < 0:
            return
        yield shown


class Beside(NamedTuple):
    """A paper beside another one: its key and its title."""

    key: str
    title: str


class Authors(NamedTuple):
    """A paper's authors as HTML: those shown at once, and the others below `more`, which says how many they are."""

    shown: Markdown
    more: str = ""
    folded: Markdown = Markdown("")


def _authors(paper: PaperView) -> Authors:
    """Return the authors: the first ones as links to the search for their papers, the others folded.

    A folded name is an element that paper.js makes a link, which saves 60 bytes each; the search needs scripts anyway.
    """
    names = paper.authors
    missing = max((paper.paper.author_count or 0) - len(names), 0)
    if not names:
        return Authors(Markdown(html_text(paper.byline)))
    rest = f" and {missing:,} more" if missing else ""
    if len(names) < MOST_AUTHORS + FEWEST_FOLDED:
        return Authors(Markdown(", ".join(map(_author_link, names)) + rest))
    linked = (f"<span>{html_text(name)}</span>" for name in names[MOST_AUTHORS:MOST_LINKED])
    return Authors(
        shown=Markdown(", ".join(map(_author_link, names[:MOST_AUTHORS]))),
        more=counted(len(names) + missing - MOST_AUTHORS, "more author"),
        folded=Markdown(", ".join([*linked, *map(html_text, names[MOST_LINKED:])]) + rest),
    )


def _author_link(name: str) -> str:
    """Return a quoted link: the address has an equals sign, which unquoted values may not have (HTML, 13.1.2.3)."""
    return f'<a href="{_ROOT}{author_search(name)}">{html_text(name)}</a>'


def _beside(paper: PaperView | None) -> Beside | None:
    return Beside(paper.key, shorten(paper.full_title, _LONGEST_TITLE)) if paper else None


def _place_link(paper: PaperView, place: Place) -> Markdown:
    """Return the link to the paper in the list of its day, which says its number there."""
    number = f"{place.number:,} of {place.total:,}" if place.number else "No longer listed"
    day = _within_year(place.day)
    return Markdown(f"<a href={_ROOT}{day_address(place.day)}#paper-{paper.key}>{number}, {day}</a>")


@lru_cache(_REMEMBERED)
def _within_year(day: date | None) -> str:
    return f"{day.day} {day:%B}" if day else "listing date unknown"


def _facts(paper: PaperView, place: Place) -> Markdown:
    """Return the paper's counts, listing days, dates and arXiv id as HTML."""
    facts, listed = paper.paper, [_day_link(day) for day in paper.listed]
    if paper.undated:
        listed.append(anchors([("on an unknown date", day_address(None))], "", _ROOT))
    parts = [
        f"<strong>withdrawn {long_day(facts.withdrawn)}</strong>" if facts.withdrawn else "",
        "" if facts.upvotes is None else votes(facts.upvotes),
        f"{_RANKS[place.rank - 1]} of its day" if place.rank else "",
        f"listed {', '.join(listed)}",
        f"published {long_day(facts.published)}" if facts.published else "",
        f"arXiv {facts.arxiv_id}" if facts.arxiv_id else "",
        counted(facts.comments, "comment") if facts.comments else "",
    ]
    return Markdown("\u00a0· ".join(filter(None, parts)))  # no line begins with a dot


def _chips(paper: PaperView) -> list[tuple[str, str, str]]:
    """Return the label, address and class of the links to its topics' pages."""
    links = zip(paper.topic_links, paper.topics, strict=True)
    return [(*link, f"g{topic.group_number}") for link, topic in links]


@lru_cache(_REMEMBERED)
def _day_link(day: date) -> Markdown:
    return anchors([(long_day(day), day_address(day))], "", _ROOT)


def _actions(paper: PaperView) -> list[Link]:
    """Return the links to the paper elsewhere, its PDF first."""
    return sorted(paper.links, key=lambda link: link.label != "PDF")


def _elsewhere(paper: PaperView) -> list[Link]:
    """Return the link to where the abstract can be read, if there is such a page and the archive keeps no abstract."""
    pages = [] if paper.abstract else [link for link in paper.links if link.label not in _WITHOUT_ABSTRACT]
    return [Link(_words_for_reading(link.label), link.url) for link in pages[:1]]


def _words_for_reading(label: str) -> str:
    if label == "arXiv":
        return "read it on arXiv"
    found = label.removeprefix("Find on ")
    return f"read it at {label}" if found == label else f"find it on {found}"
