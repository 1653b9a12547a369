"""How well suggestions agree with people, in figures worked out by hand."""

import pytest

from generator.archive.evaluation import Agreement, Choice, agreement, agreement_by_topic, is_held_out


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
