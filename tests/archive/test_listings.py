"""Listings on disk: one value has one text, and a text that holds no listing is refused with its line."""

import json
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.links import link_problem
from generator.archive.listings import (
    decode_listing,
    encode_listing,
    listing_path,
    listing_paths,
    read_listing,
    write_listing,
)
from generator.archive.models import Links, Listing, Record
from generator.errors import ProblemsError
from tests.support.strategies import listings, quickly

DAY = date(2025, 3, 11)
KETTLES = Record(key="slow-kettles", title="Slow Kettles", upvotes=0, links=Links(code="https://code.example/k"))
FERRIES = Record(key="2401.10000", title="Why Do Ferries Wait?", published=date(2024, 1, 27))
LISTING = Listing(day=DAY, source="a test", status="complete", papers=(KETTLES, FERRIES))

TEXT = """\
{
  "day": "2025-03-11",
  "papers": [
    {
      "key": "2401.10000",
      "published": "2024-01-27",
      "title": "Why Do Ferries Wait?"
    },
    {
      "key": "slow-kettles",
      "links": {
        "code": "https://code.example/k"
      },
      "title": "Slow Kettles",
      "upvotes": 0
    }
  ],
  "source": "a test",
  "status": "complete"
}
"""


def problems(path: Path) -> list[tuple[int, str]]:
    with pytest.raises(ProblemsError) as caught:
        read_listing(path)
    assert {problem.path for problem in caught.value.problems} == {path}
    return [(problem.line, problem.message) for problem in caught.value.problems]


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str], list[tuple[int, str]]]:
    """Return a function that gives the problems of a text."""

    def read(text: str) -> list[tuple[int, str]]:
        path = tmp_path / "2025-03-11.json"
        path.write_text(text, "utf-8")
        return problems(path)

    return read


# One value, one text


def test_a_listing_is_json_with_sorted_keys_and_papers_and_a_newline_at_the_end() -> None:
    assert encode_listing(LISTING).decode() == TEXT


@quickly
@given(listings())
def test_what_is_saved_is_loaded_as_the_same_value(listing: Listing) -> None:
    loaded = decode_listing(encode_listing(listing))
    assert sorted(loaded.papers, key=lambda paper: paper.key) == sorted(listing.papers, key=lambda paper: paper.key)
    assert (loaded.day, loaded.source, loaded.status) == (listing.day, listing.source, listing.status)


@quickly
@given(listings())
def test_what_is_loaded_is_saved_as_the_same_bytes(listing: Listing) -> None:
    data = encode_listing(listing)
    assert encode_listing(decode_listing(data)) == data


@quickly
@given(listings(), st.randoms(use_true_random=False))
def test_the_order_of_papers_changes_no_byte(listing: Listing, random: Any) -> None:  # noqa: ANN401 - as hypothesis says
    papers = list(listing.papers)
    random.shuffle(papers)
    shuffled = Listing(day=listing.day, source=listing.source, status=listing.status, papers=tuple(papers))
    assert encode_listing(shuffled) == encode_listing(listing)


@quickly
@given(listings())
def test_a_missing_value_is_an_absent_key(listing: Listing) -> None:
    def values(value: object) -> list[object]:
        if isinstance(value, dict):
            return [inner for item in value.values() for inner in values(item)] or [value]
        return [inner for item in value for inner in values(item)] or [value] if isinstance(value, list) else [value]

    for paper in json.loads(encode_listing(listing))["papers"]:
        assert not any(value in (None, "", {}, []) for value in values(paper))


def test_links_that_were_written_out_empty_are_absent_too() -> None:
    paper = Record(key="a", title="A", links=Links())
    data = encode_listing(Listing(day=None, source="s", status="partial", papers=(paper,)))
    assert b"links" not in data
    assert encode_listing(decode_listing(data.replace(b'"key"', b'"links": {}, "key"'))) == data


# Places


def test_a_day_s_listing_stands_in_its_year_and_one_without_a_day_apart() -> None:
    assert listing_path(Path("c"), DAY) == Path("c/listings/2025/2025-03-11.json")
    assert listing_path(Path("c"), date(987, 6, 5)) == Path("c/listings/0987/0987-06-05.json")
    assert listing_path(Path("c"), None) == Path("c/listings/undated.json")


def test_listings_are_found_the_one_without_a_day_first_then_day_by_day(tmp_path: Path) -> None:
    days = [None, date(2024, 12, 31), date(2025, 1, 2), DAY]
    for day in reversed(days):
        write_listing(tmp_path, Listing(day=day, source="s", status="empty", papers=()))
    (tmp_path / "listings" / "notes.txt").touch()
    (tmp_path / "listings" / "2025" / ".2025-03-11.json.x1.new").touch()
    assert list(listing_paths(tmp_path)) == [listing_path(tmp_path, day) for day in days]


def test_a_folder_without_listings_holds_none(tmp_path: Path) -> None:
    assert list(listing_paths(tmp_path)) == []


def test_a_listing_is_written_only_when_a_value_changed(tmp_path: Path) -> None:
    path = listing_path(tmp_path, DAY)
    assert write_listing(tmp_path, LISTING)
    os.utime(path, ns=(1, 1))
    before = path.stat()
    other_order = Listing(day=DAY, source="a test", status="complete", papers=(FERRIES, KETTLES))
    assert not write_listing(tmp_path, other_order)
    assert not write_listing(tmp_path, read_listing(path))
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1, before.st_ino)
    assert write_listing(tmp_path, Listing(day=DAY, source="a test", status="partial", papers=(FERRIES,)))
    assert path.stat().st_mtime_ns > 1


# What is refused


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ('"day"', '"date"', 2, 'there is no field "date"'),
        ('"upvotes"', '"upvote"', 15, 'there is no field "upvote"'),
        ('"code"', '"cod"', 12, 'there is no field "cod"'),
        ('"title": "Slow Kettles",', "", 9, "title: must be given"),
        ('"Slow Kettles"', "7", 14, "papers.title: must be text, is a whole number"),
        ('"Slow Kettles"', "null", 14, "papers.title: must be text, is nothing"),
        ('"Slow Kettles"', '""', 14, "papers.title: must be text of length >= 1"),
        ("slow-kettles", "../../x", 10, "papers.key: must be a paper's key: lower-case letters and digits"),
        ("slow-kettles", "a" * 81, 10, "papers.key: must be text of length <= 80"),
        ("2024-01-27", "2024-02-30", 6, "papers.published: must be a day in the calendar, written as YYYY-MM-DD"),
        ("2025-03-11", "11 March", 2, "day: must be a day in the calendar, written as YYYY-MM-DD"),
        ('"complete"', '"done"', 19, "status: must be complete, partial or empty"),
        ('"complete"', '"empty"', 19, 'status is "empty", but it lists 2 papers'),
        ("slow-kettles", "2401.10000", 10, 'paper "2401.10000" is listed twice; keep one of the two'),
        ('"key": "slow-kettles",', '"key": "a",\n"key": "b",', 11, '"key" is given twice; keep one'),
        ('"day"', '"source": "b",\n"day"', 19, '"source" is given twice; keep one'),
        ('"upvotes": 0', '"upvotes": 0,', 16, "must be JSON, and is not, or not whole: JSON is malformed"),
        ('"Slow Kettles",', '"Slow Kettles"', 15, "must be JSON, and is not, or not whole: JSON is malformed"),
        ("Slow", "Sl\tow", 14, "must be JSON, and is not, or not whole: JSON is malformed"),
        ("Slow", "\\ud800", 14, "must be JSON, and is not, or not whole: JSON is malformed"),
    ],
)
def test_what_does_not_hold_is_named_on_its_line(
    refused: Callable[[str], list[tuple[int, str]]], old: str, new: str, line: int, message: str
) -> None:
    text = TEXT.replace(old, new)
    assert text != TEXT
    ((found_line, found),) = refused(text)
    assert (found_line, found[: len(message)]) == (line, message)


@pytest.mark.parametrize("url", ["http://[::1", "https://ann:secret@code.example/k", "https://code.example:70000/"])
def test_a_link_that_no_browser_takes_or_that_holds_a_password_is_refused(
    refused: Callable[[str], list[tuple[int, str]]], url: str
) -> None:
    ((line, message),) = refused(TEXT.replace("https://code.example/k", url))
    assert (line, message) == (12, f"links.code: {link_problem(url)}")


@pytest.mark.parametrize("written", ["Kettl\u200bes", "Kettl\\u200bes"])
@pytest.mark.parametrize(
    ("change", "line", "field"),
    [
        (("Slow Kettles", "Slow {}"), 14, "title"),
        (('"upvotes"', '"abstract": "A\\n\\n{}", "upvotes"'), 15, "abstract"),
        (('"upvotes"', '"authors": ["Ann",\n"{}"], "upvotes"'), 16, "authors"),
        (('"upvotes"', '"keywords": ["{}"], "upvotes"'), 15, "keywords"),
        (("a test", "{}"), 18, "source"),
    ],
)
def test_a_text_that_hides_something_is_refused(
    refused: Callable[[str], list[tuple[int, str]]], change: tuple[str, str], line: int, field: str, written: str
) -> None:
    message = f"{field}: holds the invisible character U+200B ZERO WIDTH SPACE: take it out"
    assert refused(TEXT.replace(change[0], change[1].format(written))) == [(line, message)]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("\n\n", 1), (TEXT[: TEXT.index('"upvotes"')], 14), (TEXT[:-3], 19), ("nothing", 1), ("\0\1", 1)],
)
def test_a_text_that_ends_too_soon_or_is_none_is_refused_where_it_ends(
    refused: Callable[[str], list[tuple[int, str]]], text: str, line: int
) -> None:
    ((found_line, found),) = refused(text)
    assert (found_line, found[:38]) == (line, "must be JSON, and is not, or not whole")


def test_json_of_another_kind_is_refused(refused: Callable[[str], list[tuple[int, str]]]) -> None:
    assert refused("[]\n") == [(1, "must be a mapping, is a list")]
    assert refused('{"day":' + "[" * 100_000) == [(1, "day: must be a day written as YYYY-MM-DD, is a list")]


def test_a_problem_in_json_that_yaml_cannot_read_is_named_all_the_same(
    refused: Callable[[str], list[tuple[int, str]]],
) -> None:
    text = TEXT.replace("Slow", "\\ud83d\\ude00").replace('"upvotes": 0', '"upvotes": -1')
    assert refused(text) == [(1, "papers.upvotes: must be a whole number >= 0")]


def test_a_listing_by_another_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.loads(TEXT.replace("Slow", "😀"))), "utf-8-sig")
    assert {paper.title for paper in read_listing(path).papers} == {"😀 Kettles", "Why Do Ferries Wait?"}


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"{\n\x89PNG\r\n\x1a\n\x00\xff")
    ((line, message),) = problems(path)
    assert (line, message[:36]) == (2, "must be UTF-8 text; this line is not")


def test_a_directory_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.mkdir()
    assert problems(path) == [(1, "cannot be read: Is a directory")]


@given(st.binary() | st.integers(0, len(TEXT) - 3).map(lambda end: TEXT[:end].encode()))
def test_any_other_bytes_are_a_problem_and_never_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(data)
    found = problems(path)
    assert found
    assert all(re.match("must be|there is", message) for _, message in found)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("doi", "10.48550/arXiv.2401.10000", "is the one that arXiv registered: write "),
        ("doi", "https://doi.org/10.1000/1", "must be a DOI without https://doi.org/, such as 10.1000/182"),
        ("doi", "10.1000/a\u200bb", "holds the invisible character U+200B ZERO WIDTH SPACE: take it out"),
        ("url", "javascript:alert(1)", "must be an address that begins with http:// or https://"),
        ("url", "https://me:pw@kettles.example/", "must be an address without a name or password: "),
    ],
)
def test_a_doi_or_an_address_that_cannot_be_is_told(tmp_path: Path, name: str, value: str, told: str) -> None:
    path = tmp_path / "undated.json"
    papers = [{"key": "kettles", "title": "Kettles", name: value}]
    listing = {"day": None, "papers": papers, "source": "by hand", "status": "partial"}
    path.write_text(json.dumps(listing, indent=2, ensure_ascii=False), "utf-8")
    with pytest.raises(ProblemsError) as error:
        read_listing(path)
    (problem,) = error.value.problems
    assert problem.line == 7
    assert f"{name}: {told}" in problem.message
