"""The recipe: everything but the archive's content that decides what a site looks like, as one digest."""

import platform
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator.publish.digest import digest_of, sha256_of
from generator.publish.engine import Engine
from generator.publish.settings import Site

_PACKAGE = "daily-papers-archive"
_CODE = Path(__file__).parents[1]


def recipe_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the theme, the hand-written pages, the program and the libraries it uses."""
    folders = [_CODE, *site.overrides, site.pages]
    files = [site.root / "mkdocs.yml", *(path for folder in folders for path in _files(folder))]
    return digest_of(engine, plain, site, dict(_versions()), [(path.name, _content(path)) for path in files])


def inputs_of(site: Site, recipe: bytes) -> bytes:
    """Return the digest of the recipe and of how all files of the archive stand: by name, size and time, unread."""
    stats = ((str(path), path.stat()) for path in _files(site.content))
    return digest_of(recipe, [(path, stat.st_size, stat.st_mtime_ns) for path, stat in stats])


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def _content(path: Path) -> bytes:
    return sha256_of(path.read_bytes())


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for requirement in requires(_PACKAGE) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:  # an extra that is not installed makes no part of a site
            continue
