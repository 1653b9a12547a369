"""Live sources, configured from the environment: the one lister, and the finders in the order they are asked."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.collect.arxiv import Arxiv
from generator.collect.enrich import Finders
from generator.collect.http import Web
from generator.collect.huggingface import HuggingFace
from generator.collect.source import Finder, Lister
from generator.commands.options import setting, today
from generator.publish.settings import read_site

_ARXIV_PAUSE = 3.0  # seconds between two requests, as https://info.arxiv.org/help/api/tou.html asks


@contextmanager
def open_lister(root: Path) -> Iterator[Lister]:
    """Open the source that fills the days of the archive. Raises ConfigError if the machine's clock is wrong."""
    with Web(contact=_contact(root)) as web:
        yield _hugging_face(web)


@contextmanager
def open_finders(root: Path) -> Iterator[Finders]:
    """Open the sources that complete papers. Raises ConfigError if the machine's clock is wrong."""
    contact = _contact(root)
    with Web(contact=contact) as web, Web(contact=contact, pause=_ARXIV_PAUSE) as slow_web:
        arxiv: dict[str, Finder] = {
            "arXiv": Arxiv(slow_web, endpoint=setting("ARXIV_ENDPOINT", "https://export.arxiv.org"))
        }
        source = read_site(root).source
        yield Finders({source.label: _hugging_face(web), **arxiv} if source.reader else arxiv)


def _hugging_face(web: Web) -> HuggingFace:
    """Return Hugging Face's Daily Papers; HF_ENDPOINT and HF_TOKEN are used if set."""
    endpoint = setting("HF_ENDPOINT", "https://huggingface.co")
    return HuggingFace(web, today=today(), endpoint=endpoint, token=os.environ.get("HF_TOKEN"))


def _contact(root: Path) -> str:
    """Return an address where the people behind the requests can be reached."""
    site = read_site(root)
    return site.repo_url or site.url
