"""Popularity: the most upvoted papers, each in the period of its first day, ranks in a day, and what is gaining."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from generator.archive.models import DatedUpvotes, Record
from generator.publish.catalog import Catalog
from generator.publish.discover.popularity import Rank, first_listed, gaining, most_upvoted, ranks
from tests.support.feeds import catalog_with, listing

DAY = date(2025, 3, 10)


def catalog_of_days(days: Mapping[int, list[Record]]) -> Catalog:
    return catalog_with([listing(DAY + timedelta(days=number), papers) for number, papers in days.items()])


def paper(name: str, upvotes: int | None, comments: int | None = None) -> Record:
    return Record(key=name, title=name.title(), upvotes=upvotes, comments=comments)


def counted_at(name: str, listed: int, counts: Mapping[int, int]) -> Record:
    day = DAY + timedelta(days=listed)
    dated = tuple(DatedUpvotes(day=day + timedelta(days=age), upvotes=number) for age, number in counts.items())
    return Record(key=name, title=name.title(), upvotes=max(counts.values(), default=None), upvotes_at=dated)


def top(papers: list[Record], most: int = 10) -> list[str]:
    return [view.key for view in most_upvoted(catalog_of_days({0: papers}).papers.values(), most)]


class TestMostUpvoted:
    def test_the_most_upvoted_come_first_ties_by_comments_and_then_by_title(self) -> None:
        papers = [paper("b", 5, 1), paper("c", 5), paper("a", 5), paper("d", 5, 2), paper("e", 9), paper("f", 0)]
        assert top(papers) == ["e", "d", "b", "a", "c", "f"]
        assert top(papers, 2) == ["e", "d"]

    def test_titles_are_compared_whatever_their_case(self) -> None:
        papers = [Record(key="1", title="beta", upvotes=1), Record(key="2", title="Alpha", upvotes=1)]
        assert top(papers) == ["2", "1"]

    def test_a_paper_without_a_count_is_not_in_it_but_one_with_none_is(self) -> None:
        assert top([paper("unknown", None), paper("nobody", 0)]) == ["nobody"]
        assert top([paper("unknown", None)]) == []
        assert top([]) == []


class TestFirstListed:
    def test_a_paper_counts_once_on_its_first_day(self) -> None:
        days = catalog_of_days({0: [paper("old", 1)], 7: [paper("old", 1), paper("new", 2)]}).days
        assert [view.key for view in first_listed(days)] == ["old", "new"]
        second_week = {day: papers for day, papers in days.items() if day > DAY}
        assert [view.key for view in first_listed(second_week)] == ["new"]


class TestRanks:
    def test_equal_upvotes_share_a_place(self) -> None:
        papers = [paper("a", 9), paper("b", 5, 3), paper("c", 5), paper("d", 2), paper("e", 0), paper("f", None)]
        found = ranks(catalog_of_days({0: papers}).days[DAY])
        assert {key: rank.place for key, rank in found.items()} == {"a": 1, "b": 2, "c": 2, "d": 4}
        assert {rank.papers for rank in found.values()} == {6}

    def test_a_day_whose_upvotes_nobody_counted_has_no_ranks(self) -> None:
        assert ranks(catalog_of_days({0: [paper("a", None), paper("b", 0)]}).days[DAY]) == {}

    @pytest.mark.parametrize(
        ("place", "text"),
        [
            (1, "first of its day"), (2, "2nd of 1,200"), (3, "3rd of 1,200"), (4, "4th of 1,200"),
            (11, "11th of 1,200"), (12, "12th of 1,200"), (13, "13th of 1,200"), (21, "21st of 1,200"),
            (111, "111th of 1,200"), (1_022, "1,022nd of 1,200"),
        ],
    )  # fmt: skip
    def test_a_rank_is_said_in_words(self, place: int, text: str) -> None:
        assert Rank(place, 1_200).text == text


class TestGaining:
    def test_what_gains_the_most_upvotes_a_day_comes_first(self) -> None:
        papers = [
            counted_at("slow", 0, {1: 10, 3: 12, 7: 16}),  # 1 a day
            counted_at("fast", 0, {1: 1, 3: 2, 7: 14}),  # 3 a day
            counted_at("sudden", 0, {1: 3, 3: 7}),  # 2 a day
        ]
        found = gaining(catalog_of_days({0: papers, 10: []}).days, 10)
        assert [(gain.paper.key, gain.upvotes, gain.days) for gain in found] == [
            ("fast", 12, 4),
            ("sudden", 4, 2),
            ("slow", 4, 4),
        ]
        assert [gain.paper.key for gain in gaining(catalog_of_days({0: papers}).days, 1)] == ["fast"]

    def test_equal_gains_are_in_the_order_of_popularity(self) -> None:
        papers = [counted_at("a", 0, {1: 10, 3: 12}), counted_at("b", 0, {1: 20, 3: 22})]
        assert [gain.paper.key for gain in gaining(catalog_of_days({0: papers}).days, 10)] == ["b", "a"]

    @pytest.mark.parametrize("counts", [{}, {1: 5}, {1: 5, 3: 5}, {1: 5, 3: 4}])
    def test_without_two_counts_or_without_a_gain_there_is_nothing(self, counts: dict[int, int]) -> None:
        assert gaining(catalog_of_days({0: [counted_at("a", 0, counts)]}).days, 10) == []

    def test_only_papers_of_the_last_fifteen_days_gain_now(self) -> None:
        papers = [counted_at("a", 0, {7: 5, 14: 50})]
        assert len(gaining(catalog_of_days({0: papers, 14: []}).days, 10)) == 1
        assert gaining(catalog_of_days({0: papers, 15: []}).days, 10) == []
        assert gaining({}, 10) == []

    def test_a_paper_that_is_listed_again_gains_nothing_by_that(self) -> None:
        old = counted_at("a", 0, {1: 1, 3: 9})
        assert gaining(catalog_of_days({0: [old], 20: [old]}).days, 10) == []
