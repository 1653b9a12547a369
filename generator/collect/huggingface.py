"""Hugging Face's Daily Papers, by its API: what was listed on a day or in a month, and search by title.

The functions at the end read answers and are pure; the class retrieves them. The shape of an answer is that of
https://huggingface.co/api/daily_papers. Only facts of the paper are read: nothing of the accounts of those who
submitted it, and not `ai_summary`, which is another party's text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from generator.archive.dates import month_of
from generator.archive.identifiers import read_arxiv_id
from generator.archive.messages import explain
from generator.archive.models import Links, Sighting
from generator.collect import cleaning
from generator.collect.http import Answer, Web, same_origin
from generator.collect.source import DayList, MonthList, Sighted, id_of
from generator.errors import SourceError
from generator.text import clean, fold

_MOST_OTHER_DAYS = 7  # to which an answer may date papers; one that names more is no day's list
FIRST_DAY = date(2023, 5, 4)  # of the lists
_PAGE = "100"  # papers a page: the most that the API gives
_MOST_PAGES = 100  # ten times those of the fullest month
_LONGEST_QUERY = 250  # characters, as JavaScript counts them: units of UTF-16
_PARAGRAPHS_SINCE = date(2025, 12, 1)  # abstracts listed before have hard line breaks, as arXiv sends them in e-mail
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class HuggingFace:
    """The API at an endpoint; the token, if there is one, is sent to it alone.

    `today` is the last day on which papers can be listed. `notes` has a sentence for each paper that an answer dates to
    another day, and says where it is kept.
    """

    def __init__(
        self, web: Web, *, today: date, endpoint: str = "https://huggingface.co", token: str | None = None
    ) -> None:
        self._web = web
        self._today = today
        self._endpoint = endpoint.rstrip("/")
        self._token = (token or "").strip() or None
        self.notes: list[str] = []
        self._ids: dict[date, frozenset[str] | SourceError] = {}  # what each day that was asked for has

    def day(self, day: date) -> DayList:
        """Return the papers listed on a day; none on a weekend, a holiday, or before the list is filled.

        A list keeps filling for up to two days. A paper that the answer dates to another day belongs to that day if its
        list has the paper, else to this one; if that list cannot be read, a sentence in `unread` says
        so. Raises SourceError if none of the items is of this day.
        """
        asked = self._asked("date", str(day))
        listed, unread = self._listed("date", str(day))
        self._ids[day] = _ids_on(day, listed)
        if len({sighted.day for sighted in listed} - {day, None}) > _MOST_OTHER_DAYS:
            raise SourceError(f"{asked}: must list the papers of one day, and lists those of many")
        papers: dict[str, Sighting] = {}
        notes = list[str]()
        for sighted in listed:
            if sighted.day not in {day, None}:
                stray = f"“{sighted.paper.title[:60]}” is dated {sighted.day}"
                try:
                    if self.has(sighted.day, sighted.paper):
                        notes.append(f"{stray}, where it is listed too: left out here")
                        continue
                    notes.append(f"{stray}, where it is not listed: kept on {day}")
                except SourceError as error:
                    unread.append(f"{stray}, whose list cannot be read: kept on {day} until then ({error})")
            papers[id_of(sighted.paper)] = sighted.paper
        if not papers and (unread or notes):
            raise SourceError(f"{asked}: must list papers, and not one can be taken from it: {(unread + notes)[0]}")
        self.notes += [f"{asked}: {note}" for note in notes]
        return DayList(tuple(papers.values()), tuple(f"{asked}: {note}" for note in unread))

    def month(self, month: str) -> MonthList:
        """Return the papers listed in a month (YYYY-MM) by day, days without papers left out. Raises SourceError."""
        listed, unread = self._listed("month", month)
        days: dict[date, dict[str, Sighting]] = {}
        others: list[Sighted] = []
        for sighted in listed:
            if sighted.day and month_of(sighted.day) == month and self._can_list(sighted.day):
                days.setdefault(sighted.day, {})[id_of(sighted.paper)] = sighted.paper
            else:
                others.append(sighted)
        if len({one.day for one in others if one.day and month_of(one.day) != month}) > _MOST_OTHER_DAYS:
            raise SourceError(f"{self._asked('month', month)}: must list the papers of one month, not of many")
        by_day = {day: tuple(days[day].values()) for day in sorted(days)}
        return MonthList(by_day, tuple(others), whole=not others and not unread)

    def has(self, day: date, paper: Sighting) -> bool:
        """Return whether that day's list has the paper as one of its own.

        Raises SourceError if the list cannot be read. It is requested only once, even if that fails.
        """
        if not self._can_list(day):
            return False
        if day not in self._ids:
            try:
                self._ids[day] = _ids_on(day, self._listed("date", str(day))[0])
            except SourceError as error:
                self._ids[day] = error
        ids = self._ids[day]
        if isinstance(ids, SourceError):
            raise ids
        return id_of(paper) in ids

    def _can_list(self, day: date) -> bool:
        return FIRST_DAY <= day <= self._today

    def find(self, title: str) -> tuple[Sighting, ...]:
        """Return the papers with this title, ignoring case and punctuation. Raises SourceError."""
        query = clean(title).encode("utf-16-le")[: 2 * _LONGEST_QUERY].decode("utf-16-le", "ignore")
        if not query:
            return ()
        papers = read_list(self._get("/api/papers/search", {"q": query}))[0]
        same = (sighted.paper for sighted in papers if fold(sighted.paper.title) == fold(title))
        return tuple({paper.arxiv_id or paper.title: paper for paper in same}.values())

    def _listed(self, span: str, value: str) -> tuple[list[Sighted], list[str]]:
        """Return the papers of all pages of a span, and why each of the other items could not be read.

        Lists are sorted by upvotes, so a paper may move to the next page between two requests and be in both.
        Raises SourceError.
        """
        papers, unread = list[Sighted](), list[str]()
        for answer in self._pages(span, value):
            found, left_out = read_list(answer)
            papers += found
            unread += left_out
        return papers, unread

    def _asked(self, span: str, value: str) -> str:
        return f"{self._endpoint}/api/daily_papers?{span}={value}"

    def _pages(self, span: str, value: str) -> Iterator[Answer]:
        answer = self._get("/api/daily_papers", {span: value, "limit": _PAGE})
        yield answer
        seen = {answer.url}
        while url := answer.next_url:
            if not same_origin(url, self._endpoint):
                raise SourceError(f"{answer.url}: the next page must be on the same host, and is at {url[:200]}")
            if url in seen or len(seen) >= _MOST_PAGES:
                raise SourceError(f"{answer.url}: the pages must come to an end, and the next is {url[:200]}")
            seen.add(url)
            answer = self._web.get(url, {}, token=self._token)
            yield answer

    def _get(self, path: str, params: dict[str, str]) -> Answer:
        return self._web.get(self._endpoint + path, params, token=self._token)


class _Author(msgspec.Struct):
    name: str | None = None
    hidden: bool | None = None


class _Paper(msgspec.Struct, rename="camel"):
    id: str | None = None
    title: str | None = None
    summary: str | None = None
    authors: list[_Author] | None = None
    published_at: str | None = None
    submitted_on_daily_at: str | None = None
    upvotes: int | None = None
    organization: object = None
    project_page: str | None = None
    github_repo: str | None = None
    ai_keywords: list[str | None] | None = msgspec.field(default=None, name="ai_keywords")
    withdrawn_at: str | None = None


class _Item(_Paper, rename="camel"):
    """An item of a list, which holds its paper, or a paper on its own.

    An item's own `publishedAt` is shifted by hours, so of its own fields only those are used that it has alone.
    """

    paper: _Paper | None = None
    num_comments: int | None = None


def read_list(answer: Answer) -> tuple[list[Sighted], list[str]]:
    """Return the papers of a list, and what was left out. Raises SourceError if the answer is not a list."""
    try:
        items = msgspec.json.decode(_mended(answer.content), type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = _said(answer.content)
        raise SourceError(f"{answer.url}: must answer with a list of papers in JSON{said}") from None
    found = [_read_item(item) for item in items]
    notes = [f"item {number}, {item}" for number, item in enumerate(found, 1) if isinstance(item, str)]
    return [item for item in found if isinstance(item, Sighted)], notes


def _read_item(raw: msgspec.Raw) -> Sighted | str:
    """Return the paper, or why it cannot be read. Authors whom Hugging Face hides are counted, but not named."""
    try:
        item = msgspec.json.decode(raw, type=_Item)
    except msgspec.ValidationError as error:
        return f"{_name_of(raw)}, is left out: {explain(error, _Item)[0]}"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return f"{_name_of(raw)}, is left out: it is no JSON that can be read"
    paper = item.paper or item
    title = clean(paper.title or item.title or "")
    if not title:
        return f"{_name_of(raw)}, is left out: it has no title"
    day = cleaning.read_day(paper.submitted_on_daily_at)
    published = cleaning.read_day(paper.published_at)
    since = day or published
    authors = paper.authors or []
    shown = cleaning.read_texts(author.name for author in authors if not author.hidden)
    sighting = Sighting(
        title=title,
        abstract=cleaning.read_abstract(
            paper.summary or item.summary, paragraphs=bool(since and since >= _PARAGRAPHS_SINCE)
        ),
        arxiv_id=read_arxiv_id((paper.id or "").strip()),
        authors=shown,
        author_count=len(authors) if len(authors) > len(shown) else None,
        organization=cleaning.read_organization(paper.organization) or cleaning.read_organization(item.organization),
        published=published,
        upvotes=cleaning.read_count(paper.upvotes),
        comments=cleaning.read_count(item.num_comments),
        links=Links(code=cleaning.read_url(paper.github_repo), project=cleaning.read_url(paper.project_page)),
        keywords=tuple(dict.fromkeys(cleaning.read_texts(paper.ai_keywords or ()))),
        withdrawn=cleaning.read_day(paper.withdrawn_at),
    )
    return Sighted(day, sighting)


def _name_of(raw: msgspec.Raw) -> str:
    """Return what names an unreadable item to a person: its title and id, as far as it has them."""
    try:
        item = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "whose paper is unknown"
    paper = item.get("paper") if isinstance(item, dict) else None
    known = paper if isinstance(paper, dict) else item if isinstance(item, dict) else {}
    title, paper_id = (
        clean(value)[:60] if isinstance(value := known.get(name), str) else "" for name in ("title", "id")
    )
    if title:
        return f"“{title}” ({paper_id})" if paper_id else f"“{title}”"
    return f"paper {paper_id}" if paper_id else "whose paper is unknown"


def _mended(content: bytes) -> bytes:
    """Return the JSON without halves of surrogate pairs: JavaScript writes them where it cut a text."""
    if not _SURROGATE.search(content):
        return content
    try:
        return json.dumps(json.loads(content), ensure_ascii=False).encode(errors="replace")
    except (ValueError, RecursionError):
        return content


def _ids_on(day: date, listed: Iterable[Sighted]) -> frozenset[str]:
    return frozenset(id_of(sighted.paper) for sighted in listed if sighted.day in {day, None})


class _Refusal(msgspec.Struct):
    error: str


def _said(content: bytes) -> str:
    try:
        return f"; it says: {clean(msgspec.json.decode(content, type=_Refusal).error)[:200]}"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        begins = clean(content[:200].decode(errors="replace"))[:60]
    if begins.startswith("<"):
        return "; this is HTML"
    return f"; this begins with: {begins}" if begins else "; this is empty"
