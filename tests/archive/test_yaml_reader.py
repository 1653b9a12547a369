"""Where a value stands in a file, and what a person is told about one that does not hold."""

from pathlib import Path
from textwrap import dedent

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.messages import explain, nearest
from generator.archive.models import Decision, Record
from generator.archive.yaml_io.reader import Document, repeated_keys
from generator.errors import ProblemsError

PATH = Path("some.yml")


def document(text: str) -> Document:
    return Document(PATH, dedent(text))


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(ProblemsError) as caught:
        document(text).raise_problems()
    assert {problem.path for problem in caught.value.problems} == {PATH}
    return [(problem.line, problem.message) for problem in caught.value.problems]


# Lines

NESTED = document("""\
    # a comment
    first:
      topics: [a,
        b]

      correct:
        title: >
          folded
    second: {topics: [c], summary: d}
    """)


@pytest.mark.parametrize(
    ("steps", "line"),
    [
        ((), 2),
        (("first",), 2),
        (("first", "topics"), 3),
        (("first", "topics", 0), 3),
        (("first", "topics", 1), 4),
        (("first", "correct"), 6),
        (("first", "correct", "title"), 7),
        (("second",), 9),
        (("second", "summary"), 9),
    ],
)
def test_every_value_has_the_line_on_which_it_is_given(steps: tuple[str | int, ...], line: int) -> None:
    assert NESTED.line(*steps) == line


@pytest.mark.parametrize(
    ("steps", "line"),
    [(("third",), 2), (("first", "absent", "deeper"), 2), (("first", "topics", 7), 3), (("first", "topics", "a"), 3)],
)
def test_steps_that_lead_nowhere_end_at_the_last_value_that_there_is(steps: tuple[str | int, ...], line: int) -> None:
    assert NESTED.line(*steps) == line


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_counted_whatever_ends_them(end: str) -> None:
    assert document(end.join(["a: 1", "", "b: 2"])).line("b") == 3


def test_a_problem_is_printed_with_path_and_line() -> None:
    assert str(NESTED.problem("is odd", "first", "correct")) == "some.yml:6: is odd"


# Values


def test_numbers_and_days_stay_as_they_are_written() -> None:
    values = document("{a: 2401.10000, b: 007, c: 2025-02-30, d: 0x_, e: 1:99, f: 1e999}").value
    assert values == {"a": "2401.10000", "b": "007", "c": "2025-02-30", "d": "0x_", "e": "1:99", "f": "1e999"}


def test_true_false_and_nothing_are_themselves_unless_quoted() -> None:
    assert document("[yes, False, ~, null, , 'yes', \"null\"]".replace(", ,", ",")).value == [
        True,
        False,
        None,
        None,
        "yes",
        "null",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "\ufeff"])
def test_an_empty_text_is_nothing(text: str) -> None:
    assert document(text).value is None


def test_a_number_may_have_any_length() -> None:
    assert document("1" * 5000).value == "1" * 5000


# What is refused


def test_anchors_and_aliases_are_refused_on_each_of_their_lines() -> None:
    message = "anchors (&) and aliases (*) are not allowed: write it out, or put it in quotes"
    assert problems("a: &x [1]\nb: *x\nc: &y {}\n") == [(1, message), (2, message), (3, message)]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30))]
    assert [line for line, _ in problems("\n".join(lines))] == list(range(1, 31))


@pytest.mark.parametrize(
    "value", ["!!int 3", "!!binary '-'", "!!python/object/apply:os.system [ls]", "!!str {a: b}", "!mine x"]
)
def test_a_tag_is_refused_and_makes_nothing_happen(value: str) -> None:
    assert problems(f"a: b\nc: {value}") == [(2, "a text that begins with ! must be in quotes")]


def test_merging_is_refused() -> None:
    assert problems("a: {b: c}\nd:\n  <<: {e: f}") == [(3, "merging (<<) is not allowed: write the fields out")]


def test_a_key_given_twice_is_refused_where_it_stands_again() -> None:
    text = "a: 1\nb:\n  c: 1\n  c: 2\n'a': 3\n"
    assert problems(text) == [
        (4, '"c" is given twice; keep one of the two'),
        (5, '"a" is given twice; keep one of the two'),
    ]


@pytest.mark.parametrize("key", ["2401.10000", "2401", "2025-03-11", "null", "yes", "~", "1.0e+3"])
def test_a_key_that_yaml_takes_for_something_else_is_shown_in_quotes(key: str) -> None:
    assert problems(f"# c\n{key}: {{}}") == [(2, f'a key must be text: write it in quotes, "{key}"')]
    assert document(f'"{key}": x').value == document(f"'{key}': x").value == {key: "x"}


@pytest.mark.parametrize("text", ["[a, b]: c", "? {a: b}\n: c"])
def test_a_key_that_is_no_text_at_all_is_refused(text: str) -> None:
    assert problems(text) == [(1, "a key must be text, not a list or a mapping")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a:\n\tb: 1", 2, "indent with spaces: YAML does not allow tabs"),
        ("a:\n  - b\n\t- c", 3, "indent with spaces: YAML does not allow tabs"),
        ("a:\n  b: @c", 2, "a text that begins with @ must be in quotes"),
        ("深: 深\nb: `c`", 2, "a text that begins with ` must be in quotes"),
        ("a: x\nb: Kettles: A Study", 2, 'a text that holds ": " must be in quotes'),
        ("a: 1\n  b: 2", 2, "must begin in the column of the fields around it, below a line that has its colon; "),
        ("a: x\nb: 'it\n\nc: d\n", 2, "a quote is opened and never closed"),
        ('a: "\\d"', 1, 'in double quotes write "\\\\" for a backslash, or use single quotes'),
        ('a: "\\ud800"', 1, 'write the character itself, or "\\\\" for a backslash'),
        ("a: b\nc\nd: e", 2, "must be a field, with a colon and a space after its name"),
        ("a: [b\nc: d", 1, "a list that begins with [ must end with ], with commas between its items"),
        ("a\n---\nb", 2, 'begins a second document: take the line "---" out'),
        ("a: b\nc: \x07", 2, "holds the control character U+0007, which YAML does not allow: take it out"),
        ("ä: ä\n\0", 2, "holds the control character U+0000, which YAML does not allow: take it out"),
    ],
)
def test_a_text_that_is_no_yaml_is_refused_with_what_to_do(text: str, line: int, message: str) -> None:
    ((found_line, found),) = problems(text)
    assert (found_line, found[: len(message)]) == (line, message)
    assert "\n" not in found


@pytest.mark.parametrize("part", ["[", "{a: ", "- ", "? ", "[[", "{? "])
@pytest.mark.parametrize("times", [60, 2_000, 100_000])
def test_deep_nesting_is_refused_and_ends_nothing(part: str, times: int) -> None:
    assert problems(part * times) == [(1, "is nested too deeply to be read")]


def test_what_a_file_needs_is_not_too_deep() -> None:
    assert document("[" * 10 + "]" * 10).value == [[[[[[[[[[]]]]]]]]]]


PARTS = ["a", "a: ", "\n", "\n  ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "&x ", "*x", "!!", "!!int ", "!!str "]
PARTS += ["!!binary ", "!!timestamp ", "!!bool ", "!<", "%YAML", "---", "...", "|", ">", "'", '"', "\\", "\t", "@", "`"]
PARTS += ["#", "<<", "=", "~", "2025-02-30", "0x_", ".inf", "yes", "\x07", "\ufeff", "\x85", "\u2028", "深", "😀"]


any_text = st.lists(st.sampled_from(PARTS)).map("".join) | st.text()


@given(any_text.filter(lambda text: "\ufeff" not in text))
def test_a_sign_of_what_is_refused_that_is_none_changes_nothing(text: str) -> None:
    def told(text: str) -> list[tuple[int, str]]:
        try:
            found = Document(PATH, text).problems
        except ProblemsError as error:
            found = error.problems
        return [(problem.line, problem.message) for problem in found]

    assert told(f"# &\n{text}") == [(line + 1, message) for line, message in told(text)]


@given(any_text)
def test_any_text_is_read_or_refused_with_problems_that_have_a_line(text: str) -> None:
    try:
        document = Document(PATH, text)
    except ProblemsError as error:
        last_line = len(text.splitlines()) or 1
        assert error.problems  # noqa: PT017 - either outcome is right
        assert all(1 <= problem.line <= last_line and problem.message for problem in error.problems)  # noqa: PT017
    else:
        assert msgspec.convert(document.value, object) == document.value


# Converting


def test_what_holds_is_converted() -> None:
    text = document("k:\n  topics: [a]\n  correct: {arxiv_id: 2401.10000, hide: yes, reason: 3}")
    decision = text.convert({"topics": ["a"]}, Decision, "k")
    assert decision == Decision(topics=("a",))
    assert text.problems == []


def test_each_field_that_does_not_hold_is_a_problem_and_left_out() -> None:
    text = document("k:\n  topics: a\n  summary: ' '\n  correct:\n    title: [x]\n    hide: true\n  more: 1\n")
    value = text.value
    assert isinstance(value, dict)
    decision = text.convert(value["k"], Decision, "k")
    assert decision == Decision(correct=msgspec.structs.replace(Decision().correct, hide=True))
    assert sorted((problem.line, problem.message) for problem in text.problems) == [
        (2, "topics: must be a list, is text"),
        (3, "summary: must not be blank: write it or take it out"),
        (5, "correct.title: must be text, is a list"),
        (7, 'there is no field "more"; there are topics, summary, correct'),
    ]
    with pytest.raises(ProblemsError):
        text.raise_problems()


def test_what_is_no_mapping_at_all_is_one_problem() -> None:
    text = document("k: [a]")
    assert text.convert(["a"], Decision, "k") is None
    assert [str(problem) for problem in text.problems] == ["some.yml:1: must be a mapping, is a list"]


# Wording


@pytest.mark.parametrize(
    ("json", "message"),
    [
        ("{}", "title: must be given"),
        ("[]", "must be a mapping, is a list"),
        ('{"title": 1}', "title: must be text, is a whole number"),
        ('{"title": ""}', "title: must be text of length >= 1"),
        ('{"published": "2025-02-30"}', "published: must be a day in the calendar, written as YYYY-MM-DD"),
        ('{"published": 3}', "published: must be a day written as YYYY-MM-DD, is a whole number"),
        ('{"upvotes": "3"}', "upvotes: must be a whole number, is text"),
        ('{"upvotes": -3}', "upvotes: must be a whole number >= 0"),
        ('{"upvotes": 0.5}', "upvotes: must be a whole number, is a number with a point"),
        ('{"authors": [null]}', "authors: each item must be text, is nothing"),
        ('{"links": {"code": "ftp://a"}}', "links.code: must be an address that begins with http:// or https://"),
        ('{"arxiv_id": "2401.10000v2"}', "arxiv_id: must be an arXiv id without its version, such as 2401.10000"),
        ('{"arxiv_id": "٢٤٠١.١٠٠٠٠"}', "arxiv_id: must be an arXiv id without its version, such as 2401.10000"),
        ('{"key": "A"}', 'key: must be a paper\'s key: lower-case letters and digits, separated by single "-" or "."'),
        ('{"titel": "A"}', 'there is no field "titel" (did you mean "title"?)'),
        ('{"links": {"cod": "A"}}', 'there is no field "cod" (did you mean "code"?)'),
    ],
)
def test_what_must_hold_is_said_in_words(json: str, message: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(json, type=Record)
    assert explain(caught.value, Record)[0] == message


def test_the_nearest_word_is_named_where_one_is_near() -> None:
    assert nearest("reasonning", ["agents", "reasoning"]) == ' (did you mean "reasoning"?)'
    assert nearest("quilts", ["agents", "reasoning"]) == nearest("a", []) == ""


# JSON


def test_json_keys_given_twice_in_one_object_are_found() -> None:
    text = '{"a": "\\"a\\": {",\n "b": [{"a": 1},\n {"a": 2, "c": "a",\n "a": 3}],\n "a": 4}'
    assert [str(problem) for problem in repeated_keys(PATH, text)] == [
        'some.yml:4: "a" is given twice; keep one of the two',
        'some.yml:5: "a" is given twice; keep one of the two',
    ]
