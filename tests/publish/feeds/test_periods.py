"""Digests: a day, a week or a month is one entry, of the papers that were new, and it stands still once it is over."""

import json
import re
from datetime import date, timedelta
from typing import Any
from xml.sax.saxutils import escape

import pytest
from lxml import html

from generator.archive.dates import Kind
from generator.archive.models import Listing, Record
from generator.publish.feeds.archives import new_papers
from generator.publish.feeds.feed import DOCUMENT
from generator.publish.feeds.periods import MOST_DIGESTS, digest_entry, digest_periods
from tests.support.archives import xpath
from tests.support.feeds import ROOT, catalog_with, feeds_with, listing

TUESDAY = date(2025, 3, 11)


def papers(day: date, number: int) -> list[Record]:
    return [Record(key=f"{day}-{each:03}", title=f"Paper {each} of {day}") for each in range(number)]


def days(first: date, number: int, papers_a_day: int = 2) -> list[Listing]:
    found = [first + timedelta(days=each) for each in range(number)]
    return [listing(day, papers(day, papers_a_day)) for day in found]


def digest(listings: list[Listing], span: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(feeds_with(listings)[f"feeds/{span}.json"])["items"]
    return found


def texts(item: dict[str, Any], path: str) -> list[str]:
    return [str(found.text_content()) for found in xpath(html.fragment_fromstring(item["content_html"], "div"), path)]


def test_a_day_is_one_entry_with_its_papers_each_a_link() -> None:
    (item,) = digest([listing(TUESDAY, papers(TUESDAY, 2))], "daily")
    assert item["id"] == "tag:daily-papers.github.io,2026:days/2025-03-11"
    assert item["url"] == f"{ROOT}days/2025-03-11/"
    assert item["title"] == "11 March 2025: 2 new papers"
    assert item["date_published"].startswith("2025-03-11T0")
    assert sorted(texts(item, "//li/a")) == ["Paper 0 of 2025-03-11", "Paper 1 of 2025-03-11"]
    assert f'<a href="{ROOT}papers/2025-03-11-000/">' in item["content_html"]


@pytest.mark.parametrize(
    ("span", "last", "title", "address", "dated"),
    [
        ("weekly", date(2025, 3, 17), "Week 11 of 2025: 12 new papers", "weeks/2025-W11", "2025-03-16"),
        ("monthly", date(2025, 4, 1), "March 2025: 42 new papers", "months/2025-03", "2025-03-31"),
    ],
)
def test_a_week_and_a_month_come_once_they_are_over_and_are_dated_by_their_last_day(
    span: str, last: date, title: str, address: str, dated: str
) -> None:
    whole = days(TUESDAY, (last - TUESDAY).days)
    newest = [] if span == "monthly" else digest(whole, span)
    assert newest == []
    ended = [*whole, listing(last, [])]  # an empty listing of a later day tells that it is over
    first = digest(ended, span)[-1]
    assert (first["title"], first["id"]) == (title, f"tag:daily-papers.github.io,2026:{address}")
    assert first["url"] == f"{ROOT}{address}/"
    assert first["date_published"].startswith(dated)


def test_no_month_is_told_before_it_is_over() -> None:
    assert digest(days(TUESDAY, 21), "monthly") == []  # up to 31 March


def test_a_paper_is_in_one_digest_of_each_kind_that_of_its_first_day() -> None:
    first, second = TUESDAY, TUESDAY + timedelta(days=1)
    both = [listing(first, papers(first, 1)), listing(second, papers(first, 1) + papers(second, 1))]
    newest, older = digest(both, "daily")
    assert texts(newest, "//li") == ["Paper 0 of 2025-03-12"]
    assert texts(older, "//li") == ["Paper 0 of 2025-03-11"]


def test_a_day_on_which_nothing_was_new_has_no_entry() -> None:
    listings = [*days(TUESDAY, 1), listing(TUESDAY + timedelta(days=4), [])]
    assert [item["title"] for item in digest(listings, "daily")] == ["11 March 2025: 2 new papers"]


@pytest.mark.parametrize(("kind", "span"), [("day", "daily"), ("week", "weekly"), ("month", "monthly")])
def test_a_feed_holds_as_many_digests_as_it_says_and_no_more(kind: Kind, span: str) -> None:
    listings = [
        listing(TUESDAY + timedelta(days=9 * each), papers(TUESDAY + timedelta(days=9 * each), 1))
        for each in range(100)
    ]
    found = digest(listings, span)
    assert len(found) == {"daily": 30, "weekly": 26, "monthly": 24}[span]
    assert [item["date_published"] for item in found] == sorted(
        (item["date_published"] for item in found), reverse=True
    )
    assert len(found) == MOST_DIGESTS[kind]


def test_a_digest_says_what_papers_do_where_that_fits() -> None:
    catalog = catalog_with([listing(TUESDAY, papers(TUESDAY, 2))], summary="Does <this>.")
    ((period, new),) = digest_periods(new_papers(catalog), TUESDAY, "day").items()
    entry = digest_entry(catalog.site, period, new, 1_000)
    assert entry.html.count("</a>: Does &lt;this&gt;.</li>") == 2
    entry = digest_entry(catalog.site, period, new, 450)
    assert entry.html.count("</a></li>") == 2


def test_a_digest_that_names_a_few_papers_alone_says_only_their_titles() -> None:
    catalog = catalog_with([listing(TUESDAY, papers(TUESDAY, 40))], summary="Does.")
    ((period, new),) = digest_periods(new_papers(catalog), TUESDAY, "day").items()
    entry = digest_entry(catalog.site, period, new, 2_000)
    assert re.search(r"and \d+ more</p>", entry.html)
    assert "Does." not in entry.html


def test_seven_days_are_lists_and_more_are_a_line_each() -> None:
    monday = date(2025, 3, 3)
    (week,) = digest([*days(monday, 7, 1), listing(monday + timedelta(days=8), [])], "weekly")
    assert len(texts(week, "//h3")) == len(texts(week, "//li")) == 7
    (month,) = digest([*days(monday, 8, 1), listing(date(2025, 4, 1), [])], "monthly")
    assert (len(texts(month, "//p")), texts(month, "//h3")) == (8, [])


def test_a_summary_counts_the_papers_and_names_the_first_five() -> None:
    (item,) = digest([listing(TUESDAY, [Record(key=f"p{each}", title=f"P{each}") for each in range(7)])], "daily")
    assert item["summary"] == f"7 new papers: {'; '.join(texts(item, '//li')[:5])}"


def test_the_less_room_there_is_the_fewer_papers_a_digest_names_and_never_takes_more() -> None:
    catalog = catalog_with([listing(TUESDAY, papers(TUESDAY, 40))], summary="\"Does\" & 'does' <\\it>")
    ((period, new),) = digest_periods(new_papers(catalog), TUESDAY, "day").items()
    forms = {room: digest_entry(catalog.site, period, new, room).html for room in range(12_000, -1, -100)}
    for room, text in forms.items():
        assert len(json.dumps(text, ensure_ascii=False).encode()) - 2 <= room
        assert len(escape(text).encode()) <= room
    named = [text.count("/papers/") for text in forms.values()]
    assert named == sorted(named, reverse=True)
    assert {*range(7), 40} <= set(named)
    (none_named,) = {text for text in forms.values() if text and "/papers/" not in text}
    assert "40 new papers" in none_named
    assert forms[0] == ""


@pytest.mark.parametrize(("number", "part", "last"), [(31, "//p", date(2025, 4, 1)), (5, "//h3", date(2025, 3, 10))])
def test_where_not_all_fit_each_day_names_a_few_and_says_how_many_more(number: int, part: str, last: date) -> None:
    span = "monthly" if number == 31 else "weekly"
    first = last - timedelta(days=number if number == 31 else 7)
    (item,) = digest([*days(first, number, 40), listing(last, [])], span)
    assert item["title"].endswith(f": {40 * number:,} new papers")
    assert len(texts(item, part)) == number
    named = len(xpath(html.fragment_fromstring(item["content_html"], "div"), "//a[contains(@href, '/papers/')]"))
    assert named % number == 0
    assert 0 < named // number < 40
    assert item["content_html"].count(f"and {40 - named // number} more</p>") == number


@pytest.mark.slow
def test_no_digest_feed_is_too_long_however_much_was_listed() -> None:
    title = "& < 深 " * 60
    listings = [
        listing(day, [Record(key=f"{day}-{each}", title=title) for each in range(90)])
        for day in (date(2024, 1, 1) + timedelta(days=7 * each) for each in range(110))
    ]
    files = feeds_with(listings)
    for span in ("daily", "weekly", "monthly"):
        for ending in ("atom.xml", "rss.xml", "json"):
            assert 10_000 < len(files[f"feeds/{span}.{ending}"]) <= DOCUMENT
