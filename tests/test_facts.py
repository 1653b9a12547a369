"""Each fact about a paper is declared once and reaches every place; one that is missing in a place is named here."""

import json
from datetime import date
from pathlib import Path

import msgspec
import pytest

from generator.archive.ids import KnownPapers
from generator.archive.ingest import completed, file_sightings
from generator.archive.models import CORRECTABLE, COUNTS, FACTS, SHOWN, Correction, Links, Listing, Record, Sighting
from generator.archive.models import newer as merged
from generator.archive.papers import merge_papers
from generator.archive.topics import Topics
from generator.collect.arxiv import read_feed
from generator.collect.http import Answer
from generator.collect.huggingface import read_list
from generator.collect.jsonl import read_jsonl
from generator.collect.records import read_records
from generator.publish.compare.changes import FACTS as COMPARED
from generator.publish.data.records import LinkRecord, PaperRecord
from tests.support.source_server import item

ALL = (*FACTS, *COUNTS)  # the title, which every record has, comes first
URL = "https://code.example/kettles"
BARE = Record(key="slow-kettles", title="Slow Kettles")
FEED = Path(__file__).parent / "data" / "collect" / "arxiv.xml"

# The first of these that a fact can be is its example.
EXAMPLES: tuple[object, ...] = (
    7, "2025-03-10", "2503.00001", "10.1000/182", "Slow Kettles", ["Ada"], {"code": URL}, URL,
)  # fmt: skip
# Facts whose name is another field's in the data files: there, `url` is the address of a paper's page.
DATA_NAMES = {"url": "paper_url"}


def example(fact: str) -> object:
    """Return a value that the fact can have."""
    field = next(field for field in msgspec.structs.fields(Sighting) if field.name == fact)
    for value in EXAMPLES:
        try:
            return msgspec.convert(value, field.type)
        except msgspec.ValidationError:
            continue
    raise AssertionError(f"tests/test_facts.py: EXAMPLES has no value for {fact}")


def with_fact(fact: str) -> Record:
    return msgspec.structs.replace(BARE, **{fact: example(fact)})


@pytest.mark.parametrize("fact", ALL)
def test_a_fact_of_a_sighting_is_one_of_its_record_and_of_its_paper(fact: str) -> None:
    sighting = msgspec.structs.replace(Sighting(title="Slow Kettles"), **{fact: example(fact)})
    (record,) = file_sightings([sighting], KnownPapers([])).records
    (paper,) = merge_papers([Listing(day=None, source="s", status="partial", papers=(record,))], {}, Topics([]))
    assert getattr(record, fact) == getattr(paper, fact) == example(fact)


@pytest.mark.parametrize("fact", ALL[1:])
def test_a_fact_is_taken_over_where_the_newer_record_lacks_it(fact: str) -> None:
    assert getattr(merged(with_fact(fact), BARE), fact) == example(fact)
    assert getattr(merged(BARE, with_fact(fact)), fact) == example(fact)


@pytest.mark.parametrize("fact", FACTS[1:])
def test_a_paper_is_completed_by_a_fact_that_it_lacks(fact: str) -> None:
    assert getattr(completed(BARE, with_fact(fact)), fact) == example(fact)


@pytest.mark.parametrize("fact", COUNTS)
def test_counts_are_told_by_the_lister_alone(fact: str) -> None:
    assert completed(BARE, with_fact(fact)) == BARE


@pytest.mark.parametrize("fact", [*SHOWN, *COUNTS])
def test_a_fact_that_readers_see_is_published_as_data(fact: str) -> None:
    name = DATA_NAMES.get(fact, fact)
    assert name in PaperRecord.__struct_fields__, f"PaperRecord in generator/publish/data/records.py lacks {name}"


def test_every_link_is_published_as_data() -> None:
    assert LinkRecord.__struct_fields__ == Links.__struct_fields__


@pytest.mark.parametrize("fact", SHOWN)
def test_a_fact_that_readers_see_is_compared(fact: str) -> None:
    assert fact in COMPARED


def test_what_a_person_corrects_is_a_fact() -> None:
    assert {*Correction.__struct_fields__} == {*CORRECTABLE, "hide", "reason"}


@pytest.mark.parametrize("fact", ALL)
def test_a_source_tells_the_fact(fact: str) -> None:
    full = item(
        "2503.00001", "Slow Kettles", "2025-03-10", githubRepo=URL, withdrawnAt="2025-06-28T23:50:57.000Z",
        organization={"name": "boilers", "fullname": "The Boilers"},
        authors=[{"name": "Ada Example"}, {"name": "Bo Muster", "hidden": True}],
    )  # fmt: skip
    listed, _ = read_list(Answer("http://hub.example/", json.dumps([full]).encode()))
    told = [sighted.paper for sighted in listed] + read_feed(Answer("http://arxiv.example/", FEED.read_bytes()))
    line = json.dumps({"title": "Slow Kettles", "doi": "10.1000/182", "url": URL}).encode()
    told += [found.paper for found in read_records(read_jsonl, line, lambda day: day).papers]
    known = [name for paper in told for name in ALL if getattr(paper, name) not in (None, (), Links())]
    assert fact in known, f"no source in generator/collect reads {fact}"
    assert told[0].published == date(2025, 3, 10)
