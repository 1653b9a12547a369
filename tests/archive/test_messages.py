"""The nearest match for a mistyped word."""

import pytest

from generator.archive.messages import near

TOPICS = ["language-agents", "hallucination", "computer-vision", "Video", "tool-agents-of-many-kinds"]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("halucination", "hallucination"),
        ("VIDEO", "Video"),
        ("Agents", "language-agents"),
        ("Visoin", "computer-vision"),
        ("quux", None),
        ("", None),
    ],
)
def test_is_found_whatever_its_case_and_by_one_of_its_words(word: str, nearest: str | None) -> None:
    assert near(word, TOPICS) == nearest


def test_a_number_is_no_word() -> None:
    assert near("2510", ["2510.00001"]) is None
