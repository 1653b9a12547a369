"""What of a text from outside is kept, and which spellings are one title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import clean, first_sentence, fold, hidden, hidden_in_lines, hidden_problem, shorten, without_hidden

EVERY_CHARACTER = st.text(st.characters())  # lone surrogates too


@pytest.mark.parametrize(
    "unwanted",
    [*"\x00\x08\x0b\x0c\x1b\x1f\x7f\x80\x9f\ud800\udfff\ufeff\ufffe\uffff\u202a\u202e\u2066\u2069"],
)
def test_a_character_that_no_page_or_feed_can_carry_is_taken_out(unwanted: str) -> None:
    assert clean(f"one {unwanted}two{unwanted}") == "one two"


@pytest.mark.parametrize("wanted", ["é", "ß", "深", "π", "🧪", "👩‍🔬", "نص", "\ufffd", "<&>", "\U0001f600"])
def test_letters_signs_and_emoji_stay(wanted: str) -> None:
    assert clean(wanted) == wanted


HIDDEN = [
    *("\u00ad", "\u034f", "\u061c", "\u115f", "\u1160", "\u17b4", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f"),
    *("\u2060", "\u2062", "\u206a", "\ufff9", "\ufffb", "\ufffc", "\ufdd0", "\ufdef", "\ue000", "\U000f0000"),
    *("\U0001bca0", "\U0001d173", "\U0001fffe", "\U0010ffff", "\U000e0001", "\U000e0041", "\U000e007f", "\U000e0fff"),
    *("\ufe00", "\ufe0e", "\ufe0f", "\U000e0100", "\U000e01ef", "\u180b", "\u180e"),
]


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
def test_what_nobody_sees_between_two_letters_is_taken_out_and_named(character: str) -> None:
    text = f"ha{character}lf"
    assert clean(text) == "half"
    assert hidden(text) == character
    assert f"U+{ord(character):04X} " in (hidden_problem(text) or "")


@pytest.mark.parametrize("filler", ["\u2800", "\u3164", "\uffa0"], ids=ascii)
def test_a_filler_that_is_seen_as_a_blank_parts_words(filler: str) -> None:
    assert clean(f"{filler}one{filler}two{filler}") == "one two"
    assert hidden(f"one{filler}two") == filler


@pytest.mark.parametrize(
    "wanted",
    [
        *("می\u200cروم", "क\u094d\u200dष", "ශ\u0dca\u200dරී", "র\u200d\u09cdয", "ക\u0d4d\u200d", "ᠬ\u180bᠠ"),
        *(
            "👨\u200d👩\u200d👧",
            "❤\ufe0f\u200d🔥",
            "👩🏽\u200d💻",
            "🧑\u200d🦽\u200d➡\ufe0f",
            "🏳\ufe0f\u200d🌈",
            "☺\ufe0e",
            "⚕\ufe0f",
        ),
        *(
            "7\ufe0f\u20e3",
            "🇺🇦",
            *(f"🏴\U000e0067\U000e0062{tags}\U000e007f" for tags in ("\U000e0065\U000e006e\U000e0067",)),
        ),
        *("葛\U000e0100城", "∩\ufe00", "ﷺ", "\u0601", "Ⓜ\ufe0f"),
    ],
    ids=ascii,
)
def test_what_a_script_or_an_emoji_needs_stays(wanted: str) -> None:
    assert clean(wanted) == wanted
    assert hidden(f"one {wanted} two") is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("م\u200c\u200cی", "م\u200cی"),  # a second one says nothing
        ("😀\u200dx", "😀x"),
        ("😀\ufe0f\ufe0f", "😀\ufe0f"),
        ("x\ufe0f\u200d😀", "x😀"),
        ("😀\U000e0100\U000e0101", "😀"),  # a word, hidden behind a smile
        ("葛\U000e0100\U000e0101", "葛\U000e0100"),
        ("🏴\U000e0068\U000e0069\U000e007f", "🏴"),  # no flag, but a word
        ("1\ufe0f", "1"),
    ],
    ids=ascii,
)
def test_what_is_kept_is_kept_in_its_place_alone(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(EVERY_CHARACTER)
def test_what_is_cleaned_hides_nothing_and_the_rest_is_what_it_was(text: str) -> None:
    assert hidden(clean(text)) is None
    assert hidden(without_hidden(text)) is None
    assert (hidden(text) is None) == (without_hidden(text) == text)
    assert [line for line, _ in hidden_in_lines(text)] == [
        number for number, line in enumerate(text.split("\n"), 1) if hidden(line)
    ]


@given(
    st.lists(st.sampled_from([*HIDDEN, "a", "م", "क", "😀", "葛", "❤", "∩", "ᠬ", "1", "\u20e3", "🏴", " "])).map(
        "".join
    )
)
def test_the_rule_holds_however_letters_and_what_is_hidden_follow_each_other(text: str) -> None:
    assert hidden(clean(text)) is None
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("character", "named"),
    [
        ("\x07", "U+0007 (a control character)"),
        ("\ud800", "U+D800 (half of a surrogate pair)"),
        ("\ufdd0", "U+FDD0 (a noncharacter)"),
        ("\ue000", "U+E000 (a private-use character)"),
        ("\U000e0fff", "U+E0FFF (an unassigned character)"),
        ("\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
    ],
    ids=ascii,
)
def test_a_hidden_character_is_called_by_its_name(character: str, named: str) -> None:
    assert hidden_problem(f"a{character}") == f"holds the invisible character {named}: take it out"


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


@pytest.mark.parametrize(
    ("text", "longest", "shortened"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one  two three", 9, "one…"),
        ("abcde fghijk", 10, "abcde…"),  # a blank in the second half is a place to cut
        ("abcd efghijk", 10, "abcd efgh…"),  # one before it is not: too much would be lost
        ("abcdefghijklmn", 10, "abcdefghi…"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text: str, longest: int, shortened: str) -> None:
    assert shorten(text, longest) == shortened


@given(st.text("ab "), st.integers(1, 20))
def test_a_shortened_text_is_the_beginning_of_it_and_no_longer_than_asked_for(text: str, longest: int) -> None:
    found = shorten(text, longest)
    assert len(found) <= longest
    assert found == text or text.startswith(found.removesuffix("…"))


@pytest.mark.parametrize("point", [0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE])
def test_a_noncharacter_is_called_one(point: int) -> None:
    assert hidden_problem(chr(point)) == f"holds the invisible character U+{point:04X} (a noncharacter): take it out"


def test_what_is_hidden_behind_a_flag_is_found() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"  # Scotland's, which may stay
    assert hidden(flag) is None
    assert hidden(f"{flag} and \u200b") == "\u200b"
    assert without_hidden(f"{flag} and \u200b") == f"{flag} and "


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kettles sing. Ferries wait.", "Kettles sing."),
        ("Do kettles sing? Yes.", "Do kettles sing?"),
        ("Singing helps (a little). It is known.", "Singing helps (a little)."),
        ('"It sings." So said the cook.', '"It sings."'),
        ("We boil, e.g. Tea, and sing. Then we pour.", "We boil, e.g. Tea, and sing."),
        ("After A. Finch et al. We sing in Fig. 3 too. Listen.", "After A. Finch et al. We sing in Fig. 3 too."),
        ("Version 2.0 sings. 3 kettles agree.", "Version 2.0 sings."),
        ("no end in sight", "no end in sight"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_stop(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence
