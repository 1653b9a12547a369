"""Values that hypothesis makes up: titles of every kind, records, listings."""

from datetime import date

from hypothesis import strategies as st

from generator.archive.ids import KnownPapers
from generator.archive.merge import file_sightings
from generator.archive.models import Links, Listing, Record, Sighting

ODD_TITLES = [
    "?!",
    "深度学习",
    "Ünïcödé",
    "<think>",
    "a" * 300,
    "2401.10000",
    "con",
    "-",
    "x--y",
    "π & <b>",
    "İstanbul",
]

titles = st.one_of(st.sampled_from(ODD_TITLES), st.text(min_size=1, max_size=200))
texts = st.text(min_size=1, max_size=20)
counts = st.integers(0, 10**9)
days = st.dates(date(1991, 8, 14))
new_arxiv_ids = st.from_regex(r"[0-9]{4}\.[0-9]{4,5}", fullmatch=True)
old_arxiv_ids = st.from_regex(r"(cs|hep-th|math\.GT)/[0-9]{7}", fullmatch=True)
urls = st.sampled_from(["https://code.example/a", "http://project.example/?b=c#d"])


@st.composite
def sightings(draw: st.DrawFn, title: st.SearchStrategy[str] = titles) -> Sighting:
    """Make a sighting with any of its facts known or not."""
    return Sighting(
        title=draw(title),
        abstract=draw(st.none() | texts),
        arxiv_id=draw(st.none() | new_arxiv_ids | old_arxiv_ids),
        authors=tuple(draw(st.lists(texts, max_size=3))),
        author_count=draw(st.none() | counts),
        published=draw(st.none() | days),
        upvotes=draw(st.none() | counts),
        comments=draw(st.none() | counts),
        links=Links(code=draw(st.none() | urls), project=draw(st.none() | urls)),
        keywords=tuple(draw(st.lists(texts, max_size=3))),
        withdrawn=draw(st.none() | days),
    )


def records(max_size: int = 4) -> st.SearchStrategy[tuple[Record, ...]]:
    """Make the records of different papers, keyed as the archive keys them."""
    return st.lists(sightings(), max_size=max_size).map(
        lambda found: tuple({record.key: record for record in file_sightings(found, KnownPapers([])).records}.values())
    )


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Make a listing that holds what a listing must."""
    papers = draw(records())
    status = draw(st.sampled_from(["complete", "partial"])) if papers else "empty"
    return Listing(day=draw(st.none() | days), source=draw(texts), status=status, papers=papers)
