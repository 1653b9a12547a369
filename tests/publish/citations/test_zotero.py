"""Zotero imports the BibTeX: titles and names come back, except what CONTRIBUTING.md lists."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.publish.citations.latex import latex_name, latex_names, latex_text, latex_title
from tests.support.archives import REPOSITORY
from tests.support.latex import composed, shown
from tests.support.zotero import imported, imported_names

TITLES = [
    "Gripper-α: <plan> Before You λ-Act | M^4",
    "Between $5 and $60 <per Hour>",
    "From $1 to π",
    "A^{2}UGen {and {its} Kin}",
    "Wait?! No!! Do It!? Yes!!!",
    "HOTEL Bench -- 'Quoted'' ``Twice``",
    "100% of #1 & a_b ~ no".replace("~", "–"),
    "Łódź, Győr and “naïve” Bjørn…",
    "±5° × 2 → ‖x‖",
]
NAMES = [
    "Michał Przykład",
    "Łucja Ő. Minta",
    "Björn van der Ångström Jr.",
    "Ida {Team}",
    "Harbour & Sons Team",
    "0·",
    "˙",
]
RANGES = [(0x21, 0x7F), (0xA1, 0x250), (0x370, 0x400), (0x2010, 0x2C00)]


def damaged() -> Iterator[str]:
    """Yield each character, no variant of another, that LaTeX shows and Zotero reads as something else."""
    for char in (chr(code) for first, after in RANGES for code in range(first, after)):
        form = latex_text(char)
        is_own = unicodedata.normalize("NFKC", char) == char and len(unicodedata.normalize("NFD", char)) <= 2
        is_shown = bool(form) and not form.isalnum() and shown(form) == composed(char)
        if is_own and is_shown and imported(f"a {form} b") != f"a {char} b":
            yield char


def listed() -> list[str]:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    (block,) = re.findall(r"reads back as something else:\n\n```text\n(.*?)\n```", text, re.DOTALL)
    return str(block).split()


@pytest.mark.parametrize("title", TITLES)
def test_a_title_comes_back(title: str) -> None:
    assert imported(latex_title(title)) == title


@pytest.mark.parametrize("name", NAMES)
def test_a_name_comes_back_in_its_parts(name: str) -> None:
    assert imported_names(latex_name(name)) == [name]


def test_a_list_of_names_comes_back() -> None:
    assert imported_names(latex_names(NAMES)) == NAMES


def test_what_does_not_come_back_is_listed() -> None:
    assert listed() == list(damaged())


KNOWN = "".join(chr(code) for code in range(0x20, 0x7F)) + "éÅłØŐșαΔλ–—“”’…°×µ™→²"


@given(st.text(KNOWN, min_size=1).map(composed).filter(bool))
def test_whatever_is_not_listed_comes_back(title: str) -> None:
    braces = re.sub(r"[^{}]", "", title)
    while "{}" in braces:
        braces = braces.replace("{}", "")
    assume(not braces and set(title).isdisjoint(set(listed()) - {"{", "}"}))
    assert imported(latex_title(title)) == title
