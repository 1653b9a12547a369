"""Addresses: what the search page reads from one is what was put into it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.publish.addresses import author_search


def test_a_search_for_an_author_is_short_where_the_name_is_plain() -> None:
    assert author_search("Ada Finch") == "search/?author=Ada+Finch"


@pytest.mark.parametrize("name", ["Óscar d'Aube-Ñu", "王小明", "A+B & Co", 'The "X" Team', "50%/#?", "</a><b>"])
def test_a_search_for_an_author_keeps_every_name(name: str) -> None:
    assert parse_qs(urlsplit(author_search(name)).query) == {"author": [name]}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_search_for_an_author_has_no_character_that_ends_an_attribute_or_a_link(name: str) -> None:
    assert author_search(name).isascii()
    assert not set(author_search(name)) & set("\"'<>()[]& \n")
