"""Views: what a page, a feed or a search hit shows of a paper, in words, worked out once a paper."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlencode

from generator.archive.curation import curation_path
from generator.archive.dates import long_day
from generator.archive.load import Archive
from generator.archive.models import Paper, Topic
from generator.archive.text import clean
from generator.publish.addresses import paper_address
from generator.publish.escape import paragraphs, short_title, shorten
from generator.publish.settings import Site

MOST_AUTHORS = 3
_LONGEST_TITLE, _LONGEST_NAME = 2_000, 100


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the site."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper in words.

    `facts` stay as they are, `counts` change from day to day; `listed` are the days with the newest first;
    `abstract` is a tuple of paragraphs; `edit` is empty where the repository is not known.
    """

    key: str
    arxiv_id: str
    address: str
    title: str
    full_title: str
    authors: tuple[str, ...]
    byline: str
    facts: tuple[str, ...]
    counts: tuple[str, ...]
    listed: tuple[date, ...]
    undated: bool
    summary: str
    abstract: tuple[str, ...]
    description: str
    topics: tuple[Topic, ...]
    topics_suggested: bool
    links: tuple[Link, ...]
    edit: tuple[Link, ...]

    @property
    def line(self) -> str:
        """Everything that is known in a few words: authors, dates, counts."""
        return " · ".join(filter(None, (self.byline, *self.facts, *self.counts)))


def view_papers(archive: Archive, site: Site) -> dict[str, PaperView]:
    """Return the view of every paper, by key."""
    return {paper.key: _view(_printable(paper), archive, site) for paper in archive.papers}


def _view(paper: Paper, archive: Archive, site: Site) -> PaperView:
    return PaperView(
        key=paper.key,
        arxiv_id=paper.arxiv_id or "",
        address=paper_address(paper.key),
        title=short_title(paper.title),
        full_title=shorten(paper.title, _LONGEST_TITLE),
        authors=paper.authors,
        byline=byline(paper),
        facts=_facts(paper),
        counts=_counts(paper),
        listed=tuple(reversed(paper.days)),
        undated=paper.undated,
        summary=paper.summary or "",
        abstract=paragraphs(paper.abstract),
        description=_description(paper),
        topics=tuple(archive.topics[name] for name in paper.topics),
        topics_suggested=paper.topics_suggested,
        links=_links(paper),
        edit=tuple(_edit_link(paper, archive, site)),
    )


def _printable(paper: Paper) -> Paper:
    """Return the paper with texts that XML and HTML can carry, whoever wrote its listing or curation."""
    return replace(
        paper,
        title=clean(paper.title) or "(untitled)",
        authors=tuple(shorten(clean(name), _LONGEST_NAME) for name in paper.authors if clean(name)),
        summary=clean(paper.summary or ""),
    )


def byline(paper: Paper) -> str:
    """Return the first authors and how many more there are; their number alone where no name is known."""
    number = max(paper.author_count or 0, len(paper.authors))
    if not paper.authors:
        return counted(number, "author") if number else ""
    shown = paper.authors if number <= MOST_AUTHORS + 1 else paper.authors[:MOST_AUTHORS]
    rest = number - len(shown)
    names = list(shown) + ([f"{rest:,} more"] if rest else [])
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: `1 paper`, `2 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _facts(paper: Paper) -> tuple[str, ...]:
    facts = (
        f"published {long_day(paper.published)}" if paper.published else "",
        f"withdrawn {long_day(paper.withdrawn)}" if paper.withdrawn else "",
    )
    return tuple(filter(None, facts))


def _counts(paper: Paper) -> tuple[str, ...]:
    counts = ((paper.upvotes, "upvote"), (paper.comments, "comment"))
    return tuple(counted(number, noun) for number, noun in counts if number is not None)


def _description(paper: Paper) -> str:
    """Return the one sentence that search engines show below a page's title."""
    if text := paper.summary or " ".join(paragraphs(paper.abstract)):
        return shorten(text, 160)
    listed = f", listed on {long_day(paper.days[0])}" if paper.days else ""
    return shorten(f"{paper.title}: a research paper{listed} in Hugging Face's Daily Papers", 160)


def _links(paper: Paper) -> tuple[Link, ...]:
    if paper.arxiv_id:
        path = quote(paper.arxiv_id)
        links = [
            Link("arXiv", f"https://arxiv.org/abs/{path}"),
            Link("PDF", f"https://arxiv.org/pdf/{path}"),
            Link("Hugging Face", f"https://huggingface.co/papers/{path}"),
        ]
    else:
        query = urlencode({"q": shorten(paper.title, 250)})
        links = [Link("Find on Hugging Face", f"https://huggingface.co/papers?{query}")]
    if paper.links.code:
        links.append(Link("Code", paper.links.code))
    if paper.links.project:
        links.append(Link("Project", paper.links.project))
    return tuple(links)


def _edit_link(paper: Paper, archive: Archive, site: Site) -> Iterator[Link]:
    """Yield GitHub's editor on the file in which the paper is curated, or on a new one with its first lines."""
    if not site.repo_url:
        return
    path = archive.curated_in.get(paper.key) or curation_path(site.content, paper.day)
    name = path.relative_to(site.root).as_posix()
    if path in archive.curation_files:
        yield Link("Edit", f"{site.repo_url}/edit/{site.branch}/{quote(name)}")
        return
    query = urlencode({"filename": Path(name).name, "value": _new_file(paper)})
    yield Link("Edit", f"{site.repo_url}/new/{site.branch}/{quote(Path(name).parent.as_posix())}?{query}")


def _new_file(paper: Paper) -> str:
    """Return the first lines of a curation file, as they stand in the editor before a person has typed."""
    listed = f"listed on {paper.day}" if paper.day else "without a known day"
    return (
        f"# Papers {listed}. topics: names from content/topics.yml, most specific first.\n"
        f'"{paper.key}":  # {shorten(paper.title, 80)}\n'
        f"  topics: [{', '.join(paper.topics)}]\n"
    )
