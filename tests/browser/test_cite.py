"""Citing: what a reader copies and downloads, of one paper, of a list and of a search."""

import json
import re

import pytest
from bibtexparser.entrypoint import parse_string
from playwright.sync_api import Page, expect

from tests.browser.sites import Site
from tests.browser.visits import Visits

GRIPPERS = "Grippers That Hesitate: When <5 N Is Enough & More Is Not"
ROBOT = "1. A Robot Walks Into a Library"
RIS = """\
TY  - UNPB
TI  - Grippers That Hesitate: When <5 N Is Enough & More Is Not
AU  - Placeholder, Dee
PY  - 2025
DA  - 2025/03/02
PB  - arXiv
AN  - arXiv:2503.00042
DO  - 10.48550/arXiv.2503.00042
UR  - https://arxiv.org/abs/2503.00042
ER  - 
"""  # noqa: W291 - RIS ends a tag so
CSL = {
    "id": "2503.00042",
    "type": "article",
    "title": GRIPPERS,
    "author": [{"family": "Placeholder", "given": "Dee"}],
    "issued": {"date-parts": [[2025, 3, 2]]},
    "publisher": "arXiv",
    "number": "arXiv:2503.00042",
    "DOI": "10.48550/arXiv.2503.00042",
    "URL": "https://arxiv.org/abs/2503.00042",
}
TEXT = f"Dee Placeholder (2025). {GRIPPERS}. arXiv:2503.00042. https://doi.org/10.48550/arXiv.2503.00042\n"

LINE_OF = """async (citation) => {
  const { lineOf } = await import("../../assets/javascripts/citation.js");
  return lineOf(citation);
}"""
FORMATS_OF = """async (citation) => {
  const { FORMATS } = await import("../../assets/javascripts/citation.js");
  return Object.fromEntries(FORMATS.map(({ name, of }) => [name, of([citation])]));
}"""
FORMATS_FROM = """async (bibtex) => {
  const { FORMATS, citationOf } = await import("../../assets/javascripts/citation.js");
  document.querySelector(".cite pre").textContent = bibtex;
  return Object.fromEntries(FORMATS.map(({ name, of }) => [name, of([citationOf(document)])]));
}"""
MORE = """async (bibtex) => {
  const { citationOf } = await import("../../assets/javascripts/citation.js");
  document.querySelector(".cite pre").textContent = bibtex;
  return citationOf(document).more;
}"""


def open_citations(page: Page, name: str = "Cite") -> None:
    page.locator(".cite > summary", has_text=name).click()
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_visible()


def copied(page: Page, name: str) -> str:
    page.get_by_role("button", name=f"Copy {name}").click()
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_count(1)
    return str(page.evaluate("navigator.clipboard.readText()"))


def downloaded(page: Page, ending: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download .{ending}").click()
    return download.value.suggested_filename, download.value.path().read_bytes().decode()


def keys_of(bibtex: str) -> list[str]:
    library = parse_string(bibtex)
    assert library.failed_blocks == []
    return [entry.key for entry in library.entries]


@pytest.fixture
def paper(site: Site, visit: Visits) -> Page:
    page = visit(site / "papers/2503.00042/", permissions=["clipboard-read", "clipboard-write"])
    open_citations(page)
    return page


def test_a_paper_is_copied_in_four_formats(paper: Page) -> None:
    assert keys_of(copied(paper, "BibTeX")) == ["2503.00042"]
    assert copied(paper, "RIS").replace("\r\n", "\n") == RIS
    assert json.loads(copied(paper, "CSL-JSON")) == [CSL]
    assert copied(paper, "Text") == TEXT


def test_a_paper_is_downloaded_in_four_formats(paper: Page) -> None:
    name, bibtex = downloaded(paper, "bib")
    assert (name, keys_of(bibtex)) == ("2503.00042.bib", ["2503.00042"])
    assert downloaded(paper, "ris") == ("2503.00042.ris", RIS.replace("\n", "\r\n"))
    name, csl = downloaded(paper, "json")
    assert (name, json.loads(csl)) == ("2503.00042.json", [CSL])
    assert downloaded(paper, "txt") == ("2503.00042.txt", TEXT)


def test_a_paper_without_an_arxiv_id_is_cited_by_its_page(site: Site, visit: Visits) -> None:
    page = visit(site / "papers/a-lantern-for-translators/")
    open_citations(page)
    (item,) = json.loads(downloaded(page, "json")[1])
    assert item["URL"].endswith("/papers/a-lantern-for-translators/")
    assert [author["family"] for author in item["author"]] == ["Example", "Sample", "Instance"]
    assert item.keys() & {"DOI", "number"} == set()
    assert downloaded(page, "ris")[1].startswith("TY  - GEN\r\n")


def test_a_paper_s_page_shows_its_line_of_text(paper: Page) -> None:
    expect(paper.locator(".cite pre + p")).to_have_text(TEXT.strip())


@pytest.mark.parametrize(
    ("authors", "more", "line"),
    [
        ([], False, "Why? (2025). "),
        (["A B"], False, "A B (2025). Why? "),
        (["A B"], True, "A B et al. (2025). Why? "),
        (["A B", "C D"], False, "A B and C D (2025). Why? "),
        (["A B", "C D", "E F"], False, "A B, C D and E F (2025). Why? "),
        (["A B", "C D"], True, "A B, C D, et al. (2025). Why? "),
        (["A"] * 6, False, "A, A, A, A, A and A (2025). Why? "),
        (["A"] * 7, False, "A, A, A, et al. (2025). Why? "),
    ],
)
def test_a_line_of_text_names_its_authors(modules: Page, authors: list[str], more: bool, line: str) -> None:
    known = {"title": "Why?", "authors": authors, "more": more, "date": ["2025"], "page": "https://a.example/why/"}
    doi, arxiv = {"doi": "10.48550/arXiv.2503.00042"}, {"arxiv": "2503.00042"}
    address = "https://doi.org/10.48550/arXiv.2503.00042"
    assert modules.evaluate(LINE_OF, known | doi | arxiv) == f"{line}arXiv:2503.00042. {address}"
    assert modules.evaluate(LINE_OF, known | doi) == line + address
    assert modules.evaluate(LINE_OF, known) == f"{line}https://a.example/why/"
    assert modules.evaluate(LINE_OF, known | {"title": "Why", "date": []}).endswith("Why. https://a.example/why/")


def test_a_paper_elsewhere_is_cited_by_its_doi_and_its_address(modules: Page) -> None:
    known = {"bibtex": "@misc{k,\n}", "title": "Why", "authors": [], "date": [], "page": "https://a.example/"}
    doi, url = {"doi": "10.1000/a<b>/c"}, {"url": "https://b.example/why"}
    address = "https://doi.org/10.1000/a%3Cb%3E/c"
    formats = modules.evaluate(FORMATS_OF, known | doi)
    assert re.findall("(?:DO|UR)  - (.*)\r\n", formats["RIS"]) == ["10.1000/a<b>/c", address]
    assert formats["Text"] == f"Why. {address}\n"
    (item,) = json.loads(modules.evaluate(FORMATS_OF, known | doi | url)["CSL-JSON"])
    assert (item["DOI"], item["URL"]) == ("10.1000/a<b>/c", "https://b.example/why")
    assert modules.evaluate(FORMATS_OF, known | url)["Text"] == "Why. https://b.example/why\n"


def test_the_parts_of_a_name_stand_where_each_format_has_them(modules: Page) -> None:
    names = ["Muster, Ida", "van den Muster, Otto", "de la Muster Exemplo, Rui, Jr.", "Harbour Team", "Solo"]
    known = {"bibtex": "@misc{k,\n}", "title": "Why", "authors": names, "date": ["2025"], "page": "https://a.example/"}
    formats = modules.evaluate(FORMATS_OF, known)
    assert re.findall("AU  - (.*)\r\n", formats["RIS"]) == names
    assert json.loads(formats["CSL-JSON"])[0]["author"] == [
        {"family": "Muster", "given": "Ida"},
        {"family": "Muster", "given": "Otto", "non-dropping-particle": "van den"},
        {"family": "Muster Exemplo", "given": "Rui", "non-dropping-particle": "de la", "suffix": "Jr."},
        {"literal": "Harbour Team"},
        {"literal": "Solo"},
    ]
    in_order = "Ida Muster, Otto van den Muster, Rui de la Muster Exemplo Jr., Harbour Team and Solo"
    assert formats["Text"] == f"{in_order} (2025). Why. https://a.example/\n"


def test_every_format_says_that_a_paper_was_withdrawn(paper: Page) -> None:
    bibtex = paper.locator(".cite pre").text_content() or ""
    withdrawn = bibtex.rstrip().removesuffix("}") + "  note = {Withdrawn 9 April 2025},\n}"
    formats = paper.evaluate(FORMATS_FROM, withdrawn)
    assert "  note = {Withdrawn 9 April 2025},\n" in formats["BibTeX"]
    assert "N1  - Withdrawn 9 April 2025\r\n" in formats["RIS"]
    assert json.loads(formats["CSL-JSON"]) == [CSL | {"note": "Withdrawn 9 April 2025"}]
    assert formats["Text"] == TEXT.replace(GRIPPERS, f"{GRIPPERS} (withdrawn)")


@pytest.mark.parametrize(("names", "more"), [("A B and others", True), ("A B and {others}", False), ("A B", False)])
def test_whether_there_are_more_authors_is_read_from_the_bibtex(paper: Page, names: str, more: bool) -> None:
    assert paper.evaluate(MORE, f"@misc{{x,\n  author = {{{names}}},\n}}") is more


def test_without_scripts_bibtex_is_there_and_no_buttons(site: Site, visit: Visits) -> None:
    page = visit(site / "papers/2503.00042/", java_script_enabled=False)
    page.locator(".cite > summary").click()
    expect(page.locator(".cite pre")).to_contain_text("@misc{2503.00042,")
    expect(page.locator(".cite").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "name", "keys"),
    [
        ("days/2025-03-10/", "days-2025-03-10", ["2503.00042", "a-lantern-for-translators"]),
        ("topics/robotics/", "topics-robotics", ["2504.00001", "2503.00042"]),
    ],
)
def test_all_papers_of_a_list_are_cited_in_its_order(
    site: Site, visit: Visits, path: str, name: str, keys: list[str]
) -> None:
    page = visit(site / path)
    open_citations(page, "Cite these 2 papers")
    file, bibtex = downloaded(page, "bib")
    assert (file, keys_of(bibtex)) == (f"{name}.bib", keys)
    assert [item["id"] for item in json.loads(downloaded(page, "json")[1])] == keys
    assert downloaded(page, "ris")[1].count("ER  - \r\n") == len(keys)


def test_all_papers_of_a_search_are_cited_beyond_those_that_are_shown(site: Site, visit: Visits) -> None:
    page = visit(site / "search/?q=marigolds")
    open_citations(page, "Cite these 45 papers")
    keys = keys_of(downloaded(page, "bib")[1])
    assert len(set(keys)) == len(keys) == 45
    assert all(key.startswith("marigolds-") for key in keys)


def test_what_is_cited_follows_the_search(site: Site, visit: Visits) -> None:
    page = visit(site / "search/?q=marigolds")
    open_citations(page, "Cite these 45 papers")
    field = page.locator("#search-page").get_by_role("searchbox")
    field.fill("hesitate")
    open_citations(page, "Cite this paper")
    assert keys_of(downloaded(page, "bib")[1]) == ["2503.00042"]
    field.fill("qqqq")
    expect(page.locator(".cite")).to_be_hidden()


def test_a_paper_that_cannot_be_read_is_named_and_tried_again(site: Site, visit: Visits) -> None:
    page = visit(site / "topics/robotics/")
    page.route("**/papers/2504.00001/", lambda route: route.fulfill(status=200, body="<p>nothing"))
    open_citations(page)
    expect(page.get_by_role("alert")).to_contain_text(ROBOT)
    assert keys_of(downloaded(page, "bib")[1]) == ["2503.00042"]
    page.unroute("**/papers/2504.00001/")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert keys_of(downloaded(page, "bib")[1]) == ["2504.00001", "2503.00042"]


def test_hostile_texts_are_cited_as_text(hostile_site: Site, visit: Visits) -> None:
    page = visit(hostile_site / "days/2025-06-02/")
    open_citations(page)
    titles = {item["title"] for item in json.loads(downloaded(page, "json")[1])}
    assert {"<img src=x onerror=alert(1)>", "</title><script>alert(1)</script>", "# heading"} <= titles
    for line in downloaded(page, "ris")[1].split("\r\n")[:-1]:
        assert line[2:6] == "  - "
