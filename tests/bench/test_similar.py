"""The sample by which similar papers are judged."""

from tests.bench.similar import drawn

KEYS = [f"2301.{number:05}" for number in range(500)]


def test_the_draw_depends_on_the_seed_and_the_keys_alone() -> None:
    assert drawn(KEYS, "with") == drawn(reversed(KEYS), "with")
    assert drawn(KEYS, "with", seed=1) != drawn(KEYS, "with", seed=2)
    assert drawn(KEYS, "with") != drawn(KEYS, "without")
    assert len(set(drawn(KEYS, "with"))) == 100


def test_a_paper_more_changes_the_draw_by_one_paper_at_most() -> None:
    assert len(set(drawn([*KEYS, "2302.00001"], "with")) - set(drawn(KEYS, "with"))) <= 1
