"""The arXiv API (https://info.arxiv.org/help/api/user-manual.html): search by title.

The class retrieves answers; the functions at the end parse them and are pure. arXiv asks for three seconds between
requests and a single connection (https://info.arxiv.org/help/api/tou.html): pass a Web with that pause.
"""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from generator.archive.identifiers import read_arxiv_id
from generator.archive.models import Sighting
from generator.collect import cleaning
from generator.collect.http import Answer, Web
from generator.errors import SourceError
from generator.text import clean, fold

_MOST_FOUND = "25"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ERROR_PATH = "/api/errors"
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")


class Arxiv:
    """The API at an endpoint. Every failure is a SourceError: give up on the source then, not on the run."""

    def __init__(self, web: Web, *, endpoint: str = "https://export.arxiv.org") -> None:
        self._web = web
        self._endpoint = endpoint.rstrip("/")

    def find(self, title: str) -> tuple[Sighting, ...]:
        """Return the papers with this title, ignoring case and punctuation. Raises SourceError."""
        words = " ".join(_WORD.findall(clean(title)))  # quotes, brackets and colons are query syntax at arXiv
        if not words:
            return ()
        asked = {"search_query": f'ti:"{words}"', "max_results": _MOST_FOUND}
        papers = read_feed(self._web.get(f"{self._endpoint}/api/query", asked))
        return tuple(paper for paper in papers if fold(paper.title) == fold(title))


def read_feed(answer: Answer) -> list[Sighting]:
    """Return the papers of an Atom feed. Raises SourceError if it is not one, and for arXiv's own errors.

    arXiv answers an invalid query with a feed whose single entry is the error (manual, section 3.4).
    """
    try:
        feed = fromstring(answer.content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        begins = clean(answer.content[:200].decode(errors="replace"))[:60] or "nothing"
        raise SourceError(f"{answer.url}: must answer with an Atom feed; this begins with: {begins}") from error
    if feed.tag != f"{_ATOM}feed":
        raise SourceError(f"{answer.url}: must answer with an Atom feed; this is {feed.tag[:60]}")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        if _ERROR_PATH in _text(entry, "id"):
            raise SourceError(f"{answer.url}: arXiv says: {clean(_text(entry, 'summary'))[:200] or 'error'}")
    return [paper for entry in entries if (paper := _read_entry(entry))]


def _read_entry(entry: Element) -> Sighting | None:
    """Return the paper; None without a title or an id, which is how arXiv answers for unknown papers."""
    title = clean(_text(entry, "title"))
    arxiv_id = read_arxiv_id(_text(entry, "id").strip().partition("/abs/")[2])
    if not title or not arxiv_id:
        return None
    return Sighting(
        title=title,
        abstract=cleaning.read_abstract(_text(entry, "summary"), paragraphs=True),
        arxiv_id=arxiv_id,
        authors=cleaning.read_texts(_text(author, "name") for author in entry.findall(f"{_ATOM}author")),
        published=cleaning.read_day(_text(entry, "published").strip()),
    )


def _text(element: Element, name: str) -> str:
    return element.findtext(f"{_ATOM}{name}") or ""
