"""What people write about papers, and what they are told where it does not hold."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from generator.archive.curation import Curation, curation_path, curation_paths, examine_curation, parse_curation
from generator.archive.models import Correction, Decision, Topic
from generator.archive.topics import Topics
from generator.errors import Problem, ProblemsError

OLD_NAMES = {"agents": ("tool-use", "actors")}
TOPICS = Topics(
    Topic(name, name.title(), "All", f"About {name}.", (name,), aliases=OLD_NAMES.get(name, ()))
    for name in ("reasoning", "agents", "data")
)

Read = Callable[[str], Curation]
Refused = Callable[[str], list[tuple[int, str]]]


@pytest.fixture
def read() -> Read:
    """Return a function that reads a text as a curation file."""

    def run(text: str) -> Curation:
        return parse_curation(Path("2025-03-11.yml"), dedent(text), TOPICS)

    return run


@pytest.fixture
def refused(read: Read) -> Refused:
    """Return a function that gives the problems of a text."""

    def run(text: str) -> list[tuple[int, str]]:
        with pytest.raises(ProblemsError) as caught:
            read(text)
        return [(problem.line, problem.message) for problem in caught.value.problems]

    return run


def test_a_file_says_what_was_decided_about_each_paper_and_where(read: Read) -> None:
    curation = read("""\
        # Papers listed on 2025-03-11.
        "2401.10000":
          correct:
            title: Why Do Ferries Wait?
            hide: true
            reason: listed by mistake

        slow-kettles:   # Slow Kettles
          topics: [reasoning, agents]
          summary: Boils water twice as slowly.
        """)
    assert curation.decisions == {
        "slow-kettles": Decision(topics=("reasoning", "agents"), summary="Boils water twice as slowly."),
        "2401.10000": Decision(
            correct=Correction(title="Why Do Ferries Wait?", hide=True, reason="listed by mistake"),
        ),
    }
    assert curation.lines == {"2401.10000": 2, "slow-kettles": 8}


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "{}"])
def test_an_empty_file_decides_nothing(read: Read, text: str) -> None:
    assert read(text).decisions == {}


@pytest.mark.parametrize("written", ["2024-01-27", "'2024-01-27'", '"2024-01-27"'])
def test_a_day_may_stand_in_quotes_or_without(read: Read, written: str) -> None:
    decision = read(f"k: {{correct: {{published: {written}}}}}").decisions["k"]
    assert decision.correct.published == date(2024, 1, 27)


@pytest.mark.parametrize("written", ["2401.10000", "'2401.10000'", "cs/0112017"])
def test_an_arxiv_id_may_stand_in_quotes_or_without_and_keeps_its_zeros(read: Read, written: str) -> None:
    assert read(f"k: {{correct: {{arxiv_id: {written}}}}}").decisions["k"].correct.arxiv_id == written.strip("'")


def test_authors_and_the_day_of_a_withdrawal_may_be_corrected_with_a_reason(read: Read) -> None:
    text = "k: {correct: {authors: [Ida Muster, Harbour Team], withdrawn: 2024-01-27, reason: names exchanged}}"
    assert read(text).decisions["k"].correct == Correction(
        authors=("Ida Muster", "Harbour Team"), withdrawn=date(2024, 1, 27), reason="names exchanged"
    )


def test_a_title_that_looks_like_a_number_is_text(read: Read) -> None:
    assert read("k: {correct: {title: 1984}, summary: 3.10}").decisions["k"] == Decision(
        summary="3.10", correct=Correction(title="1984")
    )


def test_a_topic_is_named_on_its_own_line(refused: Refused) -> None:
    assert refused("k:\n  topics:\n    - data\n    - agnets\n    - data\n") == [
        (4, '"agnets" is not a topic in topics.yml (did you mean "agents"?)'),
        (5, 'topic "data" is listed twice'),
    ]


def test_all_problems_of_a_file_are_named_at_once(refused: Refused) -> None:
    text = """\
        Slow Kettles:
          topics: [data]
        ferries:
          topics: [boats]
          sumary: Waits.
          correct:
            arxiv_id: kettles
            published: yesterday
            hide: true
        moths: [data]
        """
    assert [(line, message.partition(":")[0]) for line, message in refused(text)] == [
        (1, '"Slow Kettles" cannot be a paper\'s key'),
        (4, '"boats" is not a topic in topics.yml'),
        (5, 'there is no field "sumary" (did you mean "summary"?)'),
        (7, "correct.arxiv_id"),
        (8, "correct.published"),
        (9, "a paper is hidden only with a reason"),
        (10, '"moths" must have fields'),
    ]


@pytest.mark.parametrize("key", ["../../x", "Slow-Kettles", "a b", "a--b", "-a", "a/b", "''", "深"])
def test_a_key_that_no_paper_can_have_is_refused(refused: Refused, key: str) -> None:
    ((line, message),) = refused(f"\n{key}: {{topics: [data]}}")
    assert line == 2
    rule = 'cannot be a paper\'s key: lower-case letters and digits, separated by single "-" or "."'
    assert message.partition(" (")[0] == f'"{key.strip(chr(39))}" {rule}'


def test_an_arxiv_id_as_a_key_must_stand_in_quotes(refused: Refused) -> None:
    assert refused("2401.10000:\n  topics: [data]") == [(1, 'a key must be text: write it in quotes, "2401.10000"')]


def test_without_topics_their_names_are_not_checked() -> None:
    assert parse_curation(Path("a.yml"), "k: {topics: [boats]}", None).decisions["k"].topics == ("boats",)


def test_where_there_is_no_topic_every_name_is_unknown() -> None:
    with pytest.raises(ProblemsError, match='"boats" is not a topic'):
        parse_curation(Path("a.yml"), "k: {topics: [boats]}", Topics([]))


def test_a_day_s_curation_stands_in_its_year_and_one_without_a_day_apart() -> None:
    assert curation_path(Path("c"), date(2025, 3, 11)) == Path("c/curation/2025/2025-03-11.yml")
    assert curation_path(Path("c"), None) == Path("c/curation/undated.yml")


def test_curation_files_are_found_in_one_order_whatever_they_are_called(tmp_path: Path) -> None:
    names = ["undated.yml", "2024/2024-12-31.yml", "2025/2025-01-02.yaml", "2025/2025-03-11.yml"]
    for name in reversed([*names, "README.md", "2025/2025-01-02.yml~", ".2025.yml.swp"]):
        path = tmp_path / "curation" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert list(curation_paths(tmp_path)) == [tmp_path / "curation" / name for name in names]


# Topics that were renamed


def test_an_old_name_is_read_as_the_topic_s_present_one(read: Read) -> None:
    assert read("slow-kettles: {topics: [data, tool-use]}").decisions["slow-kettles"].topics == ("data", "agents")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("agents, tool-use", 'topic "tool-use" is the same as "agents", and counts once; keep "agents"'),
        ("actors, tool-use", 'topic "tool-use" is the same as "actors", and counts once; keep "agents"'),
        ("tool-use, agents", 'topic "agents" is the same as "tool-use", and counts once; keep "agents"'),
    ],
)
def test_an_old_and_a_new_name_of_one_topic_count_once(tmp_path: Path, names: str, message: str) -> None:
    path = tmp_path / "2025-03-11.yml"
    path.write_text(f"slow-kettles: {{topics: [{names}, data]}}")
    curation, problems = examine_curation(path, TOPICS)
    assert problems == [Problem(path, 1, message, warning=True)]
    assert curation.decisions["slow-kettles"].topics == ("agents", "data")


def test_near_an_old_name_the_present_one_is_meant(refused: Refused) -> None:
    ((_, message),) = refused("slow-kettles: {topics: [tool-uses]}")
    assert message == '"tool-uses" is not a topic in topics.yml (did you mean "agents"?)'
