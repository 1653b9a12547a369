"""Trends: what is counted by month, which months are complete, and which topics rise or fall."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.dates import Period, is_weekend
from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record, Topic
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.discover.trends import (
    Changes,
    Month,
    Share,
    TopicTrend,
    Trends,
    changes_of,
    rising,
    sentence,
    total,
    trends_of,
)
from generator.publish.settings import read_site

TOPIC = Topic("kettles", "Kettles", "Kitchen", "Boiling water.", ("kettle",))


def catalog(archive: Path) -> Catalog:
    return catalog_of(load_archive(archive / "content"), read_site(archive))


def add_day(
    archive: Path, day: date, *titles: str, status: Literal["complete", "partial", "empty"] = "complete"
) -> None:
    papers = tuple(Record(key=title.casefold().replace(" ", "-"), title=title) for title in titles)
    write_listing(archive / "content", Listing(day=day, source="sample", status=status, papers=papers))


def weekdays_of(month: str) -> list[date]:
    return [day for day in Period.of("month", date.fromisoformat(f"{month}-01")).days if not is_weekend(day)]


def fill(archive: Path, days: Sequence[date]) -> None:
    for day in days:
        add_day(archive, day, f"Translation of {day}")


def trends_with(*papers: int, of: int = 100, start: date = date(2024, 1, 1), gaps: Sequence[int] = ()) -> Trends:
    """Return one topic's trend: its papers in each month, all over, complete except the numbered gaps."""
    months = [Period.of("month", start)]
    while len(months) < len(papers):
        months.append(Period.of("month", months[-1].last + timedelta(days=1)))
    return Trends(
        tuple(
            Month(period, of, 22, 0 if number in gaps else 22, is_over=True, complete=number not in gaps)
            for number, period in enumerate(months)
        ),
        (TopicTrend(TOPIC, tuple(Share(number, of) for number in papers)),),
    )


class TestCounting:
    def test_a_paper_counts_once_in_the_month_that_first_listed_it(self, archive: Path) -> None:
        add_day(archive, date(2025, 5, 30), "Translation of Tides")
        add_day(archive, date(2025, 6, 2), "Translation of Tides", "A Gripper for Eggs")
        trends = trends_of(catalog(archive))
        by_month = dict(zip([month.name for month in trends.months], trends.months, strict=True))
        assert {name: month.papers for name, month in by_month.items()} == {
            "2025-03": 3,
            "2025-04": 1,
            "2025-05": 1,
            "2025-06": 1,
        }
        shares = {trend.topic.name: trend.shares for trend in trends.topics}
        assert shares["translation"][2:] == (Share(1, 1), Share(0, 1))
        assert shares["robotics"][2:] == (Share(0, 1), Share(1, 1))
        assert shares["unused"] == (Share(0, 3), Share(0, 1), Share(0, 1), Share(0, 1))

    def test_papers_with_an_unknown_listing_date_count_nowhere(self, archive: Path) -> None:
        found = catalog(archive)
        assert found.undated
        dated = [paper for paper in found.papers.values() if paper.listed]
        assert sum(month.papers for month in trends_of(found).months) == len(dated) < len(found.papers)

    def test_a_month_between_without_a_listing_is_there_and_has_none(self, archive: Path) -> None:
        add_day(archive, date(2025, 6, 2), "Translation of Tides")
        assert [(month.name, month.papers) for month in trends_of(catalog(archive)).months][-2:] == [
            ("2025-05", 0),
            ("2025-06", 1),
        ]

    def test_an_archive_without_a_listing_has_no_months(self, archive: Path) -> None:
        for file in (archive / "content" / "listings").rglob("*.json"):
            file.unlink()
        for file in (archive / "content" / "curation").rglob("*.yml"):
            file.unlink()
        trends = trends_of(catalog(archive))
        assert trends.months == ()
        assert [sentence(trends, trend) for trend in trends.topics] == [""] * 4
        assert changes_of(trends) == Changes()

    def test_they_are_computed_once_for_a_catalog(self, archive: Path) -> None:
        found = catalog(archive)
        assert trends_of(found) is trends_of(found)


class TestCompleteMonths:
    def month(self, archive: Path, name: str) -> Month:
        return next(month for month in trends_of(catalog(archive)).months if month.name == name)

    def test_a_month_is_complete_when_its_weekdays_were_read_and_it_is_over(self, archive: Path) -> None:
        fill(archive, weekdays_of("2025-06"))
        assert not self.month(archive, "2025-06").is_over
        add_day(archive, date(2025, 7, 1), "Translation of Tides")
        june = self.month(archive, "2025-06")
        assert (june.weekdays, june.read, june.is_over, june.complete) == (21, 21, True, True)
        assert not self.month(archive, "2025-07").complete

    @pytest.mark.parametrize(("unread", "complete"), [(1, True), (2, True), (3, False)])
    def test_one_weekday_in_ten_may_be_a_holiday(self, archive: Path, unread: int, *, complete: bool) -> None:
        fill(archive, weekdays_of("2025-06")[unread:])
        add_day(archive, date(2025, 7, 1), "Translation of Tides")
        assert self.month(archive, "2025-06").complete is complete

    def test_a_day_that_listed_nothing_was_read(self, archive: Path) -> None:
        for day in weekdays_of("2025-06"):
            add_day(archive, day, status="empty")
        add_day(archive, date(2025, 7, 1), "Translation of Tides")
        june = self.month(archive, "2025-06")
        assert june.complete
        assert not june.counts  # there is nothing to compare

    def test_one_partial_weekday_leaves_it_incomplete(self, archive: Path) -> None:
        fill(archive, weekdays_of("2025-06"))
        add_day(archive, date(2025, 6, 10), "Translation of Tides", status="partial")
        add_day(archive, date(2025, 7, 1), "Translation of Clouds")
        assert not self.month(archive, "2025-06").complete

    def test_a_weekend_may_be_unread_or_partial(self, archive: Path) -> None:
        fill(archive, weekdays_of("2025-06"))
        add_day(archive, date(2025, 6, 14), "Translation of Tides", status="partial")
        add_day(archive, date(2025, 7, 1), "Translation of Clouds")
        assert self.month(archive, "2025-06").complete

    def test_without_a_reader_a_month_is_complete_when_it_is_over(self, archive: Path) -> None:
        settings = archive / "mkdocs.yml"
        settings.write_text(settings.read_text("utf-8").replace("    reader: huggingface", "    #"), "utf-8")
        add_day(archive, date(2025, 6, 2), "Translation of Tides")
        assert {month.name: month.complete for month in trends_of(catalog(archive)).months} == {
            "2025-03": True,
            "2025-04": True,
            "2025-05": True,
            "2025-06": False,
        }


class TestShares:
    @pytest.mark.parametrize(
        ("papers", "of", "percent"),
        [
            (0, 100, "none"),
            (0, 0, "none"),
            (1, 10_000, "under 0.1%"),
            (1, 1000, "0.1%"),
            (5, 100, "5%"),
            (52, 1000, "5.2%"),
            (995, 10_000, "10%"),
            (265, 1000, "27%"),
            (7, 7, "100%"),
        ],
    )
    def test_a_share_is_as_precise_as_it_is_small(self, papers: int, of: int, percent: str) -> None:
        assert Share(papers, of).percent == percent

    @given(st.integers(0, 500), st.integers(1, 500))
    def test_tenths_are_the_nearest(self, papers: int, of: int) -> None:
        share = Share(min(papers, of), of)
        assert abs(Fraction(share.tenths, 1000) - share.value) <= Fraction(1, 2000)

    def test_several_months_together_weigh_by_their_papers(self) -> None:
        assert total([Share(1, 10), Share(3, 90)]) == Share(4, 100)


class TestSentence:
    def test_it_names_the_last_year_and_the_first(self) -> None:
        papers = [5] * 12 + [9] * 12 + [27] * 2
        assert sentence(trends_with(*papers), trends_with(*papers).topics[0]) == (
            "27% of papers in 2026 so far, 5% in 2024"
        )

    def test_a_year_that_is_over_is_not_so_far(self) -> None:
        trends = trends_with(*[5] * 12, *[9] * 12, 0, gaps=[24])
        assert sentence(trends, trends.topics[0]) == "9% of papers in 2025, 5% in 2024"

    def test_a_year_without_a_complete_month_is_not_named(self) -> None:
        trends = trends_with(*[5] * 12, 90, 90, gaps=[12, 13])
        assert sentence(trends, trends.topics[0]) == "5% of papers in 2024"

    def test_only_complete_months_of_a_year_count(self) -> None:
        trends = trends_with(*[5] * 12, 4, 90, 4, gaps=[13])
        assert sentence(trends, trends.topics[0]) == "4% of papers in 2025 so far, 5% in 2024"

    def test_a_year_without_papers_says_none(self) -> None:
        trends = trends_with(*[0] * 12, 4)
        assert sentence(trends, trends.topics[0]) == "4% of papers in 2025 so far, none in 2024"


class TestChanges:
    def test_three_months_are_compared_with_the_twelve_before(self) -> None:
        (change,) = changes_of(trends_with(99, *[5] * 12, *[20] * 3)).rising
        assert (change.before, change.recent) == (Share(60, 1200), Share(60, 300))
        assert change.points == "+15.0"

    def test_a_topic_that_falls_is_told_as_such(self) -> None:
        changes = changes_of(trends_with(*[20] * 12, *[5] * 3))
        assert changes.rising == ()
        assert [change.points for change in changes.falling] == ["−15.0"]

    def test_months_that_are_not_complete_are_left_out(self) -> None:
        trends = trends_with(*[5] * 12, 20, 0, 20, 20, 0, gaps=[13, 16])
        changes = changes_of(trends)
        assert [month.name for month in changes.recent] == ["2025-01", "2025-03", "2025-04"]
        assert changes.rising[0].recent == Share(60, 300)

    def test_fourteen_complete_months_are_too_few(self) -> None:
        assert changes_of(trends_with(*[5] * 12, 50, 50)) == Changes()

    def test_a_tiny_topic_does_not_rise(self) -> None:
        assert changes_of(trends_with(*[0] * 12, 6, 6, 7)).rising == ()
        assert len(changes_of(trends_with(*[0] * 12, 6, 7, 7)).rising) == 1

    def test_a_change_that_may_be_chance_is_none(self) -> None:
        changes = changes_of(trends_with(*[10] * 12, 11, 12, 11))
        assert changes.rising == changes.falling == ()
        assert changes.recent != ()

    def test_the_largest_change_leads_and_names_break_ties(self) -> None:
        parts = {"b": [5] * 12 + [20] * 3, "a": [5] * 12 + [20] * 3, "c": [5] * 12 + [30] * 3}
        months = trends_with(*[0] * 15).months
        topics = [
            TopicTrend(Topic(name, name, "g", "", ()), tuple(Share(n, 100) for n in parts[name])) for name in parts
        ]
        assert [change.trend.topic.name for change in changes_of(Trends(months, tuple(topics))).rising] == [
            "c",
            "a",
            "b",
        ]

    @given(st.lists(st.integers(0, 100), min_size=15, max_size=15))
    def test_a_topic_rises_only_where_its_mirror_image_falls(self, papers: list[int]) -> None:
        mirrored = [100 - number for number in papers]
        there, back = changes_of(trends_with(*papers)), changes_of(trends_with(*mirrored))
        if all(sum(numbers) >= 20 for numbers in (papers, mirrored)):
            assert [change.difference for change in there.rising] == [-change.difference for change in back.falling]

    def test_a_topic_in_every_paper_or_in_none_neither_rises_nor_falls(self) -> None:
        for papers in (0, 100):
            changes = changes_of(trends_with(*[papers] * 15))
            assert changes.rising == changes.falling == ()

    def test_home_is_given_only_the_first(self, archive: Path) -> None:
        assert rising(catalog(archive), 3) == ()
