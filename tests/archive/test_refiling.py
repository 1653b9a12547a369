"""Curation entries move to the file of a day that lists their paper; every other line stays as it is."""

from datetime import date
from pathlib import Path

import pytest

from generator.archive.listings import encode_listing
from generator.archive.load import load_archive
from generator.archive.models import Listing, Record
from generator.archive.refiling import refile
from generator.archive.yaml_io.editor import move_entry
from generator.errors import ArchiveError

MONDAY = date(2025, 3, 10)
KETTLES, FERRIES, GULLS = (Record(key=f"slow-{name}", title=f"Slow {name}") for name in ("kettles", "ferries", "gulls"))
HEAD = "# Papers listed on 2025-03-10. topics: names from content/topics.yml, most specific first.\n"
FILE = f"""\
{HEAD}slow-ferries:
  summary: Waits.  # so they say
# about kettles
slow-kettles:  # Slow kettles
  summary: Boils slowly.
  # nothing more

slow-swans: {{summary: Swims.}}
"""
BROUGHT = """\
# about kettles
slow-kettles:  # Slow kettles
  summary: Boils slowly.
  # nothing more
"""


def moved(source: str, target: str, key: str = "slow-kettles") -> tuple[str, str]:
    return move_entry((Path("a.yml"), source), (Path("b.yml"), target), key)


def write(content: Path, listings: dict[date | None, list[Record]], curation: dict[str, str]) -> Path:
    for day, papers in listings.items():
        path = content / "listings" / (f"{day.year}/{day}.json" if day else "undated.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_listing(Listing(day=day, source="a test", status="partial", papers=tuple(papers))))
    for name, text in curation.items():
        path = content / "curation" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return content


def test_an_entry_moves_with_its_comments_and_leaves_the_others_alone() -> None:
    rest, joined = moved(
        FILE, "# Papers without a day.\nslow-gulls: {summary: Cries.}\nslow-moths: {summary: Glows.}\n"
    )
    assert rest == FILE.replace(BROUGHT, "")
    assert joined == (
        f"# Papers without a day.\nslow-gulls: {{summary: Cries.}}\n{BROUGHT}slow-moths: {{summary: Glows.}}\n"
    )


@pytest.mark.parametrize("target", ["", "# Nothing yet.\n", "---\n"])
def test_an_entry_moves_to_a_file_without_entries(target: str) -> None:
    rest, joined = moved(FILE, target)
    assert (rest, joined) == (FILE.replace(BROUGHT, ""), target + BROUGHT)


def test_the_only_entry_of_a_file_leaves_its_head() -> None:
    rest, joined = moved(f"{HEAD}slow-kettles:\n  summary: Boils.\n", "")
    assert (rest, joined) == (HEAD, "slow-kettles:\n  summary: Boils.\n")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (FILE, "slow-kettles: {summary: Another.}\n"),
        ("{slow-kettles: {summary: Boils.}, slow-swans: {summary: Swims.}}\n", ""),
        (FILE, "{slow-gulls: {summary: Cries.}}\n"),
    ],
)
def test_what_cannot_be_moved_safely_is_left_to_a_person(source: str, target: str) -> None:
    with pytest.raises(ArchiveError, match=r'a\.yml: "slow-kettles" cannot be moved safely to b\.yml: move it by hand'):
        moved(source, target)


def test_entries_move_to_the_first_day_that_lists_their_paper(tmp_path: Path) -> None:
    entries = "".join(f"slow-{name}: {{summary: Waits.}}\n" for name in ("ferries", "gulls", "kettles"))
    content = write(
        tmp_path / "content",
        {MONDAY: [FERRIES], date(2025, 3, 12): [GULLS], date(2025, 3, 13): [GULLS], None: [GULLS, KETTLES]},
        {"2025/2025-03-10.yml": entries},
    )
    moves = list(refile(content, load_archive(content)))
    assert [(move.key, move.target.name, move.problem) for move in moves] == [
        ("slow-gulls", "2025-03-12.yml", None),
        ("slow-kettles", "undated.yml", None),
    ]
    assert (content / "curation" / "2025" / "2025-03-10.yml").read_text("utf-8") == "slow-ferries: {summary: Waits.}\n"
    assert "slow-gulls: {summary: Waits.}\n" in (content / "curation" / "2025" / "2025-03-12.yml").read_text("utf-8")
    assert "slow-kettles: {summary: Waits.}\n" in (content / "curation" / "undated.yml").read_text("utf-8")
    archive = load_archive(content)
    assert archive.warnings == ()
    assert list(refile(content, archive)) == []


def test_an_entry_that_cannot_be_moved_stays_and_says_why(tmp_path: Path) -> None:
    flow = "{slow-ferries: {summary: Waits.}, slow-kettles: {summary: Boils.}}\n"
    content = write(tmp_path / "content", {MONDAY: [FERRIES], None: [KETTLES]}, {"2025/2025-03-10.yml": flow})
    (move,) = refile(content, load_archive(content))
    assert move.problem is not None
    assert "move it by hand" in move.problem
    assert (content / "curation" / "2025" / "2025-03-10.yml").read_text("utf-8") == flow
    assert not (content / "curation" / "undated.yml").exists()
