"""Packing: one gzip file of many parts, of which only those that changed are packed again.

A part is a run of deflate blocks that refers to nothing before it and ends with a whole byte, as after a flush
(RFC 1951, section 3.2.4), so parts stand one after another in a single member (RFC 1952, section 2.2). Members of
their own would be simpler, but R's `gzcon` reads the first and stops without a word, and browsers refuse the others.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec
from isal import isal_zlib as zlib

from generator.incremental.cache import Cache
from generator.incremental.fingerprint import digest_of, sha256_of

_LEVEL = zlib.ISAL_BEST_COMPRESSION  # zlib's sixth level takes eighteen times as long, for a fourteenth of the size
_HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # RFC 1952, section 2.3: no name, no time, no system
_LAST_BLOCK = b"\x03\x00"  # RFC 1951, section 3.2.3: the last block, with fixed codes, empty
_MASK = 0xFFFFFFFF


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A part as it stands in the file: the digest of what it was made from, and its size in bytes.

    `length` is its size before it was packed, `crc` the CRC-32 of that.
    """

    made_from: bytes
    size: int
    length: int
    crc: int


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """What is noted of a file that was packed: its parts in their order, and a digest of its bytes and of these."""

    digest: bytes
    parts: Sequence[Part]


def pack(parts: Iterable[tuple[bytes, Callable[[], bytes]]], file: Path, notes: Path) -> bytes:
    """Return the parts as one gzip file; each is given by the digest of what it is made from, and what makes it.

    A part that stands in the file, by the notes on it, is taken from there. If the file or the notes are missing or
    damaged, every part is made, and the bytes are the same. Raises ArchiveError.
    """
    cache = Cache(notes.parent, Packed)
    known = _known(file, cache.get(notes.name))
    packed = [known.get(made_from) or _part(made_from, make()) for made_from, make in parts]
    content = _joined(packed)
    noted = [part for part, _ in packed]
    cache.keep(notes.name, Packed(_digest(content, noted), noted))
    return content


def _known(file: Path, noted: Packed | None) -> dict[bytes, tuple[Part, bytes]]:
    """Return the parts of the file as it stands, by the digest of what each was made from."""
    try:
        content = file.read_bytes()
    except OSError:
        return {}
    if noted is None or _digest(content, noted.parts) != noted.digest:
        return {}
    starts = accumulate((part.size for part in noted.parts), initial=len(_HEADER))
    return {
        part.made_from: (part, content[start : start + part.size])
        for part, start in zip(noted.parts, starts, strict=False)
    }


def _digest(content: bytes, parts: Sequence[Part]) -> bytes:
    return digest_of(sha256_of(content), parts)


def _part(made_from: bytes, data: bytes) -> tuple[Part, bytes]:
    compressor = zlib.compressobj(_LEVEL, wbits=-zlib.MAX_WBITS)
    packed = compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
    return Part(made_from, len(packed), len(data), zlib.crc32(data)), packed


def _joined(packed: Sequence[tuple[Part, bytes]]) -> bytes:
    crc = length = 0
    for part, _ in packed:
        crc = _crc_after(crc, part.length) ^ part.crc
        length += part.length
    trailer = struct.pack("<LL", crc, length & _MASK)
    return b"".join([_HEADER, *(data for _, data in packed), _LAST_BLOCK, trailer])


def _crc_after(crc: int, length: int) -> int:
    """Return what a CRC-32 adds to that of so many bytes that follow.

    A CRC is linear: that of two texts is that of the second, and what zeros in its place make of the first's register,
    both added without carry. zlib inverts the register before and after.
    """
    return zlib.crc32(bytes(length), crc ^ _MASK) ^ _MASK
