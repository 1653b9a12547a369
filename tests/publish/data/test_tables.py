"""Tables: CSV that programs read back as it was, and that spreadsheets do not run."""

import csv
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.data.tables import csv_file


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode(), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        '=HYPERLINK("x")',
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_made_a_text(text: str) -> None:
    assert rows_of(csv_file(["title"], [[text]])) == [["title"], [f"'{text}"]]


@pytest.mark.parametrize(
    "text", ["Kettles", "2 = 1 + 1", "a-b", "", "¿=?", "Kettles, pots", 'The "Kettle"', "two\nlines"]
)
def test_every_other_text_stays_as_it_is(text: str) -> None:
    assert rows_of(csv_file(["a", "b"], [[text, 1]]))[1] == [text, "1"]


def test_negative_numbers_are_numbers() -> None:
    assert csv_file(["n"], [[-1], [Decimal("-0.50")]]) == b"n\r\n-1\r\n-0.50\r\n"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=4))
def test_no_cell_starts_like_a_formula(texts: list[str]) -> None:
    (row,) = rows_of(csv_file(["x"] * len(texts), [texts]))[1:]
    assert all(not cell.lstrip(" ").startswith(tuple("=+-@\t\r\n")) for cell in row)
    assert [cell.removeprefix("'") for cell in row] == [text.removeprefix("'") for text in texts]
