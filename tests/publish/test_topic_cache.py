"""The cache of topics: the same topics as without it, and topics.yml is checked once."""

from pathlib import Path

import pytest

from generator.archive.topics import Topics, examine_topics
from generator.errors import Problem
from generator.publish import archive_cache
from generator.publish.archive_cache import TOPICS, remembering_topics

FULL = """\
- group: Water
  hue: 200
  icon: material/atom
  topics:
    ferries:
      title: Ferries
      description: What waits.
      keywords: [ferry, slow boat]
      aliases: [boats]
      exclude: [ferry tale]
      combine: [[slow], [boat]]
      broader: [harbours]
    harbours: {title: Harbours, description: Where it waits., keywords: [harbour]}
"""
UNTIDY = FULL.replace("[harbours]", "[harbors]")
RULES = b"rules"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return a list to which every file is added that is checked."""
    paths: list[Path] = []

    def watched(path: Path) -> tuple[Topics | None, list[Problem]]:
        paths.append(path)
        return examine_topics(path)

    monkeypatch.setattr(archive_cache, "examine_topics", watched)
    return paths


def read(folder: Path, text: str | None, rules: bytes = RULES) -> list[Problem]:
    """Read topics as a build does; they must be what they are without the cache. Return the problems."""
    path = folder / "content.yml"
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(text)
    (topics, problems), (plain, as_many) = remembering_topics(folder, rules)(path), examine_topics(path)
    assert problems == as_many
    assert (topics is None) == (plain is None)
    if topics is not None and plain is not None:
        assert [topics[name] for name in topics] == [plain[name] for name in plain]
        assert topics.styles() == plain.styles()
        assert all(topics[alias] is topics[name] for name in topics for alias in topics[name].aliases)
        assert topics.suggest("Slow boats and a ferry") == plain.suggest("Slow boats and a ferry")
    return problems


def test_sound_topics_are_checked_once(tmp_path: Path, checked: list[Path]) -> None:
    assert [read(tmp_path, FULL), read(tmp_path, FULL)] == [[], []]
    assert len(checked) == 1


def test_changed_topics_and_new_rules_are_checked(tmp_path: Path, checked: list[Path]) -> None:
    read(tmp_path, FULL)
    read(tmp_path, FULL.replace("Ferries", "Ships"))
    read(tmp_path, FULL, b"other rules")
    assert len(checked) == 3


@pytest.mark.parametrize("text", [UNTIDY, "- broken\n", "- broken: [\n"])
def test_every_build_tells_of_problems(tmp_path: Path, text: str, checked: list[Path]) -> None:
    assert read(tmp_path, text)
    assert read(tmp_path, text)
    assert len(checked) == 2


def test_an_archive_without_topics_has_none(tmp_path: Path) -> None:
    read(tmp_path, FULL)
    assert read(tmp_path, None) == []


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40])
def test_a_damaged_cache_costs_time_alone(tmp_path: Path, damage: bytes, checked: list[Path]) -> None:
    read(tmp_path, FULL)
    (tmp_path / TOPICS).write_bytes(damage)
    read(tmp_path, FULL)
    assert len(checked) == 2
