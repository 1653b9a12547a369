"""Archive documents: together they hold every paper, and only a paper of its own changes one of them."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from generator.archive.models import Listing, Record
from generator.publish.feeds.archives import Shelf, newest, newest_listed, shelves
from generator.publish.feeds.entry import oldest_first
from generator.publish.feeds.feed import Feed, Limits
from generator.publish.feeds.tasks import tasks
from tests.support.feeds import ATOM, catalog_with, chain, feeds_with, ids, listing
from tests.support.strategies import quickly

FIRST = date(2025, 1, 20)
SUBJECTS = ("Robots", "Translation", "Nothing")

papers_of_days = st.dictionaries(
    st.integers(0, 80), st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=7), min_size=1, max_size=9
)


def listings(days: dict[int, list[str]]) -> list[Listing]:
    return [one_day(number, subjects) for number, subjects in sorted(days.items())]


def one_day(number: int, subjects: list[str]) -> Listing:
    day = FIRST + timedelta(days=number)
    return listing(day, [Record(key=f"{day}-{place}", title=f"{name} {place}") for place, name in enumerate(subjects)])


def few(_: Feed) -> Limits:
    return Limits(entries=5, full=14_000, shelf=4)  # so few that most documents are full


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
    files = feeds_with(found, few)
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
    before = feeds_with(listings(days), few)
    after = feeds_with(listings(days | dict.fromkeys((81, 82, 130), subjects)), few)
    for name in ("all", "topics/robotics", "topics/translation"):
        for path in list(chain(before, name))[1:]:
            assert after[path] == before[path]


@quickly
@given(papers_of_days, st.integers(0, 80), st.sampled_from(SUBJECTS))
def test_a_fingerprint_covers_what_decides_the_bytes(days: dict[int, list[str]], number: int, subject: str) -> None:
    """Two archives that differ by a paper: tasks of the same name and fingerprint make the same files."""
    before, after = (
        {task.name: (task.fingerprint, dict(task.make())) for task in tasks(catalog, few)}
        for catalog in map(catalog_with, (listings(days), listings(days | {number: [subject]})))
    )
    for name in before.keys() & after.keys():
        assert before[name][0] != after[name][0] or before[name][1] == after[name][1], name


def test_a_new_day_makes_its_month_and_the_newest_papers_again_and_no_other_archive_document() -> None:
    long_ago, now = dict.fromkeys((1, 2, 33, 34), ["Robots"] * 3), {70: ["Robots"]}
    before, after = (
        {task.name: task.fingerprint for task in tasks(catalog)}
        for catalog in map(catalog_with, (listings(long_ago), listings(long_ago | now)))
    )
    assert {name for name in after if after[name] != before.get(name)} == {
        "feeds of 2025-03",
        *(f"feeds of {name}, newest" for name in ("all", "topics/robotics")),
        *(f"digests of each {kind}" for kind in ("day", "week", "month")),
    }


def test_a_month_that_is_too_much_for_one_document_is_parted_from_its_beginning() -> None:
    found = list(catalog_with([one_day(number, ["Robots"] * 3) for number in (0, 1, 2)]).papers.values())
    papers = oldest_first(found)
    assert list(shelves("topics/robotics", {"2025-01": found}, 4)) == [
        Shelf("feeds/archive/topics/robotics/2025-01.atom.xml", papers[:4]),
        Shelf("feeds/archive/topics/robotics/2025-01-part-2.atom.xml", papers[4:8]),
        Shelf("feeds/archive/topics/robotics/2025-01-part-3.atom.xml", papers[8:]),
    ]


@given(st.lists(st.lists(st.integers(0, 9), max_size=5, unique=True), max_size=6), st.integers(1, 6))
def test_the_newest_are_found_without_a_look_at_all(days: list[list[int]], most: int) -> None:
    """Papers are listed again and again; the first listing decides which is newest."""
    catalog = catalog_with(
        listing(FIRST + timedelta(days=day), [Record(key=f"p{each}", title=f"Robots {each}") for each in papers])
        for day, papers in enumerate(days)
    )
    expected = oldest_first(catalog.papers.values())[::-1][:most]
    for name in ("all", "topics/robotics"):
        assert newest(newest_listed(catalog)[name], most) == expected
