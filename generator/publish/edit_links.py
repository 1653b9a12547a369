"""Edit links: the ways by which a reader fixes a paper's topics, in GitHub's editor or by an issue form."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote, quote_plus

from generator.archive.curation import curation_path
from generator.archive.editing import new_curation, new_entry
from generator.archive.load import Archive
from generator.archive.models import Paper
from generator.archive.text import clean, shorten
from generator.publish.settings import Site

FORM = "suggest-topics.yml"  # in .github/ISSUE_TEMPLATE; the names in the query are the ids of its fields

_LONGEST = 8_000  # characters of an address, with which servers still cope (RFC 9110, section 4.1)
_LONGEST_TITLE = 60

_GUIDE = """\
# topics: one to four, here those that the paper's words suggest. A topic's name is the last part of its page's address.
# summary: one sentence of 15 to 40 words in your own words: what was done, and what came of it. Not from the abstract.
"""
_SUMMARY = "  # summary:\n"


@dataclass(frozen=True, slots=True)
class Link:
    """A link out of the site."""

    label: str
    url: str


def fix_links(paper: Paper, archive: Archive, site: Site) -> tuple[Link, ...]:
    """Return the ways to change a paper's topics: to the editor of its curation file, and to the form.

    Where the file does not exist yet, the editor opens a new one that explains itself and holds the paper's entry.
    """
    if not site.repo_url:
        return ()
    return (
        Link("Edit topics", _editor(paper, archive, site)),
        Link("Suggest topics", _form(paper, site)),
    )


def curation_place(paper: Paper, archive: Archive, site: Site) -> tuple[str, bool]:
    """Return the path, from the archive's folder, of the file in which a paper is curated, and whether there is one."""
    path = archive.curated_in.get(paper.key) or curation_path(site.content, paper.day)
    return _below(path, site.root), path in archive.curation_files


@cache
def _below(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _editor(paper: Paper, archive: Archive, site: Site) -> str:
    name, exists = curation_place(paper, archive, site)
    if exists:
        return f"{site.repo_url}/edit/{site.branch}/{quote(name)}"
    folder, _, file = name.rpartition("/")
    return _address(
        f"{site.repo_url}/new/{site.branch}/{quote(folder)}",
        filename=file,
        value=_new_file(paper, paper.day),
    )


def _new_file(paper: Paper, day: date | None) -> str:
    """Return a curation file as it stands in the editor before a person has typed, quoted for an address."""
    entry = new_entry(paper.key, paper.title, paper.topics)
    return _quoted(new_curation(day) + _GUIDE) + quote_plus(entry + _SUMMARY)


def _form(paper: Paper, site: Site) -> str:
    return _address(
        f"{site.repo_url}/issues/new",
        template=FORM,
        title=quote_plus(f"Topics: {shorten(clean(paper.title), _LONGEST_TITLE)}"),
        paper=paper.key,
        topics=_quoted(", ".join(paper.topics)),
        summary=quote_plus(clean(paper.summary or "")),
    )


def _address(base: str, **query: str) -> str:
    """Return the address with its query of quoted values; the last are left out until it is short enough."""
    given = [f"{name}={value}" for name, value in query.items() if value]
    while len(address := f"{base}?{'&'.join(given)}") > _LONGEST:
        given.pop()
    return address


@lru_cache(1024)  # what is the same for many papers is quoted once
def _quoted(text: str) -> str:
    return quote_plus(text)
