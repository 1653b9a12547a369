"""Topic pages: the newest papers by day, the most upvoted ones, each year; people, neighbours and the best ones."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest
from lxml import html

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.incremental.fingerprint import digest_of
from generator.publish.catalog import catalog_of
from generator.publish.pages.topic_papers import MOST_NEWEST, NEWEST
from generator.publish.pages.topics import topic_pages, topic_top_pages, topic_year_pages, topics_pages
from generator.publish.render import Converter
from generator.publish.settings import read_site
from generator.publish.theme.page import Page, PagePlan
from tests.support.archives import copy_settings, xpath
from tests.support.pages import made

TOPICS = """\
- group: Water
  hue: 200
  topics:
    kettles:
      title: Kettles
      description: What boils.
      keywords: [kettle]
    ferries:
      title: Ferries
      description: What waits.
      keywords: [ferry]
- group: 'Air *and* <b>"wind"</b>'
  topics:
    moths:
      title: 'Moths [x](y) "*"'
      description: What flies.
      keywords: [moth]
"""
DAY = date(2025, 3, 11)

Pages = Callable[..., dict[str, Page]]


def paper(key: str, title: str, *authors: str, upvotes: int | None = None) -> Record:
    return Record(key=key, title=title, authors=authors, upvotes=upvotes)


def kettles(number: int, prefix: str = "k", **facts: int) -> list[Record]:
    return [paper(f"{prefix}-{at:03}", f"Kettle {prefix.upper()}{at:03}", **facts) for at in range(number)]


@pytest.fixture
def pages(tmp_path: Path) -> Pages:
    """Return a function that gives the topic pages of an archive with these papers by day."""

    def make(listed: dict[date | None, Iterable[Record]], topics: str = TOPICS) -> dict[str, Page]:
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content" / "topics.yml").write_text(topics, "utf-8")
        copy_settings(tmp_path)
        for day, papers in listed.items():
            write_listing(tmp_path / "content", Listing(day=day, source="s", status="complete", papers=tuple(papers)))
        catalog = catalog_of(load_archive(tmp_path / "content"), read_site(tmp_path))
        plans = chain(topic_pages(catalog), topic_top_pages(catalog), topic_year_pages(catalog))
        return {page.address: page for page in (*topics_pages(catalog), *made(plans))}

    return make


def tree(page: Page, folder: Path) -> html.HtmlElement:
    """Return the page's body. Its two templates must give the same."""
    converter = Converter(read_site(folder))
    body = page.html(converter)
    assert body == converter.convert(page.markdown())
    return html.fromstring(f"<article>{body}</article>")


def without_buttons(page: html.HtmlElement) -> html.HtmlElement:
    for button in xpath(page, "//button"):
        button.drop_tree()
    return page


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in xpath(page, path)]


# New


def test_papers_are_grouped_by_the_day_that_last_listed_them(pages: Pages, tmp_path: Path) -> None:
    old, again = paper("a", "A Kettle"), paper("b", "B Kettle", upvotes=3)
    listed = {DAY: [old, again], DAY + timedelta(days=1): [again, paper("c", "C Kettle", upvotes=8)]}
    page = tree(pages(listed)["topics/kettles/"], tmp_path)
    assert texts(page, "//h2[starts-with(@id, 'day-')]") == [
        "Wednesday, 12 March 2025 2 papers",
        "Tuesday, 11 March 2025 1 paper",
    ]
    assert texts(page, "//h3") == ["C Kettle", "B Kettle", "A Kettle"]
    assert xpath(page, "//h2/a/@href")[0] == "../../days/2025-03-12/"


def test_whole_days_are_shown_until_there_are_enough_papers(pages: Pages, tmp_path: Path) -> None:
    days = [DAY + timedelta(days=number) for number in range(5)]
    listed = {day: kettles(NEWEST // 3 + 1, f"d{number}") for number, day in enumerate(days)}
    page = tree(pages(listed)["topics/kettles/"], tmp_path)
    assert xpath(page, "//h2[starts-with(@id, 'day-')]/@id") == [f"day-{day}" for day in days[:1:-1]]
    assert len(xpath(page, "//h3")) == 3 * (NEWEST // 3 + 1)


def test_a_day_of_very_many_papers_is_cut_and_says_so(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: kettles(MOST_NEWEST + 5), None: kettles(2, "u")})["topics/kettles/"], tmp_path)
    assert texts(page, "//h2[starts-with(@id, 'day-')]") == [
        f"Tuesday, 11 March 2025 Top {MOST_NEWEST} of {MOST_NEWEST + 5} papers"
    ]
    assert len(xpath(page, "//h3")) == MOST_NEWEST


def test_papers_without_a_day_come_last_and_say_so(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: kettles(1), None: kettles(2, "u")})["topics/kettles/"], tmp_path)
    assert texts(page, "//h2[starts-with(@id, 'day-')]")[1] == "Listing date unknown 2 papers"
    assert texts(page, "//p[@class='views']/a") == ["New", "2025", "Undated"]


def test_a_topic_without_papers_says_so_and_can_be_followed(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: kettles(1)})["topics/ferries/"], tmp_path)
    assert texts(page, "//p[@class='share']") == ["No papers on this topic yet."]
    assert xpath(page, "//a[@class='button']/@href") == ["../../feeds/topics/ferries.atom.xml"]
    assert xpath(page, "//p[@class='views'] | //div[@class='columns'] | //*[@id='people' or @id='best']") == []


def test_following_leads_to_the_topics_own_feed_and_its_address_can_be_copied(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: kettles(1)})["topics/kettles/"], tmp_path)
    assert texts(page, "//p[@class='follow']/a") == ["Follow: Atom", "RSS", "JSON"]
    assert xpath(page, "//button/@data-copy") == [
        "https://daily-papers.github.io/archive/feeds/topics/kettles.atom.xml"
    ]
    assert not [href for href in xpath(page, "//a/@href") if href.endswith("feeds/")]


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ({DAY: [*kettles(1), paper("m", "A Moth")]}, "1 paper. 50% of papers in 2025."),
        (
            {DAY: kettles(1), date(2023, 5, 4): [paper(f"m{at}", f"Moth {at}") for at in range(3)]},
            "1 paper. 100% of papers in 2025, none in 2023.",
        ),
        (
            {DAY: [paper(f"m{at}", f"Moth {at}") for at in range(399)] + kettles(1), None: kettles(1, "u")},
            "2 papers. 0.2% of papers in 2025.",
        ),
        ({None: kettles(3)}, "3 papers."),
    ],
)
def test_a_topic_s_share_of_a_year_is_said(
    pages: Pages, tmp_path: Path, listed: dict[date | None, list[Record]], said: str
) -> None:
    page = without_buttons(tree(pages(listed)["topics/kettles/"], tmp_path))
    assert texts(page, "//p[@class='share']") == [said]


# The rail


def test_people_with_most_papers_lead_to_the_search_for_them(pages: Pages, tmp_path: Path) -> None:
    listed = {
        DAY: [
            paper("a", "Kettle A", "Ada Finch", "Bo Ek", "Ada Finch"),
            paper("b", "Kettle B", "Ada Finch", "Kettle Team"),
            paper("c", "Kettle C", "Ada Finch", 'Zoë "Zed" O\'Neil', "Kettle Team"),
            paper("d", "Kettle D", 'Zoë "Zed" O\'Neil'),
            paper("m", "Moth", "Bo Ek"),
        ]
    }
    page = tree(pages(listed)["topics/kettles/"], tmp_path)
    people = "//h2[@id='people']/following-sibling::div[1]//li"
    assert texts(page, people) == ["Ada Finch 3 papers", 'Zoë "Zed" O\'Neil 2 papers']
    assert xpath(page, f"{people}/a/@href") == [
        "../../search/?author=Ada+Finch",
        "../../search/?author=Zo%C3%AB+%22Zed%22+O%27Neil",
    ]


def test_of_people_with_equally_many_papers_all_are_named_or_none(pages: Pages, tmp_path: Path) -> None:
    many = [f"Person {letter}" for letter in "ABCDEFGHIJ"]
    listed = {DAY: [paper(f"k{at}", f"Kettle {at}", "Ada Finch", *(many if at < 2 else [])) for at in range(3)]}
    page = tree(pages(listed)["topics/kettles/"], tmp_path)
    assert texts(page, "//h2[@id='people']/following-sibling::div[1]//a") == ["Ada Finch"]


def test_neighbours_are_topics_that_the_papers_often_have_as_well(pages: Pages, tmp_path: Path) -> None:
    both = [paper(f"b{at}", f"A Kettle on a Ferry {at}") for at in range(2)]
    page = tree(pages({DAY: [*both, paper("o", "A Moth in a Kettle"), *kettles(3)]})["topics/kettles/"], tmp_path)
    neighbours = "//h2[@id='often-with']/following-sibling::div[1]//"
    assert texts(page, f"{neighbours}li") == ["Ferries 2 papers"]
    assert xpath(page, f"{neighbours}a/@class") == ["dot g1"]


def test_the_best_of_each_year_has_upvotes(pages: Pages, tmp_path: Path) -> None:
    listed = {
        DAY: [paper("a", "Kettle A", upvotes=3), paper("b", "Kettle B", upvotes=7)],
        date(2024, 2, 2): [paper("c", "Kettle C", upvotes=50), paper("d", "Kettle D")],
        date(2023, 5, 5): kettles(2, upvotes=0),
        None: [paper("u", "Kettle U", upvotes=99)],
    }
    page = tree(pages(listed)["topics/kettles/"], tmp_path)
    assert texts(page, "//h2[@id='best']/following-sibling::div[1]//a") == ["Kettle B", "Kettle C"]


# Top and years


def test_the_most_upvoted_papers_are_a_page_of_their_own(pages: Pages, tmp_path: Path) -> None:
    listed = {
        DAY: [paper("a", "Kettle A", upvotes=3), paper("b", "Kettle B")],
        None: [paper("c", "Kettle C", upvotes=9)],
    }
    page = tree(pages(listed)["topics/kettles/top/"], tmp_path)
    assert texts(page, "//h2[@class='paper']") == ["Kettle C", "Kettle A"]
    assert texts(without_buttons(page), "//p[@class='share']") == ["Top 2 of 3 papers, by upvotes."]
    assert xpath(page, "//a[@aria-current]/@href") == ["../../../topics/kettles/top/"]


def test_without_several_upvoted_papers_there_is_no_page_of_them(pages: Pages, tmp_path: Path) -> None:
    made = pages({DAY: [paper("a", "Kettle A", upvotes=3), paper("b", "Kettle B", upvotes=0)]})
    assert "topics/kettles/top/" not in made
    assert texts(tree(made["topics/kettles/"], tmp_path), "//p[@class='views']/a") == ["New", "2025"]


@pytest.fixture
def of_three_years() -> dict[date | None, list[Record]]:
    days = (date(2025, 1, 2), date(2023, 2, 1), date(2021, 2, 1), None)
    return {day: kettles(1, f"y{day and day.year}".lower()) for day in days}


def test_every_page_of_a_topic_leads_to_all_others(
    pages: Pages, tmp_path: Path, of_three_years: dict[date | None, list[Record]]
) -> None:
    made = pages(of_three_years)
    for part in ("", "2025/", "2021/", "undated/"):
        page = tree(made[f"topics/kettles/{part}"], tmp_path)
        ways = [way.rpartition("../")[2] for way in xpath(page, "//p[@class='views']/a/@href")]
        assert ways == [f"topics/kettles/{other}" for other in ("", "2025/", "2023/", "2021/", "undated/")]
        assert [way.rpartition("../")[2] for way in xpath(page, "//a[@aria-current]/@href")] == [
            f"topics/kettles/{part}"
        ]


@pytest.mark.parametrize(
    ("year", "beside"),
    [("2025", ("2023", "")), ("2023", ("2021", "2025")), ("2021", ("undated", "2023")), ("undated", ("", "2021"))],
)
def test_a_year_leads_to_the_years_beside_it(
    pages: Pages, tmp_path: Path, of_three_years: dict[date | None, list[Record]], year: str, beside: tuple[str, str]
) -> None:
    page = tree(pages(of_three_years)[f"topics/kettles/{year}/"], tmp_path)
    for rel, other in zip(("prev", "next"), beside, strict=True):
        expected = [f"../../../topics/kettles/{other}/"] if other else []
        assert xpath(page, f"//a[@rel='{rel}']/@href") == expected


def test_a_year_has_all_its_papers_by_month_and_day(pages: Pages, tmp_path: Path) -> None:
    again = paper("x", "Kettle X", upvotes=4)
    listed = {
        date(2025, 1, 2): [again, *kettles(2, "j")],
        DAY: [again, paper("z", "Kettle Z", upvotes=9)],
        date(2026, 1, 1): [again],
    }
    made = pages(listed)
    page = tree(made["topics/kettles/2025/"], tmp_path)
    assert texts(page, "//h2[starts-with(@id, 'month-')]") == ["March 2025 2 papers", "January 2025 2 papers"]
    assert xpath(page, "//h2/a/@href") == ["../../../months/2025-03/", "../../../months/2025-01/"]
    assert texts(page, "//div[contains(@class, 'by-day')]/div[@class='rows']//li") == [
        "9 upvotes Kettle Z 11 Mar",
        "4 upvotes Kettle X 11 Mar",
        "Kettle J000 2 Jan",
        "Kettle J001 2 Jan",
    ]
    assert xpath(page, "//p[@class='views']/a[starts-with(@href, '#')]/@href") == ["#month-2025-03", "#month-2025-01"]
    assert texts(without_buttons(page), "//p[@class='share']") == ["4 papers, 100% of all papers in 2025."]


def test_a_year_of_undated_papers_has_no_months(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({None: kettles(2)})["topics/kettles/undated/"], tmp_path)
    assert xpath(page, "//h2[starts-with(@id, 'month-')]") == []
    assert len(xpath(page, "//div[@class='rows']//li")) == 2


def test_a_new_day_changes_no_page_of_another_topic_or_year(pages: Pages) -> None:
    listed: dict[date | None, list[Record]] = {
        DAY: [*kettles(300), *(paper(f"m{at}", f"Moth {at}") for at in range(300))],
        date(2024, 2, 2): kettles(2, "old"),
    }
    before, after = pages(listed), pages({date(2025, 3, 12): kettles(1, "new")})
    changed = {address for address in after if before[address].markdown() != after[address].markdown()}
    assert changed == {"topics/", "topics/kettles/", "topics/kettles/2025/"}


def test_another_order_of_topics_plans_every_page_anew_that_it_changes(tmp_path: Path) -> None:
    """Of neighbouring topics with equally many papers, those come first that topics.yml has first."""
    papers = tuple(paper(f"p{at}", f"Kettle, ferry and moth {at}", upvotes=at + 1) for at in range(3))
    write_listing(tmp_path / "content", Listing(day=DAY, source="s", status="complete", papers=papers))
    copy_settings(tmp_path)

    def plans(*order: str) -> dict[str, PagePlan]:
        topics = "".join(f"    {name}s: {{title: {name}, description: D., keywords: [{name}]}}\n" for name in order)
        (tmp_path / "content" / "topics.yml").write_text(f"- group: All\n  topics:\n{topics}")
        catalog = catalog_of(load_archive(tmp_path / "content"), read_site(tmp_path))
        found = chain(topic_pages(catalog), topic_top_pages(catalog), topic_year_pages(catalog))
        return {plan.address: plan for plan in found}

    before, after = plans("kettle", "ferry", "moth"), plans("kettle", "moth", "ferry")
    changed = {at for at in after if before[at].make().markdown() != after[at].make().markdown()}
    assert {"topics/kettles/", "topics/kettles/top/"} <= changed
    assert changed <= {at for at in after if digest_of(before[at].made_from) != digest_of(after[at].made_from)}


# The index, and names from outside


def test_the_index_has_groups_with_their_hue_and_bars_by_number(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: [*kettles(40), paper("f", "A Ferry")]})["topics/"], tmp_path)
    assert xpath(page, "//div[@class='group-links']//a/@href") == ["#g1", "#g2"]
    assert texts(page, "//h2") == ["Water", 'Air *and* <b>"wind"</b>']
    assert xpath(page, "//h2/@class") == ["icon g1", "icon g2"]
    assert texts(page, "//li/small") == ["40 papers", "1 paper", "0 papers"]
    assert [small.get("class") for small in xpath(page, "//li/small")] == ["part-20", "part-1", None]


def test_an_archive_of_one_group_needs_no_list_of_groups(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: kettles(1)}, TOPICS.partition("- group: 'Air")[0])["topics/"], tmp_path)
    assert xpath(page, "//div[@class='group-links']") == []


def test_very_many_topics_are_one_page(pages: Pages, tmp_path: Path) -> None:
    entry = "    t{0}: {{title: Topic {0}, description: The {0}th., keywords: [word{0}]}}\n"
    topics = "".join(
        f"- group: Group {group}\n  topics:\n{''.join(entry.format(group * 10 + at) for at in range(10))}"
        for group in range(20)
    )
    page = tree(pages({DAY: [paper("w", "About word7")]}, topics)["topics/"], tmp_path)
    assert len(xpath(page, "//div[contains(@class, 'topic-list')]//li")) == 200


def test_names_of_topics_and_groups_stay_text(pages: Pages, tmp_path: Path) -> None:
    page = tree(pages({DAY: [paper("m", "A Moth")]})["topics/moths/"], tmp_path)
    assert texts(page, "//h1") == ['Moths [x](y) "*"']
    assert texts(page, "//p[@class='crumbs']") == ['Topics › Air *and* <b>"wind"</b>']
    assert xpath(page, "//button/@aria-label") == ['Copy address: Atom feed of Moths [x](y) "*"']
    assert xpath(page, "//article//b[not(@class)]") == []
