"""What is shown of a paper, in words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.archive.load import Archive, load_archive
from generator.archive.models import Links, Listing, Paper, Record
from generator.archive.papers import merge_papers
from generator.archive.source import source_from
from generator.archive.topics import Topics
from generator.publish.catalog import view_papers
from generator.publish.paper import PaperView, byline
from generator.publish.settings import read_site
from generator.text import counted
from tests.support.archives import REPOSITORY


def paper(**values: object) -> Paper:
    known: dict[str, object] = {
        "key": "a-paper", "title": "A Paper", "days": (), "undated": True, "abstract": None, "arxiv_id": None,
        "authors": (), "author_count": None, "published": None, "upvotes": None, "comments": None, "links": Links(),
        "keywords": (), "withdrawn": None, "topics": (), "topics_suggested": True, "summary": None,
    }  # fmt: skip
    return Paper(**{**known, **values})  # type: ignore[arg-type]  # the values are each test's own


@pytest.fixture
def views(archive: Path) -> dict[str, PaperView]:
    return view_papers(load_archive(archive / "content"), read_site(archive))


@pytest.mark.parametrize(
    ("authors", "count", "words"),
    [
        ((), None, ""),
        ((), 0, ""),
        ((), 1, "1 author"),
        ((), 3303, "3,303 authors"),
        (("Ada",), 1, "Ada"),
        (("Ada", "Bo"), 2, "Ada and Bo"),
        (("Ada", "Bo", "Cy", "Di"), 4, "Ada, Bo, Cy and Di"),
        (("Ada", "Bo", "Cy", "Di", "Ed"), 5, "Ada, Bo, Cy and 2 more"),
        (("Ada",), 3, "Ada and 2 more"),
        (("Ada", "Bo", "Cy", "Di"), None, "Ada, Bo, Cy and Di"),
    ],
)
def test_authors_are_named_or_counted(authors: tuple[str, ...], count: int | None, words: str) -> None:
    assert byline(authors, count) == words


def test_a_number_agrees_with_its_noun() -> None:
    assert [counted(number, "paper") for number in (0, 1, 1234)] == ["0 papers", "1 paper", "1,234 papers"]


def test_the_line_of_a_paper_says_what_is_known(views: dict[str, PaperView]) -> None:
    assert views["a-lantern-for-translators"].line == (
        "Ada Example, Bo Sample and Cy Instance · published 7 March 2025 · 15 upvotes · 3 comments"
    )
    assert views["2504.00001"].line == (
        "Author 1, Author 2, Author 3 and 4 more · published 31 March 2025 · withdrawn 9 April 2025 · 3 upvotes"
    )
    assert views["the-cat-sat-again"].line == ""


def test_a_known_arxiv_id_gives_links_and_a_title_a_search(views: dict[str, PaperView]) -> None:
    assert [(link.label, link.url) for link in views["2504.00001"].links] == [
        ("arXiv", "https://arxiv.org/abs/2504.00001"),
        ("PDF", "https://arxiv.org/pdf/2504.00001"),
        ("Hugging Face", "https://huggingface.co/papers/2504.00001"),
    ]
    assert [link.label for link in views["2503.00042"].links][3:] == ["Code", "Project"]
    (search,) = views["toward-shorter-summaries"].links
    assert search.url.startswith("https://huggingface.co/papers?q=Toward+%2AShorter%2A")


def test_a_doi_and_an_address_are_links(views: dict[str, PaperView]) -> None:
    listing = Listing(
        day=None,
        source="huggingface",
        status="partial",
        papers=(Record(key="kettles", title="Kettles", doi="10.1000/a<b>", url="https://kettles.example/p"),),
    )
    (paper,) = merge_papers([listing], {}, Topics([]))
    view = PaperView(paper, (), views["2504.00001"].source, b"", b"")
    assert [(link.label, link.url) for link in view.links[:2]] == [
        ("DOI", "https://doi.org/10.1000/a%3Cb%3E"),
        ("Paper", "https://kettles.example/p"),
    ]
    assert (view.doi, view.home, view.entry.doi) == ("10.1000/a<b>", "https://kettles.example/p", "10.1000/a%3Cb%3E")


def test_a_description_is_the_summary_else_the_abstract_else_what_the_paper_is(views: dict[str, PaperView]) -> None:
    assert views["a-lantern-for-translators"].description.startswith("Gives translators a lamp")
    assert views["2503.00042"].description.startswith("A gripper that waits")
    assert views["2504.00001"].description == (
        "1. A Robot Walks Into a Library: a research paper, listed on 1 April 2025 in Hugging Face's Daily Papers"
    )


def test_days_are_told_newest_first(views: dict[str, PaperView]) -> None:
    assert views["a-lantern-for-translators"].listed == (date(2025, 3, 11), date(2025, 3, 10))


def views_of(source: str, *listings: Listing) -> dict[str, PaperView]:
    site = replace(
        read_site(REPOSITORY), name="Reading List", source=source_from(yaml.safe_load(source), "Reading List")
    )
    papers = merge_papers(listings, {}, Topics([]))
    return view_papers(Archive(listings, papers, Topics([]), {}, frozenset()), site)


def listed_by(source: str, *records: Record, day: date | None = date(2025, 3, 11)) -> Listing:
    return Listing(day=day, source=source, status="partial", papers=records)


GRIPPERS = Record(key="2503.00042", arxiv_id="2503.00042", title="Patient Grippers")
LEGS = Record(key="legs", title="Legs & #2 (on “Stairs”)")
READ = """
    {name: Weekly, publisher: Labs, reader: huggingface, paper_url: "https://a.example/{arxiv_id}",
    search_url: "https://a.example/?q={title}"}
"""


def test_only_papers_that_the_source_listed_lead_to_it_and_name_it() -> None:
    views = views_of(READ, listed_by("huggingface", GRIPPERS), listed_by("by hand", LEGS, day=date(2025, 3, 12)))
    assert [link.label for link in views["2503.00042"].links] == ["arXiv", "PDF", "Labs"]
    assert (views["2503.00042"].listed_in, views["legs"].listed_in) == ("Labs' Weekly", "Reading List")
    assert views["legs"].links == ()


def test_a_paper_that_people_added_and_the_source_listed_too_comes_from_there() -> None:
    views = views_of(READ, listed_by("by hand", LEGS), listed_by("huggingface", LEGS, day=date(2025, 3, 12)))
    assert [link.label for link in views["legs"].links] == ["Find on Labs"]


@pytest.mark.parametrize(
    ("source", "key", "links"),
    [
        ("{name: W, paper_url: 'https://a.example/p/{key}'}", "legs", [("W", "https://a.example/p/legs")]),
        ("{name: W, paper_url: 'https://a.example/{arxiv_id}'}", "legs", []),
        ("{name: W, url: 'https://a.example/'}", "legs", []),
        (
            "{name: W, search_url: 'https://a.example/?q={title}'}",
            "2503.00042",
            [("Find on W", "https://a.example/?q=Patient+Grippers")],
        ),
        (
            "{name: W, search_url: 'https://a.example/?q={title}&all#top'}",
            "legs",
            [("Find on W", "https://a.example/?q=Legs+%26+%232+%28on+%E2%80%9CStairs%E2%80%9D%29&all#top")],
        ),
        (
            "{name: W, search_url: 'https://a.example/find/{title}'}",
            "legs",
            [("Find on W", "https://a.example/find/Legs%20%26%20%232%20%28on%20%E2%80%9CStairs%E2%80%9D%29")],
        ),
        (
            "{name: W, search_url: 'https://a.example/?a=1#find={title}'}",
            "2503.00042",
            [("Find on W", "https://a.example/?a=1#find=Patient%20Grippers")],
        ),
        ("none", "legs", []),
    ],
)
def test_a_paper_leads_to_its_page_at_the_source_else_to_a_search_for_it(
    source: str, key: str, links: list[tuple[str, str]]
) -> None:
    view = views_of(source, listed_by("by hand", GRIPPERS, LEGS))[key]
    assert [tuple(link) for link in view.links if link.label not in ("arXiv", "PDF")] == links
