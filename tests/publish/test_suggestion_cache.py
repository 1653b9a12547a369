"""Suggested topics are the same side by side, remembered or worked out anew."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.archive.load import load_archive
from generator.archive.models import Sighting
from generator.archive.topics import Topics, suggest_each
from generator.publish import archive_cache
from generator.publish.archive_cache import SUGGESTIONS, remembering_suggestions
from tests.bench.synthetic import write_archive

RULES = b"rules"


@pytest.fixture(scope="module")
def topics_and_papers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Topics, Sequence[Sighting]]:
    archive = load_archive(write_archive(tmp_path_factory.mktemp("papers"), 60, 1) / "content")
    return archive.topics, [record for listing in archive.listings for record in listing.papers]


@pytest.fixture
def topics(topics_and_papers: tuple[Topics, Sequence[Sighting]]) -> Topics:
    return topics_and_papers[0]


@pytest.fixture
def papers(topics_and_papers: tuple[Topics, Sequence[Sighting]]) -> Sequence[Sighting]:
    return topics_and_papers[1]


def test_processes_side_by_side_find_what_one_finds(
    tmp_path: Path, topics: Topics, papers: Sequence[Sighting], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_cache, "_FEW", 1)
    assert list(remembering_suggestions(tmp_path, RULES, 3)(topics, papers)) == list(suggest_each(topics, papers))


def test_what_was_found_is_not_looked_for_again(
    tmp_path: Path, topics: Topics, papers: Sequence[Sighting], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(remembering_suggestions(tmp_path, RULES, 1)(topics, papers))
    asked: list[Sighting] = []

    def ask(topics: Topics, papers: Sequence[Sighting]) -> Iterator[tuple[str, ...]]:
        asked.extend(papers)
        return suggest_each(topics, papers)

    monkeypatch.setattr(archive_cache, "suggest_each", ask)
    changed = [replace(papers[0], title="An Unobtainable Robot"), *papers[1:]]
    assert list(remembering_suggestions(tmp_path, RULES, 1)(topics, changed))[1:] == first[1:]
    assert asked == changed[:1]


@pytest.mark.parametrize("spoil", [lambda file: file.unlink(), lambda file: file.write_bytes(b"\x92damaged")])
def test_what_is_kept_is_a_cache(
    tmp_path: Path, topics: Topics, papers: Sequence[Sighting], spoil: Callable[[Path], object]
) -> None:
    first = list(remembering_suggestions(tmp_path, RULES, 1)(topics, papers))
    spoil(tmp_path / SUGGESTIONS)
    assert list(remembering_suggestions(tmp_path, RULES, 1)(topics, papers)) == first


def test_other_rules_are_asked_anew(tmp_path: Path, topics: Topics, papers: Sequence[Sighting]) -> None:
    list(remembering_suggestions(tmp_path, RULES, 1)(topics, papers))
    none = Topics([])
    assert set(remembering_suggestions(tmp_path, RULES, 1)(none, papers)) == {()}
    assert list(remembering_suggestions(tmp_path, b"other", 1)(topics, papers)) == list(suggest_each(topics, papers))


def test_a_topic_s_title_and_description_decide_nothing(
    tmp_path: Path, topics: Topics, papers: Sequence[Sighting], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(remembering_suggestions(tmp_path, RULES, 1)(topics, papers))
    monkeypatch.setattr(archive_cache, "suggest_each", None)
    titled = Topics(dataclasses.replace(topics[name], title="Other", description="Another.") for name in topics)
    assert list(remembering_suggestions(tmp_path, RULES, 1)(titled, papers)) == first
