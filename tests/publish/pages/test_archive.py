"""The archive: years with their months, what was most upvoted in each, and what was not read, said quietly."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html

from generator.archive.dates import is_weekend
from generator.archive.ledger import ledger_of
from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import catalog_of
from generator.publish.pages.archive import archive_pages
from generator.publish.pages.calendar import states_of, unread_days
from generator.publish.render import Converter
from generator.publish.settings import read_site
from tests.support.archives import copy_settings, xpath
from tests.support.pages import made

MOST_ELEMENTS = 2_500  # for ten years of days: a phone lays these out in a few hundredths of a second


def listing(day: date, *upvotes: int | None) -> Listing:
    papers = tuple(
        Record(key=f"{day}-{place}", title=f"Kite {day}", upvotes=votes) for place, votes in enumerate(upvotes)
    )
    return Listing(day=day, source="sample", status="complete" if papers else "empty", papers=papers)


def archive_page(root: Path) -> html.HtmlElement:
    (page,) = made(archive_pages(catalog_of(load_archive(root / "content"), read_site(root))))
    return html.fromstring(f"<div>{page.html(Converter(read_site(root)))}</div>")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    copy_settings(tmp_path)
    return tmp_path


def test_the_newest_year_and_month_are_first_each_with_its_most_upvoted_paper(root: Path) -> None:
    for day, votes in ((date(2023, 12, 29), 3), (date(2025, 1, 2), 4), (date(2025, 1, 3), 9), (date(2025, 3, 3), None)):
        write_listing(root / "content", listing(day, votes))
    page = archive_page(root)
    assert [" ".join(heading.text_content().split()) for heading in xpath(page, "//h2")] == [
        "2025 3 papers",
        "Days",
        "2023 1 paper",
    ]
    rows = xpath(page, "//ul[@class='month-list']/li")
    assert [" ".join(row.text_content().split()) for row in rows] == [
        "March 1",
        "January 2 9 upvotes Kite 2025-01-03",
        "December 1 3 upvotes Kite 2023-12-29",
    ]
    assert xpath(rows[1], ".//a/@href") == ["../months/2025-01/", "../papers/2025-01-03-0/"]
    assert xpath(page, "//nav[@class='years']/a/@href") == ["../years/2025/", "../years/2023/"]


def test_the_days_of_the_newest_year_alone_are_shown_and_older_ones_are_on_its_page(root: Path) -> None:
    for day in (date(2024, 5, 6), date(2025, 5, 6), date(2025, 5, 7)):
        write_listing(root / "content", listing(day, 1))
    links = xpath(archive_page(root), "//table//td/a/@href")
    assert links == ["../days/2025-05-06/", "../days/2025-05-07/"]


def test_the_two_newest_months_have_a_calendar_and_a_link_leads_to_the_others(root: Path) -> None:
    for day in (date(2025, 3, 3), date(2025, 5, 6), date(2025, 6, 2)):
        write_listing(root / "content", listing(day, 1))
    page = archive_page(root)
    assert xpath(page, "//table/caption/a/@href") == ["../months/2025-06/", "../months/2025-05/"]
    assert xpath(page, "//aside/p/a/@href") == ["../years/2025/#calendar"]


def test_days_that_were_not_read_are_one_line_and_a_missing_month_no_more(root: Path) -> None:
    for day in (date(2025, 1, 2), date(2025, 1, 6), date(2025, 4, 1)):
        write_listing(root / "content", listing(day, 1))
    page = archive_page(root)
    assert [note.text for note in xpath(page, "//p[contains(@class, 'unread')]")] == [
        "Not read yet: 3 January, 7 January to 31 March"
    ]
    assert len(xpath(page, "//table")) == 2


def test_weekends_without_a_listing_are_not_said_to_be_unread() -> None:
    states = states_of(
        ledger_of([listing(date(2025, 3, 7), 1), listing(date(2025, 3, 9)), listing(date(2025, 3, 10), 1)])
    )
    assert states == {date(2025, 3, 7): "complete", date(2025, 3, 9): "empty", date(2025, 3, 10): "complete"}
    assert unread_days([date(2025, 3, 7) + timedelta(number) for number in range(4)], states) == ""


@pytest.mark.slow
def test_ten_years_of_days_stay_light(root: Path) -> None:
    for number in range(3_652):
        if not is_weekend(day := date(2016, 1, 1) + timedelta(number)):
            write_listing(root / "content", listing(day, number))
    page = archive_page(root)
    assert len(xpath(page, "//nav[@class='years']/a")) == 10
    assert len(xpath(page, "//*")) < MOST_ELEMENTS
