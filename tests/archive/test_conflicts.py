"""Marks of a merge are found wherever Git leaves them, and nothing else is taken for one."""

import pytest

from generator.archive.conflicts import conflicts_in

WHOLE = "a\n<<<<<<< HEAD\nb\n||||||| 0a1b2c3\n=======\nc\n>>>>>>> their branch\nd\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (WHOLE, [2]),
        (WHOLE.replace("\n", "\r\n"), [2]),
        (WHOLE * 2, [2, 10]),
        (WHOLE.replace("||||||| 0a1b2c3\n", ""), [2]),
        (WHOLE.replace("<<<<<<< HEAD\n", ""), [3, 6]),  # the common version's, and the last
        (WHOLE.replace(">>>>>>> their branch\n", ""), [2]),
        ("<<<<<<<", [1]),
        ("a\n>>>>>>>", [2]),
        ("Heading\n=======\n>>>>>>> their branch\n", [3]),
    ],
)
def test_each_conflict_is_told_at_its_first_mark(text: str, lines: list[int]) -> None:
    assert list(conflicts_in(text)) == lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Heading\n=======\n",
        "Heading\n=======\n\n<<<<<<<< eight\n",
        "    <<<<<<< HEAD\n    =======\n    >>>>>>> main\n",
        "`<<<<<<< HEAD`",
        "<<<<<<<HEAD\n>>>>>>>>>>\n",
        "|||||||\n|-|-|-|-|-|-|\n",
    ],
)
def test_other_lines_are_no_marks(text: str) -> None:
    assert list(conflicts_in(text)) == []
