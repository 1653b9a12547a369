"""What a page shows at its top, and its year: a day is shown without one."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from generator.collect.scrape.labels import SUBSCRIBE
from generator.collect.scrape.lines import Kind, Line, Unread, date_of, read_line
from generator.collect.scrape.texts import is_abstract
from generator.errors import ScrapeError

_FIRST_YEAR = 2023  # of Daily Papers, in May
# Subscribe as a separate word, and subscribers: no title is glued to these.
_REST_OF_WORD = re.compile(r"(?:rs?|d)?(?:[\s,.:;!?'\u2019-]|$)")


class Page(NamedTuple):
    """A page without its headers: the line that shows its day, and the lines below each header."""

    day: Line | None
    bodies: list[list[Line]]
    unread: list[Unread]

    @property
    def dates(self) -> list[Line]:
        """The lines that date a paper."""
        return [line for line in chain(*self.bodies) if line.has_date]


def read_page(lines: Sequence[Line]) -> Page:
    """Set aside headers, and everything below one with another day: a second page in the same text."""
    shown: Line | None = None
    bodies: list[list[Line]] = []
    for header, body in _sections(lines):
        day = next((line for line in header if line.kind is Kind.FACTS), None)
        # Without a day so far, a day is the page's own only if no paper came before it.
        if day and (day.facts != shown.facts if shown else any(map(_tells_of_paper, chain(*bodies)))):
            must = f"A file must hold one page, and {day.text} begins another: put each into a file of its own"
            return Page(shown, bodies, [Unread.of(must, [header[0], lines[-1]])])
        shown = shown or day
        bodies.append(body)
    return Page(shown, bodies, [])


def _sections(lines: Sequence[Line]) -> Iterator[tuple[Sequence[Line], list[Line]]]:
    """Split the lines into headers, the first of which may be empty, and the body below each."""
    header, body, at = lines[:0], list[Line](), 0
    while at < len(lines):
        end = _header_end(lines, at)
        if end == at > 0:
            body.append(lines[at])
            at += 1
            continue
        if at:
            yield header, body
        header, body = lines[at:end], [_unglued(line, lines[at:end]) for line in lines[end : end + 1]]
        at = end + 1
    yield header, body


def _header_end(lines: Sequence[Line], start: int) -> int:
    """Return where a header that begins at `start` ends: at `start` itself if none begins there.

    At the top of the text every part is optional. Further down a banner must show that it is a header, because any
    other part could belong to a paper. Only banners occur twice in a header.
    """
    certain, seen = start == 0, set[str]()
    for at in range(start, len(lines)):
        line = lines[at]
        is_day = certain and line.is_day
        part = "day" if is_day else line.text
        if line.kind is Kind.BANNER:
            certain = True
        elif certain and line.kind is Kind.MENU:
            continue
        elif part not in seen and (is_day or line.kind is Kind.WORD):
            seen.add(part)
        else:
            return at if certain else start
    return len(lines) if certain else start


def _unglued(line: Line, header: Sequence[Line]) -> Line:
    """Return the line below a header without the header's `Subscribe`, if that is glued to a title."""
    title = line.text.removeprefix(SUBSCRIBE)
    glued = title != line.text and not _REST_OF_WORD.match(title)
    return read_line(line.number, title) if glued and all(part.text != SUBSCRIBE for part in header) else line


def _tells_of_paper(line: Line) -> bool:
    return line.kind is Kind.FACTS or is_abstract(line.text)


def year_of(page: Page, day: date | None) -> int | None:
    """Return the page's year: as given, as shown, or the one after the latest year shown beside a paper.

    A page shows a date's year only if it is not its own. A truncated page may show only old papers, which say nothing
    about its year. Raises ScrapeError if `day` cannot be its day.
    """
    shown = page.day.facts if page.day else {}
    latest = max((int(line.facts["year"]) for line in page.dates if "year" in line.facts), default=None)
    if day and page.day and date_of(shown, day.year) != day:
        raise ScrapeError(f"The page shows {page.day.text}, so its day is not {day}: give the day that it shows.")
    if day and latest and "year" not in shown and day.year <= latest:
        raise ScrapeError(
            f"The page shows papers of {latest} with their year, as it does for years before its own, so its day is "
            f"not {day}: give a day after {latest}, or none."
        )
    if day or "year" in shown:
        return day.year if day else int(shown["year"])
    return latest + 1 if latest and latest + 1 >= _FIRST_YEAR else None


def notes_on(page: Page, year: int | None, day: date | None) -> Iterator[str]:
    """Yield what the user should know of dates that could not be determined."""
    undated = "its papers are kept without a day unless --date YYYY-MM-DD gives it."
    if not day and not page.day:
        yield f"The page does not show its day; {undated}"
    elif not day and page.day and not date_of(page.day.facts, year):
        why = " without a year" if year is None else f", which does not exist in {year}"
        yield f"The page shows {page.day.text}{why}; {undated}"
    if lost := [line.number for line in page.dates if not date_of(line.facts, year)]:
        why = "whose year is unknown" if year is None else f"that do not exist in {year}"
        yield f"Publication dates {why} are left out: {len(lost)}, the first on line {lost[0]}."
