"""Days, weeks, months: pages tell of days with papers, and a day without any counts as none."""

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from generator.archive.dates import Period
from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import Catalog, catalog_of, papers_on
from generator.publish.pages.archive import archive_pages
from generator.publish.pages.days import day_pages, topic_groups
from generator.publish.pages.periods import month_pages, week_pages
from generator.publish.paper import Papers
from generator.publish.render import Converter
from generator.publish.settings import read_site
from tests.support.archives import xpath
from tests.support.pages import made


@pytest.fixture
def catalog(archive: Path) -> Catalog:
    """Return the sample archive's catalog: four days, on one of which, in March, nothing was listed."""
    return catalog_of(load_archive(archive / "content"), read_site(archive))


def test_a_day_without_papers_is_no_day_that_papers_are_on(catalog: Catalog) -> None:
    (archive,) = made(archive_pages(catalog))
    assert "4 papers on 3 days, 10 March 2025 to 1 April 2025" in archive.markdown()
    march, _april = made(month_pages(catalog))
    assert "3 papers on 2 days" in march.markdown()
    eleventh, *_others = made(week_pages(catalog))
    assert "10 to 16 March 2025: 3 papers on 2 days" in eleventh.markdown()


def test_a_paper_of_two_days_counts_once_among_all_of_them(catalog: Catalog) -> None:
    march = catalog.periods("month")[Period("month", date(2025, 3, 1))]
    assert [len(papers) for papers in march.values()] == [2, 2, 0]
    assert [paper.key for paper in papers_on(march)] == [
        "2503.00042",
        "a-lantern-for-translators",
        "toward-shorter-summaries",
    ]
    assert [page.description[:9] for page in made(month_pages(catalog))] == ["3 papers ", "1 paper o"]


def test_a_week_announces_the_feed_of_each_week_s_top_ten_beside_its_digest(catalog: Catalog) -> None:
    (week, *_others), (month, *_) = made(week_pages(catalog)), made(month_pages(catalog))
    for ending in ("atom.xml", "rss.xml", "json"):
        assert f'href="../../feeds/weekly-top.{ending}"' in week.head
        assert f'href="../../feeds/weekly.{ending}"' in week.head
        assert f'href="../../feeds/monthly.{ending}"' in month.head
    assert "weekly-top" not in month.head


def test_a_month_lists_days_with_papers_alone_and_its_calendar_the_empty_one(catalog: Catalog) -> None:
    march, _april = made(month_pages(catalog))
    body = html.fromstring(f"<div>{march.markdown()}</div>")
    assert xpath(body, "//details/@id") == ["day-2025-03-10", "day-2025-03-11"]
    assert xpath(body, "//table//a[contains(@href, '2025-03-15')]/@title") == ["no papers"]


def test_a_day_leads_to_the_days_beside_it_its_week_and_its_month(catalog: Catalog) -> None:
    pages = {page.address: page.markdown() for page in made(day_pages(catalog))}
    tenth, first = pages["days/2025-03-10/"], pages["days/2025-04-01/"]
    assert "[Tue 11 March →](../../days/2025-03-11/){ rel=next }" in tenth
    assert "[Week 11](../../weeks/2025-W11/)" in tenth
    assert "[March 2025](../../months/2025-03/)" in tenth
    assert "[← Sat 15 March](../../days/2025-03-15/){ rel=prev }" in first


def test_a_day_of_another_year_is_named_with_its_year(archive: Path) -> None:
    paper = Record(key="weather", title="Weather")
    write_listing(
        archive / "content", Listing(day=date(2026, 1, 2), source="sample", status="complete", papers=(paper,))
    )
    *_, second, _undated = made(day_pages(catalog_of(load_archive(archive / "content"), read_site(archive))))
    assert "[← 1 April 2025](../../days/2025-04-01/)" in second.markdown()


def test_a_day_s_papers_stand_in_the_group_of_each_of_their_topics(catalog: Catalog) -> None:
    papers = Papers([*catalog.days[date(2025, 3, 10)], *catalog.days[date(2025, 3, 11)]])
    groups = topic_groups(catalog.topics, papers)
    assert [(group.title, group.anchor, group.look, [paper.key for paper in group.papers]) for group in groups] == [
        (
            "Language",
            "group-1",
            "g1",
            ["a-lantern-for-translators", "a-lantern-for-translators", "toward-shorter-summaries"],
        ),
        ("Machines & bodies", "group-2", "g2", ["2503.00042"]),
    ]


def test_every_filter_of_a_day_leads_to_a_list_on_the_same_page(catalog: Catalog, archive: Path) -> None:
    for page in made(day_pages(catalog)):
        body = html.fromstring(page.html(Converter(read_site(archive))))
        for hash_ in xpath(body, '//nav[@class="filters"]/a/@href'):
            assert xpath(body, f'//*[@id="{hash_[1:]}"]'), (page.address, hash_)


def test_the_lists_by_topic_lead_to_the_cards_and_do_not_repeat_long_titles(archive: Path) -> None:
    long = Record(key="kettles", title="Kettles That Whistle: A Study of Nine Kitchens", keywords=("robot",))
    listing = Listing(day=date(2026, 1, 2), source="sample", status="complete", papers=(long,))
    write_listing(archive / "content", listing)
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    found: dict[str, str] = {}
    for page in made(day_pages(catalog)):
        body = html.fromstring(page.html(Converter(read_site(archive))))
        cards = {f"#{anchor}" for anchor in xpath(body, "//div[@class='main']//*[@class='paper']/@id")}
        links = xpath(body, "//aside//div[@class='rows titles']//a")
        assert {link.get("href") for link in links} <= cards
        found |= {link.get("href"): link.text for link in links}
    assert found["#paper-kettles"] == "Kettles That Whistle: A Study of Nine…"
    assert found["#paper-a-lantern-for-translators"] == "A Lantern for Translators"


def test_a_day_s_lead_says_how_many_papers_it_lists(catalog: Catalog) -> None:
    pages = {page.address: page.markdown().splitlines()[4] for page in made(day_pages(catalog))}
    assert pages["days/2025-03-10/"] == "2 papers listed"
    assert pages["days/2025-03-15/"] == "No papers were listed on this day."
    assert pages["days/undated/"].startswith("1 paper. Citations: ")
