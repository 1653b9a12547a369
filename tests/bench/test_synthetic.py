"""Synthetic archives are real archives: they load, and the same seed makes the same one."""

from pathlib import Path

from generator.archive.dates import is_plausible
from generator.archive.load import load_archive
from tests.bench.synthetic import (
    LAST_DAY,
    PER_DAY,
    days_of,
    listing_of,
    listings_of,
    next_day,
    papers_of,
    write_archive,
)
from tests.support.archives import files_of


def test_the_same_seed_makes_the_same_papers() -> None:
    assert list(papers_of(60, seed=1)) == list(papers_of(60, seed=1))
    assert list(papers_of(60, seed=1)) != list(papers_of(60, seed=2))


def test_a_larger_archive_holds_the_smaller_one() -> None:
    assert list(papers_of(130, seed=1))[-60:] == list(papers_of(60, seed=1))


def test_papers_come_by_weekdays_up_to_the_last() -> None:
    days = [listing.day for listing in listings_of(300, seed=1)]
    assert days == sorted(days, key=str)
    assert (len(days), days[-1]) == (12, LAST_DAY)
    assert all(day and day.weekday() < 5 for day in days)


def test_where_weekdays_are_not_enough_there_are_papers_on_weekends() -> None:
    days = days_of(250_000)
    assert len(set(days)) * PER_DAY == 250_000
    assert days == sorted(days)
    assert set(days_of(200_000)) < set(filter(is_plausible, days))
    assert all(is_plausible(day) for day in days)


def test_one_more_day_brings_new_papers() -> None:
    known = {paper.key for paper in papers_of(5000, seed=1)}
    new = listing_of(next_day(LAST_DAY), seed=1).papers
    assert len(known) == 5000
    assert known.isdisjoint(paper.key for paper in new)


def test_it_loads_with_topics_and_some_curation(tmp_path: Path) -> None:
    archive = load_archive(write_archive(tmp_path / "one", 400, seed=1) / "content")
    assert len(archive.papers) == 400
    curated = [paper for paper in archive.papers if paper.summary]
    suggested = [paper for paper in archive.papers if paper.topics_suggested and paper.topics]
    assert 0 < len(curated) < 100 < len(suggested)
    assert files_of(tmp_path / "one") == files_of(write_archive(tmp_path / "two", 400, seed=1))
