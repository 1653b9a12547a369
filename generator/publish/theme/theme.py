"""Pages through the engine: a shell of each kind to stamp pages into, or, the plain way, every page as it is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import yaml
from markupsafe import escape

from generator.errors import BuildError
from generator.incremental.fingerprint import digest_of
from generator.publish.addresses import (
    ARCHIVE,
    DATA,
    DAY_SHELL,
    FEEDS,
    HOME,
    MONTH_SHELL,
    PAPER_SHELL,
    PAPERS,
    SEARCH,
    TOPIC_SHELL,
    TOPIC_YEAR_SHELL,
    TOPICS,
    WEEK_SHELL,
    paper_address,
)
from generator.publish.catalog import Contents
from generator.publish.pages.paper import paper_page
from generator.publish.render import Converter
from generator.publish.settings import Engine, Site
from generator.publish.theme.default_pages import page_source
from generator.publish.theme.engine import engine_beside
from generator.publish.theme.page import Page
from generator.publish.theme.shell import Shell, cut, join_styles, mark, squeeze, stamp

# Pages that are one of their kind are a shell of their own.
_SINGLE = (HOME, ARCHIVE, TOPICS, SEARCH, FEEDS, DATA)
SHELLS = (*_SINGLE, DAY_SHELL, WEEK_SHELL, MONTH_SHELL, TOPIC_SHELL, TOPIC_YEAR_SHELL, PAPER_SHELL)


@dataclass(frozen=True, slots=True)
class Theme:
    """What the engine made: every file of its own by path, shells by their address, the converter of bodies.

    The plain way there are no shells: all pages are among the files. `made_from` is the digest of what those pages
    say.
    """

    files: Mapping[str, bytes]
    shells: Mapping[str, Shell]
    converter: Converter
    made_from: bytes = b""


@contextmanager
def theme_beside(
    site: Site, engine: Engine, recipe: bytes, *, plain: bool
) -> Iterator[Callable[[Contents, Iterable[Page]], Theme]]:
    """Start the engine on the hand-written pages and a shell of each kind of page, and yield what waits for the theme.

    The plain way the engine gets every page, and so begins no sooner than they are known. What it made last time is
    taken again while the recipe and the documents are the same. Raises BuildError.
    """
    if plain:
        yield partial(_plain_theme, site, engine, recipe)
        return
    shells = {_path(shell, "md"): _shell_document(shell) for shell in SHELLS}
    with engine_beside(engine, site, _with_hand_written(site, shells), recipe) as files:

        def theme(contents: Contents, pages: Iterable[Page]) -> Theme:
            addresses = chain((page.address for page in pages), map(paper_address, contents.papers))
            _see_that_no_address_is_taken(_sources(site), (_path(address, "md") for address in addresses))
            return _shells(site, files())

        yield theme


def _plain_theme(site: Site, engine: Engine, recipe: bytes, contents: Contents, pages: Iterable[Page]) -> Theme:
    papers = map(partial(paper_page, site), contents.papers.values())
    documents = {_path(page.address, "md"): _document(page, page.markdown()) for page in chain(pages, papers)}
    with engine_beside(engine, site, _with_hand_written(site, documents), recipe) as files:
        return Theme(_squeezed(files()), {}, Converter(site), digest_of(documents))


def _shells(site: Site, files: Mapping[str, bytes]) -> Theme:
    made = _squeezed(files)
    shells = {shell: cut(made.pop(_path(shell, "html")).decode(), site.url, shell) for shell in SHELLS}
    return Theme(made, shells, Converter(site))


def page_files(page: Page, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the page, stamped into its kind's shell, and the Markdown it is made of, where there is some."""
    if page.format == "markdown" and page.source:
        yield _path(page.address, "md"), page.markdown().encode()
    if not theme.shells:
        return
    values = {
        "title": escape(page.title),
        "description": escape(page.description),
        "head": page.head,
        "address": page.address,
        "body": page.html(theme.converter),
    }
    yield _path(page.address, "html"), stamp(theme.shells[page.shell], values)


def _with_hand_written(site: Site, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    _see_that_no_address_is_taken(_sources(site), documents)
    return {**documents, **hand_written(site)}


def _see_that_no_address_is_taken(sources: Mapping[str, Path], generated: Iterable[str]) -> None:
    if taken := sorted(sources[path] for path in generated if path in sources):
        raise BuildError(f"{taken[0]}: this address is a generated page's; give the file another name")


def _squeezed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files, of pages no more than a browser needs, and their styles as one."""
    return join_styles(
        {path: squeeze(data.decode()).encode() if path.endswith(".html") else data for path, data in files.items()}
    )


def hand_written(site: Site) -> dict[str, bytes]:
    """Return the files of content/pages, but for the front page: it is generated and begins with that text.

    `about.md` becomes `about/index.md`, which has the same address: so a link's way is the same from the source as
    from the page, and both engines leave it as it is. Only where the navigation says `about.md` it keeps that name.
    """
    return {place: page_source(site, path) for place, path in _sources(site).items()}


def _sources(site: Site) -> dict[str, Path]:
    """Return the files of content/pages, but for the front page, by what they become. Raises BuildError."""
    folder = site.pages
    sources: dict[str, Path] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / "index.md"):
        first = sources.setdefault(_place(path.relative_to(folder), site.nav), path)
        if first != path:
            raise BuildError(f"{path}: {first} has this address as well; give one of them another name")
    return sources


def _place(path: Path, nav: frozenset[str]) -> str:
    if path.suffix == ".md" and path.name != "index.md" and path.as_posix() not in nav:
        path = path.with_suffix("") / "index.md"
    return path.as_posix()


def _shell_document(address: str) -> bytes:
    """Return the document of which the engine makes the shell at the address."""
    shell = Page(
        address=address,
        shell=address,
        title=mark("title"),
        description=mark("description"),
        template="",
        values={},
        head=mark("head"),
    )
    # Without a heading of its own in the body, Material would add one.
    return _document(shell, f'<h1 id="content">{mark("body")}</h1>')


def _document(page: Page, body: str) -> bytes:
    """Return a Markdown document: the theme prints its front matter as it stands, so that is escaped here."""
    front_matter = {
        "title": str(escape(page.title)),
        "description": str(escape(page.description)),
        "head": page.head,
        "front": page.address == HOME,
        "paper": page.address.startswith(PAPERS),
    }
    head = yaml.safe_dump(front_matter, allow_unicode=True, width=float("inf"))
    return f"---\n{head}---\n{body}\n".encode()


def _path(address: str, ending: str) -> str:
    return f"{address}index.{ending}"
