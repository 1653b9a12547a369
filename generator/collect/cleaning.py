"""The fields of a paper as live sources send them, cleaned; what is unusable becomes None, never an error."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from generator.archive.links import link_problem, mended_link
from generator.text import clean

_LARGEST_COUNT = 1_000_000_000
# arXiv joins the lines of an abstract, but for those that begin with blanks: they begin a paragraph
# (https://info.arxiv.org/help/prep.html#abstracts).
_PARAGRAPH = re.compile(r"\n(?:[^\S\n]{2,}|[^\S\n]*\n)")


def read_abstract(text: str | None, *, paragraphs: bool) -> str | None:
    """Return the abstract with its hard line breaks folded; its `paragraphs`, if it has any, are kept apart."""
    lines = (text or "").replace("\r\n", "\n")
    parts = _PARAGRAPH.split(lines) if paragraphs else [lines]
    return "\n\n".join(filter(None, map(clean, parts))) or None


def read_texts(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts that are not empty, each as one line."""
    return tuple(filter(None, (clean(text or "") for text in texts)))


def read_organization(value: object) -> str | None:
    """Return the name of an organization: its `fullname`, else its `name`."""
    names = (value.get(key) for key in ("fullname", "name")) if isinstance(value, dict) else ()
    return next(iter(read_texts(name for name in names if isinstance(name, str))), None)


def read_count(count: int | None) -> int | None:
    """Return a count if it is plausible."""
    return count if count is not None and 0 <= count <= _LARGEST_COUNT else None


def read_url(text: str | None) -> str | None:
    """Return an http(s) address that is safe on a page, with line breaks inside it removed."""
    url = mended_link(text or "")
    return None if link_problem(url) else url


def read_day(text: str | None) -> date | None:
    """Return the day in UTC of a moment as RFC 3339 writes it."""
    try:
        moment = datetime.fromisoformat(text or "")
        return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None
