"""The search index: what a paper is found by, in which files that stands, and which of them a new day changes."""

import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record, Topic
from generator.publish.contents import contents_of
from generator.publish.search import SearchRecord, rank, search_record, search_segments, segment_files
from generator.publish.search_shards import SHARD, Postings, shards_of, varint
from generator.publish.settings import read_site
from generator.publish.views import PaperView

NAME = "newest"


def record(number: int, day: date | None = date(2025, 3, 10)) -> SearchRecord:
    return SearchRecord(
        address=f"papers/{number}/",
        title=f"Title {number}",
        facts="1 author",
        summary="",
        abstract=(f"word{number} shared words",),
        authors=("Ada Example",),
        arxiv_id="",
        topics=(Topic("robotics", "Robots", "Things", "All about robots.", ()),),
        years=(str(day.year),) if day else (),
        day=day,
        upvotes=number,
    )


def postings_in(shard: bytes) -> dict[str, list[list[int]]]:
    """Return what a shard holds, read as `search.md` describes it."""
    data = iter(shard)

    def number() -> int:
        value = shift = 0
        while (byte := next(data)) > 127:
            value |= (byte & 127) << shift
            shift += 7
        return value | byte << shift

    terms = bytes(next(data) for _ in range(number())).decode().split("\n")
    lengths = [number() for _ in terms]
    found: dict[str, list[list[int]]] = {}
    for term, length in zip(terms, lengths, strict=True):
        found[term] = _lists(bytes(next(data) for _ in range(length)))
    assert next(data, None) is None
    return found


def _lists(part: bytes) -> list[list[int]]:
    numbers, value, shift = [], 0, 0
    for byte in part:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    first, second, *steps = numbers
    lists = []
    for gaps in (steps[:first], steps[first : first + second], steps[first + second :]):
        at, ascending = -1, []
        for gap in gaps:
            at += gap
            ascending.append(at)
        lists.append(ascending)
    return lists


terms = st.sampled_from(["a", "ab", "z", "学", "\U00020000", "ﾟ", "#topic", "@2025", "&ada example"])


@given(st.lists(st.tuples(st.sets(terms), st.sets(terms), st.sets(terms)), max_size=300))
def test_a_shard_tells_which_papers_have_a_term_and_where_best(
    papers: list[tuple[set[str], set[str], set[str]]],
) -> None:
    postings = Postings()
    expected: dict[str, list[list[int]]] = {}
    for number, grades in enumerate(papers):
        postings.add(number, *grades)
        for term in set().union(*grades):
            best = next(place for place, grade in enumerate(grades) if term in grade)
            expected.setdefault(term, [[], [], []])[best].append(number)
    found: dict[str, list[list[int]]] = {}
    for shard in shards_of((term, postings.encoded(term)) for term in postings.terms()):
        found |= postings_in(shard.data)
    assert found == expected
    assert list(found) == sorted(found, key=lambda term: term.encode("utf-16-be"))


def test_gaps_of_any_size_are_kept() -> None:
    postings = Postings()
    numbers = [0, 127, 128, 300, 20_000, 3_000_000]
    for number in numbers:
        postings.add(number, {"word"}, set(), set())
    (shard,) = shards_of([("word", postings.encoded("word"))])
    assert postings_in(shard.data) == {"word": [numbers, [], []]}


@given(st.integers(0, 2**40))
def test_a_number_takes_a_byte_for_seven_bits(number: int) -> None:
    assert len(varint(number)) == max(1, -(-number.bit_length() // 7))


def test_a_shard_is_small_or_holds_one_term() -> None:
    sizes = [3, SHARD // 3, SHARD * 2 // 3, SHARD * 3, 1, SHARD - 30, 500]
    shards = list(shards_of((f"term{place}", bytes(size)) for place, size in enumerate(sizes)))
    assert [shard.start for shard in shards] == ["t", "term2", "term3", "term4", "term6"]
    assert [len(shard.data) > SHARD + 30 for shard in shards] == [False, False, True, False, False]


def test_a_shard_s_start_is_as_short_as_it_can_be() -> None:
    words = ["model", "modelling", "mora", "zebra", "zoo"]
    assert [shard.start for shard in shards_of((word, bytes(SHARD)) for word in words)] == [
        "m",
        "modell",
        "mor",
        "z",
        "zo",
    ]


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = [record(number) for number in range(40)]
    assert dict(segment_files(NAME, records)) == dict(segment_files(NAME, reversed(records)))


def test_no_papers_are_an_index_too() -> None:
    ((path, data),) = segment_files(NAME, [])
    assert path == "search-index/newest.json"
    assert msgspec.json.decode(data)["papers"] == 0


def test_a_block_holds_what_hits_show() -> None:
    files = dict(segment_files(NAME, [record(1)]))
    (path,) = [path for path in files if path.endswith("/d0.bin")]
    shown = ["papers/1/", "Title 1", "1 author", ["robotics"], "Ada Example", ["word1 shared words"]]
    assert msgspec.json.decode(zlib.decompress(files[path])) == [shown]


def test_a_folder_s_name_is_another_when_what_it_holds_is() -> None:
    names = {folder_of(changed) for changed in (record(1), record(2), replace(record(1), facts="x"))}
    assert len(names) == 3


def folder_of(paper: SearchRecord) -> str:
    name: str = msgspec.json.decode(dict(segment_files(NAME, [paper]))["search-index/newest.json"])["folder"]
    return name


def test_a_day_touches_only_the_newest_segment(archive: Path) -> None:
    old = Record(key="an-old-one", title="An Old One", authors=("Ada Example",))
    add_listing(archive, date(2024, 5, 6), old)
    before = index_of(archive)
    add_listing(archive, date(2025, 4, 2), Record(key="a-new-one", title="A New One"))
    after = index_of(archive)
    assert {name for name in before if before[name] == after[name]} == {"year", "past"}
    assert b"An Old One" in zlib.decompress(next(data for path, data in after["past"] if path.endswith("/d0.bin")))
    add_listing(archive, date(2025, 12, 31), Record(key="last-of-its-year", title="Last of Its Year"))
    assert index_of(archive)["past"] == after["past"]
    assert [len(papers) for papers in segments_of(archive).values()] == [1, 5, 2]
    add_listing(archive, date(2026, 1, 1), Record(key="first-of-its-year", title="First of Its Year"))
    assert [len(papers) for papers in segments_of(archive).values()] == [1, 0, 8]


def add_listing(root: Path, day: date, *papers: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="sample", status="complete", papers=papers))


def segments_of(root: Path) -> dict[str, list[PaperView]]:
    return search_segments(contents_of(load_archive(root / "content"), read_site(root)).papers.values())


def index_of(root: Path) -> dict[str, list[tuple[str, bytes]]]:
    """Return the files of each segment of an archive."""
    return {name: list(segment_files(name, map(search_record, papers))) for name, papers in segments_of(root).items()}


def test_among_equals_the_newest_month_then_the_most_upvotes_come_first() -> None:
    days = [date(2025, 3, 1), date(2025, 2, 28), date(2025, 2, 1), None, date(2025, 3, 31)]
    order = sorted((record(number, day) for number, day in enumerate(days)), key=rank)
    assert [paper.upvotes for paper in order] == [4, 0, 2, 1, 3]


def test_a_paper_is_found_by_its_words_authors_and_topics(archive: Path) -> None:
    contents = contents_of(load_archive(archive / "content"), read_site(archive))
    found = search_record(contents.papers["a-lantern-for-translators"])
    assert found.title == "A Lantern for Translators"
    assert "Ambiguity hides in plain sight" in found.abstract[0]
    assert "Gives translators a lamp" in found.summary
    assert found.authors == ("Ada Example", "Bo Sample", "Cy Instance")
    assert [topic.name for topic in found.topics] == ["translation"]
    assert (found.years, found.day, found.upvotes) == (("2025",), date(2025, 3, 11), 15)
    assert search_record(contents.papers["2503.00042"]).arxiv_id == "2503.00042"
