"""Text in LaTeX: every text stays itself, its braces are balanced, and capitals that matter are protected."""

from collections.abc import Callable
from itertools import accumulate
from typing import TypeVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.publish.citations.latex import latex_name, latex_names, latex_text, latex_title
from tests.support.hostile import TEXTS
from tests.support.latex import composed, is_same_name, names_in, shown

Test = TypeVar("Test", bound=Callable[..., None])
TITLES = {
    "Attention Is All You Need": "Attention Is All You Need",
    "BERT: Pre-training of Transformers": "{BERT}: Pre-training of Transformers",
    "A GPT-4o for I-JEPA's L2 Norm in 3D": "A {GPT}-4o for {I}-{JEPA}'s {L2} Norm in {3D}",
    "QLoRA and Self-RAG over SO(3)": "{QLoRA} and Self-{RAG} over {SO}(3)",
    "The A1 of Ab2, A, B and iOS": "The {A1} of Ab2, A, {B} and {iOS}",
    "R&D at 100% of #1 for $5_a": r"{R}\&{D} at 100\% of \#1 for \$5\_a",
    "{curly} } and {": (r"{$\lbrace$}curly{$\rbrace$} {$\rbrace$} and {$\lbrace$}"),
    r"$\alpha$-Net": r"\$${}${\textbackslash}alpha\$${}$-Net",
    "Only $5": r"Only \$5",
    "X^{2}: {&B}": r"{X}\^{}\{2\}: \{{}\&{B}\}",
    "Why?! Now!! HOTEL": r"Why?{}! Now!{}! {HOT{}EL}",
    "Ří ìîĩ ĭ": r"{\v{R}}{\'i} {\`i}{\^i}{\~\i} {\u{\i}}",
    "Łap ő": r"{\L }ap {\H o}",
    "x^2 ~ y | z <w>": (r"x\^{}2 {\textasciitilde} y {$|$} z {$<$}w{$>$}"),
    "Émile's “naïve” ÉNS — β": (
        r"{\'E}mile's {\textquotedblleft}na{\"i}ve{\textquotedblright} {{\'E}NS} {\textemdash} {$\beta$}"
    ),
    "e\u0301 is é": r"{\'e} is {\'e}",
    "a -- b ?` ''c,,": "a -{}- b ?{}` '{}'c,{},",
    "学习 🧪 Яндекс": "学习 🧪 Яндекс",
    "\u202edesrever\u202c \x0band\x00 gone": "desrever and gone",
}
NAMES = {
    "Ada Example": "Example, Ada",
    "Plato": "{Plato}",
    "Laurens van der Sample": "van der Sample, Laurens",
    "Émile Ó Súilleabháin-D’Or": r"{\'O} S{\'u}illeabh{\'a}in-D{\textquoteright}Or, {\'E}mile",
    "Ada -": "{Ada -}",
    "- Ada Example": "Example, - Ada",
    "Ḏa Ệ": r"{\d{\^E}}, {\b{D}}a",
    "李华": "{李华}",
    "J. R. Sample Jr.": "Sample, Jr., J. R.",
    "Alexander Anders": "Anders, Alexander",
    "Bo Ai": "Ai, Bo",
    "Salt and Pepper": "{Salt and Pepper}",
    "And": "{And}",
    "others": "{others}",
    "Example, Ada": "Example, Ada",
    "Sample, Inc.": "{Sample, Inc.}",
    "Sample Team": "{Sample Team}",
    "Sample AI": "{Sample AI}",
    "SAMPLE Collaboration": "{SAMPLE Collaboration}",
    "Ada {Example": r"{Ada {$\lbrace$}Example}",
    "Group 7": "{Group 7}",
}


def examples(test: Test) -> Test:
    """Try every hostile text, whatever else is tried."""
    for text in TEXTS:
        test = example(text)(test)
    return test


@pytest.mark.parametrize(("title", "latex"), TITLES.items())
def test_a_title_in_latex(title: str, latex: str) -> None:
    assert latex_title(title) == latex


@pytest.mark.parametrize(("name", "latex"), NAMES.items())
def test_a_name_in_latex(name: str, latex: str) -> None:
    assert latex_name(name) == latex


@examples
@given(st.text())
def test_a_text_is_shown_as_it_is(text: str) -> None:
    assert shown(latex_text(text)) == shown(latex_title(text)) == composed(text)


@examples
@given(st.text())
def test_braces_are_balanced_for_those_who_count_them_alone(text: str) -> None:
    for latex in (latex_text(text), latex_title(text), latex_name(text)):
        depths = list(accumulate({"{": 1, "}": -1}.get(char, 0) for char in latex)) or [0]
        assert (min(*depths, 0), depths[-1]) == (0, 0)


@given(st.text("aAbBzZ019 .,:;-'?!()", min_size=1).filter(composed))
def test_a_title_of_plain_letters_keeps_the_same_capitals_beside_others(title: str) -> None:
    assert latex_title(f"{title} é") == rf"{latex_title(title)} {{\'e}}"


@given(st.lists(st.text(min_size=1).filter(composed), min_size=1))
def test_a_list_of_names_holds_each_name(names: list[str]) -> None:
    read = names_in(latex_names(names))
    assert len(read) == len(names)
    assert all(map(is_same_name, read, names)), read


WORDS = ["Ada", "B.", "van", "Émile", "and", "Others", "AI", "Ai", "Sample-Lab", "Team.", "7"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)))
def test_each_name_of_a_list_stands_as_it_does_alone(names: list[str]) -> None:
    assert latex_names(names) == " and ".join(map(latex_name, names))
