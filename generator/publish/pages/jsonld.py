"""Metadata for search engines: JSON-LD with the schema.org vocabulary."""

from collections.abc import Mapping, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from generator.archive.identifiers import doi_address
from generator.archive.names import read_name
from generator.publish.addresses import HOME, SEARCH
from generator.publish.citations.bibtex import withdrawn_note
from generator.publish.paper import PaperView
from generator.publish.settings import Site
from generator.publish.theme.page import Page

MOST_AUTHORS = 20  # of more none is named: each costs 90 bytes, the citation tags name all, and a part would be wrong
SEARCH_WORDS = "{search_term_string}"  # the name that Google requires (developers.google.com, sitelinks search box)


def article(paper: PaperView) -> str:
    """Return a paper's ScholarlyArticle for the head of its page.

    It repeats nothing: consumers of JSON-LD also read the page's description and canonical address, and the DOI
    contains the arXiv id.
    """
    return json_ld(
        {
            "@type": "ScholarlyArticle",
            "headline": paper.title,
            "author": list(map(_author, paper.authors)) if len(paper.authors) <= MOST_AUTHORS else None,
            "datePublished": paper.published,
            "sameAs": doi_address(paper.doi) if paper.doi else paper.paper.url,
            "creativeWorkStatus": withdrawn_note(paper),
        }
    )


def _author(text: str) -> dict[str, str]:
    name = read_name(text)
    if name.is_group:
        return {"@type": "Organization", "name": text}
    if not name.given:
        return {"@type": "Person", "name": text}
    suffix = {"honorificSuffix": name.suffix} if name.suffix else {}
    return {"@type": "Person", "name": text, "givenName": name.given, "familyName": name.surname, **suffix}


def collection(site: Site, page: Page, above: str) -> Page:
    """Return the page with a CollectionPage in its head, marked as part of the page at the address `above`."""
    thing = {
        "@type": "CollectionPage",
        "name": page.title,
        "description": page.description,
        "url": site.url + page.address,
        "isPartOf": {"@type": "CollectionPage", "url": site.url + above},
        "dateModified": page.changed,
    }
    return _with(page, thing)


def website(site: Site, page: Page) -> Page:
    """Return the front page with a WebSite in its head, including its search action."""
    thing = {
        "@type": "WebSite",
        "name": site.name,
        "description": page.description,
        "url": site.url + HOME,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{site.url}{SEARCH}?q={SEARCH_WORDS}"},
            "query-input": f"required name={SEARCH_WORDS[1:-1]}",
        },
    }
    return _with(page, thing)


def dataset(site: Site, page: Page, days: Sequence[date], files: Mapping[str, str]) -> Page:
    """Return the data page with a Dataset in its head: the days it covers, and its files with their media types."""
    thing = {
        "@type": "Dataset",
        "name": f"{site.name}: the archive as data",
        "description": page.description,
        "url": site.url + page.address,
        "license": f"{site.url}{page.address}#licence",
        "creator": {"@type": "Organization", "name": site.name, "url": site.url},
        "isAccessibleForFree": True,
        "temporalCoverage": f"{days[0]}/{days[-1]}" if days else None,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": site.url + address, "encodingFormat": media_type}
            for address, media_type in files.items()
        ],
    }
    return _with(page, thing)


def json_ld(thing: Mapping[str, object]) -> str:
    """Return a block of JSON-LD for a page's head, without properties that are None or empty.

    Browsers treat the block as data and never run it. `<`, `>` and `&` are escaped, so no value can close the element
    or open a comment that hides its end (HTML, section 4.12.1.3).
    """
    known = {"@context": "https://schema.org"} | {name: value for name, value in thing.items() if value}
    text = msgspec.json.encode(known).decode()
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return f'<script type="application/ld+json">{text}</script>'


def _with(page: Page, thing: Mapping[str, object]) -> Page:
    return replace(page, head="\n".join(filter(None, (page.head, json_ld(thing)))))
