"""Rendering: templates to Markdown and HTML, Markdown to HTML, each escaping what is put in by default."""

from functools import cache

import markdown
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from generator.publish.escape import Markdown, link_target, markdown_text
from generator.publish.settings import Site


@cache
def _templates(*, markdown_output: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("generator.publish"),
        autoescape=not markdown_output,
        finalize=markdown_text if markdown_output else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["target"] = link_target
    environment.filters["attribute"] = lambda text: Markdown(escape(text))
    return environment


def render_markdown(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for Markdown unless it is `Markdown` already.

    What is escaped for Markdown is escaped for HTML too, so an HTML template may be filled like this.
    """
    return _templates(markdown_output=True).get_template(template).render(values)


def render_html(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for HTML."""
    return _templates(markdown_output=False).get_template(template).render(values)


def has_template(name: str) -> bool:
    """Return whether there is such a template."""
    return name in _names()


class Converter:
    """Python-Markdown as in the engine, with the extensions of the archive's mkdocs.yml.

    `chosen` says whether those are the archive's own choice, and not the project's.
    """

    def __init__(self, site: Site) -> None:
        self.chosen = site.own_extensions
        self._markdown = markdown.Markdown(extensions=list(site.extensions), extension_configs=site.extension_configs)

    def convert(self, text: str) -> str:
        """Return the HTML of a Markdown text."""
        return self._markdown.reset().convert(text)


@cache
def _names() -> frozenset[str]:
    return frozenset(_templates(markdown_output=True).list_templates())
