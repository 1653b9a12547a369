"""The pages that lead to all others: home and search."""

from generator.publish.addresses import HOME, SEARCH, atom_address, day_address, rss_address
from generator.publish.catalog import Contents, days_with_papers, years_of
from generator.publish.pages.days import day_section
from generator.publish.paper import UNDATED
from generator.publish.render import Markdown
from generator.publish.theme.page import Page, markdown_page

_LATEST_DAYS = 5
_OF_EACH_DAY = 8


def home_page(contents: Contents, *, title: str, description: str, intro: str) -> Page:
    """Return the front page: the hand-written introduction (Markdown), days with papers, topics and feeds."""
    latest = sorted(days_with_papers(contents.days).items(), reverse=True)[:_LATEST_DAYS]
    return markdown_page(
        "home.md",
        HOME,
        shell=HOME,
        title=title,
        description=description,
        changed=max(contents.days, default=None),
        intro=Markdown(intro),
        count=f"{len(contents.papers):,}",
        days=[day_section(contents, day, papers, _OF_EACH_DAY) for day, papers in latest],
        undated=day_address(None) if contents.undated else None,
        groups=list(contents.groups.items()),
        atom=atom_address(),
        rss=rss_address(),
    )


def search_page(contents: Contents) -> Page:
    """Return the page of the full search, with its filters."""
    years = [year for year in years_of(contents.papers.values()) if year != UNDATED]
    return markdown_page(
        "search.md",
        SEARCH,
        shell=SEARCH,
        title="Search",
        description="Search titles, summaries, abstracts, authors and topics of all papers.",
        groups=list(contents.groups.items()),
        years=years,
    )
