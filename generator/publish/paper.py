"""Views: what a page, a feed or a search hit shows of a paper, in words, worked out once a paper."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from typing import overload
from urllib.parse import quote

import msgspec

from generator.archive.dates import long_day
from generator.archive.load import Archive
from generator.archive.models import Paper, Topic
from generator.archive.source import Source
from generator.incremental.fingerprint import Digested, digest_of
from generator.publish.addresses import paper_address, topic_address
from generator.publish.pages.edit_links import CurationFile, CurationFiles, fix_links
from generator.publish.render import (
    Address,
    Link,
    Markdown,
    has_paragraphs,
    markdown_text,
    paragraphs,
    query_value,
    short_title,
)
from generator.publish.settings import Site
from generator.text import clean, shorten

MOST_AUTHORS = 3
UNDATED = "undated"  # in the place of a year
_LONGEST_TITLE, _LONGEST_NAME = 2_000, 100
_NUMBERS = 2_000  # with their nouns: most papers have few upvotes and comments


class Entry(msgspec.Struct, frozen=True):
    """A paper as lists show it: every part is escaped already, once for all of them, in Markdown and HTML alike."""

    key: Markdown
    address: Markdown
    title: Markdown
    line: Markdown
    summary: Markdown
    topics_label: Markdown
    has_abstract: bool


class PaperView(Digested):
    """A paper in words, each worked out when it is first asked for: most builds show few of all papers again.

    What only its own page says is not kept: that would be much memory.
    """

    def __init__(
        self,
        paper: Paper,
        topics: tuple[Topic, ...],
        file: CurationFile,
        site: Site,
        *,
        from_source: bool,
        digest: bytes,
    ) -> None:
        self._paper = paper
        self._file = file
        self._site = site
        self._from_source = from_source
        #: The digest of everything that the view is made from.
        self.digest = digest
        self.key = paper.key
        self.address = paper_address(paper.key)
        self.topics = topics
        self.topic_names = paper.topics
        self.topics_suggested = paper.topics_suggested
        self.undated = paper.undated
        self.arxiv_id = paper.arxiv_id or ""
        self.doi = paper.doi or ""
        self.published = paper.published
        self.withdrawn = paper.withdrawn
        self.upvotes = paper.upvotes or 0
        #: When the paper was found, if it came late.
        self.seen = paper.seen
        #: The days on which the paper was listed, the newest first.
        self.listed = paper.days[::-1]
        #: The years in which it was, the newest first; `UNDATED` where no day is known.
        self.years = _years(self.listed)

    @cached_property
    def title(self) -> str:
        """The title, no longer than a list can show."""
        return short_title(self.full_title)

    @cached_property
    def full_title(self) -> str:
        """The title."""
        return shorten(clean(self._paper.title) or "(untitled)", _LONGEST_TITLE)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The names of all authors that are known."""
        return tuple([shorten(name, _LONGEST_NAME) for name in map(clean, self._paper.authors) if name])

    @property
    def authors_missing(self) -> bool:
        """Whether there are more authors than the known names."""
        return (self._paper.author_count or 0) > len(self.authors)

    @cached_property
    def byline(self) -> str:
        """The first authors and how many more there are."""
        return byline(self.authors, self._paper.author_count)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """What stays as it is: dates."""
        dates = (("published", self._paper.published), ("withdrawn", self._paper.withdrawn))
        return tuple([f"{what} {long_day(day)}" for what, day in dates if day])

    @property
    def counts(self) -> tuple[str, ...]:
        """What changes from day to day: upvotes and comments."""
        counts = ((self._paper.upvotes, "upvote"), (self._paper.comments, "comment"))
        return tuple([counted(number, noun) for number, noun in counts if number is not None])

    @property
    def line(self) -> str:
        """Everything that is known in a few words: authors, dates, counts."""
        return " · ".join(filter(None, (self.byline, *self.facts, *self.counts)))

    @cached_property
    def summary(self) -> str:
        """What people say of the paper in a sentence; empty where nobody has."""
        return clean(self._paper.summary or "")

    @cached_property
    def abstract(self) -> tuple[str, ...]:
        """The paragraphs of the abstract."""
        return paragraphs(self._paper.abstract)

    @cached_property
    def entry(self) -> Entry:
        """The paper as lists show it."""
        return Entry(
            key=Markdown(self.key),
            address=Markdown(self.address),
            title=Markdown(markdown_text(self.title)),
            line=Markdown(markdown_text(self.line)),
            summary=Markdown(markdown_text(self.summary)),
            topics_label=Markdown("Suggested topics" if self.topics_suggested else "Topics"),
            has_abstract=has_paragraphs(self._paper.abstract),
        )

    @property
    def listed_in(self) -> str:
        """What listed it: the archive's source or, where the paper does not come from there, the archive itself."""
        return self._site.source.title if self._from_source else self._site.name

    @property
    def description(self) -> str:
        """The one sentence that search engines show below a page's title."""
        if text := self.summary or " ".join(self.abstract):
            return shorten(text, 160)
        listed = f", listed on {long_day(self._paper.days[0])}" if self._paper.days else ""
        return shorten(f"{self.full_title}: a research paper{listed} in {self.listed_in}", 160)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Where more of the paper is to be found."""
        return tuple(_links(self._paper, self.full_title, self._site.source if self._from_source else None))

    @property
    def topic_links(self) -> list[Link]:
        """Its topics' pages, by their addresses."""
        return [_topic_link(topic.name, topic.title) for topic in self.topics]

    @property
    def fix(self) -> tuple[Link, ...]:
        """The ways to change its topics, which its own page shows; empty where the repository is not known."""
        return fix_links(self._paper, self._file, self._site)


class Papers(Digested, Sequence[PaperView]):
    """Papers in an order, with one digest for all of them: much is made from the same ones."""

    def __init__(self, papers: Iterable[PaperView] = ()) -> None:
        self._papers = tuple(papers)

    @cached_property
    def digest(self) -> bytes:  # type: ignore[override]  # worked out late
        """The digest of everything that the papers' views are made from, and of their order."""
        return digest_of(b"".join([paper.digest for paper in self._papers]))

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[PaperView]:
        return iter(self._papers)

    @overload
    def __getitem__(self, at: int) -> PaperView: ...

    @overload
    def __getitem__(self, at: slice) -> "Papers": ...

    def __getitem__(self, at: int | slice) -> "PaperView | Papers":
        return Papers(self._papers[at]) if isinstance(at, slice) else self._papers[at]


def view_papers(archive: Archive, site: Site) -> dict[str, PaperView]:
    """Return the view of every paper, by key."""
    files = CurationFiles(archive, site)

    topics = {name: archive.topics[name] for name in archive.topics}
    digests = {name: digest_of(topic) for name, topic in topics.items()}
    listings = (listing for listing in archive.listings if site.source.lists(listing.source))
    from_source = {record.key for listing in listings for record in listing.papers}

    def view(paper: Paper) -> PaperView:
        file, names = files[paper], paper.topics
        is_from_source = paper.key in from_source
        digest = digest_of(paper, b"".join([digests[name] for name in names]), file, is_from_source)
        its_topics = tuple([topics[name] for name in names])
        return PaperView(paper, its_topics, file, site, from_source=is_from_source, digest=digest)

    return {paper.key: view(paper) for paper in archive.papers}


@cache
def _topic_link(name: str, title: str) -> Link:
    return Link(title, Address(topic_address(name)))


def byline(authors: tuple[str, ...], count: int | None) -> str:
    """Return the first authors and how many more there are; their number alone where no name is known."""
    number = max(count or 0, len(authors))
    if not authors:
        return counted(number, "author") if number else ""
    shown = authors if number <= MOST_AUTHORS + 1 else authors[:MOST_AUTHORS]
    rest = number - len(shown)
    names = list(shown) + ([f"{rest:,} more"] if rest else [])
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def newest_day(papers: Iterable[PaperView]) -> date | None:
    """Return the last day on which one of the papers was listed, None where no day is known."""
    return max((paper.listed[0] for paper in papers if paper.listed), default=None)


@lru_cache(_NUMBERS)
def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `2 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@cache  # most papers are listed once, and share that day with others
def _years(days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(day.year) for day in days)) or (UNDATED,)


def _links(paper: Paper, title: str, source: Source | None) -> Iterator[Link]:
    """Yield where more of a paper is to be found; `source` is where it comes from, if that is known."""
    if paper.arxiv_id:
        yield Link("arXiv", Address(f"https://arxiv.org/abs/{paper.arxiv_id}"))
        yield Link("PDF", Address(f"https://arxiv.org/pdf/{paper.arxiv_id}"))
    if source and (link := _source_link(paper, title, source)):
        yield link
    if paper.links.code:
        yield Link("Code", paper.links.code)
    if paper.links.project:
        yield Link("Project", paper.links.project)


def _source_link(paper: Paper, title: str, source: Source) -> Link | None:
    """Return the paper's own page at its source, else a search for its title there, if the source has one of them."""
    if source.paper_url and (paper.arxiv_id or "{arxiv_id}" not in source.paper_url):
        url = source.paper_url.replace("{arxiv_id}", paper.arxiv_id or "").replace("{key}", paper.key)
        return Link(source.label, Address(url))
    if source.search_url:
        before = source.search_url.partition("{title}")[0]
        encoded = query_value if "?" in before and "#" not in before else partial(quote, safe="")
        return Link(
            f"Find on {source.label}", Address(source.search_url.replace("{title}", encoded(shorten(title, 250))))
        )
    return None
