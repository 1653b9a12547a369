"""Caches: values that a build keeps for the next one, because computing them takes long.

A cache never decides what a site says. A value that is missing, damaged or of another form is computed again: that
costs time and nothing else.
"""

from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from generator.files import replace_file

Value = TypeVar("Value")

_SUM = 32  # bytes of the checksum that each file begins with


class Cache(Generic[Value]):
    """Values of one type by their keys, in a folder with a file for each. A key is the name of its file."""

    def __init__(self, folder: Path, type: type[Value]) -> None:  # noqa: A002 - as msgspec calls it
        self._folder = folder
        self._decoder = msgspec.msgpack.Decoder(type)

    def get(self, key: str) -> Value | None:
        """Return the value that was kept, None if there is none or its file is damaged."""
        try:
            kept = memoryview((self._folder / key).read_bytes())
            return self._decoder.decode(kept[_SUM:]) if sha256(kept[_SUM:]).digest() == kept[:_SUM] else None
        except (OSError, msgspec.DecodeError):
            return None

    def keep(self, key: str, value: Value) -> None:
        """Keep a value in the place of the one before. Raises ArchiveError where the disk refuses."""
        data = msgspec.msgpack.encode(value)
        replace_file(self._folder / key, sha256(data).digest() + data, durable=False)
