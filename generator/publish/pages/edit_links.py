"""Edit links: how readers correct a paper's topics, in GitHub's editor or with an issue form, and ask for a feed."""

from functools import cache
from typing import NamedTuple
from urllib.parse import quote

from generator.archive.curation import curation_path
from generator.archive.load import Archive
from generator.archive.models import Paper
from generator.archive.yaml_io.editor import new_entry
from generator.publish.render import Address, Link, Markdown, link_target, query_value
from generator.publish.settings import Site
from generator.text import clean, shorten

# In .github/ISSUE_TEMPLATE; the names in the query of an address are the ids of a form's fields.
FORM = "suggest-topics.yml"
FOLLOW_FORM = "follow.yml"  # overrides/assets/javascripts/follow.js links to it, too

_LONGEST = 8_000  # characters of an address that every server should support (RFC 9110, section 4.1)
_LONGEST_TITLE = 40

_quoted = cache(quote)


class CurationFile(NamedTuple):
    """The file in which a paper is curated: its path relative to the archive, and whether it exists."""

    path: str
    exists: bool


class CurationFiles:
    """The curation file of each paper."""

    def __init__(self, archive: Archive, site: Site) -> None:
        self._curated_in = archive.curated_in
        # Most papers share a file with others of the same day, and comparing paths is slow.
        self._of_file = cache(
            lambda path: CurationFile(path.relative_to(site.root).as_posix(), path in archive.curation_files)
        )
        self._of_day = cache(lambda day: self._of_file(curation_path(site.content, day)))

    def __getitem__(self, paper: Paper) -> CurationFile:
        path = self._curated_in.get(paper.key)
        return self._of_file(path) if path else self._of_day(paper.day)


def fix_links(paper: Paper, file: CurationFile, site: Site) -> tuple[Link, ...]:
    """Return the links to change a paper's topics: to the editor of its curation file, and to the form.

    If the file does not exist yet, the editor opens a new one with the paper's entry. The link contains that text, so
    it has no comments except the title and the place for a summary.
    """
    if not site.repo_url:
        return ()
    return (
        Link("Edit topics", Address(_editor(paper, file, site))),
        Link("Suggest topics", Address(_form(paper, site))),
    )


def topics_editor(site: Site) -> Link | None:
    """Return the link to the editor of topics.yml, where a topic's description and keywords are changed."""
    if not site.repo_url:
        return None
    return Link("edit its keywords", Address(f"{site.repo_url}/edit/{site.branch}/content/topics.yml"))


def follow_form(site: Site) -> Markdown:
    """Return the address of the empty form that asks for a feed; nothing without a repository."""
    return link_target(f"{site.repo_url}/issues/new?template={FOLLOW_FORM}" if site.repo_url else "")


def _editor(paper: Paper, file: CurationFile, site: Site) -> str:
    if file.exists:
        return f"{site.repo_url}/edit/{site.branch}/{_quoted(file.path)}"
    folder, _, name = file.path.rpartition("/")
    value = query_value(new_entry(paper.key, paper.title, paper.topics) + "  # summary:\n")
    return _address(f"{site.repo_url}/new/{site.branch}/{_quoted(folder)}", filename=name, value=value)


def _form(paper: Paper, site: Site) -> str:
    return _address(
        f"{site.repo_url}/issues/new",
        template=FORM,
        title=query_value(f"Topics: {shorten(clean(paper.title), _LONGEST_TITLE)}"),
        paper=paper.key,
        topics=",+".join(paper.topics),
        summary=query_value(clean(paper.summary)) if paper.summary else "",
    )


def _address(base: str, **query: str) -> str:
    """Return the address with a query of quoted values. The last ones are dropped if it would be too long."""
    given = [f"{name}={value}" for name, value in query.items() if value]
    while len(address := f"{base}?{'&'.join(given)}") > _LONGEST:
        given.pop()
    return address
