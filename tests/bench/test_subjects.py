"""Where the common words of the field lie: words of the same papers are close."""

import numpy as np

from generator.archive.models import Paper
from generator.publish.discover.vectors import DIMENSIONS, SUBJECTS
from tests.bench.subjects import lines_of

ABOUT_LIGHT, ABOUT_SOUND = "A lantern glows on copper.", "A violin hums in the meadow."


def paper(key: str, abstract: str) -> Paper:
    return Paper(
        key=key,
        title="",
        abstract=abstract,
        days=(),
        undated=True,
        topics=(),
        topics_suggested=True,
        summary=None,
    )


def test_words_of_the_same_papers_are_close() -> None:
    texts = [ABOUT_LIGHT, ABOUT_SOUND] * 5
    papers = [paper(f"p-{at}", text) for at, text in enumerate(texts)]
    vectors = {}
    for line in lines_of(papers, least=5, dimensions=2):
        word, vector = line.split()
        vectors[word] = np.frombuffer(bytes.fromhex(vector), np.int8).astype(int)
    assert {"lantern", "copper", "violin", "meadow"} <= vectors.keys()
    assert vectors["lantern"] @ vectors["copper"] > 0
    assert abs(vectors["lantern"] @ vectors["violin"]) < vectors["lantern"] @ vectors["copper"] // 10


def test_words_of_few_papers_have_no_place() -> None:
    papers = [paper(f"p-{at}", text) for at, text in enumerate([ABOUT_LIGHT, ABOUT_SOUND] * 5)]
    rare = paper("rare", f"{ABOUT_LIGHT} A falcon flies.")
    assert not [line for line in lines_of([*papers, rare], least=5, dimensions=2) if line.startswith("falcon")]


def test_the_file_has_a_vector_for_each_stem_in_order() -> None:
    lines = [line.split() for line in SUBJECTS.read_text("utf-8").splitlines()]
    stems = [stem for stem, _ in lines]
    assert stems == sorted(set(stems))
    assert {len(vector) for _, vector in lines} == {2 * DIMENSIONS}
    assert {"image", "robot", "speech", "agent"} <= set(stems)
