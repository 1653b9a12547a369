"""Pages through the engine: a shell of each kind to stamp pages into, or, the plain way, every page as it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path

import yaml
from markupsafe import escape

from generator.errors import BuildError
from generator.publish.addresses import HOME, PAPERS
from generator.publish.contents import Contents
from generator.publish.digest import digest_of
from generator.publish.engine import Engine, run_engine
from generator.publish.page import Page
from generator.publish.papers import paper_page
from generator.publish.render import Converter
from generator.publish.settings import Site
from generator.publish.squeeze import squeeze
from generator.publish.stamp import Shell, cut, mark, stamp


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


def make_theme(contents: Contents, pages: Iterable[Page], engine: Engine, recipe: bytes, *, plain: bool) -> Theme:
    """Run the engine for the hand-written pages and a shell of each kind of page, or the plain way for every page.

    What it made last time is taken again while the recipe and the documents are the same. Raises BuildError.
    """
    site = contents.site
    papers = map(partial(paper_page, site), contents.papers.values())
    if plain:
        documents = {_path(page.address, "md"): _document(page, page.markdown()) for page in chain(pages, papers)}
        return Theme(_run(site, documents, engine, recipe), {}, Converter(site), digest_of(documents))
    kinds = {page.shell: page for page in chain(pages, islice(papers, 1))}
    made = _run(site, {_path(shell, "md"): _shell_document(page) for shell, page in kinds.items()}, engine, recipe)
    shells = {shell: cut(made.pop(_path(shell, "html")).decode(), site.url, shell) for shell in kinds}
    return Theme(made, shells, Converter(site))


def page_files(page: Page, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the page, stamped into its kind's shell, and the Markdown it is made of, where there is some."""
    if page.format == "markdown" and page.source:
        yield _path(page.address, "md"), page.markdown().encode()
    if page.shell not in theme.shells:
        return
    values = {
        "title": escape(page.title),
        "description": escape(page.description),
        "head": page.head,
        "address": page.address,
        "body": page.html(theme.converter),
    }
    yield _path(page.address, "html"), stamp(theme.shells[page.shell], values).encode()


def _run(site: Site, documents: dict[str, bytes], engine: Engine, recipe: bytes) -> dict[str, bytes]:
    """Return what the engine makes of the documents and the hand-written pages."""
    by_hand = hand_written(site)
    if taken := sorted(documents.keys() & by_hand.keys()):
        raise BuildError(f"{site.pages / taken[0]}: this address is a generated page's; give the file another name")
    made = run_engine(engine, site, documents | by_hand, recipe)
    return {path: squeeze(data.decode()).encode() if path.endswith(".html") else data for path, data in made.items()}


def hand_written(site: Site) -> dict[str, bytes]:
    """Return the files of content/pages, but for the front page: it is generated and begins with that text.

    `about.md` becomes `about/index.md`, which has the same address: so a link's way is the same from the source as
    from the page, and both engines leave it as it is. Only where the navigation says `about.md` it keeps that name.
    """
    folder = site.pages
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / "index.md")
    return {_place(path.relative_to(folder), site.nav): path.read_bytes() for path in paths}


def _place(path: Path, nav: frozenset[str]) -> str:
    if path.suffix == ".md" and path.name != "index.md" and path.as_posix() not in nav:
        path = path.with_suffix("") / "index.md"
    return path.as_posix()


def _shell_document(page: Page) -> bytes:
    """Return the document whose page is the shell of the given page's kind."""
    shell = Page(
        address=page.shell,
        shell=page.shell,
        title=mark("title"),
        description=mark("description"),
        template="",
        values={},
        format=page.format,
        head=mark("head"),
    )
    # Without a heading of its own in the body, Material would add one.
    body = f"# {mark('body')} {{ #content }}" if page.format == "markdown" else f'<h1 id="content">{mark("body")}</h1>'
    return _document(shell, body)


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
