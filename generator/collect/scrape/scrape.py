"""Scrapes: papers read from the text of a rendered huggingface.co/papers page.

The steps: lines are classified by kind (`lines`, by the words in `labels`), headers are set aside and the page's year
is inferred (`header`), and the texts between blocks of facts (authors, date, comments) are paired into titles and
abstracts (`cards`). No date is made up, and no line is lost: each is blank, part of a header, of the page's frame
(menus, counts, submitters) or of a paper, or reported as unread.

On pages of 2025 a paper is a title, its abstract and facts. Since 2026, query pages have a count of upvotes above each
title, and may have an organization in place of the authors; day pages have no abstracts and are refused.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from generator.collect.records import DayCheck, Fault, Found, Records, decoded
from generator.collect.scrape.cards import Card, Read, ScrapedPaper, cards_in, read_cards
from generator.collect.scrape.header import notes_on, read_page, year_of
from generator.collect.scrape.lines import Kind, Line, Unread, date_of, read_lines
from generator.collect.scrape.texts import SURE_ABSTRACT, is_abstract
from generator.errors import ScrapeError

LARGEST_SCRAPE = 8_000_000  # bytes; seen: 335,581 of 252 papers
_MOST_LINES = 100_000
_CLIPPED = "](https://huggingface.co/papers/"  # a Markdown link
# Known tags only: a paper's title may begin with `<think>`.
_HTML = re.compile(
    r"<(!doctype|!--|\?xml|(html|head|body|header|nav|main|section|article|div|span|p|a|h1|title|meta|link|script"
    r"|style)[\s/>])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scrape:
    """The content of a page. `day` is None if unknown; `notes` tell the user what could not be determined."""

    day: date | None
    papers: tuple[ScrapedPaper, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]


def page_records(data: bytes, checked_day: DayCheck, day: date | None = None) -> Records:
    """Return the papers of a page as records; `day` is the page's day, if the user knows it. Raises ScrapeError.

    `checked_day` returns a day on which papers can be listed, and raises ValueError for any other.
    """
    scrape = read_scrape(decode_scrape(data), day=day)
    try:
        day = checked_day(scrape.day) if scrape.day else None
    except ValueError as error:
        raise ScrapeError(f"invalid day: {error}") from error
    papers = tuple(Found(scraped.line, scraped.paper, day) for scraped in scrape.papers)
    return Records(papers, tuple(map(_left_out, scrape.unread)), scrape.notes)


def _left_out(unread: Unread) -> Fault:
    several = f"lines {unread.line} to {unread.last} are" if unread.last > unread.line else "this line is"
    return Fault(unread.line, f"{unread.message}; {several} left out")


def decode_scrape(data: bytes) -> str:
    """Return the text of a scrape in UTF-8, with or without a byte order mark.

    Raises ScrapeError if it cannot be a page's text: if it is empty, binary, HTML, or larger than any page.
    """
    if len(data) > LARGEST_SCRAPE:
        raise ScrapeError(f"A scrape must hold one page, of at most {LARGEST_SCRAPE:,} bytes; this one is larger.")
    text = decoded(data)
    if isinstance(text, Fault):
        raise ScrapeError(f"A scrape {text.message} (line {text.line})")
    if text.count("\n") > _MOST_LINES:
        raise ScrapeError(f"A scrape must hold one page, of at most {_MOST_LINES:,} lines; this one has more.")
    if not text.strip():
        raise ScrapeError("A scrape must hold the text of a page of papers; this one is empty.")
    if _HTML.match(text.lstrip()):
        raise ScrapeError("A scrape must be the text of a page; this is HTML: save the page's text, not its HTML.")
    return text


def read_scrape(text: str, *, day: date | None = None) -> Scrape:
    """Return the papers of a page's text; `day` is the page's day, if the user knows it.

    Unread passages are reported alongside the papers. Raises ScrapeError if no paper is found, if the text is prose
    rather than a page, or if the page shows that `day` is not its day. Takes linear time for any text.
    """
    lines = read_lines(text)
    page = read_page(lines)
    year = year_of(page, day)
    cards = list(chain.from_iterable(map(cards_in, page.bodies)))
    read = read_cards(cards, year)
    found = list(chain.from_iterable(read))
    papers = tuple(item for item in found if isinstance(item, ScrapedPaper))
    unread = (*(item for item in found if isinstance(item, Unread)), *page.unread)
    shown = date_of(page.day.facts, year) if page.day else None
    has_header = any(line.kind is Kind.BANNER for line in lines)
    _refuse_without_abstracts(cards, read, day or shown, certain=has_header)
    if _CLIPPED in text:
        raise ScrapeError("A scrape must be a page's text; this is Markdown: save the page as text, without its links.")
    if not papers:
        first = "".join(f" Line {item.line}: {item.message}" for item in unread[:1])
        raise ScrapeError(f"A page must show titles with their abstracts; no paper was found in this text.{first}")
    _refuse_prose(lines, found)
    return Scrape(day or shown, papers, unread, tuple(notes_on(page, year, day)))


def _refuse_without_abstracts(cards: Sequence[Card], read: Sequence[Read], day: date | None, *, certain: bool) -> None:
    """Raise ScrapeError if most papers of the page have no abstract: names and counts could then be taken for titles.

    Unless it is `certain` that the text is a page, submitters or authors must show that it is.
    """
    shown, lacking = 0, 0
    for card, found in zip(cards, read, strict=True):
        papers = [item.paper for item in found if isinstance(item, ScrapedPaper)]
        abstracts = sum(is_abstract(paper.abstract or "") for paper in papers)
        count = max(len(papers), card.is_marked and bool(card.texts))
        shown, lacking = shown + count, lacking + count - abstracts
        certain = (
            certain
            or any(line.kind is Kind.SUBMITTED for line in card.frame)
            or (count > abstracts and lacking > 1 and "authors" in card.values)
        )
    if certain and lacking * 2 > shown:
        raise ScrapeError(
            "This page shows no abstracts, like day pages since 2026, so its titles cannot be told from names with "
            f"certainty; read the day itself instead: papers fetch --date {day or 'YYYY-MM-DD'}"
        )


def _refuse_prose(lines: Sequence[Line], found: Read) -> None:
    """Raise ScrapeError if the unread passages have more characters than the certain papers.

    In prose, too, a sentence below a short line looks like a paper, so only facts or a long abstract make one certain.
    """
    line_of = {line.number: line for line in lines}

    def weight(item: ScrapedPaper | Unread) -> int:
        return sum(len(line_of[at].text) for at in range(item.line, item.last + 1) if at in line_of)

    papers = [item for item in found if isinstance(item, ScrapedPaper)]
    unread = [item for item in found if isinstance(item, Unread)]
    certain = [
        item
        for item in papers
        if line_of[item.last].kind is Kind.FACTS or len(item.paper.abstract or "") >= SURE_ABSTRACT
    ]
    if sum(map(weight, unread)) > sum(map(weight, certain)):
        raise ScrapeError(
            f"A page must show titles with their abstracts, each on a line of its own; most of this text is something "
            f"else: it has {len(certain)} certain papers, {len(papers) - len(certain)} possible ones, and "
            f"{len(unread)} other passages. Line {unread[0].line}: {unread[0].message}"
        )
