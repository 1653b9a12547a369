"""arXiv's papers by title, asked of a real server that answers with invented papers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.archive.models import Sighting
from generator.collect.arxiv import Arxiv, read_feed
from generator.collect.http import Answer, Web
from generator.errors import SourceError
from tests.support.source_server import AskedWeb, Reply, SourceServer, answers, cut_off, fault, server_error

FEED = Path(__file__).parents[1] / "data" / "collect" / "arxiv.xml"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'


@pytest.fixture
def server() -> Iterator[SourceServer]:
    with SourceServer() as server:
        yield server


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def arxiv(server: SourceServer, slept: list[float]) -> Iterator[Arxiv]:
    with Web(contact="https://archive.example", pause=3, sleep=slept.append, timeouts=(5, 5)) as web:
        yield Arxiv(web, endpoint=f"{server.url}/")


def read(feed: str | bytes) -> list[Sighting]:
    return read_feed(Answer("http://arxiv.example/api/query", feed if isinstance(feed, bytes) else feed.encode()))


def test_a_feed_is_its_papers_without_versions_and_hard_line_breaks() -> None:
    assert read(FEED.read_bytes()) == [
        Sighting(
            title="Slow Kettles: <think> Before You Boil & Pour",
            abstract="Kettles are slow, and nobody knows why.\n\nWe ask them.",
            arxiv_id="2503.00001",
            authors=("Ada Example", "Bo Muster"),
            published=date(2025, 3, 10),
        ),
        Sighting(title="Ferries", arxiv_id="hep-th/9901001", published=date(1999, 1, 1)),
    ]


def test_papers_are_asked_for_at_arxivs_pace(arxiv: Arxiv, slept: list[float]) -> None:
    for title in ("Slow Kettles", "Ferries", "Tea"):
        arxiv.find(title)
    assert [round(seconds) for seconds in slept] == [3, 3]


def test_a_title_finds_only_papers_of_that_title(server: SourceServer, arxiv: Arxiv) -> None:
    titles = ["Slow Kettles: Why?", "slow kettles -\n  why", "Slow Kettles", "Why Slow Kettles"]
    server.arxiv = {f"2503.0000{number}": {"title": title} for number, title in enumerate(titles)}
    assert [paper.arxiv_id for paper in arxiv.find("“Slow” Kettles: Why?")] == ["2503.00000", "2503.00001"]
    assert server.requests[-1].params["search_query"] == 'ti:"Slow Kettles Why"'
    assert arxiv.find("Don't\" OR all:(x)") == ()
    assert server.requests[-1].params["search_query"] == 'ti:"Don\'t OR all x"'
    assert arxiv.find("?!") == ()
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "entry",
    [
        "<entry/>",
        "<entry><id>http://arxiv.example/abs/2503.00001v1</id><title> </title></entry>",
        "<entry><id>http://arxiv.example/abs/</id><title>T</title></entry>",
        "<entry><title>T</title></entry>",
    ],
)
def test_an_entry_without_title_or_id_is_no_paper(entry: str) -> None:
    assert read(ATOM.format(entry)) == []


def test_arxivs_own_errors_are_told() -> None:
    entry = "<id>http://arxiv.example/api/errors#incorrect_id</id><title>Error</title><summary>incorrect id</summary>"
    with pytest.raises(SourceError, match=r"^http://arxiv\.example/api/query: arXiv says: incorrect id$"):
        read(ATOM.format(f"<entry>{entry}</entry>"))


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Rate exceeded.", "must answer with an Atom feed; this begins with: Rate exceeded."),
        ("", "must answer with an Atom feed; this begins with: nothing"),
        ("<feed>", "must answer with an Atom feed; this begins with: <feed>"),
        ("<html/>", "must answer with an Atom feed; this is html"),
        ("<feed/>", "must answer with an Atom feed; this is feed"),
        ('<!DOCTYPE f [<!ENTITY a "b">]><feed>&a;</feed>', "this begins with: <!DOCTYPE f"),
        ('<?xml version="1.0" encoding="none"?><feed/>', "this begins with: <?xml"),
    ],
)
def test_what_is_no_feed_is_an_error(text: str, cause: str) -> None:
    with pytest.raises(SourceError) as raised:
        read(text)
    assert cause in str(raised.value)


def test_troubles_of_the_source_are_errors(server: SourceServer, arxiv: Arxiv) -> None:
    server.arxiv = {"2503.00001": {"title": "Slow Kettles"}}
    server.faults += [server_error(503, times=6), cut_off(), answers("Rate exceeded."), fault(Reply(b"", 404))]
    for cause in ("status 503", "cut off", "Rate exceeded", "status 404: no text"):
        with pytest.raises(SourceError, match=cause):
            arxiv.find("Slow Kettles")
    assert [paper.arxiv_id for paper in arxiv.find("Slow Kettles")] == ["2503.00001"]


def test_the_source_is_arxiv_unless_another_endpoint_is_given() -> None:
    web = AskedWeb()
    with pytest.raises(SourceError):
        Arxiv(web).find("Slow Kettles")
    assert web.asked == ["https://export.arxiv.org/api/query"]
