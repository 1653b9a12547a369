"""The queries that the search is measured by, and how an answer to one is judged."""

import re

import pytest

from tests.bench.queries import Outcome, Query, read_queries, report

QUERY = Query("short name", "lantern", ("2301.00001", "2301.00002"))


def test_each_query_is_there_once_and_expects_papers() -> None:
    queries = read_queries()
    assert len({query.text for query in queries}) == len(queries) == 90
    assert all(re.fullmatch(r"[0-9]{4}\.[0-9]{5}", paper) for query in queries for paper in query.expected)
    assert all(query.kind and query.expected for query in queries)


@pytest.mark.parametrize(
    ("right", "success", "rank", "precision"),
    [
        ((), False, 0, 0),
        ((True, True), True, 1, 1),
        ((True, False, True), True, 1, 0.5),
        ((False, False, True), True, 1 / 3, 0),
        ((False, False, False, True), False, 1 / 4, 0),
    ],
)
def test_an_answer_succeeds_with_an_expected_paper_among_three(
    right: tuple[bool, ...], success: bool, rank: float, precision: float
) -> None:
    outcome = Outcome(QUERY, right, complete=1, instead="")
    assert (outcome.success, outcome.reciprocal_rank, outcome.precision) == (success, rank, precision)


def test_the_report_names_each_query_that_fails() -> None:
    outcomes = [Outcome(QUERY, (True,), 1, ""), Outcome(QUERY, (False,) * 4, 5, "lanterns")]
    assert list(report(outcomes)) == [
        "1 of 2 queries succeed at 3",
        "mean reciprocal rank 0.500",
        "mean precision 0.250",
        "median of papers with all words 3",
        "  fails: lantern (short name): not among the first ten, offered instead: lanterns",
    ]
