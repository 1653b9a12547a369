"""Listings of an earlier version: what today's rules refuse is taken out, and all else stays as it is."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import listing_path, read_listing, write_listing
from generator.archive.mending import mend_listings
from generator.archive.models import Links, Listing, Record
from generator.errors import ProblemsError

MONDAY, TUESDAY = date(2025, 3, 10), date(2025, 3, 11)
SOUND = Record(
    key="ferries", title="Why Do Ferries Wait?", abstract="One.\n\nTwo.", links=Links(code="https://a.example")
)


def listing(day: date, *papers: Record) -> Listing:
    return Listing(day=day, source="a test", status="complete", papers=papers)


def test_what_texts_and_links_may_not_hold_is_taken_out(tmp_path: Path) -> None:
    old = Record(
        key="kettles",
        title="Slow\u200b Kettles",
        abstract="One\u00ad.\n\nTwo \U000e0041.",
        authors=("Ann\u200f", "\u2060"),
        keywords=("ke\ufeffttle",),
        links=Links(code="https://ann:x@a.example/", project="https://a.example/\u200bb"),
        upvotes=3,
    )
    write_listing(tmp_path, listing(MONDAY, old, SOUND))
    write_listing(tmp_path, listing(TUESDAY, SOUND))
    untouched = listing_path(tmp_path, TUESDAY).stat().st_mtime_ns
    assert list(mend_listings(tmp_path)) == [listing_path(tmp_path, MONDAY)]
    mended = Record(
        key="kettles",
        title="Slow Kettles",
        abstract="One.\n\nTwo .",
        authors=("Ann",),
        keywords=("kettle",),
        links=Links(project="https://a.example/b"),
        upvotes=3,
    )
    assert read_listing(listing_path(tmp_path, MONDAY)) == listing(MONDAY, SOUND, mended)
    assert listing_path(tmp_path, TUESDAY).stat().st_mtime_ns == untouched
    assert list(mend_listings(tmp_path)) == []


def test_a_title_of_which_nothing_would_be_left_is_left_to_people(tmp_path: Path) -> None:
    write_listing(tmp_path, listing(MONDAY, Record(key="x", title="\u200b")))
    assert list(mend_listings(tmp_path)) == []
    with pytest.raises(ProblemsError, match="ZERO WIDTH SPACE"):
        read_listing(listing_path(tmp_path, MONDAY))


def test_what_is_no_listing_is_left_as_it_is(tmp_path: Path) -> None:
    path = listing_path(tmp_path, MONDAY)
    path.parent.mkdir(parents=True)
    path.write_text('{"day": ')
    assert list(mend_listings(tmp_path)) == []
    assert path.read_text() == '{"day": '
