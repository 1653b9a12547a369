"""Stamping: a built page cut at its slots, and joined again with values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import BuildError
from generator.publish.theme.shell import SLOTS, cut, mark, stamp

ROOT = "https://example.org/"
SHELL = "days/shell/"
PAGE = (
    f'<title>{mark("title")}</title><meta content="{mark("description")}">{mark("head")}'
    f'<link rel="canonical" href="https://example.org/{SHELL}"><b>{mark("title")}</b>'
    f'<h1 id="content">{mark("body")}</h1>'
)


def test_each_slot_is_filled_wherever_it_stands() -> None:
    values = {"title": "T", "description": "D", "head": "<link>", "address": "days/2025-01-01/", "body": "<h1>B</h1>"}
    assert stamp(cut(PAGE, ROOT, SHELL), values) == (
        b'<title>T</title><meta content="D"><link>'
        b'<link rel="canonical" href="https://example.org/days/2025-01-01/"><b>T</b><h1>B</h1>'
    )


@given(
    st.dictionaries(
        st.sampled_from(SLOTS), st.text() | st.sampled_from([mark(slot) for slot in SLOTS]), min_size=len(SLOTS)
    )
)
def test_a_value_that_looks_like_a_slot_is_a_value(values: dict[str, str]) -> None:
    shell = cut(PAGE, ROOT, SHELL)
    filled = [*values.values(), values["title"]]  # which stands there twice
    assert len(stamp(shell, values)) == sum(map(len, shell.texts)) + sum(len(value.encode()) for value in filled)


@pytest.mark.parametrize("slot", SLOTS)
def test_a_page_without_a_slot_is_no_shell(slot: str) -> None:
    lacking = PAGE.replace(mark(slot), "").replace(SHELL, "" if slot == "address" else SHELL)
    with pytest.raises(BuildError, match=f"leaves out {slot} of a page"):
        cut(lacking, ROOT, SHELL)
