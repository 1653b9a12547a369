"""Whatever stands in a content file, the checker passes it, or says what is wrong on a line of that file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from generator.archive.load import load_archive
from generator.errors import Problem, ProblemsError
from tests.support.strategies import CURATION_PARTS, LISTING_PARTS, TOPICS_PARTS, contents

FILES = {
    "listings/2025/2025-03-10.json": (
        b'{"day": "2025-03-10", "papers": [{"key": "2401.10000", "title": "Ferries"}, '
        b'{"key": "kettles", "title": "Kettles"}], "source": "a test", "status": "partial"}'
    ),
    "topics.yml": (
        b"- group: All\n  topics:\n    reasoning: {title: Reasoning, description: Why., keywords: [reasoning]}\n"
    ),
    "curation/2025/2025-03-10.yml": b"kettles:\n  topics: [reasoning]\n",
}
often = settings(max_examples=150, deadline=None)


@pytest.fixture(scope="module")
def content() -> Iterator[Path]:
    """Return a folder of content that holds all that it must; a test changes one of its files at a time."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in FILES.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield Path(folder)


def problems(content: Path, name: str, data: bytes) -> list[Problem]:
    """Return what is wrong when one of the files holds the data, which is then put back."""
    path = content / name
    path.write_bytes(data)
    try:
        load_archive(content)
    except ProblemsError as error:
        return error.problems
    finally:
        path.write_bytes(FILES[name])
    return []


def holds(content: Path, name: str, data: bytes) -> bool:
    """Return whether each problem stands on a line of a file, is said in one line of bounded length, and once."""
    found = problems(content, name, data)
    for problem in found:
        lines = len((data if problem.path == content / name else problem.path.read_bytes()).splitlines()) or 1
        assert 1 <= problem.line <= lines, problem
        assert problem.message, problem
        assert len(str(problem).splitlines()) == 1
        assert str(problem).isprintable()
        assert len(problem.message) < 600
    return len(found) == len(set(found))


@given(data=contents(CURATION_PARTS))
@example(data=b'kettles:\n  "a` - at `$.correct.title": 1\n')
@example(data=b"kettles: {topics: [[]], correct: [], summary: {}}")
@often
def test_any_curation_file_is_read_or_refused(content: Path, data: bytes) -> None:
    assert holds(content, "curation/2025/2025-03-10.yml", data)


@given(data=contents([*TOPICS_PARTS, *CURATION_PARTS]))
@often
def test_any_topics_file_is_read_or_refused(content: Path, data: bytes) -> None:
    assert holds(content, "topics.yml", data)


@given(data=contents(LISTING_PARTS))
@often
def test_any_listing_is_read_or_refused(content: Path, data: bytes) -> None:
    assert holds(content, "listings/2025/2025-03-10.json", data)
