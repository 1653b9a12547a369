"""Views: a paper's texts as pages, feeds and search hits show them, computed once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from typing import overload
from urllib.parse import quote

import msgspec

from generator.archive.dates import long_day
from generator.archive.identifiers import doi_address, doi_of_arxiv
from generator.archive.models import Paper, Topic
from generator.archive.source import Source
from generator.incremental.fingerprint import Digested, digest_of
from generator.publish.addresses import paper_address, topic_address
from generator.publish.render import (
    Address,
    Link,
    Markdown,
    has_paragraphs,
    link_target,
    markdown_text,
    paragraphs,
    query_value,
    short_title,
)
from generator.text import clean, counted, first_sentence, shorten

MOST_AUTHORS = 3
UNDATED = "undated"  # used instead of a year
_LONGEST_TITLE, _LONGEST_NAME, _LONGEST_SENTENCE = 2_000, 100, 260
_MOST_CHIPS = 3
_NUMBERS = 2_000  # cached numbers with nouns: most papers have few upvotes and comments


class Entry(msgspec.Struct, frozen=True):
    """A paper in a list, with every field already escaped, for both Markdown and HTML.

    - `votes`: the number of upvotes; empty if unknown
    - `facts`: authors, organization and what else a card says of it
    - `first`: the first author and the organization, for a single line
    - `sentence`: the summary, else the abstract's first sentence
    """

    key: Markdown
    address: Markdown
    doi: Markdown  # %-encoded
    title: Markdown
    votes: Markdown
    facts: Markdown
    first: Markdown
    sentence: Markdown
    listed: Markdown
    code: Markdown
    has_abstract: bool


class PaperView(Digested):
    """A paper's texts, computed lazily: most builds render only a few of all papers.

    Values that only the paper's own page uses are not cached, to save memory.
    """

    def __init__(self, paper: Paper, topics: tuple[Topic, ...], source: Source, digest: bytes, own: bytes) -> None:
        #: The paper in the archive.
        self.paper = paper
        #: What listed it: the archive's source or, if the paper does not come from there, the archive itself.
        self.source = source
        #: The digest of everything that the view depends on.
        self.digest = digest
        #: The same without the titles and groups of its topics: for what names topics, but does not show them.
        self.own_digest = own
        self.key = paper.key
        self.address = paper_address(paper.key)
        self.topics = topics
        self.topic_names = paper.topics
        self.topics_suggested = paper.topics_suggested
        self.undated = paper.undated
        self.arxiv_id = paper.arxiv_id or ""
        #: Its DOI: the one that its publisher registered, else arXiv's.
        self.doi = paper.doi or (doi_of_arxiv(paper.arxiv_id) if paper.arxiv_id else "")
        self.published = paper.published
        self.withdrawn = paper.withdrawn
        self.upvotes = paper.upvotes or 0
        #: When the paper was fetched, if that was late.
        self.seen = paper.seen
        #: The days that listed the paper, newest first.
        self.listed = paper.days[::-1]
        #: The years of these days, newest first; `UNDATED` if there are none.
        self.years = _years(self.listed)

    @cached_property
    def title(self) -> str:
        """The title, cut to the length for lists."""
        return short_title(self.full_title)

    @cached_property
    def full_title(self) -> str:
        """The title."""
        return shorten(clean(self.paper.title) or "(untitled)", _LONGEST_TITLE)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The names of all known authors."""
        return tuple([shorten(name, _LONGEST_NAME) for name in map(clean, self.paper.authors) if name])

    @property
    def authors_missing(self) -> bool:
        """Whether there are more authors than the known names."""
        return (self.paper.author_count or 0) > len(self.authors)

    @cached_property
    def byline(self) -> str:
        """The first authors, with the number of others."""
        return byline(self.authors, self.paper.author_count)

    @property
    def organization(self) -> str:
        """The organization that it comes from; empty if unknown."""
        return shorten(clean(self.paper.organization or ""), _LONGEST_NAME)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The stable facts: dates."""
        dates = (("published", self.paper.published), ("withdrawn", self.paper.withdrawn))
        return tuple([f"{what} {long_day(day)}" for what, day in dates if day])

    @property
    def counts(self) -> tuple[str, ...]:
        """The changing facts: upvotes and comments."""
        counts = ((self.paper.upvotes, "upvote"), (self.paper.comments, "comment"))
        return tuple([counted(number, noun) for number, noun in counts if number is not None])

    @property
    def line(self) -> str:
        """All facts in one line: authors, dates, counts."""
        return " · ".join(filter(None, (self.byline, *self.facts, *self.counts)))

    @cached_property
    def summary(self) -> str:
        """The one-sentence summary by contributors; empty if there is none."""
        return clean(self.paper.summary or "")

    @property
    def sentence(self) -> str:
        """The paper in a sentence: the summary, else the abstract's first sentence; empty if there is neither."""
        return self.summary or shorten(first_sentence(self.abstract[0]) if self.abstract else "", _LONGEST_SENTENCE)

    @property
    def short_byline(self) -> str:
        """The first author, as in a citation within a text."""
        others = max(self.paper.author_count or 0, len(self.authors)) > 1
        return f"{self.authors[0]} et al." if self.authors and others else "".join(self.authors) or self.byline

    @property
    def card_facts(self) -> str:
        """What a card says below the title, in one line."""
        withdrawn = f"withdrawn {long_day(self.withdrawn)}" if self.withdrawn else ""
        comments = counted(self.paper.comments, "comment") if self.paper.comments else ""
        return " · ".join(filter(None, (self.byline, self.organization, withdrawn, comments)))

    @cached_property
    def abstract(self) -> tuple[str, ...]:
        """The paragraphs of the abstract."""
        return paragraphs(self.paper.abstract)

    @cached_property
    def entry(self) -> Entry:
        """The paper as lists show it."""
        return Entry(
            key=Markdown(self.key),
            address=Markdown(self.address),
            doi=Markdown(quote(self.doi)),
            title=Markdown(markdown_text(self.title)),
            votes=Markdown("") if self.paper.upvotes is None else votes(self.paper.upvotes),
            facts=Markdown(markdown_text(self.card_facts)),
            first=Markdown(markdown_text(" · ".join(filter(None, (self.short_byline, self.organization))))),
            sentence=Markdown(markdown_text(self.sentence)),
            listed=Markdown(long_day(self.listed[0]) if self.listed else ""),
            code=Markdown(link_target(self.paper.links.code or "").replace("&", "&amp;")),
            has_abstract=has_paragraphs(self.paper.abstract),
        )

    @cached_property
    def popularity(self) -> tuple[int, int, str, str]:
        """What lists of the most upvoted papers are sorted by; cached, because each paper is in many of them."""
        return (-self.upvotes, -(self.paper.comments or 0), self.paper.title.casefold(), self.key)

    @property
    def listed_in(self) -> str:
        """The name of what listed it."""
        return self.source.title

    @property
    def description(self) -> str:
        """The sentence that search engines show below a page's title."""
        if text := self.summary or " ".join(self.abstract):
            return shorten(text, 160)
        listed = f", listed on {long_day(self.paper.days[0])}" if self.paper.days else ""
        return shorten(f"{self.full_title}: a research paper{listed} in {self.listed_in}", 160)

    @property
    def home(self) -> str:
        """The address where readers find the paper itself: at arXiv, its own, or its DOI's; empty without any."""
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.arxiv_id}"
        return self.paper.url or (doi_address(self.doi) if self.doi else "")

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """The paper's external links."""
        return tuple(_links(self.paper, self.full_title, self.source))

    @property
    def topic_links(self) -> list[Link]:
        """The links to its topics' pages."""
        return [_topic_link(topic.name, topic.title) for topic in self.topics]

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """The label, address and class of the links to its topics' pages, as lists show them."""
        return [
            (*_topic_link(topic.name, topic.title), f"g{topic.group_number}") for topic in self.topics[:_MOST_CHIPS]
        ]


class Papers(Digested, Sequence[PaperView]):
    """A sequence of papers with a common digest, because many files depend on the same papers."""

    def __init__(self, papers: Iterable[PaperView] = ()) -> None:
        self._papers = tuple(papers)

    @cached_property
    def digest(self) -> bytes:  # type: ignore[override]  # computed lazily
        """The digest of everything that the papers' views depend on, and of their order."""
        return digest_of(b"".join([paper.digest for paper in self._papers]))

    @cached_property
    def own_digest(self) -> bytes:
        """The same without the titles and groups of their topics."""
        return digest_of(b"".join([paper.own_digest for paper in self._papers]))

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


@cache
def _topic_link(name: str, title: str) -> Link:
    return Link(title, Address(topic_address(name)))


def byline(authors: tuple[str, ...], count: int | None) -> str:
    """Return the first authors and the number of others, or only the number if no name is known."""
    number = max(count or 0, len(authors))
    if not authors:
        return counted(number, "author") if number else ""
    shown = authors if number <= MOST_AUTHORS + 1 else authors[:MOST_AUTHORS]
    rest = number - len(shown)
    names = list(shown) + ([f"{rest:,} more"] if rest else [])
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def newest_day(papers: Iterable[PaperView]) -> date | None:
    """Return the last day that listed one of the papers, or None if no day is known."""
    return max((paper.listed[0] for paper in papers if paper.listed), default=None)


@lru_cache(_NUMBERS)
def votes(number: int) -> Markdown:
    """Return a number of upvotes as HTML, with a noun for those who do not see the arrow."""
    noun = "upvote" if number == 1 else "upvotes"
    return Markdown(f"<b>{number:,}<i> {noun}</i></b>")


@cache  # most papers are listed once, and share that day with others
def _years(days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(day.year) for day in days)) or (UNDATED,)


def _links(paper: Paper, title: str, source: Source) -> Iterator[Link]:
    """Yield a paper's external links."""
    if paper.arxiv_id:
        yield Link("arXiv", Address(f"https://arxiv.org/abs/{paper.arxiv_id}"))
        yield Link("PDF", Address(f"https://arxiv.org/pdf/{paper.arxiv_id}"))
    if paper.doi:
        yield Link("DOI", Address(doi_address(paper.doi)))
    if paper.url:
        yield Link("Paper", Address(paper.url))
    if link := _source_link(paper, title, source):
        yield link
    if paper.links.code:
        yield Link("Code", paper.links.code)
    if paper.links.project:
        yield Link("Project", paper.links.project)


def _source_link(paper: Paper, title: str, source: Source) -> Link | None:
    """Return the link to the paper's page at its source, else to a search for its title there; None without either."""
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
