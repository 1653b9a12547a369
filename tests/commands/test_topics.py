"""The commands of topics: the list, the reasons of a suggestion, and how well suggestions fit."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import papers
from generator.errors import ArchiveError, ProblemsError
from tests.support.archives import run


def rows(output: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in output.splitlines() if "│" in line]


class TestList:
    def test_topics_stand_under_their_groups_with_how_many_papers_are_theirs(self, archive: Path) -> None:
        assert rows(run("topics", "-C", str(archive)).stdout) == [
            ["Language", "", ""],
            ["translation", "1", "0"],
            ["summarization", "0", "1"],
            ["Machines & bodies", "", ""],
            ["robotics", "0", "2"],
            ["unused", "0", "0"],
        ]

    def test_a_group_is_shown_as_it_is_written(self, archive: Path) -> None:
        topics = archive / "content" / "topics.yml"
        topics.write_text(topics.read_text().replace("Machines & bodies", '"Machines [/red]"'))
        assert ["Machines [/red]", "", ""] in rows(run("topics", "-C", str(archive)).stdout)

    def test_an_archive_may_be_named_before_a_command_or_after_it(self, archive: Path) -> None:
        before = run("topics", "-C", str(archive), "suggest", "2503.00042").stdout
        assert before == run("topics", "suggest", "2503.00042", "-C", str(archive)).stdout


class TestSuggest:
    def test_each_suggestion_is_explained(self, archive: Path) -> None:
        assert run("topics", "suggest", "2503.00042", "-C", str(archive)).stdout == (
            "2503.00042: Grippers That Hesitate: When <5 N Is Enough & More Is Not\n"
            "Nobody has chosen its topics yet.\n"
            "\n"
            "robotics: 6, suggested\n"
            '  "gripper" in the title: 3\n'
            '  "robotics" in the paper\'s keywords: 2\n'
            '  "gripper" in the abstract: 1\n'
            "\n"
            "A keyword counts 3 in the title, 2 among the paper's keywords, and 1 each time it stands in the abstract, "
            "up to 3 times.\n"
            "Topics of the title and others with 4 or more are suggested, at most 3: first those of the title, then "
            "the strongest others.\n"
            "A broader topic gives way to a narrower one. If there is none, the strongest is suggested.\n"
        )

    def test_a_broader_topic_is_told_to_give_way(self, archive: Path) -> None:
        topics = archive / "content" / "topics.yml"
        narrower = "{title: Waiting, description: Robots that wait., broader: [robotics], keywords: [hesitate]}"
        topics.write_text(
            topics.read_text("utf-8").replace("    unused:\n", f"    hesitation: {narrower}\n    unused:\n")
        )
        said = run("topics", "suggest", "2503.00042", "-C", str(archive)).stdout
        assert "\nhesitation: 3, suggested\n" in said
        assert "\nrobotics: 6, not suggested beside hesitation, which is narrower\n" in said

    def test_what_people_chose_is_told_beside_what_is_suggested(self, archive: Path) -> None:
        curation = archive / "content" / "curation" / "2025" / "2025-03-10.yml"
        curation.write_text("a-lantern-for-translators: {topics: [translation, unused]}\n")
        said = run("topics", "suggest", "a-lantern-for-translators", "-C", str(archive)).stdout
        assert "People chose translation, unused.\n" in said
        assert "\ntranslation: 4, suggested, people chose it too\n" in said
        assert "\nunused: 0, people chose it, but the paper contains none of its keywords\n" in said

    @pytest.mark.parametrize("arxiv_id", ["2402.09999", "2402.09999v2"])
    def test_an_arxiv_id_leads_to_its_paper(self, archive: Path, arxiv_id: str) -> None:
        said = run("topics", "suggest", arxiv_id, "-C", str(archive)).stdout
        assert said.startswith("the-cat-sat-again: ")

    def test_an_unknown_paper_is_told_the_nearest(self, archive: Path) -> None:
        result = CliRunner().invoke(papers, ["topics", "suggest", "a-lantern-for-translator", "-C", str(archive)])
        assert isinstance(result.exception, ArchiveError)
        assert str(result.exception) == (
            'there is no paper "a-lantern-for-translator" (did you mean "a-lantern-for-translators"?)'
        )


class TestEvaluate:
    @pytest.fixture
    def table(self, archive: Path) -> dict[str, list[str]]:
        curation = archive / "content" / "curation" / "2025" / "2025-03-10.yml"
        curation.write_text(
            "'2503.00042': {topics: [unused]}\na-lantern-for-translators: {topics: [translation, summarization]}\n"
        )
        return {name: figures for name, *figures in rows(run("topics", "evaluate", "-C", str(archive)).stdout)}

    def test_each_topic_has_precision_recall_f1_and_how_often_people_chose_it(
        self, table: dict[str, list[str]]
    ) -> None:
        assert table["translation"] == ["1.00", "1.00", "1.00", "1"]
        assert table["summarization"] == ["-", "0.00", "0.00", "1"]
        assert table["robotics"] == ["0.00", "-", "0.00", "0"]

    def test_held_out_papers_have_a_figure_of_their_own(self, table: dict[str, list[str]]) -> None:
        assert table["all papers"] == ["0.50", "0.33", "0.40", "3"]
        chosen = [int(table[name][3]) for name in ("held-out papers", "other papers")]
        assert sum(chosen) == 3

    def test_without_curation_there_is_nothing_to_compare(self, archive: Path) -> None:
        (archive / "content" / "curation" / "2025" / "2025-03-10.yml").unlink()
        said = run("topics", "evaluate", "-C", str(archive)).stdout
        assert said.startswith("No paper has curated topics yet")
        assert "papers curate KEY --topics A,B" in said
        assert "0.00" not in said

    def test_test_papers_are_told_apart_with_all_words_and_by_title_alone(self, archive: Path) -> None:
        curation = archive / "content" / "curation" / "2025" / "2025-03-10.yml"
        curation.write_text(
            "'2503.00042': {topics: [robotics]}\na-lantern-for-translators: {topics: [translation, summarization]}\n"
        )
        (archive / "content" / "test-set.yml").write_text('- "2503.00042"\n- nowhere\n')
        said = run("topics", "evaluate", "-C", str(archive)).stdout
        table = {name: figures for name, *figures in rows(said)}
        assert table["test papers"] == ["1.00", "1.00", "1.00", "1"]
        assert table["test papers, by title alone"] == ["1.00", "1.00", "1.00", "1"]
        assert sum(int(table[name][3]) for name in ("test papers", "held-out papers", "other papers")) == 3
        assert said.splitlines()[-1].startswith("2 papers with curated topics: 1 of the 2 test papers, ")

    def test_a_test_set_that_is_no_list_is_refused(self, archive: Path) -> None:
        (archive / "content" / "test-set.yml").write_text("keys: 3\n")
        result = CliRunner().invoke(papers, ["topics", "evaluate", "-C", str(archive)])
        assert isinstance(result.exception, ProblemsError)
        assert str(result.exception).endswith("test-set.yml:1: must be a list, is a mapping")
