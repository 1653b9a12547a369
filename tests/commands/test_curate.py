"""`papers curate`: a person's decision comes into the right file, checked, and nothing else is touched."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.cli import papers
from generator.collect.issue_form import EXAMPLE
from generator.errors import ArchiveError
from tests.support.archives import REPOSITORY, files_of, run
from tests.support.issues import form
from tests.support.live import papers as papers_with
from tests.support.source_server import SourceServer, item

LANTERN = "a-lantern-for-translators"
CURATED = Path("content/curation/2025/2025-03-10.yml")


def kept(archive: Path) -> dict[str, bytes]:
    """Return the files of the archive, without those that the program needs only while it runs."""
    return {path: data for path, data in files_of(archive).items() if not path.startswith("build/")}


def refused(*arguments: str) -> str:
    """Return what `papers curate` says where it refuses."""
    with pytest.raises(ArchiveError) as caught:
        CliRunner().invoke(papers, ["curate", *arguments], standalone_mode=False, catch_exceptions=False)
    return str(caught.value)


def test_only_what_is_given_changes(archive: Path) -> None:
    before = kept(archive)
    result = run("curate", LANTERN, "--topics", "robotics,translation", "-C", str(archive))
    assert result.output == (
        f"{LANTERN}: topics robotics, translation (before: translation); written to {archive / CURATED}\n"
    )
    name = CURATED.as_posix()
    changed = before[name].replace(b"topics: [translation]", b"topics: [robotics, translation]")
    assert kept(archive) == {**before, name: changed}

    result = run("curate", LANTERN, "--summary", "Lights  a\nlamp: now.", "-C", str(archive))
    assert "a new summary" in result.output
    assert b'  summary: "Lights a lamp: now."\n' in (archive / CURATED).read_bytes()


def test_what_changes_nothing_says_so_and_writes_nothing(archive: Path) -> None:
    before = kept(archive)
    stamp = (archive / CURATED).stat().st_mtime_ns
    result = run("curate", LANTERN, "--topics", "Translation", "-C", str(archive))
    assert result.output == f"{LANTERN}: nothing to change in {archive / CURATED}\n"
    assert (kept(archive), (archive / CURATED).stat().st_mtime_ns) == (before, stamp)


def test_an_entry_and_a_file_that_are_missing_are_added(archive: Path) -> None:
    run("curate", "toward-shorter-summaries", "--topics", "summarization", "-C", str(archive))
    assert (archive / "content/curation/2025/2025-03-11.yml").read_text() == (
        "# Papers listed on 2025-03-11. topics: names from content/topics.yml, most specific first.\n"
        "toward-shorter-summaries:  # Toward *Shorter* Summaries: A [Draft] in `Two` Acts\n"
        "  topics: [summarization]\n"
    )
    curated = {paper.key: paper for paper in load_archive(archive / "content").papers}["toward-shorter-summaries"]
    assert (curated.topics, curated.topics_suggested) == (("summarization",), False)


@pytest.mark.parametrize("name", ["2402.09999", "2402.09999v3", "the-cat-sat-again"])
def test_a_paper_is_known_by_its_key_and_by_its_arxiv_id(archive: Path, name: str) -> None:
    run("curate", name, "--topics", "robotics", "-C", str(archive))
    assert (
        "the-cat-sat-again:  # The Cat Sat Again\n  topics: [robotics]\n"
        in (archive / "content/curation/undated.yml").read_text()
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([LANTERN, "--topics", "Bots"], '"Bots" is not a topic in topics.yml (did you mean "robotics"?)'),
        ([LANTERN, "--topics", "robotcs"], '"robotcs" is not a topic in topics.yml (did you mean "robotics"?)'),
        ([LANTERN, "--topics", "robotics,robotics"], 'topic "robotics" is listed twice'),
        ([LANTERN, "--summary", "word " * 41], "summary: has 41 words: say it in 40 or fewer"),
        (["a-lantern-for-translator", "--topics", "robotics"], f'(did you mean "{LANTERN}"?)'),
        (["The Cat Sat Agian", "--topics", "robotics"], '(did you mean "the-cat-sat-again"?)'),
        (["2402.0999", "--topics", "robotics"], '(did you mean "2402.09999"?)'),
        (["a-paper-to-be-hidden", "--topics", "robotics"], "is hidden by"),
    ],
)
def test_what_does_not_hold_is_said_and_not_written(archive: Path, arguments: list[str], message: str) -> None:
    before = kept(archive)
    assert message in refused(*arguments, "-C", str(archive))
    assert kept(archive) == before


def test_in_a_broken_archive_nothing_is_written(archive: Path) -> None:
    (archive / CURATED).write_text("a: [\n")
    before = kept(archive)
    assert f"{archive / CURATED}:" in refused(LANTERN, "--topics", "robotics", "-C", str(archive))
    assert kept(archive) == before


@pytest.mark.parametrize(
    "arguments",
    [[], [LANTERN], [LANTERN, "--topics", " , "], [LANTERN, "--form", __file__], ["--form", "no-such-file"]],
)
def test_wrong_usage_ends_with_2(archive: Path, arguments: list[str]) -> None:
    assert CliRunner().invoke(papers, ["curate", *arguments, "-C", str(archive)]).exit_code == 2


class TestForm:
    def test_is_taken_as_if_it_were_typed(self, archive: Path, tmp_path: Path) -> None:
        issue = tmp_path / "issue.md"
        issue.write_text(
            form(
                f"https://papers.example/papers/{LANTERN}/",
                "Robotics, translation",
                "Lights a lamp where a word is missing, so nobody stumbles.",
            )
        )
        run("curate", "--form", str(issue), "-C", str(archive))
        text = (archive / CURATED).read_text()
        assert (
            "  topics: [robotics, translation]\n  summary: Lights a lamp where a word is missing, so nobody stumbles.\n"
            in text
        )

    def test_corrects_authors_and_says_when_a_paper_was_withdrawn(self, archive: Path, tmp_path: Path) -> None:
        issue = tmp_path / "issue.md"
        issue.write_text(form(LANTERN, authors="- Ada Example\n- Harbour Team", withdrawn="2025-06-01"))
        result = run("curate", "--form", str(issue), "-C", str(archive))
        assert result.output == (
            f"{LANTERN}: corrected authors; withdrawn on 2025-06-01; written to {archive / CURATED}\n"
        )
        papers = {paper.key: paper for paper in load_archive(archive / "content").papers}
        assert papers[LANTERN].authors == ("Ada Example", "Harbour Team")
        assert papers[LANTERN].withdrawn == date(2025, 6, 1)

    def test_takes_nobody_for_no_author(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "issue.md").write_text(form(LANTERN, authors="Ada Example\net al."))
        result = CliRunner().invoke(papers, ["curate", "--form", str(tmp_path / "issue.md"), "-C", str(archive)])
        assert (result.exit_code, result.stdout) == (
            1,
            'correct.authors: "et al." is not a name: name all authors and remove it\n',
        )

    def test_is_answered_in_sentences_where_something_does_not_hold(self, archive: Path, tmp_path: Path) -> None:
        issue = tmp_path / "issue.md"
        issue.write_text(form(LANTERN, "robotcs"))
        result = CliRunner().invoke(papers, ["curate", "--form", str(issue), "-C", str(archive)])
        assert (result.exit_code, result.stdout) == (
            1,
            '"robotcs" is not a topic in topics.yml (did you mean "robotics"?)\n',
        )

    @pytest.mark.parametrize(
        "paper",
        ["The Cat Sat Again", '"the cat sat again"', "[The Cat Sat Again](https://cats.example/)", "The-Cat-Sat-Again"],
    )
    def test_takes_a_paper_by_its_title(self, archive: Path, tmp_path: Path, paper: str) -> None:
        (tmp_path / "issue.md").write_text(form(paper, "robotics"))
        result = run("curate", "--form", str(tmp_path / "issue.md"), "-C", str(archive))
        assert result.output.startswith("the-cat-sat-again: topics robotics")

    def test_tells_its_own_example_from_a_paper(self, archive: Path, tmp_path: Path) -> None:
        (tmp_path / "issue.md").write_text(form(EXAMPLE, "robotics"))
        result = CliRunner().invoke(papers, ["curate", "--form", str(tmp_path / "issue.md"), "-C", str(archive)])
        assert (result.exit_code, result.stdout) == (
            1,
            f'"{EXAMPLE}" is the example of the form: give the paper that you mean\n',
        )


def test_a_title_that_several_papers_have_is_answered_with_their_keys(archive: Path) -> None:
    day = date(2025, 4, 2)
    records = tuple(Record(key=key, title="Two of a Kind") for key in ("two-of-a-kind", "two-of-a-kind-2"))
    write_listing(archive / "content", Listing(day=day, source="test", status="partial", papers=records))
    assert refused("Two of a kind!", "--topics", "robotics", "-C", str(archive)) == (
        "papers two-of-a-kind, two-of-a-kind-2 have this title; give the key of one of them"
    )
    run("curate", "two-of-a-kind", "--topics", "robotics", "-C", str(archive))


class TestMachinesLeaveCurationAlone:
    def test_an_import_and_another_change_no_byte_of_it(self, archive: Path) -> None:
        scrapes = [("scrape_header.txt", "2025-03-11"), ("scrape_plain.txt", "2025-03-10")]
        before = files_of(archive / "content" / "curation")
        for name, day in scrapes:
            run("import", str(REPOSITORY / "tests" / "data" / name), "--date", day, "-C", str(archive))
        assert files_of(archive / "content" / "curation") == before

        paper = next(
            paper for paper in load_archive(archive / "content").papers if paper.topics_suggested and paper.days
        )
        run("curate", paper.key, "--topics", "robotics", "--summary", "Waits.", "-C", str(archive))
        before = files_of(archive / "content" / "curation")
        for name, day in scrapes:
            run("import", str(REPOSITORY / "tests" / "data" / name), "--date", day, "-C", str(archive))
        assert files_of(archive / "content" / "curation") == before

    def test_a_fetch_changes_no_byte_of_it(self, archive: Path) -> None:
        before = files_of(archive / "content" / "curation")
        with SourceServer() as server:
            server.days["2025-03-10"] = [item("2503.00042", "Another Title", "2025-03-10")]
            result = papers_with(server, archive, "fetch", "--date", "2025-03-10")
        assert result.returncode == 0, result.stderr
        assert "changed" in result.stdout
        assert files_of(archive / "content" / "curation") == before
