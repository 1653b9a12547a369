"""Charts: small, described in words, from zero, coloured by classes alone, and never drawn where nothing is known."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.publish.pages.charts import (
    NARROW,
    NARROW_BARS,
    WIDE,
    WIDE_BARS,
    Column,
    Series,
    bar_chart,
    line_chart,
    scale,
    small_multiple,
    sparkline,
)

SHARES = st.lists(st.none() | st.integers(0, 10_000), max_size=60)
COLUMNS = [Column("2024", complete=True)] * 12 + [Column("2025", complete=at < 5) for at in range(6)]


def parts_of(svg: str, name: str) -> list[etree._Element]:
    return list(etree.fromstring(svg).iter(name))


def texts_of(svg: str, look: str) -> list[str | None]:
    return [part.text for part in parts_of(svg, "text") if (part.get("class") or "").startswith(look)]


def every_chart(values: list[int | None], label: str) -> list[str]:
    columns = [Column(str(2020 + at // 12), complete=at % 5 > 0) for at in range(len(values))]
    series = [Series(label, values, "1%")]
    counts = [value or 0 for value in values]
    return [
        sparkline(values, label) or "<svg/>",
        small_multiple(values, max(counts, default=0), label),
        *(line_chart(size, columns, series, label) for size in (WIDE, NARROW)),
        *(bar_chart(size, columns, counts, label) for size in (WIDE_BARS, NARROW_BARS)),
    ]


@given(SHARES, st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=20))
def test_whatever_it_shows_a_chart_is_well_formed_and_brings_no_colour_of_its_own(
    values: list[int | None], label: str
) -> None:
    for svg in every_chart(values, label):
        root = etree.fromstring(svg)
        attributes = {str(name) for part in root.iter() for name in part.attrib}
        assert not attributes & {"style", "fill", "stroke", "color", "opacity"}
        assert not [part for part in root.iter() if part.tag in ("style", "script", "a", "image")]
        if root.attrib:
            assert (root.get("role"), root.get("aria-label")) == ("img", label)


@given(SHARES)
def test_no_line_leaves_its_picture(values: list[int | None]) -> None:
    svg = sparkline(values, "")
    for x, y in points_of(svg):
        assert 0 <= x <= 100
        assert 0 <= y <= 24


def points_of(svg: str) -> list[tuple[int, int]]:
    """Return the places on the line of a chart, as a program would follow its path."""
    points = []
    for start in re.findall(r"M[^M]*", "".join(part.get("d") or "" for part in parts_of(svg or "<svg/>", "path"))):
        numbers = [int(number) for number in re.findall(r"-?\d+", start.replace("h0", ""))]
        x, y = numbers[:2]
        points.append((x, y))
        for step in range(2, len(numbers), 2):
            x, y = x + numbers[step], y + numbers[step + 1]
            points.append((x, y))
    return points


class TestSparkline:
    def test_zero_is_at_the_bottom_and_the_largest_value_at_the_top(self) -> None:
        assert points_of(sparkline([0, 50, 100], "")) == [(0, 22), (50, 12), (100, 2)]

    def test_a_gap_interrupts_the_line(self) -> None:
        assert 'd="M0 2l25 0M75 2l25 0"' in sparkline([5, 5, None, 5, 5], "")

    def test_a_value_between_gaps_is_a_dot(self) -> None:
        assert 'd="M0 2h0M100 2h0"' in sparkline([5, None, 5], "")

    def test_its_last_known_value_is_marked(self) -> None:
        (dot,) = parts_of(sparkline([1, 2, None], ""), "circle")
        assert (dot.get("cx"), dot.get("cy")) == ("50", "2")

    def test_a_topic_without_papers_is_a_line_at_the_bottom(self) -> None:
        assert points_of(sparkline([0, 0], "")) == [(0, 22), (100, 22)]

    @pytest.mark.parametrize("values", [[], [5], [None, 5, None]])
    def test_fewer_than_two_values_are_no_trend(self, values: list[int | None]) -> None:
        assert sparkline(values, "") == ""

    def test_ten_years_of_quarters_take_350_bytes(self) -> None:
        label = "27% of papers in 2026 so far, under 0.1% in 2023"
        assert len(sparkline([(at * 37) % 101 for at in range(40)], label)) <= 350
        assert len(sparkline([(at * 37) % 101 for at in range(14)], label)) <= 250


class TestLines:
    def test_each_line_is_named_at_its_end_and_no_label_covers_another(self) -> None:
        series = [Series(name, [100] * 18, "1%") for name in ("Pots", "Pans", "Kettles")]
        svg = line_chart(WIDE, COLUMNS, series, "")
        ends = [part for part in parts_of(svg, "text") if (part.get("class") or "").startswith("end")]
        assert [part.text for part in ends] == ["Pots 1%", "Pans 1%", "Kettles 1%"]
        heights = [int(part.get("y") or 0) for part in ends]
        assert heights[1] - heights[0] == heights[2] - heights[1] == 16

    def test_a_long_title_is_shortened_beside_its_line(self) -> None:
        svg = line_chart(WIDE, COLUMNS, [Series("Kettles of every kind and size in the world", [1] * 18, "1%")], "")
        assert texts_of(svg, "end") == ["Kettles of every kind and size in… 1%"]

    def test_on_a_phone_the_end_of_a_line_has_only_its_value(self) -> None:
        assert texts_of(line_chart(NARROW, COLUMNS, [Series("Pots", [100] * 18, "1%")], ""), "end") == ["1%"]

    def test_the_axis_starts_at_zero_and_has_few_ticks(self) -> None:
        svg = line_chart(WIDE, COLUMNS, [Series("Pots", [530] * 18, "5.3%")], "")
        assert texts_of(svg, "tick") == ["0%", "2%", "4%", "6%"]

    def test_a_year_stands_below_its_first_month(self) -> None:
        svg = line_chart(WIDE, COLUMNS, [], "")
        assert texts_of(svg, "year") == ["2024", "2025"]

    def test_months_that_are_not_complete_are_shaded(self) -> None:
        bands = parts_of(line_chart(WIDE, COLUMNS, [], ""), "rect")
        assert [(band.get("class"), band.get("x"), band.get("width")) for band in bands] == [("band", "882", "50")]


class TestBars:
    def test_there_is_a_bar_for_each_month_with_papers_and_an_outline_for_those_not_complete(self) -> None:
        svg = bar_chart(WIDE_BARS, COLUMNS, [10] * 16 + [0, 5], "")
        assert [part.get("class") for part in parts_of(svg, "rect")] == ["bar"] * 16 + ["bar open"]

    def test_the_largest_and_the_last_complete_month_have_their_number(self) -> None:
        assert texts_of(bar_chart(WIDE_BARS, COLUMNS, [9000, *[10] * 16, 99], ""), "told") == ["9,000", "10"]

    def test_two_numbers_side_by_side_are_one(self) -> None:
        assert texts_of(bar_chart(WIDE_BARS, COLUMNS, [10] * 15 + [90, 10, 99], ""), "told") == ["90"]


@given(st.integers(0, 10**9))
def test_an_axis_ends_at_or_above_the_largest_value_with_two_to_five_ticks(largest: int) -> None:
    top, ticks = scale(largest)
    assert ticks[0] == 0
    assert ticks[-1] == top >= max(largest, 1)
    assert 2 <= len(ticks) <= 5
    assert top <= max(largest, 1) * 3
