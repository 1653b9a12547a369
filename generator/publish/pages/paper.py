"""The pages of papers: one a paper, however often it was listed."""

from datetime import date
from functools import lru_cache

from generator.archive.dates import long_day
from generator.publish.addresses import PAPER_SHELL, PAPERS, day_address, to_root
from generator.publish.citations.bibtex import bibtex_entry
from generator.publish.citations.scholar import citation_tags
from generator.publish.pages.jsonld import article
from generator.publish.paper import PaperView, newest_day
from generator.publish.render import Markdown, anchors, html_text
from generator.publish.settings import Site
from generator.publish.theme.page import Page

_ROOT = to_root(f"{PAPERS}key/")
_DAYS = 1_000  # of which many papers in a row are


def paper_page(site: Site, paper: PaperView) -> Page:
    """Return the page of a paper. Its body is HTML: it is made a hundred thousand times."""
    return Page(
        address=paper.address,
        shell=PAPER_SHELL,
        title=paper.full_title,
        description=paper.description,
        template="paper",
        values={
            "title": paper.full_title,
            "authors": ", ".join(paper.authors) or paper.byline,
            "organization": paper.organization,
            "facts": _facts(paper),
            "summary": paper.summary,
            "links": anchors((*paper.links, *paper.fix), " · "),
            "topics_label": "Suggested topics" if paper.topics_suggested else "Topics",
            "topics": anchors(paper.topic_links, " ", _ROOT),
            "bibtex": bibtex_entry(paper, site),
            "abstract": paper.abstract,
        },
        format="html",
        head=f"{citation_tags(paper)}\n{article(paper)}",
        changed=newest_day([paper]),
    )


def _facts(paper: PaperView) -> Markdown:
    """Return when the paper was published and listed, and how readers took it, as HTML."""
    listed = [_day_link(day) for day in paper.listed]
    if paper.undated:
        listed.append(anchors([("on a day that nobody knows", day_address(None))], "", _ROOT))
    days = f"listed {', '.join(listed)}"
    return Markdown(" · ".join([*map(html_text, paper.facts), days, *map(html_text, paper.counts)]))


@lru_cache(_DAYS)
def _day_link(day: date) -> Markdown:
    return anchors([(long_day(day), day_address(day))], "", _ROOT)
