"""Values that hypothesis makes up: titles of every kind, records, listings."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from generator.archive.ids import KnownPapers
from generator.archive.merge import file_sightings
from generator.archive.models import Links, Listing, Record, Sighting, Status

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

FILLED: list[Status] = ["complete", "partial"]

quickly = settings(max_examples=25, deadline=None)  # for laws over whole listings, which take long to make up

titles = st.one_of(st.sampled_from(ODD_TITLES), st.text(min_size=1, max_size=90))
texts = st.text(min_size=1, max_size=5)
counts = st.integers(0, 10**9)
days = st.dates(date(1991, 8, 14))
arxiv_ids = st.sampled_from(
    ["0704.0001", "2401.10000", "2401.10001", "cs/0112017", "hep-th/9901001", "math.GT/0309136"]
)
urls = st.sampled_from(["https://code.example/a", "http://project.example/?b=c#d"])


@st.composite
def sightings(draw: st.DrawFn, title: st.SearchStrategy[str] = titles) -> Sighting:
    """Make a sighting with any of its facts known or not."""
    return Sighting(
        title=draw(title),
        abstract=draw(st.none() | texts),
        arxiv_id=draw(st.none() | arxiv_ids),
        authors=tuple(draw(st.lists(texts, max_size=3))),
        author_count=draw(st.none() | counts),
        published=draw(st.none() | days),
        upvotes=draw(st.none() | counts),
        comments=draw(st.none() | counts),
        links=Links(code=draw(st.none() | urls), project=draw(st.none() | urls)),
        keywords=tuple(draw(st.lists(texts, max_size=3))),
        withdrawn=draw(st.none() | days),
    )


def records(max_size: int = 3) -> st.SearchStrategy[tuple[Record, ...]]:
    """Make the records of different papers, keyed as the archive keys them."""
    return st.lists(sightings(), max_size=max_size).map(
        lambda found: tuple({record.key: record for record in file_sightings(found, KnownPapers([])).records}.values())
    )


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Make a listing that holds what a listing must."""
    papers = draw(records())
    status: Status = draw(st.sampled_from(FILLED)) if papers else "empty"
    return Listing(day=draw(st.none() | days), source=draw(texts), status=status, papers=papers)
