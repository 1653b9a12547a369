"""Caches: values that are slow to compute, kept from one build to the next.

A cache never affects the site's content. A value that is missing, damaged or in another format is recomputed, which
costs only time.
"""

from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from generator.files import replace_file

Value = TypeVar("Value")

_SUM = 32  # bytes of the checksum that each file begins with


class Cache(Generic[Value]):
    """Values of one type in a folder, each in a file named after its key."""

    def __init__(self, folder: Path, type: type[Value]) -> None:  # noqa: A002 - as msgspec calls it
        self._folder = folder
        self._decoder = msgspec.msgpack.Decoder(type)

    def get(self, key: str) -> Value | None:
        """Return the cached value, None if it is missing or damaged."""
        try:
            kept = memoryview((self._folder / key).read_bytes())
            return self._decoder.decode(kept[_SUM:]) if sha256(kept[_SUM:]).digest() == kept[:_SUM] else None
        except (OSError, msgspec.DecodeError):
            return None

    def keep(self, key: str, value: Value) -> None:
        """Store a value, replacing any earlier one. Raises ArchiveError if it cannot be written."""
        data = msgspec.msgpack.encode(value)
        replace_file(self._folder / key, sha256(data).digest() + data, durable=False)
