"""Packing: one gzip file of many parts, of which only changed parts are compressed again.

A part is a run of deflate blocks that does not refer back to earlier data and ends on a byte boundary, as after a flush
(RFC 1951, section 3.2.4). So parts can be concatenated within a single member (RFC 1952, section 2.2). Separate
members would be simpler, but R's `gzcon` silently stops after the first, and browsers reject the rest.
"""

import struct
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from pathlib import Path

import msgspec
from isal import isal_zlib as zlib

from generator.incremental.cache import Cache
from generator.incremental.fingerprint import digest_of, sha256_of

_LEVEL = zlib.ISAL_BEST_COMPRESSION  # zlib's level 6 takes eighteen times as long and saves a fourteenth
_HEADER = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # RFC 1952, section 2.3: no name, no time, no system
_LAST_BLOCK = b"\x03\x00"  # RFC 1951, section 3.2.3: the last block, with fixed codes, empty
_MASK = 0xFFFFFFFF


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A part of the file: the digest of its source data, and its compressed size in bytes.

    `length` is its uncompressed size, `crc` the CRC-32 of the uncompressed data.
    """

    made_from: bytes
    size: int
    length: int
    crc: int


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """Notes on a packed file: its parts in order, and a digest of the file and of these notes."""

    digest: bytes
    parts: Sequence[Part]


def pack(parts: Iterable[tuple[bytes, Callable[[], bytes]]], file: Path, notes: Path) -> bytes:
    """Return the parts as one gzip file; each is a digest of its source data and a function that returns its bytes.

    Parts that the notes locate in the existing file are copied from there. If the file or the notes are missing or
    damaged, every part is compressed again, with the same result. Raises ArchiveError.
    """
    cache = Cache(notes.parent, Packed)
    known = _known(file, cache.get(notes.name))
    packed = [known.get(made_from) or _part(made_from, make()) for made_from, make in parts]
    content = _joined(packed)
    noted = [part for part, _ in packed]
    cache.keep(notes.name, Packed(_digest(content, noted), noted))
    return content


def _known(file: Path, noted: Packed | None) -> dict[bytes, tuple[Part, bytes]]:
    """Return the parts of the existing file, by the digest of their source data."""
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
    """Return the contribution of a CRC-32 to the CRC-32 of its data followed by `length` more bytes.

    A CRC is linear: that of two concatenated texts is the CRC of the second, XORed with the CRC of the first advanced
    over as many zero bytes. zlib inverts the register before and after.
    """
    return zlib.crc32(bytes(length), crc ^ _MASK) ^ _MASK
