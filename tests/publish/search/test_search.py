"""The search index: what a paper is found by, in which files that stands, and which of them a new day changes."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, pairwise
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.listings import write_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record, Topic
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.search.document import SearchRecord, head_of, rank, search_record
from generator.publish.search.parts import KEPT, Part, part_of, part_with
from generator.publish.search.postings import (
    LAST_PLACE,
    Indexed,
    Postings,
    Terms,
    postings_of,
    some_of,
    together,
    varints,
    written,
)
from generator.publish.search.segments import segment_files, segment_of
from generator.publish.search.shards import GROUP, SHARD, Shard, common, groups_of, shards_of
from generator.publish.search.tasks import closing_tasks, search_segments, tasks
from generator.publish.settings import read_site

NAME = "newest"
Found = tuple[set[str], set[str], set[str], set[str]]  # the terms of a paper, by place


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

    lengths = list(iter(number, 0))
    postings = [_lists(bytes(next(data) for _ in range(length))) for length in lengths]
    return dict(zip(bytes(data).decode().split("\n"), postings, strict=True))


def _lists(part: bytes) -> list[list[int]]:
    numbers, value, shift = [], 0, 0
    for byte in part:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(value)
            value = shift = 0
    lists: list[list[int]] = [[], [], [], []]
    at, place = -1, LAST_PLACE
    for gap in numbers:
        if gap == 0:
            place -= 1
            continue
        at += gap
        lists[place].append(at)
        place = LAST_PLACE
    return lists


terms = st.sampled_from(["a", "ab", "z", "学", "\U00020000", "ﾟ", "abc", "x2025", "words"])
some_papers = st.lists(st.tuples(*[st.sets(terms)] * (LAST_PLACE + 1)), max_size=150)


def collected(papers: Iterable[Sequence[Iterable[str]]], terms_of: Callable[[str], list[str]] = str.split) -> Postings:
    return postings_of([Indexed(tuple(map(" ".join, places))) for places in papers], Terms(terms_of))  # type: ignore[arg-type]


def read(postings: Postings) -> dict[str, list[list[int]]]:
    """Return what all shards of one part's postings hold."""
    sorted_ = together([postings])
    shards = shards_of(sorted_.terms, *written(sorted_))
    return dict(pair for shard in shards for pair in postings_in(shard.data).items())


@given(some_papers)
def test_a_shard_tells_which_papers_have_a_term_and_where_best(papers: list[Found]) -> None:
    expected: dict[str, list[list[int]]] = {}
    for number, places in enumerate(papers):
        for term in set().union(*places):
            best = next(place for place, found in enumerate(places) if term in found)
            expected.setdefault(term, [[], [], [], []])[best].append(number)
    found = read(collected(papers))
    assert found == expected
    assert list(found) == sorted(found)


@given(st.lists(some_papers, max_size=4))
def test_parts_together_are_what_their_papers_would_be_in_one(parts: list[list[Found]]) -> None:
    papers = [paper for part in parts for paper in part]
    joined = together(map(collected, parts))
    assert (joined.papers, written(joined)[0]) == (len(papers), written(together([collected(papers)]))[0])
    assert dict(common(joined)) == {
        term: sum(term in set().union(*paper) for paper in papers) for term in joined.terms if term[0].isalnum()
    }


@given(some_papers, st.data())
def test_some_of_the_postings_and_the_others_are_all(papers: list[Found], data: st.DataObject) -> None:
    everything = together([collected(papers)])
    ends = sorted(data.draw(st.lists(st.integers(0, len(papers)), max_size=3)))
    parts = [some_of(everything, first, last) for first, last in pairwise([0, *ends, len(papers)])]
    assert written(together(parts))[0] == written(everything)[0]
    assert read(parts[-1]) == read(collected(papers[ends[-1] if ends else 0 :]))


def test_words_that_share_a_term_count_a_paper_once() -> None:
    papers: list[tuple[list[str], ...]] = [
        (["model"], ["models"], [], ["model", "models"]),
        ([], ["lamps", "lamp"], [], ["lamp"]),
    ]
    found = read(collected(papers, lambda word: [word.rstrip("s")]))
    assert found == {"lamp": [[], [1], [], []], "model": [[0], [], [], []]}


def test_a_run_may_have_no_term_or_several() -> None:
    papers: list[tuple[list[str], ...]] = [(["lamp-net", "-"], ["net"], [], []), (["-"], [], [], ["net-net"])]
    found = read(collected(papers, lambda run: run.replace("-", " ").split()))
    assert found == {"lamp": [[0], [], [], []], "net": [[0], [], [], [1]]}


def test_a_filter_is_a_term_as_it_stands_in_the_last_place() -> None:
    papers = [Indexed(("", "lamp", "", ""), ["&ada example", "#lamp"]), Indexed(("", "", "", "lamp"), ["#lamp"])]
    found = read(postings_of(papers, Terms(str.split)))
    assert found == {"#lamp": [[], [], [], [0, 1]], "&ada example": [[], [], [], [0]], "lamp": [[], [0], [], [1]]}


@pytest.mark.parametrize("gap", [1, 127, 128, 129, 2**14 - 1, 2**14, 2**14 + 1, 3_000_000])
def test_gaps_of_any_size_are_kept(gap: int) -> None:
    numbers = [gap - 1, 2 * gap - 1, 3 * gap - 1]  # the first gap is counted from just before number 0
    codes = np.array([number << 2 | LAST_PLACE for number in numbers], np.uint32)
    postings = Postings(numbers[-1] + 1, ["word"], np.array([len(numbers)], np.uint32), codes)
    assert read(postings) == {"word": [[], [], [], numbers]}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_size_of_the_chunks_changes_nothing(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    papers: list[Found] = [({"ferry"}, {f"word{number % 5}"}, set(), {"kettle", "lamp"}) for number in range(40)]
    expected, sizes = written(together([collected(papers)]))
    monkeypatch.setattr("generator.publish.search.postings._CHUNK", size)
    in_chunks, chunk_sizes = written(together([collected(papers[:15]), collected(papers[15:])]))
    assert (in_chunks, chunk_sizes.tolist()) == (expected, sizes.tolist())


@given(st.lists(st.integers(0, 2**32 - 1)))
def test_a_number_takes_a_byte_for_seven_bits(numbers: list[int]) -> None:
    data, lengths = varints(np.array(numbers, np.uint32))
    assert lengths.tolist() == [max(1, -(-number.bit_length() // 7)) for number in numbers]
    assert len(data) == sum(lengths)


def shards_with(terms: list[str], sizes: list[int]) -> list[Shard]:
    """Return shards of terms whose postings take so many bytes."""
    return list(shards_of(terms, bytes(sum(sizes)), np.array(sizes, np.int64)))


def test_a_shard_is_small_or_holds_one_term() -> None:
    most = SHARD.stop
    sizes = [3, most // 3, most * 2 // 3, most * 3, 1, most - 30, 500]
    shards = shards_with([f"term{place}" for place in range(len(sizes))], sizes)
    assert [shard.start for shard in shards] == ["t", "term2", "term3", "term4", "term6"]
    assert [len(shard.data) > most + 30 for shard in shards] == [False, False, True, False, False]


def test_a_shard_begins_where_its_start_is_shortest() -> None:
    words = ["model", "modelling", "mora", "zebra", "zoo"]
    assert [shard.start for shard in shards_with(words, [SHARD.stop] * 5)] == ["m", "modell", "mor", "z", "zo"]
    assert [shard.start for shard in shards_with(words, [SHARD.stop // 4] * 5)] == ["m", "z"]


def test_a_change_moves_few_shards() -> None:
    terms = sorted(f"{place * 7919 % 10007:x}" for place in range(5000))
    sizes = [20 + zlib.crc32(term.encode()) % 90 for term in terms]
    before = {shard.start for shard in shards_with(terms, sizes)}
    for place in range(0, 5000, 500):
        after = shards_with(terms, [*sizes[:place], sizes[place] + 300, *sizes[place + 1 :]])
        assert len({shard.start for shard in after} - before) <= 3


@given(st.lists(st.text("abcdef", min_size=1, max_size=4), unique=True, max_size=100))
def test_groups_of_shards_are_all_shards_in_their_order(starts: list[str]) -> None:
    shards = [Shard(start, 1, b"") for start in sorted(starts)]
    groups = groups_of(shards)
    assert [shard for group in groups for shard in group] == shards
    assert all(len(group) in range(1, GROUP.stop + 1) for group in groups)


def files_of(*parts: list[SearchRecord]) -> dict[str, bytes]:
    """Return the files of a segment of these parts by their path below the index."""
    made = [part_of(b"", part) for part in parts]
    months = [month for part, _ in made for month in part.months]
    postings = together(part.postings() for part, _ in made)
    return dict(chain(*(files for _, files in made), segment_files(NAME, months, postings)))


def test_the_same_records_give_the_same_bytes_in_any_order() -> None:
    records = [record(number) for number in range(40)]
    assert files_of(records) == files_of(records[::-1])


def test_no_papers_are_an_index_too() -> None:
    ((path, data),) = files_of().items()
    assert path == "newest.json"
    assert msgspec.json.decode(data)["parts"] == []


def test_a_block_holds_what_hits_show() -> None:
    ((path, data),) = part_of(b"", [record(1)])[1]
    assert path.endswith("/d0.bin")
    shown = ["papers/1/", "Title 1", 1, "1 author", ["robotics"], 0, "Ada Example", ["word1 shared words"]]
    assert msgspec.json.decode(zlib.decompress(data)) == [shown]
    ((_, data),) = part_of(b"", [replace(record(1), suggested=True)])[1]
    assert msgspec.json.decode(zlib.decompress(data))[0][5] == 1


def test_a_part_s_folder_has_another_name_when_its_blocks_are_others() -> None:
    parts = [part_of(b"", [changed])[0] for changed in (record(1), record(2), replace(record(1), facts="x"))]
    assert len({part.months[0].folder for part in parts}) == 3


def test_a_folder_of_shards_has_another_name_when_one_is_another() -> None:
    parts = [[record(1)], [replace(record(1), arxiv_id="2503.12345")], [replace(record(1), facts="x")]]
    (one,), (other,), (same,) = (msgspec.json.decode(files_of(part)["newest.json"])["groups"] for part in parts)
    assert one != other
    assert one == same


def test_a_manifest_says_where_blocks_and_shards_are() -> None:
    files = files_of([record(number) for number in range(5)], [record(10, date(2024, 3, 1))])
    manifest = msgspec.json.decode(files["newest.json"])
    (first, of_first, *about_first), (second, of_second, *about_second) = manifest["parts"]
    ((group, shards),) = manifest["groups"]
    assert (of_first, of_second, shards) == (5, 1, len(manifest["starts"]))
    blocks = {f"{first}/d0.bin", f"{first}/d1.bin", f"{second}/d0.bin"}
    order = f"newest/{manifest['order']}/order.bin"
    assert files.keys() == {"newest.json", f"newest/{group}/t0.bin", order} | blocks
    # Upvotes with equally many binary digits: one paper has 4, two have 2 and 3, one has 1 and one 0.
    assert about_first == ["2025-03", [1, 3, 2, 2, 1, 1, 1, 0]]
    assert about_second == ["2024-03", [1, 4]]


def test_the_upvotes_and_the_day_of_each_paper_are_in_a_file_of_their_own() -> None:
    first = [replace(record(number, date(2025, 3, number)), upvotes=300 * (number > 2)) for number in (1, 2, 3, 4)]
    files = files_of(first, [record(0, None)])
    order = msgspec.json.decode(files["newest.json"])["order"]
    runs = (2, 0b1010_1100, 0b10, 2, 0)  # two papers with 300 upvotes, as LEB128, and two with none
    assert zlib.decompress(files[f"newest/{order}/order.bin"]) == bytes((*runs, 4, 3, 2, 1, 1, 0, 0))


def test_a_paper_is_filtered_by_terms_as_they_stand() -> None:
    part, _ = part_of(b"", [replace(record(1), authors=("Ada Examples", "ada examples"))])
    filters = {term: places for term, places in read(part.postings()).items() if not term[0].isalnum()}
    assert filters == {name: [[], [], [], [0]] for name in ("#robotics", "&ada examples")}


def test_a_day_touches_only_the_newest_segment(archive: Path) -> None:
    add_listing(archive, date(2024, 5, 6), Record(key="an-old-one", title="An Old One", authors=("Ada Example",)))
    before = fingerprints_of(archive)
    add_listing(archive, date(2025, 4, 2), Record(key="a-new-one", title="A New One"))
    assert changed(before, fingerprints_of(archive)) == {"search of newest-2025-04", "search of newest"}


def test_a_new_month_touches_the_year_and_a_new_year_the_past(archive: Path) -> None:
    before = fingerprints_of(archive)
    add_listing(archive, date(2025, 5, 2), Record(key="a-new-one", title="A New One"))
    of_newest = {"search of newest-2025-04", "search of newest-2025-05", "search of newest"}
    assert changed(before, fingerprints_of(archive)) == of_newest | {"search of year-2025-04", "search of year"}
    before = fingerprints_of(archive)
    add_listing(archive, date(2025, 12, 31), Record(key="last-of-its-year", title="Last of Its Year"))
    assert "search of past" not in changed(before, fingerprints_of(archive))
    before = fingerprints_of(archive)
    add_listing(archive, date(2026, 1, 1), Record(key="first-of-its-year", title="First of Its Year"))
    assert "search of past" in changed(before, fingerprints_of(archive))
    assert "search of past-undated" not in changed(before, fingerprints_of(archive))


def test_a_changed_paper_touches_its_part_and_its_segment(archive: Path) -> None:
    for day in (date(2023, 2, 1), date(2024, 5, 6), date(2024, 8, 1)):
        add_listing(archive, day, Record(key=f"listed-on-{day}", title=f"Listed on {day}"))
    before = fingerprints_of(archive)
    add_listing(archive, date(2024, 5, 6), Record(key="listed-on-2024-05-06", title="Another Title"))
    assert changed(before, fingerprints_of(archive)) == {"search of past-2024-05", "search of past"}


def test_segments_go_by_month_and_year_and_their_parts_by_months(archive: Path) -> None:
    for day in (date(2024, 5, 6), date(2024, 8, 1), date(2024, 12, 31), date(2023, 2, 1)):
        add_listing(archive, day, Record(key=f"listed-on-{day}", title=f"Listed on {day}"))
    add_listing(archive, date(2025, 12, 31), Record(key="last-of-its-year", title="Last of Its Year"))
    assert sizes_of(archive) == {
        "newest": {"2025-12": 1},
        "year": {"2025-04": 1, "2025-03": 3},
        "past": {"2024-12": 1, "2024-08": 1, "2024-05": 1, "2023-02": 1, "undated": 1},
    }
    add_listing(archive, date(2026, 1, 1), Record(key="first-of-its-year", title="First of Its Year"))
    assert [sum(parts.values()) for parts in sizes_of(archive).values()] == [1, 0, 10]


@pytest.mark.parametrize("damage", ["gone", "torn", "of another archive", "there"])
def test_a_segment_is_the_same_whatever_became_of_its_parts(archive: Path, damage: str) -> None:
    catalog = catalog_in(archive)
    parts, segments = list(tasks(catalog)), list(closing_tasks(catalog))
    expected = [dict(segment.make()) for segment in segments]
    for part in parts:
        list(part.make())
    for kept in (catalog.site.build / KEPT).iterdir():
        if damage == "gone":
            kept.unlink()
        elif damage == "torn":
            kept.write_bytes(kept.read_bytes()[:40])
        elif damage == "of another archive":
            kept.write_bytes(kept.read_bytes().replace(parts[0].fingerprint, bytes(16)))
    assert [dict(segment.make()) for segment in segments] == expected


@given(st.lists(st.lists(st.sampled_from(range(6)), unique=True, max_size=6), min_size=2, max_size=5))
def test_a_segment_is_the_same_whatever_it_was_before(plans: list[list[int]]) -> None:
    months = [part_of(bytes([number]), [record(number), record(number + 10)])[0] for number in range(6)]
    before = None
    for plan in plans:
        planned = [months[number] for number in plan]
        digests = [bytes([number]) for number in plan]
        found, postings = segment_of(digests, before, planned.__getitem__)
        assert found == [month for part in planned for month in part.months]
        assert read(postings) == read(together(part.postings() for part in planned))
        before = part_with(found, postings)


def test_a_segment_takes_what_did_not_change_from_what_it_was_before() -> None:
    months = [part_of(bytes([number]), [record(number)])[0] for number in range(4)]
    found, postings = segment_of([b"\0", b"\1", b"\2"], None, months.__getitem__)
    asked: list[int] = []

    def make(place: int) -> Part:
        asked.append(place)
        return months[3]

    segment_of([b"\0", b"new", b"\2"], part_with(found, postings), make)
    assert asked == [1]


def add_listing(root: Path, day: date, *papers: Record) -> None:
    write_listing(root / "content", Listing(day=day, source="sample", status="complete", papers=papers))


def catalog_in(root: Path) -> Catalog:
    return catalog_of(load_archive(root / "content"), read_site(root))


def sizes_of(root: Path) -> dict[str, dict[str, int]]:
    segments = search_segments(catalog_in(root).papers.values())
    return {name: {month: len(papers) for month, papers in parts.items()} for name, parts in segments.items()}


def fingerprints_of(root: Path) -> dict[str, bytes]:
    """Return the fingerprint of each task of an archive's search, by name."""
    catalog = catalog_in(root)
    return {task.name: task.fingerprint for task in chain(tasks(catalog), closing_tasks(catalog))}


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Lamp 2: A Light for All", "Lamp 2"),
        ("The Quokka 3 Herd of Models", "The Quokka 3"),
        ("A Study of Lamps and Nets: How", "A Study of"),
        (": Lamps", ""),
        ("", ""),
    ],
)
def test_the_head_of_a_title_is_its_first_words_or_what_a_colon_ends(title: str, head: str) -> None:
    assert head_of(title) == head


def test_among_equals_the_newest_month_then_the_most_upvotes_come_first() -> None:
    days = [date(2025, 3, 1), date(2025, 2, 28), date(2025, 2, 1), None, date(2025, 3, 31)]
    order = sorted((record(number, day) for number, day in enumerate(days)), key=rank)
    assert [paper.upvotes for paper in order] == [4, 0, 2, 1, 3]


def test_a_paper_is_found_by_its_words_authors_and_topics(archive: Path) -> None:
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    found = search_record(catalog.papers["a-lantern-for-translators"])
    assert found.title == "A Lantern for Translators"
    assert "Ambiguity hides in plain sight" in found.abstract[0]
    assert "Gives translators a lamp" in found.summary
    assert found.authors == ("Ada Example", "Bo Sample", "Cy Instance")
    assert [topic.name for topic in found.topics] == ["translation"]
    assert (found.day, found.upvotes) == (date(2025, 3, 11), 15)
    assert search_record(catalog.papers["2503.00042"]).arxiv_id == "2503.00042"


def test_a_paper_is_found_by_its_own_doi_alone(archive: Path) -> None:
    kettles = Record(key="kettles", title="Kettles", doi="10.1000/kettles.7")
    listing = Listing(day=date(2025, 6, 2), source="test", status="complete", papers=(kettles,))
    write_listing(archive / "content", listing)
    catalog = catalog_of(load_archive(archive / "content"), read_site(archive))
    assert search_record(catalog.papers["kettles"]).doi == "10.1000/kettles.7"
    assert search_record(catalog.papers["2503.00042"]).doi == ""
    with_doi, without = (part_of(b"", [replace(record(1), doi=doi)])[0].terms for doi in ("10.1000/kettles.7", ""))
    assert {*with_doi.split("\n")} - {*without.split("\n")} == {"10", "1000", "101000 ", "kettle", "7", "kettles7 "}
