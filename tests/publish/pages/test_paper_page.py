"""A paper's page: what it says of the paper, and where it leads."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import catalog_of
from generator.publish.pages.paper import MOST_AUTHORS, MOST_LINKED, paper_pages
from generator.publish.settings import read_site
from generator.text import clean
from tests.support.archives import xpath
from tests.support.hostile import LONG, TEXTS

DAY = date(2025, 6, 2)


def bodies(archive: Path, *records: Record, day: date | None = DAY) -> dict[str, etree._Element]:
    """Return the bodies of all paper pages of the archive with one more listing, by the papers' keys."""
    if records:
        write_listing(archive / "content", Listing(day=day, source="huggingface", status="complete", papers=records))
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    pages = paper_pages(catalog)
    return {page.address.split("/")[1]: html.fromstring(f"<article>{page.markdown()}</article>") for page in pages}


def body(archive: Path, *, day: date | None = DAY, **facts: Any) -> etree._Element:  # noqa: ANN401 - a record's
    """Return the body of the page of a paper with the facts."""
    return bodies(archive, Record(**{"key": "kites", "title": "On Kites", **facts}), day=day)["kites"]


def text(element: etree._Element, path: str) -> str:
    return " ".join("".join(part.itertext()) for part in xpath(element, path))


def links(element: etree._Element, path: str) -> dict[str, str]:
    return {"".join(link.itertext()): link.get("href") for link in xpath(element, f"{path}//a")}


class TestAuthors:
    def test_each_name_leads_to_the_search_for_the_author(self, archive: Path) -> None:
        page = body(archive, authors=("Ada Example", "Jörg d'Été & Co", "李 明"))
        assert links(page, "//p[@class='authors']") == {
            "Ada Example": "../../search/?author=Ada+Example",
            "Jörg d'Été & Co": "../../search/?author=J%C3%B6rg+d%27%C3%89t%C3%A9+%26+Co",
            "李 明": "../../search/?author=%E6%9D%8E+%E6%98%8E",
        }

    @pytest.mark.parametrize("number", [1, MOST_AUTHORS, MOST_AUTHORS + 2])
    def test_a_few_are_all_shown(self, archive: Path, number: int) -> None:
        page = body(archive, authors=tuple(f"Author {n}" for n in range(number)))
        assert len(links(page, "//p[@class='authors']")) == number
        assert not xpath(page, "//details[@class='authors']")

    def test_of_many_the_others_unfold(self, archive: Path) -> None:
        page = body(archive, authors=tuple(f"Author {n}" for n in range(MOST_AUTHORS + 3)))
        assert len(links(page, "//p[@class='authors']")) == MOST_AUTHORS
        assert text(page, "//details[@class='authors']/summary") == "3 more authors"
        folded = xpath(page, "//details[@class='authors']//span/text()")  # paper.js makes links of these
        assert folded == ["Author 10", "Author 11", "Author 12"]

    def test_of_thousands_the_first_are_links_and_all_are_named(self, archive: Path) -> None:
        page = body(archive, authors=tuple(f"Author {n}" for n in range(3_000)))
        assert len(xpath(page, "//*[@class='authors']//*[self::a or self::span]")) == MOST_LINKED
        assert text(page, "//details/summary[contains(., 'author')]") == "2,990 more authors"
        assert text(page, "//details[@class='authors']/p").endswith("Author 2998, Author 2999")

    @pytest.mark.parametrize(
        ("names", "count", "words"),
        [(0, 12, "12 authors"), (2, 5, "Author 0, Author 1 and 3 more"), (2, 2, "Author 0, Author 1")],
    )
    def test_those_whose_names_are_unknown_are_counted(self, archive: Path, names: int, count: int, words: str) -> None:
        page = body(archive, authors=tuple(f"Author {n}" for n in range(names)), author_count=count)
        assert text(page, "//p[@class='authors']").strip() == words

    def test_unknown_names_count_among_those_that_unfold(self, archive: Path) -> None:
        page = body(archive, authors=tuple(f"Author {n}" for n in range(14)), author_count=20)
        assert text(page, "//details[@class='authors']/summary") == "10 more authors"
        assert text(page, "//details[@class='authors']/p") == "Author 10, Author 11, Author 12, Author 13 and 6 more"

    @pytest.mark.parametrize("name", [*TEXTS, LONG])
    def test_no_name_is_more_than_a_name(self, archive: Path, name: str) -> None:
        page = body(archive, authors=(clean(name), "Ada Example"))
        first, _ = xpath(page, "//p[@class='authors']//a")
        assert first.keys() == ["href"]
        assert first.get("href").startswith("../../search/?author=")
        assert not xpath(page, "//*[@class='authors']//*[not(self::a)]")


class TestAbstract:
    def test_its_paragraphs_are_shown(self, archive: Path) -> None:
        page = body(archive, abstract="Kites fly.\n\nMost do.")
        assert [part.text for part in xpath(page, "//h2[@id='abstract']/following-sibling::p")] == [
            "Kites fly.",
            "Most do.",
        ]

    @pytest.mark.parametrize(
        ("facts", "words", "host"),
        [
            ({"arxiv_id": "2506.00001"}, "Not kept here: read it on arXiv.", "https://arxiv.org/abs/2506.00001"),
            ({}, "Not kept here: find it on Hugging Face.", "https://huggingface.co/papers?q=On+Kites"),
        ],
    )
    def test_without_one_the_page_leads_to_it(
        self, archive: Path, facts: dict[str, Any], words: str, host: str
    ) -> None:
        page = body(archive, **facts)
        assert text(page, "//h2[@id='abstract']/following-sibling::p") == words
        assert list(links(page, "//div[@class='main']").values()) == [host]

    def test_or_to_the_page_at_its_source(self, archive: Path) -> None:
        settings = archive / "mkdocs.yml"
        url = "paper_url: https://huggingface.co/papers/{arxiv_id}"
        settings.write_text(settings.read_text().replace(url, "paper_url: https://lab.example/{key}"))
        page = body(archive)
        assert text(page, "//h2[@id='abstract']/following-sibling::p") == "Not kept here: read it at Hugging Face."

    def test_or_nowhere_without_a_source(self, archive: Path) -> None:
        settings = archive / "mkdocs.yml"
        settings.write_text(re.sub(r"(?m)^  source:\n(?:    .*\n)+", "  source: none\n", settings.read_text()))
        page = body(archive)
        assert text(page, "//h2[@id='abstract']/following-sibling::p") == "Not kept here."


class TestPlace:
    def test_the_paper_before_and_after_are_one_click_away(self, archive: Path) -> None:
        records = [Record(key=f"kite-{n}", title=f'Kite {n} & "more"', upvotes=9 - n) for n in range(3)]
        found = bodies(archive, *records)
        middle = xpath(found["kite-1"], "//nav[@class='beside']/a")
        assert [("".join(link.itertext()), link.get("href"), link.get("title")) for link in middle] == [
            ("← Previous", "../kite-0/", 'Kite 0 & "more"'),
            ("2 of 3, 2 June", "../../days/2025-06-02/#paper-kite-1", None),
            ("Next →", "../kite-2/", 'Kite 2 & "more"'),
        ]
        assert [link.get("rel") for link in xpath(found["kite-0"], "//nav[@class='beside']/a")] == [None, "next"]
        assert [link.get("rel") for link in xpath(found["kite-2"], "//nav[@class='beside']/a")] == ["prev", None]

    def test_an_undated_paper_says_so(self, archive: Path) -> None:
        page = bodies(archive)["the-cat-sat-again"]
        assert "of 1, listing date unknown" in text(page, "//nav[@class='beside']")
        assert "listed on an unknown date" in text(page, "//p[@class='facts']")

    def test_the_first_of_a_day_is_told(self, archive: Path) -> None:
        page = body(archive, upvotes=3)
        facts = text(page, "//p[@class='facts']").replace("\N{NO-BREAK SPACE}", " ")
        assert facts == "3 upvotes · first of its day · listed 2 June 2025"


class TestTopics:
    def test_the_first_ones_stand_above_the_title(self, archive: Path) -> None:
        page = bodies(archive)["a-lantern-for-translators"]
        assert list(links(page, "//nav[@class='crumbs']").values()) == ["../../topics/translation/"]

    def test_without_any_all_topics_do(self, archive: Path) -> None:
        assert links(body(archive), "//nav[@class='crumbs']") == {"Topics": "../../topics/"}

    def test_the_words_that_suggested_one_are_told(self, archive: Path) -> None:
        page = body(archive, title="Robot Kites", abstract="Translation, and a translation.")
        assert text(page, "//details[@class='why']/ul").split("\n")[1:-1] == ["Robotics: “robot” in the title"]

    def test_three_words_are_told_of_one_that_many_suggested(self, archive: Path) -> None:
        topics = archive / "content" / "topics.yml"
        topics.write_text(topics.read_text("utf-8").replace("[robot, robotics,", "[arm, robot, robotics,"), "utf-8")
        page = body(archive, title="Arm, Gripper, Robot: Robotics")
        (told,) = text(page, "//details[@class='why']/ul").split("\n")[1:-1]
        assert len(re.findall("“[a-z]+”", told)) == 3

    def test_what_people_chose_needs_no_reason(self, archive: Path) -> None:
        page = bodies(archive)["a-lantern-for-translators"]
        assert text(page, "//aside/h2") == "Topics"
        assert not xpath(page, "//details[@class='why']")
