"""Topics: the page of a topic leads to its years, that of a year to the topic and to the year before."""

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import catalog_of
from generator.publish.pages.topics import topic_pages, topic_year_pages
from generator.publish.render import Converter
from generator.publish.settings import read_site
from generator.publish.theme.page import Page
from tests.support.archives import xpath


def add_papers(archive: Path, *days: date | None) -> None:
    for day in days:
        paper = Record(key=f"weather-of-{day or 'no-day'}", title="Translation of Weather")
        write_listing(archive / "content", Listing(day=day, source="sample", status="complete", papers=(paper,)))


def pages_of(archive: Path) -> dict[str, Page]:
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    return {page.address: page for pages in (topic_pages, topic_year_pages) for page in pages(catalog)}


def ways_on(page: Page, converter: Converter) -> list[str]:
    """Return the addresses of the topic's own pages that a page leads to: the same in both ways to make it."""
    ways = [
        xpath(html.fromstring(made), "//p[not(@class='topics')]/a[contains(@href, '../topics/translation/')]/@href")
        for made in (converter.convert(page.markdown()), page.html(converter))
    ]
    assert ways[0] == ways[1]
    return [way.rpartition("../")[2] for way in ways[0]]


@pytest.fixture
def of_three_years(archive: Path) -> Path:
    """Return the sample archive with translations of 2021, of 2023 and of no day beside that of 2025."""
    (archive / "content" / "curation" / "undated.yml").unlink()  # of papers that the next line puts another in place of
    add_papers(archive, date(2021, 2, 1), date(2023, 2, 1), None)
    return archive


def test_a_topic_leads_to_all_its_years(of_three_years: Path) -> None:
    topic = pages_of(of_three_years)["topics/translation/"]
    years = ["2025", "2023", "2021", "undated"]
    assert ways_on(topic, Converter(read_site(of_three_years))) == [f"topics/translation/{year}/" for year in years]


@pytest.mark.parametrize(("year", "before"), [("2025", ["2023"]), ("2023", ["2021"]), ("2021", []), ("undated", [])])
def test_a_year_leads_to_the_year_before_and_to_its_topic(of_three_years: Path, year: str, before: list[str]) -> None:
    page = pages_of(of_three_years)[f"topics/translation/{year}/"]
    ways = [f"topics/translation/{other}/" for other in before]
    assert ways_on(page, Converter(read_site(of_three_years))) == [*ways, "topics/translation/"]


def test_a_new_year_changes_no_page_of_an_old_one(of_three_years: Path) -> None:
    old = pages_of(of_three_years)
    add_papers(of_three_years, date(2026, 2, 2))
    new = pages_of(of_three_years)
    years = [f"topics/translation/{year}/" for year in ("2021", "2023", "2025", "undated")]
    assert [new[year].markdown() for year in years] == [old[year].markdown() for year in years]
    assert "topics/translation/2026/" in new.keys() - old.keys()
