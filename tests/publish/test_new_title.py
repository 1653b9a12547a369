"""A topic's new title: only what shows titles is made again."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from generator.archive.load import Archive
from generator.archive.models import Record, Topic
from generator.archive.papers import merge_papers
from generator.archive.topics import Topics
from generator.incremental.task import Task
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.citations import tasks as citations
from generator.publish.data import tasks as data
from generator.publish.feeds import tasks as feeds
from generator.publish.search import tasks as search
from generator.publish.settings import read_site
from tests.support.archives import REPOSITORY
from tests.support.feeds import listing

ROBOTICS = Topic("robotics", "Robotics", "All", "What.", ("robot",))
BOATS = Topic("boats", "Boats", "All", "What.", ("boat",))

Wing = Callable[[Catalog], Iterator[Task]]


def catalog(*topics: Topic) -> Catalog:
    known = Topics(topics)
    days = {date(2025, 1, 2): "A robot", date(2025, 2, 3): "A boat", date(2025, 2, 4): "Spoons"}
    listings = tuple(listing(day, [Record(key=f"p{day}", title=title)]) for day, title in days.items())
    papers = merge_papers(listings, {}, known)
    return catalog_of(Archive(listings, papers, known, {}, frozenset()), read_site(REPOSITORY))


def changed(wing: Wing) -> set[str]:
    """Return the names of the wing's tasks that a new title of the robots' topic makes again."""
    before = {task.name: task.fingerprint for task in wing(catalog(ROBOTICS, BOATS))}
    after = {task.name: task.fingerprint for task in wing(catalog(replace(ROBOTICS, title="Machines"), BOATS))}
    assert before.keys() == after.keys()
    return {name for name in before if before[name] != after[name]}


def test_no_citation_shows_a_title() -> None:
    assert changed(citations.tasks) == set()


def test_data_name_topics_and_give_their_titles_in_one_place() -> None:
    of_topics = {"data/topics.json", "data/topics/robotics.json"}
    of_trends = {name for name in changed(data.tasks) if name.startswith("data/trends")}
    assert changed(data.tasks) == of_topics | of_trends


@pytest.mark.parametrize("wing", [feeds.tasks, search.tasks])
def test_what_shows_titles_is_made_again(wing: Wing) -> None:
    assert changed(wing)
