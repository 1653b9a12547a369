"""Pages through the engine: a shell of each kind to stamp pages into, or, the plain way, every page as it is."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from markupsafe import escape

from generator.errors import BuildError
from generator.incremental.fingerprint import digest_of
from generator.publish.addresses import HOME, PAPERS
from generator.publish.render import Converter
from generator.publish.settings import Engine, Site
from generator.publish.theme.engine import engine_beside
from generator.publish.theme.page import Page
from generator.publish.theme.shell import Shell, cut, join_styles, mark, squeeze, stamp


@dataclass(frozen=True, slots=True)
class Theme:
    """What the engine made: every file of its own by path, shells by their address, the converter of bodies.

    In a plain build there are no shells: all pages are among the files, and `made_from` is the digest of what they say.
    """

    files: Mapping[str, bytes]
    shells: Mapping[str, Shell]
    converter: Converter
    made_from: bytes = b""


ThemeFor = Callable[[Iterable[str], Iterable[Page]], Theme]


@contextmanager
def theme_beside(
    site: Site, engine: Engine, recipe: bytes, shells: Collection[str], *, plain: bool
) -> Iterator[ThemeFor]:
    """Start the engine on the hand-written pages and the shells at their addresses; yield what waits for the theme.

    It takes the addresses of all generated pages, and the pages themselves, which only a plain build draws: the engine
    gets every page then, and so starts when they are known. What it made last time is reused while the recipe and the
    documents are the same. Raises BuildError.
    """
    if plain:
        yield partial(_plain_theme, site, engine, recipe)
        return
    documents = {_path(shell, "md"): _shell_document(shell) for shell in shells}
    with engine_beside(engine, site, _with_hand_written(site, documents), recipe) as files:

        def theme(addresses: Iterable[str], _: Iterable[Page]) -> Theme:
            _see_that_no_address_is_taken(_sources(site), (_path(address, "md") for address in addresses))
            made = _squeezed(files())
            found = {shell: cut(made.pop(_path(shell, "html")).decode(), site.url, shell) for shell in shells}
            return Theme(made, found, Converter(site))

        yield theme


def _plain_theme(site: Site, engine: Engine, recipe: bytes, _: Iterable[str], pages: Iterable[Page]) -> Theme:
    documents = {
        _path(page.address, "md"): _document(page.address, page.title, page.description, page.head, page.markdown())
        for page in pages
    }
    with engine_beside(engine, site, _with_hand_written(site, documents), recipe) as files:
        return Theme(_squeezed(files()), {}, Converter(site), digest_of(documents))


def page_files(page: Page, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the page, stamped into its kind's shell, and the Markdown it is made of, where there is some."""
    if page.kind.format == "markdown" and page.kind.source:
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
    yield _path(page.address, "html"), stamp(theme.shells[page.kind.shell], values)


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
    return {place: path.read_bytes() for place, path in _sources(site).items()}


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
    """Return the document from which the engine makes the shell at the address."""
    # Without a heading of its own in the body, Material would add one.
    body = f'<h1 id="content">{mark("body")}</h1>'
    return _document(address, mark("title"), mark("description"), mark("head"), body)


def _document(address: str, title: str, description: str, head: str, body: str) -> bytes:
    """Return a Markdown document: the theme prints its front matter as it is, so that is escaped here."""
    front_matter = {
        "title": str(escape(title)),
        "description": str(escape(description)),
        "head": head,
        "front": address == HOME,
        "paper": address.startswith(PAPERS),
    }
    meta = yaml.safe_dump(front_matter, allow_unicode=True, width=float("inf"))
    return f"---\n{meta}---\n{body}\n".encode()


def _path(address: str, ending: str) -> str:
    return f"{address}index.{ending}"
