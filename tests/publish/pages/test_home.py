"""The front page: which papers to read today, what was popular, and the ways to everything else."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from lxml import html

from generator.archive.load import Archive
from generator.archive.models import DatedUpvotes, Listing, Record, Topic
from generator.archive.papers import merge_papers
from generator.archive.topics import Topics
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.pages.home import home_pages
from generator.publish.pages.pictures import heat_strip
from generator.publish.render import Converter
from generator.publish.settings import read_site
from tests.support.archives import REPOSITORY, xpath
from tests.support.feeds import catalog_with, listing

FRIDAY = date(2025, 3, 14)  # of week 11


def papers(name: str, votes: Iterable[int | None]) -> list[Record]:
    return [Record(key=f"{name}-{place}", title=f"{name} {place}", upvotes=count) for place, count in enumerate(votes)]


def catalog_of_days(days: Mapping[int, list[Record]]) -> Catalog:
    """Return the catalog of days relative to that Friday."""
    return catalog_with([listing(FRIDAY + timedelta(days=number), found) for number, found in sorted(days.items())])


def page_of(catalog: Catalog) -> html.HtmlElement:
    (page,) = home_pages(catalog)
    return html.fragment_fromstring(page.html(Converter(catalog.site)), "div")


def home(days: Mapping[int, list[Record]]) -> html.HtmlElement:
    return page_of(catalog_of_days(days))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in xpath(page, path)]


def rail(page: html.HtmlElement) -> dict[str, list[str]]:
    """Return the titles of the papers below each heading of the rail."""
    return {
        heading: texts(page, f"//aside/h2[{place}]/following-sibling::*[1][@class='rows']//li/a")
        for place, heading in enumerate(texts(page, "//aside/h2"), 1)
    }


class TestNewestDay:
    def test_its_most_upvoted_three_lead_and_the_next_follow(self) -> None:
        page = home({0: papers("Kettles", [5, 9, 7, 8, *[0] * 20]), -1: papers("Pots", [99])})
        assert texts(page, "//h2[@id='newest']") == ["Friday, 14 March 2025 24 papers"]
        assert texts(page, "//*[@class='leading']//h3") == ["Kettles 1", "Kettles 3", "Kettles 2"]
        rows = texts(page, "//*[@class='main']/*[@class='rows']//a")
        assert rows[0] == "Kettles 0"
        assert len(rows) == 12
        assert xpath(page, "//*[@class='main']//a[starts-with(., 'All 24 papers')]/@href") == ["./days/2025-03-14/"]

    def test_without_any_upvotes_none_leads(self) -> None:
        page = home({0: papers("Kettles", [None, 0, None])})
        assert xpath(page, "//*[@class='leading']") == []
        assert len(texts(page, "//*[@class='main']/*[@class='rows']//a")) == 3
        assert "All 3" not in page.text_content()

    def test_a_paper_that_is_no_longer_listed_is_not_on_it(self) -> None:
        gone = Record(key="gone", title="Gone", upvotes=50, unlisted=True)
        page = home({0: [gone, *papers("Kettles", [1])]})
        assert texts(page, "//h2[@id='newest']") == ["Friday, 14 March 2025 1 paper"]
        assert "Gone" not in page.text_content()

    def test_it_is_the_last_day_that_lists_papers(self) -> None:
        gone = Record(key="gone", title="Gone", unlisted=True)
        page = home({0: papers("Kettles", [1]), 1: [], 2: [gone]})
        assert texts(page, "//h2[@id='newest']/a") == ["Friday, 14 March 2025"]

    def test_earlier_days_follow_newest_first_without_empty_ones(self) -> None:
        days = {-number: papers(f"Day {number}", [1] * number) for number in range(9)}
        page = home({**days, -2: [], 0: papers("Kettles", [1])})
        assert texts(page, "//ul[@class='earlier']/li") == [
            "Thu 13 Mar 1 paper", "Tue 11 Mar 3 papers", "Mon 10 Mar 4 papers", "Sun 9 Mar 5 papers",
            "Sat 8 Mar 6 papers", "Fri 7 Mar 7 papers", "All days",
        ]  # fmt: skip


class TestRail:
    def test_it_has_the_top_of_the_week_and_of_the_same_week_a_year_ago(self) -> None:
        page = home({
            0: papers("Fri", [2, 9]), -4: papers("Mon", [5, 8, 1, None]), -7: papers("Before", [99]),
            -364: papers("Old", [3, 4]), -371: papers("Older", [99]),
        })  # fmt: skip
        assert rail(page) == {
            "This week's top 5 Week 11 of 2025": ["Fri 1", "Mon 1", "Mon 0", "Fri 0", "Mon 2"],
            "Big a year ago Week 11 of 2024": ["Old 1", "Old 0"],
            "The last 12 weeks": [],
        }

    def test_it_has_five_of_each(self) -> None:
        found = rail(home({0: papers("Fri", range(9))}))
        assert found["This week's top 5 Week 11 of 2025"] == [f"Fri {number}" for number in (8, 7, 6, 5, 4)]

    def test_on_the_first_day_of_a_week_it_has_the_top_of_the_week_before(self) -> None:
        found = rail(home({0: papers("Fri", [1]), 3: papers("Mon", [9])}))
        assert found["Last week's top 5 Week 11 of 2025"] == ["Fri 0"]

    def test_without_a_week_before_it_has_that_of_the_day(self) -> None:
        assert rail(home({3: papers("Mon", [9])}))["This week's top 5 Week 12 of 2025"] == ["Mon 0"]

    def test_what_gains_is_shown_where_there_are_two_counts_and_not_even_named_where_not(self) -> None:
        counts = tuple(DatedUpvotes(day=FRIDAY + timedelta(days=age), upvotes=age * 4) for age in (1, 3))
        rising = Record(key="rising", title="Rising", upvotes=12, upvotes_at=counts)
        page = home({0: [rising], 3: papers("Mon", [1])})
        assert texts(page, "//h2[@id='gaining']/following-sibling::*[1]//li") == ["+8 upvotes Rising in 2 days"]
        assert "Gaining" not in home({0: papers("Fri", [1])}).text_content()

    def test_without_upvotes_it_has_no_tops(self) -> None:
        assert rail(home({0: papers("Fri", [None])})) == {"The last 12 weeks": []}


class TestHeatStrip:
    def test_it_has_a_column_and_a_link_for_each_week_and_says_in_words_what_it_shows(self) -> None:
        page = home({0: papers("Fri", [1] * 8), -1: papers("Thu", [1] * 2), -14: papers("Old", [1])})
        assert texts(page, "//ol[@class='heat-strip']/li")[-3:] == [
            "Week 9 of 2025: 1 paper on 1 day",
            "Week 10 of 2025: no papers",
            "Week 11 of 2025: 10 papers on 2 days",
        ]
        assert xpath(page, "//ol[@class='heat-strip']//a/@href") == ["./weeks/2025-W09/", "./weeks/2025-W11/"]
        assert len(xpath(page, "//ol[@class='heat-strip']/li")) == 12

    def test_the_more_papers_the_higher_the_shade(self) -> None:
        days = catalog_of_days({number: papers(f"D{number}", [1] * size) for number, size in
                                ((-4, 1), (-3, 3), (-2, 5), (0, 8))}).days  # fmt: skip
        (week,) = heat_strip(days, FRIDAY, 1).columns
        assert [(shade, path.count("M")) for shade, path in week.squares] == [
            ("shade-0", 1), ("shade-1", 1), ("shade-2", 1), ("shade-3", 1), ("shade-4", 1),
        ]  # fmt: skip

    def test_weekends_have_rows_only_where_something_was_listed_on_one(self) -> None:
        weekdays = catalog_of_days({0: papers("Fri", [1])}).days
        sunday = catalog_of_days({0: papers("Fri", [1]), 2: papers("Sun", [1])}).days
        heights = [heat_strip(days, FRIDAY, 12).height for days in (weekdays, sunday)]
        assert heights == [5 * 17 - 3, 7 * 17 - 3]


def test_a_group_names_its_largest_topics_and_leads_to_the_others() -> None:
    page = home({0: papers("Robots", [1])})
    assert texts(page, "//ul[@class='topic-groups']//h3") == ["Language", "Machines & bodies"]
    assert xpath(page, "//ul[@class='topic-groups']//h3/a/@href") == ["./topics/#g1", "./topics/#g2"]


def test_of_a_large_group_the_four_largest_topics_are_named_in_their_order() -> None:
    sizes = {"kites": 1, "lamps": 2, "moths": 4, "oars": 3, "pots": 2}
    topics = Topics(Topic(name, name.title(), "All", "What it is.", (name,)) for name in sizes)
    found = [Record(key=f"{name}-{n}", title=f"The {name} {n}") for name, size in sizes.items() for n in range(size)]
    listings = [listing(FRIDAY, found)]
    archive = Archive(tuple(listings), merge_papers(listings, {}, topics), topics, {}, frozenset())
    page = page_of(catalog_of(archive, read_site(REPOSITORY)))
    named = [text for text in texts(page, "//ul[@class='topic-groups']//a") if text.partition(" ")[0].lower() in sizes]
    assert [text.partition(" ")[0] for text in named] == ["Lamps", "Moths", "Oars", "Pots"]


def test_an_archive_without_days_has_its_introduction_and_topics() -> None:
    page = page_of(catalog_with(list[Listing]()))
    assert texts(page, "//h2") == ["Topics", "Subscribe"]
