"""The record of what standing queries found: what is written, read again and said of files that do not fit."""

from pathlib import Path

from generator.archive.matched import matched_problems, read_matched, record_matched
from generator.archive.queries import Query, Terms

SINGING = Query("singing", "Singing", "What sings.", Terms(words=("kettle",)))


def test_what_is_recorded_is_read_again_and_added_to(tmp_path: Path) -> None:
    path = tmp_path / "matches" / "singing.json"
    assert list(record_matched(tmp_path, [SINGING], {}, {"singing": ["b", "a"]})) == [path]
    known, problems = read_matched(tmp_path, [SINGING])
    assert (dict(known), problems) == ({"singing": frozenset("ab")}, [])
    assert list(record_matched(tmp_path, [SINGING], known, {"singing": ["b"]})) == []
    assert list(record_matched(tmp_path, [SINGING], known, {"singing": ["c"]})) == [path]
    assert path.read_text() == (
        f'{{\n  "papers": [\n    "a",\n    "b",\n    "c"\n  ],\n  "query": "{SINGING.meaning}"\n}}\n'
    )


def test_a_query_that_finds_nothing_has_no_file(tmp_path: Path) -> None:
    assert list(record_matched(tmp_path, [SINGING], {}, {"singing": []})) == []
    assert not (tmp_path / "matches").exists()


def test_an_edited_query_begins_anew_and_a_renamed_one_goes_on(tmp_path: Path) -> None:
    list(record_matched(tmp_path, [SINGING], {}, {"singing": ["a"]}))
    edited = Query("singing", "Singing", "What sings.", Terms(words=("spoon",)))
    renamed = Query("songs", "Songs", "All of them.", Terms(words=("kettle",)), aliases=("singing",))
    assert read_matched(tmp_path, [edited]) == ({}, [])
    assert read_matched(tmp_path, [renamed]) == ({"songs": frozenset("a")}, [])
    list(record_matched(tmp_path, [edited], {}, {"singing": []}))
    assert read_matched(tmp_path, [SINGING])[0] == {}


def test_a_file_that_is_no_record_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "matches" / "singing.json"
    path.parent.mkdir()
    for text, message in (
        ("{", "1: must be JSON"),
        ('{\n"query": "a",\n"papers": ["A b"]}', "3: papers: each item must"),
    ):
        path.write_text(text)
        matched, (problem,) = read_matched(tmp_path, [SINGING])
        assert matched == {}
        assert str(problem).startswith(f"{path}:{message}")
        assert "restore it with git" in problem.message


def test_a_feed_that_was_published_and_is_gone_is_asked_for(tmp_path: Path) -> None:
    list(record_matched(tmp_path, [SINGING], {}, {"singing": ["a"]}))
    (tmp_path / "matches" / "notes.txt").write_text("")
    assert [problem.warning for problem in matched_problems(tmp_path, [SINGING])] == [True]
    _, gone = matched_problems(tmp_path, [])
    assert gone.warning
    assert 'feed "singing" is no longer in feeds.yml' in gone.message
    assert "removed: and the day" in gone.message
