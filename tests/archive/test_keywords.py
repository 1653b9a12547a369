"""Keyword rules: which words of a paper speak for a topic, how much, and which suggestions come of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from hypothesis import assume, example, given
from hypothesis import strategies as st

from generator.archive.keywords import MOST_SUGGESTED, Match, Rules, Suggestion, strong_enough, words_of
from generator.archive.models import Topic

words = st.lists(st.text("abc深ß1", min_size=1, max_size=3), min_size=1, max_size=3).map(" ".join)
around = st.lists(st.text("abc-. \n深ß1", max_size=8), max_size=4).map(" ".join)


def topic(
    name: str,
    keywords: list[str],
    exclude: Sequence[str] = (),
    combine: Sequence[str] = (),
    broader: Sequence[str] = (),
) -> Topic:
    """Return a topic; each text of `combine` is a list of phrases, parted by `|`."""
    lists = tuple(tuple(phrases.split("|")) for phrases in combine)
    return Topic(
        name, name, "All", name, tuple(keywords), exclude=tuple(exclude), combine=lists, broader=tuple(broader)
    )


def found(text: str, *topics: Topic) -> list[tuple[str, str]]:
    return sorted(Rules(topics).standing_in(text))


def narrower_among(topics: Sequence[Topic]) -> dict[str, set[str]]:
    """Return by the name of each topic those that name it as broader."""
    return {topic.name: {other.name for other in topics if topic.name in other.broader} for topic in topics}


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
    abstract = " ".join(f"A {word}, a {word}, a {word} and a {word} of brass." for word in others)
    assert rules.suggest("Ferries at Night", [], abstract) == ("ferries", "anchor", "harbour")


def test_without_enough_in_the_title_the_abstract_decides_as_before() -> None:
    rules = Rules([topic("b", ["ferry"]), topic("a", ["kettle"])])
    assert rules.suggest("A Night", ["kettle"], "A ferry, and a ferry, and a ferry.") == ("b",)


def test_four_points_are_enough_and_without_them_the_strongest_is_suggested_alone() -> None:
    assert strong_enough({}) == ()
    assert strong_enough({"a": 1, "c": 2, "b": 2}) == ("b",)
    assert strong_enough({"a": 3, "b": 4, "c": 5}) == ("c", "b")
    assert strong_enough({"a": 5, "b": 6, "c": 7, "d": 8, "e": 9}) == ("e", "d", "c")
    assert strong_enough({"a": 5, "b": 6, "c": 7, "d": 8, "e": 9}, {"a", "b"}) == ("b", "a", "e")


def test_a_topic_of_the_title_needs_no_more() -> None:
    assert strong_enough({"a": 3, "b": 3}, {"a"}) == ("a",)
    rules = Rules([topic("ferries", ["ferry"]), topic("moths", ["moth"])])
    assert rules.suggest("A Ferry", [], "A moth, a moth and a moth.") == ("ferries",)
    assert rules.suggest("A Ferry", ["moth"], "A moth and a moth.") == ("ferries", "moths")


# Broader topics


BOATS = [topic("boats", ["boat", "ferry"]), topic("ferries", ["ferry"], broader=["boats"])]


def test_a_broader_topic_is_not_suggested_beside_a_narrower_one() -> None:
    assert Rules(BOATS).suggest("A Ferry") == ("ferries",)
    assert Rules(BOATS).suggest("A Boat") == ("boats",)
    assert Rules(BOATS).suggest("A Night", [], "Ferries: a ferry, and a ferry, and a boat; a boat.") == ("boats",)


def test_a_broader_topic_that_the_title_names_stays_beside_a_narrower_one_of_the_abstract() -> None:
    rules = Rules([topic("boats", ["boat"]), topic("ferries", ["ferry"], broader=["boats"])])
    assert rules.suggest("A Boat", ["ferry"], "A ferry and a ferry.") == ("boats", "ferries")
    assert rules.suggest("A Boat, a Ferry", ["ferry"]) == ("ferries",)
    assert rules.suggest("A Ferry", ["boat"], "A boat and a boat.") == ("ferries",)


def test_a_broader_topic_leaves_its_place_to_the_next() -> None:
    scores = {"a": 9, "b": 8, "c": 7, "d": 6, "e": 5}
    assert strong_enough(scores, narrower={"a": ["b"]}) == ("b", "c", "d")


def test_topics_that_are_each_broader_than_the_other_leave_the_strongest() -> None:
    assert strong_enough({"a": 5, "b": 6}, narrower={"a": ["b"], "b": ["a"]}) == ("b",)


# Combined phrases


TESTS = topic("tests", ["exam"], combine=["measuring|weighing", "moth|ferry"])


def test_a_title_that_holds_a_phrase_of_each_list_suggests_the_topic() -> None:
    rules = Rules([TESTS])
    assert rules.suggest("Measuring the Wings of Moths") == ("tests",)
    assert rules.suggest("The Ferry: Weighing and Measuring It") == ("tests",)
    assert rules.suggest("Measuring and Weighing") == rules.suggest("Moths on a Ferry") == ()


def test_combined_phrases_count_once_as_a_keyword_of_the_title_and_are_told_together() -> None:
    (found,) = Rules([TESTS]).weigh(
        "An Exam: Weighing and Measuring Moths", ["ferry", "measuring"], "Measuring a moth."
    )
    assert found.matches == (Match("exam", "title", 1), Match("measuring + moth", "title", 1))
    assert found.score == 6


def test_a_combined_phrase_does_not_count_inside_an_excluded_one() -> None:
    rules = Rules([topic("tests", [], ["measuring tape"], combine=["measuring", "moth"])])
    assert rules.suggest("Moths and a Measuring Tape") == ()
    assert rules.suggest("Measuring Moths and a Measuring Tape") == ("tests",)


# Plurals


def test_the_last_word_is_found_in_its_plural() -> None:
    kinds = topic("t", ["emergent ability", "key", "box", "cat"])
    assert found("Emergent Abilities", kinds) == [("t", "emergent ability")]
    assert found("keys, boxes and cats", kinds) == [("t", "box"), ("t", "cat"), ("t", "key")]
    assert found("emergents ability, cat5, catss, boxen", kinds) == []


# Overlaps


def test_of_keywords_that_overlap_the_first_counts_and_of_those_the_longest() -> None:
    rules = Rules([topic("boiling", ["point", "boiling", "boiling point", "slow boiling", "point of view"])])
    (suggestion,) = rules.weigh("A Slow Boiling Point of View")
    assert suggestion.matches == (Match("point of view", "title", 1), Match("slow boiling", "title", 1))
    (suggestion,) = rules.weigh("Night", [], "The boiling point, and a boiling kettle's point.")
    assert [(match.keyword, match.times) for match in suggestion.matches] == [
        ("boiling", 1),
        ("boiling point", 1),
        ("point", 1),
    ]


def test_a_keyword_inside_a_longer_one_is_found_all_the_same() -> None:
    assert found("boats", topic("t", ["boat", "boats"])) == [("t", "boat"), ("t", "boats")]


def test_an_excluded_phrase_overlaps_nothing() -> None:
    rules = Rules([topic("t", ["kettle", "kettle drum lesson"], ["kettle drum"])])
    (suggestion,) = rules.weigh("A Kettle Drum Lesson")
    assert suggestion.matches == (Match("kettle drum lesson", "title", 1),)


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


@given(st.lists(words, min_size=1, max_size=6, unique=True), around)
def test_no_more_words_count_for_a_topic_than_a_text_holds(keywords: list[str], abstract: str) -> None:
    for suggestion in Rules([topic("t", keywords)]).weigh("", [], abstract):
        counted = sum(len(words_of(match.keyword)) * match.times for match in suggestion.matches)
        assert 0 < counted <= len(words_of(abstract))


@example(["1", "a"], "a", [], "")
@given(st.lists(words, max_size=8, unique=True), around, st.lists(around, max_size=3), around)
def test_what_is_suggested_is_the_strongest_of_what_is_weighed(
    keywords: list[str], title: str, of_source: list[str], abstract: str
) -> None:
    topics = [
        topic(f"t{number}", sorted({keyword, "a"}), ["a b"], ["b|c", keyword], ["t0", "t1"][:number])
        for number, keyword in enumerate(keywords)
    ]
    rules = Rules(topics)
    suggestions = rules.weigh(title, of_source, abstract)
    weighed = {suggestion.topic: suggestion.score for suggestion in suggestions}
    titled = {suggestion.topic for suggestion in suggestions if suggestion.titled}
    suggested = rules.suggest(title, of_source, abstract)
    assert suggested == strong_enough(weighed, titled, narrower_among(topics))
    assert titled >= set(suggested) or len(titled) < MOST_SUGGESTED
    assert not any(
        set(topic.broader) & set(suggested) & titled for topic in topics if topic.name in titled & set(suggested)
    )
    assert bool(suggested) == bool(weighed)
    assert len(suggested) <= MOST_SUGGESTED


@given(st.text() | around)
def test_texts_are_folded_in_the_short_way_as_in_the_long_one(text: str) -> None:
    plain = text.encode("ascii", "ignore").decode()
    assert words_of(plain) == words_of(f"{plain} π")[:-1]


# The same as word for word


phrases = st.lists(st.sampled_from(["a", "b", "c", "by", "bies", "as"]), min_size=1, max_size=4).map(" ".join)
topics_of_phrases = st.lists(
    st.builds(
        lambda keywords, exclude, combine: (keywords, exclude, combine),
        st.lists(phrases, min_size=1, max_size=5, unique=True),
        st.lists(phrases, max_size=2, unique=True),
        st.just([]) | st.lists(phrases, min_size=2, max_size=2),
    ),
    min_size=1,
    max_size=3,
).map(lambda of_each: [topic(f"t{number}", *lists) for number, lists in enumerate(of_each)])
texts_of_phrases = st.lists(st.sampled_from([*"abc", "as", "by", "bies", "bys"]), max_size=12).map(" ".join)


def spans(phrase: str, text: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where a phrase begins and ends, by the rules of the module word for word."""
    *start, last = phrase.split()
    forms = {last, f"{last}s", f"{last}es"} | ({f"{last[:-1]}ies"} if last.endswith("y") else set())
    for place in range(len(text) - len(start)):
        end = place + len(start) + 1
        if text[place : end - 1] == start and text[end - 1] in forms:
            yield place, end


def plainly_apart(of: Topic, text: list[str]) -> Counter[str]:
    """Return how often each keyword counts: not inside an excluded phrase, and of those that overlap the first."""
    excluded = [span for phrase in of.exclude for span in spans(phrase, text)]
    standing = sorted(
        (place, -end, keyword)
        for keyword in of.keywords
        for place, end in spans(keyword, text)
        if not any(start <= place and end <= stop for start, stop in excluded)
    )
    counts, free = Counter[str](), 0
    for place, negated, keyword in standing:
        if place >= free:
            counts[keyword] += 1
            free = -negated
    return counts


def plainly_combined(of: Topic, text: list[str]) -> Iterator[Match]:
    """Yield the match of a title with a phrase of each combined list."""
    excluded = [span for phrase in of.exclude for span in spans(phrase, text)]
    found = [
        sorted(
            phrase
            for phrase in of_list
            for place, end in spans(phrase, text)
            if not any(start <= place and end <= stop for start, stop in excluded)
        )
        for of_list in of.combine
    ]
    if found and all(found):
        yield Match(" + ".join(of_list[0] for of_list in found), "title", 1)


@given(topics_of_phrases, texts_of_phrases, st.lists(texts_of_phrases, max_size=3), texts_of_phrases)
def test_what_is_found_is_the_same_as_word_for_word(
    topics: list[Topic], title: str, of_source: list[str], abstract: str
) -> None:
    expected = {}
    for of in topics:
        of_keywords = Counter[str]()
        for keyword in of_source:
            of_keywords += plainly_apart(of, keyword.split())
        titled = [Match(word, "title", times) for word, times in plainly_apart(of, title.split()).items()]
        expected[of.name] = [
            *sorted([*titled, *plainly_combined(of, title.split())]),
            *(Match(word, "keywords", times) for word, times in sorted(of_keywords.items())),
            *(Match(word, "abstract", times) for word, times in sorted(plainly_apart(of, abstract.split()).items())),
        ]
    expected = {name: matches for name, matches in expected.items() if matches}
    assert Rules(topics).matches(title, of_source, abstract) == expected
    for name in expected:
        assert Rules(topics).matches(title, of_source, abstract, [name]) == {name: expected[name]}
