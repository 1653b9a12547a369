"""What machines ask a site for: what they may read, how an installed copy is called and looks."""

from collections.abc import Iterator

import msgspec

from generator.archive.text import shorten
from generator.publish.addresses import FEEDS, atom_address
from generator.publish.settings import Site
from generator.publish.sitemaps import INDEX, sitemap

_SHORT_NAME = 12  # characters that fit below an icon


def feed_sitemaps(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield a sitemap for each folder of feeds: Material asks for one beside every alternate link of a page's head.

    It takes such links for other languages of the site. Without these files each page view would end in a 404.
    """
    for folder in sorted({atom_address().rpartition("/")[0], atom_address("x").rpartition("/")[0]}):
        yield f"{folder}/sitemap.xml", sitemap(site, {FEEDS: None})


def manifest(site: Site) -> bytes:
    """Return the web manifest (w3.org/TR/appmanifest). Its addresses are relative to it: the site may move.

    It has no `id`: that would be relative to the host, and be the same for two archives on one host.
    """
    icons = [
        {"src": f"assets/images/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")  # the drawing stays within the circle that every mask leaves
    ]
    content = {
        "name": site.name,
        "short_name": shorten(site.name, _SHORT_NAME),
        "description": site.description,
        "lang": "en",
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "theme_color": "#4051b5",
        "background_color": "#ffffff",
        "icons": [{"src": "assets/images/icon.svg", "sizes": "any", "type": "image/svg+xml"}, *icons],
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read. It counts only at a host's root."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.url}{INDEX}\n".encode()
