"""Problems as annotations of a workflow: one command each, whatever path and message hold."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.commands.annotations import annotation
from generator.errors import Problem
from tests.support.archives import REPOSITORY
from tests.support.program import papers

FOLDER = Path("/repository")


def test_a_problem_is_shown_on_its_line_of_the_file_as_the_repository_names_it() -> None:
    problem = Problem(FOLDER / "content" / "curation" / "undated.yml", 7, '"moths" decides nothing: fill it in, or not')
    assert annotation(problem, FOLDER) == (
        "::error file=content/curation/undated.yml,line=7,title=papers check"
        '::"moths" decides nothing: fill it in, or not'
    )


def test_a_file_outside_of_the_repository_keeps_its_path() -> None:
    assert annotation(Problem(Path("/other/a.yml"), 1, "x"), FOLDER).startswith("::error file=/other/a.yml,line=1,")


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        ("a,b.yml", "100% odd", "::error file=a%2Cb.yml,line=1,title=papers check::100%25 odd"),
        ("a:b.yml", "a: b, c", "::error file=a%3Ab.yml,line=1,title=papers check::a: b, c"),
        ("100%.yml", "a::b", "::error file=100%25.yml,line=1,title=papers check::a::b"),
        ("a\r\nb.yml", "x", "::error file=a%0D%0Ab.yml,line=1,title=papers check::x"),
        ("a.yml", "x\n::warning::y", r"::error file=a.yml,line=1,title=papers check::x\n::warning::y"),
    ],
)
def test_what_means_something_in_a_command_is_escaped(name: str, message: str, expected: str) -> None:
    assert annotation(Problem(FOLDER / name, 1, message), FOLDER) == expected


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1, max_size=20), st.text())
def test_whatever_they_hold_a_problem_is_one_command(name: str, message: str) -> None:
    printed = annotation(Problem(FOLDER / name, 3, message), FOLDER)
    assert re.fullmatch(r"::error file=[^:,\r\n]*,line=3,title=papers check::[^\r\n]*", printed)


@pytest.mark.parametrize("inside", [True, False])
def test_the_command_line_prints_them_and_ends_as_ever(archive: Path, *, inside: bool) -> None:
    (archive / "content" / "curation" / "undated.yml").write_text("# Nothing\n\nmoths:\n", "utf-8")
    where = [] if inside else ["-C", str(archive)]
    result = papers("check", "--format", "github", *where, cwd=archive if inside else archive.parent)
    file = "content/curation/undated.yml" if inside else "archive/content/curation/undated.yml"
    assert (result.returncode, result.stderr) == (1, "2 problems found\n")
    assert result.stdout.splitlines() == [
        (
            f'::error file={file},line=3,title=papers check::"moths" decides nothing: '
            "give it topics, a summary or a correction, or take it out"
        ),
        f'::error file={file},line=3,title=papers check::no listing has a paper "moths"',
    ]


def test_without_a_problem_both_forms_say_the_same(archive: Path) -> None:
    assert papers("check", "--format", "github", cwd=archive).stdout == papers("check", cwd=archive).stdout


def test_a_warning_is_shown_as_one() -> None:
    problem = Problem(FOLDER / "content" / "topics.yml", 7, "stands here twice", warning=True)
    assert annotation(problem, FOLDER) == (
        "::warning file=content/topics.yml,line=7,title=papers check::stands here twice"
    )


def test_the_workflow_shows_them_whether_the_check_passed_or_not() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "test.yml").read_text("utf-8"))
    checked, shown = workflow["jobs"]["check"]["steps"][-2:]
    assert checked["run"] == "make check"
    assert (shown["if"], shown["run"]) == ("${{ !cancelled() }}", ".venv/bin/papers check --format github")
