"""The recipe: everything but the archive's content that decides what a site looks like, as one digest."""

import os
import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator.archive.files import files_below
from generator.publish.digest import digest_of, sha256_of
from generator.publish.engine import Engine
from generator.publish.settings import Site

_PACKAGE = "daily-papers-archive"
_CODE = Path(__file__).parents[1]


def recipe_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the theme, the hand-written pages, the program and the libraries it uses."""
    folders = [_CODE, *site.overrides, site.pages]
    files = [str(site.root / "mkdocs.yml"), *(path for folder in folders for path in _files(folder))]
    contents = [(os.path.basename(path), _content(path)) for path in files]  # noqa: PTH119 - as all paths here
    return digest_of(engine, plain, site, dict(_versions()), contents)


def inputs_of(site: Site, recipe: bytes) -> bytes:
    """Return the digest of the recipe and of how all files of the archive stand: by name, size and time, unread."""
    found = ((path, os.stat(path)) for path in _files(site.content))  # noqa: PTH116 - Path objects take twice as long
    return digest_of(recipe, [(path, at.st_size, at.st_mtime_ns) for path, at in found])


def _files(folder: Path) -> Iterator[str]:
    paths = (f"{folder}/{path}" for path in files_below(folder) if not path.endswith(".pyc"))
    return filter(os.path.isfile, paths)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return sha256_of(file.read())


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for requirement in requires(_PACKAGE) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:  # an extra that is not installed makes no part of a site
            continue
