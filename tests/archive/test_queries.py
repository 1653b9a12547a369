"""Standing queries: what feeds.yml may hold, what is said of the rest, and which papers they find."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.archive.matching import folded_name, matches
from generator.archive.models import Paper, Topic
from generator.archive.queries import MOST_QUERIES, Query, Terms, examine_queries
from generator.archive.topics import Topics
from generator.errors import errors_in
from tests.support.matching import AUTHORS, WORDS, AuthorCase, WordsCase
from tests.support.strategies import FEEDS_PARTS, contents, quickly

TOPICS = Topics(
    Topic(name, name.title(), "All", "What it is.", (name,), aliases=aliases)
    for name, aliases in (("robotics", ("robots",)), ("translation", ()))
)
PAPER = Paper(
    key="kettles",
    title="Kettles that Sing",
    days=(date(2025, 3, 10),),
    undated=False,
    topics=("robotics",),
    topics_suggested=True,
    summary="Teaches a kettle three songs.",
    abstract="We boil water.",
    authors=("Ada Example", "Jürgen Łoś", "Mary Q. Public", "B. Bear"),
    keywords=("steam engines",),
)


def feed(name: str = "singing", query: str = "words: [kettle]", more: str = "") -> str:
    return f"{name}:\n  title: Singing\n  description: What sings.\n  query: {{{query}}}\n{more}"


def said(folder: Path, text: str) -> list[str]:
    (folder / "feeds.yml").write_text(text, "utf-8")
    queries, problems = examine_queries(folder / "feeds.yml", TOPICS)
    assert (queries is None) == any(not problem.warning for problem in problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in problems]


def finds(paper: Paper = PAPER, *, unwanted: Terms | None = None, **wanted: tuple[str, ...]) -> bool:
    query = Query("q", "Q", "Q.", Terms(**wanted), unwanted or Terms())
    return matches([query], TOPICS, [paper]) == {"q": [paper.key]}


some_names = st.sampled_from(["Ada Example", "Example, Ada", "Ada B. Example", "Jürgen Łoś", "Jurgen O'Los", "Example"])
some_terms = st.builds(
    Terms,
    topics=st.lists(st.sampled_from(["robotics", "robots", "translation"]), max_size=2).map(tuple),
    authors=st.lists(some_names, max_size=2).map(tuple),
    words=st.lists(st.sampled_from(["kettle", "pan", "kettle song"]), max_size=2).map(tuple),
)
queries = st.tuples(some_terms.filter(lambda terms: terms != Terms()), some_terms)
papers = st.builds(
    lambda topics, authors, texts: replace(
        PAPER, topics=tuple(topics), authors=tuple(authors), title=texts[0], summary=texts[1], abstract=texts[2]
    ),
    st.lists(st.sampled_from(["robotics", "translation"]), max_size=2, unique=True),
    st.lists(some_names, max_size=3),
    st.tuples(*[st.sampled_from(["Kettles", "A Pan", "Song", "Kettle Songs"])] * 3),
)


def plainly_finds(query: Query, paper: Paper) -> bool:
    """Return whether a query finds a paper, each of its terms looked for on its own."""

    def has(kind: str, term: str) -> bool:
        alone = Query("q", "Q", "Q.", msgspec.convert({kind: [term]}, Terms))
        return matches([alone], TOPICS, [paper]) == {"q": [paper.key]}

    wanted, unwanted = map(msgspec.structs.asdict, (query.wanted, query.unwanted))
    return all(any(has(kind, term) for term in terms) for kind, terms in wanted.items() if terms) and not any(
        has(kind, term) for kind, terms in unwanted.items() for term in terms
    )


class TestReading:
    def test_an_archive_without_the_file_has_no_query(self, tmp_path: Path) -> None:
        assert examine_queries(tmp_path / "feeds.yml", TOPICS) == ((), [])

    @pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
    def test_a_file_may_be_empty(self, tmp_path: Path, text: str) -> None:
        assert said(tmp_path, text) == []

    def test_everything_that_a_query_may_say(self, tmp_path: Path) -> None:
        (tmp_path / "feeds.yml").write_text(
            "singing:\n"
            "  title: Things that  sing\n"
            "  description: Of all kinds.\n"
            "  query:\n"
            "    topics: [robots]\n"
            "    authors: [Ada Example]\n"
            '    words: ["singing kettle", 3]\n'
            "    not: {words: [survey], topics: [translation]}\n"
            "  aliases: [songs]\n"
            "  removed: 2025-03-11\n"
        )
        assert examine_queries(tmp_path / "feeds.yml", TOPICS)[0] == (
            Query(
                "singing",
                "Things that sing",
                "Of all kinds.",
                Terms(("robots",), ("Ada Example",), ("singing kettle", "3")),
                Terms(("translation",), (), ("survey",)),
                ("songs",),
                date(2025, 3, 11),
            ),
        )

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (feed(query="topics: [robotic]"), '4: "robotic" is not a topic in topics.yml (did you mean "robotics"?)'),
            (
                feed(query="words: [a], not: {topics: [Robots]}"),
                '4: "Robots" is not a topic in topics.yml (did you mean "robotics"?)',
            ),
            (feed(query=""), "4: query: must hold topics, authors or words: an empty one would match nothing"),
            (
                feed(query="not: {words: [a]}"),
                "4: query: must hold topics, authors or words: an empty one would match nothing",
            ),
            (feed(query="words: []"), "4: query: must hold topics, authors or words: an empty one would match nothing"),
            (feed(query="words: ['?!']"), '4: "?!" in words holds no letter or digit'),
            (feed(query="words: kettle"), "4: query.words: must be a list, is text"),
            (feed(query="word: [kettle]"), '4: there is no field "word" (did you mean "words"?)'),
            (feed(query="words: [a], not: {author: [b]}"), '4: there is no field "author" (did you mean "authors"?)'),
            (feed(query="words: [a], nit: {}"), '4: there is no field "nit" (did you mean "not"?)'),
            (feed(more="  words: [a]\n"), '5: there is no field "words" here: it belongs below "query:"'),
            (feed("Sing Ing"), '1: "Sing Ing" cannot be a feed\'s name: lower-case letters and digits'),
            (feed("../x"), '1: "../x" cannot be a feed\'s name'),
            (feed(more="  aliases: [A]\n"), '5: alias "A" cannot have been a feed\'s name'),
            (feed(more="  removed: soon\n"), "5: removed: "),
            (feed(more="  removed: 1025-03-11\n"), "5: removed: 1025-03-11 cannot be the day"),
            ("- singing\n", "1: must be a mapping, is a list"),
            (
                feed("a", more="  aliases: [x]\n") + feed("b", more="  aliases: [x]\n"),
                '10: alias "x" is also an alias',
            ),
            (feed(query=f"words: [{', '.join(map(str, range(51)))}]"), "4: words: must hold at most 50, and holds 51"),
            (feed(query="words: ['a\u200bb']"), "4: holds the invisible character U+200B"),
        ],
    )
    def test_what_does_not_hold(self, tmp_path: Path, text: str, message: str) -> None:
        (line,) = said(tmp_path, text)
        assert line.startswith(f"feeds.yml:{message}")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (feed() + feed(), '5: warning: "singing" is given twice, and this one counts'),
            (feed("a") + feed("b", more="  aliases: [a]\n"), '9: warning: alias "a" is the name of a feed'),
            (feed(more="  aliases: [x, x]\n"), '5: warning: alias "x" is listed twice'),
            (feed(query="words: [a b, A-B]"), '4: warning: "A-B" is listed twice in words'),
            (feed(query="words: [a], not: {words: [a]}"), '4: warning: "a" is wanted and ruled out in words'),
        ],
    )
    def test_what_is_odd_but_clear(self, tmp_path: Path, text: str, message: str) -> None:
        (line,) = said(tmp_path, text)
        assert line.startswith(f"feeds.yml:{message}")

    def test_two_hundred_are_enough(self, tmp_path: Path) -> None:
        feeds = [feed(f"f{number}") for number in range(MOST_QUERIES + 1)]
        assert said(tmp_path, "".join(feeds[:-1])) == []
        (line,) = said(tmp_path, "".join(feeds))
        assert line.startswith("feeds.yml:801: there are 201 queries, and at most 200")

    @quickly
    @given(contents(FEEDS_PARTS))
    def test_whatever_the_file_holds_there_are_queries_or_problems(self, data: bytes) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "feeds.yml"
            path.write_bytes(data)
            queries, problems = examine_queries(path, TOPICS)
        assert (queries is None) == bool(errors_in(problems))
        lines = data.decode("utf-8", "replace").replace("\r", "\n").count("\n") + 1  # YAML breaks lines at both
        assert all(1 <= problem.line <= lines for problem in problems)

    @pytest.mark.parametrize("text", ["false\n", "[]\n", "0\n"])
    def test_what_is_no_mapping_is_told(self, tmp_path: Path, text: str) -> None:
        (line,) = said(tmp_path, text)
        assert line.startswith("feeds.yml:1: must be a mapping, is ")

    def test_problems_are_all_told_at_once(self, tmp_path: Path) -> None:
        (tmp_path / "feeds.yml").write_text(feed("a", "topics: [x]") + feed("b", ""))
        queries, problems = examine_queries(tmp_path / "feeds.yml", TOPICS)
        assert (queries, sorted(problem.line for problem in problems)) == (None, [4, 8])


class TestMatching:
    @pytest.mark.parametrize(
        "words",
        ["kettle", "KETTLES that", "three song", "steam-engine", "boil water"],
        ids=["plural", "phrase in the title", "in the summary", "in the keywords", "in the abstract"],
    )
    def test_words_match_as_keywords_of_topics_do(self, words: str) -> None:
        assert finds(words=(words,))

    @pytest.mark.parametrize("case", WORDS, ids=str)
    def test_words_fold_and_take_plurals(self, case: WordsCase) -> None:
        for paper in (
            replace(PAPER, title=case.text),
            replace(PAPER, summary=case.text),
            replace(PAPER, keywords=("x", case.text)),
        ):
            assert finds(paper, words=(case.phrase,)) == case.matches

    @pytest.mark.parametrize("case", AUTHORS, ids=str)
    def test_names_agree(self, case: AuthorCase) -> None:
        assert finds(replace(PAPER, authors=("Bo Sample", case.author)), authors=(case.wanted,)) == case.matches

    @pytest.mark.parametrize("words", ["kett", "sing teaches", "engines we", "water kettles"])
    def test_no_phrase_reaches_from_one_text_to_the_next(self, words: str) -> None:
        assert not finds(words=(words,))

    @pytest.mark.parametrize(
        "author",
        ["Ada Example", "ADA EXAMPLE", "Example, Ada", "Ada B. Example", "Jurgen Los", "Jürgen Łoś", "Mary Public",
         "Mary Q Public", "B Bear"],
    )  # fmt: skip
    def test_authors_match_by_full_name(self, author: str) -> None:
        assert finds(authors=(author,))

    @pytest.mark.parametrize("author", ["Example", "A. Example", "Ada", "Mary Z. Public", "Bruno Bear", "Adam Example"])
    def test_an_initial_could_be_anybody_s(self, author: str) -> None:
        assert not finds(authors=(author,))

    def test_a_topic_is_known_by_its_old_name(self) -> None:
        assert finds(topics=("robots",))
        assert not finds(topics=("translation",))

    def test_one_of_each_list_and_all_lists_together(self) -> None:
        assert finds(topics=("translation", "robotics"), words=("no", "kettle"), authors=("Ada Example",))
        assert not finds(topics=("robotics",), words=("kettle",), authors=("Nobody Here",))

    @pytest.mark.parametrize(
        "unwanted", [Terms(topics=("robots",)), Terms(authors=("B. Bear",)), Terms(words=("no", "song"))]
    )
    def test_nothing_of_what_is_ruled_out(self, unwanted: Terms) -> None:
        assert not finds(words=("kettle",), unwanted=unwanted)
        assert finds(words=("kettle",), unwanted=Terms(words=("spoon",), topics=("translation",)))

    @given(st.text(max_size=40))
    def test_a_name_agrees_with_itself_in_any_case(self, text: str) -> None:
        name = folded_name(text)
        assert name.agrees(folded_name(text))
        assert name.agrees(folded_name(text.casefold())) or "," in text or not text.isascii()

    @given(st.lists(queries, max_size=5), st.lists(papers, min_size=1, max_size=3))
    def test_each_query_finds_of_many_papers_what_it_finds_alone(
        self, terms: list[tuple[Terms, Terms]], found_in: list[Paper]
    ) -> None:
        queries = [Query(f"q{number}", "Q", "Q.", *of_query) for number, of_query in enumerate(terms)]
        papers = [replace(paper, key=f"p{number}") for number, paper in enumerate(found_in)]
        expected = {query.name: [paper.key for paper in papers if plainly_finds(query, paper)] for query in queries}
        assert matches(queries, TOPICS, papers) == expected

    def test_the_meaning_does_not_change_with_title_text_or_order(self) -> None:
        one = Query("a", "A", "A.", Terms(words=("x", "y")))
        assert one.meaning == Query("b", "B", "B.", Terms(words=("y", "x")), removed=date(2025, 1, 1)).meaning
        assert one.meaning != Query("a", "A", "A.", Terms(authors=("x", "y"))).meaning
        assert one.meaning != Query("a", "A", "A.", Terms(words=("x", "y")), Terms(words=("z",))).meaning
