"""The trends page: what it shows of an archive, and what a new day changes of it."""

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.discover.trends import trends_of
from generator.publish.pages.trends import TopicSpark, rising_lines, span_of, topic_spark, trends_pages
from generator.publish.render import Converter, render_markdown
from generator.publish.settings import read_site
from tests.support.archives import edited, fill_sixteen_months, xpath


def catalog(archive: Path) -> Catalog:
    return catalog_of(load_archive(archive / "content"), read_site(archive))


def page_of(archive: Path) -> html.HtmlElement:
    (page,) = trends_pages(catalog(archive))
    return html.fromstring(page.html(Converter(read_site(archive))))


def words(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(" ".join(part.itertext()).split()) for part in page.xpath(path)]


@pytest.fixture
def filled(archive: Path) -> Path:
    fill_sixteen_months(archive)
    return archive


def test_it_lists_what_rises_and_what_falls_with_numbers(filled: Path) -> None:
    page = page_of(filled)
    assert words(page, "//section[h3='Rising']//tbody/tr") == ["Robotics 0.0% 100.0% +100.0"]
    assert words(page, "//section[h3='Falling']//tbody/tr") == ["Translation 100.0% 0.0% −100.0"]
    assert "December 2024 to February 2025, against December 2023 to November 2024" in words(page, "//p")[1]


def test_every_chart_is_described_and_has_its_table_and_its_data(filled: Path) -> None:
    page = page_of(filled)
    charts = page.xpath("//svg")
    assert charts
    assert all(chart.get("role") == "img" and chart.get("aria-label") for chart in charts)
    assert len(page.xpath("//details[summary='Table']//table")) == 2 + 2  # comparison, months and two groups
    assert set(xpath(page, "//a/@href[contains(., '/data/')]")) == {
        *(f"../data/trends/{name}" for name in ("changes.csv", "topics.csv", "months.csv", "trends.json"))
    }
    assert not page.xpath("//@style")


def test_the_month_with_most_papers_is_a_complete_one(filled: Path) -> None:
    papers = tuple(Record(key=f"april-{number}", title=f"April {number}") for number in range(40))
    write_listing(filled / "content", Listing(day=date(2025, 4, 2), source="s", status="complete", papers=papers))
    label, *_ = xpath(page_of(filled), "//svg/@aria-label[starts-with(., 'Papers by month')]")
    assert label == "Papers by month, November 2023 to April 2025: most in January 2025, 23 papers"


def test_without_fifteen_complete_months_it_says_nothing_of_rising(archive: Path) -> None:
    page = page_of(archive)
    assert words(page, "//h2") == ["Papers per month", "How it is counted"]
    assert words(page, "//tbody/tr") == ["2025-04 * 1 1 of 22", "2025-03 * 3 1 of 21"]


def test_an_archive_without_a_listing_has_a_page(archive: Path) -> None:
    for folder, ending in (("listings", "*.json"), ("curation", "*.yml")):
        for file in (archive / "content" / folder).rglob(ending):
            file.unlink()
    page = page_of(archive)
    assert words(page, "//h2") == ["How it is counted"]
    assert words(page, "//p")[0] == "No papers yet."


def test_a_topic_that_is_not_described_stays_text(filled: Path) -> None:
    title = '`<b>` & *"Robots"* [x](y)'
    after = edited(filled, "content/topics.yml", "title: Robotics", f"title: '{title}'")
    page = page_of(after)
    assert words(page, "//section[h3='Rising']//th[@scope='row']") == [title]
    assert not page.xpath("//b[.=' & *']")
    assert any(title in label for label in xpath(page, "//svg/@aria-label"))


def test_a_new_day_of_an_unfinished_month_changes_no_sparkline(filled: Path) -> None:
    before = [TopicSpark(trends_of(catalog(filled)), trend).digest for trend in trends_of(catalog(filled)).topics]
    paper = Record(key="robot-of-april", title="A Robot of April")
    write_listing(filled / "content", Listing(day=date(2025, 4, 2), source="s", status="complete", papers=(paper,)))
    after = catalog(filled)
    assert [TopicSpark(trends_of(after), trend).digest for trend in trends_of(after).topics] == before


def test_a_topic_has_a_sentence_a_sparkline_and_a_table(filled: Path) -> None:
    spark = topic_spark(catalog(filled), "robotics")
    assert spark.sentence == "100% of papers in 2025 so far, none in 2023"
    for form in ("md", "html"):
        text = render_markdown(f"pages/sparkline.{form}", trend=spark, base="../../")
        made = Converter(read_site(filled)).convert(text) if form == "md" else text
        assert made.strip() == render_markdown("pages/sparkline.html", trend=spark, base="../../").strip()
    part = html.fromstring(f"<div>{made}</div>")
    assert words(part, "//tbody/tr")[-1] == "2023 0 0.0%"
    assert xpath(part, "//svg/@aria-label") == [spark.sentence]


def test_a_topic_without_two_quarters_has_none(archive: Path) -> None:
    spark = topic_spark(catalog(archive), "robotics")
    assert render_markdown("pages/sparkline.html", trend=spark, base="./").strip() == ""


def test_home_lists_what_rises(filled: Path) -> None:
    lines = rising_lines(catalog(filled), 5)
    assert [line.title for line in lines] == ["Robotics"]
    text = render_markdown("pages/rising.md", rising=lines, base="./")
    made = html.fromstring(Converter(read_site(filled)).convert(text))
    assert words(made, "//li") == ["Robotics 100%"]
    assert xpath(made, "//a/@href") == ["./topics/robotics/"]


def test_months_are_named_in_words(filled: Path) -> None:
    months = trends_of(catalog(filled)).months
    assert span_of(months[:1]) == "November 2023"
    assert span_of(months[2:5]) == "January to March 2024"
    assert span_of(months[:3]) == "November 2023 to January 2024"
    assert span_of([]) == ""
