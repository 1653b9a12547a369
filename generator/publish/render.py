"""Rendering: templates to Markdown and HTML, Markdown to HTML, each escaping what is put in by default."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from typing import Any

import markdown
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from generator.publish.escape import Markdown, link_target, markdown_text
from generator.publish.settings import Site

_MANY = 400  # texts: about where two processes overtake one
_worker: markdown.Markdown


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
    """Return the template filled with the values, each escaped for Markdown unless it is `Markdown` already."""
    return _templates(markdown_output=True).get_template(template).render(values)


def render_html(template: str, **values: object) -> str:
    """Return the template filled with the values, each escaped for HTML."""
    return _templates(markdown_output=False).get_template(template).render(values)


def render_bodies(site: Site, texts: Sequence[str]) -> Iterator[str]:
    """Yield the HTML of Markdown texts, in their order, made with the extensions of the archive's mkdocs.yml.

    It is Python-Markdown, as in the engine, so that a body is what the engine would make of it. Many texts are
    shared out among processes, one a core; few are not worth the start of those.
    """
    settings = (site.extensions, site.extension_configs)
    if len(texts) < _MANY:
        yield from map(partial(_body, _converter(*settings)), texts)
        return
    # Processes are spawned, not forked: a fork would copy locks that the progress bar's thread may hold.
    with ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_begin_work, initargs=settings) as pool:
        yield from pool.map(_work, texts, chunksize=16)


def _converter(extensions: Sequence[str], configs: dict[str, dict[str, Any]]) -> markdown.Markdown:
    return markdown.Markdown(extensions=list(extensions), extension_configs=configs)


def _body(converter: markdown.Markdown, text: str) -> str:
    return converter.reset().convert(text)


def _begin_work(extensions: Sequence[str], configs: dict[str, dict[str, Any]]) -> None:
    """Make this process's own converter, once."""
    global _worker  # noqa: PLW0603 - a process of a pool keeps what its initializer makes in no other place
    _worker = _converter(extensions, configs)


def _work(text: str) -> str:
    return _body(_worker, text)
