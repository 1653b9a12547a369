"""Topics as they are written, and which of them a paper's words suggest."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.keywords import MOST_SUGGESTED, words_of
from generator.archive.models import Topic
from generator.archive.topics import Topics, examine_topics, read_topics
from generator.errors import ProblemsError
from tests.support.strategies import texts, titles

BUNDLED = Path(__file__).parents[2] / "content" / "topics.yml"

TEXT = """\
- group: Water
  topics:
    kettles:
      title: Kettles and pots
      description: What boils.
      keywords: [kettle, boiling point]
    ferries:
      title: Ferries
      description: What waits.
      keywords: [ferry]

- group: Air
  topics:
    moths:
      title: Moths
      description: What flies at night.
      keywords: []
"""

Refused = Callable[[str], list[tuple[int, str]]]
Examined = Callable[[str], tuple[Topics, list[tuple[int, str]]]]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """Return a function that gives the problems of a text."""

    def run(text: str) -> list[tuple[int, str]]:
        path = tmp_path / "topics.yml"
        path.write_text(dedent(text), "utf-8")
        with pytest.raises(ProblemsError) as caught:
            read_topics(path)
        return [(problem.line, problem.message) for problem in caught.value.problems]

    return run


@pytest.fixture
def examined(tmp_path: Path) -> Examined:
    """Return a function that gives the topics of a text in which all is clear, and its warnings."""

    def run(text: str) -> tuple[Topics, list[tuple[int, str]]]:
        path = tmp_path / "topics.yml"
        path.write_text(dedent(text), "utf-8")
        topics, problems = examine_topics(path)
        assert topics is not None
        assert all(problem.warning for problem in problems)
        return topics, [(problem.line, problem.message) for problem in sorted(problems)]

    return run


# Reading


def test_topics_and_groups_keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(TEXT)
    topics = read_topics(path)
    assert list(topics) == ["kettles", "ferries", "moths"]
    assert {group: [topic.name for topic in members] for group, members in topics.groups().items()} == {
        "Water": ["kettles", "ferries"],
        "Air": ["moths"],
    }
    assert list(topics.groups()) == ["Water", "Air"]
    assert topics["kettles"] == Topic(
        "kettles", "Kettles and pots", "Water", "What boils.", ("kettle", "boiling point")
    )
    assert (len(topics), "moths" in topics, "Moths" in topics) == (3, True, False)


def test_texts_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(TEXT.replace("What boils.", '"What\\n \\tboils."'))
    assert read_topics(path)["kettles"].description == "What boils."


@pytest.mark.parametrize("written", ["What\u2062 boils.", '"What\\u2062 boils."'])
def test_a_text_that_hides_something_is_refused(tmp_path: Path, written: str) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(TEXT.replace("What boils.", written))
    line = TEXT[: TEXT.index("What boils.")].count("\n") + 1
    with pytest.raises(ProblemsError) as error:
        read_topics(path)
    assert str(error.value) == f"{path}:{line}: holds the invisible character U+2062 INVISIBLE TIMES: take it out"


def test_an_empty_file_holds_no_topic(tmp_path: Path) -> None:
    path = tmp_path / "topics.yml"
    path.touch()
    assert len(read_topics(path)) == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("      description: What waits.\n", "", 7, "description: must be given"),
        ("    moths:\n", "    moths:\n      colour: grey\n", 15, 'there is no field "colour"'),
        ("      keywords: []", "      keyword: []", 17, 'there is no field "keyword" (did you mean "keywords"?)'),
        ("Ferries", "[Ferries]", 8, "title: must be text, is a list"),
        ("What waits.", "' '", 9, "description: must not be blank: write it or take it out"),
        ("[ferry]", "ferry", 10, "keywords: must be a list, is text"),
        ("    ferries:\n", "    Ferries!:\n", 7, '"Ferries!" cannot be a topic\'s name: lower-case letters and digits'),
        ("[ferry]", "[ferry, '++']", 10, 'keyword "++" holds no letter or digit'),
        ("[ferry]", "[ferry]\n      exclude: ['++']", 11, 'excluded phrase "++" holds no letter or digit'),
        ("[ferry]", "[ferry]\n      exclude: ferry tale", 11, "exclude: must be a list, is text"),
        ("[ferry]", "[ferry]\n      aliases: boats", 11, "aliases: must be a list, is text"),
        ("[ferry]", "[ferry]\n      broader: kettles", 11, "broader: must be a list, is text"),
        ("[ferry]", "[ferry]\n      combine: [boat, tour]", 11, "combine: each item must be a list"),
        ("[ferry]", "[ferry]\n      combine: [[boat]]", 11, "combine: must hold two lists or more; phrases that need"),
        ("[ferry]", "[ferry]\n      combine:\n      - [boat]\n      - []", 13, "combine: must not hold an empty list"),
        (
            "[ferry]",
            "[ferry]\n      combine:\n      - [boat]\n      - ['+']",
            13,
            'phrase "+" holds no letter or digit',
        ),
        (
            "[ferry]",
            "[ferry]\n      aliases: [Boats]",
            11,
            'alias "Boats" cannot have been a topic\'s name: lower-case',
        ),
        ("- group: Air\n ", "-", 12, "group: must be given"),
        ("group: Water", "group: ' '", 1, "group: must not be blank: write it or take it out"),
    ],
)
def test_what_does_not_hold_is_named_on_its_line(refused: Refused, old: str, new: str, line: int, message: str) -> None:
    text = TEXT.replace(old, new)
    assert text != TEXT
    ((found_line, found),) = refused(text)
    assert (found_line, found[: len(message)]) == (line, message)


@pytest.mark.parametrize(
    ("written", "line", "message"),
    [
        ("[ferry, Ferry]", 10, 'keyword "Ferry" is listed twice'),
        ("[ferry]\n      exclude: [ferry tale, Ferry-Tale]", 11, 'excluded phrase "Ferry-Tale" is listed twice'),
        (
            "[ferry]\n      exclude: [fairy tale]",
            11,
            'excluded phrase "fairy tale" does nothing: none of the topic\'s keywords stands in it',
        ),
        ("[ferry]\n      combine:\n      - [boat]\n      - [a, tour, A]", 13, 'phrase "A" is listed twice'),
        (
            "[ferry]\n      broader: [kettels]",
            11,
            'broader topic "kettels" does nothing: there is no such topic (did you mean "kettles"?)',
        ),
        ("[ferry]\n      broader: [kettles, ferries]", 11, 'broader topic "ferries" does nothing: it is this topic'),
        ("[ferry]\n      aliases: [moths]", 11, 'alias "moths" is the name of a topic, to which the name leads'),
        ("[ferry]\n      aliases: [ferries]", 11, 'alias "ferries" is the name of a topic, to which the name leads'),
        ("[ferry]\n      aliases: [boats, boats]", 11, 'alias "boats" is listed twice'),
    ],
)
def test_what_two_changes_may_leave_behind_is_clear(examined: Examined, written: str, line: int, message: str) -> None:
    """Two pull requests that add a word, an excluded phrase, an old name or a topic merge without a conflict."""
    topics, ((found_line, found),) = examined(TEXT.replace("[ferry]", written))
    assert (found_line, found[: len(message)]) == (line, message)
    assert topics["ferries"].keywords == ("ferry",)
    assert topics["moths"].name == "moths"
    assert topics["ferries"].aliases == (("boats",) if "boats" in written else ())


def test_a_word_that_is_given_twice_counts_once(examined: Examined) -> None:
    topics, _ = examined(TEXT.replace("[ferry]", "[ferry-boat, crossing, Ferry Boat]"))
    assert topics["ferries"].keywords == ("ferry-boat", "crossing")
    assert [suggestion.score for suggestion in topics.weigh("The Ferry Boat")] == [3]


def test_an_excluded_phrase_may_hold_a_combined_one(examined: Examined) -> None:
    _, warnings = examined(
        TEXT.replace("[ferry]", "[ferry]\n      exclude: [boat race]\n      combine: [[boat], [tour]]")
    )
    assert warnings == []


def test_a_broader_topic_may_be_named_by_an_old_name(examined: Examined) -> None:
    text = TEXT.replace("keywords: [kettle", "aliases: [pots]\n      keywords: [kettle")
    topics, _ = examined(text.replace("[ferry]", "[ferry]\n      broader: [pots, kettles]"))
    assert topics["ferries"].broader == ("kettles",)
    assert topics.suggest("A Kettle on a Ferry") == ("ferries",)
    assert topics.narrower_among("kettles", ["moths", "ferries"]) == ("ferries",)


def test_a_keyword_inside_an_excluded_phrase_never_counts_and_is_clear(examined: Examined) -> None:
    _, warnings = examined(TEXT.replace("[ferry]", "[ferry, ferry tale]\n      exclude: [ferry tale]"))
    assert warnings == [(10, 'keyword "ferry tale" never counts: it is inside an excluded phrase')]


def test_of_a_topic_in_two_groups_the_last_counts(examined: Examined) -> None:
    topics, warnings = examined(TEXT.replace("moths:", "kettles:"))
    assert warnings == [
        (3, 'topic "kettles" stands in two groups; this one, in "Water", does not count; delete it'),
    ]
    assert {group: [topic.name for topic in members] for group, members in topics.groups().items()} == {
        "Air": ["kettles"],
        "Water": ["ferries"],
    }


def test_of_a_topic_twice_in_one_group_the_last_counts(examined: Examined) -> None:
    again = "    kettles:\n      title: Pots\n      description: What boils.\n      keywords: [pot]\n"
    topics, warnings = examined(TEXT.replace("- group: Air\n", f"{again}- group: Air\n"))
    assert warnings == [(12, '"kettles" is given twice, and this one counts; keep one of the two')]
    assert (topics["kettles"].title, topics["kettles"].keywords) == ("Pots", ("pot",))


def test_a_field_of_a_topic_given_twice_is_refused(refused: Refused) -> None:
    text = TEXT.replace("      title: Ferries\n", "      title: Ferries\n      title: Boats\n")
    assert refused(text) == [(9, '"title" is given twice; keep one of the two')]


def test_an_old_name_of_two_topics_is_named_at_the_second(refused: Refused) -> None:
    text = TEXT.replace("[ferry]", "[ferry]\n      aliases: [boats]") + "      aliases: [boats]\n"
    assert refused(text) == [(19, 'alias "boats" is also an alias of topic "ferries"; keep one')]


def test_a_topic_is_known_by_the_names_it_once_had(tmp_path: Path) -> None:
    path = tmp_path / "topics.yml"
    path.write_text(TEXT.replace("[ferry]", "[ferry]\n      aliases: [boats, ships-and-boats]"))
    topics = read_topics(path)
    assert "boats" in topics
    assert topics["ships-and-boats"] is topics["boats"] is topics["ferries"]
    assert list(topics) == ["kettles", "ferries", "moths"]
    assert topics.nearest("ferys") == topics.nearest("ship-and-boat") == ' (did you mean "ferries"?)'
    assert topics.nearest("xylophones") == ""


def test_all_problems_are_named_at_once(refused: Refused) -> None:
    text = TEXT.replace("kettles:", "Kettles:").replace("What waits.", "''").replace("keywords: []", "keywords: x")
    assert [line for line, _ in refused(text)] == [3, 9, 17]


@pytest.mark.parametrize(
    ("text", "message"),
    [("kettles: {}", "must be a list, is a mapping"), ("- kettles", "must be a mapping, is text")],
)
def test_a_file_of_another_kind_is_refused(refused: Refused, text: str, message: str) -> None:
    assert refused(text) == [(1, message)]


# Suggestions


def topics(**keywords: list[str]) -> Topics:
    return Topics(Topic(name, name, "All", name, tuple(words)) for name, words in keywords.items())


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("kettle", "On the Kettle"),
        ("kettle", "KETTLES of the North"),
        ("box", "Boxes, Counted"),
        ("pre-training", "Pre Training a Kettle"),
        ("pre training", "Better Pre-Training"),
        ("boiling point", "Low Boiling Points"),
        ("boiling point", "Boiling\n  (point)"),
        ("H2O", "H₂O at Night"),
        ("fine-tuning", "ﬁne-tuning"),
        ("weiß", "WEISS"),
        ("深度", "深度 & more"),
        ("cat", "the cat's cradle"),
    ],
)
def test_a_keyword_is_found_however_it_is_spelled(keyword: str, title: str) -> None:
    assert topics(found=[keyword]).suggest(title) == ("found",)


@pytest.mark.parametrize(
    ("keyword", "title"),
    [
        ("cat", "Every Category of Bobcat"),
        ("cat", "cat5 cables"),
        ("pre-training", "Pretraining"),
        ("boiling point", "Points of Boiling"),
        ("boiling point", "Boiling without a Point"),
        ("boiling point", "boiling"),
        ("kettles", "A Kettle"),
        ("kettle", "Kettlesses"),
    ],
)
def test_a_keyword_is_not_found_inside_other_words(keyword: str, title: str) -> None:
    assert topics(found=[keyword]).suggest(title) == ()


def test_keywords_of_a_paper_are_read_one_by_one() -> None:
    assert topics(found=["boiling point"]).suggest("A Title", ["boiling", "point"]) == ()
    assert topics(found=["boiling point"]).suggest("A Title", ["steam", "boiling points"]) == ("found",)


def test_the_title_weighs_more_than_keywords_and_those_more_than_the_abstract() -> None:
    all_three = topics(abstract=["moth"], keyword=["ferry"], title=["kettle"])
    weighed = all_three.weigh("Kettle", ["ferry"], "Of moths.")
    assert [(suggestion.topic, suggestion.score) for suggestion in weighed] == [
        ("title", 3),
        ("keyword", 2),
        ("abstract", 1),
    ]
    assert all_three.suggest("Kettle", ["ferry"], "Of moths.") == ("title",)
    assert all_three.suggest("Night", ["ferry"], "Of moths, a moth and a moth. Two ferries, a ferry.") == ("keyword",)


def test_words_of_the_abstract_are_enough_where_there_are_several_or_nothing_is_better() -> None:
    assert topics(moths=["moth", "wing"], kettles=["kettle"]).suggest("A Kettle", [], "Moth, moth, moths: a wing.") == (
        "kettles",
        "moths",
    )
    assert topics(moths=["moth"], kettles=["kettle"]).suggest("A Kettle", [], "Moth, moth, moths, moth.") == (
        "kettles",
    )
    assert topics(moths=["moth"]).suggest("A Title", [], "Of moths.") == ("moths",)
    assert topics(moths=["moth"], kettles=["kettle"]).suggest("A Kettle", [], "Of moths.") == ("kettles",)


def test_a_word_in_every_place_weighs_more() -> None:
    both = topics(kettles=["kettle"], moths=["moth"])
    assert both.suggest("Kettle, Moth", [], "A moth.") == ("moths", "kettles")


def test_a_keyword_counts_once_a_text_in_whatever_number() -> None:
    both = topics(ferries=["ferry", "boat"], kettles=["kettle"])
    assert both.suggest("Kettle, Kettles, Kettle: Ferry or Boat") == ("ferries", "kettles")


def test_keywords_of_two_topics_that_overlap_count_for_each() -> None:
    both = topics(points=["point"], boiling=["boiling", "boiling point"])
    assert both.suggest("The Boiling Point") == ("boiling", "points")
    assert topics(a=["slow boiling"], b=["boiling point"]).suggest("Slow Boiling Point") == ("a", "b")


def test_equally_strong_topics_stand_in_one_order_whatever_that_of_the_file() -> None:
    words = {"c": ["kettle"], "a": ["ferry"], "b": ["moth"]}
    title = "Moth, Ferry, Kettle"
    assert topics(**words).suggest(title) == topics(**dict(reversed(words.items()))).suggest(title) == tuple("abc")


def test_nothing_is_suggested_for_nothing() -> None:
    assert topics(kettles=["kettle"]).suggest("") == topics(kettles=["kettle"]).suggest("", [], "") == ()
    assert topics().suggest("Kettles") == ()


@given(titles, st.lists(texts, max_size=3), st.none() | texts)
def test_a_topic_is_suggested_at_most_once_and_at_most_three_are(
    title: str, keywords: list[str], abstract: str | None
) -> None:
    every_letter = topics(**{f"t{number}": [letter] for number, letter in enumerate("abcdeπ深0")})
    suggested = every_letter.suggest(title, keywords, abstract)
    assert len(suggested) == len(set(suggested)) <= MOST_SUGGESTED
    assert suggested == every_letter.suggest(title, keywords, abstract)


# The bundled topics follow their own rules


@pytest.fixture(scope="module")
def all_bundled() -> Topics:
    return read_topics(BUNDLED)


@pytest.fixture(scope="module")
def bundled(all_bundled: Topics) -> list[Topic]:
    return [all_bundled[name] for name in all_bundled]


def test_there_are_some_hundred_topics_in_groups_that_can_be_read_at_a_glance(bundled: list[Topic]) -> None:
    assert 110 <= len(bundled) <= 140
    of_groups = Counter(topic.group for topic in bundled)
    assert 12 <= len(of_groups) <= 16
    assert max(of_groups.values()) <= 20


@pytest.mark.parametrize(
    ("title", "expected", "elsewhere"),
    [
        ("Lanterns: A Benchmark for Shopping Agents", "agent-benchmarks", "language-agents"),
        ("Do Models Watch? Evaluating Video Questions", "multimodal-benchmarks", "evaluation"),
        ("Streaming Video Generation in One Room", "long-video-generation", "video"),
        ("Grasping Cups: Robot Manipulation at Home", "robot-manipulation", "robotics"),
        ("On-Policy Distillation from Larger Teachers", "on-policy-distillation", "knowledge-distillation"),
        ("Rewriting Harbour Software with Agents", "coding-agents", "language-agents"),
        ("Faster Document Parsing", "document-understanding", "linguistic-structure"),
        ("Parsing Invoices: OCR for Shops", "document-understanding", "linguistic-structure"),
        ("Hate Speech on Message Boards", "safety", "speech-and-audio"),
        ("Estimating Risk in Financial Markets", "finance-and-law", "safety"),
        ("Editing the Knowledge of Models: Knowledge Editing", "model-editing", "image-editing"),
        ("A Game-Theoretic View of Debate", "multi-agent-systems", "world-models"),
        ("Scaling Laws of Recommenders", "scaling-laws", "finance-and-law"),
        ("Testing Players of Video Games", "world-models", "video"),
        ("Memory-Efficient Training", "efficient-training", "agent-memory"),
    ],
)
def test_words_of_several_meanings_suggest_the_one_that_is_meant(
    all_bundled: Topics, title: str, expected: str, elsewhere: str
) -> None:
    suggested = all_bundled.suggest(title)
    assert expected in suggested
    assert elsewhere not in suggested


def test_a_topic_that_became_part_of_a_wider_one_is_known_by_its_old_name(all_bundled: Topics) -> None:
    assert all_bundled["continual-pretraining"].name == "pretraining"
    assert all_bundled["generative-adversarial-networks"].name == "generative-models"
    assert all_bundled["energy-based-models"].name == "generative-models"


def test_titles_differ_and_descriptions_are_short_sentences(bundled: list[Topic]) -> None:
    assert len({topic.title for topic in bundled}) == len(bundled)
    assert [topic.name for topic in bundled if len(topic.description) > 120] == []
    assert [topic.name for topic in bundled if not topic.description.endswith(".")] == []


def test_every_topic_has_keywords_each_of_them_once(bundled: list[Topic]) -> None:
    for topic in bundled:
        folded = [" ".join(words_of(keyword)) for keyword in topic.keywords]
        assert folded, topic.name
        assert sorted(folded) == sorted(set(folded)), topic.name


def test_every_keyword_suggests_its_topic(bundled: list[Topic]) -> None:
    for topic in bundled:
        for keyword in topic.keywords:
            assert Topics([topic]).suggest(f"On {keyword}, again") == (topic.name,)
