"""Weeks, months and years: the most upvoted first, topics beside those of the period before, then days or months."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from lxml import html

from generator.archive.dates import is_weekend
from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.incremental.fingerprint import digest_of
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.feeds.feed import DIGESTS
from generator.publish.pages.periods import month_pages, week_pages, year_pages
from generator.publish.render import Converter
from generator.publish.settings import read_site
from generator.publish.theme.page import Page
from tests.bench.synthetic import listing_of, listings_of, topics_text
from tests.support.archives import copy_settings, xpath
from tests.support.pages import made

FIRST = date(2025, 3, 31)


def record(key: str, upvotes: int | None, comments: int | None = None) -> Record:
    return Record(key=key, title=f"Translation of {key}", upvotes=upvotes, comments=comments)


def write(root: Path, day: date, *papers: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="sample", status="complete", papers=papers))


def read(root: Path) -> Catalog:
    return catalog_of(load_archive(root / "content"), read_site(root))


def pages(catalog: Catalog) -> dict[str, Page]:
    return {page.address: page for make in (week_pages, month_pages, year_pages) for page in made(make(catalog))}


def tree(page: Page) -> html.HtmlElement:
    return html.fromstring(f"<div>{page.html(Converter(read_site(Path())))}</div>")


def words(found: Iterable[html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in found]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive of two months of weekdays; each lists a paper with as many upvotes as the day's number."""
    (tmp_path / "content").mkdir()
    copy_settings(tmp_path)
    (tmp_path / "content" / "topics.yml").write_text(
        "- group: Language\n  topics:\n    translation:\n      title: Translation\n"
        "      description: From one language into another.\n      keywords: [translation]\n",
        "utf-8",
    )
    for number in range(62):
        if not is_weekend(day := FIRST + timedelta(number)):
            write(tmp_path, day, record(f"day-{day}", day.day))
    return tmp_path


def test_a_month_leads_with_its_ten_most_upvoted_papers(root: Path) -> None:
    april = tree(pages(read(root))["months/2025-04/"])
    assert words(xpath(april, "//h2"))[0] == "Top 10 of 22"
    titles = xpath(april, "//h3[@class='paper']")
    assert words(titles)[0] == "Translation of day-2025-04-30"
    assert len(titles) == 10


def test_a_year_leads_with_fifty_ten_of_them_as_cards(root: Path) -> None:
    for number in range(60):
        write(root, date(2024, 1, 1) + timedelta(number), record(f"old-{number}", number + 1))
    year = tree(pages(read(root))["years/2024/"])
    assert words(xpath(year, "//h2"))[0] == "Top 50 of 60"
    assert len(xpath(year, "//h3[@class='paper']")) == 10
    assert len(xpath(year, "//div[@class='main']//div[@class='rows']//li")) == 40


def test_a_period_in_which_nobody_voted_shows_its_days_at_once(root: Path) -> None:
    write(root, date(2024, 1, 1), record("quiet", None))
    january = tree(pages(read(root))["months/2024-01/"])
    assert xpath(january, "//*[@id='top']") == []
    assert len(xpath(january, "//div[@class='main']//details[@open]")) == 1


def test_days_are_folded_with_their_most_upvoted_paper_and_lead_to_their_page(root: Path) -> None:
    write(root, date(2025, 6, 2), record("less", 1), record("more", 2))
    june = tree(pages(read(root))["months/2025-06/"])
    (fold,) = xpath(june, "//details")
    assert words(xpath(fold, "summary")) == ["Mon 2 June 2 papers 2 upvotes Translation of more"]
    assert words(xpath(fold, ".//li")) == ["Translation of more", "Translation of less"]
    assert xpath(fold, "p/a/@href") == ["../../days/2025-06-02/"]
    assert (fold.get("id"), fold.get("open")) == ("day-2025-06-02", None)


def test_pages_lead_to_their_neighbours_and_up(root: Path) -> None:
    write(root, date(2024, 12, 31), record("old", 1))
    found = {
        address: xpath(tree(page), "//p[@class='neighbours']/a/@href") for address, page in pages(read(root)).items()
    }
    assert found["weeks/2025-W18/"] == [
        "../../weeks/2025-W17/",
        "../../months/2025-04/",
        "../../months/2025-05/",
        "../../weeks/2025-W19/",
    ]
    assert found["months/2025-04/"] == ["../../months/2025-03/", "../../years/2025/", "../../months/2025-05/"]
    assert found["years/2024/"] == ["../../archive/", "../../years/2025/"]


class TestTopics:
    def test_a_whole_month_is_compared_with_the_whole_month_before(self, root: Path) -> None:
        may = tree(pages(read(root))["months/2025-05/"])
        (note, share) = words(xpath(may, "//section[@class='shares']/*[self::p or self::ol]"))
        assert note == "Share of the papers; in brackets and as a line: April 2025."
        assert share == "Translation 100% (100%)"

    def test_a_month_that_is_not_over_is_marked_and_not_compared(self, root: Path) -> None:
        write(root, date(2025, 6, 2), record("new", 1))
        june = tree(pages(read(root))["months/2025-06/"])
        (note, share) = words(xpath(june, "//section[@class='shares']/*[self::p or self::ol]"))
        assert note == "Share of the papers. Incomplete: up to 2 June 2025."
        assert share == "Translation 100%"

    def test_a_whole_month_is_not_compared_with_one_that_is_not(self, root: Path) -> None:
        april = tree(pages(read(root))["months/2025-04/"])
        (note, _) = words(xpath(april, "//section[@class='shares']/*[self::p or self::ol]"))
        assert note == "Share of the papers. Not compared with March 2025: 1 of 21 weekdays read in full."


def test_a_year_names_the_days_that_were_not_read(root: Path) -> None:
    (root / "content/listings/2025/2025-04-18.json").unlink()
    year, month = pages(read(root))["years/2025/"], pages(read(root))["months/2025-04/"]
    assert words(xpath(tree(month), "//p[contains(@class, 'unread')]")) == ["Not read yet: 18 April"]
    assert words(xpath(tree(year), "//p[contains(@class, 'unread')]")) == ["Not read yet: 18 April"]


def test_one_more_day_changes_no_page_but_those_of_its_periods(root: Path) -> None:
    before = pages(read(root))
    write(root, date(2025, 6, 2), record("new", 5))
    after = pages(read(root))
    changed = {address for address in after if digest_of(after[address]) != digest_of(before.get(address))}
    neighbours = {"weeks/2025-W22/", "months/2025-05/"}  # which now lead on to the new ones
    assert changed == {"weeks/2025-W23/", "months/2025-06/", "years/2025/"} | neighbours


def test_there_is_no_yearly_digest(root: Path) -> None:
    assert set(DIGESTS) == {"day", "week", "month"}
    assert "alternate" not in pages(read(root))["years/2025/"].head


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return the catalog of an archive of all kinds of papers."""
    root = tmp_path_factory.mktemp("synthetic")
    (root / "content").mkdir()
    copy_settings(root)
    (root / "content" / "topics.yml").write_text(topics_text(), "utf-8")
    for listing in listings_of(800, seed=4):
        write_listing(root / "content", listing)
    return read(root)


def test_both_templates_of_a_period_give_the_same_html(synthetic: Catalog) -> None:
    converter = Converter(read_site(Path()))
    for address, page in pages(synthetic).items():
        assert page.html(converter) == converter.convert(page.markdown()), address


def test_a_month_of_seven_hundred_papers_is_small(tmp_path: Path) -> None:
    """At most 120 kB with its shell, which takes 3 kB."""
    (tmp_path / "content").mkdir()
    copy_settings(tmp_path)
    (tmp_path / "content" / "topics.yml").write_text(topics_text(), "utf-8")
    for number in range(28):
        write_listing(tmp_path / "content", listing_of(date(2025, 2, 1) + timedelta(number), seed=4))
    catalog = read(tmp_path)
    assert len(catalog.papers) == 700
    page = pages(catalog)["months/2025-02/"]
    assert len(page.html(Converter(read_site(Path()))).encode()) < 117_000
