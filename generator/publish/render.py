"""Rendering: templates to Markdown, HTML and plain text, and Markdown to HTML.

Templates escape every value by default, so untrusted text stays text.
"""

import json
import re
import textwrap
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from html import escape, unescape
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

import markdown
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import escape as markupsafe_escape

from generator.publish.settings import Site
from generator.text import clean, shorten

# Characters with a meaning in Markdown, HTML or an extension's syntax anywhere in a line.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&{}#|~^=]")
# What can start a list, a rule, a definition or a quotation at the start of a text.
_AT_START = re.compile(r"[^\w\s]|\d+(?=[.)])")
# Runs of characters that an address must encode (RFC 3986, sections 2.2 and 3.4); in a query a space becomes `+`.
_NOT_IN_LINK = re.compile(r"[^\w/:?#@!$&+,=%.~-]+", re.ASCII)
_NOT_IN_QUERY = re.compile(r"[^\w/:?@!,.~ -]+", re.ASCII)
# What HTML parses as a tag (html.spec.whatwg.org, section 13.2.5.6), and what lenient readers take for one.
_LIKE_TAG = re.compile(r"<(?:[A-Za-z/!?]|[^>]*>)")
# Runs of characters beyond U+FFFF, and of others.
_BEYOND = re.compile(r"[\U00010000-\U0010ffff]+|[^\U00010000-\U0010ffff]+")
# A template included in another one, with the line break after it, which `trim_blocks` removes.
_INCLUDE = re.compile(r'\{%\+? include "([^"]+)" %\}\n?')
_TITLE, _PARAGRAPH = 300, 10_000
_SHORT, _REMEMBERED = 40, 2_000  # characters, cached texts: topic names, labels and the like recur often

_TEXT_WIDTH = 72  # characters: replies quote a line, and it still fits the 78 of RFC 5322, section 2.1.1

_Output = Literal["markdown", "html", "text"]


class Markdown(str):
    """Text that is already Markdown and must not be escaped again."""

    __slots__ = ()


class Address(str):
    """An address that is already %-encoded."""

    __slots__ = ()


def markdown_text(value: object) -> str:
    """Return a value escaped for Markdown: special characters become character references.

    A `Markdown` value is returned unchanged. Python-Markdown leaves references alone, so no text can open a link, an
    element or a list. This also avoids the seconds that Python-Markdown would need for long runs of brackets.
    """
    if isinstance(value, Markdown):
        return value
    text = str(value)
    return _shown_again(text) if len(text) < _SHORT else _shown(text)


def attribute_text(text: str) -> Markdown:
    """Return a text escaped for a double-quoted attribute of an element that stands within Markdown."""
    return Markdown(markdown_text(text).replace('"', "&#34;"))


def _shown(text: str) -> str:
    start = None if text[:1].isalpha() else _AT_START.match(text)
    if start and start[0].isdigit():
        return f"{start[0]}&#{ord(text[start.end()])};{_references(text[start.end() + 1 :])}"
    if start:
        return f"&#{ord(start[0])};{_references(text[1:])}"
    return _references(text)


def html_text(value: object) -> str:
    """Return a value escaped for HTML or XML, for use in an element or a double-quoted attribute.

    A `Markdown` value is returned unchanged: in an HTML template it is already HTML. An apostrophe is unchanged too,
    because no attribute is single-quoted.
    """
    if isinstance(value, Markdown):
        return value
    return str(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&#34;")


_ESCAPES: dict[_Output, Callable[[object], str] | None] = {"markdown": markdown_text, "html": html_text, "text": None}


def yaml_text(text: object) -> Markdown:
    """Return a text as a string of YAML: as JSON, which YAML reads (YAML 1.2.2, section 1.2), with one exception.

    JSON escapes a character beyond U+FFFF as two surrogates, which YAML would take for two characters.
    """
    return Markdown(f'"{"".join(map(_yaml_part, re.findall(_BEYOND, str(text))))}"')


def _yaml_part(text: str) -> str:
    return "".join(f"\\U{ord(character):08x}" for character in text) if text > "\uffff" else json.dumps(text)[1:-1]


def html_in_xml(text: str) -> Markdown:
    """Return a text escaped for HTML that is embedded in XML."""
    return Markdown(escape(escape(text, quote=False), quote=False))


def text_or_html(text: str) -> str:
    """Return a text for a field that some programs read as plain text and others as HTML, such as a title in RSS.

    About half of all readers render RSS titles as HTML, and the format does not define it. A text that means the same
    in both is unchanged, so every reader shows it correctly. It is escaped only if HTML would see a tag or a reference
    in it: some readers then show the reference, but none loses the text or runs it.
    """
    plain = text if unescape(text) == text else text.replace("&", "&amp;")
    return plain.replace("<", "&lt;").replace(">", "&gt;") if _LIKE_TAG.search(text) else plain


def rss_text(text: str) -> Markdown:
    """Return a text as XML for a title in RSS.

    XML's special characters become hexadecimal references, which most readers understand (rssboard.org/rss-profile,
    Character Data). Text that is already HTML gets named references, which are better supported there.
    """
    shown = text_or_html(text)
    if shown != text:
        return Markdown(escape(shown, quote=False))
    return Markdown(text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;"))


def link_target(url: str) -> Markdown:
    """Return an address for the parentheses of a Markdown link, with brackets, spaces and quotes %-encoded."""
    return Markdown(_target(url))


def anchors(links: Iterable[Sequence[str]], separator: str, base: str = "") -> Markdown:
    """Return links as HTML, which is also valid Markdown: label, address below the base, and optionally a class."""
    return Markdown(separator.join([_anchor(base, *link) for link in links]))


def recurring_anchors(links: Iterable[Sequence[str]], separator: str, base: str = "") -> Markdown:
    """Return links that many pages have, such as those to topics, as `anchors` does; each is remembered."""
    return Markdown(separator.join([_anchor_again(base, *link) for link in links]))


def _anchor(base: str, label: str, url: str, look: str = "") -> str:
    look = f' class="{look}"' if look else ""
    return f'<a{look} href="{base}{_target(url).replace("&", "&amp;")}">{markdown_text(label)}</a>'


def markdown_links(links: Iterable[Sequence[str]], separator: str, base: str = "") -> Markdown:
    """Return links as Markdown: label, address below the base, and optionally a class."""
    return Markdown(separator.join([_markdown_link(base, *link) for link in links]))


# Typed, because an `Address` or `Markdown` equals a string that is written differently.
_anchor_again = lru_cache(_REMEMBERED, typed=True)(_anchor)


@lru_cache(_REMEMBERED, typed=True)
def _markdown_link(base: str, label: str, url: str, look: str = "") -> str:
    return f"[{markdown_text(label)}]({base}{_target(url)}){f'{{ .{look} }}' if look else ''}"


def query_value(text: str) -> str:
    """Return a text as a query value, with only the necessary characters %-encoded."""
    return _NOT_IN_QUERY.sub(_encoded, text).replace(" ", "+")


_shown_again = lru_cache(_REMEMBERED)(_shown)
_quoted = lru_cache(_REMEMBERED)(partial(quote, safe=""))


def short_title(title: str) -> str:
    """Return a title cut to 300 characters, with an ellipsis."""
    return shorten(title, _TITLE)


def paragraphs(abstract: str | None) -> tuple[str, ...]:
    """Return an abstract's paragraphs, cut to 10,000 characters in total."""
    text = shorten(abstract or "", _PARAGRAPH)
    return tuple(filter(None, map(clean, text.split("\n"))))


def has_paragraphs(abstract: str | None) -> bool:
    """Return whether an abstract has any text. Usually its first words are enough to tell."""
    text = abstract or ""
    return any(map(clean, (text[:_SHORT], text)))


def _target(url: str) -> str:
    """Return an address %-encoded, so that `&` is the only character left with a meaning in HTML."""
    return url if isinstance(url, Address) else _NOT_IN_LINK.sub(_encoded, url)


def _references(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)


def _encoded(match: re.Match[str]) -> str:
    return _quoted(match[0])


class _Environment(Environment):
    """A reduced Jinja environment that is several times as fast.

    A dot only reads an attribute, and a template has no variables except the values passed to it.
    """

    getattr = staticmethod(getattr)  # type: ignore[assignment]  # Jinja's names its parameters

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the given values: there are no global variables."""
        return dict(d or {})


class InliningLoader(PackageLoader):
    """Loads each template with the text of those that it includes: to include one takes longer than to fill most."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        """Return the template's text and its path. What a template sets, it also sets for those that include it."""
        source, path, is_current = super().get_source(environment, template)
        return _INCLUDE.sub(lambda match: self.get_source(environment, match[1])[0], source), path, is_current


@cache
def _templates(output: _Output) -> Environment:
    """Return the templates for an output format, with its escaping applied to every value."""
    environment = _Environment(
        loader=InliningLoader("generator.publish"),
        autoescape=False,  # takes three times as long as `finalize`
        finalize=_ESCAPES[output],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["target"] = link_target
    environment.filters["attribute"] = lambda text: Markdown(markupsafe_escape(text))
    environment.filters["yaml"] = yaml_text
    environment.filters["html_in_xml"] = html_in_xml
    environment.filters["rss_text"] = rss_text
    environment.filters["wrapped"] = _wrapped
    environment.filters["anchors"] = recurring_anchors
    environment.filters["markdown_links"] = markdown_links
    return environment


@cache
def _template(output: _Output, name: str) -> Template:
    return _templates(output).get_template(name)


def load_template(output: _Output, name: str) -> None:
    """Load a template that will be filled soon: compiling it takes milliseconds."""
    _template(output, name)


def render_markdown(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for Markdown unless it is already `Markdown`.

    Text escaped for Markdown is also escaped for HTML, so this works for HTML templates too.
    """
    return _template("markdown", template).render(values)


def render_html(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for HTML and XML."""
    return _template("html", template).render(values)


def render_text(template: str, **values: object) -> str:
    """Return the template filled with the values unescaped, as plain text."""
    return _template("text", template).render(values)


def has_template(name: str) -> bool:
    """Return whether a template of that name exists."""
    return name in _names()


class Converter:
    """Python-Markdown set up as in the engine, with the extensions from the archive's mkdocs.yml.

    `chosen` is true if the archive sets its own extensions.
    """

    def __init__(self, site: Site) -> None:
        self.chosen = site.own_extensions
        self._site = site

    def convert(self, text: str) -> str:
        """Return the HTML of a Markdown text."""
        return self._markdown.reset().convert(text)

    @cached_property
    def _markdown(self) -> markdown.Markdown:
        """The converter, created lazily: extensions load slowly, and most builds convert nothing."""
        return markdown.Markdown(extensions=list(self._site.extensions), extension_configs=self._site.extension_configs)


@cache
def _names() -> frozenset[str]:
    return frozenset(_templates("markdown").list_templates())


def _wrapped(text: str, indent: str = "") -> str:
    """Return a text wrapped for e-mail. Long words are not broken, so links stay intact."""
    return textwrap.fill(
        text,
        _TEXT_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


class Link(NamedTuple):
    """A link's label and address."""

    label: str
    url: str
