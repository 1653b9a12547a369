"""Fingerprints: digests of values, files and versions, which show whether an output is still current."""

import os
import platform
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import msgspec

from generator.errors import ConfigError, printable
from generator.files import files_below

SIZE = 16  # bytes: enough to rule out chance collisions

_METADATA = (".dist-info", ".egg-info")

_PACKAGE = "daily-papers-archive"


class Digested:
    """A value that stores its own digest, because many others are derived from it.

    Not an abstract class: those make isinstance slow, and a build calls it some hundred thousand times.
    """

    #: The digest of the whole value.
    digest: bytes


def digest_of(*values: object) -> bytes:
    """Return the digest of plain values, structs, dataclasses and collections of them; equal for equal values."""
    return sha256(_encoder.encode(values)).digest()[:SIZE]


def sha256_of(data: bytes) -> bytes:
    """Return the full SHA-256 of a file's content, which other programs can check."""
    return sha256(data).digest()


def _plain(value: object) -> object:
    """Return an encodable replacement for a value that msgspec cannot encode."""
    if isinstance(value, Digested):
        return value.digest
    if isinstance(value, str):  # msgspec does not know subclasses of str
        return str(value)
    raise NotImplementedError(f"{type(value)} has no digest")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")


def installed() -> list[str]:
    """Return the name and version of every installed package (PyPA, "Recording installed projects": NAME-VERSION)."""
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(name for name in os.listdir(folder or ".") if name.endswith(_METADATA))  # noqa: PTH208
    return sorted(found)


class Source(NamedTuple):
    """An input file: its name, which is the same wherever the folder is, its path and its stat result."""

    name: str
    path: str
    stat: os.stat_result


def sources_below(folder: Path, name: str) -> Iterator[Source]:
    """Yield every file below the folder except compiled ones; `name` replaces the folder in their names.

    Raises ConfigError if a file's name is not UTF-8.
    """
    for path in files_below(folder):
        if path.endswith(".pyc"):
            continue
        try:
            path.encode()
        except UnicodeEncodeError as error:  # a page with such a name could not have an address
            raise ConfigError(f"{printable(f'{folder}/{path}')}: file names must be UTF-8") from error
        with suppress(OSError):  # a broken link
            found = os.stat(f"{folder}/{path}")  # noqa: PTH116 - Path objects take twice as long
            if S_ISREG(found.st_mode):
                yield Source(f"{name}/{path}", f"{folder}/{path}", found)


def versions() -> Iterator[tuple[str, str]]:
    """Yield the name and version of Python and of each library that the program uses."""
    yield "python", platform.python_version()
    for requirement in requires(_PACKAGE) or ():
        name = re.split(r"[^\w.-]", requirement, maxsplit=1)[0]
        try:
            yield name, version(name)
        except PackageNotFoundError:  # an extra that is not installed does not affect the site
            continue
