"""Building the site: the archive is read, pages are planned, the engine runs once, and what changed is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from generator.archive.load import Archive, load_archive
from generator.publish.addresses import STATUS, paper_address, to_root
from generator.publish.assemble import markdown_files, plain_pages, stamped_pages
from generator.publish.contents import contents_of
from generator.publish.engine import Engine
from generator.publish.exports import feed_sitemaps, robots, sitemap, status
from generator.publish.feeds import feed_files
from generator.publish.output import Written, write_site
from generator.publish.pages import plan_pages
from generator.publish.render import render_html
from generator.publish.search import search_files
from generator.publish.settings import Site, read_site

STAGES = 4  # how many times a build reports


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made."""

    folder: Path
    papers: int
    pages: int
    written: Written


def build_site(root: Path, *, engine: Engine = "mkdocs", plain: bool = False, report: Callable[[str], None]) -> Built:
    """Build the site of the archive in the folder, and report each stage as it begins.

    The engine makes the hand-written pages and one shell for each kind of generated page, into which those are
    stamped; `plain` hands it every page instead, which takes longer and gives the same site. Raises ArchiveError.
    """
    report("Reading the archive")
    site = read_site(root)
    archive = load_archive(site.content)
    report("Planning pages")
    contents = contents_of(archive, site)
    pages = list(plan_pages(contents))
    report(f"Making {len(pages):,} pages with {engine}")
    made = plain_pages(site, pages, engine) if plain else stamped_pages(site, pages, engine)
    addresses = [path.removesuffix("index.html") for path in made if path.endswith("index.html")]
    report("Making feeds and the search index")
    files = chain(
        made.items(),
        markdown_files(pages),
        _redirects(site, archive),
        feed_files(contents),
        search_files(contents),
        feed_sitemaps(site),
        [(STATUS, status(contents.ledger)), ("sitemap.xml", sitemap(site, addresses)), ("robots.txt", robots(site))],
    )
    written = write_site(site.folder, files)
    return Built(site.folder, len(contents.papers), len(addresses), written)


def _redirects(site: Site, archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield a page at each arXiv id that is not its paper's key: it leads to the paper's page."""
    for paper in archive.papers:
        if paper.arxiv_id and paper.arxiv_id != paper.key:
            address, target = paper_address(paper.arxiv_id), paper_address(paper.key)
            html = render_html(
                "redirect.html", title=paper.title, way=to_root(address) + target, canonical=site.url + target
            )
            yield f"{address}index.html", html.encode()
