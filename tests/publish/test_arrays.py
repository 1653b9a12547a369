"""Arrays: words and numbers are those that plain Python finds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.arrays import Vocabulary, order_of

LINES = st.lists(
    st.text(
        st.sampled_from("ab é学\U00020000.\t ") | st.characters(min_codepoint=32, exclude_categories=["Cs"]),
        max_size=30,
    )
)


def spelled(vocabulary: Vocabulary, lines: list[str]) -> list[list[str]]:
    """Return the words of each line, looked up by their numbers."""
    numbers, lengths = vocabulary.numbers(lines)
    words = iter([vocabulary.words[number] for number in numbers.tolist()])
    return [[next(words) for _ in range(length)] for length in lengths.tolist()]


def words_of(line: str) -> list[str]:
    return line.replace("\t", " ").replace(" ", "\n").split("\n")


@given(st.lists(LINES, max_size=3))
def test_a_number_is_that_of_one_word(texts: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    for lines in texts:
        assert spelled(vocabulary, lines) == [[word for word in words_of(line) if word] for line in lines]
    assert len(set(vocabulary.words)) == len(vocabulary.words)


def test_a_word_keeps_its_number_however_many_follow() -> None:
    vocabulary, words = Vocabulary(), [f"{number:x}" for number in range(20_000)]
    first, _ = vocabulary.numbers(words[:100])
    vocabulary.numbers([" ".join(words)])
    assert vocabulary.numbers(words[:100])[0].tolist() == first.tolist()
    assert spelled(vocabulary, words) == [[word] for word in words]


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_the_size_of_the_pieces_changes_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ["one two  three", "", " lantern ", "a" * 300, "two one " * 20]
    monkeypatch.setattr("generator.publish.arrays._AT_ONCE", size)
    assert spelled(Vocabulary(), lines) == [line.split() for line in lines]


def test_a_word_may_be_longer_than_a_piece() -> None:
    long = ["x" * 100_000, "x" * 100_001]
    assert spelled(Vocabulary(), [" ".join(long), long[0]]) == [long, [long[0]]]


def test_only_a_line_break_ends_a_word_where_that_is_the_blank() -> None:
    assert spelled(Vocabulary(blank="\n"), ["ada example", "#lamps "]) == [["ada example"], ["#lamps "]]


def test_words_with_equal_slots_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vocabulary, "_home", lambda self, hashes: np.full(len(hashes), len(self._slots) - 1))
    words = [f"w{number}" for number in range(700)]
    vocabulary = Vocabulary()
    assert spelled(vocabulary, words[:300]) == [[word] for word in words[:300]]
    assert spelled(vocabulary, words) == [[word] for word in words]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2**16, 2**32 + 5, 2**63, 2**64 - 1]))))
def test_rows_are_ordered_by_one_column_after_the_other(rows: list[tuple[int, int]]) -> None:
    first = np.array([row[0] for row in rows], np.uint32)
    second = np.array([row[1] for row in rows], np.uint64)
    assert order_of(first, second).tolist() == sorted(range(len(rows)), key=rows.__getitem__)
