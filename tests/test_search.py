"""The search index: what a paper is found by, in which files that stands, and which of them a new day changes."""

import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record, Topic
from generator.publish.contents import contents_of
from generator.publish.search import search_segments, search_units, segment_files
from generator.publish.search_parts import KEPT, part_of
from generator.publish.search_records import SearchRecord, rank, search_record
from generator.publish.search_shards import SHARD, Postings, common, merged, shards_of, varint
from generator.publish.settings import read_site
from generator.publish.views import PaperView

NAME = "newest"
Terms = tuple[set[str], set[str], set[str]]  # of a paper, by place


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
    lists: list[list[int]] = [[], [], []]
    at, place = -1, 2
    for gap in numbers:
        if gap == 0:
            place -= 1
            continue
        at += gap
        lists[place].append(at)
        place = 2
    return lists


terms = st.sampled_from(["a", "ab", "z", "学", "\U00020000", "ﾟ", "abc", "x2025", "words"])
some_papers = st.lists(st.tuples(st.sets(terms), st.sets(terms), st.sets(terms)), max_size=150)


def packed(papers: list[Terms]) -> Postings:
    postings = Postings(lambda word: word)
    for number, places in enumerate(papers):
        postings.add(number, *places)
    return postings


@given(some_papers)
def test_a_shard_tells_which_papers_have_a_term_and_where_best(papers: list[Terms]) -> None:
    expected: dict[str, list[list[int]]] = {}
    for number, places in enumerate(papers):
        for term in set().union(*places):
            best = next(place for place, found in enumerate(places) if term in found)
            expected.setdefault(term, [[], [], []])[best].append(number)
    found: dict[str, list[list[int]]] = {}
    for shard in shards_of(merged([(len(papers), packed(papers).packed())])):
        found |= postings_in(shard.data)
    assert found == expected
    assert list(found) == sorted(found, key=lambda term: term.encode("utf-16-be"))


@given(st.lists(some_papers, max_size=4))
def test_parts_together_are_what_their_papers_would_be_in_one(parts: list[list[Terms]]) -> None:
    papers = [paper for part in parts for paper in part]
    together = merged((len(part), packed(part).packed()) for part in parts)
    assert together == merged([(len(papers), packed(papers).packed())])
    assert dict(common(together)) == {
        term: sum(term in set().union(*paper) for paper in papers) for term in together if term[0].isalnum()
    }


def test_words_that_share_a_term_count_a_paper_once() -> None:
    postings = Postings(lambda word: word.rstrip("s"))
    postings.add(0, ["model"], ["models"], ["model", "models"])
    postings.add(1, [], ["lamps", "lamp"], ["lamp"])
    (shard,) = shards_of(merged([(2, postings.packed())]))
    assert postings_in(shard.data) == {"lamp": [[], [1], []], "model": [[0], [], []]}


def test_a_filter_stands_as_it_is_and_once() -> None:
    postings = Postings(lambda word: word.rstrip("s"))
    postings.add_filters(3, ["#robots", "&ada examples", "#robots"])
    (shard,) = shards_of(merged([(4, postings.packed())]))
    assert {term: sum(map(len, places)) for term, places in postings_in(shard.data).items()} == {
        "#robots": 1,
        "&ada examples": 1,
    }


def test_gaps_of_any_size_are_kept() -> None:
    postings = Postings(lambda word: word)
    numbers = [0, 126, 127, 128, 300, 20_000, 3_000_000]
    for number in numbers:
        postings.add(number, ["word"])
    (shard,) = shards_of(merged([(3_000_001, postings.packed())]))
    assert postings_in(shard.data) == {"word": [numbers, [], []]}


@given(st.integers(0, 2**40))
def test_a_number_takes_a_byte_for_seven_bits(number: int) -> None:
    assert len(varint(number)) == max(1, -(-number.bit_length() // 7))


def test_a_shard_is_small_or_holds_one_term() -> None:
    sizes = [3, SHARD // 3, SHARD * 2 // 3, SHARD * 3, 1, SHARD - 30, 500]
    shards = list(shards_of({f"term{place}": bytes(size) for place, size in enumerate(sizes)}))
    assert [shard.start for shard in shards] == ["t", "term2", "term3", "term4", "term6"]
    assert [len(shard.data) > SHARD + 30 for shard in shards] == [False, False, True, False, False]


def test_a_shard_s_start_is_as_short_as_it_can_be() -> None:
    words = ["model", "modelling", "mora", "zebra", "zoo"]
    assert [shard.start for shard in shards_of({word: bytes(SHARD) for word in words})] == [
        "m",
        "modell",
        "mor",
        "z",
        "zo",
    ]


def files_of(*parts: list[SearchRecord]) -> dict[str, bytes]:
    """Return the files of a segment of these parts, the blocks by their path below the index."""
    made = [part_of(part) for part in parts]
    blocks = {path: data for _, files in made for path, data in files}
    return blocks | dict(segment_files(NAME, [part for part, _ in made]))


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = [record(number) for number in range(40)]
    assert files_of(records) == files_of(records[::-1])


def test_no_papers_are_an_index_too() -> None:
    ((path, data),) = files_of().items()
    assert path == "search-index/newest.json"
    assert msgspec.json.decode(data)["parts"] == []


def test_a_block_holds_what_hits_show() -> None:
    ((path, data),) = part_of([record(1)])[1]
    assert path.endswith("/d0.bin")
    shown = ["papers/1/", "Title 1", "1 author", ["robotics"], "Ada Example", ["word1 shared words"]]
    assert msgspec.json.decode(zlib.decompress(data)) == [shown]


def test_a_part_s_folder_has_another_name_when_its_blocks_are_others() -> None:
    parts = [part_of([changed])[0] for changed in (record(1), record(2), replace(record(1), facts="x"))]
    assert len({part.folder for part in parts}) == 3


def test_a_segment_s_folder_has_another_name_when_it_or_a_part_is_another() -> None:
    """So segments never share a folder, even where their papers have the same words."""
    parts = [[record(1)], [record(2)], [replace(record(1), facts="x")], [replace(record(1), years=())]]
    folders = {msgspec.json.decode(files_of(part)["search-index/newest.json"])["folder"] for part in parts}
    assert len(folders) == 4


def test_a_manifest_says_where_the_blocks_of_each_part_are() -> None:
    files = files_of([record(number) for number in range(5)], [record(10, date(2024, 3, 1))])
    parts = msgspec.json.decode(files["search-index/newest.json"])["parts"]
    assert [papers for _, papers in parts] == [5, 1]
    assert {path for path in files if "/d" in path} == {
        f"{parts[0][0]}/d0.bin",
        f"{parts[0][0]}/d1.bin",
        f"{parts[1][0]}/d0.bin",
    }


def test_a_day_touches_only_the_newest_segment(archive: Path) -> None:
    add_listing(archive, date(2024, 5, 6), Record(key="an-old-one", title="An Old One", authors=("Ada Example",)))
    before = units_of(archive)
    add_listing(archive, date(2025, 4, 2), Record(key="a-new-one", title="A New One"))
    assert changed(before, units_of(archive)) == {"search of newest-2025-1", "search of newest"}


def test_a_new_month_touches_the_year_and_a_new_year_the_past(archive: Path) -> None:
    before = units_of(archive)
    add_listing(archive, date(2025, 5, 2), Record(key="a-new-one", title="A New One"))
    of_newest = {"search of newest-2025-1", "search of newest"}
    assert changed(before, units_of(archive)) == of_newest | {"search of year-2025-1", "search of year"}
    before = units_of(archive)
    add_listing(archive, date(2025, 12, 31), Record(key="last-of-its-year", title="Last of Its Year"))
    assert "search of past" not in changed(before, units_of(archive))
    before = units_of(archive)
    add_listing(archive, date(2026, 1, 1), Record(key="first-of-its-year", title="First of Its Year"))
    assert "search of past" in changed(before, units_of(archive))
    assert "search of past-undated" not in changed(before, units_of(archive))


def test_a_changed_paper_touches_its_part_and_its_segment(archive: Path) -> None:
    for day in (date(2023, 2, 1), date(2024, 5, 6), date(2024, 8, 1)):
        add_listing(archive, day, Record(key=f"listed-on-{day}", title=f"Listed on {day}"))
    before = units_of(archive)
    add_listing(archive, date(2024, 5, 6), Record(key="listed-on-2024-05-06", title="Another Title"))
    assert changed(before, units_of(archive)) == {"search of past-2024-1", "search of past"}


def test_segments_go_by_month_and_year_and_their_parts_by_half_years(archive: Path) -> None:
    for day in (date(2024, 5, 6), date(2024, 8, 1), date(2024, 12, 31), date(2023, 2, 1)):
        add_listing(archive, day, Record(key=f"listed-on-{day}", title=f"Listed on {day}"))
    add_listing(archive, date(2025, 12, 31), Record(key="last-of-its-year", title="Last of Its Year"))
    assert sizes_of(archive) == {
        "newest": {"2025-2": 1},
        "year": {"2025-1": 4},
        "past": {"2024-2": 2, "2024-1": 1, "2023-1": 1, "undated": 1},
    }
    add_listing(archive, date(2026, 1, 1), Record(key="first-of-its-year", title="First of Its Year"))
    assert [sum(parts.values()) for parts in sizes_of(archive).values()] == [1, 0, 10]


@pytest.mark.parametrize("damage", ["gone", "torn", "of another archive", "there"])
def test_a_segment_is_the_same_whatever_became_of_its_parts(archive: Path, tmp_path: Path, damage: str) -> None:
    parts, segments = search_units(papers_of(archive), b"", tmp_path)
    expected = [dict(segment.make()) for segment in segments]
    for part in parts:
        list(part.make())
    for kept in (tmp_path / KEPT).iterdir():
        if damage == "gone":
            kept.unlink()
        elif damage == "torn":
            kept.write_bytes(kept.read_bytes()[:40])
        elif damage == "of another archive":
            kept.write_bytes(kept.read_bytes().replace(parts[0].made_from, bytes(16)))
    assert [dict(segment.make()) for segment in segments] == expected


def add_listing(root: Path, day: date, *papers: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="sample", status="complete", papers=papers))


def papers_of(root: Path) -> list[PaperView]:
    return list(contents_of(load_archive(root / "content"), read_site(root)).papers.values())


def sizes_of(root: Path) -> dict[str, dict[str, int]]:
    segments = search_segments(papers_of(root))
    return {name: {half: len(papers) for half, papers in parts.items()} for name, parts in segments.items()}


def units_of(root: Path) -> dict[str, bytes]:
    """Return what each unit of an archive's search is made from."""
    parts, segments = search_units(papers_of(root), b"", root / "build")
    return {unit.name: unit.made_from for unit in (*parts, *segments)}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


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
