"""What changes for readers: between two archives, as a report, and as a file that nobody trusts."""

import shutil
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import papers
from generator.errors import ArchiveError
from generator.publish.compare.changes import MOST, Changes, First, PaperName, read_changes
from generator.publish.compare.diff import compare
from generator.publish.compare.report import LONGEST, report_markdown, report_text
from generator.publish.compare.snapshot import read_edition
from generator.publish.theme.page import Page
from tests.support.archives import edited, retagged, run

CURATION = Path("content/curation/2025/2025-03-10.yml")
SITE = "https://papers.example/"
NONE: First[PaperName] = First(count=0, first=())


def changes_of(before: Path, after: Path) -> Changes:
    cache = before.parent / "cache"
    return compare(read_edition(before, cache), read_edition(after, cache))


def keys(found: First[PaperName]) -> list[str]:
    return [paper.key for paper in found.first]


@pytest.fixture
def found(archive: Path) -> Changes:
    """Return what changes where a paper is retagged."""
    return changes_of(archive, retagged(archive))


def test_of_the_same_archive_nothing_changes(archive: Path) -> None:
    found = changes_of(archive, archive)
    assert "Nothing changes for readers.\n" in report_text(found)
    assert (found.pages, found.feeds.count, found.topics.count) == ({}, 0, 0)


def test_pages_and_feeds_that_are_made_from_the_same_are_not_made(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def watched(page: Page) -> str:
        made.append(page.address)
        return markdown(page)

    markdown = Page.markdown
    monkeypatch.setattr(Page, "markdown", watched)
    changes_of(archive, archive)
    assert made == []
    changes_of(archive, edited(archive, CURATION, "topics: [translation]", "topics: [robotics]"))
    assert "papers/a-lantern-for-translators/" in made
    assert "days/2025-04-01/" not in made


def test_pages_of_a_kind_that_one_archive_alone_has_are_told(archive: Path) -> None:
    empty = Path(shutil.copytree(archive, archive.parent / "empty"))
    for folder in ("listings", "curation"):
        shutil.rmtree(empty / "content" / folder)
    (filled, emptied) = changes_of(empty, archive).pages, changes_of(archive, empty).pages
    assert {"days/", "papers/"} <= filled.keys()
    assert emptied.keys() == filled.keys()


def test_a_retagged_paper_is_told_with_its_topics_before_and_after(found: Changes) -> None:
    (paper,) = found.retagged.first
    assert (paper.key, paper.before.topics, paper.after.topics) == (
        "a-lantern-for-translators",
        ("translation",),
        ("robotics",),
    )
    assert not paper.before.suggested
    assert (found.summarised, found.corrected.count, found.added, found.removed, found.hidden) == (NONE, 0, *[NONE] * 3)


def test_topics_are_told_with_their_papers_before_and_after(found: Changes) -> None:
    assert [(topic.name, topic.before, topic.after, topic.gained, topic.lost) for topic in found.topics.first] == [
        ("robotics", 2, 3, 1, 0),
        ("translation", 1, 0, 0, 1),
    ]


def test_a_suggestion_that_a_person_confirms_is_a_change(archive: Path) -> None:
    after = edited(archive, CURATION, '"2503.00042":', '"2503.00042":\n  topics: [robotics]')
    (paper,) = changes_of(archive, after).retagged.first
    assert (paper.before.topics, paper.before.suggested) == (("robotics",), True)
    assert (paper.after.topics, paper.after.suggested) == (("robotics",), False)


def test_a_new_summary_and_a_correction_are_told(archive: Path) -> None:
    edited(archive, CURATION, "Gives translators a lamp", "Hands translators a lamp")
    after = edited(archive, CURATION, "2025-03-02", "2025-03-03")
    found = changes_of(archive, after)
    assert keys(found.summarised) == ["a-lantern-for-translators"]
    assert [(paper.key, paper.facts) for paper in found.corrected.first] == [("2503.00042", ("published",))]
    assert found.retagged.count == 0


def test_a_hidden_paper_is_not_a_removed_one(archive: Path) -> None:
    after = edited(archive, CURATION, 'published: "2025-03-02"', "hide: true\n    reason: Listed by mistake.")
    found = changes_of(archive, after)
    assert (keys(found.hidden), found.removed, found.added) == (["2503.00042"], NONE, NONE)
    assert found.pages["papers/"].gone.first == ("papers/2503.00042/",)
    (after / "content" / "listings" / "2025" / "2025-04-01.json").unlink()
    found = changes_of(archive, after)
    assert keys(found.removed) == ["2504.00001"]
    assert keys(changes_of(after, archive).added) == ["2503.00042", "2504.00001"]


def test_a_topic_that_comes_or_goes_has_no_number_on_the_other_side(archive: Path) -> None:
    after = edited(archive, "content/topics.yml", "    unused:\n", "    brand-new:\n")
    assert [(topic.name, topic.before, topic.after) for topic in changes_of(archive, after).topics.first] == [
        ("brand-new", None, 0),
        ("unused", 0, None),
    ]


def test_requested_feeds_that_are_new_edited_renamed_ended_or_gone_are_told(archive: Path) -> None:
    entry = "{}: {{title: {}, description: D., query: {{words: [{}]}}{}}}\n"

    def write(root: Path, *queries: tuple[str, str, str]) -> None:
        text = "".join(entry.format(name, name.title(), word, more) for name, word, more in queries)
        (root / "content" / "feeds.yml").write_text(text)

    same, end = ("same", "cat", ""), ("end", "cat", "")
    write(archive, ("lamps", "lantern", ""), ("old", "robot", ""), ("gone", "cat", ""), same, end)
    after = Path(shutil.copytree(archive, archive.parent / "after"))
    renamed, ended = ("young", "robot", ", aliases: [old]"), ("end", "cat", ", removed: 2025-03-11")
    write(after, ("lamps", "summaries", ""), renamed, same, ended, ("new", "lantern", ""))
    changes = changes_of(archive, after)
    told = {one.name: (one.before is None, one.after is None, one.edited, one.ended) for one in changes.queries.first}
    assert told == {
        "end": (False, False, False, True),
        "gone": (False, True, False, False),
        "lamps": (False, False, True, False),
        "new": (True, False, False, False),
        "young": (False, False, False, False),
    }
    text = report_text(changes)
    assert "5 requested feeds new, changed or ended" in text
    assert "Lamps: 1 → 1 papers (edited, 1 gained, 1 lost)" in text
    assert "New: none → 1 papers" in text
    assert read_changes(msgspec.json.encode(changes)) == changes


def test_a_hand_written_page_changes_by_its_source(archive: Path) -> None:
    after = edited(archive, "content/pages/about.md", "#", "# More")
    (after / "content" / "pages" / "a note.md").write_text("# A note\n")
    found = changes_of(archive, after)
    assert found.pages[""].changed.first == ("about/",)
    assert found.pages[""].new.first == ("a%20note/",)


def test_settings_and_theme_change_every_page(archive: Path) -> None:
    after = edited(archive, "mkdocs.yml", "font: false", "font: false # none")
    (after / "overrides").mkdir()
    (after / "overrides" / "404.html").write_text("Nothing here")
    found = changes_of(archive, after)
    assert (found.settings, found.theme, found.pages) == (True, True, {})
    said = report_text(found)
    assert "Every page may look different, because mkdocs.yml changed." in said
    assert "Nothing changes" not in said


def test_the_report_says_all_of_it(archive: Path) -> None:
    after = retagged(archive)
    said = run("compare", str(archive), "-C", str(after)).output
    assert said.splitlines()[:9] == [
        "## What changes for readers",
        "",
        "### 1 paper with changed topics",
        "",
        "- A Lantern for Translators: translation → robotics",
        "",
        "### 2 topics with changed papers",
        "",
        "- Robotics: 2 → 3 papers (1 gained)",
    ]
    assert "- 1 changed in papers/: a-lantern-for-translators/\n" in said
    assert "topics/robotics.atom.xml" in said


def test_what_was_written_as_json_is_told_as_if_it_were_compared(archive: Path) -> None:
    after = retagged(archive)
    stored = archive.parent / "changes.json"
    stored.write_text(run("compare", str(archive), "-C", str(after), "--format", "json").output)
    for form in ("text", "markdown", "json"):
        told = run("compare", "--from", str(stored), "-C", str(after), "--format", form).output
        assert told == run("compare", str(archive), "-C", str(after), "--format", form).output


def test_one_comparison_is_asked_for_at_a_time(archive: Path) -> None:
    for arguments in ([], [str(archive), "--from", "changes.json"]):
        assert CliRunner().invoke(papers, ["compare", *arguments]).exit_code == 2


def test_a_long_list_is_named_in_part(found: Changes) -> None:
    names = tuple(PaperName(key=f"paper-{number}", title=f"Paper {number}") for number in range(MOST))
    long = msgspec.structs.replace(found, added=First(count=MOST + 5, first=names))
    said = report_text(long)
    assert f"### {MOST + 5} papers added\n\n- Paper 0\n" in said
    assert f"- Paper {MOST - 1}\n- and 5 more\n" in said


def test_a_removed_paper_and_all_topics_of_a_retagged_one_are_named(found: Changes) -> None:
    (paper,) = found.retagged.first
    two = msgspec.structs.replace(paper.after, topics=("robotics", "translation"))
    retagged = First(count=1, first=(msgspec.structs.replace(paper, after=two),))
    removed = First(count=1, first=(PaperName(key="kettles", title="Slow Kettles"),))
    said = report_text(msgspec.structs.replace(found, retagged=retagged, removed=removed))
    assert "- A Lantern for Translators: translation → robotics, translation\n" in said
    assert "### 1 paper removed\n\n- Slow Kettles\n" in said


def test_a_report_is_never_longer_than_a_comment(found: Changes) -> None:
    names = tuple(PaperName(key=f"paper-{number}", title="<" * 300) for number in range(MOST))
    full = First(count=MOST, first=names)
    long = msgspec.structs.replace(found, added=full, removed=full, hidden=full, summarised=full)
    long = msgspec.structs.replace(
        long, pages={f"{'k' * 150}{n}/": next(iter(found.pages.values())) for n in range(200)}
    )
    said = report_markdown(long, SITE)
    assert LONGEST - 1_000 < len(said) < LONGEST + 200
    assert said.endswith("The rest is omitted: a comment cannot be longer.\n")


def told_title(found: Changes, title: str) -> str:
    """Return how the report shows a title."""
    paper = PaperName(key="a-paper", title=title)
    said = report_markdown(msgspec.structs.replace(found, hidden=First(count=1, first=(paper,))), SITE)
    (line,) = [line for line in said.splitlines() if "papers/a-paper/" in line]
    return line.removeprefix("- [").removesuffix(f"]({SITE}papers/a-paper/)")


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("@octocat and @org/team", "&#64;\u200boctocat and @\u200borg/team"),
        ("Fixes #12", "Fixes &#35;\u200b12"),
        ("other/repo#12", "other/repo&#35;\u200b12"),
        ("GH-12", "GH-\u200b12"),
        ("see https://evil.example", "see https:\u200b//evil.example"),
        ("www.evil.example", "www\u200b.evil.example"),
        (":tada:", "&#58;\u200btada:"),
        ("](https://evil.example) <img src=x>", "&#93;(https:\u200b//evil.example) &#60;img src&#61;x&#62;"),
        ("<!-- `code` -->", "&#60;!-- &#96;code&#96; --&#62;"),
        ("Quiet-STaR: Thinking", "Quiet-STaR: Thinking"),
    ],
)
def test_a_title_in_a_comment_is_only_a_title(found: Changes, title: str, shown: str) -> None:
    assert told_title(found, title) == shown


@given(title=st.text(alphabet="ab@#:/.<>[]()!`*_~\\&-w", min_size=1, max_size=40))
def test_no_title_holds_what_github_would_act_on(title: str) -> None:
    shown = told_title(NOTHING, title)
    bare = shown.replace("&#64;", "@").replace("&#35;", "#").replace("&#58;", ":")
    for sign, following in pairwise(bare):
        assert sign not in "@:" or following in "\u200b "
    assert not set(shown) & set("<>[]`*_~\\")
    assert "www." not in shown


DIFFERENCE = {part: {"count": 0, "first": []} for part in ("changed", "new", "gone")}
EMPTY = {"count": 0, "first": []}
NOTHING_STORED: dict[str, object] = {
    "settings": False,
    "theme": False,
    **dict.fromkeys(("added", "removed", "hidden", "retagged", "summarised", "corrected", "topics"), EMPTY),
    "pages": {},
    "feeds": DIFFERENCE,
}
NOTHING = read_changes(msgspec.json.encode(NOTHING_STORED))


def one(**values: object) -> dict[str, object]:
    return {"count": 1, "first": [values]}


@pytest.mark.parametrize(
    "stored",
    [
        {"body": "hello"},
        {"settings": "yes"},
        {"added": {"count": -1, "first": []}},
        {"added": {"count": 10**9, "first": []}},
        {"added": {"count": 0, "first": [{"key": "a", "title": "A"}]}},
        {"added": {"count": 21, "first": [{"key": "a", "title": "A"}] * 21}},
        {"added": one(key="../../login", title="A")},
        {"added": one(key="a)[x](y", title="A")},
        {"added": one(key="a", title="A\n\n# Merged")},
        {"added": one(key="a", title="A\u202eB")},
        {"added": one(key="a", title="A" * 301)},
        {"added": one(key="a", title="")},
        {"added": one(key="a", title="A", url="https://evil.example")},
        {"topics": one(name="A b", title="A", before=0, after=1, gained=1, lost=0)},
        {"corrected": one(key="a", title="A", facts=["anything"])},
        {"pages": {"javascript:alert(1)/": DIFFERENCE}},
        {"pages": {"a/b/": DIFFERENCE}},
        {"pages": {f"{number}/": DIFFERENCE for number in range(201)}},
        *(
            {"feeds": {**DIFFERENCE, "gone": {"count": 1, "first": [address]}}}
            for address in (
                "https://evil.example/",
                "//evil.example/",
                "/etc/",
                "../",
                "a/../../b/",
                "%2E%2E/",
                "a b",
                "a`b",
                "a)b",
                "a?b",
                "x" * 501,
            )
        ),
    ],
)
def test_a_stored_comparison_that_no_comparison_wrote_is_refused(stored: dict[str, object]) -> None:
    with pytest.raises(ArchiveError, match="is not a comparison"):
        read_changes(msgspec.json.encode({**NOTHING_STORED, **stored}))


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b" " * 1_000_001])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError, match="comparison"):
        read_changes(data)


def test_a_refusal_is_one_line_that_names_the_file(archive: Path) -> None:
    stored = archive.parent / "changes.json"
    stored.write_bytes(msgspec.json.encode({**NOTHING_STORED, "\n::error::x\n" * 100: 1}))
    result = CliRunner().invoke(papers, ["compare", "--from", str(stored)])
    assert isinstance(result.exception, ArchiveError)
    said = str(result.exception)
    assert said.startswith(f"{stored}: is not a comparison: ")
    assert len(said.splitlines()) == 1
    assert len(said) < len(str(stored)) + 400
