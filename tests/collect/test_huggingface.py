"""Hugging Face's lists, papers and search, asked of a real server that answers with invented papers."""

import gzip
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.models import Links, Sighting
from generator.collect.http import Answer, Web
from generator.collect.huggingface import HuggingFace, read_list
from generator.collect.source import DayList, MonthList
from generator.errors import SourceError
from tests.support.archives import SCRAPES
from tests.support.source_server import (
    AskedWeb,
    Fault,
    Reply,
    SourceServer,
    answers,
    cut_off,
    fault,
    item,
    redirect,
    server_error,
    wrong_gzip,
)

RECORDED = SCRAPES.parent / "huggingface"
DAY = date(2025, 3, 11)
TODAY = "2025-03-11"
LAST_DAY = date(2025, 3, 14)


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        yield server


@pytest.fixture
def web() -> Iterator[Web]:
    with Web(contact="https://archive.example", sleep=list[float]().append, timeouts=(5, 5)) as web:
        yield web


@pytest.fixture
def hub(server: SourceServer, web: Web) -> HuggingFace:
    return HuggingFace(web, today=LAST_DAY, endpoint=f"{server.url}/")


def read(*items: object) -> list[Sighting]:
    papers, _ = read_list(Answer("http://hub.example/", json.dumps(items).encode()))
    return [sighted.paper for sighted in papers]


def read_one(title: str = "Slow Kettles", day: str = TODAY, **changes: object) -> Sighting:
    (paper,) = read(item("2503.00001", title, day, **changes))
    return paper


def many(number: int, day: str = TODAY) -> list[dict[str, Any]]:
    return [item(f"2503.{at:05}", f"Paper {at}", day, upvotes=at % 7) for at in range(number)]


# Days, months, papers, search


def test_a_day_is_its_papers_with_their_facts_and_no_account(server: SourceServer, hub: HuggingFace) -> None:
    links = {"githubRepo": "https://code.example/k", "projectPage": "https://kettles.example"}
    server.days[TODAY] = [item("2503.00001", "Slow Kettles", TODAY, **links, withdrawnAt="2025-06-28T23:50:57.000Z")]
    paper = Sighting(
        title="Slow Kettles",
        abstract="What there is to say of Slow Kettles.",
        arxiv_id="2503.00001",
        authors=("Ada Example",),
        published=DAY,
        upvotes=1,
        comments=2,
        links=Links(code="https://code.example/k", project="https://kettles.example"),
        keywords=("kettles", "patience"),
        withdrawn=date(2025, 6, 28),
    )
    assert hub.day(DAY) == DayList((paper,))
    assert server.requests[0].params == {"date": TODAY, "limit": "100"}
    assert hub.notes == []


@pytest.mark.parametrize("number", [0, 1, 99, 100, 101, 250])
def test_every_page_is_read(server: SourceServer, hub: HuggingFace, number: int) -> None:
    server.days[TODAY] = many(number)
    assert {paper.arxiv_id for paper in hub.day(DAY).papers} == {f"2503.{at:05}" for at in range(number)}
    assert [request.params.get("p") for request in server.requests] == [None, "1", "2"][: max(1, -(-number // 100))]
    assert len({request.client for request in server.requests}) == 1


def test_a_month_is_its_days_by_the_day_in_utc_on_which_each_paper_was_listed(
    server: SourceServer, hub: HuggingFace
) -> None:
    server.days["2025-03-12"] = many(120, "2025-03-12")
    server.days[TODAY] = [
        item("2503.90001", "Late", TODAY, submittedOnDailyAt="2025-03-11T23:59:59.999Z"),
        item("2503.90002", "From Afar", TODAY, submittedOnDailyAt="2025-03-12T01:00:00+02:00"),
    ]
    server.days["2025-04-01"] = many(3, "2025-04-01")
    days = hub.month("2025-03").days
    assert list(days) == [DAY, date(2025, 3, 12)]
    assert {paper.title for paper in days[DAY]} == {"Late", "From Afar"}
    assert len(days[date(2025, 3, 12)]) == 120
    assert hub.month("2025-02") == MonthList({}, (), whole=True)


def test_a_paper_on_two_days_is_on_both_and_one_that_slips_to_the_next_page_comes_once(
    server: SourceServer, hub: HuggingFace
) -> None:
    server.days[TODAY] = [*many(100), *many(3)]
    server.days["2025-03-12"] = many(1, "2025-03-12")
    days = hub.month("2025-03").days
    assert {str(day): len(papers) for day, papers in days.items()} == {TODAY: 100, "2025-03-12": 1}
    assert len(hub.day(DAY).papers) == 100


def test_a_title_finds_only_papers_of_that_title(server: SourceServer, hub: HuggingFace) -> None:
    for number, title in enumerate(["Slow Kettles", "SLOW\n  Kettles!", "Slow Kettles Revisited", "Kettles"]):
        server.papers[f"2503.0000{number}"] = item(f"2503.0000{number}", title, TODAY)
    server.days[TODAY] = [server.papers["2503.00000"]]
    assert [paper.arxiv_id for paper in hub.find("“Slow” kettles")] == ["2503.00000", "2503.00001"]
    assert hub.find("Fast Kettles") == ()
    assert hub.find(" \x07") == ()


@pytest.mark.parametrize(("title", "length"), [("long " * 100, 250), ("a" + "🫖" * 200, 125)])
def test_a_long_title_is_cut_to_what_the_search_takes(
    server: SourceServer, hub: HuggingFace, title: str, length: int
) -> None:
    server.faults.append(answers(json.dumps([{"id": "2503.00001", "title": title}])))
    assert [paper.arxiv_id for paper in hub.find(title)] == ["2503.00001"]
    assert len(server.requests[0].params["q"]) in {length, length - 1}


def test_the_token_goes_along_to_every_page(server: SourceServer) -> None:
    server.days[TODAY] = many(101)
    with Web(contact="https://archive.example") as web:
        HuggingFace(web, today=LAST_DAY, endpoint=server.url, token=" hf_abc\n").day(DAY)  # noqa: S106 - invented
        HuggingFace(web, today=LAST_DAY, endpoint=server.url, token=" ").day(DAY)  # noqa: S106 - blank
    sent = [request.headers.get("Authorization") for request in server.requests]
    assert sent == ["Bearer hf_abc"] * 2 + [None] * 2


# Answers that are no lists


def test_a_day_to_come_is_an_error_with_the_reason(server: SourceServer, hub: HuggingFace) -> None:
    server.today = "2025-03-10"
    with pytest.raises(SourceError, match=r"date=2025-03-11.*must answer with a list.*says: ✖ \"date\" must be less"):
        hub.day(DAY)


def test_a_month_that_is_none_is_an_error_with_the_reason(hub: HuggingFace) -> None:
    with pytest.raises(SourceError, match=r"month=2025-3&.*status 400: .*Invalid date"):
        hub.month("2025-3")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("<html>Sorry</html>", "this is HTML"),
        ("", "this is empty"),
        ("[{", "this begins with: [{"),
        ('{"papers": []}', 'this begins with: {"papers": []}'),
        ("[" * 100_000, "this begins with: [[["),
        ("\udcff", "this begins with: "),
        ("null", "this begins with: null"),
    ],
)
def test_what_is_no_list_is_an_error(server: SourceServer, hub: HuggingFace, body: str, cause: str) -> None:
    server.faults.append(fault(Reply(body.encode("utf-8", "surrogateescape"))))
    with pytest.raises(SourceError) as raised:
        hub.day(DAY)
    assert f"{TODAY}&limit=100: must answer with a list of papers in JSON; {cause}" in str(raised.value)


@pytest.mark.parametrize(
    "trouble", [cut_off(p="1"), wrong_gzip(p="1"), server_error(times=6, p="1"), answers("{}", p="1")]
)
def test_a_list_with_a_page_missing_is_an_error(server: SourceServer, hub: HuggingFace, trouble: Fault) -> None:
    server.days[TODAY] = many(150)
    server.faults.append(trouble)
    with pytest.raises(SourceError, match="p=1"):
        hub.day(DAY)
    assert len(hub.day(DAY).papers) == 150


def test_an_address_that_answers_with_a_page_is_an_error(hub: HuggingFace, server: SourceServer) -> None:
    server.faults += [redirect("/login"), Fault(lambda _: Reply(b"<html>"), path="/login")]
    with pytest.raises(SourceError, match=r"/login: must answer with a list of papers in JSON; this is HTML"):
        hub.day(DAY)


def test_the_next_page_is_on_the_same_host(server: SourceServer, hub: HuggingFace) -> None:
    server.days[TODAY] = many(101)
    server.link_host = "https://elsewhere.example"
    with pytest.raises(SourceError, match=r"must be on the same host, and is at https://elsewhere\.example/api/"):
        hub.day(DAY)


def test_pages_come_to_an_end(server: SourceServer, hub: HuggingFace) -> None:
    again = {"Link": '</api/daily_papers?p=1>; rel="next"'}
    server.faults.append(fault(Reply(b"[]", headers=again), times=99))
    with pytest.raises(SourceError, match="the pages must come to an end"):
        hub.day(DAY)
    assert len(server.requests) == 2


# Items that cannot be used


def test_what_is_left_out_of_a_list_is_noted(server: SourceServer, hub: HuggingFace) -> None:
    server.days[TODAY] = [
        item("2503.00001", "Slow Kettles", TODAY),
        item("2503.00002", " \n ", TODAY),
        item("2503.00003", "Ill", TODAY, authors="Ada"),
        item("2503.00004", "Strayed", "2025-03-10"),
        {"paper": {"upvotes": 0}},
        {"paper": {"id": 7, "title": "Tugs"}},
    ]
    server.days["2025-03-10"] = [item("2503.00004", "Strayed", "2025-03-10")]
    listed = hub.day(DAY)
    assert [paper.title for paper in listed.papers] == ["Slow Kettles"]
    asked = f"{server.url}/api/daily_papers?date={TODAY}: "
    assert listed.unread == (
        f"{asked}item 2, paper 2503.00002, is left out: it has no title",
        f"{asked}item 3, “Ill” (2503.00003), is left out: paper.authors: must be a list, is text",
        f"{asked}item 5, whose paper is unknown, is left out: it has no title",
        f"{asked}item 6, “Tugs”, is left out: paper.id: must be text, is a whole number",
    )
    assert hub.notes == [f"{asked}“Strayed” is dated 2025-03-10, where it is listed too: left out here"]


def test_items_of_another_form_are_named_as_far_as_they_tell_of_a_paper() -> None:
    items: list[object] = [{"paper": [], "title": "Ferries"}, ["Piers"], 7]
    assert read_list(Answer("http://hub.example/", json.dumps(items).encode())) == (
        [],
        [
            "item 1, “Ferries”, is left out: paper: must be a mapping, is a list",
            "item 2, whose paper is unknown, is left out: must be a mapping, is a list",
            "item 3, whose paper is unknown, is left out: must be a mapping, is a whole number",
        ],
    )


def test_a_paper_that_a_day_dates_to_another_stays_where_that_one_does_not_have_it(
    server: SourceServer, hub: HuggingFace
) -> None:
    late = item("2503.00004", "Late", TODAY, submittedOnDailyAt="2025-03-10T23:40:00.000Z")
    early = item("2503.00005", "Early", TODAY, submittedOnDailyAt="2025-03-12T00:10:00.000Z")
    server.days[TODAY] = [late, item("2503.00001", "Slow Kettles", TODAY), early]
    assert {paper.title for paper in hub.day(DAY).papers} == {"Late", "Slow Kettles", "Early"}
    assert [note.rpartition(": ")[2] for note in hub.notes] == ["kept on 2025-03-11"] * 2


@pytest.mark.parametrize("dated", ["2023-05-03", "2025-03-15"])
def test_a_day_that_cannot_be_is_not_asked_whether_it_has_a_paper(
    server: SourceServer, hub: HuggingFace, dated: str
) -> None:
    server.days[TODAY] = [item("2503.00004", "Out of Time", dated)]
    assert [paper.title for paper in hub.day(DAY).papers] == ["Out of Time"]
    assert len(server.requests) == 1


def test_a_paper_of_another_day_whose_list_fails_stays_and_the_day_is_not_whole(
    server: SourceServer, hub: HuggingFace
) -> None:
    server.days[TODAY] = [*many(2, "2025-03-10"), item("2503.00009", "Kettles", TODAY)]
    server.faults.append(answers("<html>", times=9, date="2025-03-10"))
    listed = hub.day(DAY)
    assert len(listed.papers) == 3
    assert ["is dated 2025-03-10, whose list cannot be read" in part for part in listed.unread] == [True, True]
    assert [request.params["date"] for request in server.requests] == [TODAY, "2025-03-10"]  # each of them once


def test_two_days_that_date_a_paper_to_each_other_both_keep_it(server: SourceServer, hub: HuggingFace) -> None:
    server.days[TODAY] = [item("2503.00004", "Crossed", "2025-03-12")]
    server.days["2025-03-12"] = [item("2503.00004", "Crossed", TODAY)]
    assert [len(hub.day(day).papers) for day in (DAY, date(2025, 3, 12))] == [1, 1]


def test_an_answer_of_many_days_is_no_day_s_list(server: SourceServer, hub: HuggingFace) -> None:
    server.days[TODAY] = [item(f"2503.{day:05}", f"Paper {day}", f"2025-02-{day:02}") for day in range(1, 10)]
    with pytest.raises(SourceError, match="must list the papers of one day, and lists those of many"):
        hub.day(DAY)
    with pytest.raises(SourceError, match="must list the papers of one month, not of many"):
        hub.month("2025-03")


def test_the_papers_of_another_day_are_not_taken_for_those_of_this_day(server: SourceServer, hub: HuggingFace) -> None:
    server.days[TODAY] = server.days["2025-03-10"] = many(2, "2025-03-10")
    with pytest.raises(SourceError, match=r"not one can be taken.*is dated 2025-03-10, where it is listed too"):
        hub.day(DAY)
    del server.days["2025-03-10"]
    server.days[TODAY] = [item("2503.00001", "When?", TODAY, submittedOnDailyAt=None)]
    month = hub.month("2025-03")
    assert (month.days, [one.paper.title for one in month.others], month.whole) == ({}, ["When?"], False)
    assert [paper.title for paper in hub.day(DAY).papers] == ["When?"]


def test_an_item_that_is_broken_costs_no_other() -> None:
    deep = '{"paper": ' * 500 + "1" + "}" * 500
    for broken in (
        '{"title": "\\ud800", "upvotes": ""}',
        '{"title": 1}',
        "7",
        deep,
        '{"upvotes": 1e999}',
    ):
        papers, notes = read_list(Answer("", f'[{broken}, {{"title": "T"}}]'.encode()))
        assert ([sighted.paper.title for sighted in papers], len(notes)) == (["T"], 1)


# Fields


def test_absent_and_unknown_fields_are_no_trouble() -> None:
    assert read({"paper": {"title": "T", "new": {"field": 1}}, "newer": []}) == [Sighting(title="T")]
    assert read({"paper": {"id": None, "authors": None, "upvotes": None}, "title": "T"}) == [Sighting(title="T")]
    assert read({"title": "T", "summary": "S.", "numComments": 3}) == [Sighting(title="T", abstract="S.", comments=3)]


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Hard\n  Broken\n Title", "Hard Broken Title"),
        ("<think> Twice || [IDK] Q&A", "<think> Twice || [IDK] Q&A"),
        ("\u202eback\x00wards", "backwards"),
        ("?!", "?!"),
        ("A \U0001fad6 and half of one: \udade", "A \U0001fad6 and half of one: ?"),
    ],
)
def test_titles_become_one_line(title: str, kept: str) -> None:
    assert read_one(title).title == kept


@pytest.mark.parametrize(
    ("day", "text", "kept"),
    [
        ("2025-11-30", "Hard\nbreaks\n  everywhere.\n", "Hard breaks everywhere."),
        ("2025-12-01", "One.\n  Two\nlines.\n\nThree.\n  ", "One.\n\nTwo lines.\n\nThree."),
        ("2025-12-01", "One.\r\n  Two\r\n three.", "One.\n\nTwo three."),
        ("2025-12-01", " \n  ", None),
        ("2025-12-01", None, None),
    ],
)
def test_abstracts_keep_paragraphs_since_they_have_them(day: str, text: str | None, kept: str | None) -> None:
    assert read_one(day=day, summary=text).abstract == kept
    assert read_one(day="2020-01-01", submittedOnDailyAt=None, publishedAt=f"{day}T00:00:00Z", summary=text) == (
        read_one(day=day, summary=text)
    )


def test_authors_who_are_hidden_are_counted_and_not_named() -> None:
    names = [{"name": "Ada"}, {"name": "Bo", "hidden": True}, {"name": " Xu\n Li", "hidden": False}, {"name": ""}]
    paper = read_one(authors=names)
    assert (paper.authors, paper.author_count) == (("Ada", "Xu Li"), 4)


def test_thousands_of_authors_are_kept_in_order() -> None:
    names = tuple(f"Author {number}" for number in range(3303))
    paper = read_one(authors=[{"name": name} for name in names])
    assert (paper.authors, paper.author_count) == (names, None)


@pytest.mark.parametrize(
    ("arxiv_id", "kept"),
    [("2503.00001v2", "2503.00001"), ("hep-th/9901001v1", "hep-th/9901001"), ("../x", None), ("", None)],
)
def test_arxiv_ids_have_no_version(arxiv_id: str, kept: str | None) -> None:
    assert read_one(id=arxiv_id).arxiv_id == kept


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://x.example",
        'https://x.example/"',
        "https://ann:x@x.example/",
        "http://[::1",
        "",
        None,
    ],
)
def test_links_that_may_not_stand_in_a_page_are_dropped(link: str | None) -> None:
    assert read_one(githubRepo=link, projectPage="https://" + "x" * 2000).links == Links()


def test_a_link_that_a_line_end_breaks_is_put_together() -> None:
    paper = read_one(githubRepo="https://code.example/ann/\nkettles", projectPage=" https://kettles.\npages.example/")
    assert paper.links == Links(code="https://code.example/ann/kettles", project="https://kettles.pages.example/")


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({"name": "boilers", "fullname": "The  Boilers\n"}, "The Boilers"),
        ({"name": "boilers", "fullname": "", "avatar": "https://boilers.example/a.png"}, "boilers"),
        ({"name": "boilers", "fullname": "\u202e"}, "boilers"),
        ({"name": "boilers", "fullname": 7}, "boilers"),
        ({"name": None}, None),
        ({}, None),
        ("boilers", None),
        ([{"name": "boilers"}], None),
    ],
)
def test_an_organization_has_the_name_that_people_know(told: object, kept: str | None) -> None:
    assert read_one(organization=told).organization == kept
    assert read(item("2503.00001", "Slow Kettles", TODAY) | {"organization": told})[0].organization == kept


def test_keywords_and_counts_that_say_nothing_are_dropped() -> None:
    paper = read_one(ai_keywords=["", " ", "a\nb", None, "a b", "c"], upvotes=-1)
    assert (paper.keywords, paper.upvotes) == (("a b", "c"), None)


@pytest.mark.parametrize("moment", ["", "soon", "2025-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00", None])
def test_a_moment_that_is_none_is_no_date(moment: str | None) -> None:
    assert read_one(publishedAt=moment).published is None


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
WORDS = st.none() | st.text(max_size=30)
PAPERS = st.fixed_dictionaries(
    {"title": st.text(min_size=1)},
    optional={
        "id": WORDS | st.from_regex(r"\A[0-9]{4}\.[0-9]{5}(v[0-9])?\Z"),
        "summary": WORDS,
        "authors": st.none() | st.lists(st.fixed_dictionaries({}, optional={"name": WORDS, "hidden": st.booleans()})),
        "publishedAt": WORDS | st.datetimes().map(lambda moment: moment.isoformat() + "Z"),
        "upvotes": st.integers(),
        "githubRepo": WORDS | st.text().map("https://".__add__),
        "ai_keywords": st.none() | st.lists(WORDS),
        "other": ANY,
    },
)


@settings(max_examples=50)
@given(st.lists(ANY | st.fixed_dictionaries({"paper": PAPERS | ANY}) | PAPERS, max_size=4))
def test_whatever_is_read_can_be_kept(items: list[object]) -> None:
    papers, notes = read_list(Answer("http://hub.example/", json.dumps(items).encode()))
    assert len(papers) + len(notes) == len(items)
    for sighted in papers:
        assert msgspec.json.decode(msgspec.json.encode(sighted.paper), type=Sighting) == sighted.paper


# The real answers


def recorded(folder: str) -> dict[str, list[dict[str, Any]]]:
    files = sorted((RECORDED / folder).glob("*.json.gz"))
    return {path.name.removesuffix(".json.gz"): json.loads(gzip.decompress(path.read_bytes())) for path in files}


def ids_by_day(items: list[dict[str, Any]]) -> dict[str, set[str]]:
    days: dict[str, set[str]] = {}
    for one in items:
        days.setdefault(one["paper"]["submittedOnDailyAt"][:10], set()).add(one["paper"]["id"])
    return days


@pytest.mark.slow
@pytest.mark.skipif(not RECORDED.exists(), reason="needs the recorded answers")
def test_the_recorded_answers_are_read_whole(server: SourceServer, web: Web, tmp_path: Path) -> None:
    hub = HuggingFace(web, today=date(2026, 12, 31), endpoint=server.url)
    months, days = recorded("months"), recorded("days")
    for one in [one for items in months.values() for one in items]:
        server.days.setdefault(one["paper"]["submittedOnDailyAt"][:10], []).append(one)
    server.days |= days
    papers = []
    for month, items in months.items():
        found = hub.month(month).days
        assert {str(day): {one.arxiv_id for one in listed} for day, listed in found.items()} == ids_by_day(items)
        papers += [one.arxiv_id for listed in found.values() for one in listed]
        (tmp_path / month).write_bytes(msgspec.json.encode(list(found.values())))
    for day, items in days.items():
        listed = hub.day(date.fromisoformat(day)).papers
        assert {day: {one.arxiv_id for one in listed}} == ids_by_day(items)
        papers += [one.arxiv_id for one in listed]
        (tmp_path / day).write_bytes(msgspec.json.encode(listed))
    assert (len(months), len(days), len(papers), len(set(papers)), hub.notes) == (16, 64, 5437, 5435, [])
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"Reader " not in kept
    assert b"/avatars/" not in kept


def test_the_source_is_hugging_face_unless_another_endpoint_is_given() -> None:
    web = AskedWeb()
    with pytest.raises(SourceError):
        HuggingFace(web, today=LAST_DAY).day(DAY)
    assert web.asked == ["https://huggingface.co/api/daily_papers"]
