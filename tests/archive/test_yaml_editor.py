"""Editing curation as text: one entry changes, and every other character stays as a person wrote it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.yaml_io.editor import Edit, edit_curation, new_curation, new_entry
from generator.archive.yaml_io.reader import Document
from generator.errors import ArchiveError, ProblemsError
from generator.text import clean

PATH = Path("content/curation/2025/2025-03-11.yml")
FILE = """\
# Papers listed on 2025-03-11.

# the first
a-kettle:   # A Kettle
  topics: [ data,   agents ]  # most specific first
  summary: 'Boils water.'

"2401.10000":
  # what the abstract says
  correct: {title: "Why: Ferries"}

# the last
moths:
    topics:
    - data    # plainly
    # not so plainly
    - agents  # see section 3
    summary: >-   # folded
      Moths come
      to lamps.

    correct:
      published: "2025-03-02"  # as on arXiv
"""


def edited(text: str, key: str, topics: tuple[str, ...] | None = None, summary: str | None = None) -> str:
    return edit_curation(PATH, text, Edit(key, "A Title", topics, summary))


def changed(text: str, key: str, topics: tuple[str, ...] | None = None, summary: str | None = None) -> str:
    """Return the edited text from the first line that differs to the last one."""
    old, new = text.splitlines(keepends=True), edited(dedent(text), key, topics, summary).splitlines(keepends=True)
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return "".join(new[start : len(new) - end])


def entries(text: str) -> dict[str, dict[str, object]]:
    value = Document(PATH, text.removeprefix("\ufeff")).value or {}
    assert isinstance(value, dict)
    return {key: entry or {} for key, entry in value.items()}


def corrected(text: str, key: str, authors: tuple[str, ...] | None = None, withdrawn: date | None = None) -> str:
    return edit_curation(PATH, text, Edit(key, "A Title", authors=authors, withdrawn=withdrawn))


NAMES = ("Ida Muster", "Muster, Jr., Otto", "# Team: [x]")
WRITTEN = 'authors: [Ida Muster, "Muster, Jr., Otto", "# Team: [x]"]'
DAY = date(2025, 6, 1)


class TestACorrection:
    def test_is_added_behind_topics_and_summary(self) -> None:
        new = f'  correct:\n    {WRITTEN}\n    withdrawn: "2025-06-01"\n'
        assert corrected(FILE, "a-kettle", NAMES, DAY) == FILE.replace("'Boils water.'\n", f"'Boils water.'\n{new}")

    def test_joins_those_that_are_there_in_their_style(self) -> None:
        braces, lines = ' {title: "Why: Ferries"}\n', f'\n    {WRITTEN}\n    title: "Why: Ferries"\n'
        assert corrected(FILE, "2401.10000", NAMES) == FILE.replace(braces, lines)
        old = '    correct:\n      published: "2025-03-02"  # as on arXiv\n'
        new = f'    correct:\n      {WRITTEN}\n      published: "2025-03-02"  # as on arXiv\n'
        assert corrected(FILE, "moths", NAMES) == FILE.replace(old, new)

    def test_is_replaced_where_it_stands(self) -> None:
        once = corrected(FILE, "moths", ("Li Exemplo",), DAY)
        assert corrected(once, "moths", NAMES) == once.replace("authors: [Li Exemplo]", WRITTEN)
        assert corrected(once, "moths", ("Li Exemplo",), DAY) == once

    @pytest.mark.parametrize(
        "text", ["", "# none yet\n", "a: {topics: [data]}\n", "a: {correct: }\n", "a:\n", "a: ~\n"]
    )
    def test_is_the_first_of_a_new_entry(self, text: str) -> None:
        found = entries(corrected(text, "a", NAMES, DAY))["a"]["correct"]
        assert found == {"authors": list(NAMES), "withdrawn": "2025-06-01"}

    def test_stands_beside_what_else_is_changed(self) -> None:
        edit = Edit("a", "A", ("data",), "Waits.", NAMES, DAY)
        assert edit_curation(PATH, "", edit) == (
            f'a:  # A\n  topics: [data]\n  summary: Waits.\n  correct:\n    {WRITTEN}\n    withdrawn: "2025-06-01"\n'
        )

    def test_that_has_no_fields_is_not_guessed(self) -> None:
        with pytest.raises(ArchiveError):
            corrected("a: {correct: &x {title: b}, topics: [*x]}\n", "a", NAMES)


class TestAField:
    def test_is_replaced_where_it_stands(self) -> None:
        assert changed(FILE, "a-kettle", topics=("reasoning",)) == "  topics: [reasoning]  # most specific first\n"
        assert changed(FILE, "a-kettle", summary="Boils.") == "  summary: Boils.\n"

    def test_that_says_the_same_already_stays_as_it_is_written(self) -> None:
        assert edited(FILE, "a-kettle", ("data", "agents"), "Boils water.") == FILE
        assert edited(FILE, "moths", ("data", "agents"), "Moths come to lamps.") == FILE

    def test_that_is_missing_is_added_in_its_place(self) -> None:
        assert changed(FILE, "2401.10000", ("data",), "Waits.") == "  topics: [data]\n  summary: Waits.\n"
        assert changed("a:  # A\n  # why\n  summary: x\n", "a", topics=("data",)) == "  topics: [data]\n"
        assert changed("a:\n  topics:\n    - data  # x\n", "a", summary="Waits.") == "  summary: Waits.\n"

    def test_of_several_lines_gives_way_and_its_comments_stay(self) -> None:
        assert changed(FILE, "moths", topics=("reasoning", "data")) == (
            "    # plainly\n    # not so plainly\n    - reasoning\n    - data  # see section 3\n"
        )
        assert changed(FILE, "moths", summary="Moths come.") == ("    summary: # folded\n             Moths come.\n")
        assert changed("a:\n  topics: [x,  # why\n    y]  # z\n  summary: q\n", "a", topics=("data",)) == (
            "  topics: # why\n          [data]  # z\n"
        )
        assert changed("a:\n  summary: Moths\n    come.\n  topics: [x]\n", "a", summary="b") == "  summary: b\n"

    @pytest.mark.parametrize(
        ("summary", "written"),
        [
            ("Waits: for nobody.", '"Waits: for nobody."'),
            ("Ranks #1 in C#.", '"Ranks #1 in C#."'),
            ('"Wait" is said.', '"\\"Wait\\" is said."'),
            ("C:\\path, [x] and {y}.", "C:\\path, [x] and {y}."),
            ("3.10", '"3.10"'),
            ("yes", '"yes"'),
            ("- waits", '"- waits"'),
            ("*waits*", '"*waits*"'),
            ("Ünïcödé 深度 🧪", "Ünïcödé 深度 🧪"),
        ],
    )
    def test_is_quoted_only_where_yaml_needs_it(self, summary: str, written: str) -> None:
        assert edited("a:\n  topics: [x]\n", "a", summary=summary) == f"a:\n  topics: [x]\n  summary: {written}\n"

    @pytest.mark.parametrize(
        ("text", "after"),
        [
            ("a: {topics: [x], summary: y}  # n\nb: {}\n", "a:  # n\n  topics: [d]\n  summary: S, s\nb: {}\n"),
            ("a: {summary: y}", "a:\n  topics: [d]\n  summary: S, s\n"),
            ("a: {topics: [x],\n  summary: 'y'}\n", "a:\n  topics: [d]\n  summary: S, s\n"),
            ("a: {}\nb: {}\n", "a:\n  topics: [d]\n  summary: S, s\nb: {}\n"),
            (
                'a: {correct: {hide: true, reason: "x: y", title: z}}',
                'a:\n  topics: [d]\n  summary: S, s\n  correct:\n    hide: true\n    reason: "x: y"\n    title: z\n',
            ),
            ("a: {summary: }", "a:\n  topics: [d]\n  summary: S, s\n"),
            ("a:\n  summary:\n", "a:\n  topics: [d]\n  summary: S, s\n"),
            ("a:\n  summary: ~  # none\n", "a:\n  topics: [d]\n  summary: S, s  # none\n"),
        ],
    )
    def test_of_an_entry_in_braces_stands_on_a_line_of_its_own(self, text: str, after: str) -> None:
        assert edited(text, "a", ("d",), "S, s") == after


class TestAnEntry:
    def test_that_is_missing_is_added_in_the_order_of_keys(self) -> None:
        assert changed(FILE, "ants", ("data",)) == "ants:  # A Title\n  topics: [data]\n"
        text = "b: {}\nd: {}\n"
        for key in ("e", "c", "a"):
            text = edited(text, key, ("data",))
        assert list(entries(text)) == ["a", "b", "c", "d", "e"]

    def test_goes_between_the_entries_and_not_between_an_entry_and_its_comments(self) -> None:
        text = "# Papers.\n\n# of b\nb:  # B\n  topics: [x]\n  # still of b\n\n# of d\nd: {}\n...\n"
        assert edited(text, "c", ("y",)) == text.replace(
            "of b\n\n# of d", "of b\nc:  # A Title\n  topics: [y]\n\n# of d"
        )
        assert edited(text, "a", ("y",)) == text.replace("\n\n# of b\n", "\n\na:  # A Title\n  topics: [y]\n# of b\n")
        assert edited(text, "e", ("y",)) == text.replace("d: {}\n", "d: {}\ne:  # A Title\n  topics: [y]\n")

    def test_comes_after_the_file_s_own_first_lines(self) -> None:
        assert edited("# Papers.\n# Really.\nb: {}\n", "a", ("x",)) == (
            "# Papers.\n# Really.\na:  # A Title\n  topics: [x]\nb: {}\n"
        )

    @pytest.mark.parametrize("text", ["", "# Papers.\n", "# Papers.\n\n", "---\n", "b: {}", "# Papers."])
    def test_begins_a_file_or_ends_it_on_a_line_of_its_own(self, text: str) -> None:
        head = f"{text}\n" if text and not text.endswith("\n") else text
        assert edited(text, "c", ("x",)) == f"{head}c:  # A Title\n  topics: [x]\n"

    def test_that_says_nothing_so_far_is_filled(self) -> None:
        assert edited("a:  # A\n\nb:\n", "a", ("x",), "S") == "a:  # A\n  topics: [x]\n  summary: S\n\nb:\n"
        assert edited("a: ~  # A\nb:", "b", ("x",)) == "a: ~  # A\nb:\n  topics: [x]\n"
        assert edited("a: null # A\n", "a", ("x",)) == "a: # A\n  topics: [x]\n"

    @pytest.mark.parametrize("key", ["2401.10000", "123", "null", "on", "1.5", "2025-03-11"])
    def test_has_its_key_in_quotes_where_yaml_would_read_no_text(self, key: str) -> None:
        assert edited("", key, ("x",)) == f'"{key}":  # A Title\n  topics: [x]\n'

    def test_has_a_title_that_cannot_leave_its_comment(self) -> None:
        title = "A\nb: {}\x85c\u2028d \x00\u202e" + "long " * 100
        text = edit_curation(PATH, "", Edit("k", title, ("x",)))
        assert text.splitlines()[0].startswith("k:  # A b: {} c d long long")
        assert (len(text.splitlines()), list(entries(text))) == (2, ["k"])


def test_line_endings_and_a_byte_order_mark_are_kept() -> None:
    text = "\ufeff# Papers.\r\nb:\r\n  topics: [x]\r\n"
    after = edited(edited(text, "a", ("y",)), "b", summary="S")
    assert after == "\ufeff# Papers.\r\na:  # A Title\r\n  topics: [y]\r\nb:\r\n  topics: [x]\r\n  summary: S\r\n"


def test_a_new_file_says_what_stands_in_it() -> None:
    assert new_curation(date(2025, 3, 11)) + new_entry("2401.10000", "Why: Ferries", ("data", "agents")) == (
        "# Papers listed on 2025-03-11. topics: names from content/topics.yml, most specific first.\n"
        '"2401.10000":  # Why: Ferries\n'
        "  topics: [data, agents]\n"
    )
    assert new_curation(None).startswith("# Papers without a known day. topics: ")


@pytest.mark.parametrize("text", ["a: [", "a: {}\na: {}\n", "a: &x {}\n", "- a\n", "2401.10000: {}\n", "a:\n\t- b\n"])
def test_a_broken_text_is_refused(text: str) -> None:
    with pytest.raises(ProblemsError, match=r"2025-03-11\.yml:"):
        edited(text, "a", ("x",))


@pytest.mark.parametrize(
    "text",
    [
        "? a\n: summary: x\n", "--- ~\n...\n", "{a: {topics: [x]}}\n", "{b: {}}", "{}", "{a, b: {}}",
        "a: {topics: [x],  # why\n  summary: z}\n",
    ],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_left_to_a_person(text: str) -> None:
    with pytest.raises(ArchiveError, match="in a form that cannot be edited safely: edit it by hand"):
        edited(text, "a", ("y",), "S")


# What people can write for one value; each line but the first is indented by as much as it needs.
WORDS = st.sampled_from(
    ["Boils.", "waits long", "42", "yes", "a: b", "x #y", "[z]", "{q}", "it's", '"', "\\", "é🧪", "-"]
)
SUMMARIES = st.lists(WORDS, min_size=1, max_size=4).map(lambda words: clean(" ".join(words)))
TOPICS = st.lists(st.sampled_from(["data", "agents", "x-1", "7", "on"]), min_size=1, max_size=4, unique=True).map(tuple)
KEYS = st.sampled_from(["a", "a-kettle", "b.2", "2401.10000", "moths", "on", "zz"])
NOTES = st.sampled_from(["", "", "  # a note", '  # see: [x], {y} "z"'])


@dataclass(frozen=True)
class Piece:
    """Some lines of a file: a field of an entry, or what stands between."""

    key: str
    field: str
    lines: tuple[str, ...]


@st.composite
def fields(draw: st.DrawFn, key: str, indent: str) -> list[Piece]:
    """Make the fields of one entry in any order and style."""

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def listed(topics: tuple[str, ...]) -> tuple[str, ...]:
        note, names = draw(NOTES), [quoted(name) for name in topics]
        inner = indent + draw(st.sampled_from(["", "  "]))
        return draw(
            st.sampled_from(
                [
                    (f"{indent}topics: [{', '.join(names)}]{note}",),
                    (f"{indent}topics:{note}", *(f"{inner}- {name}{note}" for name in names)),
                    (
                        f"{indent}topics: [{names[0]},{note}",
                        *(f"{indent}  {name}," for name in names[1:]),
                        f"{indent} ]",
                    ),
                ]
            )
        )

    def summarized(text: str) -> tuple[str, ...]:
        note = draw(NOTES)
        folded = tuple(f"{indent}    {word}" for word in text.split(" "))
        return draw(
            st.sampled_from(
                [
                    (f"{indent}summary: {quoted(text)}{note}",),
                    (f"{indent}summary:", f"{indent}  {quoted(text)}{note}"),
                    (f"{indent}summary: >-{note}", *folded),
                    (f"{indent}summary: |{note}", f"{indent}    {text}", ""),
                    (f"{indent}summary:{note}",),
                ]
            )
        )

    pieces = []
    if draw(st.booleans()):
        pieces.append(Piece(key, "topics", listed(draw(TOPICS))))
    if draw(st.booleans()):
        pieces.append(Piece(key, "summary", summarized(draw(SUMMARIES))))
    if draw(st.booleans()):
        pieces.append(Piece(key, "correct", (f"{indent}correct:", f"{indent}  title: 'A: B'  # sic")))
    return list(draw(st.permutations(pieces)))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[Piece]]:
    """Make a curation file, and the pieces that it is made of."""
    pieces = [Piece("", "", draw(st.sampled_from([(), ("# Papers.",), ("# Papers.", ""), ("---",)])))]
    for key in draw(st.lists(KEYS, max_size=4, unique=True)):
        between = draw(st.sampled_from([(), ("",), ("# a comment", ""), ("", "# a comment: [x]")]))
        pieces.append(Piece("", "", between))
        style = draw(st.sampled_from(["block", "block", "block", "nothing", "braces"]))
        name, note = draw(st.sampled_from([f'"{key}"', f"'{key}'"])), draw(NOTES)
        if style == "nothing":
            pieces.append(Piece("", "", (f"{name}:{draw(st.sampled_from(['', ' ~']))}{note}",)))
        elif style == "braces":
            inside = draw(st.sampled_from(["", "topics: [data]", "summary: S.", "summary: S., topics: [data],"]))
            pieces.append(Piece(key, "topics summary", (f"{name}: {{{inside}}}{note}",)))
        elif inner := draw(fields(key, draw(st.sampled_from(["  ", "    "])))):
            pieces += [Piece("", "", (f"{name}:{note}",)), *inner]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    text = newline.join(line for piece in pieces for line in piece.lines)
    return text + draw(st.sampled_from(["", newline])), pieces


@given(files(), KEYS, st.none() | TOPICS, st.none() | SUMMARIES)
def test_an_edit_changes_its_fields_and_nothing_else(
    file: tuple[str, list[Piece]], key: str, topics: tuple[str, ...] | None, summary: str | None
) -> None:
    text, pieces = file
    wanted = {"topics": list(topics) if topics else None, "summary": summary}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    before = entries(text)
    after = edited(text, key, topics, summary)

    expected = {**before, key: {**before.get(key, {}), **wanted}} if wanted else before
    assert entries(after) == expected
    assert edited(after, key, topics, summary) == after

    lines = iter(after.splitlines())
    kept = [
        line.replace(" ~", "")
        for piece in pieces
        if piece.key != key or not set(piece.field.split()) & wanted.keys()
        for line in piece.lines
    ]
    while kept and not kept[-1]:  # lines that are empty at the end are one newline or none
        kept.pop()
    assert [line for line in kept if any(line == other.replace(" ~", "") for other in lines)] == kept


@given(st.text().map(clean).filter(bool), st.sampled_from(["", "a:\n  summary: x\n", "a: {summary: x}", "a: {}\n"]))
def test_any_text_of_one_line_can_be_a_summary(summary: str, text: str) -> None:
    assert entries(edited(text, "a", summary=summary))["a"]["summary"] == summary
