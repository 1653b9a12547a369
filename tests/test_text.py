"""What of a text from outside is kept, and which spellings are one title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.text import clean, fold

EVERY_CHARACTER = st.text(st.characters())  # lone surrogates too


@pytest.mark.parametrize(
    "unwanted",
    [*"\x00\x08\x0b\x0c\x1b\x1f\x7f\x80\x9f\ud800\udfff\ufeff\ufffe\uffff\u202a\u202e\u2066\u2069"],
)
def test_a_character_that_no_page_or_feed_can_carry_is_taken_out(unwanted: str) -> None:
    assert clean(f"one {unwanted}two{unwanted}") == "one two"


@pytest.mark.parametrize("wanted", ["é", "ß", "深", "π", "🧪", "👩‍🔬", "نص", "\u200f", "\ufffd", "<&>", "\U0001f600"])
def test_letters_signs_and_emoji_stay(wanted: str) -> None:
    assert clean(wanted) == wanted


@pytest.mark.parametrize(
    "blank", [" ", "\n  ", "\r\n", "\t", "\xa0", "\u2028", "\u3000", "\x85", "\x0b", "\x0c", "\x1c"]
)
def test_every_blank_and_hard_line_break_becomes_one_space(blank: str) -> None:
    assert clean(f"{blank}one{blank}{blank}two{blank}") == "one two"


def test_blanks_around_a_character_that_is_taken_out_are_one() -> None:
    assert clean("one \x07 two") == "one two"


@given(EVERY_CHARACTER)
def test_cleaning_twice_is_cleaning_once_and_leaves_what_files_can_hold(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean(text) == " ".join(clean(text).split())
    assert clean(text).encode().decode() == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Chain-of-Thought, Again!", "chain of thought again"),
        ("Straße", "STRASSE"),
        ("ﬁne-tuning", "Fine Tuning"),
        ("H₂O", "H2O"),
        ("Ｆｕｌｌ", "full"),
        ("Cafe\u0301", "Café"),
        ("A\n  B", "A B"),
    ],
)
def test_two_spellings_of_a_title_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("?!", "!?"), ("…", "!!!!"), ("深度学习", "深度"), ("Cafe", "Café"), ("Part 1", "Part 2"), ("?", "a?")],
)
def test_two_titles_stay_two(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_title_of_punctuation_alone_folds_to_itself_without_blanks() -> None:
    assert (fold("? !"), fold("?!"), fold("…")) == ("?!", "?!", "...")


@given(st.text())
def test_a_title_with_something_to_see_never_folds_to_nothing(text: str) -> None:
    assert bool(fold(text)) == bool("".join(text.split()))
