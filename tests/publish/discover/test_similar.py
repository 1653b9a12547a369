"""Similar papers: which ones are named, why, and what changes them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.archive.load import Archive, load_archive
from generator.archive.models import Listing, Paper, Record
from generator.errors import ArchiveError
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.discover import days
from generator.publish.discover import neighbours as neighbours_module
from generator.publish.discover import similar as similar_module
from generator.publish.discover.kept import KeptDay
from generator.publish.discover.similar import Neighbour, Neighbours, similar_beside, similar_papers
from generator.publish.discover.terms import EVERYDAY
from generator.publish.pages.paper import paper_pages
from generator.publish.render import Converter
from generator.publish.settings import read_site
from generator.stems import stem
from tests.support.archives import make_archive

FIRST = date(2025, 1, 6)
Shown = dict[str, list[tuple[str, int, tuple[str, ...]]]]

WORDS = ["lantern", "kettle", "glacier", "violin", "harbour", "meadow", "copper", "falcon", "orchard", "thunder"]


def paper(key: str, title: str, day: date | None = FIRST, **facts: object) -> Paper:
    values = {"topics": (), "topics_suggested": True, "summary": None, **facts}
    return Paper(key=key, title=title, days=(day,) if day else (), undated=day is None, **values)  # type: ignore[arg-type]


FLOOR, LOW = neighbours_module.FLOOR, 95


@pytest.fixture(scope="module", autouse=True)
def _low_floor() -> Iterator[None]:
    """Let papers of a few words be close enough: the tests' papers have no abstracts of usual length."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours_module, "FLOOR", LOW)
        yield


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Return the catalog of the sample archive, whose papers the tests replace."""
    root = make_archive(tmp_path_factory.mktemp("similar") / "archive")
    return catalog_of(load_archive(root / "content"), read_site(root))


def catalog_with(empty: Catalog, papers: Sequence[Paper], build: Path | None = None) -> Catalog:
    listings = tuple(
        Listing(
            day=day,
            source="test",
            status="complete",
            papers=tuple(Record(key=one.key, title=one.title) for one in papers if one.day == day),
        )
        for day in {one.day for one in papers}
    )
    archive: Archive = replace(empty.archive, papers=tuple(papers), listings=listings)
    return catalog_of(archive, empty.site, similar_kept=lambda: build)


def found(catalog: Catalog) -> Neighbours:
    return {key: some for group in similar_papers(catalog).months.values() for key, some in group.neighbours().items()}


def shown(neighbours: Mapping[str, Sequence[Neighbour]]) -> Shown:
    return {key: [(one.paper.key, one.closeness, one.shares) for one in some] for key, some in neighbours.items()}


def similar(empty: Catalog, papers: Sequence[Paper]) -> Shown:
    return shown(found(catalog_with(empty, papers)))


def keys(neighbours: Shown, key: str) -> list[str]:
    return [other for other, _, _ in neighbours[key]]


def random_papers(seed: int, number: int = 60) -> list[Paper]:
    """Return papers of few words over three months, some of them without a day."""
    random = Random(seed)  # noqa: S311 - a sample, not a secret

    def words(most: int) -> str:
        return " ".join(random.choices(WORDS, k=random.randint(1, most)))

    def day() -> date | None:
        return None if random.random() < 0.1 else FIRST + timedelta(days=random.randrange(80))

    return [
        paper(f"p-{at}", words(4), day(), keywords=(words(2), words(2)), abstract=words(20) if at % 2 else None)
        for at in range(number)
    ]


LANTERN = paper("lantern", "Lanterns for Glaciers", keywords=("lantern oil", "glacier walk"))
LATER = paper("later", "A Lantern on the Glacier", FIRST + timedelta(days=1), keywords=("glacier walk",))
OTHERS = [paper(f"o-{at}", f"violin {WORDS[at % 5 + 4]}", FIRST - timedelta(days=40)) for at in range(200)]
OTHER = paper("other", "Violins in Meadows", keywords=("copper kettle",))


class TestNeighbours:
    def test_a_paper_names_those_that_share_its_terms(self, empty: Catalog) -> None:
        neighbours = similar(empty, [LANTERN, LATER, OTHER, *OTHERS])
        assert keys(neighbours, "later") == ["lantern"]
        assert neighbours["other"] == []

    def test_a_few_words_that_two_papers_share_are_not_enough_and_an_abstract_is(
        self, empty: Catalog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(neighbours_module, "FLOOR", FLOOR)
        abstract = " ".join(f"{word}{end}" for word in WORDS for end in ("ine", "oid", "ism"))
        first, second = (msgspec.structs.replace(one, abstract=abstract) for one in (LANTERN, LATER))
        assert keys(similar(empty, [LANTERN, LATER, *OTHERS]), "later") == []
        assert keys(similar(empty, [first, second, *OTHERS]), "later") == ["lantern"]

    def test_the_terms_that_it_shares_explain_a_neighbour(self, empty: Catalog) -> None:
        ((_, closeness, shares),) = similar(empty, [LANTERN, LATER, OTHER, *OTHERS])["later"]
        assert set(shares) == {"lantern", "glacier", "walk"}
        assert LOW <= closeness <= 1000

    def test_a_pair_of_words_that_both_use_stands_for_its_words(self, empty: Catalog) -> None:
        same_day = msgspec.structs.replace(LATER, days=(FIRST,))
        others = [msgspec.structs.replace(one, days=(FIRST,)) for one in OTHERS]
        ((_, _, shares),) = similar(empty, [LANTERN, same_day, *others])["later"]
        assert set(shares) == {"lantern", "glacier walk"}

    def test_a_later_paper_is_not_named_and_one_of_the_same_day_is(self, empty: Catalog) -> None:
        same_day = msgspec.structs.replace(LATER, key="same-day", days=(FIRST,))
        neighbours = similar(empty, [LANTERN, LATER, same_day, *OTHERS])
        assert keys(neighbours, "lantern") == ["same-day"]

    def test_everyday_words_and_one_word_alone_make_no_neighbour(self, empty: Catalog) -> None:
        one = paper("one", "Why Thunder Matters: A Simple Approach", keywords=("orchard",))
        two = paper("two", "Why Falcons Matter: A Simple Approach", keywords=("orchard",))
        assert similar(empty, [one, two, OTHER]) == {"one": [], "two": [], "other": []}

    def test_papers_of_another_field_that_share_a_side_term_are_less_close(self, empty: Catalog) -> None:
        def about(key: str, field: str) -> Paper:
            return paper(key, "Kettle lantern", keywords=(field,))

        own, near, far, unknown = map(about, "abcd", ("robot", "manipulation", "speech", "unobtainium"))
        closeness = {key: close for key, close, _ in similar(empty, [own, near, far, unknown, *OTHERS])["a"]}
        assert closeness["d"] >= closeness["b"] > closeness.get("c", 0)

    def test_of_two_papers_the_one_that_shares_the_rarer_term_is_closer(self, empty: Catalog) -> None:
        own = paper("own", "Kettle lantern thunder")
        common, rare = paper("common", "Kettle lantern falcon"), paper("rare", "Thunder lantern falcon")
        many = [paper(f"m-{at}", "Kettle", FIRST - timedelta(days=40)) for at in range(15)]
        closeness = {key: close for key, close, _ in similar(empty, [own, common, rare, *OTHERS, *many])["own"]}
        assert closeness["rare"] > closeness.get("common", 0)

    def test_terms_of_both_titles_count_twice(self, empty: Catalog) -> None:
        own = paper("own", "Kettle lantern falcon", abstract="unobtainium glacier")
        in_title = paper("in-title", "Kettle lantern falcon", abstract="thunder orchard")
        in_keywords = paper(
            "in-keywords", "Thunder orchard", keywords=("kettle lantern falcon", "kettle lantern falcon")
        )
        closeness = {key: close for key, close, _ in similar(empty, [own, in_title, in_keywords, *OTHERS])["own"]}
        assert closeness["in-title"] > 3 * closeness.get("in-keywords", 0) // 2

    def test_the_words_of_a_title_count_twice(self, empty: Catalog) -> None:
        own = paper("own", "Kettle lantern", abstract="unobtainium")
        in_title = paper("in-title", "Kettle lantern", abstract="glacier thunder")
        in_abstract = paper("in-abstract", "Glacier thunder", abstract="kettle lantern")
        closeness = {key: close for key, close, _ in similar(empty, [own, in_title, in_abstract, *OTHERS])["own"]}
        assert closeness["in-title"] > closeness.get("in-abstract", 0)

    def test_singular_plural_and_both_spellings_are_one_term(self, empty: Catalog) -> None:
        one = paper("one", "Glaciers", keywords=("lantern colour", "kettle", "anchor"))
        two = paper("two", "A glacier", keywords=("Lanterns", "colors", "Kettles", "anchors"))
        assert keys(similar(empty, [one, two, OTHER, *OTHERS]), "two") == ["one"]

    def test_names_keep_their_capitals(self, empty: Catalog) -> None:
        one = paper("one", "LoKettle of KTL", keywords=("GLR", "falcon"))
        two = paper("two", "LoKettle against KTL", keywords=("GLR", "falcon"))
        ((_, _, shares),) = similar(empty, [one, two, OTHER, *OTHERS])["two"]
        assert len(shares) == 3
        assert set(shares) <= {"LoKettle", "KTL", "GLR", "falcon"}

    def test_at_most_six_are_named(self, empty: Catalog) -> None:
        many = [msgspec.structs.replace(LANTERN, key=f"l-{at}") for at in range(9)]
        assert len(similar(empty, [*many, *OTHERS])["l-8"]) == 6

    def test_papers_without_a_day_count_as_listed_before_all_others(self, empty: Catalog) -> None:
        undated = paper("undated", "The Lantern of the Glacier", None, keywords=("glacier walk",))
        neighbours = similar(empty, [undated, LANTERN, LATER, *OTHERS])
        assert keys(neighbours, "undated") == []
        assert "undated" in keys(neighbours, "later")

    def test_texts_of_any_script_and_none_are_fine(self, empty: Catalog) -> None:
        papers = [
            paper("a", "?!"),
            paper("b", "модель ледника", keywords=("ледник",)),
            paper("c", "氷河 ß"),
            paper("d", "x"),
        ]
        assert similar(empty, papers) == {"a": [], "b": [], "c": [], "d": []}

    def test_an_archive_without_papers_has_none(self, empty: Catalog) -> None:
        assert similar(empty, []) == {}


class TestWhatChangesThem:
    def test_curation_changes_none(self, empty: Catalog) -> None:
        papers = random_papers(1)
        curated = [
            msgspec.structs.replace(
                one, topics=("robotics",), topics_suggested=False, summary=f"It tells of {one.title}."
            )
            for one in papers
        ]
        assert similar(empty, curated) == similar(empty, papers)

    def test_a_corrected_title_may(self, empty: Catalog) -> None:
        kettle = paper("kettle", "Kettles of Copper", keywords=("glacier walk",))
        assert keys(similar(empty, [LANTERN, LATER, kettle, *OTHERS]), "later") == ["lantern"]
        corrected = msgspec.structs.replace(LATER, title="A Kettle of Copper")
        assert keys(similar(empty, [LANTERN, corrected, kettle, *OTHERS]), "later") == ["kettle"]

    @settings(max_examples=15, deadline=None)
    @given(seed=st.integers(0, 10_000), until=st.integers(0, 80))
    def test_one_more_day_changes_no_earlier_paper(self, empty: Catalog, seed: int, until: int) -> None:
        papers = random_papers(seed)
        before = [one for one in papers if one.day is None or one.day <= FIRST + timedelta(days=until)]
        old, new = similar(empty, before), similar(empty, papers)
        assert {key: new[key] for key in old} == old

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_the_order_of_the_papers_does_not_matter(self, empty: Catalog, seed: int) -> None:
        papers = random_papers(seed)
        assert similar(empty, papers[::-1]) == similar(empty, papers[::2] + papers[1::2]) == similar(empty, papers)

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_papers_of_one_day_are_as_close_to_each_other(self, empty: Catalog, seed: int) -> None:
        neighbours = similar(empty, [msgspec.structs.replace(one, days=(FIRST,)) for one in random_papers(seed, 12)])
        closeness = {(key, other): close for key, some in neighbours.items() for other, close, _ in some}
        both = [pair for pair in closeness if pair[::-1] in closeness]
        assert all(closeness[pair] == closeness[pair[::-1]] for pair in both)

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_every_neighbour_has_the_terms_that_it_is_said_to_share(self, empty: Catalog, seed: int) -> None:
        papers = random_papers(seed)
        texts = {one.key: " ".join([*one.keywords, one.title, one.abstract or ""]) for one in papers}
        for key, some in similar(empty, papers).items():
            for other, _, shares in some:
                assert 2 <= len(shares) <= 3
                for words in map(str.split, shares):
                    assert all(set(map(stem, words)) <= set(map(stem, texts[one].split())) for one in (key, other))


class TestNewer:
    def test_a_paper_leads_to_the_closest_newer_ones_that_name_it(self, empty: Catalog) -> None:
        newer = similar_papers(catalog_with(empty, [LANTERN, LATER, OTHER, *OTHERS])).newer["2025-01"].neighbours()
        assert {key: [one.paper.key for one in some] for key, some in newer.items()} == {"lantern": ["later"]}

    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000))
    def test_they_are_the_neighbours_turned_round(self, empty: Catalog, seed: int) -> None:
        catalog = catalog_with(empty, random_papers(seed))
        neighbours, listed = found(catalog), {key: one.paper.day or date.min for key, one in catalog.papers.items()}
        turned = {
            (one.paper.key, key, one.closeness)
            for key, some in neighbours.items()
            for one in some
            if listed[key] > listed[one.paper.key]
        }
        newer = [group.neighbours() for group in similar_papers(catalog).newer.values()]
        assert {(key, one.paper.key, one.closeness) for some in newer for key in some for one in some[key]} <= turned
        assert {key for some in newer for key in some} == {older for older, _, _ in turned}
        assert all(len(some[key]) <= 3 for some in newer for key in some)


class TestCache:
    @pytest.mark.slow
    @settings(max_examples=10, deadline=None)
    @given(seed=st.integers(0, 10_000), steps=st.lists(st.integers(0, 59), min_size=1, max_size=4))
    def test_any_chain_of_changes_ends_as_if_nothing_had_been_kept(
        self, empty: Catalog, tmp_path_factory: pytest.TempPathFactory, seed: int, steps: list[int]
    ) -> None:
        build, papers = tmp_path_factory.mktemp("build"), random_papers(seed)
        for number in [*steps, len(papers)]:
            kept = catalog_with(empty, papers[:number], build)
            fresh = catalog_with(empty, papers[:number])
            assert shown(found(kept)) == shown(found(fresh))
            old, new = similar_papers(kept), similar_papers(fresh)
            assert {month: group.digest for month, group in old.newer.items()} == {
                month: group.digest for month, group in new.newer.items()
            }

    def test_a_day_computes_only_its_own_neighbours(
        self, empty: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        computed: list[date | None] = []

        def computing(day: days.Day, *rest: Any) -> KeptDay:  # noqa: ANN401 - as the function takes them
            computed.append(day.day)
            return kept(day, *rest)

        kept = days.kept_day
        monkeypatch.setattr(days, "kept_day", computing)
        papers = [one for one in random_papers(3) if one.day]
        similar_papers(catalog_with(empty, papers, tmp_path))
        computed.clear()
        new = paper("new", "Glacier lantern", FIRST + timedelta(days=79), keywords=("meadow falcon",))
        similar_papers(catalog_with(empty, [*papers, new], tmp_path))
        assert computed == [new.day]

    def test_damaged_files_cost_only_time(self, empty: Catalog, tmp_path: Path) -> None:
        papers = random_papers(4)
        before = shown(found(catalog_with(empty, papers, tmp_path)))
        for path in (tmp_path / "similar").iterdir():
            path.write_bytes(b"?")
        assert shown(found(catalog_with(empty, papers, tmp_path))) == before

    def test_without_a_folder_nothing_is_kept(self, empty: Catalog) -> None:
        papers = random_papers(5)
        similar_papers(catalog_with(empty, papers))
        assert not (empty.site.build / "similar").exists()


class TestBeside:
    def test_another_process_computes_what_this_one_then_finds(
        self, empty: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        papers = random_papers(6)
        monkeypatch.setattr(similar_module, "FEW", len(papers))
        build = tmp_path / "build"
        with similar_beside(papers, build, jobs=2) as kept_in:
            assert [kept_in(), kept_in()] == [build, build]
            assert (build / "similar").is_dir()
            monkeypatch.setattr(days, "kept_day", None)
            kept = found(catalog_with(empty, papers, build))
        monkeypatch.undo()
        assert shown(kept) == similar(empty, papers)

    @pytest.mark.parametrize(("papers", "jobs", "kept"), [(60, 1, False), (59, 2, False), (60, 2, True)])
    def test_few_papers_and_those_of_a_later_build_need_none(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, papers: int, jobs: int, kept: bool
    ) -> None:
        monkeypatch.setattr(similar_module, "FEW", 60)
        if kept:
            (tmp_path / "similar").mkdir()
        with similar_beside(random_papers(7, papers), tmp_path, jobs) as ready:
            ready()
        assert [path.name for path in tmp_path.rglob("*")] == (["similar"] if kept else [])

    def test_what_it_cannot_write_is_computed_here(
        self, empty: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        papers = random_papers(8)
        monkeypatch.setattr(similar_module, "FEW", len(papers))
        (tmp_path / "build").write_text("in the way")
        with similar_beside(papers, tmp_path / "build", jobs=2) as ready:
            ready()
        with pytest.raises(ArchiveError, match="build"):
            similar_papers(catalog_with(empty, papers, tmp_path / "build"))


class TestPage:
    def test_it_names_them_in_at_most_1200_bytes_and_the_engine_makes_the_same_of_it(self, empty: Catalog) -> None:
        title = "Lantern & <Glacier> *Walks* Ünder Thünder " * 4
        many = [paper(f"l-{at}", title, keywords=("lantern oil", "copper falcon")) for at in range(9)]
        catalog = catalog_with(empty, [*many, *OTHERS])
        pages = {page.address: page for page in paper_pages(catalog)}
        for page in (pages[f"papers/{one.key}/"] for one in many):
            body = page.html(Converter(catalog.site))
            start, end = body.index("<section class=similar>"), body.index("</section>")
            assert 600 < len(body[start:end].encode()) <= 1200
            assert body[start:end].count("<li>") >= 3
            converted = Converter(catalog.site).convert(page.markdown())
            assert "".join(converted.split()) == "".join(body.split())

    def test_without_any_it_shows_nothing(self, empty: Catalog) -> None:
        (page,) = paper_pages(catalog_with(empty, [OTHER]))
        assert "Similar papers" not in page.markdown()
        assert "<div class=newer data-month=2025-01></div>" in page.markdown()


def test_everyday_words_are_stems_in_order() -> None:
    words = EVERYDAY.read_text("utf-8").split()
    assert words == sorted(set(words))
    assert {"propose", "matter", "speak", "benchmarking"} <= set(words)
    assert not {"agent", "diffusion", "robot", "speech"} & set(words)
