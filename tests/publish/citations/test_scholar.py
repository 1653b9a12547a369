"""Citations on a paper's page: tags by the rules of Google Scholar."""

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

from generator.archive.load import load_archive
from generator.archive.models import Paper
from generator.publish.citations.scholar import citation_tags
from generator.publish.paper import PaperView
from tests.support.archives import SAMPLE, files_of, view_of, xpath

ARCHIVE = load_archive(SAMPLE)
PAPER = next(paper for paper in ARCHIVE.papers if paper.key == "2503.00042")
# Each tag that Scholar's inclusion guidelines for webmasters name and the site uses: how often, and in what form.
RULES = {
    "citation_title": (1, 1, r"\S.*"),
    "citation_author": (0, 10_000, r"\S.*"),
    "citation_publication_date": (0, 1, r"\d{4}(/\d{2}/\d{2})?"),
    "citation_abstract_html_url": (1, 1, r"https://daily-papers\.github\.io/archive/papers/[\w.-]+/"),
    "citation_abstract": (0, 1, r"\S.*"),
    "citation_pdf_url": (0, 1, r"https://arxiv\.org/pdf/\S+"),
    "citation_doi": (0, 1, r"10\.48550/arXiv\.\d{4}\.\d{4,5}"),
    "citation_arxiv_id": (0, 1, r"\d{4}\.\d{4,5}"),
}


def view(**changes: object) -> PaperView:
    paper: Paper = replace(PAPER, **changes)
    return view_of(paper, ARCHIVE)


def tags_of(page: html.HtmlElement, where: str = "//meta") -> list[tuple[str, str]]:
    tags = xpath(page, f"{where}[starts-with(@name, 'citation_')]")
    return [(str(tag.get("name")), str(tag.get("content"))) for tag in tags]


def test_every_paper_s_page_keeps_scholar_s_rules_and_no_other_page_claims_to_be_a_paper(sample_site: Path) -> None:
    papers = {f"papers/{paper.key}/index.html" for paper in ARCHIVE.papers}
    for path, data in files_of(sample_site).items():
        if not path.endswith(".html"):
            continue
        page = html.fromstring(data)
        tags = tags_of(page)
        if path not in papers:
            assert tags == [], path
            continue
        assert tags == tags_of(page, "//head/meta"), f"{path}: Scholar reads tags in the head"
        assert {name for name, _ in tags} <= RULES.keys(), path
        for name, (least, most, form) in RULES.items():
            values = [value for tag, value in tags if tag == name]
            assert least <= len(values) <= most, f"{path}: {name}"
            assert all(re.fullmatch(form, value) for value in values), f"{path}: {values}"
        (heading,) = xpath(page, "//h1")
        assert dict(tags)["citation_title"] == heading.text_content()


def test_the_tags_of_a_paper_on_arxiv() -> None:
    paper = view(authors=('Ada "E" <C>', "Bo O'Sample"), published=date(2025, 3, 2), abstract=None)
    assert tags_of(html.fromstring(f"<head>{citation_tags(paper)}</head>")) == [
        ("citation_author", 'Ada "E" <C>'),
        ("citation_author", "O'Sample, Bo"),
        ("citation_publication_date", "2025/03/02"),
        ("citation_pdf_url", "https://arxiv.org/pdf/2503.00042"),
        ("citation_doi", "10.48550/arXiv.2503.00042"),
        ("citation_arxiv_id", "2503.00042"),
    ]


def test_the_tags_of_a_paper_elsewhere() -> None:
    paper = view(arxiv_id=None, doi="10.1000/a&<b>", url="https://kettles.example/?a=1&b=2")
    tags = dict(tags_of(html.fromstring(f"<head>{citation_tags(paper)}</head>")))
    assert tags["citation_doi"] == "10.1000/a&<b>"
    assert tags["citation_public_url"] == "https://kettles.example/?a=1&b=2"
    assert tags.keys().isdisjoint({"citation_arxiv_id", "citation_pdf_url"})


def test_a_name_in_a_tag_is_parted_by_commas_and_a_group_is_whole() -> None:
    paper = view(authors=("Otto van den Muster", "Ida Muster Jr.", "Harbour Team", "Muster, Inc."))
    tags = tags_of(html.fromstring(f"<head>{citation_tags(paper)}</head>"))
    assert [value for name, value in tags if name == "citation_author"] == [
        "van den Muster, Otto",
        "Muster, Ida, Jr.",
        "Harbour Team",
        "Muster Inc.",
    ]


@pytest.mark.parametrize(
    ("changes", "has_tag"),
    [
        ({"summary": None}, False),  # the description is the abstract
        ({"summary": "A gripper that waits."}, True),
        ({"summary": None, "withdrawn": date(2025, 6, 1)}, True),
    ],
)
def test_zotero_finds_the_whole_abstract_once(changes: dict[str, object], *, has_tag: bool) -> None:
    """As its translator "Embedded Metadata" looks for it: in its tag and else in the page's description."""
    paper = view(abstract="Grippers <hesitate>. " * 40 + '\n\nA second "paragraph".', **changes)
    tags = dict(tags_of(html.fromstring(f"<head>{citation_tags(paper)}</head>")))
    assert ("citation_abstract" in tags) == has_tag
    whole = "Grippers <hesitate>. " * 40 + 'A second "paragraph".'
    assert tags.get("citation_abstract", paper.description) == whole


def test_a_paper_without_an_abstract_has_no_tag_for_it() -> None:
    assert "citation_abstract" not in citation_tags(view(abstract=None, summary="A gripper that waits."))


def test_a_withdrawn_paper_is_described_as_such() -> None:
    tags = citation_tags(view(withdrawn=date(2025, 6, 1)))
    assert '<meta name=dc.description content="Withdrawn 1 June 2025">' in tags
    assert "dc.description" not in citation_tags(view())


def test_each_paper_of_a_day_or_topic_is_offered_to_zotero_in_125_bytes(sample_site: Path) -> None:
    span = re.compile(
        r'<span class="Z3988" title="rft_val_fmt=info:ofi/fmt:kev:mtx:journal&amp;rft_id=info:doi/([^"&]+)"></span>'
    )
    for page, number in (("days/2025-03-10", 1), ("topics/robotics", 2)):
        found = list(span.finditer((sample_site / page / "index.html").read_text("utf-8")))
        assert [match[1].startswith("10.48550/arXiv.") for match in found] == [True] * number
        assert all(len(match[0]) <= 125 for match in found)


def test_where_the_day_is_not_known_its_year_is_the_id_s() -> None:
    assert 'citation_publication_date content="2025"' in citation_tags(view(published=None))
    assert "citation_publication_date" not in citation_tags(view(published=None, arxiv_id=None))


def test_thousands_of_authors_have_a_tag_each() -> None:
    paper = view(authors=tuple(f"Ada Example {number}" for number in range(3303)))
    assert citation_tags(paper).count("citation_author") == 3303
