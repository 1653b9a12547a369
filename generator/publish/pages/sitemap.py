"""Sitemaps and robots.txt: the pages that a search engine should index."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from generator.publish.addresses import FEEDS
from generator.publish.render import render_html
from generator.publish.settings import Site

INDEX = "sitemap.xml"
MOST_ADDRESSES = 50_000  # per file (sitemaps.org); that many of our addresses stay far below the other limit, 50 MB

Changes = Mapping[str, date | None]


def sitemap_files(site: Site, changes: Changes) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemaps and then their index. `changes` has the day of each page's last change by address."""
    newest: dict[str, date | None] = {}
    for name, part in sorted(_parted(changes).items()):
        pages = sorted(part.items())
        for start in range(0, len(pages), MOST_ADDRESSES):
            path = f"sitemap-{name}-{start // MOST_ADDRESSES + 1}.xml" if start else f"sitemap-{name}.xml"
            shown = pages[start : start + MOST_ADDRESSES]
            newest[path] = max((day for _, day in shown if day), default=None)
            yield path, _document(site, "urlset", "url", shown)
    yield INDEX, _document(site, "sitemapindex", "sitemap", sorted(newest.items()))


def sitemap(site: Site, changes: Changes) -> bytes:
    """Return one sitemap of the pages at the addresses; a day of None is left out."""
    return _document(site, "urlset", "url", sorted(changes.items()))


def _parted(changes: Changes) -> dict[str, dict[str, date | None]]:
    """Return the pages by kind and year, such as `papers-2025`; the others are under `pages`."""
    parts: dict[str, dict[str, date | None]] = {}
    for address, day in changes.items():
        kind, _, rest = address.partition("/")
        name = "pages" if not rest else f"{kind}-{day.year}" if day else f"{kind}-undated"
        parts.setdefault(name, {})[address] = day
    return parts


def _document(site: Site, root: str, entry: str, changes: Iterable[tuple[str, date | None]]) -> bytes:
    pages = ((site.url + address, day) for address, day in changes)
    return render_html("pages/sitemap.xml", root=root, entry=entry, pages=pages).encode()


def feed_sitemaps(site: Site, *, has_queries: bool) -> Iterator[tuple[str, bytes]]:
    """Yield a sitemap for each folder of feeds.

    Material takes every alternate link in a page's head for a translation of the site, and requests a sitemap beside
    it. Without these files, each page view would cause a 404.
    """
    for folder in ("", "topics/", *(["by/"] if has_queries else [])):
        yield f"{FEEDS}{folder}sitemap.xml", sitemap(site, {FEEDS: None})


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309), which allows everything. It only has an effect at the root of a host."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.url}{INDEX}\n".encode()
