"""Packing: whatever the parts, one gzip file of one member; what stands in the file is not made again."""

import gzip
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.incremental.fingerprint import digest_of
from generator.publish.data.packing import pack

TEXTS = [b"one\n" * 400, b"", b"two\n", bytes(range(256)) * 300]


class Packer:
    """A file that is packed again and again, and the parts that had to be made the last time."""

    def __init__(self, folder: Path) -> None:
        self.file, self.notes = folder / "all.gz", folder / "notes"
        self.made: list[bytes] = []

    def pack(self, texts: Iterable[bytes]) -> bytes:
        self.made.clear()
        content = pack([(digest_of(text), self.maker(text)) for text in texts], self.file, self.notes)
        self.file.write_bytes(content)
        return content

    def maker(self, text: bytes) -> Callable[[], bytes]:
        def make() -> bytes:
            self.made.append(text)
            return text

        return make


@pytest.fixture
def packer(tmp_path: Path) -> Packer:
    return Packer(tmp_path)


@given(st.lists(st.lists(st.binary(max_size=50), max_size=5), min_size=1))
def test_a_file_packed_again_is_the_file_packed_from_nothing(builds: list[list[bytes]]) -> None:
    with TemporaryDirectory() as first:
        packer = Packer(Path(first))
        for texts in builds:
            content = packer.pack(texts)
            assert gzip.decompress(content) == b"".join(texts)
    with TemporaryDirectory() as second:
        assert Packer(Path(second)).pack(builds[-1]) == content


def test_it_is_one_member_for_readers_that_stop_at_the_first(packer: Packer) -> None:
    reader = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    assert reader.decompress(packer.pack(TEXTS)) == b"".join(TEXTS)
    assert reader.eof
    assert reader.unused_data == b""


def test_its_header_tells_no_name_and_no_time(packer: Packer) -> None:
    assert packer.pack(TEXTS)[3:8] == bytes(5)  # RFC 1952, section 2.3


def test_only_parts_that_are_new_are_made(packer: Packer) -> None:
    packer.pack(TEXTS)
    assert packer.made == TEXTS
    packer.pack([TEXTS[3], b"new", *TEXTS[:2]])
    assert packer.made == [b"new"]


@pytest.mark.parametrize("lost", ["file", "notes"])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"!")])
def test_whatever_is_damaged_the_bytes_are_the_same(
    packer: Packer, lost: str, damage: Callable[[Path], object]
) -> None:
    content = packer.pack(TEXTS)
    damage(getattr(packer, lost))
    assert packer.pack(TEXTS) == content
    assert packer.made == TEXTS
