"""Injection attempts as texts, and an archive that has them in every field."""

import json
from datetime import date
from pathlib import Path

from generator.archive.listings import write_listing
from generator.archive.models import Links, Listing, Record
from generator.text import clean, hidden
from tests.support.archives import make_archive

# `alert` represents any script; a page that runs it fails its test.
TEXTS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }} {% raw %}",
    "[a](javascript:alert(1))",
    "[x](http://[::1)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "&lt;b&gt; &#60; &amp;",
    "]]> <![CDATA[ --> <!--",
    "`code` **bold** __bold__ ~~gone~~ ==mark== H_2O a*b*c",
    "{ #content .paper onclick=alert(1) }",
    "--- *** ___",
    "# heading",
    "- list",
    "+ list",
    "1. list",
    "2) list",
    "> quotation",
    ": definition",
    "| a | b |",
    "!!! note",
    "??? note",
    "[^1]: footnote",
    "*[HTML]: abbreviation",
    "[[wiki]] [TOC] [ref]: http://example.org",
    "slot-body-7c5e1f",
    '<div data-md-component="announce"></div>',
    "<mark>marked</mark>",
    "\\(x\\) $y$ \\[z\\]",
    "a\x0bb\x00c \u202edesrever\u202c",
    "“quotes” 日本語 العربية 🧪 π",
)
LONG = "[" * 50_000


def hostile_archive(folder: Path) -> Path:
    """Create an archive whose listings, curation and topics have each of the texts in every field."""
    root = make_archive(folder)
    content = root / "content"
    records = [_record(number, text) for number, text in enumerate(TEXTS)]
    long = Record(key="a-long-one", title=LONG, abstract=LONG, authors=(LONG,), keywords=(LONG,))
    papers = (*records, long)
    write_listing(content, Listing(day=date(2025, 6, 2), source="hostile", status="complete", papers=papers))
    write_listing(content, Listing(day=None, source="hostile", status="partial", papers=tuple(records[:3])))
    (content / "curation" / "2025" / "2025-03-10.yml").unlink()
    (content / "curation" / "undated.yml").unlink()
    (content / "curation" / "2025" / "2025-06-02.yml").write_text(_curation(), "utf-8")
    (content / "topics.yml").write_text(_topics(), "utf-8")
    return root


def _record(number: int, text: str) -> Record:
    text = clean(text)  # like everything that a source sends
    return Record(
        key=f"hostile-{number}",
        title=text,
        abstract=f"{text}\n\n{text} zebrafish{number}",
        authors=(text, f"Author {text}"),
        keywords=(text,),
        links=Links(code="https://example.org/?a=b&c='d'(e)[f]{g}|h*i_j`k\\l"),
        upvotes=number,
    )


def _curation() -> str:
    texts = {f"hostile-{number}": text for number, text in enumerate(TEXTS) if number % 2 and not hidden(text)}
    return _as_yaml({key: {"topics": ["translation"], "summary": texts[key]} for key in sorted(texts)})


def _topics() -> str:
    entry = {"title": TEXTS[0], "description": TEXTS[3], "keywords": ["translation"]}
    texts = map(clean, TEXTS)
    odd = {f"odd-{number}": {**entry, "title": text, "description": text} for number, text in enumerate(texts)}
    return _as_yaml([{"group": TEXTS[1], "topics": {"translation": entry}}, {"group": TEXTS[6], "topics": odd}])


def _as_yaml(value: object) -> str:
    """Return the value as JSON, which is also YAML, and escapes characters that YAML does not allow."""
    return json.dumps(value, ensure_ascii=False)
