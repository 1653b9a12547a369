"""Completion: what a shell offers for commands, options, topics and keys of papers."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import papers
from tests.support.archives import run


def completed(line: str) -> list[str]:
    """Return what is offered for the last word of a line, as Bash asks for it."""
    words = {"COMP_WORDS": line, "COMP_CWORD": str(line.count(" ")), "_PAPERS_COMPLETE": "bash_complete"}
    result = CliRunner(env=words).invoke(papers, prog_name="papers")
    assert result.exit_code == 0
    return [item.partition(",")[2] for item in result.stdout.splitlines() if item]


@pytest.mark.parametrize(
    ("shell", "part"), [("bash", "complete -o nosort -F"), ("zsh", "#compdef"), ("fish", "complete --")]
)
def test_a_shell_gets_a_script_that_asks_papers(shell: str, part: str) -> None:
    script = run("completion", shell).stdout
    assert part in script
    assert f"_PAPERS_COMPLETE={shell}_complete" in script


def test_the_program_answers_a_shell(archive: Path) -> None:
    program = Path(sys.executable).parent / "papers"
    asked = {"_PAPERS_COMPLETE": "bash_complete", "COMP_WORDS": "papers curate the-cat", "COMP_CWORD": "2"}
    answer = subprocess.run([program], cwd=archive, env=asked, capture_output=True, text=True, check=True)
    assert answer.stdout == "plain,the-cat-sat-again\n"


def test_commands_and_choices_are_completed() -> None:
    assert completed("papers com") == ["compare", "completion"]
    assert completed("papers topics e") == ["evaluate"]
    assert completed("papers digest --format e") == ["eml"]
    assert completed("papers completion ") == ["bash", "zsh", "fish"]


def test_topics_are_those_of_the_archive(archive: Path) -> None:
    assert completed(f"papers -C {archive} digest --topic ") == ["translation", "summarization", "robotics", "unused"]
    assert completed(f"papers digest -C {archive} --topic rob") == ["robotics"]


def test_each_topic_of_a_list_is_completed(archive: Path) -> None:
    assert completed(f"papers -C {archive} curate x --topics robotics,un") == ["robotics,unused"]


def test_keys_are_those_of_every_listing(archive: Path) -> None:
    assert completed(f"papers -C {archive} curate a-l") == ["a-lantern-for-translators"]
    assert completed(f"papers topics -C {archive} suggest 2503.") == ["2503.00042"]


def test_an_archive_that_cannot_be_read_offers_what_can_be_read(archive: Path) -> None:
    (archive / "content" / "topics.yml").write_text("- [")
    (archive / "content" / "listings" / "2025" / "2025-03-10.json").write_text("{")
    assert completed(f"papers -C {archive} digest --topic r") == []
    assert completed(f"papers -C {archive} curate the-cat") == ["the-cat-sat-again"]


def test_where_no_archive_is_nothing_is_offered(tmp_path: Path) -> None:
    assert completed(f"papers -C {tmp_path} curate x --topics r") == []
    assert completed(f"papers -C {tmp_path} curate a") == []
