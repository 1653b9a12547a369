"""The cache of matches: the same result as without it, and only what is new is matched."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.archive.load import Archive
from generator.archive.matching import matches
from generator.archive.models import Paper, Record, Topic
from generator.archive.papers import merge_papers
from generator.archive.queries import Query, Terms
from generator.archive.topics import Topics
from generator.publish import archive_cache
from generator.publish.archive_cache import MATCHES, remembering_matches
from generator.publish.catalog import catalog_of
from generator.publish.settings import read_site
from tests.support.archives import REPOSITORY
from tests.support.feeds import listing

SITE = read_site(REPOSITORY)
TOPICS = Topics([Topic("robotics", "Robotics", "All", "What.", ("robot",), aliases=("robots",))])
SPOONS = Query("spoons", "Spoons", "All spoons.", Terms(words=("spoon",)))
ROBOTS = Query("robots", "Robots", "All robots.", Terms(topics=("robots",)))
MONTHS = {date(2025, 1, 2): "Spoons", date(2025, 2, 3): "Robots with spoons", date(2025, 3, 4): "Boats"}


def keys(
    folder: Path, queries: Sequence[Query], days: dict[date, str], topics: Topics = TOPICS
) -> dict[str, list[str]]:
    """Return the papers of each query as a build with the cache in the folder finds them."""
    listings = tuple(listing(day, [Record(key=f"p{day}", title=title)]) for day, title in days.items())
    archive = Archive(listings, merge_papers(listings, {}, topics), topics, {}, frozenset(), queries=tuple(queries))
    catalog = catalog_of(archive, SITE, match=remembering_matches(folder, b"rules"))
    return {name: [paper.key for paper in papers] for name, papers in catalog.by_query.items()}


@pytest.fixture
def matched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Return a list to which each matching adds the names of its queries and the keys of its papers."""
    calls: list[tuple[str, ...]] = []

    def watched(queries: Sequence[Query], topics: Topics, papers: Iterable[Paper]) -> dict[str, list[str]]:
        found = list(papers)
        calls.append((*(query.name for query in queries), *(paper.key for paper in found)))
        return matches(queries, topics, found)

    monkeypatch.setattr(archive_cache, "matches", watched)
    return calls


def test_only_the_month_of_a_new_day_is_matched(tmp_path: Path, matched: list[tuple[str, ...]]) -> None:
    first = keys(tmp_path, [SPOONS, ROBOTS], MONTHS)
    assert first == {"spoons": ["p2025-02-03", "p2025-01-02"], "robots": ["p2025-02-03"]}
    assert len(matched) == 3
    assert keys(tmp_path, [SPOONS, ROBOTS], MONTHS) == first
    assert len(matched) == 3
    more = MONTHS | {date(2025, 3, 5): "Robots"}
    assert keys(tmp_path, [SPOONS, ROBOTS], more)["robots"] == ["p2025-03-05", "p2025-02-03"]
    assert matched[3:] == [("spoons", "robots", "p2025-03-05", "p2025-03-04")]


def test_a_changed_query_is_matched_again_alone(tmp_path: Path, matched: list[tuple[str, ...]]) -> None:
    keys(tmp_path, [SPOONS, ROBOTS], MONTHS)
    del matched[:]
    boats = Query("spoons", "Boats", "All boats.", Terms(words=("boat",)))
    assert keys(tmp_path, [boats, ROBOTS], MONTHS) == {"spoons": ["p2025-03-04"], "robots": ["p2025-02-03"]}
    assert [call[0] for call in matched] == ["spoons"] * 3
    del matched[:]
    retitled = Query("boats", "Boats and ships", "More of them.", Terms(words=("boat",)), aliases=("spoons",))
    assert keys(tmp_path, [retitled, ROBOTS], MONTHS)["boats"] == ["p2025-03-04"]
    assert matched == []


def test_a_topics_new_title_matches_nothing_again(tmp_path: Path, matched: list[tuple[str, ...]]) -> None:
    first = keys(tmp_path, [SPOONS, ROBOTS], MONTHS)
    del matched[:]
    retitled = Topics([replace(TOPICS["robotics"], title="Machines")])
    assert keys(tmp_path, [SPOONS, ROBOTS], MONTHS, retitled) == first
    assert matched == []


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40])
def test_a_damaged_cache_costs_time_alone(tmp_path: Path, damage: bytes) -> None:
    first = keys(tmp_path, [SPOONS, ROBOTS], MONTHS)
    (tmp_path / MATCHES).write_bytes(damage)
    assert keys(tmp_path, [SPOONS, ROBOTS], MONTHS) == first
