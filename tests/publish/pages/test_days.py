"""Days, weeks, months: pages tell of days with papers, and a day without any counts as none."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.dates import Period
from generator.archive.load import load_archive
from generator.publish.catalog import Catalog, catalog_of, papers_on
from generator.publish.pages.calendar import calendar_months
from generator.publish.pages.days import archive_pages, day_section, month_pages, week_pages
from generator.publish.settings import read_site

EMPTY = "Saturday, 15 March 2025"


@pytest.fixture
def catalog(archive: Path) -> Catalog:
    """Return the sample archive's catalog: four days, on one of which, in March, nothing was listed."""
    return catalog_of(load_archive(archive / "content"), read_site(archive))


def test_a_day_without_papers_is_no_day_that_papers_are_on(catalog: Catalog) -> None:
    assert [month.lead for month in calendar_months(catalog)] == ["1 paper on 1 day", "3 papers on 2 days"]
    (archive,) = archive_pages(catalog)
    assert "4 papers on 3 days" in archive.markdown()
    march, _april = month_pages(catalog)
    assert "March 2025: 3 papers on 2 days" in march.markdown()
    eleventh, *_others = week_pages(catalog)
    assert "10 March 2025 to 16 March 2025: 3 papers on 2 days" in eleventh.markdown()


def test_a_paper_of_two_days_counts_once_among_all_of_them(catalog: Catalog) -> None:
    march = catalog.periods("month")[Period("month", date(2025, 3, 1))]
    assert [len(papers) for papers in march.values()] == [2, 2, 0]
    assert [paper.key for paper in papers_on(march)] == [
        "2503.00042",
        "a-lantern-for-translators",
        "toward-shorter-summaries",
    ]
    assert [page.description[:9] for page in month_pages(catalog)] == ["3 papers ", "1 paper o"]


def test_a_week_announces_the_feed_of_each_week_s_top_ten_beside_its_digest(catalog: Catalog) -> None:
    (week, *_others), (month, *_) = list(week_pages(catalog)), list(month_pages(catalog))
    for ending in ("atom.xml", "rss.xml", "json"):
        assert f'href="../../feeds/weekly-top.{ending}"' in week.head
        assert f'href="../../feeds/weekly.{ending}"' in week.head
        assert f'href="../../feeds/monthly.{ending}"' in month.head
    assert "weekly-top" not in month.head


def test_a_month_tells_of_a_day_without_papers(catalog: Catalog) -> None:
    march, _april = month_pages(catalog)
    assert EMPTY in march.markdown()


def test_a_day_s_lead_says_how_many_of_its_papers_are_shown(catalog: Catalog) -> None:
    day = date(2025, 3, 10)
    papers = catalog.days[day]
    assert day_section(day, papers, 0).lead == "2 papers listed"
    assert day_section(day, papers, 1).lead == "1 paper listed, 1 no longer listed"
    assert day_section(day, papers, 0, most=1).lead == "Top 1 of 2 papers"
    assert day_section(day, papers, 0, most=2).lead == "2 papers listed"


@pytest.mark.parametrize("day", [date(2025, 3, 14), date(2025, 3, 15)])  # a Friday, a Saturday
def test_an_empty_day_says_no_more_than_that(catalog: Catalog, day: date) -> None:
    assert day_section(day, catalog.days[date(2025, 3, 15)], 0).lead == "No papers were listed on this day."
