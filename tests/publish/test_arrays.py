"""Arrays: words and numbers are those that plain Python finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.arrays import Vocabulary, order_of

TEXTS = st.lists(st.text(st.sampled_from("ab é学\U00020000.\t\n "), max_size=30))


def spelled(vocabulary: Vocabulary, texts: list[str]) -> list[list[str]]:
    """Return the words of each text, looked up by their numbers."""
    numbers, lengths = vocabulary.numbers_in(texts)
    words = iter([vocabulary.words[number] for number in numbers.tolist()])
    return [[next(words) for _ in range(length)] for length in lengths.tolist()]


@given(st.lists(TEXTS, max_size=3))
def test_a_number_is_that_of_one_word(groups: list[list[str]]) -> None:
    vocabulary = Vocabulary()
    for texts in groups:
        assert spelled(vocabulary, texts) == [text.split() for text in texts]
    assert len(set(vocabulary.words)) == len(vocabulary.words)


def test_a_word_keeps_its_number_however_many_follow() -> None:
    vocabulary, words = Vocabulary(), [f"{number:x}" for number in range(20_000)]
    first = vocabulary.numbers(words[:100])
    vocabulary.numbers_in([" ".join(words)])
    assert vocabulary.numbers(words[:100]).tolist() == first.tolist()


def test_a_whole_text_can_be_one_word() -> None:
    vocabulary = Vocabulary()
    assert vocabulary.numbers(["ada example", "#lamps ", "ada example"]).tolist() == [0, 1, 0]
    assert vocabulary.words == ["ada example", "#lamps "]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2**16, 2**32 + 5, 2**63, 2**64 - 1]))))
def test_rows_are_ordered_by_one_column_after_the_other(rows: list[tuple[int, int]]) -> None:
    first = np.array([row[0] for row in rows], np.uint32)
    second = np.array([row[1] for row in rows], np.uint64)
    assert order_of(first, second).tolist() == sorted(range(len(rows)), key=rows.__getitem__)
