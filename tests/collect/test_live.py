"""The real services, asked a handful of questions: do they still answer as the program expects? Run by -m live."""

import os
from collections.abc import Iterator
from datetime import date

import pytest

from generator.collect.arxiv import Arxiv
from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace

pytestmark = pytest.mark.live

CONTACT = "https://github.com/daily-papers/archive"
DAY = date(2024, 5, 7)
ATTENTION = "Attention Is All You Need"


@pytest.fixture(scope="module")
def hugging_face() -> Iterator[HuggingFace]:
    with Web(contact=CONTACT) as web:
        yield HuggingFace(web, token=os.environ.get("HF_TOKEN"))


@pytest.fixture(scope="module")
def arxiv() -> Iterator[Arxiv]:
    with Web(contact=CONTACT, pause=3.0) as web:
        yield Arxiv(web)


def test_hugging_face_tells_what_a_day_listed(hugging_face: HuggingFace) -> None:
    papers = hugging_face.day(DAY).papers
    assert papers
    assert all(paper.arxiv_id and paper.abstract and paper.authors and paper.published for paper in papers)
    assert any(paper.upvotes for paper in papers)
    assert hugging_face.notes == []


def test_hugging_face_tells_what_a_month_listed_over_several_pages(hugging_face: HuggingFace) -> None:
    month = hugging_face.month("2024-05").days
    assert sum(map(len, month.values())) > 100
    assert {paper.arxiv_id for paper in month[DAY]} == {paper.arxiv_id for paper in hugging_face.day(DAY).papers}


def test_hugging_face_lists_nothing_on_a_sunday(hugging_face: HuggingFace) -> None:
    assert hugging_face.day(date(2024, 5, 5)).papers == ()


def test_hugging_face_knows_papers_by_title(hugging_face: HuggingFace) -> None:
    assert "1706.03762" in {paper.arxiv_id for paper in hugging_face.find(ATTENTION)}


def test_arxiv_knows_papers_by_title(arxiv: Arxiv) -> None:
    found = {paper.arxiv_id: paper for paper in arxiv.find(ATTENTION)}
    assert len(found["1706.03762"].authors) == 8
