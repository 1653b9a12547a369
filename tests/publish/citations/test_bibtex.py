"""BibTeX: every entry parses, every title comes back as it was, every key stays what it is."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Entry
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.citations.bibtex import arxiv_month, bibtex_entry
from generator.publish.citations.tasks import bibtex_files, bibtex_years
from generator.publish.paper import PaperView
from generator.publish.settings import read_site
from tests.support.archives import SAMPLE, make_archive, view_of
from tests.support.hostile import TEXTS, hostile_archive
from tests.support.latex import composed, is_same_name, names_in, shown
from tests.support.live import RECORDED, make_empty_archive

MOST_AUTHORS = 3303  # the longest list of authors that the source has
MOST_ENTRIES = 300  # that the programs read: they are slow
ARCHIVE = load_archive(SAMPLE)
PAPER = ARCHIVE.papers[0]
PROGRAMS = {  # each with what makes it read every entry of works.bib
    "bibtex": ("works.aux", "\\citation{*}\n\\bibstyle{plain}\n\\bibdata{works}\n", ["works"]),
    "biber": ("works.bib", None, ["--tool", "--validate-datamodel", "works.bib"]),
}


def catalog_in(root: Path) -> Catalog:
    site = read_site(root)
    return catalog_of(load_archive(site.content), site)


def archive_of(folder: Path, *papers: Record) -> Catalog:
    root = make_empty_archive(folder / "archive")
    write_listing(root / "content", Listing(day=date(2025, 3, 10), source="test", status="complete", papers=papers))
    return catalog_in(root)


def entries_in(text: str) -> list[Entry]:
    library = parse_string(text)
    assert library.failed_blocks == []
    return library.entries


def files_in(catalog: Catalog) -> dict[str, str]:
    years = bibtex_years(catalog).items()
    return {path: data.decode() for year, papers in years for path, data in bibtex_files(catalog.site, year, papers)}


def assert_says_what_the_papers_are(text: str, papers: Mapping[str, PaperView]) -> None:
    entries = entries_in(text)
    keys = [entry.key for entry in entries]
    assert keys == sorted(set(keys))
    for entry in entries:
        paper = papers[entry.key]
        assert shown(entry["title"]) == composed(paper.full_title), entry.key
        names = names_in(entry["author"]) if "author" in entry else []
        if paper.authors_missing and "author" in entry:
            assert names.pop() == "others", entry.key
        assert len(names) == len(paper.authors), entry.key
        for read, name in zip(names, paper.authors, strict=True):
            assert is_same_name(read, name), entry.key


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return catalog_in(make_archive(tmp_path_factory.mktemp("sample") / "archive"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return catalog_in(hostile_archive(tmp_path_factory.mktemp("hostile") / "archive"))


@pytest.fixture(scope="module")
def recorded(request: pytest.FixtureRequest) -> Catalog:
    if not RECORDED.is_dir():
        pytest.skip("needs the recorded answers beside the repository")
    return catalog_in(request.getfixturevalue("recorded_root"))


def test_a_paper_on_arxiv_is_cited_as_arxiv_asks_for_it(catalog: Catalog) -> None:
    assert bibtex_entry(catalog.papers["2503.00042"], catalog.site) == (
        "@misc{2503.00042,\n"
        "  title = {Grippers That Hesitate: When {$<$}5 {N} Is Enough \\& More Is Not},\n"
        "  author = {Placeholder, Dee},\n"
        "  year = {2025},\n"
        "  month = mar,\n"
        "  eprint = {2503.00042},\n"
        "  archivePrefix = {arXiv},\n"
        "  doi = {10.48550/arXiv.2503.00042},\n"
        "  url = {https://arxiv.org/abs/2503.00042},\n"
        "  howpublished = {arXiv:2503.00042},\n"
        "}\n"
    )


def test_another_paper_is_cited_by_its_page_and_the_day_that_listed_it_first(catalog: Catalog) -> None:
    assert bibtex_entry(catalog.papers["a-lantern-for-translators"], catalog.site) == (
        "@misc{a-lantern-for-translators,\n"
        "  title = {A Lantern for Translators},\n"
        "  author = {Example, Ada and Sample, Bo and Instance, Cy},\n"
        "  year = {2025},\n"
        "  month = mar,\n"
        "  url = {https://daily-papers.github.io/archive/papers/a-lantern-for-translators/},\n"
        "  howpublished = {Listed in Hugging Face's Daily Papers on 10 March 2025},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("doi", "url", "fields"),
    [
        ("10.1000/a(b)", None, {"doi": "10.1000/a(b)", "url": "https://doi.org/10.1000/a(b)"}),
        (None, "https://kettles.example/p_1", {"url": "https://kettles.example/p_1"}),
        ("10.1000/a<b>", "https://kettles.example/p", {"doi": "10.1000/a<b>", "url": "https://kettles.example/p"}),
        (None, "https://kettles.example/{a}?b=\\", {"url": "https://kettles.example/%7Ba%7D?b=%5C"}),
    ],
)
def test_a_paper_elsewhere_is_cited_by_its_doi_and_its_address(
    catalog: Catalog, doi: str | None, url: str | None, fields: dict[str, str]
) -> None:
    paper = view_of(replace(PAPER, arxiv_id=None, doi=doi, url=url), ARCHIVE)
    (entry,) = entries_in(bibtex_entry(paper, catalog.site))
    assert {name: entry[name] for name in ("doi", "url", "eprint") if name in entry} == fields


def test_a_paper_on_arxiv_that_was_published_is_cited_by_its_publisher_s_doi(catalog: Catalog) -> None:
    paper = view_of(replace(PAPER, arxiv_id="2503.00042", doi="10.1000/1", url="https://kettles.example/"), ARCHIVE)
    (entry,) = entries_in(bibtex_entry(paper, catalog.site))
    assert [entry[name] for name in ("eprint", "doi", "url")] == [
        "2503.00042",
        "10.1000/1",
        "https://arxiv.org/abs/2503.00042",
    ]


def test_a_withdrawn_paper_has_a_note_that_says_so(catalog: Catalog) -> None:
    paper = view_of(replace(PAPER, withdrawn=date(2025, 4, 9)), ARCHIVE)
    assert entries_in(bibtex_entry(paper, catalog.site))[0]["note"] == "Withdrawn 9 April 2025"
    assert "note" not in entries_in(bibtex_entry(view_of(PAPER, ARCHIVE), catalog.site))[0]


def test_a_paper_without_authors_is_sorted_by_its_key(catalog: Catalog) -> None:
    paper = view_of(replace(PAPER, authors=()), ARCHIVE)
    (entry,) = entries_in(bibtex_entry(paper, catalog.site))
    assert ("author" in entry, entry["key"]) == (False, PAPER.key)


def test_an_entry_of_a_file_goes_without_blanks(catalog: Catalog) -> None:
    assert files_in(catalog)["cite/topics/robotics/2025.bib"].split("\n\n")[0] == (
        "@misc{2503.00042,\n"
        "title={Grippers That Hesitate: When {$<$}5 {N} Is Enough \\& More Is Not},\n"
        "author={Placeholder, Dee},\n"
        "year={2025},\n"
        "month=mar,\n"
        "eprint={2503.00042},\n"
        "archivePrefix={arXiv},\n"
        "doi={10.48550/arXiv.2503.00042},\n"
        "url={https://arxiv.org/abs/2503.00042},\n"
        "howpublished={arXiv:2503.00042}}"
    )


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # btxdoc, section 2.1


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_a_month_has_the_name_that_every_style_knows(catalog: Catalog, number: int, name: str) -> None:
    paper = view_of(replace(PAPER, published=date(2024, number, 1)), ARCHIVE)
    assert f"\n  year = {{2024}},\n  month = {name},\n" in bibtex_entry(paper, catalog.site)


def test_each_month_and_each_topic_s_year_has_a_file_of_its_papers_by_key(catalog: Catalog) -> None:
    assert {address: [entry.key for entry in entries_in(text)] for address, text in files_in(catalog).items()} == {
        "cite/topics/robotics/2025.bib": ["2503.00042", "2504.00001"],
        "cite/topics/summarization/2025.bib": ["toward-shorter-summaries"],
        "cite/topics/translation/2025.bib": ["a-lantern-for-translators"],
        "cite/months/2025-03.bib": ["2503.00042", "a-lantern-for-translators", "toward-shorter-summaries"],
        "cite/months/2025-04.bib": ["2504.00001"],
        "cite/undated.bib": ["the-cat-sat-again"],
    }


def test_a_paper_listed_on_days_of_two_years_and_on_none_stands_in_all_their_files_but_is_undated_in_no_topic(
    tmp_path: Path,
) -> None:
    root = make_empty_archive(tmp_path / "archive")
    paper = Record(key="robots", title="Robots", keywords=("robotics",))
    for day in (date(2024, 12, 31), date(2025, 1, 1), None):
        write_listing(root / "content", Listing(day=day, source="test", status="complete", papers=(paper,)))
    catalog = catalog_in(root)
    (topic,) = catalog.papers["robots"].topic_names
    assert files_in(catalog).keys() == {
        "cite/months/2024-12.bib",
        "cite/months/2025-01.bib",
        "cite/undated.bib",
        f"cite/topics/{topic}/2024.bib",
        f"cite/topics/{topic}/2025.bib",
    }


@pytest.mark.parametrize(
    ("arxiv_id", "month"),
    [
        ("2503.00042", (2025, 3)),
        ("0704.0001", (2007, 4)),
        ("hep-th/9108001", (1991, 8)),
        ("math/0001001", (2000, 1)),
        ("2513.00042", None),
    ],
)
def test_an_arxiv_id_tells_its_month(arxiv_id: str, month: tuple[int, int] | None) -> None:
    assert arxiv_month(arxiv_id) == month


def test_hostile_texts_come_back_as_they_were(hostile: Catalog) -> None:
    files = files_in(hostile)
    assert len(entries_in(files["cite/months/2025-06.bib"])) == len(TEXTS) + 1
    for text in files.values():
        assert_says_what_the_papers_are(text, hostile.papers)


@given(title=st.text(min_size=1).filter(composed), authors=st.lists(st.text(min_size=1).filter(composed), max_size=3))
def test_every_title_and_name_comes_back(catalog: Catalog, title: str, authors: list[str]) -> None:
    paper = view_of(replace(PAPER, title=title, authors=tuple(authors)), ARCHIVE)
    assert_says_what_the_papers_are(bibtex_entry(paper, catalog.site), {PAPER.key: paper})


def test_a_key_stays_when_everything_else_changes(tmp_path: Path) -> None:
    before = Record(key="2503.00001", title="A Draft", arxiv_id="2503.00001")
    after = Record(key="2503.00001", title="Final", authors=("Ada Example",), arxiv_id="2503.00001")
    other = Record(key="2503.00002", title="Final", authors=("Ada Example",), arxiv_id="2503.00002")
    first, second = archive_of(tmp_path / "1", before), archive_of(tmp_path / "2", after, other)
    keys = [[entry.key for entry in entries_in(files_in(one)["cite/months/2025-03.bib"])] for one in (first, second)]
    assert keys == [["2503.00001"], ["2503.00001", "2503.00002"]]


def test_thousands_of_authors_are_all_named(tmp_path: Path) -> None:
    names = tuple(f"Ada {''.join('abcdefghij'[int(digit)] for digit in str(number))}" for number in range(MOST_AUTHORS))
    catalog = archive_of(tmp_path, Record(key="many", title="Many", authors=names))
    assert_says_what_the_papers_are(bibtex_entry(catalog.papers["many"], catalog.site), catalog.papers)
    assert len(catalog.papers["many"].authors) == MOST_AUTHORS


@pytest.mark.slow
def test_all_recorded_papers_come_back_as_they_were(recorded: Catalog) -> None:
    files = files_in(recorded)
    entries: set[str] = set()
    for address, text in files.items():
        if "/months/" in address:
            assert_says_what_the_papers_are(text, recorded.papers)
            entries.update(entry.strip() for entry in text.split("\n\n"))
    assert len(entries) == len(recorded.papers) == 5435
    for address, text in files.items():
        if "/topics/" in address:
            assert {entry.strip() for entry in text.split("\n\n")} <= entries


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("archive", ["hostile", "recorded"])
def test_bibtex_and_biber_take_every_entry(
    request: pytest.FixtureRequest, tmp_path: Path, program: str, archive: str
) -> None:
    path = shutil.which(program)
    if not path:
        pytest.skip(f"needs {program}")
    files = files_in(request.getfixturevalue(archive))
    longest = max((text for address, text in files.items() if "/months/" in address), key=len)
    text = "\n\n".join(longest.split("\n\n")[:MOST_ENTRIES])
    (tmp_path / "works.bib").write_text(text, "utf-8")
    name, content, arguments = PROGRAMS[program]
    if content:
        (tmp_path / name).write_text(content, "utf-8")
    result = subprocess.run([path, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-2000:]
    complaints = re.findall(r"^(?:Warning|WARN|ERROR).*", result.stdout, re.MULTILINE)
    assert [line for line in complaints if "'date, year' must be defined" not in line] == []  # some are not known
