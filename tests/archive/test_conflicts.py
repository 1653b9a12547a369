"""Marks of a merge are found wherever Git leaves them, and nothing else is taken for one."""

import pytest

from generator.archive.conflicts import conflicts_in, leftovers_in_markdown, leftovers_in_yaml

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


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Ours.\n\n=======\n\nTheirs.\n", [3]),
        ("=======\nTheirs.\n", [1]),
        ("# Tides\n=======\n# Currents\n", [2]),
        ("- tugs\n=======\n- ferries\n", [2]),
        ("Ours goes on\nfor two lines.\n=======\nTheirs.\n", [3]),
        ("```\ntugs\n```\n=======\nTheirs.\n", [4]),
        ("Ours.\n||||||| 0a1b2c3\nBefore.\n", [2]),
        ("Ours.\n|||||||\nBefore.\n", [2]),
        ("Ours.\n\n||||||| merged common ancestors\n=======\nTheirs.\n", [3, 4]),
        ("Ours.\r\n\r\n=======\r\nTheirs.\r\n", [3]),
    ],
)
def test_inner_marks_are_found_in_a_page_where_the_outer_ones_are_gone(text: str, lines: list[int]) -> None:
    assert list(conflicts_in(text)) == []
    assert list(leftovers_in_markdown(text)) == lines


@pytest.mark.parametrize(
    "text",
    [
        "Harbour\n=======\n",
        "\nHarbour\n=======\nTugs.\n",
        "Tugs.\n\n1. Aims\n=======\n",
        "Tugs.\n\n========\n",
        "Tugs.\n\n    =======\n",
        "```rst\n\n=======\nHarbour\n=======\n```\n",
        "~~~~\n~~~\n\n=======\n~~~~\n",
        "|||||||\n|-|-|-|-|-|-|\n",
        "| a |\n|||||||\n",
        "||||||| a | b |\n",
    ],
)
def test_headings_code_and_tables_of_a_page_are_no_marks(text: str) -> None:
    assert list(leftovers_in_markdown(text)) == []


@pytest.mark.parametrize("mark", ["=======", "|||||||", "||||||| 0a1b2c3"])
def test_each_mark_at_the_beginning_of_a_line_of_yaml_is_left_from_a_merge(mark: str) -> None:
    assert list(leftovers_in_yaml(f"a:\n  summary: One.\n{mark}\nb:\n  summary: |\n    {mark}\n")) == [3]
