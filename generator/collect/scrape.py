"""Scrapes: papers read from the text of a rendered huggingface.co/papers page.

The steps: lines are classified by kind, headers are set aside, the page's year is inferred, and the texts between
blocks of facts (authors, date, comments) are paired into titles and abstracts. No date is made up, and no line is lost:
each is blank, part of a header, of the page's frame (menus, counts, submitters) or of a paper, or reported as unread.

On pages of 2025 a paper is a title, its abstract and facts. Since 2026, query pages have a count of upvotes above each
title, and may have an organization in place of the authors; day pages have no abstracts and are refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from itertools import chain, pairwise, zip_longest
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from generator.archive.models import Sighting
from generator.errors import ScrapeError
from generator.text import clean

_LONGEST_TITLE = 300  # seen: titles of up to 206 characters
_SURE_ABSTRACT = 250  # seen: abstracts of 500 to 1,920 characters
_SURE_QUESTION = 120  # few titles that end in `?` or `!` are longer; seen: 126 characters
_SURE_SENTENCES = 80
_LONGEST_CUT = 60
_LONGEST_LAB = 100
_LONGEST_FACTS = 300
_LONGEST_SUBMITTER = 80
LARGEST_SCRAPE = 8_000_000  # bytes; seen: 335,581 of 252 papers
_MOST_LINES = 100_000
_A_LEAP_YEAR = 2000  # has every day that any year has
_FIRST_YEAR = 2023  # of Daily Papers, in May

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_COUNT = r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}"
_REST_OF_MONTH = "uary|ruary|ch|il|e|y|ust|t|tember|ober|ember"  # of a month's whole name
_DATE = rf"(?P<month>{'|'.join(_MONTHS)})(?:{_REST_OF_MONTH})? (?P<day>[0-9]{{1,2}})(?:, (?P<year>[0-9]{{4}}))?"
_FACTS = re.compile(
    rf"(?:[•·]? ?(?P<authors>{_COUNT}) authors?)? ?[•·]? ?"
    rf"(?:(?:Published on )?{_DATE}(?: (?P<comments>{_COUNT}))?)? ?[•·]?",
    re.IGNORECASE,
)
_LAB_AND_FACTS = re.compile(rf"[^•·]{{1,{_LONGEST_LAB}}}?(?P<facts>[•·].+)")
_PAGE_DAY = re.compile(_DATE, re.IGNORECASE)
_SUBSCRIBE = "Subscribe"
# Subscribe as a separate word, and subscribers: no title is glued to these.
_REST_OF_WORD = re.compile(r"(?:rs?|d)?(?:[\s,.:;!?'\u2019-]|$)")
_WORDS = frozenset({"new", _SUBSCRIBE, "Daily Papers"})
_BANNER = re.compile(
    r"Get trending papers in your email inbox( once a day)?[!.…]?|by ?AK and the research community", re.IGNORECASE
)
_GLUED_MENU = re.compile(
    rf"(?:(?:new|Subscribe|Daily Papers|Daily|Weekly|Monthly|Trending Papers|{_BANNER.pattern}) ?)+", re.IGNORECASE
)
_TALLY = r"(?:[0-9][0-9.,]*[kKmM]?|[-\u2010-\u2015\u2212]+)"  # 213, 1.09k; a dash for none
_TALLIES = re.compile(
    rf"[ •·]*(?:(?:Upvotes?|GitHub) ?)?{_TALLY}(?:[ •·]+{_TALLY})*(?: (?:upvotes?|likes?|stars?))?[ •·]*",
    re.IGNORECASE,
)
_SUBMITTED = re.compile(
    r"[ •·]*(?:Submitted by|Eingereicht von|Soumis par|Enviado por|Inviato da)(?P<name>.*)", re.IGNORECASE
)
# The words of menus and buttons, in lower case, without numbers and punctuation.
_LABELS = frozenset(
    {
        *("hugging face", "models", "datasets", "spaces", "buckets", "buckets new", "community", "docs", "enterprise"),
        *("pricing", "solutions", "blog", "log in", "login", "sign in", "sign up", "signup", "log out", "settings"),
        *("company", "tos", "terms", "privacy", "about", "careers", "jobs", "website", "system theme", "theme"),
        *("daily", "weekly", "monthly", "trending", "trending papers", "papers", "daily papers", "new", "subscribe"),
        *(
            "today",
            "yesterday",
            "just now",
            "last week",
            "last month",
            "week",
            "page",
            "page of",
            "previous",
            "next",
            "previous next",
            "search",
        ),
        *("sort by", "filter", "back to top", "log in sign up", "hide", "edit", "report", "collection"),
        *("collections", "paper of the day", "paper of the week", "paper of the month", "by ak", "byak", "ak"),
        *(
            "upvote",
            "upvotes",
            "upvoters",
            "upvote this paper",
            "like",
            "likes",
            "stars",
            "github",
            "code",
            "video",
            "play",
            "play video",
        ),
        *("watch video", "image", "thumbnail", "avatar", "share", "copy link", "bookmark", "cite", "follow", "reply"),
        *("arxiv", "arxiv page", "view arxiv page", "project page", "pdf", "view pdf", "html"),
        *("add to collection", "submit", "submit a paper", "submitted", "author", "authors", "comment", "comments"),
        *("no comments yet", "published", "published on", "abstract", "summary", "ai generated summary", "discussion"),
        *("be the first to start the discussion", "sign up or log in to comment", "or to comment", "loading"),
    }
)
# Other texts that are not titles, wherever they have a number.
_LABEL = re.compile(
    rf"(?:(?:\w+ on|\w+,|published|updated|submitted) )*(?:{'|'.join(_MONTHS)})(?:{_REST_OF_MONTH})?\.?"
    r" [0-9]{1,4}(?:st|nd|rd|th)?(?:,? [0-9]{4})?"
    r"|[0-9]{4}-W[0-9]{2}|(?:published|updated|submitted) (?:on )?[^:]{0,20}[0-9][^:]{0,10}"
    r"|(?:\w+ ){0,3}(?:an?|one|[0-9]+)(?: \w+|[a-z]) ago(?: by .*)?"
    r"|(?:\w+ )?(?:vor|il y a|hace|há) \S+ \w+"
    r"|(?:authors?|organizations?|published|submitted|updated|sort):.*"
    r"|.*\b(?:linking|citing|including) this paper\b.*|collections? including .*"
    r"|(?:view|read|show|see|load) (?:all|more|on)\b.{0,20}|search (?:any paper.*|.*(?:\.\.\.|…))"
    r"|.*['\u2019]s (?:avatar|logo|profile picture)|(?:avatar|logo) of .*|(?:https?://|www\.|@|arxiv:|huggingface\.co)\S*",
    re.IGNORECASE,
)
_PARTS = re.compile(r" ?[•·] ?")
_TOKENS = re.compile(r"(?P<number>\d+[km]?(?![0-9a-z]))|\d*[^\W\d_]+", re.IGNORECASE)
_COUNTED = re.compile(r"[\W_]*\d[\d.,]*[km]?\+?[ .]", re.IGNORECASE)
_CLIPPED = "](https://huggingface.co/papers/"  # a Markdown link
_SENTENCE_BREAK = re.compile(r"\. [A-Z]")
_CLOSING = "\"'”\u2019»)]}"
# Known tags only: a paper's title may begin with `<think>`.
_HTML = re.compile(
    r"<(!doctype|!--|\?xml|(html|head|body|header|nav|main|section|article|div|span|p|a|h1|title|meta|link|script"
    r"|style)[\s/>])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ScrapedPaper:
    """A paper as the page shows it, from the `line` of its title to its `last` line."""

    line: int
    paper: Sighting
    last: int


@dataclass(frozen=True, slots=True)
class Unread:
    """An unread passage, from `line` to `last`; the message says what is required and quotes the text."""

    line: int
    message: str
    last: int


@dataclass(frozen=True, slots=True)
class Scrape:
    """The content of a page. `day` is None if unknown; `notes` tell the user what could not be determined."""

    day: date | None
    papers: tuple[ScrapedPaper, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]


class _Kind(Enum):
    BANNER = auto()  # only in headers
    WORD = auto()  # in headers; elsewhere part of a menu
    MENU = auto()  # in headers, between papers and at the foot of a page
    SUBMITTED = auto()  # above papers, like a tally of upvotes
    TALLY = auto()
    FACTS = auto()  # below papers; a date alone may be a header's day
    TEXT = auto()


_ABOVE = {_Kind.SUBMITTED, _Kind.TALLY}
_FRAME = {_Kind.MENU, _Kind.WORD, *_ABOVE}
_TITLE_OR_TALLY = {_Kind.TALLY, _Kind.TEXT}


class _Line(NamedTuple):
    number: int
    text: str
    kind: _Kind
    told: Mapping[str, str] = MappingProxyType({})  # by facts: authors, month, day, year, comments


class _Card(NamedTuple):
    """The lines between two papers' facts: frame, texts, and the facts that close them, if any."""

    frame: list[_Line]
    texts: list[_Line]
    facts: list[_Line]

    @property
    def is_marked(self) -> bool:
        """Whether the page marks the beginning of a paper here, so that the texts belong to one paper."""
        return any(line.kind in _ABOVE for line in self.frame)

    @property
    def upvotes(self) -> int | None:
        """The count right above the title."""
        return _tally(self.frame[-1]) if self.frame else None

    @property
    def told(self) -> dict[str, str]:
        """The facts by name."""
        return {name: value for line in self.facts for name, value in line.told.items()}


class _Page(NamedTuple):
    day: _Line | None
    bodies: list[list[_Line]]
    unread: list[Unread]

    @property
    def dates(self) -> list[_Line]:
        return [line for body in self.bodies for line in body if _date(line.told, _A_LEAP_YEAR)]


def decode_scrape(data: bytes) -> str:
    """Return the text of a scrape in UTF-8, with or without a byte order mark.

    Raises ScrapeError if it cannot be a page's text: if it is empty, binary, HTML, or larger than any page.
    """
    if len(data) > LARGEST_SCRAPE:
        raise ScrapeError(f"A scrape must hold one page, of at most {LARGEST_SCRAPE:,} bytes; this one is larger.")
    if data.startswith(b"\x1f\x8b"):  # RFC 1952, section 2.3.1
        raise ScrapeError("A scrape must be text; this is compressed by gzip: unpack it first.")
    try:
        text = data.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ScrapeError(f"A scrape must be text in UTF-8; the byte at offset {error.start} is not.") from None
    if "\0" in text:
        raise ScrapeError(f"A scrape must be text; the byte at offset {data.index(0)} is NUL, so this is binary.")
    if max(text.count("\n"), text.count("\r")) > _MOST_LINES:
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
    lines = _read_lines(text)
    page = _read_page(lines)
    year = _year(page, day)
    cards = list(chain.from_iterable(map(_cards, page.bodies)))
    read = _read_cards(cards, year)
    found = list(chain.from_iterable(read))
    papers = tuple(item for item in found if isinstance(item, ScrapedPaper))
    unread = (*(item for item in found if isinstance(item, Unread)), *page.unread)
    shown = _date(page.day.told, year) if page.day else None
    has_header = any(line.kind is _Kind.BANNER for line in lines)
    _refuse_without_abstracts(cards, read, day or shown, certain=has_header)
    if _CLIPPED in text:
        raise ScrapeError("A scrape must be a page's text; this is Markdown: save the page as text, without its links.")
    if not papers:
        first = "".join(f" Line {item.line}: {item.message}" for item in unread[:1])
        raise ScrapeError(f"A page must show titles with their abstracts; no paper was found in this text.{first}")
    _refuse_prose(lines, found)
    return Scrape(day or shown, papers, unread, tuple(_notes(page, year, day)))


def _refuse_without_abstracts(
    cards: Sequence[_Card], read: Sequence[Sequence[ScrapedPaper | Unread]], day: date | None, *, certain: bool
) -> None:
    """Raise ScrapeError if most papers of the page have no abstract: names and counts could then be taken for titles.

    Unless it is `certain` that the text is a page, submitters or authors must show that it is.
    """
    shown, lacking = 0, 0
    for card, found in zip(cards, read, strict=True):
        papers = [item.paper for item in found if isinstance(item, ScrapedPaper)]
        abstracts = sum(_is_abstract(paper.abstract or "") for paper in papers)
        count = max(len(papers), card.is_marked and bool(card.texts))
        shown, lacking = shown + count, lacking + count - abstracts
        certain = (
            certain
            or any(line.kind is _Kind.SUBMITTED for line in card.frame)
            or (count > abstracts and lacking > 1 and "authors" in card.told)
        )
    if certain and lacking * 2 > shown:
        raise ScrapeError(
            "This page shows no abstracts, like day pages since 2026, so its titles cannot be told from names with "
            f"certainty; read the day itself instead: papers fetch --date {day or 'YYYY-MM-DD'}"
        )


def _refuse_prose(lines: Sequence[_Line], found: Sequence[ScrapedPaper | Unread]) -> None:
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
        if line_of[item.last].kind is _Kind.FACTS or len(item.paper.abstract or "") >= _SURE_ABSTRACT
    ]
    if sum(map(weight, unread)) > sum(map(weight, certain)):
        raise ScrapeError(
            f"A page must show titles with their abstracts, each on a line of its own; most of this text is something "
            f"else: it has {len(certain)} certain papers, {len(papers) - len(certain)} possible ones, and "
            f"{len(unread)} other passages. Line {unread[0].line}: {unread[0].message}"
        )


def _read_lines(text: str) -> list[_Line]:
    # str.splitlines would also split at characters such as U+2028, which occur inside abstracts.
    lines = enumerate(re.split(r"\r\n|\r|\n", text.replace("\ufeff", "")), start=1)
    return _without_names([_read_line(number, clean(line)) for number, line in lines if line.strip()])


def _read_line(number: int, text: str) -> _Line:
    if len(text) > _LONGEST_FACTS:
        return _Line(number, text, _Kind.TEXT)
    if text in _WORDS:
        return _Line(number, text, _Kind.WORD)
    if text and (facts := _FACTS.fullmatch(text) or _facts_behind_lab(text)):
        told = {name: value for name, value in facts.groupdict().items() if value}
        return _Line(number, text, _Kind.FACTS, told)
    return _Line(number, text, _kind(text))


def _kind(text: str) -> _Kind:
    if _TALLIES.fullmatch(text):
        return _Kind.TALLY
    if len(text) <= _LONGEST_SUBMITTER and _SUBMITTED.fullmatch(text):
        return _Kind.SUBMITTED
    if text and _GLUED_MENU.fullmatch(text):
        return _Kind.BANNER if _BANNER.search(text) else _Kind.MENU
    return _Kind.MENU if text and any(map(_is_label, _PARTS.split(text.strip(" •·")))) else _Kind.TEXT


def _is_label(text: str) -> bool:
    """Return whether a text is a button, a count, a date or only signs, in whatever language the page is shown.

    A number and few words in lower case are a count or a date: “3 days ago”, “27 de enero”, “12 位作者”; a single word
    after a number may be capitalised: “12 Autoren”.
    """
    tokens = list(_TOKENS.finditer(text))
    words = [token[0] for token in tokens if not token["number"]]
    numbers = len(tokens) - len(words)
    if not words or " ".join(words).casefold() in _LABELS or _LABEL.fullmatch(text):
        return True
    counts = all(word == word.lower() for word in words) or (len(words) == 1 and _COUNTED.match(text) is not None)
    return numbers > 0 and len(words) <= numbers + 1 and counts


def _facts_behind_lab(text: str) -> re.Match[str] | None:
    """Return the facts of a line such as `Lab · Published on Aug 5`."""
    behind = _LAB_AND_FACTS.fullmatch(text)
    facts = _FACTS.fullmatch(behind["facts"]) if behind else None
    return facts if facts and any(facts.groupdict().values()) else None


def _without_names(lines: Sequence[_Line]) -> list[_Line]:
    """Return the lines, with each name below `Submitted by` classified as part of the frame.

    It is a name unless an abstract follows: then the page shows no name, and it is the title.
    """
    read = list(lines)
    for at, (above, line) in enumerate(pairwise(lines), start=1):
        alone = above.kind is _Kind.SUBMITTED and not _SUBMITTED.sub(r"\g<name>", above.text).strip()
        short = line.kind is _Kind.TEXT and len(line.text) <= _LONGEST_SUBMITTER
        if alone and short and _begin_with_title(lines[at + 1 : at + 3]):
            read[at] = line._replace(kind=_Kind.SUBMITTED)
    return read


def _begin_with_title(lines: Sequence[_Line]) -> bool:
    """Return whether lines begin with a title or its tally; a title that ends like a sentence has a long abstract."""
    if not lines or lines[0].kind not in _TITLE_OR_TALLY:
        return False
    long = [line.kind is _Kind.TEXT and len(line.text) >= _SURE_ABSTRACT for line in lines]
    return not _is_abstract(lines[0].text) or long == [False, True]


def _read_page(lines: Sequence[_Line]) -> _Page:
    """Set aside headers, and everything below one with another day: a second page in the same text."""
    shown: _Line | None = None
    bodies: list[list[_Line]] = []
    for header, body in _sections(lines):
        day = next((line for line in header if line.kind is _Kind.FACTS), None)
        # Without a day so far, a day is the page's own only if no paper came before it.
        if day and (day.told != shown.told if shown else any(map(_tells_of_paper, chain(*bodies)))):
            must = f"A file must hold one page, and {day.text} begins another: put each into a file of its own"
            return _Page(shown, bodies, [_unread(must, [header[0], lines[-1]])])
        shown = shown or day
        bodies.append(body)
    return _Page(shown, bodies, [])


def _sections(lines: Sequence[_Line]) -> Iterator[tuple[Sequence[_Line], list[_Line]]]:
    """Split the lines into headers, the first of which may be empty, and the body below each."""
    header, body, at = lines[:0], list[_Line](), 0
    while at < len(lines):
        end = _header_end(lines, at)
        if end == at > 0:
            body.append(lines[at])
            at += 1
            continue
        if at:
            yield header, body
        header, body = lines[at:end], [_unglued(line, lines[at:end]) for line in lines[end : end + 1]]
        at = end + 1
    yield header, body


def _header_end(lines: Sequence[_Line], start: int) -> int:
    """Return where a header that begins at `start` ends: at `start` itself if none begins there.

    At the top of the text every part is optional. Further down a banner must show that it is a header, because any
    other part could belong to a paper. Only banners occur twice in a header.
    """
    certain, seen = start == 0, set[str]()
    for at in range(start, len(lines)):
        _, text, kind, told = lines[at]
        is_day = certain and _PAGE_DAY.fullmatch(text) and _date(told, _A_LEAP_YEAR)
        part = "day" if is_day else text
        if kind is _Kind.BANNER:
            certain = True
        elif certain and kind is _Kind.MENU:
            continue
        elif part not in seen and (is_day or kind is _Kind.WORD):
            seen.add(part)
        else:
            return at if certain else start
    return len(lines) if certain else start


def _unglued(line: _Line, header: Sequence[_Line]) -> _Line:
    """Return the line below a header without the header's `Subscribe`, if that is glued to a title."""
    title = line.text.removeprefix(_SUBSCRIBE)
    glued = title != line.text and not _REST_OF_WORD.match(title)
    return _read_line(line.number, title) if glued and all(part.text != _SUBSCRIBE for part in header) else line


def _tells_of_paper(line: _Line) -> bool:
    return line.kind is _Kind.FACTS or _is_abstract(line.text)


def _cards(body: Sequence[_Line]) -> Iterator[_Card]:
    """Split a body into cards; the last texts may have no facts.

    A repeated fact begins a card without texts, because no paper has a fact twice.
    """
    card, told = _Card([], [], []), set[str]()
    for line in body:
        is_fact, is_frame = line.kind is _Kind.FACTS, line.kind in _FRAME
        if (card.facts and (not is_fact or told & line.told.keys())) or (is_frame and card.texts):
            yield card
            card, told = _Card([], [], []), set()
        (card.facts if is_fact else card.frame if is_frame else card.texts).append(line)
        told |= line.told.keys()
    yield card


def _read_cards(cards: Sequence[_Card], year: int | None) -> list[list[ScrapedPaper | Unread]]:
    """Return the content of each card, with the counts between papers if it is certain whose they are.

    They are upvotes of the title below if the first complete paper of the page has a count above it. If there are two,
    the first is then the number of comments on the paper above.
    """
    whole = next((card for card in cards if card.texts and card.facts), None)
    counted = whole is not None and whole.frame[-1:] != [] and whole.frame[-1].kind is _Kind.TALLY
    read = [_read_card(card, year) for card in cards]
    if counted:
        for found, card in zip(read, cards, strict=True):
            _count_in(found, 0, upvotes=card.upvotes)
        for found, below in zip(read, cards[1:], strict=False):
            kinds = [line.kind for line in below.frame]
            if kinds == [_Kind.TALLY] * 2 and below.texts:
                _count_in(found, -1, comments=_tally(below.frame[0]))
    return read


def _count_in(found: list[ScrapedPaper | Unread], at: int, **counts: int | None) -> None:
    """Add counts to the paper found there, if any, unless it has its own."""
    if found and isinstance(item := found[at], ScrapedPaper):
        new = {name: value for name, value in counts.items() if getattr(item.paper, name) is None}
        found[at] = replace(item, paper=msgspec.structs.replace(item.paper, **new))


def _read_card(card: _Card, year: int | None) -> list[ScrapedPaper | Unread]:
    with_lab, facts = _ends_with_lab(card), card.facts
    texts = card.texts[:-1] if with_lab else card.texts
    marked = card.is_marked or with_lab
    if facts and _are_one_paper(texts, marked=marked):
        found = [_paper(texts[0], texts[1:])]
    else:
        found = list(_walk(texts, closed=bool(facts) and not marked))
    if not facts:
        return found
    if not found or isinstance(found[-1], Unread):
        return [*found, _unread("Authors and dates must follow a paper", facts)]
    wrong = [line for line in facts if "month" in line.told and not _date(line.told, _A_LEAP_YEAR)]
    return [
        *found[:-1],
        _with_facts(found[-1], facts, year),
        *(_unread("A date must exist in the calendar", [line]) for line in wrong),
    ]


def _ends_with_lab(card: _Card) -> bool:
    """Return whether the last text of a card is an organization in place of the authors."""
    if len(card.texts) < 2 or not card.facts or len(card.texts[-1].text) > _LONGEST_LAB:  # noqa: PLR2004 - it and an abstract
        return False
    abstract, last = card.texts[-2].text, card.texts[-1].text
    expected = card.is_marked or ("authors" not in card.told and card.facts[0].text[:1] in "•·")
    return expected and _is_abstract(abstract) and (len(abstract) >= _SURE_ABSTRACT or not _is_abstract(last))


def _with_facts(scraped: ScrapedPaper, facts: Sequence[_Line], year: int | None) -> ScrapedPaper:
    told = _Card([], [], list(facts)).told
    paper = msgspec.structs.replace(
        scraped.paper,
        author_count=_count(told.get("authors")),
        published=_date(told, year),
        comments=_count(told.get("comments")),
    )
    return replace(scraped, paper=paper, last=facts[-1].number)


def _are_one_paper(texts: Sequence[_Line], *, marked: bool) -> bool:
    """Return whether texts closed by facts are one title with an abstract of any number of paragraphs.

    If the page marks its papers, there is one title, but the texts below it may be names rather than an abstract.
    """
    title, paragraphs = texts[:1], texts[1:]
    if marked:
        return bool(paragraphs) and all(_is_abstract(line.text) for line in paragraphs)
    return len(paragraphs) == 1 or (
        any(len(line.text) <= _LONGEST_TITLE for line in title)
        and all(len(line.text) >= _SURE_ABSTRACT for line in paragraphs)
    )


def _walk(texts: Sequence[_Line], *, closed: bool) -> Iterator[ScrapedPaper | Unread]:
    """Pair texts one by one: if an abstract is missing, the title is reported and the next text tried.

    A text right above a certain abstract is its title, unless it is certainly an abstract itself.
    """
    title: _Line | None = None
    for line, below in zip_longest(texts, texts[1:]):
        if title is None and len(line.text) > _LONGEST_TITLE:
            yield _unread("An abstract must follow its title", [line])
        elif title is None:
            title = line
        elif below and not _is_certain_abstract(line.text) and _is_certain_abstract(below.text):
            yield _unread("A title must be followed by its abstract", [title])
            title = line
        elif _is_abstract(line.text) or (closed and line is texts[-1]):
            yield _paper(title, [line])
            title = None
        else:
            yield _unread("A title must be followed by its abstract", [title])
            title = line
    if title:
        yield _unread("A title must be followed by its abstract", [title])


def _is_abstract(text: str) -> bool:
    """Return whether a text looks like an abstract, as most abstracts and hardly any titles do.

    A long title that ends in `?` or contains a full stop (“… vs. …”) looks like one: see `_walk`.
    """
    return _is_certain_abstract(text) or (
        not _is_markdown_link(text)
        and (
            (len(text) >= _SURE_QUESTION and text.rstrip(_CLOSING)[-1:] in {"?", "!"})
            or (len(text) >= _SURE_SENTENCES and _SENTENCE_BREAK.search(text) is not None)
        )
    )


def _is_certain_abstract(text: str) -> bool:
    """Return whether a text is an abstract rather than a title, by its length or by how it ends."""
    return (len(text) >= _SURE_ABSTRACT or _ends_sentence(text)) and not _is_markdown_link(text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in {".", "…"}


def _is_markdown_link(text: str) -> bool:
    return text.startswith("[") and "](http" in text


def _paper(title: _Line, abstract: Sequence[_Line]) -> ScrapedPaper | Unread:
    lines = [title, *abstract]
    if not title.text:
        return _unread("A title must hold a character that can be shown", lines)
    is_prose = _ends_sentence(title.text) and all(len(line.text) < _SURE_ABSTRACT for line in abstract)
    if is_prose or (not abstract and _is_certain_abstract(title.text)):
        return _unread("An abstract must follow its title", lines)
    text = "\n\n".join(line.text for line in abstract if line.text)
    return ScrapedPaper(title.number, Sighting(title=title.text, abstract=text or None), lines[-1].number)


def _unread(must: str, lines: Sequence[_Line]) -> Unread:
    text = lines[0].text or lines[-1].text
    cut = text if len(text) <= _LONGEST_CUT else f"{text[:_LONGEST_CUT]}…"
    return Unread(lines[0].number, f"{must}: “{cut}”", lines[-1].number)


def _tally(line: _Line) -> int | None:
    return _count(line.text) if line.kind is _Kind.TALLY and re.fullmatch(_COUNT, line.text) else None


def _count(told: str | None) -> int | None:
    return int(told.replace(",", "")) if told else None


def _date(told: Mapping[str, str], year: int | None) -> date | None:
    """Return the date in the facts, in `year` unless they have their own; None if none exists."""
    year = int(told["year"]) if "year" in told else year
    if year is None or "month" not in told:
        return None
    try:
        return date(year, _MONTHS.index(told["month"].capitalize()) + 1, int(told["day"]))
    except ValueError:
        return None


def _year(page: _Page, day: date | None) -> int | None:
    """Return the page's year: as given, as shown, or the one after the latest year shown beside a paper.

    A page shows a date's year only if it is not its own. A truncated page may show only old papers, which say nothing
    about its year. Raises ScrapeError if `day` cannot be its day.
    """
    shown = page.day.told if page.day else {}
    latest = max((int(line.told["year"]) for line in page.dates if "year" in line.told), default=None)
    if day and page.day and _date(shown, day.year) != day:
        raise ScrapeError(f"The page shows {page.day.text}, so its day is not {day}: give the day that it shows.")
    if day and latest and "year" not in shown and day.year <= latest:
        raise ScrapeError(
            f"The page shows papers of {latest} with their year, as it does for years before its own, so its day is "
            f"not {day}: give a day after {latest}, or none."
        )
    if day or "year" in shown:
        return day.year if day else int(shown["year"])
    return latest + 1 if latest and latest + 1 >= _FIRST_YEAR else None


def _notes(page: _Page, year: int | None, day: date | None) -> Iterator[str]:
    undated = "its papers are kept without a day unless --date YYYY-MM-DD gives it."
    if not day and not page.day:
        yield f"The page does not show its day; {undated}"
    elif not day and page.day and not _date(page.day.told, year):
        why = " without a year" if year is None else f", which does not exist in {year}"
        yield f"The page shows {page.day.text}{why}; {undated}"
    if lost := [line.number for line in page.dates if not _date(line.told, year)]:
        why = "whose year is unknown" if year is None else f"that do not exist in {year}"
        yield f"Publication dates {why} are left out: {len(lost)}, the first on line {lost[0]}."
