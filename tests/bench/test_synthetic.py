"""Synthetic archives are real archives: they load, and the same seed makes the same one."""

from datetime import date, timedelta
from pathlib import Path

from generator.archive.dates import is_plausible
from generator.archive.load import load_archive
from generator.archive.matching import matches
from generator.archive.models import Paper, Record
from generator.publish.discover.days import days_of as days_by_month
from generator.publish.discover.days import kept_days
from generator.publish.discover.kept import Store
from tests.bench.synthetic import (
    LAST_DAY,
    PER_DAY,
    QUERIES,
    days_of,
    listing_of,
    listings_of,
    next_day,
    papers_of,
    write_archive,
)
from tests.support.archives import files_of


def paper_of(day: date | None, record: Record) -> Paper:
    return Paper(
        key=record.key,
        title=record.title,
        abstract=record.abstract,
        keywords=record.keywords,
        days=(day,) if day else (),
        undated=day is None,
        topics=(),
        topics_suggested=True,
        summary=None,
    )


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


def test_it_has_everything_that_an_archive_can_have(tmp_path: Path) -> None:
    archive = load_archive(write_archive(tmp_path / "one", 400, seed=1) / "content")
    papers = archive.papers
    assert len(papers) == 400
    assert len(archive.queries) == QUERIES
    curated = [paper for paper in papers if paper.summary]
    suggested = [paper for paper in papers if paper.topics_suggested and paper.topics]
    assert 0 < len(curated) < 100 < len(suggested)
    assert all(paper.abstract for paper in papers)
    for some in ("keywords", "organization", "arxiv_id"):
        assert 0 < sum(bool(getattr(paper, some)) for paper in papers) < 400
    assert {4} == {len(paper.upvotes_at) for paper in papers if paper.day and paper.day <= LAST_DAY - timedelta(14)}
    assert all(count.day <= LAST_DAY for paper in papers for count in paper.upvotes_at)
    assert not any(paper.upvotes_at for paper in papers if paper.day == LAST_DAY)
    assert files_of(tmp_path / "one") == files_of(write_archive(tmp_path / "two", 400, seed=1))


def test_standing_queries_find_papers(tmp_path: Path) -> None:
    archive = load_archive(write_archive(tmp_path, 1_000, seed=1) / "content")
    found = matches(archive.queries, archive.topics, archive.papers)
    assert sum(bool(papers) for papers in found.values()) > QUERIES // 2


def test_many_papers_have_similar_ones() -> None:
    papers = [paper_of(listing.day, record) for listing in listings_of(1_000, seed=1) for record in listing.papers]
    numbers = [number for kept in kept_days(days_by_month(papers), Store(None)) for number in kept.links.counts]
    assert len(numbers) == 1_000
    assert 0.1 < sum(number > 0 for number in numbers) / len(numbers) < 0.2


def test_no_invented_paper_has_the_id_of_a_real_one() -> None:
    """Within a month arXiv gives numbers from 1 up to some thirty thousand."""
    ids = [paper.arxiv_id for paper in papers_of(2_000, seed=1) if paper.arxiv_id]
    assert len(ids) == len(set(ids)) > 1_800
    assert all(int(one.split(".")[1]) >= 90_000 for one in ids)
