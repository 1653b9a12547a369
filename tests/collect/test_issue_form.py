"""What an issue that was made with the form says, whatever a person made of it."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.collect.issue_form import AUTHORS, PAPER, SUMMARY, TOPICS, WITHDRAWN, Suggestion, read_form
from generator.errors import ArchiveError
from tests.support.issues import NOTHING, form

SENTENCE = "Boils water twice, and finds that the second time takes longer."


ALL_EMPTY = f'"{TOPICS}", "{SUMMARY}", "{AUTHORS}" and "{WITHDRAWN}" are all empty: fill in one of them.'
NO_PAPER = f'"{PAPER}" must name one paper: by its title, its arXiv id or the address of its page.'


def wrong(text: str) -> list[str]:
    with pytest.raises(ArchiveError) as caught:
        read_form(text)
    return str(caught.value).splitlines()


def test_a_form_gives_paper_topics_and_summary() -> None:
    text = form(
        "slow-kettles", "reasoning, data", "Boils water twice,\nand finds the second time slower.", "See page 3."
    )
    assert read_form(text) == Suggestion(
        "slow-kettles", ("reasoning", "data"), "Boils water twice, and finds the second time slower."
    )
    assert read_form(text.replace("\n", "\r\n")) == read_form(text)


def test_what_is_left_empty_stays_as_it_is() -> None:
    assert read_form(form(topics="data")) == Suggestion("2401.10000", ("data",), None)
    assert read_form(form(summary=SENTENCE)) == Suggestion("2401.10000", None, SENTENCE)


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Ida Muster\nHarbour Team", ("Ida Muster", "Harbour Team")),
        ("- Ida  Muster\r\n* Muster, Jr., Otto\n\n3. -Li Exemplo ", ("Ida Muster", "Muster, Jr., Otto", "-Li Exemplo")),
        ("x" * 300, ("x" * 99 + "…",)),
    ],
)
def test_authors_stand_on_a_line_each(written: str, authors: tuple[str, ...]) -> None:
    assert read_form(form(authors=written)) == Suggestion("2401.10000", authors=authors)


def test_a_paper_is_withdrawn_on_a_day() -> None:
    assert read_form(form(withdrawn=" `2025-06-01` ")) == Suggestion("2401.10000", withdrawn=date(2025, 6, 1))
    for day in ("yesterday", "2025-02-30", "1 June 2025", "20250601", "٢٠٢٥-٠٦-٠١"):
        assert wrong(form(withdrawn=day)) == [f'"{WITHDRAWN}" must be a day such as 2024-05-02.']


def test_a_form_from_before_there_were_these_fields_is_read() -> None:
    text = form(topics="data").replace(f"### {AUTHORS}\n\n{NOTHING}", "").replace(f"### {WITHDRAWN}\n\n{NOTHING}", "")
    assert read_form(text) == Suggestion("2401.10000", ("data",))


@pytest.mark.parametrize("nothing", [NOTHING, "", "-", "N/A", "None", "  _no response_  "])
def test_a_word_for_nothing_is_nothing(nothing: str) -> None:
    assert read_form(form(topics="data", summary=nothing)).summary is None
    assert read_form(form(topics=nothing, summary=SENTENCE)).topics is None


@pytest.mark.parametrize(
    ("summary", "count"), [("Great!", "1 word"), ("good paper", "2 words"), ("Boils water twice, slower.", "4 words")]
)
def test_a_word_is_no_summary(summary: str, count: str) -> None:
    (message,) = wrong(form(topics="data", summary=summary))
    assert message.startswith(f'"{SUMMARY}" has {count}: say in one sentence of 15 to 40 words what was done')


@pytest.mark.parametrize(
    ("written", "paper"),
    [
        ("slow-kettles", "slow-kettles"),
        (" 2401.10000v2 ", "2401.10000v2"),
        ("https://papers.example/archive/papers/slow-kettles/", "slow-kettles"),
        ("https://papers.example/papers/slow-kettles/#abstract", "slow-kettles"),
        ("https://arxiv.org/abs/2401.10000v1", "2401.10000v1"),
        ("https://arxiv.org/pdf/hep-th/9901001", "hep-th/9901001"),
        ("https://huggingface.co/papers/2401.10000?x=y", "2401.10000"),
        ("arXiv: 2401.10000", "2401.10000"),
        ("arxiv.org/abs/2401.10000", "2401.10000"),
        ("papers.example/papers/slow-kettles", "slow-kettles"),
        ("https://arxiv.org/html/2401.10000v2", "2401.10000v2"),
        ("https://doi.org/10.48550/arXiv.2401.10000", "2401.10000"),
        ("doi:10.48550/arXiv.2401.10000", "2401.10000"),
        ("`slow-kettles`", "slow-kettles"),
        ("- slow-kettles", "slow-kettles"),
        ("<https://arxiv.org/abs/2401.10000>", "2401.10000"),
        ("[Slow Kettles](https://papers.example/papers/slow-kettles/)", "slow-kettles"),
        ('[Slow Kettles](<https://arxiv.org/abs/2401.10000> "The paper")', "2401.10000"),
        ("[Slow Kettles](https://kettles.example/)", "Slow Kettles"),
        ("Slow Kettles (2401.10000)", "2401.10000"),
        ("Slow Kettles, https://arxiv.org/abs/2401.10000", "2401.10000"),
        ("Slow Kettles: https://papers.example/papers/slow-kettles/", "slow-kettles"),
        ("See [the page](https://papers.example/papers/slow-kettles/), please", "slow-kettles"),
        ("Slow Kettles: On Boiling", "Slow Kettles: On Boiling"),
        ('"Slow Kettles"', "Slow Kettles"),
        ("**Slow  Kettles**", "Slow Kettles"),
    ],
)
def test_a_paper_is_named_by_key_arxiv_id_address_or_title(written: str, paper: str) -> None:
    assert read_form(form(written, "data")).paper == paper


@pytest.mark.parametrize("written", [NOTHING, "", "``", '""', "a" * 301])
def test_what_names_no_paper_is_refused(written: str) -> None:
    assert wrong(form(written, "data")) == [NO_PAPER]


@pytest.mark.parametrize(
    "written",
    ["2401.10000 and 2402.09999", "[A](https://arxiv.org/abs/2401.10000) [B](https://arxiv.org/abs/2402.09999)"],
)
def test_two_papers_are_not_one(written: str) -> None:
    assert wrong(form(written, "data")) == [f'"{PAPER}" names 2 papers; open an issue for each of them.']


@pytest.mark.parametrize("written", ["../../etc/passwd", "a/b", "$(x)", "@a", "a\nb", "ä", "]()[](", "[a](b"])
def test_anything_else_is_at_most_a_title_that_no_paper_has(written: str) -> None:
    assert len(read_form(form(written, "data")).paper.splitlines()) == 1


@pytest.mark.parametrize(
    "written", ["data, agents", "data;agents", "- data\n- agents", "* `data`\n* agents,", "data\r\nagents"]
)
def test_topics_are_parted_as_people_do(written: str) -> None:
    assert read_form(form(topics=written)).topics == ("data", "agents")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert wrong(form("")) == [
        NO_PAPER,
        ALL_EMPTY,
    ]
    assert wrong("Hello") == [
        f'The heading "{PAPER}" is missing; put it back.',
        f'The heading "{TOPICS}" is missing; put it back.',
        NO_PAPER,
        ALL_EMPTY,
    ]


def test_a_field_cannot_pass_for_another() -> None:
    text = form(topics="data", why=f"### {PAPER}\n\nmoths\n\n### Of my own")
    assert wrong(text) == [f'The heading "{PAPER}" is in the issue twice; remove one of them.']
    assert read_form(form(topics="data", summary=f"### {SENTENCE}")).summary == f"### {SENTENCE}"


def test_nothing_is_longer_than_it_needs_to_be() -> None:
    assert wrong(form(topics="data", why="x" * 20_000))[0].startswith("The issue is too long")
    assert wrong(form(topics="a," * 21)) == [f'"{TOPICS}" names 21 topics; a paper has a few.']
    assert wrong(form(summary="x" * 2_001)) == [f'"{SUMMARY}" must be one sentence.']
    assert read_form(form(topics="x" * 5_000)).topics == ("x" * 59 + "…",)


@given(st.text(), st.text(), st.text(), st.text())
def test_whatever_is_filled_in_is_read_or_refused_in_sentences(paper: str, topics: str, summary: str, why: str) -> None:
    with suppress(ArchiveError):  # any other error fails the test
        suggestion = read_form(form(paper, topics, summary, why))
        for text in (suggestion.paper, *(suggestion.topics or ()), suggestion.summary or ""):
            assert len(text.splitlines()) <= 1
