"""Hypothesis strategies: titles of all kinds, records, listings, and the contents of valid and invalid files."""

import json
from datetime import date

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from generator.archive.ids import KnownPapers
from generator.archive.ingest import file_sightings
from generator.archive.models import Links, Listing, Record, Sighting, Status
from generator.text import without_hidden

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

quickly = settings(max_examples=25, deadline=None)  # for properties of whole listings, which are slow to generate

titles = st.one_of(st.sampled_from(ODD_TITLES), st.text(min_size=1, max_size=90)).map(without_hidden).filter(bool)
texts = st.text(min_size=1, max_size=5).map(without_hidden).filter(bool)
counts = st.integers(0, 10**9)
days = st.dates(date(1991, 8, 14))
arxiv_ids = st.sampled_from(
    ["0704.0001", "2401.10000", "2401.10001", "cs/0112017", "hep-th/9901001", "math.GT/0309136"]
)
dois = st.sampled_from(["10.1000/182", "10.1000/Kettles.2025(3)", "10.1002/(SICI)1097<693::AID>3.0"])
urls = st.sampled_from(["https://code.example/a", "http://project.example/?b=c#d"])


@st.composite
def sightings(draw: st.DrawFn, title: st.SearchStrategy[str] = titles) -> Sighting:
    """Generate a sighting in which any fact may be unknown."""
    return Sighting(
        title=draw(title),
        abstract=draw(st.none() | texts),
        arxiv_id=draw(st.none() | arxiv_ids),
        doi=draw(st.none() | dois),
        url=draw(st.none() | urls),
        authors=tuple(draw(st.lists(texts, max_size=3))),
        author_count=draw(st.none() | counts),
        organization=draw(st.none() | texts),
        published=draw(st.none() | days),
        upvotes=draw(st.none() | counts),
        comments=draw(st.none() | counts),
        links=Links(code=draw(st.none() | urls), project=draw(st.none() | urls)),
        keywords=tuple(draw(st.lists(texts, max_size=3))),
        withdrawn=draw(st.none() | days),
    )


def records(max_size: int = 3) -> st.SearchStrategy[tuple[Record, ...]]:
    """Generate records of different papers, with keys as in the archive."""
    return st.lists(sightings(), max_size=max_size).map(
        lambda found: tuple({record.key: record for record in file_sightings(found, KnownPapers([])).records}.values())
    )


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Generate a valid listing."""
    papers = draw(records())
    status: Status = draw(st.sampled_from(FILLED)) if papers else "empty"
    return Listing(day=draw(st.none() | days), source=draw(texts), status=status, papers=papers)


# Texts of content files

CURATION_PARTS = [
    *("kettles:\n", "  topics: [reasoning]\n", "  summary: Boils.\n", "  correct:\n", "    title: Slow Kettles\n"),
    *("    hide: true\n", "    reason: by mistake\n", '    arxiv_id: "2401.10000"\n', "    published: 2025-02-30\n"),
    *(
        "  topics: []\n",
        "  topics: reasoning\n",
        "  topics:\n",
        "  - reasoning\n",
        "\t",
        "  ",
        "\n",
        "\r\n",
        ": ",
        "? ",
    ),
    *("2401.10000:\n", "ants: {", "}", "[", "]", ", ", "'", '"', "# ", "&a ", "*a", "!!int ", "<<: ", "---\n", "...\n"),
    *(
        "%YAML",
        "|",
        ">",
        "-",
        "@",
        "`",
        "~",
        "yes",
        "\\x07",
        "\\",
        "\x07",
        "\0",
        "\ufeff",
        "\u2028",
        "\u0085",
        "\u202e",
    ),
    *("深", "😀", "x" * 1100, "[" * 60, "<<<<<<< HEAD\n", "` - at `$.correct.title", "null", "1e999", "0x_"),
]
TOPICS_PARTS = [
    *("- group: All\n", "  topics:\n", "    kettles:\n", "      title: Kettles\n", "      description: What boils.\n"),
    *("      keywords: [kettle]\n", "      keywords:\n", "        - kettle\n", "      title: ''\n", "{}", "false"),
]
FEEDS_PARTS = [
    *("kettles:\n", "  title: Kettles\n", "  description: What boils.\n", "  query:\n", "    words: [kettle]\n"),
    *(
        "    topics: [reasoning]\n",
        "    authors: [A. Kettle]\n",
        "    not: {words: [pan]}\n",
        "    not:\n",
        "  query: {}\n",
    ),
    *("  aliases: [pots]\n", "  removed: 2025-03-10\n", "  removed: never\n", "pots:\n", "- a\n", "false", "{}", "[]"),
]
LISTING_PARTS = [
    *("{", "}", "[", "]", ",", ":", '"', "\n", '"day": null', '"day": "2025-03-10"', '"source": "a"', '"papers": ['),
    *('"status": "partial"', '{"key": "kettles", "title": "Kettles"}', '"links": {"code": "x"}', "1e999", "NaN", "-1"),
    *('"\\ud800"', "\\u0000", "\t", "深", "\x00", "[" * 60, "null", "true", '"papers": []'),
]


FIELDS = [
    *("kettles", "2401.10000", "topics", "summary", "correct", "title", "arxiv_id", "published", "hide", "reason"),
    *(
        "group",
        "description",
        "keywords",
        "day",
        "papers",
        "key",
        "links",
        "a.b[0]",
        "深",
        "",
        "` - at `$.correct.title",
    ),
]
SCALARS = [
    *("reasoning", "a b", "", " ", "x" * 500, "word " * 41, "a\nb", "\x07", "\u202e", "2401.10000v2", "2413.10000"),
    *("2025-02-30", "1024-01-01", "maybe", None, True, False, 3, -1, 1e999, "yes", "2025-03-10", "partial"),
]
trees = st.recursive(
    st.sampled_from(SCALARS) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4),
    max_leaves=12,
)


def contents(parts: list[str]) -> st.SearchStrategy[bytes]:
    """Generate a file's bytes: pieces of its syntax in any order, values in any place, any text, or any bytes."""
    return st.one_of(
        st.lists(st.sampled_from(parts), max_size=20).map(lambda pieces: "".join(pieces).encode()),
        trees.map(lambda value: yaml.safe_dump(value, allow_unicode=True).encode("utf-8", "replace")),
        trees.map(lambda value: json.dumps(value, indent=1).encode()),
        st.dictionaries(st.just("kettles"), st.dictionaries(st.sampled_from(FIELDS), trees)).map(
            lambda value: yaml.safe_dump(value).encode()
        ),
        st.text().map(lambda text: text.encode("utf-8", "replace")),
        st.binary(),
    )
