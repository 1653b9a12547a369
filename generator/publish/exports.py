"""What machines ask a site for: the list of its pages, and which of them they may read."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from lxml import etree

from generator.archive.ledger import Ledger
from generator.publish.addresses import FEEDS, atom_address
from generator.publish.settings import Site

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_PREFIXES: Any = {None: _NAMESPACE}  # lxml takes None for the default namespace; its stubs do not


def sitemap(site: Site, addresses: Iterable[str]) -> bytes:
    """Return the sitemap (sitemaps.org) of the pages at the addresses."""
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap=_PREFIXES)
    for address in sorted(addresses):
        url = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
        etree.SubElement(url, f"{{{_NAMESPACE}}}loc").text = site.url + address
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def feed_sitemaps(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield a sitemap for each folder of feeds: Material asks for one beside every alternate link of a page's head.

    It takes such links for other languages of the site. Without these files each page view would end in a 404.
    """
    for folder in sorted({atom_address().rpartition("/")[0], atom_address("x").rpartition("/")[0]}):
        yield f"{folder}/sitemap.xml", sitemap(site, [FEEDS])


def status(ledger: Ledger) -> bytes:
    """Return the ledger as JSON: what the archive has of every day, and how many days there are in each state."""
    return msgspec.json.format(msgspec.json.encode(ledger), indent=1) + b"\n"


def robots(site: Site) -> bytes:
    """Return robots.txt (RFC 9309): everything may be read. It counts only at a host's root."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.url}sitemap.xml\n".encode()
