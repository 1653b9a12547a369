"""`papers import` of records: what is filed where, what is told, and that a second time changes nothing."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.archive.listings import read_listing
from generator.archive.load import load_archive
from generator.archive.models import Record
from generator.cli import papers
from generator.collect.formats import FORMATS
from generator.publish.catalog import view_papers
from generator.publish.citations.bibtex import bibtex_entry
from generator.publish.settings import read_site
from tests.support.archives import SAMPLE, files_of, make_archive

JSONL = """\
{"title": "Slow Kettles", "authors": ["Ada Finch"], "day": "2025-03-11", "doi": "10.1000/Kettles", "upvotes": 3}
{"title": "Quiet Ferries", "day": "2025-03-12", "arxiv_id": "2401.10000", "abstract": "They drift."}
{"title": "Ropes", "url": "https://ropes.example/paper.pdf"}
"""
FILES = {
    "jsonl": JSONL,
    "csv": "title;authors;doi\nSlow Kettles;Ada Finch;10.1000/Kettles\n",
    "bibtex": "@misc{a, title = {Slow Kettles}, author = {Finch, Ada}, doi = {10.1000/Kettles}}\n",
    "ris": "TY  - JOUR\nTI  - Slow Kettles\nAU  - Finch, Ada\nDO  - 10.1000/Kettles\nER  - \n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an archive to which people add papers, which holds none yet."""
    root = tmp_path / "archive"
    (root / "content").mkdir(parents=True)
    settings = "site_name: Reading List\nsite_url: https://list.example/\nextra:\n  source: none\n  abstracts: keep\n"
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    (root / "content" / "topics.yml").write_bytes((SAMPLE / "topics.yml").read_bytes())
    return root


def imported(root: Path, text: str | bytes, *options: str, name: str = "papers.jsonl") -> Result:
    file = root.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return CliRunner().invoke(papers, ["import", str(file), *options, "-C", str(root)], catch_exceptions=False)


def listed(root: Path, day: str | None) -> dict[str, Record]:
    path = f"{day[:4]}/{day}.json" if day else "undated.json"
    return {record.key: record for record in read_listing(root / "content" / "listings" / path).papers}


def test_each_paper_is_filed_under_its_day(root: Path) -> None:
    result = imported(root, JSONL)
    assert (result.exit_code, result.output) == (
        0,
        f"{root.parent}/papers.jsonl: 3 papers read, 3 new, 0 already known; 3 listings written\n",
    )
    assert listed(root, "2025-03-11")["slow-kettles"].doi == "10.1000/Kettles"
    assert listed(root, "2025-03-12")["2401.10000"].abstract == "They drift."
    assert listed(root, None)["ropes"].url == "https://ropes.example/paper.pdf"


@pytest.mark.parametrize("form", FILES)
def test_a_second_time_changes_nothing_in_any_format(root: Path, form: str) -> None:
    options = ("--format", form, "--date", "2025-03-11")
    assert imported(root, FILES[form], *options, name="papers").exit_code == 0
    before = files_of(root / "content")
    result = imported(root, FILES[form], *options, name="papers")
    assert ("no listing changed" if form == "jsonl" else "2025-03-11.json unchanged") in result.output
    assert files_of(root / "content") == before


def test_one_paper_in_four_formats_is_one_paper(root: Path) -> None:
    for form, text in FILES.items():
        assert imported(root, text, "--date", "2025-03-11", name=f"papers{FORMATS[form].endings[0]}").exit_code == 0
    assert [*listed(root, "2025-03-11")] == ["ropes", "slow-kettles"]


def test_the_format_is_that_of_the_name_s_ending_or_as_asked(root: Path) -> None:
    assert imported(root, FILES["ris"], name="PAPERS.RIS").exit_code == 0
    assert imported(root, FILES["bibtex"], "--format", "bibtex", name="export.txt").exit_code == 0
    assert imported(root, FILES["bibtex"], name="export.txt").exit_code == 1
    told = imported(root, FILES["jsonl"], name="export.json")
    assert told.exit_code == 1
    assert "its name does not tell its format: add --format and jsonl, csv, bibtex, ris or page" in told.output


def test_standard_input_is_read_where_the_file_is_a_dash(root: Path) -> None:
    command = ["import", "-", "--format", "jsonl", "-C", str(root)]
    result = CliRunner().invoke(papers, command, input=f'{JSONL}{{"titel": "A"}}\n')
    assert result.exit_code == 1
    assert "<stdin>: 3 papers read, 3 new, 0 already known, 1 problem; 3 listings written\n" in result.output
    assert '<stdin>:4: there is no field "titel" (did you mean "title"?)\n' in result.output


def test_of_a_broken_file_the_rest_is_filed_and_the_command_ends_with_1(root: Path) -> None:
    result = imported(root, f'{JSONL}{{"title": "A", "day": "2099-01-01"}}\n')
    assert result.exit_code == 1
    assert "papers.jsonl:4: day: 2099-01-01 has not come yet: the last day is " in result.output
    assert [*listed(root, None)] == ["ropes"]
    assert imported(root, "Papers\n").exit_code == 1
    assert [*listed(root, None)] == ["ropes"]


def test_a_file_that_cannot_be_read_does_not_affect_the_others(root: Path) -> None:
    missing = root.parent / "missing.csv"
    result = imported(root, JSONL, str(missing))
    assert result.exit_code == 1
    assert f"{missing}: not imported: cannot be read: No such file or directory" in result.output
    assert [*listed(root, None)] == ["ropes"]


def test_a_title_that_several_papers_have_is_told(root: Path) -> None:
    imported(root, '{"title": "Slow Kettles", "doi": "10.1000/1"}\n{"title": "Slow Kettles", "doi": "10.1000/2"}\n')
    result = imported(root, '{"title": "Slow Kettles"}\n')
    assert result.exit_code == 1
    assert "papers.jsonl:1: title: “Slow Kettles” is that of slow-kettles and slow-kettles-2: give " in result.output


def test_abstracts_that_are_left_out_are_told(root: Path) -> None:
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("  abstracts: keep\n", ""), "utf-8")
    assert "1 abstract is left out, as this archive's settings say; to keep them, set " in imported(root, JSONL).output
    assert listed(root, "2025-03-12")["2401.10000"].abstract is None


def test_a_paper_that_had_no_day_and_is_given_one_is_told(root: Path) -> None:
    imported(root, '{"title": "Ropes"}\n')
    result = imported(root, '{"title": "Ropes", "day": "2025-03-11"}\n')
    assert "1 paper with a day now, which the listing without a day has too.\n" in result.output


def test_an_imported_archive_holds_and_no_day_of_it_is_partial(root: Path) -> None:
    imported(root, JSONL)
    checked = CliRunner().invoke(papers, ["check", "-C", str(root)])
    assert checked.exit_code == 0, checked.output
    status = json.loads(CliRunner().invoke(papers, ["status", "--json", "-C", str(root)]).output)
    assert [day["state"] for day in status["days"]] == ["complete", "complete"]


def test_what_the_archive_publishes_as_bibtex_is_read_as_the_same_papers(tmp_path: Path, root: Path) -> None:
    archive, site = load_archive(SAMPLE), read_site(make_archive(tmp_path / "sample"))
    views = view_papers(archive, site).values()
    assert imported(root, "\n".join(bibtex_entry(view, site) for view in views), name="all.bib").exit_code == 0
    found = {(record.title, record.arxiv_id, record.doi, record.authors) for record in listed(root, None).values()}
    others = {view: ("others",) if view.authors and view.authors_missing else () for view in views}
    assert found == {
        (view.full_title, view.arxiv_id or None, view.paper.doi, view.authors + others[view]) for view in views
    }


def test_the_address_of_its_own_page_is_no_address_of_a_paper(root: Path) -> None:
    imported(root, '{"title": "Ropes"}\n')
    imported(root, "@misc{ropes, title = {Ropes}, url = {https://list.example/papers/ropes/}}", name="own.bib")
    assert listed(root, None)["ropes"].url is None


def test_the_help_names_no_list_that_the_archive_may_not_be_of() -> None:
    told = CliRunner().invoke(papers, ["import", "--help"]).output
    assert "Daily Papers" not in told
    assert "jsonl" in told
    assert "Daily Papers" not in next(
        line for line in CliRunner().invoke(papers, ["--help"]).output.splitlines() if line.startswith("  import ")
    )
