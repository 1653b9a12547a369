"""The search in a real browser finds what a plain scan of the records finds, in the same order."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Error, Page, Route

from generator.archive.models import Topic
from generator.publish.search.document import SearchRecord, rank
from generator.publish.search.parts import part_of
from generator.publish.search.postings import together
from generator.publish.search.segments import segment_files
from generator.publish.search.tasks import FOLDER, SEGMENTS
from generator.publish.search.words import joined_of, without_umlauts, words_of
from tests.bench.synthetic import papers_of
from tests.support.archives import REPOSITORY
from tests.support.hostile import TEXTS
from tests.support.plain_search import plain_search, terms_of

MODULES = REPOSITORY / "overrides" / "assets" / "javascripts"
ROOT = "http://127.0.0.1/archive/"
TOPICS = [Topic(name, title, "Things", "All of it.", ()) for name, title in (("robots", "Robots"), ("a-b", "A and B"))]


def index_files(records: list[SearchRecord]) -> dict[str, bytes]:
    """Return the files of an index of the records."""
    newest = max((record.day for record in records if record.day), default=date.min)
    segments: dict[str, dict[tuple[int, int], list[SearchRecord]]] = {"newest": {}, "year": {}, "past": {}}
    for record in sorted(records, key=rank):
        day = record.day or date.min
        same_month = (day.year, day.month) == (newest.year, newest.month)
        segment = segments["newest" if same_month else "year" if day.year == newest.year else "past"]
        segment.setdefault((day.year, day.month), []).append(record)
    return dict(chain.from_iterable(files_of(name, parts.values()) for name, parts in segments.items()))


def files_of(name: str, parts: Iterable[list[SearchRecord]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a segment."""
    made = [part_of(b"", part) for part in parts]
    months = [month for part, _ in made for month in part.months]
    segment = segment_files(name, months, together(part.postings() for part, _ in made))
    files = chain(*(files for _, files in made), segment)
    yield from ((FOLDER + path, data) for path, data in files)


class Searcher:
    """A page with the site's search module, over an index that stands in memory."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.files: Mapping[str, bytes] = {}
        self.read: list[str] = []
        page.route("**/*", self._answer)
        page.goto(ROOT)

    def open(self, records: list[SearchRecord]) -> None:
        """Let the page search these records from now on."""
        self.files = index_files(records)
        self.page.evaluate("async (root) => { index = await (await import('/search-index.js')).openIndex(root) }", ROOT)

    def search(
        self,
        query: str,
        filters: dict[str, str] | None = None,
        *,
        limit: int = 1000,
        offset: int = 0,
        typed: bool = True,
    ) -> dict[str, Any]:
        """Return the index's answer, to the words as typed or else to their correction."""
        self.read.clear()
        answer: dict[str, Any] = self.page.evaluate(
            "([query, filters, limit, offset]) => index.search(query, filters, limit, offset)",
            [query, {**(filters or {}), "typed": typed}, limit, offset],
        )
        return answer

    def _answer(self, route: Route) -> None:
        path = route.request.url.split("?")[0].removeprefix(ROOT)
        if path.endswith(".js"):
            module = MODULES / path.rsplit("/", 1)[-1]
            route.fulfill(body=module.read_text("utf-8"), content_type="text/javascript")
        elif not path:
            route.fulfill(body="<script>let index</script>", content_type="text/html")
        elif (data := self.files.get(path)) is None:
            route.fulfill(status=404)
        else:
            self.read.append(path)
            route.fulfill(body=data)


@pytest.fixture(scope="module")
def searcher(browser: Browser) -> Iterator[Searcher]:
    """Return a page that can search."""
    with browser.new_context() as context:
        yield Searcher(context.new_page())


words = st.sampled_from(
    ["model", "models", "mode", "Mod", "study", "studies", "the", "in", "Schrödinger", "学习", "GPT-4", "2503.12345",
     "boxes", "<b>", "a", "an", "ana"]
)  # fmt: skip
texts = st.lists(words, max_size=6).map(" ".join)


@st.composite
def records(draw: st.DrawFn) -> list[SearchRecord]:
    """Make papers whose few words meet often."""
    days = st.none() | st.sampled_from([date(2023, 1, 2), date(2024, 12, 31), date(2025, 1, 1), date(2025, 1, 2)])
    return [
        SearchRecord(
            address=f"papers/{number}/",
            title=draw(texts),
            facts="",
            summary=draw(texts),
            abstract=tuple(draw(st.lists(texts, max_size=2))),
            authors=tuple(draw(st.lists(st.sampled_from(["Ada Example", "ana model", "J. Ünal"]), max_size=2))),
            arxiv_id=draw(st.sampled_from(["", "2503.12345", "2503.00001"])),
            topics=tuple(draw(st.lists(st.sampled_from(TOPICS), max_size=2, unique=True))),
            day=draw(days),
            upvotes=draw(st.integers(0, 9)),
        )
        for number in range(draw(st.integers(0, 20)))
    ]


phrases = texts.map('"{}"'.format)
queries = st.lists(words | phrases | st.sampled_from(["mo", "s", "2503", '"', "“the models”", "?"]), max_size=4).map(
    " ".join
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "topic": st.sampled_from(["robots", "a-b", "none"]),
        "from": st.sampled_from(["2023-01", "2024-12", "2025-02"]),
        "to": st.sampled_from(["2022-12", "2024-12", "2025-01"]),
        "author": st.sampled_from(["ada example", "Ana Models", "j ünal", "Ada"]),
        "sort": st.sampled_from(["best", "newest", "upvotes"]),
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records(), st.lists(st.tuples(queries, filters), min_size=1, max_size=8))
def test_it_finds_what_a_plain_scan_finds(
    searcher: Searcher, papers: list[SearchRecord], questions: list[tuple[str, dict[str, str]]]
) -> None:
    searcher.open(papers)
    for query, kept in questions:
        answer = searcher.search(query, kept)
        expected = plain_search(papers, query, **kept)
        assert [hit["address"] for hit in answer["hits"]] == expected.addresses
        assert (answer["total"], answer["complete"]) == (len(expected.addresses), expected.complete)
        if '"' not in query and "“" not in query:
            assert dict(answer["years"]) == expected.years


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=("Cn", "Cs")), max_size=30), max_size=50))
def test_words_and_terms_are_the_same_in_both_languages(searcher: Searcher, some: list[str]) -> None:
    assert both(searcher, some) == [in_python(text) for text in some]


def test_every_character_counts_alike_in_both_languages(searcher: Searcher) -> None:
    # A browser may know characters that are younger than Python, which takes them for no letters.
    known = (chr(code) for code in range(0x30000) if category(chr(code)) not in ("Cn", "Cs"))
    some = [f"a{character}es {character}" for character in known]
    found = zip(some, both(searcher, some), strict=True)
    assert [text for text, counted in found if counted != in_python(text)] == []


def in_python(text: str) -> list[list[str]]:
    """Return words, terms, joined words and those without umlauts as the index has them."""
    return [words_of(text), terms_of(text), joined_of(text), without_umlauts(text)]


def both(searcher: Searcher, some: list[str]) -> list[list[list[str]]]:
    """Return words, terms, joined words and words without umlauts; one long text passes faster than many."""
    script = """async (texts) => {
        const { joinedOf, termsOf, withoutUmlauts, wordsOf } = await import("/search-words.js");
        const all = [wordsOf, termsOf, joinedOf, withoutUmlauts];
        return JSON.stringify(JSON.parse(texts).map((text) => all.map((of) => of(text))));
    }"""
    found: list[list[list[str]]] = json.loads(searcher.page.evaluate(script, json.dumps(some)))
    return found


def invented(count: int) -> list[SearchRecord]:
    """Return papers of three years with texts of real length."""
    return [
        SearchRecord(
            address=f"papers/{number}/",
            title=paper.title,
            facts="",
            summary="",
            abstract=(paper.abstract or "",),
            authors=paper.authors,
            arxiv_id=paper.arxiv_id or "",
            topics=(TOPICS[number % 2],),
            day=date(2023 + number % 3, 1 + number % 12, 1 + number % 28),
            upvotes=paper.upvotes or 0,
        )
        for number, paper in enumerate(papers_of(count, seed=7))
    ]


@pytest.fixture(scope="module")
def many() -> list[SearchRecord]:
    """Return papers whose words take many shards."""
    return invented(400)


def test_among_many_papers_it_finds_what_a_plain_scan_finds(searcher: Searcher, many: list[SearchRecord]) -> None:
    searcher.open(many)
    paper = many[123]
    for query, kept in (
        ("the", {}),
        ("language model learning data", {}),
        ("learnin", {}),
        ("languages", {"topic": "robots", "from": "2024-01", "to": "2024-11"}),
        (paper.arxiv_id, {}),
        (paper.title, {}),
        (f'"{paper.title}"', {}),
        ('"language model" learning', {}),
        ("model", {"author": paper.authors[0]}),
        ("", {"author": paper.authors[-1]}),
    ):
        answer = searcher.search(query, kept)
        expected = plain_search(many, query, **kept)
        assert [hit["address"] for hit in answer["hits"]] == expected.addresses
        assert (answer["total"], answer["complete"], answer["more"]) == (
            len(expected.addresses),
            expected.complete,
            False,
        )


def test_a_title_in_quotes_takes_few_of_its_words_where_one_paper_has_it(
    searcher: Searcher, many: list[SearchRecord]
) -> None:
    same = replace(many[7], address="papers/same/", title=many[123].title, upvotes=many[123].upvotes + 1)
    within = replace(many[8], address="papers/within/", summary=f"See {many[123].title}.")
    for papers in (many, [*many, same], [*many, same, within]):
        searcher.open(papers)
        for query in (f'"{many[123].title}"', f'"{many[123].title} zebra"', f'"{many[123].title}" "{many[9].title}"'):
            answer = searcher.search(query)
            expected = plain_search(papers, query)
            assert [hit["address"] for hit in answer["hits"]] == expected.addresses
            assert (answer["total"], answer["complete"]) == (len(expected.addresses), expected.complete)
    searcher.open(many)
    searcher.search(f'"{many[123].title}"')
    assert len([path for path in searcher.read if "/t" in path]) <= 3 * len(SEGMENTS)


def test_every_term_is_found_in_whatever_shard_it_is(searcher: Searcher) -> None:
    """Terms are sorted by code points, which is another order than JavaScript's own where two halves make a letter."""
    words = [f"{letter}{number:x}" for letter in ("a", "ꯍ", "\ufa0e", "\U00010330") for number in range(2000)]
    searcher.open([SearchRecord("1/", "T", "", " ".join(words), (), (), "", (), None, 0)])
    found = [searcher.search(f"{word} ")["total"] for word in words[::97]]
    assert set(found) == {1}
    assert len([path for path in searcher.files if "/t" in path]) > 4


def test_ten_results_take_few_files(searcher: Searcher, many: list[SearchRecord]) -> None:
    searcher.open(many)
    searcher.search("language model learning data ", limit=10)
    assert len([path for path in searcher.read if "/t" in path]) <= 4 * len(SEGMENTS)
    assert len([path for path in searcher.read if "/d" in path]) <= 10


def test_a_beginning_that_many_shards_hold_becomes_its_commonest_words(searcher: Searcher) -> None:
    many = invented(1200)
    searcher.open(many)
    texts_of = {paper.address: (paper.title, *paper.abstract, *paper.authors, paper.topics[0].title) for paper in many}
    papers = {address: set(terms_of("\n".join(texts))) for address, texts in texts_of.items()}
    counts = Counter(term for terms in papers.values() for term in terms if term.startswith("s"))
    wanted = {"s", *sorted(counts, key=lambda term: (-counts[term], term))[:3]}
    answer = searcher.search("s", limit=10)
    assert answer["total"] == sum(not wanted.isdisjoint(terms) for terms in papers.values())
    assert answer["total"] < sum(any(term.startswith("s") for term in terms) for terms in papers.values())
    assert all(papers[hit["address"]] & wanted for hit in answer["hits"])
    assert len([path for path in searcher.read if "/t" in path]) <= 4 * len(SEGMENTS)


def test_a_phrase_is_looked_for_in_as_many_papers_as_are_wanted(searcher: Searcher, many: list[SearchRecord]) -> None:
    searcher.open(many)
    expected = plain_search(many, '"of the"').addresses
    found: list[str] = []
    answers = 0
    more = True
    while more:
        answer = searcher.search('"of the"', limit=5, offset=len(found))
        assert len([path for path in searcher.read if "/d" in path]) <= 20
        found += [hit["address"] for hit in answer["hits"]]
        more = answer["more"] or answer["total"] > len(found)
        answers += 1
    assert found == expected
    assert answers > 2


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("langauge", "language"),  # swapped
        ("languge ", "language "),  # left out
        ("langguage modle", "language model"),  # put in; one each in two words
        ("Lnaguage-Moddel", "language-model"),
        ("lenguaje", "language"),  # two changed in a long word
        ("lnguages of glass", "language of glass"),  # the others are left as they are
        ("glss language", "glass language"),
        ("mdel", "model"),
        ("mol", ""),  # too short to tell
        ("lxnxuxge", ""),  # too many
        ("robtos", ""),  # the name of a topic alone, which is no word
        ("language", ""),  # there
        ("lang", ""),  # begun
        ("language glass", ""),  # both there, but in no paper together
        ('"langauge model"', '"language model"'),
        ("", ""),
    ],
)
def test_a_mistyped_word_is_told_as_it_may_be_meant(searcher: Searcher, query: str, instead: str) -> None:
    titles = ("A Language Model", "Languages", "Of Glass", "Languishing")
    topic = replace(TOPICS[0], title="")
    searcher.open(
        [
            SearchRecord(f"{number}/", title, "", "", (), (), "", (topic,), date(2023 + number, 1, 1), 0)
            for number, title in enumerate(titles)
        ]
    )
    answer = searcher.search(query)
    assert answer["instead"] == instead


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("walking in the midle", "walking in the middle"),  # no "mid-level" that is only begun
        ("the nearr", "the near"),
        ("fliht", "flight"),
        ("nearflihgt", ""),  # which no paper writes so
        ("midlevel", ""),  # found whole
        ("near-flight", ""),
        ("joergen", ""),  # a word, and begun
        ("jorgnes", "jorgen"),
    ],
)
def test_two_words_as_one_are_found_whole_and_neither_complete_nor_correct_a_word(
    searcher: Searcher, query: str, instead: str
) -> None:
    titles = ("Walking in the Middle", "Mid-Level Walking in the Near-Flight", "Nea-Rry", "Jörgens")
    papers = [SearchRecord(title, title, "", "", (), (), "", (), None, 0) for title in titles]
    searcher.open(papers)
    answer = searcher.search(query)
    assert [hit["address"] for hit in answer["hits"]] == plain_search(papers, query).addresses
    assert answer["instead"] == instead


TWO_WAYS = [
    ("C++ Lamps", "c++"), ("A C# Lamp", "csharp"), (".NET Lamps", "dotnet"), ("3-D Lamps", "3d"), ("3D Lamps", "3 d"),
    ("Zero-Shot Lamps", "0-shot"), ("램프GPT", "gpt"), ("Lan\u00adtern", "lantern"), ("Moulded Colour", "molded color"),
    ("Lamp4x", "lamp-4x"), ("π_0.5", "pi0.5"), ("pi-0", "π0"), ("LAmp-3.1", "lamp 3.1"), ("Lamp3.1", "lamp-3.1"),
    ("L1-Zero", "l1 zero"), ("l1-preview", "l1preview"), ("DeepLampV3", "deeplamp-v3"), ("DeepLamp V3", "deeplampv3"),
    ("Lamp2.5VL", "lamp2.5-vl"), ("Lamp-8×7B", "lamp 8x7b"), ("A* Lamps", "astar"), ("LPUs", "lpu"),
    ("Łukasz Søren Đặng", "lukasz soren dang"), ("Ångström", "aangstroem"), ("O’Hara", "ohara"), ("H₂O", "h2o"),
    ("Corpora", "corpus"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "query"), TWO_WAYS)
def test_a_title_is_found_in_its_other_way_of_writing(searcher: Searcher, title: str, query: str) -> None:
    papers = [SearchRecord(text, text, "", "", (), (), "", (), None, 0) for text in (title, "Quokka Kettle")]
    searcher.open(papers)
    answer = searcher.search(query)
    assert [hit["address"] for hit in answer["hits"]] == plain_search(papers, query).addresses == [title]
    assert answer["complete"] == 1


@pytest.mark.parametrize("query", ["lamp 2", "lamp2", "Lamp-2 "])
def test_what_stands_at_the_head_of_a_title_comes_first(searcher: Searcher, query: str) -> None:
    titles = ("Lamp 2: A Light for All", "A Light for All of Lamp 2", "To Light All with Lamp 2")
    days = [date(2025, 1, 1 + number) for number in range(len(titles))]
    papers = [
        SearchRecord(title, title, "", "", (), (), "", (), day, 0) for title, day in zip(titles, days, strict=True)
    ]
    searcher.open(papers)
    found = [hit["address"] for hit in searcher.search(query)["hits"]]
    assert found == plain_search(papers, query).addresses
    assert found[0] == titles[0]


def test_telling_what_may_be_meant_reads_nothing_more(searcher: Searcher, many: list[SearchRecord]) -> None:
    searcher.open(many)
    searcher.search("lea")
    known = set(searcher.read)
    assert searcher.search("learnign ")["instead"] == "learning "
    words = {path for path in searcher.read if "/t" in path} - known
    assert len(words) <= len(SEGMENTS)


def titled(*titles: str, upvotes: int = 0) -> list[SearchRecord]:
    """Return papers with these titles, which are also their addresses, the newest first."""
    days = [date(2025, 1, len(titles) - number) for number in range(len(titles))]
    return [
        SearchRecord(title, title, "", "", (), (), "", (), day, upvotes)
        for title, day in zip(titles, days, strict=True)
    ]


def addresses(answer: dict[str, Any]) -> list[str]:
    return [hit["address"] for hit in answer["hits"]]


def test_a_query_of_typing_errors_is_answered_as_it_may_be_meant(searcher: Searcher) -> None:
    searcher.open(titled("A Kettle of Lanterns", "Lantern Light"))
    answer = searcher.search("kettel lantern", typed=False)
    assert addresses(answer) == ["A Kettle of Lanterns", "Lantern Light"]
    assert (answer["instead"], answer["corrected"], answer["complete"]) == ("kettle lantern", True, 1)
    answer = searcher.search("kettel lantern")
    assert (answer["instead"], answer["corrected"], answer["complete"]) == ("kettle lantern", False, 0)


def test_words_that_no_paper_has_together_are_not_corrected_for_papers_with_some(searcher: Searcher) -> None:
    searcher.open(titled("A Kettle", "Lantern Light"))
    answer = searcher.search("kettel lantern", typed=False)
    assert addresses(answer) == ["Lantern Light"]
    assert (answer["instead"], answer["corrected"]) == ("kettle lantern", False)
    assert addresses(searcher.search('"kettel"', typed=False)) == ["A Kettle"]


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("lantern in the lmap", "lantern in the lamp"),  # more papers have lap, but none with a lantern
        ("sit lmap", "sit lap"),
        ("lmap", "lap"),
        ("quokka lmap", "quokka lap"),  # no paper has both
        ("kittle lmap", "kettle lamp"),  # the first correction decides the second
        ("march 2024", ""),
    ],
)
def test_a_correction_fits_the_other_words(searcher: Searcher, query: str, instead: str) -> None:
    searcher.open(
        titled("Lantern in the Lamp", "Sit on a Lap", "A Lap", "Last Lap", "A Quokka", "Kettle and Lamp", "Match")
    )
    assert searcher.search(query)["instead"] == instead


@pytest.mark.parametrize(
    ("query", "complete"),
    [
        ("how do lanterns glow in the dark?", 1),
        ("lantern glow", 2),
        ("lantern with glow", 2),
        ("what is it", 1),  # nothing but such words: all are needed
        ('"in the dark" lantern', 1),
        ('lantern "glow in"', 1),
    ],
)
def test_a_paper_may_lack_the_little_words_of_a_question(searcher: Searcher, query: str, complete: int) -> None:
    papers = titled("Lanterns Glow in the Dark", "The Glow of a Lantern", "What Is It", "Of Quokkas in the Wild")
    searcher.open(papers)
    answer = searcher.search(query)
    expected = plain_search(papers, query)
    assert (addresses(answer), answer["complete"]) == (expected.addresses, expected.complete)
    assert answer["complete"] == complete


def test_upvotes_weigh_less_than_a_better_place(searcher: Searcher) -> None:
    (popular,) = titled("Kettles and a Lantern", upvotes=400)
    (within,) = (replace(paper, abstract=("Of a lantern.",)) for paper in titled("Another Story", upvotes=400))
    papers = [*titled("Of Lanterns, Small and Large"), popular, *titled("Lantern: A Light", upvotes=3), within]
    searcher.open([replace(paper, day=date(2025, 1, 1)) for paper in papers])
    found = addresses(searcher.search("lantern"))
    assert found == ["Lantern: A Light", "Of Lanterns, Small and Large", "Kettles and a Lantern", "Another Story"]


@pytest.mark.parametrize("sort", ["newest", "upvotes"])
def test_papers_are_sorted_as_asked_but_those_with_all_words_come_first(
    searcher: Searcher, many: list[SearchRecord], sort: str
) -> None:
    searcher.open(many)
    for query, kept in (("language model ", {}), ("", {"topic": "robots"}), ('"language model"', {"from": "2024-06"})):
        answer = searcher.search(query, {**kept, "sort": sort})
        expected = plain_search(many, query, sort=sort, **kept)
        assert addresses(answer) == expected.addresses
    assert len([path for path in searcher.read if path.endswith("order.bin")]) == 0  # read before
    searcher.open(many)
    searcher.search("language", {"sort": sort}, limit=10)
    assert len([path for path in searcher.read if path.endswith("order.bin")]) == len(SEGMENTS)
    searcher.search("language", limit=10)
    assert not [path for path in searcher.read if path.endswith("order.bin")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ada lovelamp", {"Ada Lovelamp": 2}),
        ("lovelamp, ada", {"Ada Lovelamp": 2, "Ada B. Lovelamp": 1}),
        ("Ada Lovelamp", {"Ada Lovelamp": 2, "Ada B. Lovelamp": 1}),
        ("ádà lovelamp bo kettle", {"Ada Lovelamp": 2, "Bo Kettle": 1}),
        ("lovelamp", {}),  # one word may be anything
        ("ada quokka", {}),
        ("lantern light", {}),
    ],
)
def test_authors_whom_the_words_name_are_told_with_their_papers(
    searcher: Searcher, query: str, found: dict[str, int]
) -> None:
    authors = (("Ada Lovelamp", "Bo Kettle"), ("Ada Lovelamp",), ("Ada B. Lovelamp",), ("Cy Quokka",), ("Plato",))
    titles = titled(*(f"Lantern Light {number}" for number in "abcde"))
    searcher.open([replace(paper, authors=names) for paper, names in zip(titles, authors, strict=True)])
    answer = searcher.search(query)
    named = {author["name"]: author["papers"] for author in answer["authors"]}
    assert named.items() <= {"Ada Lovelamp": 2, "Ada B. Lovelamp": 1, "Bo Kettle": 1}.items()
    assert found.items() <= named.items()
    assert bool(named) == bool(found)
    assert searcher.search(query, {"author": "Ada Lovelamp"})["authors"] == []


def test_an_index_that_was_replaced_is_noticed(searcher: Searcher, many: list[SearchRecord]) -> None:
    searcher.open(many)
    searcher.files = index_files(many[1:])
    with pytest.raises(Error, match="answered 404"):
        searcher.search("language")


def test_an_excerpt_is_the_sentence_that_has_most_of_the_words(searcher: Searcher) -> None:
    abstract = "Models learn. Large models of lanterns learn to glow. A lantern is a lamp. It cost 3.5 lanterns."
    searcher.open([SearchRecord("1/", "Quokka", "", "", (abstract,), ("Ada Lanternfish",), "", (), None, 0)])
    for query, excerpt in {
        "glow model": "Large *models* of lanterns learn to *glow*.",
        '"a lamp" lantern': "*A lantern* is *a lamp*.",
        "lanternf": "Ada *Lanternfish*",
        "quokka": "Models learn.",
    }.items():
        (hit,) = searcher.search(query)["hits"]
        marked = "".join(f"*{piece['text']}*" if piece["marked"] else piece["text"] for piece in hit["excerpt"])
        assert marked == excerpt


@pytest.mark.parametrize(
    "query",
    [
        "https://arxiv.org/abs/2503.12345",
        "https://arxiv.org/abs/2503.12345v2",
        "arxiv.org/pdf/2503.12345.pdf",
        "https://huggingface.co/papers/2503.12345#community",
        "arXiv:2503.12345",
    ],
)
def test_the_address_of_a_paper_finds_this_paper(searcher: Searcher, query: str) -> None:
    papers = [
        SearchRecord("1/", "Arxiv Abs and Pdf Papers of Org", "", "", (), (), "2503.12346", (), None, 9),
        SearchRecord("2/", "Quokka", "", "", (), (), "2503.12345", (), None, 0),
    ]
    searcher.open(papers)
    hits = searcher.search(query)["hits"]
    assert [hit["address"] for hit in hits] == plain_search(papers, query).addresses
    assert hits[0]["address"] == "2/"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lampnet", {"hyphen", "joined"}),
        ("lamp net", {"hyphen", "joined"}),
        ("Lamp-Net", {"hyphen", "joined"}),
        ("quokka3", {"version"}),
        ("quokka 3", {"version"}),
        ("the light of lamp net", {"hyphen"}),  # too many words to try all neighbours
        ("the light of lamp-net", {"hyphen", "joined"}),
    ],
)
def test_neighbours_are_also_found_as_one_word(searcher: Searcher, query: str, found: set[str]) -> None:
    titles = {"hyphen": "Lamp-Net", "joined": "LampNet", "version": "Quokka 3"}
    papers = [SearchRecord(key, title, "", "", (), (), "", (), None, 0) for key, title in titles.items()]
    searcher.open(papers)
    assert {hit["address"] for hit in searcher.search(query)["hits"]} == found
    assert plain_search(papers, query).addresses == [hit["address"] for hit in searcher.search(query)["hits"]]


@pytest.mark.parametrize(
    ("query", "excerpt"),
    [
        ("lampnet ", "It beats *Lamp-Net* by far."),
        ("lamp net", "It beats *Lamp*-*Net* by far."),
        ("far lampnet", "It beats *Lamp-Net* by *far*."),
    ],
)
def test_an_excerpt_marks_a_word_that_is_written_in_another_way(searcher: Searcher, query: str, excerpt: str) -> None:
    searcher.open([SearchRecord("1/", "Quokka", "", "", ("We read. It beats Lamp-Net by far.",), (), "", (), None, 0)])
    (hit,) = searcher.search(query)["hits"]
    assert "".join(f"*{piece['text']}*" if piece["marked"] else piece["text"] for piece in hit["excerpt"]) == excerpt


def test_a_long_sentence_is_cut_around_its_first_match(searcher: Searcher) -> None:
    text = " ".join([f"w{number}" for number in range(50)] + ["zebra"] + [f"v{number}" for number in range(50)])
    searcher.open([SearchRecord("1/", "T", "", text, (), (), "", (), None, 0)])
    (hit,) = searcher.search("zebra")["hits"]
    before, zebra, after = (piece["text"] for piece in hit["excerpt"])
    assert (before, zebra) == ("… w46 w47 w48 w49 ", "zebra")
    assert after.startswith(" v0 v1 ")
    assert after.endswith("v26 …")


def test_an_excerpt_is_text_whatever_it_holds(searcher: Searcher) -> None:
    def hostile(number: int, text: str) -> SearchRecord:
        return SearchRecord(f"{number}/", text, "", text, (text, f"{text} zebra"), (text,), "", (), None, 0)

    searcher.open([hostile(number, text) for number, text in enumerate(TEXTS)])
    for hit in searcher.search("zebra")["hits"]:
        text = TEXTS[int(hit["address"].strip("/"))]
        assert hit["title"] == text
        joined = "".join(piece["text"] for piece in hit["excerpt"])
        assert "zebra" in [piece["text"] for piece in hit["excerpt"] if piece["marked"]]
        assert joined.removesuffix(" zebra") in text
