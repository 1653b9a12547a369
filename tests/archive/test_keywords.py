"""Keyword rules: which words of a paper speak for a topic, how much, and which suggestions come of it."""

from random import Random

from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.archive.keywords import MOST_SUGGESTED, Match, Rules, Suggestion, strong_enough, words_of
from generator.archive.models import Topic

words = st.lists(st.text("abc深ß1", min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)
around = st.lists(st.text("abc-. \n深ß1", max_size=8), max_size=4).map(" ".join)


def topic(name: str, keywords: list[str], exclude: list[str] | None = None) -> Topic:
    return Topic(name, name, "All", name, tuple(keywords), exclude=tuple(exclude or ()))


def found(text: str, *topics: Topic) -> list[tuple[str, str]]:
    return sorted(Rules(topics).standing_in(text))


# What a suggestion consists of


def test_a_keyword_counts_by_its_place_and_by_how_often_the_abstract_says_it() -> None:
    rules = Rules([topic("ferries", ["ferry", "harbour"])])
    abstract = "Ferries wait. A ferry, a ferry and again a ferry leave the harbour."
    assert rules.weigh("A Ferry and its Ferries", ["ferry line", "ferry"], abstract) == [
        Suggestion(
            "ferries",
            (
                Match("ferry", "title", 2),
                Match("ferry", "keywords", 2),
                Match("ferry", "abstract", 4),
                Match("harbour", "abstract", 1),
            ),
        )
    ]
    (suggestion,) = rules.weigh("A Ferry and its Ferries", ["ferry line", "ferry"], abstract)
    assert [match.weight for match in suggestion.matches] == [3, 2, 3, 1]
    assert suggestion.score == 9


def test_the_strongest_comes_first_and_of_equals_the_first_by_name() -> None:
    rules = Rules([topic("c", ["kettle"]), topic("b", ["ferry"]), topic("a", ["moth"])])
    weighed = rules.weigh("A Moth on a Ferry, beside a Kettle", ["kettle"], "Kettles.")
    assert [(suggestion.topic, suggestion.score) for suggestion in weighed] == [("c", 6), ("a", 3), ("b", 3)]


def test_a_topic_of_the_title_comes_before_stronger_ones_of_other_places() -> None:
    rules = Rules([topic("b", ["ferry"]), topic("a", ["kettle"])])
    assert [
        (found.topic, found.score, found.titled) for found in rules.weigh("A Ferry", ["kettle"], "Kettles: a kettle.")
    ] == [
        ("b", 3, True),
        ("a", 4, False),
    ]


def test_however_often_an_abstract_speaks_of_others_a_topic_of_the_title_keeps_its_place() -> None:
    others = ["kettle", "moth", "lantern", "harbour", "anchor"]
    rules = Rules([topic("ferries", ["ferry"]), *(topic(word, [word, f"{word} of brass"]) for word in others)])
    abstract = " ".join(f"A {word}, a {word} and a {word} of brass." for word in others)
    assert rules.suggest("Ferries at Night", [], abstract) == ("ferries", "anchor", "harbour", "kettle")


def test_without_enough_in_the_title_the_abstract_decides_as_before() -> None:
    rules = Rules([topic("b", ["ferry"]), topic("a", ["kettle"])])
    assert rules.suggest("A Night", ["kettle"], "A ferry, and a ferry, and a ferry.") == ("b",)


def test_three_points_are_enough_and_without_them_the_strongest_is_suggested_alone() -> None:
    assert strong_enough({}) == ()
    assert strong_enough({"a": 1, "c": 2, "b": 2}) == ("b",)
    assert strong_enough({"a": 2, "b": 3, "c": 4}) == ("c", "b")
    assert strong_enough({"a": 5, "b": 6, "c": 7, "d": 8, "e": 9}) == ("e", "d", "c", "b")
    assert strong_enough({"a": 5, "b": 6, "c": 7, "d": 8, "e": 9}, {"a", "b"}) == ("b", "a", "e", "d")


# Plurals


def test_the_last_word_is_found_in_its_plural() -> None:
    kinds = topic("t", ["emergent ability", "key", "box", "cat"])
    assert found("Emergent Abilities", kinds) == [("t", "emergent ability")]
    assert found("keys, boxes and cats", kinds) == [("t", "box"), ("t", "cat"), ("t", "key")]
    assert found("emergents ability, cat5, catss, boxen", kinds) == []


# Exclusions


def test_a_keyword_inside_an_excluded_phrase_does_not_count() -> None:
    kettles = topic("kettles", ["kettle"], ["kettle of fish", "kettle drum"])
    assert found("A fine kettle of fish", kettles) == []
    assert found("Two Kettle-Drums", kettles) == []
    assert found("A kettle of tea", kettles) == [("kettles", "kettle")]
    assert found("A kettle, and a kettle of fish", kettles) == [("kettles", "kettle")]


def test_a_keyword_that_only_overlaps_an_excluded_phrase_counts() -> None:
    boiling = topic("boiling", ["boiling kettle", "kettle"], ["kettle drum"])
    assert found("A boiling kettle drum", boiling) == [("boiling", "boiling kettle")]


def test_an_exclusion_is_its_topic_s_own() -> None:
    assert found("A kettle drum", topic("a", ["kettle"], ["kettle drum"]), topic("b", ["kettle"])) == [("b", "kettle")]


# Laws


@given(words, around, around)
def test_a_keyword_at_the_borders_of_words_is_found_in_any_text(keyword: str, before: str, after: str) -> None:
    assert ("t", keyword) in found(f"{before} {keyword}, {after}", topic("t", [keyword]))


@given(words, around)
def test_what_is_found_stands_there_word_for_word(keyword: str, text: str) -> None:
    within = f" {' '.join(words_of(text))} "
    forms = [" ".join(words_of(keyword)) + ending for ending in ("", "s", "es")]
    assert bool(found(text, topic("t", [keyword]))) == any(f" {form} " in within for form in forms)


@given(words, words, around, around)
def test_an_excluded_phrase_never_counts(keyword: str, rest: str, before: str, after: str) -> None:
    phrase = f"{keyword} {rest}"
    text = f"{before} | {phrase} | {after}"
    unlucky = found(f"{before} | {after}", topic("t", [keyword])) or found(rest, topic("t", [keyword]))
    assume(not unlucky and len(found(text, topic("t", [keyword]))) == 1)
    assert found(text, topic("t", [keyword], [phrase])) == []


@given(st.lists(words, min_size=1, max_size=6, unique=True), around, around, st.randoms())
def test_the_order_of_topics_and_keywords_changes_nothing(
    keywords: list[str], title: str, abstract: str, random: Random
) -> None:
    topics = [topic(f"t{number}", [keyword, "a"]) for number, keyword in enumerate(keywords)]
    shuffled = random.sample(topics, len(topics))
    assert Rules(topics).weigh(title, [], abstract) == Rules(shuffled).weigh(title, [], abstract)


@example(["1", "a"], "a", [], "")
@given(st.lists(words, max_size=8, unique=True), around, st.lists(around, max_size=3), around)
def test_what_is_suggested_is_the_strongest_of_what_is_weighed(
    keywords: list[str], title: str, of_source: list[str], abstract: str
) -> None:
    rules = Rules(topic(f"t{number}", sorted({keyword, "a"}), ["a b"]) for number, keyword in enumerate(keywords))
    suggestions = rules.weigh(title, of_source, abstract)
    weighed = {suggestion.topic: suggestion.score for suggestion in suggestions}
    titled = {suggestion.topic for suggestion in suggestions if suggestion.titled}
    suggested = rules.suggest(title, of_source, abstract)
    assert suggested == strong_enough(weighed, titled)
    assert titled >= set(suggested) or len(titled) < MOST_SUGGESTED
    assert bool(suggested) == bool(weighed)
    assert len(suggested) <= MOST_SUGGESTED


@given(st.text() | around)
def test_texts_are_folded_in_the_short_way_as_in_the_long_one(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert words_of(plain) == words_of(f"{plain} π")[:-1]
