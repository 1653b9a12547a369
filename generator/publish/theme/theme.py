"""The theme, rendered by the engine: a shell for each kind of page or, in a plain build, every page."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from generator.errors import BuildError
from generator.incremental.fingerprint import digest_of
from generator.publish.addresses import HOME, PAPERS
from generator.publish.render import Converter, html_text
from generator.publish.settings import Engine, Site
from generator.publish.theme.default_pages import FRONT, hand_written_pages, page_source
from generator.publish.theme.engine import engine_beside
from generator.publish.theme.page import Page
from generator.publish.theme.shell import Shell, cut, join_styles, mark, squeeze, stamp, uncommented


@dataclass(frozen=True, slots=True)
class Theme:
    """The engine's output: its own files by path, and the shells by address; `converter` renders page bodies.

    `made_from` is the digest of everything that the files depend on. In a plain build, the pages are among them, and
    there are no shells.
    """

    files: Mapping[str, bytes]
    shells: Mapping[str, Shell]
    converter: Converter
    made_from: bytes = b""


ThemeFor = Callable[[Iterable[str], Iterable[Page], Mapping[str, bytes]], Theme]


@contextmanager
def theme_beside(
    site: Site, engine: Engine, recipe: bytes, shells: Collection[str], *, plain: bool
) -> Iterator[ThemeFor]:
    """Start the engine on the hand-written pages and the shells, and yield a function that waits for the theme.

    The function takes the addresses of all generated pages, the pages themselves, and generated stylesheets by path,
    which main.html links. Only a plain build uses the pages: there the engine renders every page, so it starts when
    they are known. The engine's last output is reused if the recipe and the documents are unchanged. Raises BuildError.
    """
    if plain:
        yield partial(_plain_theme, site, engine, recipe)
        return
    documents = {_path(shell, "md"): _shell_document(shell) for shell in shells}
    with engine_beside(engine, site, _with_hand_written(site, documents), recipe) as files:

        def theme(addresses: Iterable[str], _: Iterable[Page], sheets: Mapping[str, bytes]) -> Theme:
            _see_that_no_address_is_taken(_sources(site), (_path(address, "md") for address in addresses))
            made = _squeezed({**files(), **sheets})
            found = {shell: cut(made.pop(_path(shell, "html")).decode(), site.url, shell) for shell in shells}
            return Theme(made, found, Converter(site), digest_of(recipe, sheets))

        yield theme


def _plain_theme(
    site: Site, engine: Engine, recipe: bytes, _: Iterable[str], pages: Iterable[Page], sheets: Mapping[str, bytes]
) -> Theme:
    documents = {
        _path(page.address, "md"): _document(page.address, page.title, page.description, page.head, page.markdown())
        for page in pages
    }
    with engine_beside(engine, site, _with_hand_written(site, documents), recipe) as files:
        return Theme(_squeezed({**files(), **sheets}), {}, Converter(site), digest_of(recipe, documents, sheets))


def page_files(page: Page, theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Yield the page's files: its HTML, stamped into its kind's shell, and its Markdown, if that is published."""
    if page.kind.format == "markdown" and page.kind.source:
        yield _path(page.address, "md"), page.markdown().encode()
    if not theme.shells:
        return
    values = {
        "title": html_text(page.title),
        "description": html_text(page.description),
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
        raise BuildError(f"{taken[0]}: this address belongs to a generated page; give the file another name")


def _squeezed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with pages minified, assets without comments, and the pages' stylesheets joined."""
    return join_styles({path: _small(path, data) for path, data in files.items()})


def _small(path: str, data: bytes) -> bytes:
    if path.endswith(".html"):
        return squeeze(data.decode()).encode()
    return uncommented(data) if path.startswith("assets/") and path.endswith((".js", ".css")) else data


def hand_written(site: Site) -> dict[str, bytes]:
    """Return the files of content/pages except the front page, which is generated and starts with that text.

    `about.md` becomes `about/index.md`, which has the same address. Relative links are then the same in the source as
    on the page, and both engines leave them unchanged. A file that the navigation names as `about.md` keeps its name.
    """
    return {place: page_source(site, path) for place, path in _sources(site).items()}


def _sources(site: Site) -> dict[str, Path]:
    """Return the files of content/pages except the front page, by their target path. Raises BuildError."""
    sources: dict[str, Path] = {}
    for name, path in hand_written_pages(site).items():
        first = path if name == FRONT else sources.setdefault(_place(name, site.nav), path)
        if first != path:
            raise BuildError(f"{path}: {first} has this address as well; give one of them another name")
    return sources


def _place(path: Path, nav: frozenset[str]) -> str:
    if path.suffix == ".md" and path.name != "index.md" and path.as_posix() not in nav:
        path = path.with_suffix("") / "index.md"
    return path.as_posix()


def _shell_document(address: str) -> bytes:
    """Return the document that the engine renders as the shell at the address."""
    # Material would add a heading if the body had none.
    body = f'<h1 id="content">{mark("body")}</h1>'
    return _document(address, mark("title"), mark("description"), mark("head"), body)


def _document(address: str, title: str, description: str, head: str, body: str) -> bytes:
    """Return a Markdown document. The theme prints front matter unescaped, so it is escaped here."""
    front_matter = {
        "title": html_text(title),
        "description": html_text(description),
        "head": head,
        "front": address == HOME,
        "paper": address.startswith(PAPERS),
    }
    meta = yaml.safe_dump(front_matter, allow_unicode=True, width=float("inf"))
    return f"---\n{meta}---\n{body}\n".encode()


def _path(address: str, ending: str) -> str:
    return f"{address}index.{ending}"
