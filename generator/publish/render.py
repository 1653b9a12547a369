"""Rendering: templates to Markdown, HTML and plain text, Markdown to HTML, each escaping what is put in by default."""

import textwrap
from collections.abc import Callable, MutableMapping
from functools import cache, cached_property
from typing import Any, Literal

import markdown
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import escape

from generator.publish.escape import (
    Markdown,
    anchors,
    html_in_xml,
    html_text,
    link_target,
    markdown_links,
    markdown_text,
    rss_text,
)
from generator.publish.settings import Site

_TEXT_WIDTH = 72  # characters: replies quote a line, and it still fits the 78 of RFC 5322, section 2.1.1

_Output = Literal["markdown", "html", "text"]
_ESCAPES: dict[_Output, Callable[[object], str] | None] = {"markdown": markdown_text, "html": html_text, "text": None}


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
    environment.filters["attribute"] = lambda text: Markdown(escape(text))
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
