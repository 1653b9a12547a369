"""`papers follow`: a feed is added to feeds.yml, and nothing there is lost."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from generator.archive.queries import Query, Terms, examine_queries, examine_text
from generator.archive.query_editor import named, with_query
from generator.archive.topics import Topics, read_topics
from generator.cli import papers
from generator.collect.follow_form import LABELS, TITLE, Wish, read_wish
from generator.errors import ArchiveError
from generator.text import hidden
from tests.support.archives import make_archive, run
from tests.support.hostile import TEXTS
from tests.support.strategies import quickly


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "archive")


def queries(archive: Path) -> tuple[Query, ...]:
    content = archive / "content"
    found, _ = examine_queries(content / "feeds.yml", read_topics(content / "topics.yml"))
    assert found is not None
    return found


def issue(**fields: str) -> str:
    """Return an issue as GitHub makes it of the form."""
    labels = dict(zip(("title", "words", "authors", "topics", "without", "about"), LABELS, strict=True))
    return "\n\n".join(f"### {label}\n\n{fields.get(name) or '_No response_'}" for name, label in labels.items())


class TestCommand:
    def test_a_feed_is_written_as_it_was_asked_for(self, archive: Path) -> None:
        result = run(
            "follow", "Lamps & Lanterns", "--words", "lantern", "--words", "a: b #c", "--topics", "Translation",
            "--author", "Ada Example", "--without", "yes", "-C", str(archive),
        )  # fmt: skip
        assert result.output.endswith(f"lamps-lanterns: 1 paper at present; written to {archive}/content/feeds.yml\n")
        assert queries(archive) == (
            Query(
                "lamps-lanterns",
                "Lamps & Lanterns",
                "Papers on Translation with \u201clantern\u201d or \u201ca: b #c\u201d by Ada Example.",
                Terms(("translation",), ("Ada Example",), ("lantern", "a: b #c")),
                Terms(words=("yes",)),
            ),
        )

    def test_what_is_there_stays_to_the_character(self, archive: Path) -> None:
        path = archive / "content" / "feeds.yml"
        before = (
            "# Ours\nold:   # a feed\n  title: 'Old'\n  description: O.\n  query: {words: [old]}\n  aliases: [lamps]\n"
        )
        path.write_text(before)
        run("follow", "Lamps", "--words", "lamp", "--about", "Light.", "-C", str(archive))
        text = path.read_text()
        assert text.startswith(before)
        assert text.removeprefix(before) == (
            "\nlamps-2:\n  title: Lamps\n  description: Light.\n  query:\n    words: [lamp]\n"
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["Lamps", "--topics", "translatoin"], 'is not a topic in topics.yml (did you mean "translation"?)'),
            (["Lamps", "--words", "?!"], '"?!" in words holds no letter or digit'),
            (["Lamps again", "--words", "lamp"], 'the feed "lamps" (Lamps) looks for exactly that already'),
        ],
    )
    def test_what_does_not_hold_is_told_and_nothing_is_written(
        self, archive: Path, arguments: list[str], message: str
    ) -> None:
        run("follow", "Lamps", "--words", "lamp", "-C", str(archive))
        before = (archive / "content" / "feeds.yml").read_bytes()
        result = CliRunner().invoke(papers, ["follow", *arguments, "-C", str(archive)])
        assert message in str(result.exception)
        assert (archive / "content" / "feeds.yml").read_bytes() == before

    @pytest.mark.parametrize("arguments", [["Lamps"], [], ["--words", "a"], ["Lamps", "--form", "FORM"]])
    def test_options_must_go_together(self, archive: Path, tmp_path: Path, arguments: list[str]) -> None:
        form = tmp_path / "form.md"
        form.write_text(issue(title="Lamps", words="lamp"))
        given = [str(form) if word == "FORM" else word for word in arguments]
        assert CliRunner().invoke(papers, ["follow", *given, "-C", str(archive)]).exit_code == 2

    def test_a_file_that_only_a_person_can_edit_is_left_alone(self, archive: Path) -> None:
        path = archive / "content" / "feeds.yml"
        path.write_text("{old: {title: Old, description: O., query: {words: [old]}}}\n")
        result = CliRunner().invoke(papers, ["follow", "Lamps", "--words", "lamp", "-C", str(archive)])
        assert "edit it by hand" in str(result.exception)
        assert path.read_text().startswith("{old")


class TestForm:
    def test_a_form_is_read_with_markers_and_quotes(self) -> None:
        text = issue(title=" Lamps ", words='- "oil lamp"\n* lantern\r\n', authors="1. Ada Example", topics="a, b")
        assert read_wish(text) == Wish("Lamps", ("oil lamp", "lantern"), ("Ada Example",), ("a", "b"))

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (issue(title="Lamps"), "are all empty: fill in one of them"),
            (issue(words="lamp"), f'"{TITLE}" must be a title'),
            (issue(title="x" * 101, words="a"), f'"{TITLE}" must be a title of at most 100'),
            (issue(title="L", words="a", about="x" * 301), "must have at most 300 characters"),
            ("words", f'The heading "{TITLE}" is missing'),
            (issue(title="L", words="a") * 2, "is in the issue twice"),
            ("x" * 20_001, "The issue is too long"),
        ],
    )
    def test_what_is_wrong_is_told(self, text: str, message: str) -> None:
        with pytest.raises(ArchiveError) as caught:
            read_wish(text)
        assert message in str(caught.value)


@quickly
@given(st.sampled_from(TEXTS) | st.text(min_size=1, max_size=60), st.sampled_from(TEXTS) | st.text(max_size=60))
def test_any_text_becomes_text_in_the_file_or_is_refused(title: str, word: str) -> None:
    path, topics = Path("feeds.yml"), Topics([])
    before = "# Ours\nold:\n  title: Old\n  description: O.\n  query: {words: [old]}\n"
    try:
        wish = read_wish(issue(title=title, words=word, about=title))
        query = named(Query("", wish.title, wish.about or "A.", Terms(words=wish.words)), {"old"})
        text = with_query(path, before, query, topics)
    except ArchiveError:
        return
    assert text.startswith(before)
    assert not hidden(text)
    found, _ = examine_text(path, text, topics)
    assert found is not None
    assert [one.name for one in found] == ["old", query.name]
    assert (found[1].title, found[1].wanted.words) == (wish.title, wish.words)
