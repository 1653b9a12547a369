"""Edit links: the ways by which a reader fixes a paper's topics, in GitHub's editor or by an issue form."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from generator.archive.curation import curation_path
from generator.archive.editing import new_entry
from generator.archive.load import Archive
from generator.archive.models import Paper
from generator.archive.text import clean, shorten
from generator.publish.escape import Address, query_value
from generator.publish.settings import Site

FORM = "suggest-topics.yml"  # in .github/ISSUE_TEMPLATE; the names in the query are the ids of its fields

_LONGEST = 8_000  # characters of an address, with which servers still cope (RFC 9110, section 4.1)
_LONGEST_TITLE = 60


class Link(NamedTuple):
    """A link out of the site."""

    label: str
    url: str


def fix_links(paper: Paper, archive: Archive, site: Site) -> tuple[Link, ...]:
    """Return the ways to change a paper's topics: to the editor of its curation file, and to the form.

    Where the file does not exist yet, the editor opens a new one with the paper's entry: the link holds all of it, so
    that has no comments but the title and where a summary goes.
    """
    if not site.repo_url:
        return ()
    return (
        Link("Edit topics", Address(_editor(paper, archive, site))),
        Link("Suggest topics", Address(_form(paper, site))),
    )


def curation_place(paper: Paper, archive: Archive, site: Site) -> tuple[str, bool]:
    """Return the path, from the archive's folder, of the file in which a paper is curated, and whether there is one."""
    path = archive.curated_in.get(paper.key) or _curated_by_day(site.root, paper.day)
    return _below(path, site.root), path in archive.curation_files


@cache
def _curated_by_day(root: Path, day: date | None) -> Path:
    return curation_path(root / "content", day)


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
        value=query_value(new_entry(paper.key, paper.title, paper.topics) + "  # summary:\n"),
    )


def _form(paper: Paper, site: Site) -> str:
    return _address(
        f"{site.repo_url}/issues/new",
        template=FORM,
        title=query_value(f"Topics: {shorten(clean(paper.title), _LONGEST_TITLE)}"),
        paper=paper.key,
        topics=query_value(", ".join(paper.topics)),
        summary=query_value(clean(paper.summary or "")),
    )


def _address(base: str, **query: str) -> str:
    """Return the address with its query of quoted values; the last are left out until it is short enough."""
    given = [f"{name}={value}" for name, value in query.items() if value]
    while len(address := f"{base}?{'&'.join(given)}") > _LONGEST:
        given.pop()
    return address
