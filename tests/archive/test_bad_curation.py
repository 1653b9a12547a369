"""What contributors get wrong in a curation file, and the line and the words with which they are told.

The cases stand in data/bad_curation.txt as people would write them; those that no editor would show stand here.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.archive.listings import write_listing
from generator.archive.models import Listing, Record
from generator.cli import papers

FILE = Path("content/curation/2025/2025-03-10.yml")
TOPICS = ("reasoning", "evaluation", "language-agents", "robotics", "scaling-laws")

CASES = Path(__file__).parents[1] / "data" / "bad_curation.txt"

Case = tuple[str, str, list[str]]


def cases() -> Iterator[Case]:
    """Yield each case of the data file: its name, the text of the file, and what is said of it."""
    for case in re.split("^### ", CASES.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, rest = case.split("\n", 1)
        text, *complaints = re.split("^=> ", rest.split("\n#### ")[0], flags=re.MULTILINE)
        yield name, text, [complaint.strip() for complaint in complaints]


ODD_CASES: list[Case] = [
    (
        "a topic too long to be shown",
        f"ants:\n  topics: [{'z' * 90}]\n",
        [f'2: "{"z" * 79}…" is not a topic in topics.yml'],
    ),
    ("401 characters", f"ants:\n  summary: {'w' * 401}\n", ["2: summary: has 401 characters: say it in 400 or fewer"]),
    ("a key longer than YAML reads", f"{'k' * 1100}:\n  topics: [reasoning]\n", ["1: is too long for a key"]),
    ("nesting without end", f"ants:\n  topics: {'[' * 100}\n", ["2: is nested too deeply to be read"]),
    ("a tab", "ants:\n\ttopics: [reasoning]\n", ["2: indent with spaces: YAML does not allow tabs"]),
    (
        "a tab behind blanks",
        "ants:\n  topics: [reasoning]\n  \tsummary: Ants carry.\n",
        ["3: indent with spaces: YAML does not allow tabs"],
    ),
    ("a tab before an item", "ants:\n  topics:\n\t- reasoning\n", ["3: indent with spaces: YAML does not allow tabs"]),
    (
        "a no-break space",
        "ants:\n \u00a0topics: [reasoning]\n",
        [r'2: there is no field "\xa0topics" (did you mean "topics"?)'],
    ),
    (
        "a turn of the reading direction",
        "ants:\n  summary: Ants \u202eyrrac.\n",
        ["2: holds the invisible character U+202E RIGHT-TO-LEFT OVERRIDE: take it out"],
    ),
    (
        "a byte order mark inside",
        "ants:\n  summary: Ants\ufeff carry.\n",
        ["2: holds the invisible character U+FEFF ZERO WIDTH NO-BREAK SPACE: take it out"],
    ),
    (
        "a word that only a language model reads, in a comment",
        "# ants \U000e0061\nants:\n  summary: Ants carry.\n",
        ["1: holds the invisible character U+E0061 TAG LATIN SMALL LETTER A: take it out"],
    ),
    (
        "a blank of no width behind a name",
        "ants:\n  summary: Ants carry.\n# \u200b\n",
        ["3: holds the invisible character U+200B ZERO WIDTH SPACE: take it out"],
    ),
    (
        "a control character",
        "ants:\n  topics: [reasoning]\nmoths:\n  summary: Moths\x07 fly.\n",
        ["4: holds the control character U+0007, which YAML does not allow: take it out"],
    ),
    (
        "line ends that only YAML knows",
        "ants:\n  summary: Ants\u2028carry\u0085much.\nkettles:\n  topics: [resoning]\n",
        ['4: "resoning" is not a topic in topics.yml (did you mean "reasoning"?)'],
    ),
]
ALL_CASES = [*cases(), *ODD_CASES]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the archive's folder, in which the command line stands."""
    monkeypatch.chdir(tmp_path)
    content = tmp_path / "content"
    ferries = Record(key="2401.10000", title="Ferries", arxiv_id="2401.10000")
    for day, records in (
        (date(2025, 3, 10), (ferries, *map(record, ("ants", "kettles", "moths", "umbrellas")))),
        (date(2025, 3, 11), (*map(record, ("trains-at-night", "umbrellas")),)),
        (None, (record("ropes"),)),
    ):
        write_listing(content, Listing(day=day, source="a test", status="partial", papers=records))
    topics = "".join(f"    {name}: {{title: {name}, description: About it., keywords: [{name}]}}\n" for name in TOPICS)
    (content / "topics.yml").write_text(f"- group: All\n  topics:\n{topics}", "utf-8")
    FILE.parent.mkdir(parents=True)
    FILE.with_name("2025-03-11.yml").write_text("umbrellas:\n  topics: [reasoning]\n", "utf-8")
    return tmp_path


def record(key: str) -> Record:
    return Record(key=key, title=key.title())


def check(*options: str) -> Result:
    """Run `papers check`; whatever is wrong ends it with 1 and without a traceback."""
    result = CliRunner().invoke(papers, ["check", *options])
    assert result.exit_code in (0, 1)
    assert isinstance(result.exception, SystemExit | None)
    assert "Traceback" not in result.output
    return result


def complaints() -> list[str]:
    """Return what `papers check` says of the file, as line and message, and of other files with their names."""
    result = check()
    lines = result.stdout.splitlines()
    if all(": warning: " in line for line in lines[:-1]) and lines[-1].endswith("no problems, 1 warning"):
        assert (result.exit_code, result.stderr) == (0, "")
        lines.pop()
    else:
        assert result.exit_code == 1
        assert result.stderr == f"{len(lines)} problem{'s' if len(lines) > 1 else ''} found\n"
    return [line.removeprefix(f"{FILE}:").removeprefix(f"{FILE.parent}/") for line in lines]


def test_there_are_more_than_a_hundred_different_mistakes() -> None:
    names, texts = {name for name, _, _ in ALL_CASES}, {text for _, text, _ in ALL_CASES}
    assert len(names) == len(texts) == len(ALL_CASES) > 100
    assert all(complaints for _, _, complaints in ALL_CASES)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in ALL_CASES], ids=[case[0] for case in ALL_CASES])
def test_a_mistake_is_told_on_its_line_with_what_to_do(text: str, expected: list[str]) -> None:
    FILE.write_bytes(text.encode())
    assert complaints() == expected


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"kettles:\n  summary: Caf\xe9.\n", "2: must be UTF-8 text; this line is not"),
        ("kettles:\n  topics: [reasoning]\n".encode("utf-16"), "1: must be UTF-8 text; this line is not"),
        (b"ants:\n  summary: \xed\xa0\x80\n", "2: must be UTF-8 text; this line is not"),
        (b"a\0n\0t\0s\0", "1: holds the control character U+0000, which YAML does not allow: take it out"),
        (b"\xef\xbb\xbfkettles:\r\n  topics: []\r\n", "2: topics: name at least one, or leave topics out"),
        (b"ants:\r  topics: []\r", "2: topics: name at least one, or leave topics out"),
    ],
    ids=["Latin 1", "UTF-16", "a surrogate", "UTF-16 without its mark", "CRLF and a byte order mark", "CR"],
)
def test_bytes_that_are_no_text_or_have_other_line_ends(data: bytes, expected: str) -> None:
    FILE.write_bytes(data)
    assert complaints() == [expected]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"# Nothing is decided yet.\n",
        b"\xef\xbb\xbf'2401.10000':\r\n  topics: [reasoning]\r\nants: {summary: Short.}\r\n",
        b"---\nkettles:\n  topics:\n  - reasoning\n",
        b"kettles:\n  summary: A text may go on\n    below, further in.\n",
        b"kettles:\n  summary: >\n    A text may be\n    folded.\n",
        b"kettles:\n  correct: {title: A, arxiv_id: 2401.10001, published: 2024-01-27, hide: yes, reason: B}\n",
        b"kettles:\n  correct: {arxiv_id: cs/0112017}\n",
        b"kettles:\n  summary: " + b"water " * 39 + b"boils.\n",
    ],
)
def test_what_holds_passes(data: bytes) -> None:
    FILE.write_bytes(data)
    assert re.fullmatch(r"content: \d papers in 3 listings, no problems\n", check().stdout)


@pytest.mark.usefixtures("folder")
def test_a_folder_a_link_and_a_pipe_in_the_place_of_a_file() -> None:
    FILE.mkdir()
    assert complaints() == ["1: cannot be read: Is a directory"]
    FILE.rmdir()
    FILE.symlink_to("/etc/hostname")
    assert complaints() == ["1: must be a real file, not a link"]
    FILE.unlink()
    FILE.symlink_to("nowhere")
    assert complaints() == ["1: must be a real file, not a link"]
    FILE.unlink()
    os.mkfifo(FILE)
    assert complaints() == ["1: must be a file, not a pipe"]


@pytest.mark.usefixtures("folder")
def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    FILE.touch()
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path == FILE:
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert complaints() == ["1: cannot be read: Permission denied"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["2025-03-10.yaml", "2025-03-12.yml", "kettles.yml"])
def test_a_file_under_another_name(name: str) -> None:
    FILE.with_name(name).write_text("kettles:\n  topics: [reasoning]\n", "utf-8")
    message = '"kettles" must be curated in 2025-03-10.yml, the file of a day that lists it: move the entry there'
    assert complaints() == [f"{name}:1: {message}"]


@pytest.mark.usefixtures("folder")
def test_the_problems_of_all_files_come_at_once_sorted_and_each_once() -> None:
    FILE.write_text("moths:\n  topics: [resoning, resoning]\nkettles:\nants:\n  topics: []\n", "utf-8")
    FILE.with_name("2025-03-11.yml").write_text("zebras:\n  sumary: Trot.\n", "utf-8")
    FILE.with_name("notes.txt").touch()
    said = check().stdout.replace(f"{FILE.parent}/", "").splitlines()
    assert said == sorted(said)
    assert said == [
        '2025-03-10.yml:1: "moths" must come after "kettles": entries are sorted by key',
        '2025-03-10.yml:2: "resoning" is not a topic in topics.yml (did you mean "reasoning"?)',
        '2025-03-10.yml:3: "kettles" decides nothing: give it topics, a summary or a correction, or take it out',
        '2025-03-10.yml:3: "kettles" must come after "ants": entries are sorted by key',
        "2025-03-10.yml:5: topics: name at least one, or leave topics out",
        '2025-03-11.yml:1: no listing has a paper "zebras"',
        '2025-03-11.yml:2: there is no field "sumary" (did you mean "summary"?)',
        "notes.txt:1: is not read: a file in content/curation must be named YEAR/YYYY-MM-DD.yml or undated",
    ]


@pytest.mark.usefixtures("folder")
def test_what_a_file_says_cannot_command_the_terminal_that_shows_it() -> None:
    FILE.write_text('kettles:\n  topics: ["x\\n::error::y", "\\e[31m"]\n', "utf-8")
    assert complaints() == [
        r'2: "\x1b[31m" is not a topic in topics.yml',
        r'2: "x\n::error::y" is not a topic in topics.yml',
        "2: holds the invisible character U+001B (a control character): take it out",
    ]
