"""The data page: the data files, how to load them, and the source of each field."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.archive.dates import month_of
from generator.publish.addresses import DATA, STATUS
from generator.publish.catalog import Catalog
from generator.publish.data.schemas import (
    ALL,
    FORMS,
    INDEX,
    SUMS,
    TOPICS_FILE,
    day_path,
    schema_of,
    schema_path,
    similar_path,
)
from generator.publish.data.tops import ALL_TIME, top_path
from generator.publish.data.trends import CHANGES_CSV, MONTHS_CSV, TOPICS_CSV, TRENDS_JSON
from generator.publish.pages.jsonld import dataset
from generator.publish.render import Markdown
from generator.publish.settings import Site
from generator.publish.theme.page import Page, PageKind
from generator.text import counted

DATA_PAGE = PageKind(DATA, "data")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a paper's record, as its schema describes it."""

    name: str
    description: str
    source: str
    licence: str


def data_pages(catalog: Catalog) -> Iterator[Page]:
    """Yield the page about the data files."""
    site, days = catalog.site, list(catalog.days)
    first = {paper.listed[-1] for paper in catalog.papers.values() if paper.listed}
    number = f"All {counted(len(catalog.papers), 'paper')} and the lists of {counted(len(days), 'day')}"
    page = DATA_PAGE.at(
        DATA,
        title="Data",
        description=f"{number} as open data: JSON of every paper, day, month and topic, with schemas and checksums.",
        changed=max(days, default=None),
        lead=f"{number}, as files for your programs.",
        data=Markdown(site.url + DATA),  # used in code, which is not escaped; settings.py has validated its characters
        all=ALL,
        index=INDEX,
        sums=SUMS,
        status=STATUS.removeprefix(DATA),
        day=day_path(days[-1]) if days else None,
        month=f"months/{str(days[-1])[:7]}.json" if days else None,
        similar=similar_path(month_of(max(first))) if first else None,
        newer=similar_path(month_of(min(first)), newer=True) if first else None,
        topic=f"topics/{catalog.topics[0].name}.json" if catalog.topics else None,
        topics=TOPICS_FILE,
        top=top_path(ALL_TIME) if any(paper.paper.upvotes is not None for paper in catalog.papers.values()) else None,
        trends=TRENDS_JSON,
        tables=[MONTHS_CSV, TOPICS_CSV, CHANGES_CSV],
        schemas=[schema_path(form) for form in FORMS],
        fields=list(_fields(site)),
    )
    yield dataset(site, page, days, {DATA + ALL: "application/gzip", DATA + INDEX: "application/json"})


def _fields(site: Site) -> Iterator[Field]:
    """Yield the fields of a paper's record, in their order in the files."""
    for name, field in schema_of("paper", site)["$defs"]["PaperRecord"]["properties"].items():
        yield Field(name, field["description"], field["x-source"], field["x-licence"])
