"""The recipe: everything but the archive's content that decides what a site looks like, as one digest."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator.publish.digest import digest_of, sha256_of
from generator.publish.engine import Engine
from generator.publish.inputs import sources_of
from generator.publish.settings import Site

_PACKAGE = "daily-papers-archive"


def recipe_of(site: Site, engine: Engine, *, plain: bool) -> bytes:
    """Return the digest of the settings, the theme, the hand-written pages, the program and the libraries it uses."""
    contents = [(path, sha256_of(Path(path).read_bytes())) for path in sources_of(site)]
    return digest_of(engine, plain, site, dict(_versions()), contents)


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", platform.python_version()
    for requirement in requires(_PACKAGE) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:  # an extra that is not installed makes no part of a site
            continue
