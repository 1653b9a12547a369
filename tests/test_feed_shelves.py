"""Archive documents: together they hold every paper, and only a paper of its own changes one of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.models import Listing, Record
from generator.publish.feed_shelves import Dated, newest, shelve
from generator.publish.feeds import Limits
from tests.feed_support import ATOM, chain, feeds_with, ids, listing
from tests.strategies import quickly

FIRST = date(2025, 1, 20)
SUBJECTS = ("Robots", "Translation", "Nothing")
FEW = Limits(entries=5, document=14_000)  # three to five entries a shelf

papers_of_days = st.dictionaries(
    st.integers(0, 80), st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=7), min_size=1, max_size=9
)


def listings(days: dict[int, list[str]]) -> list[Listing]:
    return [one_day(number, subjects) for number, subjects in sorted(days.items())]


def one_day(number: int, subjects: list[str]) -> Listing:
    day = FIRST + timedelta(days=number)
    return listing(day, [Record(key=f"{day}-{place}", title=f"{name} {place}") for place, name in enumerate(subjects)])


def without_previous(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for link in list(root.iter(f"{ATOM}link")):
        parent = link.getparent()
        if parent is not None and link.get("rel") == "prev-archive":
            parent.remove(link)
    return etree.tostring(root)


@quickly
@given(papers_of_days)
def test_what_follows_from_a_feed_is_every_paper(days: dict[int, list[str]]) -> None:
    found = listings(days)
    files = feeds_with(found, FEW)
    everything = {f"tag:daily-papers.github.io,2026:papers/{paper.key}" for one in found for paper in one.papers}
    robots = {
        f"tag:daily-papers.github.io,2026:papers/{paper.key}"
        for one in found
        for paper in one.papers
        if paper.title.startswith("Robots")
    }
    for name, expected in (("all", everything), ("topics/robotics", robots)):
        newest_first, *archived = (ids(files[path]) for path in chain(files, name))
        assert set(newest_first).union(*archived) == expected
        flat = [entry for document in archived for entry in document]
        assert len(flat) == len(set(flat))


@quickly
@given(papers_of_days, st.integers(0, 80), st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=5))
def test_one_more_day_changes_only_what_holds_its_papers(
    days: dict[int, list[str]], number: int, subjects: list[str]
) -> None:
    before = feeds_with(listings({day: papers for day, papers in days.items() if day != number}))
    after = feeds_with(listings(days | {number: subjects}))
    own = f"papers/{FIRST + timedelta(days=number)}-".encode()
    assert before.keys() <= after.keys()
    changed = {path for path, data in after.items() if before.get(path) != data}
    assert {path for path, data in after.items() if own in data} <= changed
    others = {path for path in changed if own not in after[path]}
    ended = {path for path in others if path.startswith(("feeds/weekly.", "feeds/monthly."))}
    for path in ended:  # the day ends a week or a month, whose digest is due then
        assert set(ids(before[path])) < set(ids(after[path]))
    for path in others - ended:  # the document after a day's own leads to that one
        assert path.endswith(".xml"), path
        assert without_previous(before[path]) == without_previous(after[path])


@quickly
@given(papers_of_days, st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=7))
def test_a_document_that_is_linked_never_changes_however_many_days_follow(
    days: dict[int, list[str]], subjects: list[str]
) -> None:
    before = feeds_with(listings(days), FEW)
    after = feeds_with(listings(days | dict.fromkeys((81, 82, 130), subjects)), FEW)
    for name in ("all", "topics/robotics", "topics/translation"):
        for path in list(chain(before, name))[1:]:
            assert after[path] == before[path]


def dated(*sizes: int) -> list[Dated]:
    return [Dated(str(number), FIRST, size) for number, size in enumerate(sizes)]


def test_a_month_that_is_too_much_for_one_document_is_parted_from_its_beginning() -> None:
    shelves = shelve(dated(4, 5, 6, 7, 20, 1), lambda day: f"{day:%Y-%m}", 10)
    assert [(shelf.name, [paper.size for paper in shelf.papers]) for shelf in shelves] == [
        ("2025-01", [4, 5]),
        ("2025-01-part-2", [6]),
        ("2025-01-part-3", [7]),
        ("2025-01-part-4", [20]),
        ("2025-01-part-5", [1]),
    ]


def test_the_newest_are_a_whole_shelf_and_as_many_more_as_fit() -> None:
    shelves = shelve(dated(4, 4, 4, 6, 6, 6), lambda day: f"{day:%Y-%m}", 18)
    assert [paper.size for paper in newest(shelves, 1, 18)] == [6, 6]
    assert [paper.size for paper in newest(shelves, 5, 26)] == [6, 6, 6, 4, 4]
    assert [paper.size for paper in newest(shelves, 4, 26)] == [6, 6, 6, 4]
    assert newest([], 5, 26) == []
