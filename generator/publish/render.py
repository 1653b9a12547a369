"""Rendering: templates to Markdown, HTML and plain text, Markdown to HTML.

Text from outside stays text, because each template escapes what is put in by default.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache, cached_property, lru_cache, partial
from html import escape, unescape
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import markdown
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import escape as markupsafe_escape

from generator.publish.settings import Site
from generator.text import clean, shorten

# What can begin anything in Markdown, or in HTML, or in an extension's syntax, anywhere in a line.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&{}#|~^=]")
# What can begin a list, a rule, a definition or a quotation where a text begins.
_AT_START = re.compile(r"[^\w\s]|\d+(?=[.)])")
# Runs of what an address encodes (RFC 3986, sections 2.2 and 3.4); in a query a blank becomes `+`.
_NOT_IN_LINK = re.compile(r"[^\w/:?#@!$&+,=%.~-]+", re.ASCII)
_NOT_IN_QUERY = re.compile(r"[^\w/:?@!,.~ -]+", re.ASCII)
# What HTML takes for a tag (html.spec.whatwg.org, section 13.2.5.6), or a reader that looks for a bracket alone.
_LIKE_TAG = re.compile(r"<(?:[A-Za-z/!?]|[^>]*>)")
_TITLE, _PARAGRAPH = 300, 10_000
_SHORT, _REMEMBERED = 40, 2_000  # characters, texts: names of topics, labels and the like come again and again

_TEXT_WIDTH = 72  # characters: replies quote a line, and it still fits the 78 of RFC 5322, section 2.1.1

_Output = Literal["markdown", "html", "text"]


class Markdown(str):
    """Text that is Markdown already and must not be escaped again."""

    __slots__ = ()


class Address(str):
    """An address that has nothing left to %-encode."""

    __slots__ = ()


def markdown_text(value: object) -> str:
    """Return a value as Markdown that shows it as it is: what has a meaning becomes a character reference.

    A `Markdown` value passes as it is. Python-Markdown leaves references alone, so no text can open a link, an
    element or a list; that also keeps it from the many brackets that would hold it up for seconds.
    """
    if isinstance(value, Markdown):
        return value
    text = str(value)
    return _shown_again(text) if len(text) < _SHORT else _shown(text)


def _shown(text: str) -> str:
    start = None if text[:1].isalpha() else _AT_START.match(text)
    if start and start[0].isdigit():
        return f"{start[0]}&#{ord(text[start.end()])};{_references(text[start.end() + 1 :])}"
    if start:
        return f"&#{ord(start[0])};{_references(text[1:])}"
    return _references(text)


def html_text(value: object) -> str:
    """Return a value as HTML or XML that shows it as it is, in an element or in an attribute's double quotes.

    A `Markdown` value passes as it is: in an HTML template it is what was made of HTML.
    """
    if isinstance(value, Markdown):
        return value
    text = str(value)
    return _escaped(text) if len(text) < _SHORT else escape(text)


_ESCAPES: dict[_Output, Callable[[object], str] | None] = {"markdown": markdown_text, "html": html_text, "text": None}


def html_in_xml(text: str) -> Markdown:
    """Return a text as XML that holds HTML that shows it as it is."""
    return Markdown(escape(escape(text, quote=False), quote=False))


def text_or_html(text: str) -> str:
    """Return a text for a place that some programs take for plain text and others for HTML, such as a title in RSS.

    Half of all readers show a title of RSS as HTML, and the format does not say. A text that is the same in both stays
    as it is, so that every reader shows it rightly. Only where HTML would take a part for a tag or a reference is it
    escaped as HTML: some readers then show the reference, but none loses the text or runs it.
    """
    plain = text if unescape(text) == text else text.replace("&", "&amp;")
    return plain.replace("<", "&lt;").replace(">", "&gt;") if _LIKE_TAG.search(text) else plain


def rss_text(text: str) -> Markdown:
    """Return a text as XML for a title in RSS.

    The signs of XML are written as hexadecimal references, which most readers understand: rssboard.org/rss-profile,
    Character Data. What is HTML already is better known with named ones.
    """
    shown = text_or_html(text)
    if shown != text:
        return Markdown(escape(shown, quote=False))
    return Markdown(text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;"))


def link_target(url: str) -> Markdown:
    """Return an address for the round brackets of a Markdown link; brackets, blanks and quotes are %-encoded."""
    return Markdown(_target(url))


def anchors(links: Iterable[tuple[str, str]], separator: str, base: str = "") -> Markdown:
    """Return links, each a label and an address below the base, as HTML, which is Markdown too."""
    made = [f'<a href="{base}{_target(url).replace("&", "&amp;")}">{markdown_text(label)}</a>' for label, url in links]
    return Markdown(separator.join(made))


def markdown_links(links: Iterable[tuple[str, str]], separator: str, base: str = "") -> Markdown:
    """Return links, each a label and an address below the base, as Markdown."""
    return Markdown(separator.join([f"[{markdown_text(label)}]({base}{_target(url)})" for label, url in links]))


def query_value(text: str) -> str:
    """Return a text as a value in an address's query, with no more characters %-encoded than must be."""
    return _NOT_IN_QUERY.sub(_encoded, text).replace(" ", "+")


_shown_again = lru_cache(_REMEMBERED)(_shown)
_escaped = lru_cache(_REMEMBERED)(escape)
_quoted = lru_cache(_REMEMBERED)(partial(quote, safe=""))


def short_title(title: str) -> str:
    """Return a title no longer than a page can show (300 characters), with an ellipsis where it is cut."""
    return shorten(title, _TITLE)


def paragraphs(abstract: str | None) -> tuple[str, ...]:
    """Return an abstract's paragraphs, all together no longer than a page can show (10,000 characters)."""
    text = shorten(abstract or "", _PARAGRAPH)
    return tuple(filter(None, map(clean, text.split("\n"))))


def has_paragraphs(abstract: str | None) -> bool:
    """Return whether an abstract has a paragraph; its first words tell, as a rule."""
    text = abstract or ""
    return any(map(clean, (text[:_SHORT], text)))


def _target(url: str) -> str:
    """Return an address %-encoded, of which `&` alone has a meaning in HTML."""
    return url if isinstance(url, Address) else _NOT_IN_LINK.sub(_encoded, url)


def _references(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def _encoded(match: re.Match[str]) -> str:
    return _quoted(match[0])


class _Environment(Environment):
    """Jinja for templates that need little of it, several times as fast.

    A dot asks for an attribute and nothing else, and there are no variables but the values that a template is given.
    """

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # Jinja's names its parameters

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the variables that every template has: none."""
        return dict(d or {})


@cache
def _templates(output: _Output) -> Environment:
    """Return the templates for an output; whatever they put in passes through what escapes for that, by default."""
    environment = _Environment(
        loader=PackageLoader("generator.publish"),
        autoescape=False,  # which takes three times as long as `finalize`
        finalize=_ESCAPES[output],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["target"] = link_target
    environment.filters["attribute"] = lambda text: Markdown(markupsafe_escape(text))
    environment.filters["yaml"] = lambda text: Markdown(json.dumps(str(text)))  # which is YAML too
    environment.filters["html_in_xml"] = html_in_xml
    environment.filters["rss_text"] = rss_text
    environment.filters["wrapped"] = _wrapped
    environment.filters["anchors"] = anchors
    environment.filters["markdown_links"] = markdown_links
    return environment


@cache
def _template(output: _Output, name: str) -> Template:
    return _templates(output).get_template(name)


def render_markdown(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for Markdown unless it is `Markdown` already.

    What is escaped for Markdown is escaped for HTML too, so an HTML template may be filled like this.
    """
    return _template("markdown", template).render(values)


def render_html(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for HTML, and so for XML."""
    return _template("html", template).render(values)


def render_text(template: str, **values: object) -> str:
    """Return the template filled with the values as they are: plain text has nothing that could be escaped."""
    return _template("text", template).render(values)


def has_template(name: str) -> bool:
    """Return whether there is such a template."""
    return name in _names()


class Converter:
    """Python-Markdown as in the engine, with the extensions of the archive's mkdocs.yml.

    `chosen` says whether those are the archive's own choice, and not the project's.
    """

    def __init__(self, site: Site) -> None:
        self.chosen = site.own_extensions
        self._site = site

    def convert(self, text: str) -> str:
        """Return the HTML of a Markdown text."""
        return self._markdown.reset().convert(text)

    @cached_property
    def _markdown(self) -> markdown.Markdown:
        """Its extensions take long to load, and most builds convert nothing."""
        return markdown.Markdown(extensions=list(self._site.extensions), extension_configs=self._site.extension_configs)


@cache
def _names() -> frozenset[str]:
    return frozenset(_templates("markdown").list_templates())


def _wrapped(text: str, indent: str = "") -> str:
    """Return a text in lines for a mail program. Words stay whole, however long: a link must not be broken."""
    return textwrap.fill(
        text,
        _TEXT_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Link(NamedTuple):
    """A link out of the site."""

    label: str
    url: str
