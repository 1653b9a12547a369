"""The pages of an archive as a folder of Markdown, which any generator can render: all peers get the same one.

Lists are the very Markdown that the site publishes. A paper's page, which the site makes from HTML, is written here as
a person would write it. Run by `python -m tests.bench.documents ARCHIVE FOLDER`.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

from generator.archive.load import load_archive
from generator.publish.addresses import to_root
from generator.publish.catalog import Catalog, catalog_of
from generator.publish.pages.edit_links import CurationFiles, fix_links
from generator.publish.pages.paper import paper_pages
from generator.publish.pages.tasks import pages_of
from generator.publish.paper import PaperView
from generator.publish.render import Link, link_target, markdown_text
from generator.publish.settings import read_site


def write_documents(root: Path, folder: Path) -> None:
    """Write every generated page of the archive as a file such as `days/2025-03-11.md`.

    The front page is `index.md`. Those names mean the same addresses to all generators.
    """
    catalog = catalog_of(load_archive(root / "content"), read_site(root))
    for address, document in documents(catalog):
        path = folder / f"{address.rstrip('/') or 'index'}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document, "utf-8")


def documents(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield the address and the Markdown document of each page."""
    for page in pages_of(catalog, papers=False):
        yield page.address, _document(page.title, page.description, page.markdown())
    files = CurationFiles(catalog.archive, catalog.site)
    papers = {paper.address: paper for paper in catalog.papers.values()}
    for page in paper_pages(catalog):
        paper = papers[page.address]
        links = (*paper.links, *fix_links(paper.paper, files[paper.paper], catalog.site))
        yield page.address, _document(page.title, page.description, "\n\n".join(_paper(paper, links)))


def _document(title: str, description: str, body: str) -> str:
    head = yaml.dump({"title": title, "description": description}, Dumper=yaml.CSafeDumper, allow_unicode=True)
    return f"---\n{head}---\n{body}\n"


def _paper(paper: PaperView, links: Iterable[Link]) -> Iterator[str]:
    """Yield the paragraphs of a paper's page: what the site's own says."""
    base = to_root(paper.address)
    yield f"# {markdown_text(paper.full_title)}"
    yield markdown_text(", ".join(paper.authors))
    yield markdown_text(" · ".join(paper.facts + paper.counts))
    yield markdown_text(paper.summary)
    yield " · ".join(f"[{markdown_text(link.label)}]({link_target(link.url)})" for link in links)
    topics = (f"[{markdown_text(topic.title)}]({base}topics/{topic.name}/)" for topic in paper.topics)
    yield f"{'Suggested topics' if paper.topics_suggested else 'Topics'}: {' '.join(topics)}"
    yield "## Abstract"
    yield from map(markdown_text, paper.abstract)
    yield "## Listed"
    yield "\n".join(f"- [{day}]({base}days/{day}/)" for day in paper.listed)


if __name__ == "__main__":
    write_documents(Path(sys.argv[1]), Path(sys.argv[2]))
