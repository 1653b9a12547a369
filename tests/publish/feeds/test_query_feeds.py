"""Feeds of standing queries: what they hold, how they end, and that nothing published leaves them."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from generator.archive.load import Archive
from generator.archive.matched import read_matched, record_matched
from generator.archive.models import Correction, Decision, Listing, Record, Topic
from generator.archive.papers import merge_papers
from generator.archive.queries import Query, Terms
from generator.archive.topics import Topics
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.feeds.tasks import tasks
from generator.publish.settings import read_site
from tests.support.archives import REPOSITORY
from tests.support.feeds import ATOM, assert_is_valid, chain, ids, listing, made
from tests.support.strategies import quickly

SITE = read_site(REPOSITORY)
FIRST = date(2025, 1, 20)
SINGING = Query("singing", "Singing", "What sings.", Terms(topics=("robotics",), words=("kettle",)))
SPOONS = Query("spoons", "Spoons", "All spoons.", Terms(words=("spoon",)), Terms(topics=("robotics",)))


def topics(keyword: str = "robot") -> Topics:
    return Topics(
        Topic(name, name, "All", "What.", (word,)) for name, word in (("robotics", keyword), ("boats", "boat"))
    )


def archive_of(
    listings: Sequence[Listing],
    queries: Sequence[Query],
    decisions: dict[str, Decision] | None = None,
    known: Topics | None = None,
    content: Path | None = None,
) -> Archive:
    known = known or topics()
    papers = merge_papers(listings, decisions or {}, known)
    matched = read_matched(content, queries)[0] if content else {}
    return Archive(tuple(listings), papers, known, {}, frozenset(), queries=tuple(queries), matched=matched)


def catalog_with(*arguments: object, **options: object) -> Catalog:
    return catalog_of(archive_of(*arguments, **options), SITE)  # type: ignore[arg-type]  # passed on as they are


def one_day(number: int, titles: Sequence[str]) -> Listing:
    day = FIRST + timedelta(days=number)
    return listing(day, [Record(key=f"{day}-{place}", title=title) for place, title in enumerate(titles)])


def entries(files: dict[str, bytes], name: str) -> dict[str, str]:
    """Return the time of each entry of a feed and its archive documents, by its id."""
    found: dict[str, str] = {}
    for path in chain(files, f"by/{name}"):
        for entry in etree.fromstring(files[path]).iterfind(f"{ATOM}entry"):
            found[str(entry.findtext(f"{ATOM}id"))] = str(entry.findtext(f"{ATOM}updated"))
    return found


class TestFeeds:
    def test_a_query_s_feed_has_its_papers_in_every_format_and_is_valid(self) -> None:
        days = [one_day(0, ["Robot kettles", "Robots"]), one_day(40, ["A kettle for a robot"])]
        files = made(tasks(catalog_with(days, [SINGING])))
        for ending in ("atom.xml", "rss.xml", "json"):
            assert [name.rpartition("/")[2] for name in ids(files[f"feeds/by/singing.{ending}"])] == [
                "2025-03-01-0",
                "2025-01-20-0",
            ]
        for path, data in files.items():
            if path.startswith(("feeds/by/", "feeds/archive/by/")):
                assert_is_valid(path, data)
        assert b"feeds/by/singing.atom.xml" in files["feeds.opml"]

    def test_undated_and_hidden_papers_are_in_no_feed(self) -> None:
        papers = listing(FIRST, [Record(key="a", title="A spoon"), Record(key="b", title="Spoons")])
        undated = Listing(day=None, source="s", status="partial", papers=(Record(key="c", title="Spoons again"),))
        hidden = {"b": Decision(correct=Correction(hide=True, reason="twice"))}
        catalog = catalog_with([papers, undated], [SPOONS], hidden)
        assert [paper.key for paper in catalog.by_query["spoons"]] == ["a", "c"]
        assert [name.rpartition("/")[2] for name in entries(made(tasks(catalog)), "spoons")] == ["a"]

    def test_a_removed_query_ends_with_an_entry_that_says_so_and_is_listed_no_more(self) -> None:
        days = [one_day(0, ["Spoons"]), one_day(1, ["More spoons"]), one_day(2, ["Too many spoons"])]
        ended = Query("spoons", "Spoons", "All spoons.", SPOONS.wanted, removed=FIRST + timedelta(days=1))
        files = made(tasks(catalog_with(days, [ended])))
        found = entries(files, "spoons")
        assert next(iter(found.items())) == (
            "tag:daily-papers.github.io,2026:feeds/by/spoons/ended", "2025-01-21T23:59:59Z"
        )  # fmt: skip
        assert [name.rpartition("/")[2] for name in entries(files, "spoons")] == [
            "ended",
            "2025-01-21-0",
            "2025-01-20-0",
        ]
        assert b"This feed has ended: Spoons" in files["feeds/by/spoons.rss.xml"]
        assert b'"expired":true' in files["feeds/by/spoons.json"]
        assert b"by/spoons" not in files["feeds.opml"]
        for path in ("feeds/by/spoons.atom.xml", "feeds/by/spoons.rss.xml", "feeds/by/spoons.json"):
            assert_is_valid(path, files[path])

    def test_two_hundred_queries_and_hostile_texts_make_valid_feeds(self) -> None:
        hostile = '</title><script>alert("1")</script> & ]]> `*_[x](javascript:1)'
        queries = [Query(f"q{number}", hostile, hostile, SPOONS.wanted) for number in range(200)]
        files = made(tasks(catalog_with([one_day(0, ["Spoons"])], queries)))
        for number in (0, 199):
            for ending in ("atom.xml", "rss.xml", "json"):
                assert_is_valid(f"feeds/by/q{number}.{ending}", files[f"feeds/by/q{number}.{ending}"])
                assert ending == "json" or b"<script" not in files[f"feeds/by/q{number}.{ending}"]

    def test_a_new_query_or_day_makes_no_other_archive_document_again(self) -> None:
        days = [one_day(0, ["Spoons", "Robots"]), one_day(40, ["Spoons"])]
        before = {task.name: task.fingerprint for task in tasks(catalog_with(days, [SPOONS]))}

        def changed(days: Sequence[Listing], queries: Sequence[Query]) -> set[str]:
            after = {task.name: task.fingerprint for task in tasks(catalog_with(days, queries))}
            return {name for name in after if after[name] != before.get(name) and "digests" not in name}

        assert changed(days, [SPOONS, SINGING]) == {"feeds of by/singing, newest", "list of feeds"}
        assert changed([*days, one_day(41, ["A boat"])], [SPOONS]) == {
            "feeds of 2025-03", "feeds of all, newest", "feeds of topics/boats, newest"
        }  # fmt: skip


TITLES = ("Robot kettles", "Robots", "Spoons", "A spoon for a robot", "Boats")
papers_of_days = st.lists(st.lists(st.sampled_from(TITLES), max_size=4), min_size=1, max_size=4)
later = st.lists(
    st.one_of(
        st.tuples(st.just("day"), st.sampled_from(TITLES)),
        st.tuples(st.just("keyword"), st.sampled_from(["robot", "boat", "spoon", "zeppelin"])),
        st.tuples(st.just("topics"), st.sampled_from(["robotics", "boats"])),
        st.tuples(st.just("title"), st.sampled_from(["Something else", "Spoons"])),
        st.tuples(st.just("summary"), st.sampled_from(["Says nothing.", "Has a kettle."])),
    ),
    max_size=6,
)


@quickly
@given(papers_of_days, later)
def test_nothing_published_leaves_a_feed_or_changes_its_id_or_time(
    days: list[list[str]], later: list[tuple[str, str]]
) -> None:
    """Whatever follows: more days, topics, titles and summaries by other people, other keywords in topics.yml."""
    queries = [SINGING, SPOONS]
    listings = [one_day(number, titles) for number, titles in enumerate(days)]
    decisions: dict[str, Decision] = {}
    keyword = "robot"
    with TemporaryDirectory() as folder:
        content = Path(folder)
        published = recorded_and_published(content, listings, queries, decisions, topics(keyword))
        for number, (what, value) in enumerate(later):
            key = f"{FIRST}-0"
            decision = decisions.get(key, Decision())
            if what == "day":
                listings.append(one_day(50 + number, [value]))
            elif what == "keyword":
                keyword = value
            elif what == "topics":
                decisions[key] = replace(decision, topics=(value,))
            elif what == "title":
                decisions[key] = replace(decision, correct=Correction(title=value))
            else:
                decisions[key] = replace(decision, summary=value)
            now = recorded_and_published(content, listings, queries, decisions, topics(keyword))
            for name, before in published.items():
                assert before.items() <= now[name].items()
            published = now


def recorded_and_published(
    content: Path,
    listings: Sequence[Listing],
    queries: Sequence[Query],
    decisions: dict[str, Decision],
    known: Topics,
) -> dict[str, dict[str, str]]:
    """Record what the queries find, as a fetch does, and return the entries of each feed that is published then."""
    archive = archive_of(listings, queries, decisions, known, content)
    catalog = catalog_of(archive, SITE)
    found = {name: [paper.key for paper in papers] for name, papers in catalog.by_query.items()}
    list(record_matched(content, queries, archive.matched, found))
    files = made(tasks(catalog))
    return {query.name: entries(files, query.name) for query in queries}


def test_hiding_a_paper_and_editing_the_query_remove_an_entry(tmp_path: Path) -> None:
    days = [one_day(0, ["Spoons", "Spoons of tin"])]
    before = recorded_and_published(tmp_path, days, [SPOONS], {}, topics())["spoons"]
    hidden = {f"{FIRST}-0": Decision(correct=Correction(hide=True, reason="twice"))}
    assert len(before) == 2
    assert before.keys() - recorded_and_published(tmp_path, days, [SPOONS], hidden, topics())["spoons"].keys() == {
        f"tag:daily-papers.github.io,2026:papers/{FIRST}-0"
    }
    edited = Query("spoons", "Spoons", "All spoons.", Terms(words=("tin",)))
    assert len(recorded_and_published(tmp_path, days, [edited], {}, topics())["spoons"]) == 1
