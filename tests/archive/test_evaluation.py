"""How well suggestions agree with people, in figures worked out by hand."""

from pathlib import Path

import pytest

from generator.archive.evaluation import (
    Agreement,
    Choice,
    agreement,
    agreement_by_topic,
    is_held_out,
    read_test_set,
)
from generator.errors import ProblemsError

BUNDLED = Path(__file__).parents[2] / "content" / "test-set.yml"


def choice(chosen: str, suggested: str) -> Choice:
    return Choice(frozenset(chosen), frozenset(suggested))


HELD_OUT = ["paper-0", "paper-2", "paper-15"]
CHOICES = [choice("ab", "a"), choice("a", "bc"), choice("c", "c"), choice("b", "")]


def test_the_agreement_of_all_counts_every_choice_alike() -> None:
    found = agreement(CHOICES)
    assert found == Agreement(chosen=5, suggested=4, both=2)
    assert (found.precision, found.recall) == (0.5, 0.4)
    assert found.f1 == pytest.approx(4 / 9)


def test_each_topic_has_figures_of_its_own() -> None:
    assert agreement_by_topic(CHOICES, "abcd") == {
        "a": Agreement(chosen=2, suggested=1, both=1),
        "b": Agreement(chosen=2, suggested=1, both=0),
        "c": Agreement(chosen=1, suggested=2, both=1),
        "d": Agreement(chosen=0, suggested=0, both=0),
    }


def test_where_there_is_nothing_to_divide_the_figures_are_0() -> None:
    nothing = agreement([])
    assert (nothing.precision, nothing.recall, nothing.f1) == (0, 0, 0)


def test_every_fifth_paper_is_held_out_always_the_same() -> None:
    keys = [f"paper-{number}" for number in range(1000)]
    assert 150 < sum(map(is_held_out, keys)) < 250
    assert [key for key in keys[:20] if is_held_out(key)] == HELD_OUT


def test_the_test_set_is_a_list_of_keys(tmp_path: Path) -> None:
    path = tmp_path / "test-set.yml"
    assert read_test_set(path) == frozenset()
    path.write_text('# Two papers.\n- "2503.00042"\n- a-lantern-for-translators\n')
    assert read_test_set(path) == {"2503.00042", "a-lantern-for-translators"}
    path.write_text("# None yet.\n")
    assert read_test_set(path) == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- [a]\n", "1: must be text, is a list"),
        ("- a\n-\n", "2: must be text, is nothing"),
        ("a\n", "1: must be a"),
    ],
)
def test_what_is_no_list_of_keys_is_named_on_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "test-set.yml"
    path.write_text(text)
    with pytest.raises(ProblemsError) as caught:
        read_test_set(path)
    assert str(caught.value).startswith(f"{path}:{message}")


def test_the_bundled_test_set_holds_150_papers_each_once() -> None:
    keys = [line for line in BUNDLED.read_text("utf-8").splitlines() if line.startswith("- ")]
    assert len(keys) == len(read_test_set(BUNDLED)) == 150
