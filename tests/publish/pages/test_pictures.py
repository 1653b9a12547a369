"""Pictures: a bar for each value that is not nothing, a square for each value, the higher the darker."""

from generator.publish.pages.pictures import bars, week_squares


def test_the_largest_value_has_the_highest_bar_and_nothing_has_none() -> None:
    assert bars([12, 0, 6], most=12) == "M0 24V0h7V24zM16 24V12h7V24z"


def test_the_smallest_bar_can_be_seen() -> None:
    assert bars([1], most=10_000) == "M0 24V23h7V24z"


def test_bars_of_nothing_are_no_bars() -> None:
    assert bars([0] * 12, most=0) == ""


def test_a_strip_has_one_path_for_each_shade_and_a_square_for_each_value() -> None:
    strip = week_squares([0, 1, 25, 26, 100, 100], most=100)
    assert [look for look, _ in strip] == ["shade-0", "shade-1", "shade-2", "shade-4"]
    assert [path.count("z") for _, path in strip] == [1, 2, 1, 2]
    assert strip[-1] == ("shade-4", "M40 0h9v9h-9zM50 0h9v9h-9z")


def test_a_strip_of_nothing_is_pale() -> None:
    assert [look for look, _ in week_squares([0, 0], most=0)] == ["shade-0"]
