"""The cards of a page, one for each paper: texts, paired into titles and abstracts, and the facts that close them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from generator.archive.models import Sighting
from generator.collect.scrape.lines import ABOVE, FRAME, LONGEST_LAB, Kind, Line, Unread, count_of, date_of
from generator.collect.scrape.texts import (
    LONGEST_TITLE,
    SURE_ABSTRACT,
    ends_sentence,
    is_abstract,
    is_certain_abstract,
)


@dataclass(frozen=True, slots=True)
class ScrapedPaper:
    """A paper as the page shows it, from the `line` of its title to its `last` line."""

    line: int
    paper: Sighting
    last: int


Read = list[ScrapedPaper | Unread]


class Card(NamedTuple):
    """The lines between two papers' facts: frame, texts, and the facts that close them, if any."""

    frame: list[Line]
    texts: list[Line]
    facts: list[Line]

    @property
    def is_marked(self) -> bool:
        """Whether the page marks the beginning of a paper here, so that the texts belong to one paper."""
        return any(line.kind in ABOVE for line in self.frame)

    @property
    def values(self) -> dict[str, str]:
        """The facts by name."""
        return {name: value for line in self.facts for name, value in line.facts.items()}


def cards_in(body: Sequence[Line]) -> Iterator[Card]:
    """Split a body into cards; the last texts may have no facts.

    A repeated fact begins a card without texts, because no paper has a fact twice.
    """
    card, seen = Card([], [], []), set[str]()
    for line in body:
        is_fact, is_frame = line.kind is Kind.FACTS, line.kind in FRAME
        if (card.facts and (not is_fact or seen & line.facts.keys())) or (is_frame and card.texts):
            yield card
            card, seen = Card([], [], []), set()
        (card.facts if is_fact else card.frame if is_frame else card.texts).append(line)
        seen |= line.facts.keys()
    yield card


def read_cards(cards: Sequence[Card], year: int | None) -> list[Read]:
    """Return the content of each card, with the counts between papers if it is certain whose they are.

    They are upvotes of the title below if the first complete paper of the page has a count above it. If there are two,
    the first is then the number of comments on the paper above.
    """
    whole = next((card for card in cards if card.texts and card.facts), None)
    counted = whole is not None and whole.frame[-1:] != [] and whole.frame[-1].kind is Kind.TALLY
    read = [_read_card(card, year) for card in cards]
    if counted:
        for found, card in zip(read, cards, strict=True):
            _count_in(found, 0, upvotes=card.frame[-1].tally if card.frame else None)
        for found, below in zip(read, cards[1:], strict=False):
            kinds = [line.kind for line in below.frame]
            if kinds == [Kind.TALLY] * 2 and below.texts:
                _count_in(found, -1, comments=below.frame[0].tally)
    return read


def _count_in(found: Read, at: int, **counts: int | None) -> None:
    """Add counts to the paper found there, if any, unless it has its own."""
    if found and isinstance(item := found[at], ScrapedPaper):
        new = {name: value for name, value in counts.items() if getattr(item.paper, name) is None}
        found[at] = replace(item, paper=msgspec.structs.replace(item.paper, **new))


def _read_card(card: Card, year: int | None) -> Read:
    with_lab, facts = _ends_with_lab(card), card.facts
    texts = card.texts[:-1] if with_lab else card.texts
    marked = card.is_marked or with_lab
    if facts and _are_one_paper(texts, marked=marked):
        found = [_paper(texts[0], texts[1:])]
    else:
        found = list(_walk(texts, closed=bool(facts) and not marked))
    if not facts:
        return found
    if not found or isinstance(found[-1], Unread):
        return [*found, Unread.of("Authors and dates must follow a paper", facts)]
    wrong = [line for line in facts if "month" in line.facts and not line.has_date]
    return [
        *found[:-1],
        _with_facts(found[-1], card, year),
        *(Unread.of("A date must exist in the calendar", [line]) for line in wrong),
    ]


def _ends_with_lab(card: Card) -> bool:
    """Return whether the last text of a card is an organization in place of the authors."""
    if len(card.texts) < 2 or not card.facts or len(card.texts[-1].text) > LONGEST_LAB:  # noqa: PLR2004 - it and an abstract
        return False
    abstract, last = card.texts[-2].text, card.texts[-1].text
    expected = card.is_marked or ("authors" not in card.values and card.facts[0].text[:1] in "•·")
    return expected and is_abstract(abstract) and (len(abstract) >= SURE_ABSTRACT or not is_abstract(last))


def _with_facts(scraped: ScrapedPaper, card: Card, year: int | None) -> ScrapedPaper:
    values = card.values
    paper = msgspec.structs.replace(
        scraped.paper,
        author_count=count_of(values.get("authors")),
        published=date_of(values, year),
        comments=count_of(values.get("comments")),
    )
    return replace(scraped, paper=paper, last=card.facts[-1].number)


def _are_one_paper(texts: Sequence[Line], *, marked: bool) -> bool:
    """Return whether texts closed by facts are one title with an abstract of any number of paragraphs.

    If the page marks its papers, there is one title, but the texts below it may be names rather than an abstract.
    """
    title, paragraphs = texts[:1], texts[1:]
    if marked:
        return bool(paragraphs) and all(is_abstract(line.text) for line in paragraphs)
    return len(paragraphs) == 1 or (
        any(len(line.text) <= LONGEST_TITLE for line in title)
        and all(len(line.text) >= SURE_ABSTRACT for line in paragraphs)
    )


def _walk(texts: Sequence[Line], *, closed: bool) -> Iterator[ScrapedPaper | Unread]:
    """Pair texts one by one: if an abstract is missing, the title is reported and the next text tried.

    A text right above a certain abstract is its title, unless it is certainly an abstract itself.
    """
    title: Line | None = None
    for line, below in zip_longest(texts, texts[1:]):
        is_last_title = below and not is_certain_abstract(line.text) and is_certain_abstract(below.text)
        if title is None and len(line.text) > LONGEST_TITLE:
            yield Unread.of("An abstract must follow its title", [line])
        elif title is None:
            title = line
        elif not is_last_title and (is_abstract(line.text) or (closed and line is texts[-1])):
            yield _paper(title, [line])
            title = None
        else:
            yield Unread.of("A title must be followed by its abstract", [title])
            title = line
    if title:
        yield Unread.of("A title must be followed by its abstract", [title])


def _paper(title: Line, abstract: Sequence[Line]) -> ScrapedPaper | Unread:
    lines = [title, *abstract]
    if not title.text:
        return Unread.of("A title must hold a character that can be shown", lines)
    is_prose = ends_sentence(title.text) and all(len(line.text) < SURE_ABSTRACT for line in abstract)
    if is_prose or (not abstract and is_certain_abstract(title.text)):
        return Unread.of("An abstract must follow its title", lines)
    text = "\n\n".join(line.text for line in abstract if line.text)
    return ScrapedPaper(title.number, Sighting(title=title.text, abstract=text or None), lines[-1].number)
