"""Authors' names: their parts, groups, and entries of lists that name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.names import Name, is_group, read_name, without_nobody

NAMES = {
    "Nora Instance": Name("Instance", "Nora"),
    "Ida van den Muster": Name("Muster", "Ida", "van den"),
    "Otto Muster Jr.": Name("Muster", "Otto", suffix="Jr."),
    "Muster, Jr., Otto": Name("Muster", "Otto", suffix="Jr."),
    "Otto Muster, III": Name("Muster", "Otto", suffix="III"),
    "Rui Muster e Exemplo": Name("Muster e Exemplo", "Rui"),
    "De Muster": Name("Muster", "De"),
    "Ida El Muster": Name("El Muster", "Ida"),
    "Otto Ben Exemplo": Name("Ben Exemplo", "Otto"),
    "Ben Muster": Name("Muster", "Ben"),
    "Solo": Name("Solo"),
    "Harbour Team": Name("Harbour Team", is_group=True),
    "Google Harbour": Name("Google Harbour", is_group=True),
    "HarbourAI": Name("HarbourAI", is_group=True),
    "Bo Ai": Name("Ai", "Bo"),
    "Ida Muster3": Name("Ida Muster3"),
}


@pytest.mark.parametrize(("text", "name"), NAMES.items())
def test_a_name_in_its_parts(text: str, name: Name) -> None:
    assert read_name(text) == name


@given(st.lists(st.sampled_from(["Ida", "van", "de", "Muster,", "Jr.", "y", "Li", "III"]), min_size=1).map(" ".join))
def test_no_word_of_a_name_is_lost(text: str) -> None:
    name = read_name(text)
    parts = f"{name.given} {name.particle} {name.family} {name.suffix}"
    assert sorted(parts.replace(",", " ").split()) == sorted(text.replace(",", " ").split())


NOBODY = [
    (":", False),
    ("...", False),
    ("—", False),
    (" , ", False),
    ("et al.", True),
    ("& others", True),
    ("(et. al)", True),
]


@pytest.mark.parametrize(("nobody", "more"), NOBODY)
def test_what_names_nobody_is_no_author(nobody: str, more: bool) -> None:
    assert without_nobody(("Harbour Team", nobody, "Ida Muster")) == (("Harbour Team", "Ida Muster"), more)


@pytest.mark.parametrize("name", ["0·", "★", "::::", "C++", "λ", "Etal", "Otherson"])
def test_a_name_of_signs_is_somebody_s_unless_it_is_a_few_punctuation_marks(name: str) -> None:
    assert without_nobody((name,)) == ((name,), False)


WORDS = ["Ida", "Muster", "Bo", "Harbour", "and", "others"]
OF_GROUPS = ["Team", "AI", "HarbourAI", "HarbourTeam", "Lab", "labs", "LABORATORY", "GmbH", "Inc.", "google", "Nvidia"]


@given(st.lists(st.sampled_from(WORDS + OF_GROUPS), min_size=2, max_size=4), st.sampled_from([" ", "-"]))
def test_a_group_is_one_whole_however_plain_its_letters_are(words: list[str], sign: str) -> None:
    text = f"{words[0]} {sign.join(words[1:])}"
    name = read_name(text)
    assert name.is_group == is_group(text)
    if name.is_group:
        assert name == Name(text, is_group=True)


@pytest.mark.parametrize("word", OF_GROUPS)
def test_a_word_of_groups_makes_a_name_a_group_s(word: str) -> None:
    assert read_name(f"Muster {word}") == Name(f"Muster {word}", is_group=True)


def test_a_surname_is_the_family_name_with_its_particles() -> None:
    assert [Name("Muster", "Ida").surname, Name("Muster", "Ida", "van den").surname] == ["Muster", "van den Muster"]
    assert Name("Muster", "Ida", "van den", "Jr.").inverted == "van den Muster, Ida, Jr."
    assert Name("Kettles, Boats, and Moths", is_group=True).inverted == "Kettles Boats and Moths"
