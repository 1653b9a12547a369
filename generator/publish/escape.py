"""Escaping: text from outside stays text, in Markdown as in HTML, because nothing gets in unescaped by default."""

import re
from urllib.parse import quote

from generator.archive.text import clean, shorten

# What can begin anything in Markdown, or in HTML, or in an extension's syntax, anywhere in a line.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&{}#|~^=]")
# What can begin a list, a rule, a definition or a quotation where a text begins.
_AT_START = re.compile(r"[^\w\s]|\d+(?=[.)])")
_TITLE, _PARAGRAPH = 300, 10_000


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


def markdown_text(value: object) -> str:
    """Return a value as Markdown that shows it as it is: what has a meaning becomes a character reference.

    A `Markdown` value passes as it is. Python-Markdown leaves references alone, so no text can open a link, an
    element or a list; that also keeps it from the many brackets that would hold it up for seconds.
    """
    if isinstance(value, Markdown):
        return value
    text = str(value)
    start = _AT_START.match(text)
    if start and start[0].isdigit():
        return f"{start[0]}&#{ord(text[start.end()])};{_references(text[start.end() + 1 :])}"
    if start:
        return f"&#{ord(start[0])};{_references(text[1:])}"
    return _references(text)


def link_target(url: str) -> Markdown:
    """Return an address for the round brackets of a Markdown link; brackets, blanks and quotes are %-encoded."""
    return Markdown(quote(url, safe="/:?#@!$&+,=%-._~"))


def short_title(title: str) -> str:
    """Return a title no longer than a page can show (300 characters), with an ellipsis where it is cut."""
    return shorten(title, _TITLE)


def paragraphs(abstract: str | None) -> tuple[str, ...]:
    """Return an abstract's paragraphs, all together no longer than a page can show (10,000 characters)."""
    text = shorten(abstract or "", _PARAGRAPH)
    return tuple(filter(None, map(clean, text.split("\n"))))


def _references(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)
