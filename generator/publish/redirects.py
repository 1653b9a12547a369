"""Redirects: addresses that lead to a page which stands elsewhere."""

from collections.abc import Iterator

from generator.archive.load import Archive
from generator.publish.addresses import paper_address, to_root
from generator.publish.render import render_html
from generator.publish.settings import Site


def redirect_files(site: Site, archive: Archive) -> Iterator[tuple[str, bytes]]:
    """Yield a page at each arXiv id that is not its paper's key: it leads to the paper's page."""
    for paper in archive.papers:
        if paper.arxiv_id and paper.arxiv_id != paper.key:
            address, target = paper_address(paper.arxiv_id), paper_address(paper.key)
            html = render_html(
                "redirect.html", title=paper.title, way=to_root(address) + target, canonical=site.url + target
            )
            yield f"{address}index.html", html.encode()
