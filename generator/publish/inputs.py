"""Inputs: how everything stands that a site is made from, so that a build of what did not change reads none of it."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from generator.archive.files import files_below
from generator.errors import ConfigError, printable
from generator.publish.digest import digest_of
from generator.publish.settings import Site

if TYPE_CHECKING:
    from generator.publish.engine import Engine

_CODE = Path(__file__).parents[1]
_METADATA = (".dist-info", ".egg-info")


def sources_of(site: Site) -> Iterator[str]:
    """Yield the path of every file that decides what a site looks like, but for its content, in one stable order."""
    yield str(site.root / "mkdocs.yml")
    for folder in (_CODE, *site.overrides, site.pages):
        yield from (path for path, _ in _files(_below(folder)))


def inputs_of(site: Site, engine: "Engine", *, plain: bool) -> bytes:
    """Return the digest of the settings, and of how the program, the theme and all content stand, unread.

    Files by path, size and time, libraries by the names of what describes them: where these are the same, the site
    is. Where they are not it may be all the same, which its recipe tells. Raises ConfigError where a name is not UTF-8.
    """
    found = _files((*sources_of(site), *_below(site.content)))
    standing = [(path, at.st_size, at.st_mtime_ns) for path, at in found]
    return digest_of(engine, plain, site, sys.version, _installed(), standing)


def _installed() -> list[str]:
    """Return the name and version of all that is installed (PyPA, "Recording installed projects": NAME-VERSION)."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(folder or ".") if name.endswith(_METADATA))  # noqa: PTH208
    return sorted(found)


def _below(folder: Path) -> Iterator[str]:
    for path in (f"{folder}/{path}" for path in files_below(folder) if not path.endswith(".pyc")):
        try:
            path.encode()
        except UnicodeEncodeError as error:  # a page of such a name could have no address
            raise ConfigError(f"{printable(path)}: the name of a file must be UTF-8") from error
        yield path


def _files(paths: Iterable[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files among the paths, and how they stand."""
    for path in paths:
        with suppress(OSError):  # a link that leads nowhere
            found = os.stat(path)  # noqa: PTH116 - Path objects take twice as long
            if S_ISREG(found.st_mode):
                yield path, found
