"""What curation files say is the same remembered or read anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.archive.curation import Curation, examine_curation, examine_each
from generator.archive.models import Topic
from generator.archive.topics import Topics
from generator.errors import Problem
from generator.publish import archive_cache
from generator.publish.archive_cache import CURATION, remembering_curation

RULES = b"rules"
TOPICS = Topics([Topic("ferries", "Ferries", "All", "What waits.", (), ("boats",)), Topic("moths", "M", "A", "M", ())])
RENAMED = Topics([Topic("ships", "Ships", "All", "What waits.", (), ("ferries", "boats"))])

FULL = """\
# Papers.
"2401.10000":
  topics: [boats, moths]
  summary: Waits.
slow-kettles:
  correct: {published: "2024-01-27", hide: true, reason: "spam"}
"""
SHORT = "slow-kettles:\n  topics: [moths]\n"
BROKEN = "slow-kettles:\n  topics: [moth]\n"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return curation files: two that hold, and one that does not."""
    paths = [tmp_path / name for name in ("a.yml", "b.yml", "c.yml")]
    for path, text in zip(paths, (FULL, SHORT, BROKEN), strict=True):
        path.write_text(text)
    return paths


@pytest.fixture
def examined(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return a list to which every file is added that is read anew."""
    read: list[Path] = []

    def examine(path: Path, topics: Topics | None) -> tuple[Curation, list[Problem]]:
        read.append(path)
        return examine_curation(path, topics)

    monkeypatch.setattr(archive_cache, "examine_curation", examine)
    return read


def read(folder: Path, files: list[Path], topics: Topics | None = TOPICS) -> list[tuple[Curation, list[Problem]]]:
    """Read the files as a build does; what they say must be what it is without remembering."""
    found = list(remembering_curation(folder, RULES)(files, topics))
    assert found == list(examine_each(files, topics))
    return found


def test_what_was_read_is_not_read_again_but_where_there_are_problems(
    tmp_path: Path, files: list[Path], examined: list[Path]
) -> None:
    first = read(tmp_path, files)
    assert examined == files
    examined.clear()
    assert read(tmp_path, files) == first
    assert [path.name for path in examined] == ["c.yml"]


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text(FULL.replace("Waits.", "Waits long.")),
        lambda path: path.write_text(BROKEN),
        lambda path: path.rename(path.with_name("link")).exists() and path.symlink_to("link"),
        lambda path: path.unlink(),
    ],
)
def test_a_file_that_changed_is_read_anew(
    tmp_path: Path, files: list[Path], examined: list[Path], change: Callable[[Path], object]
) -> None:
    read(tmp_path, files)
    examined.clear()
    change(files[0])
    read(tmp_path, files)
    assert [path.name for path in examined] == ["a.yml", "c.yml"]


@pytest.mark.parametrize("topics", [RENAMED, Topics([]), None])
def test_other_names_of_topics_are_looked_up_anew(tmp_path: Path, files: list[Path], topics: Topics | None) -> None:
    assert read(tmp_path, files) != read(tmp_path, files, topics)


def test_other_rules_remember_nothing(tmp_path: Path, files: list[Path], examined: list[Path]) -> None:
    read(tmp_path, files)
    examined.clear()
    list(remembering_curation(tmp_path, b"other")(files, TOPICS))
    assert examined == files


def test_files_that_are_gone_are_forgotten(tmp_path: Path, files: list[Path], examined: list[Path]) -> None:
    read(tmp_path, files)
    read(tmp_path, files[1:])
    examined.clear()
    read(tmp_path, files)
    assert [path.name for path in examined] == ["a.yml", "c.yml"]


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"\x81damaged")])
def test_what_is_kept_is_a_cache(tmp_path: Path, files: list[Path], spoil: Callable[[Path], object]) -> None:
    first = read(tmp_path, files)
    spoil(tmp_path / CURATION)
    assert read(tmp_path, files) == first
