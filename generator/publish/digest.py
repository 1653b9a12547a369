"""Digests: whether a value is the one that files were made from, told without keeping the value."""

from hashlib import sha256
from pathlib import Path

import msgspec

SIZE = 16  # bytes: two different values of an archive never share a digest by chance


class Digested:
    """A value that knows its own digest, because many others are made from it.

    No abstract class: whether a value is one is asked some hundred thousand times, and of those it takes long to tell.
    """

    #: The digest of everything that the value says.
    digest: bytes


def digest_of(*values: object) -> bytes:
    """Return the digest of plain values, structs, dataclasses and collections of them: equal for equal values."""
    return sha256(_encoder.encode(values)).digest()[:SIZE]


def sha256_of(data: bytes) -> bytes:
    """Return the SHA-256 of a file's content, by which others may know the file too."""
    return sha256(data).digest()


def _plain(value: object) -> object:
    """Return what msgspec can encode in the place of a value that it cannot."""
    if isinstance(value, Digested):
        return value.digest
    if isinstance(value, str | Path):  # a subclass of str is a type that msgspec does not know
        return str(value)
    raise NotImplementedError(f"{type(value)} has no digest")


_encoder = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")
