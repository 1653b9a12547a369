"""The page of all feeds: how to subscribe, and every feed by group with a preview."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from generator.publish.addresses import FEEDS, OPML, to_root
from generator.publish.catalog import Catalog, everything
from generator.publish.feeds.archives import newest, newest_listed
from generator.publish.feeds.feed import ENTRIES, Feed, everything_feed
from generator.publish.feeds.formats import ATOM, FORMATS, feed_links
from generator.publish.feeds.opml import feeds_by_group
from generator.publish.pages.edit_links import follow_form
from generator.publish.paper import PaperView
from generator.publish.render import Link
from generator.publish.settings import Site
from generator.publish.theme.groups import group_class
from generator.publish.theme.page import Page, PageKind, PagePlan, Place

FEEDS_PAGE = PageKind(FEEDS, "feeds")

_PREVIEW = 3

# Web readers have a page for subscribing. Desktop programs need the address itself: there is no registered URI scheme
# for feeds.
_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed/{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A feed as the page shows it, with links to open it in web readers and its newest papers as a preview."""

    title: str
    description: str
    page: str
    formats: list[Place]
    url: str
    readers: list[Link]
    papers: list[PaperView]


def feeds_pages(catalog: Catalog) -> Iterator[PagePlan]:
    """Yield the page that lists all feeds and explains how to subscribe."""
    yield PagePlan(FEEDS, FEEDS_PAGE, everything(catalog), partial(_feeds_page, catalog))


def _feeds_page(catalog: Catalog) -> Page:
    papers = newest_listed(catalog)
    *names, last = (form.name for form in FORMATS)
    formats = f"{', '.join(names)} and {last}"
    looks = {group: group_class(topics[0][0].group_number) for group, topics in catalog.groups.items()}
    return FEEDS_PAGE.at(
        FEEDS,
        title="Feeds",
        description=f"Feeds of all papers and of each topic, and daily, weekly and monthly digests: {formats}.",
        # Every page of the theme announces the first two formats.
        head=feed_links(everything_feed(catalog.site), to_root(FEEDS), FORMATS[2:]),
        names=formats,
        longest=ENTRIES,
        opml=OPML,
        ask=follow_form(catalog.site),
        groups=[
            (
                group,
                looks.get(group, f"feeds-{number}"),
                looks.get(group, ""),
                [_shown(catalog.site, feed, papers.get(feed.name, ())) for feed in feeds],
            )
            for number, (group, feeds) in enumerate(feeds_by_group(catalog), 1)
        ],
    )


def _shown(site: Site, feed: Feed, papers: Iterable[PaperView]) -> _Shown:
    url = site.url + feed.address(ATOM.ending)
    return _Shown(
        title=feed.label,
        description=feed.description,
        page=feed.page,
        formats=[Place(form.name, feed.address(form.ending)) for form in FORMATS],
        url=url,
        readers=[Link(name, way.format(quote(url, safe=""))) for name, way in _READERS],
        papers=newest(papers, _PREVIEW),
    )
