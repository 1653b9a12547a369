"""Words: what of a text counts when it is searched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.search.words import joined_of, runs_of, without_umlauts, words_of
from generator.stems import stem
from tests.support.plain_search import terms_of

SAME = [
    ("model", "models"),
    ("study", "studies"),
    ("box", "boxes"),
    ("class", "classes"),
    ("cache", "caches"),
    ("approach", "approaches"),
    ("bias", "biases"),
    ("lens", "lenses"),
    ("tie", "ties"),
    ("idea", "ideas"),
    ("database", "databases"),
    ("llm", "llms"),
    ("kpi", "kpis"),
    ("gui", "guis"),
    ("cookie", "cookies"),
    ("vertex", "vertices"),
    ("hypothesis", "hypotheses"),
    ("virus", "viruses"),
    ("mouse", "mice"),
    ("flavour", "flavors"),
    ("tokenisation", "tokenizations"),
    ("labelling", "labelings"),
    ("fibre", "fibers"),
]


@pytest.mark.parametrize(("one", "many"), SAME)
def test_plural_and_singular_are_one_term(one: str, many: str) -> None:
    assert stem(one) == stem(many)


@pytest.mark.parametrize(
    ("one", "other"),
    [("oesophageal", "esophageal"), ("practising", "practicing"), ("programme", "program"), ("spectres", "specter"),
     ("acknowledgement", "acknowledgment"), ("artefacts", "artifact"), ("greyscale", "grayscale"),
     ("catalogues", "catalog"), ("defence", "defense"), ("paralyze", "paralyse"), ("anaemia", "anemia"),
     ("enrolment", "enrollment"), ("distils", "distill"), ("wilfully", "willfully"), ("sulphate", "sulfate"),
     ("moulding", "molding"), ("ploughs", "plow")],
)  # fmt: skip
def test_a_rare_spelling_is_known_though_most_words_are_not_asked_of_every_rule(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["bus", "virus", "analysis", "loss", "is", "gas", "s"])
def test_what_only_ends_like_a_plural_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("GPT-4o's", ["gpt", "4o", "s"]),
        ("Schrödinger, Erdős; ÅNGSTRÖM", ["schrodinger", "erdos", "angstrom"]),
        ("Straße ﬁne İstanbul ΣΟΦΟΣ", ["strasse", "fine", "istanbul", "σοφοσ"]),
        ("arXiv:2503.12345", ["arxiv", "2503.12345"]),
        ("2503.1", ["2503.1"]),
        ("3.14 and 12345.6", ["3", "14", "and", "12345", "6"]),
        ("v2024.5, 1999.12", ["v2024", "5", "1999.12"]),
        ("深度学习 model", ["深", "度", "学", "习", "model"]),
        ("ｆｕｌｌ", ["full"]),
        ("snake_case", ["snake", "case"]),
        ("<b>&amp;</b> \u202e —", ["b", "amp", "b"]),
        ("Łódź Bjørk Þór Æsir", ["lodz", "bjork", "thor", "aesir"]),
        ("C++17, F# and .NET; RAG++ by A*", ["cpp", "17", "fsharp", "and", "dotnet", "rag", "pp", "by", "astar"]),
        ("β-VAE μT λόγος", ["beta", "vae", "mut", "λογοσ"]),
        ("VLM을 lan\u00adtern\u200bs", ["vlm", "을", "lanterns"]),
        ("?!", []),
    ],
)
def test_words_are_letters_and_digits_without_case_accents_and_width(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("BERT-2x", ["bert2x"]),
        ("Lamp^{3}-Set", ["lamp3", "3set"]),
        ("β_0", ["beta0"]),
        ("Quokka 2 of 3", ["quokka2"]),
        ("Quokka V2 and Ferry v3.1; a v4", ["quokkav2", "ferryv3", "v31"]),
        ("O'Hara", ["ohara"]),
        ("2503.12345 and 2503.12345-x", []),  # an id is one word
        ("one lamp", []),
        ("A lamp, (lit) 3-fold: on/off.", ["3fold"]),
        ("Lamp\n2-way\tnight-light.", ["2way", "nightlight"]),
    ],
)
def test_a_name_is_known_in_its_other_ways_of_writing(text: str, joined: list[str]) -> None:
    assert joined_of(text) == joined


def test_a_sign_of_multiplication_behind_a_number_is_an_x() -> None:
    assert words_of("A 4×4 Kettle × 2") == ["a", "4x4", "kettle", "2"]


def test_a_name_is_known_without_its_umlauts() -> None:
    assert without_umlauts("Jörg\tMüller-Ost, Ada") == ["joerg", "mueller"]


SIGNS = st.sampled_from("aeszAB0129._-+#*'&$^{} \n\t")


@given(st.text(SIGNS | st.characters(), max_size=60) | st.text(SIGNS, max_size=60))
def test_the_runs_of_a_text_have_its_words(text: str) -> None:
    for words in (words_of, joined_of, without_umlauts):
        assert sorted(word for run in runs_of(text).split(" ") for word in words(run)) == sorted(words(text))
    assert "\n" not in runs_of(text)


def test_a_very_long_word_is_known_by_its_beginning() -> None:
    assert terms_of("a" * 100) == ["a" * 40]


@given(st.text(max_size=40))
def test_the_terms_of_a_text_are_those_of_its_parts(text: str) -> None:
    assert terms_of(f"{text}\n{text}") == terms_of(text) * 2


@given(st.text(st.sampled_from("aeszAB0129._- \n") | st.characters(max_codepoint=127), max_size=60))
def test_a_text_of_ascii_has_the_same_words_beside_others(text: str) -> None:
    assert words_of(f"{text} é") == [*words_of(text), "e"]
